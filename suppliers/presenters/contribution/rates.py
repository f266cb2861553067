"""Cost rates in words: for whom, what they make of the last twelve months, and would make otherwise."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.engine.scaled import from_scaled
from portal.presentation import money, number, unit_price
from suppliers.enums import CostRateKind
from suppliers.facts.cost_rates import Amount, Effect
from suppliers.models import CostRate
from suppliers.presenters.contribution.period import span_words


@dataclass(frozen=True)
class Sum:
    """What there was of a kind of trouble, and what it is estimated at."""

    label: str
    value: str
    fig: str
    is_known: bool


def whom(rate: CostRate) -> str:
    return rate.partner.name if rate.partner is not None else _("All partners")


def rate_words(rate: CostRate) -> str:
    return unit_price(rate.rate, settings.COMPANY_CURRENCY)


def rate_name(rate: CostRate) -> str:
    """“A line late by a day, all partners”."""
    return f"{CostRateKind(rate.kind).label}, {whom(rate)}"


def effect_words(effect: Effect) -> str:
    """“Nov 2025 to Oct 2026: EUR 96,000 estimated instead of EUR 80,000.”"""
    values = {"span": span_words(effect.span), "now": _sum(effect.now), "then": _sum(effect.then)}
    if effect.now is None and effect.then is None:
        return _("%(span)s: nothing is estimated, with it or without.") % values
    if effect.now == effect.then:
        return _("%(span)s: %(now)s estimated, with it or without.") % values
    if effect.now is None:
        return _("%(span)s: %(then)s estimated, where nothing is now.") % values
    if effect.then is None:
        return _("%(span)s: nothing estimated any more, instead of %(now)s.") % values
    return _("%(span)s: %(then)s estimated instead of %(now)s.") % values


def done_words(effect: Effect) -> str:
    """The same once it is saved."""
    values = {"span": span_words(effect.span), "then": _sum(effect.then)}
    if effect.then is None:
        return _("%(span)s: nothing is estimated now.") % values
    return _("%(span)s: %(then)s estimated now.") % values


def sums(found: dict[str, Amount]) -> list[Sum]:
    """One for each kind of trouble."""
    return [_of_kind(kind, found.get(kind.value, Amount())) for kind in CostRateKind]


def _of_kind(kind: CostRateKind, amount: Amount) -> Sum:
    count = number(from_scaled(amount.quantity), None)
    happened = {
        CostRateKind.LATE_LINE_DAY: _("%(n)s days in which lines were late"),
        CostRateKind.REJECTED_UNIT: _("%(n)s units rejected"),
        CostRateKind.SHORT_UNIT: _("%(n)s units short"),
    }[kind] % {"n": count}
    value = _("not estimated") if amount.minor is None else _sum(amount.minor)
    return Sum(str(kind.label), value, happened, amount.minor is not None)


def _sum(minor: int | None) -> Any:
    return money(minor, settings.COMPANY_CURRENCY, cents=False)
