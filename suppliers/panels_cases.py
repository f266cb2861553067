"""What cases put into the navigation, the inbox and the composed pages."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.actors import Actor
from portal.registry import NavItem, Panel, register_nav, register_panel
from suppliers.facts.case_lists import is_open, least_time_first, side_of, waits_for, with_due
from suppliers.models import Case, CaseSubject, OrderLine, Partner
from suppliers.permissions_cases import can_open_case, can_see_cases
from suppliers.presenters.cases.home import case_lines
from suppliers.presenters.inbox import cases as case_asks
from suppliers.registry import InboxSource, register_ask


def waiting_count(actor: Actor) -> int:
    """How many wait for a partner’s people; staff read theirs at the inbox: one query."""
    return Case.objects.for_actor(actor).filter(waits_for(side_of(actor))).count()


def _open(actor: Actor) -> Any:
    return with_due(Case.objects.for_actor(actor)).filter(is_open()).order_by(*least_time_first())


def staff_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Cases that wait for us, the least time first: two queries; nothing where none does."""
    actor = request.actor
    if not (actor.is_staff and can_see_cases(actor)):
        return None
    rows = _open(actor).filter(waits_for(side_of(actor)))
    lines = case_lines(rows, actor, timezone.now())
    if not lines:
        return None
    return {
        "title": _("Cases that wait for us"),
        "lines": lines,
        "count": rows.count(),
        "with_partner": True,
        "url": reverse("suppliers:case_list"),
    }


def partner_panel(request: HttpRequest) -> dict[str, Any] | None:
    """One’s own open cases: what waits for a word stands first."""
    actor = request.actor
    if actor.partner_id is None:
        return None
    rows = _open(actor)
    lines = case_lines(rows, actor, timezone.now())
    if not lines:
        return None
    return {
        "title": _("Your cases"),
        "lines": lines,
        "count": rows.count(),
        "with_partner": False,
        "url": reverse("suppliers:case_list"),
        "new_url": reverse("suppliers:case_new") if can_open_case(actor) else "",
    }


def of_partner(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """The open cases of a partner, on its page."""
    actor = request.actor
    if not can_see_cases(actor):
        return None
    rows = _open(actor).filter(partner=partner)
    tail = f"?partner={partner.public_id}" if actor.is_staff else ""
    lines = case_lines(rows, actor, timezone.now())
    may_open = can_open_case(actor, partner) and partner.merged_into_id is None
    return {
        "title": _("Open cases"),
        "lines": lines,
        "count": rows.count() if lines else 0,
        "with_partner": False,
        "url": reverse("suppliers:case_list") + tail,
        "new_url": reverse("suppliers:case_new") + tail if may_open else "",
    }


def of_line(request: HttpRequest, line: OrderLine) -> dict[str, Any] | None:
    """Cases about this line or its order, and the way to tell one: one query."""
    actor = request.actor
    if not can_see_cases(actor):
        return None
    about = CaseSubject.objects.filter(Q(line=line) | Q(order=line.order_id))
    rows = _open(actor).filter(pk__in=about.values("case_id"))
    new_url = reverse("suppliers:case_new")
    may_open = can_open_case(actor, line.partner)
    lines = case_lines(rows, actor, timezone.now())
    if not lines and not may_open:
        return None
    return {
        "lines": lines,
        "line_url": f"{new_url}?line={line.public_id}" if may_open else "",
        "order_url": f"{new_url}?order={line.order.public_id}" if may_open else "",
        "order": line.order.number,
    }


register_nav(
    NavItem(
        gettext_lazy("Cases"),
        "suppliers:case_list",
        "life-buoy",
        lambda actor: can_see_cases(actor) and actor.is_staff,
        order=55,
        prefix="/cases/",
    )
)
register_nav(
    NavItem(
        gettext_lazy("Cases"),
        "suppliers:case_list",
        "life-buoy",
        lambda actor: actor.partner_id is not None,
        order=55,
        prefix="/cases/",
        count=waiting_count,
    )
)
register_panel("home.staff", Panel("cases", "suppliers/panels/cases.html", staff_panel, 14))
register_panel("home.partner", Panel("cases", "suppliers/panels/cases.html", partner_panel, 14, side=True))
register_panel("partner.main", Panel("cases", "suppliers/panels/cases.html", of_partner, 16))
register_panel("line.main", Panel("cases", "suppliers/panels/cases_line.html", of_line, order=65))
register_ask(
    InboxSource(
        kind=case_asks.KIND,
        label=gettext_lazy("Case"),
        tab=gettext_lazy("Cases"),
        waiting=case_asks.waiting,
        asks=case_asks.asks,
        answered=case_asks.answered,
        order=35,
        mine=case_asks.mine,
    )
)
