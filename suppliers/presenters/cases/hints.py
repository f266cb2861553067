"""What to do at each step, in three short sentences: for who owes, and for who waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suppliers.enums import CaseStage


@dataclass(frozen=True)
class Hints:
    title: str
    lines: tuple[str, ...]


_OWER: Mapping[CaseStage, tuple[Any, ...]] = {
    CaseStage.HEARD: (
        gettext_lazy("Thank them for telling it, and say sorry before anything else."),
        gettext_lazy("Say who owns it now, by name, and when they hear more."),
        gettext_lazy("Explain nothing yet, and blame nobody."),
    ),
    CaseStage.ACKNOWLEDGED: (
        gettext_lazy("Go and look: at the goods, the papers, the people who were there."),
        gettext_lazy("Ask why until an answer is something that can be changed."),
        gettext_lazy("Tell it in plain words, also where it was us."),
    ),
    CaseStage.UNDERSTOOD: (
        gettext_lazy("Ask what would make it right. Wait for the answer."),
        gettext_lazy("Offer at least what it cost them, without being asked twice."),
        gettext_lazy("Say when, and by whom. Then do it a day early."),
    ),
    CaseStage.OFFERED: (
        gettext_lazy("Let them think; an offer is not a deadline for them."),
        gettext_lazy("If they decline, ask what is missing before offering again."),
        gettext_lazy("Write the cause down meanwhile, while it is fresh."),
    ),
    CaseStage.AGREED: (
        gettext_lazy("Do what was agreed, and say so on the day it is done."),
        gettext_lazy("Call after that, and ask whether it really is right now."),
        gettext_lazy("Write down their words, not yours."),
    ),
    CaseStage.FOLLOWED_UP: (
        gettext_lazy("Name the cause as something that can be changed, not as somebody."),
        gettext_lazy("Say what changes and since when; tell those whom it concerns."),
        gettext_lazy("Look at the trend of the area in a month."),
    ),
}
_OPENER: Mapping[CaseStage, tuple[Any, ...]] = {
    CaseStage.HEARD: (
        gettext_lazy("Somebody reads it within the promised hours; you need not ask again."),
        gettext_lazy("Add what helps to understand: a picture, a paper, a day."),
    ),
    CaseStage.ACKNOWLEDGED: (
        gettext_lazy("They look for the cause now and tell it by the promised day."),
        gettext_lazy("Say what it cost you, if you know: it belongs to putting it right."),
    ),
    CaseStage.UNDERSTOOD: (
        gettext_lazy("Say what would make it right. You need not be modest."),
        gettext_lazy("Nothing needed? Say so, and they go on to learn from it."),
    ),
    CaseStage.OFFERED: (
        gettext_lazy("Agree if it makes it right; if not, decline and say what is missing."),
        gettext_lazy("Declining costs you nothing: they offer again."),
    ),
    CaseStage.AGREED: (
        gettext_lazy("You see here when it is done."),
        gettext_lazy("Afterwards they ask how it is. Tell them if it happens again."),
    ),
    CaseStage.FOLLOWED_UP: (gettext_lazy("They write down the cause and what changes; you read both here."),),
    CaseStage.CLOSED: (
        gettext_lazy("Tell how it was dealt with: it takes a minute and changes how they work."),
        gettext_lazy("Is it not right after all? Open it again; its clocks stay as promised."),
    ),
}


# The playbook that helps at this step, for who owes the answer.
_PLAYBOOKS = {
    CaseStage.HEARD: "case_listen",
    CaseStage.ACKNOWLEDGED: "case_assess",
    CaseStage.UNDERSTOOD: "case_remedy",
    CaseStage.OFFERED: "case_remedy",
    CaseStage.AGREED: "case_follow_up",
    CaseStage.FOLLOWED_UP: "case_follow_up",
}


def playbook_for(stage: str, *, owes: bool) -> str:
    """The name of the step as playbooks know it; empty where none helps."""
    return _PLAYBOOKS.get(CaseStage(stage), "") if owes else ""


def hints_for(stage: str, *, owes: bool) -> Hints | None:
    """None where nothing is left to do."""
    lines = (_OWER if owes else _OPENER).get(CaseStage(stage), ())
    title = _("At this step") if owes else _("What happens now")
    return Hints(title, tuple(map(str, lines))) if lines else None
