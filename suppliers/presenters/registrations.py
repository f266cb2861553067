"""A registration as staff read it: what was typed, whom we may know already, and what can be done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.places import country_name
from suppliers.engine.likeness import Why
from suppliers.facts.likeness import Likeness, lookalikes
from suppliers.models import Registration


@dataclass(frozen=True)
class Like:
    """One that may be the same: a partner, or somebody else who registered."""

    name: str
    what: str
    why: str
    url: str
    partner: str  # its public id, empty for a registration
    is_strong: bool


def why_words(why: tuple[Why, ...]) -> str:
    words = {
        Why.TAX_ID: _("same tax number"),
        Why.NAME: _("same name"),
        Why.NEARLY: _("similar name"),
        Why.MAIL: _("same mail domain"),
        Why.WEBSITE: _("same website"),
    }
    return ", ".join(words[one] for one in why)


def likes_of(registration: Registration, actor: Actor) -> list[Like]:
    return [_like(one) for one in lookalikes(actor, registration)]


def _like(one: Likeness) -> Like:
    strong = Why.TAX_ID in one.why or len(one.why) > 1
    if one.partner is not None:
        partner = one.partner
        what = f"{partner.code}, {partner.get_status_display()}"
        url = reverse("suppliers:partner", args=[partner.public_id])
        return Like(partner.name, what, why_words(one.why), url, partner.public_id, strong)
    other = one.registration
    if other is None:
        raise ValueError("Neither a partner nor a registration.")
    what = _("registered as well: %(state)s") % {"state": str(other.get_state_display()).lower()}
    url = reverse("suppliers:registration", args=[other.public_id])
    return Like(other.name, what, why_words(one.why), url, "", strong)


def rows_of(one: Registration) -> list[tuple[str, str]]:
    """What was typed, without what was left empty."""
    place = ", ".join(filter(None, [one.city, country_name(one.country)]))
    rows = [
        (_("Legal name"), one.legal_name),
        (_("Place"), place),
        (_("Tax number"), one.tax_id),
        (_("Website"), one.website),
        (_("Contact"), one.contact_name),
        (_("E-mail address"), one.email),
        (_("Phone"), one.phone),
    ]
    return [(label, words) for label, words in rows if words]
