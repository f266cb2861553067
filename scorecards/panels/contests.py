"""Contests on the home pages of both sides, in the buyer's inbox and in the history of a partner."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.clocks import local_day
from portal.registry import Panel, register_panel
from scorecards.pages import contest_asks
from scorecards.permissions import can_see_cards
from suppliers.registry import InboxSource, register_ask, register_sentence

# So long a decision stands on the partner's home page.
NEWS_DAYS = 7


def staff_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Open contests of all partners, least time first; nothing where there is none."""
    if not (request.actor.is_staff and can_see_cards(request.actor)):
        return None
    lines, count = contest_asks.home_lines(request.actor, local_day(timezone.now()))
    return {"title": _("Contested lines"), "lines": lines, "count": count} if lines else None


def partner_panel(request: HttpRequest) -> dict[str, Any] | None:
    """One's own contests: those that wait for an answer, and those that got it lately."""
    if request.actor.partner_id is None:
        return None
    now = timezone.now()
    lines, count = contest_asks.home_lines(request.actor, local_day(now))
    news = contest_asks.decided_lines(request.actor, now - timedelta(days=NEWS_DAYS), local_day(now))
    if not (lines or news):
        return None
    return {"title": _("Your contests"), "lines": [*lines, *news], "count": count}


register_panel(
    "home.staff", Panel("contests", "scorecards/panels/contests.html", staff_panel, order=15, side=True)
)
register_panel(
    "home.partner", Panel("contests", "scorecards/panels/contests.html", partner_panel, order=15, side=True)
)
register_ask(
    InboxSource(
        kind=contest_asks.KIND,
        label=gettext_lazy("Contest"),
        tab=gettext_lazy("Contests"),
        waiting=contest_asks.waiting_stubs,
        asks=contest_asks.asks,
        answered=contest_asks.answered,
        order=25,
        mine=contest_asks.mine,
    )
)
register_sentence("contest.filed", gettext_lazy("Card %(period)s: %(lines)s lines contested"))
register_sentence("contest.withdrawn", gettext_lazy("Card %(period)s: contest withdrawn"))
register_sentence("contest.said", gettext_lazy("Card %(period)s: added to a contest"))
register_sentence("contest.handed_over", gettext_lazy("Card %(period)s: contest handed over to %(to)s"))
register_sentence("contest.excused", gettext_lazy("Card %(period)s: %(lines)s contested lines excused"))
register_sentence("contest.explained", gettext_lazy("Card %(period)s: %(lines)s contested lines explained"))
register_sentence("contest.taken_back", gettext_lazy("Card %(period)s: %(lines)s excused lines count again"))
register_sentence("exclusion.proposed", gettext_lazy("Proposed to excuse %(lines)s lines: %(reason)s"))
register_sentence("exclusion.approved", gettext_lazy("%(lines)s lines excused: %(reason)s"))
register_sentence("exclusion.declined", gettext_lazy("Not excused: %(reason)s"))
register_sentence("exclusion.withdrawn", gettext_lazy("Proposal to excuse lines withdrawn: %(reason)s"))
register_sentence("exclusion.undone", gettext_lazy("%(lines)s lines count again: %(reason)s"))
