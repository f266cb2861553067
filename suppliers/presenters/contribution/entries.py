"""The way from an amount to the entries behind it."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from suppliers.models import Partner


def entries_url(partner: Partner, role: str, start: date, end: date, kinds: Iterable[str] = ()) -> str:
    """The list of entries that concern a partner in a role on these days; of all kinds, or of some."""
    try:
        address = reverse("suppliers:ledger_entries")
    except NoReverseMatch:
        return ""
    asked = [
        ("partner", partner.public_id),
        ("role", role),
        *(("kind", kind) for kind in kinds),
        ("from", start.isoformat()),
        ("to", end.isoformat()),
    ]
    return f"{address}?{urlencode(asked)}"


def partner_url(partner: Partner) -> str:
    """Its profit and loss."""
    return reverse("suppliers:contribution_partner", args=[partner.public_id])


def trouble_url(partner: Partner, start: date, end: date) -> str:
    """What its estimates of these days are made of."""
    address = reverse("suppliers:contribution_trouble", args=[partner.public_id])
    return f"{address}?{urlencode({'from': start.isoformat(), 'to': end.isoformat()})}"
