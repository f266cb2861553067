"""What cases ask for by themselves: each once, whatever runs were missed."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from portal.models import Notice
from suppliers.actions import cases, remedies
from suppliers.actions.reminding_cases import ask_for_marks, remind
from suppliers.enums import CaseAct, CaseStage, TaskKind
from suppliers.models import Case, CaseRemedy
from tests.cases import HOUR, MONDAY

DAY = timedelta(days=1)


def told(case, name):
    return Notice.objects.filter(key__startswith=f"case:{case.public_id}:{name}").count()


def test_half_of_the_time_and_past_it(talk):
    case = talk.open(talk.bob)  # Monday at ten; sorry by two
    remind(now=talk.now + HOUR)
    assert told(case, "half") == 0
    remind(now=talk.now + 2 * HOUR)
    remind(now=talk.now + 3 * HOUR)
    assert told(case, "half:acknowledge") == 1
    remind(now=talk.now + 5 * HOUR)
    remind(now=talk.now + 6 * HOUR)
    assert told(case, "late:acknowledge") == 1
    notice = Notice.objects.get(key__startswith=f"case:{case.public_id}:late:acknowledge")
    assert notice.user == talk.ben.user


def test_a_missed_half_is_not_told_once_it_is_past(talk):
    case = talk.open(talk.bob)
    remind(now=talk.now + 6 * HOUR)
    assert (told(case, "half:acknowledge"), told(case, "late:acknowledge")) == (0, 1)


def test_a_hand_over_tells_nobody_again(talk):
    case = talk.open(talk.bob)
    remind(now=talk.now + 6 * HOUR)
    cases.hand_over(by=talk.ben, case=case, to=talk.alice.user, at=talk.now + 7 * HOUR)
    remind(now=talk.now + 8 * HOUR)
    assert told(case, "late:acknowledge") == 1


def test_what_was_done_is_not_asked_for(talk):
    case = talk.open(talk.bob)
    talk.do(CaseAct.ACKNOWLEDGE, talk.ben)
    remind(now=talk.now + 8 * HOUR)
    assert told(case, "late:acknowledge") == told(case, "half:acknowledge") == 0


def test_a_partner_that_owes_is_told(talk):
    case = talk.open(talk.ben)
    remind(now=talk.now + 6 * HOUR)
    people = Notice.objects.filter(key__startswith=f"case:{case.public_id}:late:acknowledge")
    assert {one.user for one in people} == {talk.bob.user, talk.anna.user}
    assert people.exclude(task="").count() == 0


def test_a_remedy_past_its_day_and_the_day_of_the_follow_up(talk):
    case = talk.open(talk.bob)
    talk.bring_to(CaseStage.AGREED)
    day = talk.now.date() + 3 * DAY
    CaseRemedy.objects.update(done_by=day)
    remind(now=talk.now + 3 * DAY)
    assert told(case, "undone") == 0
    for more in (4, 5):
        remind(now=talk.now + more * DAY)
    assert told(case, "undone") == 1
    remedies.done(by=talk.ben, remedy=CaseRemedy.objects.get(), at=talk.later(5 * DAY))
    remind(now=talk.now + 13 * DAY)
    assert told(case, "follow_up") == 0
    for more in (14, 15):
        remind(now=talk.now + more * DAY)
    assert told(case, "follow_up") == 1


@pytest.mark.parametrize("opener", ["bob", "ben"])
def test_a_mark_is_asked_for_once_and_never_after_it_was_given(talk, opener):
    case = talk.open(getattr(talk, opener))
    talk.bring_to(CaseStage.CLOSED)
    assert ask_for_marks(now=talk.later()) == 1
    assert ask_for_marks(now=talk.later()) == 0
    notice = Notice.objects.get(key__startswith=f"case:{case.public_id}:mark")
    assert notice.user == talk.opener.user
    assert notice.task == (TaskKind.CASE_MARK if opener == "bob" else "")
    cases.reopen(by=talk.opener, case=case, text="Again", at=talk.later())
    assert ask_for_marks(now=talk.later()) == 0


def test_exactly_one_each_in_a_year_with_missed_runs(talk):
    """A case a week: some are forgotten, some put right late; the worker stands still for days at a time."""
    dice, opened = Random(7), []
    end, now, next_run = MONDAY + 364 * DAY, MONDAY, MONDAY
    steps = [CaseAct.ACKNOWLEDGE, CaseAct.UNDERSTAND, CaseAct.OFFER, CaseAct.AGREE, CaseAct.DONE]
    steps += [CaseAct.FOLLOW_UP, CaseAct.LEARN, CaseAct.CLOSE]
    waiting = {}
    while now < end:
        talk.now = now
        if (now - MONDAY).days % 7 == 0:
            case = talk.open(dice.choice([talk.bob, talk.ben]))
            opened.append(case)
            waiting[case.pk] = list(steps) if dice.random() < 0.8 else []
        for case in opened:
            if waiting[case.pk] and dice.random() < 0.25:
                act, talk.case = waiting[case.pk].pop(0), case
                talk.do(act, talk.opener if act == CaseAct.AGREE else talk.ower)
        if now >= next_run:
            for _ in range(dice.randint(1, 2)):
                remind(now=now + 9 * HOUR)
                ask_for_marks(now=now + 9 * HOUR)
            next_run = now + dice.choice([1, 1, 1, 5, 12]) * DAY
        now += DAY
    remind(now=end)
    ask_for_marks(now=end)
    names = Counter()
    for key, user in Notice.objects.filter(key__startswith="case:").values_list("key", "user"):
        if key.count(":") >= 3:  # reminders; what was said has a shorter key
            names[key.rpartition(":")[0], user] += 1
    assert names
    assert set(names.values()) == {1}
    for case in Case.objects.all():
        if case.stage == CaseStage.HEARD:
            assert told(case, "late:acknowledge") == (1 if case.opened_by_side == "partner" else 2)
        assert told(case, "mark") == (1 if case.closed_at else 0)
        undone = case.stage == CaseStage.AGREED and case.remedies.filter(done_at=None).exists()
        due = case.stage == CaseStage.AGREED and not undone and case.follow_up_on < end.date()
        assert told(case, "follow_up") >= (1 if due else 0)
