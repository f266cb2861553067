"""The one thing a reader of a plan does next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scorecards.enums import PlanAct
from scorecards.pages.plan_page import PlanPage


@dataclass(frozen=True)
class Primary:
    """Its words, and where on the page it is done."""

    words: str
    target: str
    picture: str


def primary_of(page: PlanPage, acts: set[str], *, works: bool) -> Primary | None:
    """What others wait for comes first; None where this reader has nothing to do."""
    if PlanAct.AGREE_STOP in acts:
        return Primary(_("Answer: call it off?"), "#stop", "ask")
    if PlanAct.SIGN in acts and page.waiting is not None:
        return Primary(_("Read and sign"), "#terms", "pen")
    mine = page.mine if works and page.is_live else []
    if mine and mine[0].late:
        return Primary(mine[0].title, f"#action-{mine[0].key}", "check")
    named = {
        PlanAct.START: Primary(_("Start it"), "#next", "right"),
        PlanAct.RESUME: Primary(_("Take it up again"), "#next", "again"),
    }
    for act, primary in named.items():
        if act in acts:
            return primary
    if PlanAct.VERIFY in acts and page.verifiable:
        words = _("Verify %(period)s") % {"period": page.verifiable[0].name}
        return Primary(words, "#next", "check")
    if PlanAct.CLOSE in acts and not page.open_actions:
        return Primary(_("Close it"), "#next", "check")
    ready = next((one for one in mine if not one.waits), None)
    if ready is not None:
        return Primary(ready.title, f"#action-{ready.key}", "check")
    if PlanAct.CLAIM in acts and not page.open_actions:
        return Primary(_("Say that it works"), "#next", "check")
    return None
