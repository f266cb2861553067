"""Who keeps a text today answers for it, also where no version was issued since they took it over."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from cms.actions import reading, reading_reminding
from cms.models import TextVersion
from portal.models import Notice
from tests.answers import propose
from tests.texts import publish, write

ASKED = datetime(2026, 10, 5, 9, tzinfo=UTC)


@pytest.fixture
def handed_over(erin, dana):
    """Erin wrote it; Dana keeps it now, and not a word of it has changed."""
    page = write(keeper=erin, asks_partners=True)
    publish(page, date(2026, 1, 1), by=erin)
    publish(page, date(2026, 2, 1), by=erin, keeper=dana)
    assert TextVersion.objects.filter(page=page).count() == 1
    return TextVersion.objects.get(page=page)


def test_what_is_asked_goes_to_who_keeps_it_now(handed_over, bob, dana, actor_of):
    with time_machine.travel(ASKED, tick=False):
        comment = propose(actor_of(bob), handed_over)
    assert comment.owner == dana
    assert list(Notice.objects.values_list("user", flat=True)) == [dana.pk]


def test_who_has_not_read_it_is_counted_to_who_keeps_it_now(handed_over, bob, dana):
    reading.ask(now=datetime(2026, 9, 1, 9, tzinfo=UTC))
    reading_reminding.remind(now=ASKED)
    counted = Notice.objects.filter(key__startswith="reading-overdue:")
    assert list(counted.values_list("user", flat=True)) == [dana.pk]
