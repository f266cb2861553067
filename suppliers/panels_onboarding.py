"""What onboarding puts into the navigation and the composed pages."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.registry import Panel, Scheduled, register_panel, register_schedule
from suppliers.models import Partner
from suppliers.permissions import can_see_directory
from suppliers.presenters.documents import papers_of
from suppliers.registry import register_sentence


def papers_panel(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """What needs a word first; four queries."""
    actor = request.actor
    if actor.partner_id is None and not can_see_directory(actor):
        return None
    return {"papers": papers_of(partner, actor, timezone.localdate())}


register_panel("partner.side", Panel("papers", "suppliers/papers/panel.html", papers_panel, 45, side=True))
register_schedule(Scheduled("suppliers.jobs_documents.tell_expiring", 21_600))
register_sentence("document.added", gettext_lazy("Paper added: %(document)s"))
register_sentence("document.renewed", gettext_lazy("Paper renewed: %(document)s"))
register_sentence("document.edited", gettext_lazy("Paper changed: %(document)s"))
register_sentence("document.checked", gettext_lazy("Paper looked at: %(document)s"))
register_sentence("document.removed", gettext_lazy("Paper removed: %(document)s"))
