"""The one button at the head of a case: what the reader does next."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from suppliers.enums import CaseAct, CaseStage, RemedyState
from suppliers.models import Case
from suppliers.presenters.cases.page import CasePage


@dataclass(frozen=True)
class Primary:
    """Where it leads: a place on the page."""

    words: str
    target: str
    picture: str


def primary_of(case: Case, page: CasePage, acts: Collection[str], *, may_grant: bool) -> Primary | None:
    """None where nothing is the reader's to do."""
    waiting = page.on_the_table
    if may_grant and waiting is not None:
        what = waiting.amount or _("the remedy")
        return Primary(_("Decide on %(what)s") % {"what": what}, "#remedy", "check")
    if not acts:
        return None
    if CaseAct.ACKNOWLEDGE in acts:
        return Primary(_("Say sorry"), "#say", "heart")
    if CaseAct.UNDERSTAND in acts:
        return Primary(_("Say what happened"), "#say", "pen")
    if CaseAct.OFFER in acts and waiting is None:
        return Primary(_("Offer a remedy"), "#remedy", "swap")
    if CaseAct.AGREE in acts and waiting is not None and waiting.state == RemedyState.OFFERED:
        return Primary(_("Answer the offer"), "#remedy", "swap")
    return _later(case, page, acts)


def _later(case: Case, page: CasePage, acts: Collection[str]) -> Primary | None:
    """From the agreement on."""
    if CaseAct.DONE in acts and page.agreed is not None and not page.agreed.is_done:
        return Primary(_("It is done"), "#remedy", "check")
    if CaseAct.FOLLOW_UP in acts:
        return Primary(_("Follow up"), "#say", "phone")
    if CaseAct.CLOSE in acts:
        if case.cause and case.change:
            return Primary(_("Close the case"), "#close", "check")
        return Primary(_("Write what we learn"), "#learn", "pen")
    if CaseAct.MARK in acts and case.stage == CaseStage.CLOSED and case.satisfaction is None:
        return Primary(_("Tell how it went"), "#mark", "star")
    return None
