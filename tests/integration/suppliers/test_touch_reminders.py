"""Reminders over a year in which runs are missed: of each meeting, promise and silence exactly one."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from portal.actors import Actor
from portal.models import Notice
from suppliers.actions import touch_reminding, touchpoints
from suppliers.actions.touchpoints import Said
from suppliers.models import Partner

pytestmark = pytest.mark.django_db
START = date(2026, 1, 5)


def at(day, hour=8):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.mark.any_engine
def test_exactly_one_each_over_a_year_with_missed_runs(alice, brandt, kestrel):
    dice, by = Random(1), Actor(user=alice)
    Partner.objects.update(owner=alice, since=START)
    meetings = [START + timedelta(days=30 * n + 10) for n in range(10)]
    for on in meetings:
        touchpoints.plan(by=by, partner=brandt, said=Said("visit", on, "Plan"), at=at(START))
    due = START + timedelta(days=200)
    promise = Said("call", START, promised="Drawing", promised_by=due)
    touchpoints.note(by=by, partner=brandt, said=promise, at=at(START))
    missed = 0
    for n in range(365):
        # Never two days in a row: a meeting is told on the day before or, late, on its day.
        if missed == 0 and dice.random() < 0.3:
            missed = 1
            continue
        missed = 0
        for hour in (8, 8, 15):
            touch_reminding.remind(now=at(START + timedelta(days=n), hour))
    keys = Counter(key.rsplit(":", 2)[0] for key in Notice.objects.values_list("key", flat=True))
    assert keys["touch:meet"] == len(meetings)
    assert keys["touch:promise"] == 1
    silent = Notice.objects.filter(key__startswith="silence:", scope=kestrel.public_id)
    assert silent.count() == 1
    assert Notice.objects.filter(key__startswith="silent:", mailed_at=None, dropped_at=None).exists()


def test_a_new_silence_is_told_again_and_a_kept_promise_never(alice, brandt):
    by = Actor(user=alice)
    Partner.objects.exclude(pk=brandt.pk).delete()
    Partner.objects.update(owner=alice, since=START)
    touch_reminding.remind(now=at(START + timedelta(days=70)))
    assert Notice.objects.filter(key__startswith="silence:").count() == 1
    spoken = START + timedelta(days=80)
    made = touchpoints.note(
        by=by, partner=brandt, said=Said("call", spoken, promised="x", promised_by=spoken), at=at(spoken)
    )
    touchpoints.keep_promise(by=by, touchpoint=made, at=at(spoken))
    for days in range(80, 160, 7):
        touch_reminding.remind(now=at(START + timedelta(days=days)))
    assert Notice.objects.filter(key__startswith="silence:").count() == 2
    assert not Notice.objects.filter(key__startswith="touch:promise").exists()
