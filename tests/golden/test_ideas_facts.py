"""How soon we answer ideas of partners, in working days: hand-worked, through the database."""

from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest

from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import figure, sums_of
from scorecards.enums import IdeaState
from scorecards.facts import Scope, figures, rows_by_partner
from scorecards.models import PlanIdea

pytestmark = pytest.mark.django_db
KPI = CATALOGUE["idea_days"]


def at(day, hour=9, month=9):
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture(autouse=True)
def office(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    settings.WORKING_HOURS = (time(8), time(17))
    settings.HOLIDAYS = [date(2026, 9, 7)]


# Proposed, decided, state, working days until then. 1 September 2026 is a Tuesday; Monday the 7th is closed.
IDEAS = {
    "on the day": (at(1), at(1, 14), IdeaState.ACCEPTED, 0),
    "three days later": (at(1), at(4), IdeaState.DECLINED, 3),
    "over a weekend and a holiday": (at(4), at(8), IdeaState.ACCEPTED, 1),
    "proposed on a Saturday": (at(5), at(8), IdeaState.ACCEPTED, 1),
    "waits: to the as-of day": (at(24), None, IdeaState.WAITING, 6),
    "decided after the as-of day": (at(24), at(9, month=10), IdeaState.ACCEPTED, 6),
    "withdrawn": (at(1), at(2), IdeaState.WITHDRAWN, None),
    "withdrawn after the as-of day": (at(24), at(9, month=10), IdeaState.WITHDRAWN, 6),
    # 23:30 on the 3rd by UTC is the 4th in Oslo.
    "late in the evening": (at(1), datetime(2026, 9, 3, 23, 30, tzinfo=UTC), IdeaState.ACCEPTED, 3),
}
SCOPE = Scope(date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 2))


def idea(partner, user, proposed_at, decided_at, state, side="partner"):
    return PlanIdea.objects.create(
        partner=partner,
        side=side,
        title="Crates",
        text="Twice",
        proposed_by=user,
        proposed_by_label="Bob",
        proposed_at=proposed_at,
        decide_by=date(2026, 12, 1),
        state=state,
        decided_at=decided_at,
    )


def asked():
    rows = [row for partner in rows_by_partner(KPI, SCOPE).values() for row in partner]
    found = figures(KPI, SCOPE)[None]
    assert figure(KPI, sums_of(KPI, rows)) == found
    return found


@pytest.mark.parametrize(("proposed", "decided", "state", "days"), IDEAS.values(), ids=IDEAS)
def test_working_days_to_answer_an_idea(brandt, bob, proposed, decided, state, days):
    idea(brandt, bob, proposed, decided, state)
    found = asked()
    assert (found.value, found.n) == ((None, 0) if days is None else (days, 1))


def test_the_median_of_all_ideas(brandt, bob):
    for proposed, decided, state, _ in IDEAS.values():
        idea(brandt, bob, proposed, decided, state)
    found = asked()
    assert (found.value, found.n) == (Fraction(3), 8)  # 0 1 1 [3 3] 6 6 6


def test_ideas_of_ours_wait_for_the_partner_and_do_not_count(brandt, alice):
    idea(brandt, alice, at(1), at(4), IdeaState.ACCEPTED, side="company")
    assert asked().n == 0


def test_of_a_partner_that_was_merged_it_is_the_others(brandt, kestrel, bob):
    idea(kestrel, bob, at(1), at(4), IdeaState.ACCEPTED)
    kestrel.merged_into = brandt
    kestrel.save()
    assert list(rows_by_partner(KPI, SCOPE)) == [brandt.pk]
