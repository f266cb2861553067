"""What a partner contributes in one figure, beside its score: for who answers for the profit alone."""

from datetime import date
from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.presentation import number
from suppliers.enums import EntryRole
from suppliers.facts.contribution import company, contributions
from suppliers.facts.cost_rates import last_twelve
from suppliers.models import Partner
from suppliers.presenters.contribution.amounts import percent, units
from suppliers.presenters.contribution.entries import partner_url
from suppliers.presenters.tiles import Tile


def contribution_tile(actor: Actor, partner: Partner, today: date) -> Tile | None:
    """Of the last twelve whole months, with its share of the company's and its place among those of its
    role; None where no entry names it. Two queries.
    """
    span = last_twelve(today)
    role = EntryRole.of(partner.kind)
    theirs = contributions(actor, role, span)
    if partner.pk not in theirs:
        return None
    own = theirs[partner.pk]
    place = 1 + sum(minor > own for minor in theirs.values())
    placed = ngettext("%(place)s of %(n)s partner", "%(place)s of %(n)s partners", len(theirs)) % {
        "place": number(place),
        "n": number(len(theirs)),
    }
    return Tile(
        _("Contribution"),
        units(own),
        partner_url(partner),
        small=_("staff only"),
        unit=settings.COMPANY_CURRENCY,
        fig=_words(own, sum(company(actor, span).values()), placed),
        tone="bad" if own < 0 else "",
        is_inside=True,
    )


def _words(own: int, whole: int, placed: str) -> str:
    """A share only where the whole is positive."""
    if whole <= 0:
        return placed
    return _("%(share)s of the company’s, %(placed)s") % {
        "share": percent(Fraction(own, whole)),
        "placed": placed,
    }
