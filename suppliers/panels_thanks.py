"""Thanks on the composed pages: warm words for the partner, one press for staff."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.registry import Panel, register_panel
from suppliers.facts.recognition import of_actor, thanked_since
from suppliers.forms_recognition import ThanksForm
from suppliers.models import Partner
from suppliers.permissions import can_recognise, can_see_directory
from suppliers.presenters.recognition import first_words, notes
from suppliers.registry import register_sentence

ON_HOME = 2
FRESH_DAYS = 60
ON_PARTNER = 3


def home_thanks(request: HttpRequest) -> dict[str, Any] | None:
    """The newest warm words, for two months."""
    actor, now = request.actor, timezone.now()
    if actor.partner_id is None:
        return None
    since = now - timedelta(days=FRESH_DAYS)
    found = list(of_actor(actor).filter(at__gte=since)[:ON_HOME])
    return {"notes": notes(found, actor, now)} if found else None


def staff_thanks(request: HttpRequest) -> dict[str, Any] | None:
    """How many partners were thanked this month: one query."""
    if not can_see_directory(request.actor):
        return None
    month = timezone.localdate().replace(day=1)
    return {"count": thanked_since(request.actor, month), "may_thank": can_recognise(request.actor)}


def partner_thanks(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """The newest ones, and the form with words in it: one query."""
    actor, now = request.actor, timezone.now()
    if actor.partner_id is None and not can_see_directory(actor):
        return None
    found = list(of_actor(actor).filter(partner=partner, taken_back_at=None)[:ON_PARTNER])
    may_thank = can_recognise(actor) and partner.merged_into_id is None
    if not found and not may_thank:
        return None
    return {
        "notes": notes(found, actor, now),
        "say": say_form(partner, reverse("suppliers:partner", args=[partner.public_id]))
        if may_thank
        else None,
    }


def card_thanks(
    request: HttpRequest, partner: Partner, about: str, period: str, back: str
) -> dict[str, Any] | None:
    """On a card: what was said because of it, and the form; two sides, one query."""
    actor, now = request.actor, timezone.now()
    if actor.partner_id is None and not can_see_directory(actor):
        return None
    found = list(of_actor(actor).filter(partner=partner, about=about, taken_back_at=None)[:ON_PARTNER])
    may_thank = can_recognise(actor) and partner.merged_into_id is None
    if not found and not may_thank:
        return None
    return {
        "notes": notes(found, actor, now),
        "say": say_form(partner, back, about=about, period=period) if may_thank else None,
    }


def say_form(partner: Partner, back: str, *, about: str = "", period: str = "") -> dict[str, Any]:
    return {
        "form": ThanksForm(initial={"text": first_words(partner, period)}, auto_id="thanks_%s"),
        "partner": partner,
        "about": about,
        "back": back,
        "more_url": reverse("suppliers:thanks_new") + f"?partner={partner.public_id}",
    }


register_panel("home.partner", Panel("thanks", "suppliers/thanks/notes.html", home_thanks, 15, side=True))
register_panel("home.staff", Panel("thanks", "suppliers/thanks/count.html", staff_thanks, 60, side=True))
register_panel("partner.side", Panel("thanks", "suppliers/thanks/panel.html", partner_thanks, 30, side=True))
register_panel("card.side", Panel("thanks", "suppliers/thanks/panel.html", card_thanks, 50))
register_sentence("wall.asked", gettext_lazy("Asked whether the public wall may show: “%(text)s”"))
register_sentence("wall.allowed", gettext_lazy("Lets the public wall show: “%(text)s”"))
register_sentence("wall.refused", gettext_lazy("Keeps it off the public wall: “%(text)s”"))
register_sentence("partner.thanked", gettext_lazy("Thanked: “%(text)s”"))
register_sentence("partner.honoured", gettext_lazy("Honoured: “%(text)s”"))
register_sentence("partner.thanks_taken_back", gettext_lazy("A thank-you taken back"))
