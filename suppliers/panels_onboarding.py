"""What onboarding puts into the navigation and the composed pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.registry import NavItem, Panel, Scheduled, register_nav, register_panel, register_schedule
from suppliers.facts.onboarding import forms_shown
from suppliers.models import Partner
from suppliers.permissions import can_see_directory
from suppliers.permissions_onboarding import can_see_onboarding
from suppliers.presenters.bank import bank_page
from suppliers.presenters.documents import papers_of
from suppliers.presenters.forms import form_row, steps_of
from suppliers.presenters.inbox import onboarding as onboarding_asks
from suppliers.registry import register_ask, register_sentence


def _may_read(request: HttpRequest) -> bool:
    return request.actor.partner_id is not None or can_see_directory(request.actor)


def papers_panel(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """What needs a word first; four queries."""
    if not _may_read(request):
        return None
    return {"papers": papers_of(partner, request.actor, timezone.localdate())}


def data_panel(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """Where it is paid, for who may know; two queries."""
    if not _may_read(request):
        return None
    page = bank_page(partner, request.actor)
    return {"page": page, "url": reverse("suppliers:data_changes", args=[partner.public_id])}


def steps_panel(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """How far a newcomer is; nothing for everybody else."""
    found = steps_of(partner, request.actor, timezone.localdate()) if _may_read(request) else None
    return {"steps": found} if found is not None else None


def forms_panel(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """What it was asked: one query."""
    if not _may_read(request):
        return None
    rows = [form_row(form) for form in forms_shown(request.actor).filter(partner=partner)]
    return {"rows": rows} if rows else None


def home_steps(request: HttpRequest) -> dict[str, Any] | None:
    """A newcomer's own way, on its home page."""
    membership = request.actor.membership
    return steps_panel(request, membership.partner) if membership is not None else None


def home_waiting(request: HttpRequest) -> dict[str, Any] | None:
    """What of newcomers, papers and data waits for us; one query each."""
    if not can_see_onboarding(request.actor):
        return None
    rows = onboarding_asks.counts(request.actor)
    return {"rows": rows} if rows else None


register_nav(
    NavItem(
        gettext_lazy("Onboarding"),
        "suppliers:registration_list",
        "user-plus",
        can_see_onboarding,
        order=65,
        prefix="/onboarding/",
    )
)
register_panel("partner.side", Panel("papers", "suppliers/papers/panel.html", papers_panel, 45, side=True))
register_panel(
    "partner.side", Panel("data", "suppliers/onboarding/data_panel.html", data_panel, 60, side=True)
)
register_panel(
    "partner.side", Panel("steps", "suppliers/onboarding/steps_panel.html", steps_panel, 5, side=True)
)
register_panel(
    "partner.side", Panel("forms", "suppliers/onboarding/forms_panel.html", forms_panel, 55, side=True)
)
register_panel("home.partner", Panel("steps", "suppliers/onboarding/steps_panel.html", home_steps, 5))
register_panel(
    "home.staff", Panel("onboarding", "suppliers/onboarding/waiting_panel.html", home_waiting, 70, side=True)
)
register_schedule(Scheduled("suppliers.jobs_documents.tell_expiring", 21_600))
register_schedule(Scheduled("suppliers.jobs_documents.remind_of_forms", 21_600))
register_schedule(Scheduled("suppliers.jobs_documents.forget_unconfirmed", 86_400))
for _source in onboarding_asks.SOURCES:
    register_ask(_source)
register_sentence("document.added", gettext_lazy("Paper added: %(document)s"))
register_sentence("document.renewed", gettext_lazy("Paper renewed: %(document)s"))
register_sentence("document.edited", gettext_lazy("Paper changed: %(document)s"))
register_sentence("document.checked", gettext_lazy("Paper looked at: %(document)s"))
register_sentence("document.removed", gettext_lazy("Paper removed: %(document)s"))
register_sentence("data_change.asked", gettext_lazy("Change asked for: %(what)s"))
register_sentence("data_change.approved", gettext_lazy("Change approved: %(what)s"))
register_sentence("data_change.declined", gettext_lazy("Change declined: %(what)s"))
register_sentence("data_change.withdrawn", gettext_lazy("Change withdrawn: %(what)s"))
register_sentence("registration.approved", gettext_lazy("Came by registration: %(name)s"))
register_sentence("form.asked", gettext_lazy("Questionnaire asked: %(name)s"))
register_sentence("form.sent", gettext_lazy("Questionnaire answered: %(name)s"))
register_sentence("form.accepted", gettext_lazy("Answers accepted: %(name)s"))
register_sentence("form.returned", gettext_lazy("Answers sent back: %(name)s"))
