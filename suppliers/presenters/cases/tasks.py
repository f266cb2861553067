"""A case behind the link of a mail: what was said, what is offered, and the buttons that answer it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Side
from portal.presentation import day, money
from suppliers.enums import CaseAct, CaseStage, RemedyState
from suppliers.models import Case, CaseMessage
from suppliers.policies_cases import can_take

SHOWN = 4  # of what was said, the newest


@dataclass(frozen=True)
class CaseTask:
    """`can_decide`: a remedy waits for this reader's word, `offer` says which."""

    title: str
    reason: str
    said: tuple[CaseMessage, ...]
    offer: str = ""
    amount: str = ""
    by_when: str = ""
    can_decide: bool = False
    change: str = ""


def case_page(actor: Actor, case: Case) -> CaseTask:
    """Two queries: the newest words that the reader may read, and the remedy on the table."""
    said = CaseMessage.objects.for_actor(actor).filter(case=case).exclude(text="").order_by("-at", "-pk")
    remedy = case.remedies.filter(state=RemedyState.OFFERED).first()
    can_decide = remedy is not None and can_take(case, CaseAct.AGREE, Side.PARTNER)
    names = {"company": settings.COMPANY_NAME}
    until = remedy.done_by if remedy is not None else None
    reason = _("%(company)s offers this to put it right.") if can_decide else _("Answer in your own words.")
    return CaseTask(
        title=case.title,
        reason=reason % names,
        said=tuple(reversed(said[:SHOWN])),
        offer=remedy.text if remedy is not None else "",
        amount=money(remedy.amount_minor, remedy.currency) if remedy is not None and remedy.currency else "",
        by_when=_("Done by %s") % day(until, "full") if until is not None else "",
        can_decide=can_decide and case.stage == CaseStage.OFFERED,
    )


def mark_page(case: Case) -> CaseTask:
    names = {"company": settings.COMPANY_NAME, "title": case.title}
    return CaseTask(
        title=_("How did %(company)s deal with it?") % names,
        reason=case.title,
        said=(),
        change=case.change,
    )
