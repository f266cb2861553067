"""Papers that run out: one notice each, to both sides, over a year in which runs are missed."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.models import Notice
from suppliers.actions import documents
from suppliers.actions.expiring import tell_expiring
from suppliers.enums import PartnerStatus
from suppliers.models import PartnerDocument

START = date(2026, 1, 5)
LAST = date(2026, 7, 20)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def paper(partner, expires_on=LAST, learned=START, **facts):
    return PartnerDocument.objects.create(
        partner=partner,
        type=facts.pop("type", "ISO 9001"),
        expires_on=expires_on,
        expiry_set_on=learned,
        **facts,
    )


def told(document) -> Counter:
    """(threshold, side, person) of each notice about it."""
    keys = Notice.objects.filter(key__startswith=f"document:{document.public_id}:").values_list(
        "key", "user__name"
    )
    return Counter((int(key.split(":")[3]), key.split(":")[4], name) for key, name in keys)


EACH = {
    (days, side, name): 1
    for days in (90, 60, 30, 0)
    for side, name in (("partner", "Bob"), ("partner", "Maja"), ("company", "Alice Moreau"))
}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    gaps=st.lists(st.integers(1, 25), min_size=15, max_size=60),
    again=st.booleans(),
)
def test_over_a_year_with_missed_runs_each_hears_exactly_once(house, gaps, again):
    Notice.objects.all().delete()
    PartnerDocument.objects.all().delete()
    document = paper(house.brandt)
    day, end = START, START + timedelta(days=365)
    while day <= end:
        tell_expiring(now=at(day))
        if again:
            tell_expiring(now=at(day) + timedelta(hours=6))
        day += timedelta(days=gaps[(day - START).days % len(gaps)])
    assert told(document) == EACH
    assert not Notice.objects.filter(user=house.charlie.user).exists()


def test_run_daily_each_notice_comes_on_its_day(house):
    document = paper(house.brandt)
    for back in range(100, -5, -1):
        tell_expiring(now=at(LAST - timedelta(days=back)))
    days = (
        Notice.objects.filter(user=house.bob.user).order_by("pk").values_list("created_at__date", flat=True)
    )
    assert list(days) == [LAST - timedelta(days=back) for back in (90, 60, 30, 0)]
    assert told(document) == EACH


def test_what_had_passed_before_we_heard_of_the_day_is_not_told(house):
    document = paper(house.brandt, learned=LAST - timedelta(days=45))
    for back in range(45, -5, -1):
        tell_expiring(now=at(LAST - timedelta(days=back)))
    assert {days for days, _side, _name in told(document)} == {30, 0}


def test_a_renewed_paper_is_silent_and_the_new_one_speaks(house):
    old = paper(house.brandt, number="1")
    new = paper(house.brandt, LAST + timedelta(days=700), number="2")
    tell_expiring(now=at(LAST - timedelta(days=30)))
    assert not told(old) and not told(new)
    new.delete()
    paper(house.brandt, LAST + timedelta(days=700), number="3", type="Insurance")
    tell_expiring(now=at(LAST - timedelta(days=30)))
    assert told(old)  # another type renews nothing


@pytest.mark.parametrize("how", ["lost", "merged"])
def test_who_left_or_is_another_name_hears_nothing(house, how):
    document = paper(house.brandt)
    if how == "lost":
        house.brandt.status = PartnerStatus.LOST
    else:
        house.brandt.merged_into = house.kestrel
    house.brandt.save()
    tell_expiring(now=at(LAST - timedelta(days=30)))
    assert not told(document)


def test_a_new_last_day_is_told_again_from_there(house):
    document = paper(house.brandt)
    tell_expiring(now=at(LAST - timedelta(days=90)))
    later = LAST + timedelta(days=200)
    documents.edit(
        by=house.alice,
        document=document,
        facts={"type": "ISO 9001", "number": "", "issued_on": None, "expires_on": later},
        at=at(LAST - timedelta(days=50)),
    )
    document.refresh_from_db()
    assert document.expiry_set_on == LAST - timedelta(days=50)
    for back in range(95, -1, -1):
        tell_expiring(now=at(later - timedelta(days=back)))
    assert Counter(days for days, _side, name in told(document) if name == "Bob") == {
        90: 1,
        60: 1,
        30: 1,
        0: 1,
    }


def test_without_an_owner_all_who_keep_partners_hear_of_it(house):
    house.brandt.owner = None
    house.brandt.save()
    document = paper(house.brandt)
    tell_expiring(now=at(LAST - timedelta(days=90)))
    ours = {name for _days, side, name in told(document) if side == "company"}
    assert ours == {"Alice Moreau", "Dana Lund", "Ben Okafor"}


def test_a_new_owner_does_not_hear_what_the_old_one_did(house):
    document = paper(house.brandt)
    tell_expiring(now=at(LAST - timedelta(days=60)))
    house.brandt.owner = house.ben.user
    house.brandt.save()
    tell_expiring(now=at(LAST - timedelta(days=59)))
    assert {name for _days, side, name in told(document) if side == "company"} == {"Alice Moreau"}
