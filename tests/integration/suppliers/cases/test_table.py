"""Every stage with every act of either side, whoever opened the case: against the real actions."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.enums import Side
from suppliers.enums import CaseAct, CaseParty, CaseStage
from suppliers.policies_cases import CASE_ACTS, CaseRefused

# Written down by hand. o: who opened it, w: who owes, e: either, .: nobody.
ACTS = [
    *("say", "acknowledge", "understand", "offer", "grant", "refuse", "take_back", "agree", "decline"),
    *("forgo", "done", "follow_up", "learn", "close", "mark", "reopen", "withdraw", "hand_over", "help"),
]
EXPECTED = {
    #              say ack und off gra ref tak agr dec for don fol lea clo mar reo wit han hel
    "heard": "      e   w   .   .   .   .   .   .   .   .   .   .   .   .   .   .   o   w   w",
    "acknowledged": "e  .   w   .   .   .   .   .   .   .   .   .   .   .   .   .   o   w   w",
    "understood": " e   .   .   w   w   w   w   .   .   o   .   .   w   .   .   .   o   w   w",
    "offered": "    e   .   .   .   .   .   w   o   o   o   .   .   w   .   .   .   o   w   w",
    "agreed": "     e   .   .   .   .   .   .   .   .   .   w   w   w   .   .   .   o   w   w",
    "followed_up": "e   .   .   .   .   .   .   .   .   .   .   .   w   w   .   .   o   w   w",
    "closed": "     e   .   .   .   .   .   .   .   .   .   .   .   .   .   o   o   .   .   .",
    "withdrawn": "  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .",
}
PARTIES = {"o": CaseParty.OPENER, "w": CaseParty.OWER, "e": CaseParty.EITHER}
SIDES = {"o": {"opener"}, "w": {"ower"}, "e": {"opener", "ower"}, ".": set()}


def test_the_table_is_the_one_that_was_agreed():
    assert {*ACTS} == {*CaseAct.values}
    assert {*EXPECTED} == {*CaseStage.values}
    written = {
        stage: {act: PARTIES[sign] for act, sign in zip(ACTS, row.split(), strict=True) if sign != "."}
        for stage, row in EXPECTED.items()
    }
    assert written == CASE_ACTS


def prepare(talk, stage, act):
    """What an act needs beside its stage."""
    waits = stage == CaseStage.UNDERSTOOD and act in (CaseAct.GRANT, CaseAct.REFUSE, CaseAct.TAKE_BACK)
    if waits and talk.case.opened_by_side == Side.PARTNER:
        talk.offer_over_the_limit()
    if stage == CaseStage.AGREED and act == CaseAct.FOLLOW_UP:
        talk.do(CaseAct.DONE, talk.ower)
    if stage == CaseStage.FOLLOWED_UP:
        talk.do(CaseAct.LEARN, talk.ower)


def works(talk, stage, act, by):
    """Tried, and taken back."""
    try:
        with transaction.atomic():
            prepare(talk, stage, act)
            talk.do(act, by)
            transaction.set_rollback(True)
    except (CaseRefused, PermissionDenied) as refusal:
        assert str(refusal) or isinstance(refusal, PermissionDenied)
        return False
    finally:
        talk.case.refresh_from_db()
    return True


@pytest.mark.parametrize("opened_by", Side.values)
@pytest.mark.parametrize("stage", CaseStage.values)
def test_what_each_stage_allows(talk, stage, opened_by):
    talk.open(talk.bob if opened_by == Side.PARTNER else talk.ben)
    talk.bring_to(stage)
    expected = {act: set(SIDES[sign]) for act, sign in zip(ACTS, EXPECTED[stage].split(), strict=True)}
    if opened_by == Side.COMPANY:
        # A partner that owes has no limits: nothing waits, so there is nothing to grant or take back.
        for act in ("grant", "refuse", *(("take_back",) if stage == CaseStage.UNDERSTOOD else ())):
            expected[act] = set()
    found = {
        act: {
            name
            for name, by in (("opener", talk.opener), ("ower", talk.ower))
            if works(talk, stage, CaseAct(act), by)
        }
        for act in ACTS
    }
    assert found == expected


@pytest.mark.parametrize("act", CaseAct.values)
def test_a_rival_and_who_only_looks_take_no_step(talk, act, charlie, viewer, actor_of):
    talk.open(talk.bob)
    talk.bring_to(CaseStage.OFFERED)
    for user in (charlie, viewer):
        assert not works(talk, CaseStage.OFFERED, CaseAct(act), actor_of(user))
