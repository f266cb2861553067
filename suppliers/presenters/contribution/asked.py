"""What the contribution page is asked for, from its address: kind, days, currency, words, cents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suppliers.enums import PartnerKind
from suppliers.facts.contribution import Extent, Span, month_key
from suppliers.presenters.contribution.period import RANGE, TWELVE, Chosen, Offer, chosen, span_words

KINDS: Mapping[str, Any] = {
    PartnerKind.SUPPLIER: gettext_lazy("Suppliers"),
    PartnerKind.DISTRIBUTOR: gettext_lazy("Distributors"),
    PartnerKind.DEALER: gettext_lazy("Dealers"),
    PartnerKind.AGENT: gettext_lazy("Agents"),
}


@dataclass(frozen=True)
class Step:
    """The days before or after those shown: the parameters of the address, and what they are called."""

    period: str
    start: str
    end: str
    label: str


@dataclass(frozen=True)
class Asked:
    """`booked_in`: a currency, or empty for all entries in the company's. `q`: words of a name or code."""

    kind: str
    period: Chosen
    booked_in: str
    q: str
    exact: bool
    currencies: tuple[Offer, ...]
    earlier: Step | None
    later: Step | None

    @property
    def kinds(self) -> list[Offer]:
        return [Offer(kind, str(label), kind == self.kind) for kind, label in KINDS.items()]

    @property
    def kind_words(self) -> str:
        """“Suppliers”."""
        return str(KINDS[self.kind])

    @property
    def parameters(self) -> dict[str, str]:
        """What names days and currency in the address of any page about profit."""
        return {**self.period.parameters, **({"currency": self.booked_in} if self.booked_in else {})}


def asked(given: Mapping[str, Any], today: date, extent: Extent) -> Asked:
    """What cannot be understood is left out: suppliers, the twelve last months, all currencies."""
    kind, booked_in = given.get("kind", ""), given.get("currency", "")
    period = chosen(given, today, extent)
    booked_in = booked_in if booked_in in extent.currencies else ""
    return Asked(
        kind if kind in KINDS else str(PartnerKind.SUPPLIER),
        period,
        booked_in,
        (given.get("q") or "").strip(),
        given.get("amounts") == "exact",
        _currencies(extent, booked_in),
        _step(period, -1, extent),
        _step(period, 1, extent),
    )


def _currencies(extent: Extent, booked_in: str) -> tuple[Offer, ...]:
    """Nothing to choose where all is booked in the company's currency."""
    if set(extent.currencies) <= {settings.COMPANY_CURRENCY}:
        return ()
    every = _("All, in %(currency)s") % {"currency": settings.COMPANY_CURRENCY}
    alone = _("Only what is booked in %(currency)s")
    return (
        Offer("", every, not booked_in),
        *(Offer(code, alone % {"currency": code}, code == booked_in) for code in extent.currencies),
    )


def _step(period: Chosen, way: int, extent: Extent) -> Step | None:
    """As long as what is shown, before or after it; None where the ledger holds nothing any more."""
    span = _beside(period.span, way)
    if span is None or month_key(span.end) < extent.first or month_key(span.start) > extent.last:
        return None
    days = (span.start.isoformat(), span.end.isoformat())
    if period.key in (TWELVE, RANGE):
        return Step("", *days, span_words(span))
    key = _key(span)
    return Step(key, "", "", span_words(span))


def _key(span: Span) -> str:
    if span.months == 12:
        return f"{span.start.year:04d}"
    if span.months == 3:
        return f"{span.start.year:04d}-Q{(span.start.month + 2) // 3}"
    return f"{span.start:%Y-%m}"


def _beside(span: Span, way: int) -> Span | None:
    try:
        if span.is_whole:
            return span.shifted(way * span.months)
        length = (span.end - span.start).days + 1
        return Span(
            date.fromordinal(span.start.toordinal() + way * length),
            date.fromordinal(span.end.toordinal() + way * length),
        )
    except (ValueError, OverflowError):
        return None
