"""What waits to be read on the first screens, what is read of one's own texts; and the job that reminds."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.facts.read_counts import looked_after
from cms.permissions_reading import can_see_reading
from cms.presenters.reading import waiting_for
from cms.presenters.reading_places import read_rows
from portal.clocks import local_day
from portal.registry import Panel, Scheduled, register_panel, register_schedule
from suppliers.registry import register_sentence

SHOWN = 4


def to_read_panel(request: HttpRequest) -> dict[str, Any] | None:
    """The first that are due."""
    lines = waiting_for(request.actor, local_day())
    return {"lines": lines[:SHOWN]} if lines else None


def read_by_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Who owns texts sees how far theirs have come; administrators and executives all."""
    if not can_see_reading(request.actor):
        return None
    rows = read_rows(looked_after(request.actor, local_day()))
    return {"rows": rows[:SHOWN]} if rows else None


for _slot in ("home.partner", "home.staff"):
    register_panel(_slot, Panel("to_read", "cms/panels/to_read.html", to_read_panel, order=5, side=True))
register_panel("home.staff", Panel("read_by", "cms/panels/read_by.html", read_by_panel, order=7, side=True))
register_schedule(Scheduled("cms.jobs_texts.look_after_texts", 3_600))
register_sentence("text.read", _("Has read “%(text)s”, version %(number)s"))
