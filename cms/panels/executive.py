"""What executives see first: promises not kept, texts nobody looked at; and their monthly report."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.facts.executive import reviews
from cms.models import StandardPage
from cms.permissions_executive import can_read_report
from cms.presenters.executive import kept_title
from cms.presenters.results import Kept, kept
from portal.clocks import local_day
from portal.enums import StaffRole
from portal.registry import Panel, Scheduled, register_panel, register_schedule

SHOWN = 6


def _promises(request: HttpRequest) -> Kept:
    """What we promised, with its results: found once for all panels of a page."""
    if not hasattr(request, "_promises"):
        request._promises = kept(list(StandardPage.objects.live().order_by("title", "pk")), local_day())
    found: Kept = request._promises
    return found


def head_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Executives begin with what the company promised; who also buys begins with the lines."""
    if not request.actor.has_role(StaffRole.EXECUTIVE) or not _promises(request).measured:
        return None
    found = _promises(request)
    return {
        "title": kept_title(found),
        "reason": _(
            "What partners contribute, who stayed and what waits for us stand beside it, on one page."
        ),
        "url": reverse("cms:executive_report"),
    }


def promises_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Each promise with its result, those not met first."""
    if not can_read_report(request.actor):
        return None
    found = _promises(request)
    if not found.rows:
        return None
    rows = sorted(found.rows, key=lambda row: row.met is not False)
    return {
        "title": _("What we promised"),
        "sentence": found.sentence if found.measured else _("no figure yet"),
        "rows": rows,
        "url": reverse("cms:executive_report"),
    }


def reviews_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Texts whose review is due, for who answers for all of them."""
    if not can_read_report(request.actor):
        return None
    due = reviews(local_day())
    if not due:
        return None
    return {"title": _("Texts to look at again"), "rows": due[:SHOWN], "count": len(due)}


register_panel("home.head.staff", Panel("promises", "cms/executive/panel_head.html", head_panel, order=10))
register_panel("home.staff", Panel("promises", "cms/executive/panel_promises.html", promises_panel, order=4))
register_panel(
    "home.staff", Panel("reviews", "cms/executive/panel_reviews.html", reviews_panel, order=6, side=True)
)
register_schedule(Scheduled("cms.jobs_executive.send_reports", 3_600))
