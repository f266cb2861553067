"""When a partner's next review is due."""

from datetime import UTC, date, datetime

from suppliers.facts.segments import _due
from suppliers.models import Assessment, SegmentRule


def test_a_review_is_due_by_the_day_it_was_where_we_are(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    # Already the first of the month in Berlin.
    said = Assessment(at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    assert _due(SegmentRule(review_every_months=1), None, said) == date(2026, 8, 1)
