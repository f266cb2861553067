"""What plans and ideas put into the navigation, the inbox, calendars and the composed pages."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.icalendar import Event
from portal.registry import NavItem, Panel, register_nav, register_panel
from scorecards.pages import plan_asks, plan_home
from scorecards.permissions_plans import can_propose, can_see_plans
from suppliers.models import Partner
from suppliers.registry import InboxSource, register_ask, register_events

_TEMPLATE = "scorecards/panels/plans.html"


def staff_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Plans that are off track, of all partners; nothing where none is."""
    if not (request.actor.is_staff and can_see_plans(request.actor)):
        return None
    lines, count = plan_home.off_track(request.actor, local_day())
    return {"title": _("Plans off track"), "lines": lines, "count": count} if lines else None


def partner_panel(request: HttpRequest) -> dict[str, Any] | None:
    """What a partner's people owe in their plans."""
    if request.actor.partner_id is None:
        return None
    lines, count = plan_home.own_lines(request.actor, local_day())
    return {"title": _("Your part in plans"), "lines": lines, "count": count} if lines else None


def of_partner(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """What we work on together."""
    if not can_see_plans(request.actor):
        return None
    lines = plan_home.of_partner(request.actor, partner, local_day())
    may = can_propose(request.actor, partner) and partner.merged_into_id is None
    if not (lines or may):
        return None
    new = reverse("scorecards:plan_new") + (f"?partner={partner.public_id}" if request.actor.is_staff else "")
    return {
        "title": _("What we work on together"),
        "lines": lines,
        "count": len(lines),
        "new_url": new if may else "",
    }


def feed(actor: Actor, start: date, end: date) -> Iterable[Event]:
    """Actions of plans that are still to be done."""
    host = settings.SITE_URL.partition("://")[2]
    for one in plan_home.events(actor, start, end):
        words = [one.plan.partner.name] if actor.is_staff else []
        yield Event(
            uid=f"{one.public_id}@{host}",
            day=one.expected_on or one.due_on,
            summary=" · ".join([*words, one.title]),
            changed_at=one.updated_at,
            sequence=one.version,
            description=one.plan.title,
            url=settings.SITE_URL + reverse("scorecards:plan", args=[one.plan.public_id]),
        )


register_nav(
    NavItem(
        gettext_lazy("Plans"), "scorecards:plan_list", "target", can_see_plans, order=50, prefix="/plans/"
    )
)
register_panel("home.staff", Panel("plans", _TEMPLATE, staff_panel, order=14))
register_panel("home.partner", Panel("plans", _TEMPLATE, partner_panel, order=14, side=True))
register_panel("partner.main", Panel("plans", _TEMPLATE, of_partner, order=15))
register_events(feed)
register_ask(
    InboxSource(
        kind=plan_asks.PLANS,
        label=gettext_lazy("Plan"),
        tab=gettext_lazy("Plans"),
        waiting=plan_asks.plan_stubs,
        asks=plan_asks.plan_asks,
        answered=plan_asks.plans_answered,
        order=30,
        mine=plan_asks.my_plans,
    )
)
register_ask(
    InboxSource(
        kind=plan_asks.IDEAS,
        label=gettext_lazy("Idea"),
        tab=gettext_lazy("Ideas"),
        waiting=plan_asks.idea_stubs,
        asks=plan_asks.idea_asks,
        answered=plan_asks.ideas_answered,
        order=32,
        mine=plan_asks.my_ideas,
    )
)
