"""Amounts, groups and stretches of days as the pages about one partner's profit write them."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.engine.money import Money
from portal.engine.periods import Period
from portal.engine.rounding import half_up
from portal.engine.scaled import from_scaled
from portal.presentation import NBSP, NONE, day, number, share, signed
from suppliers.engine.contribution import COSTS, NET_REVENUE, to_decimal
from suppliers.facts.partner_profit import PartnerProfit, Stretch
from suppliers.presenters.contribution.period import period_words

GROUPS: dict[str, Any] = {
    "net_revenue": gettext_lazy("Net revenue"),
    "goods": gettext_lazy("Goods"),
    "logistics": gettext_lazy("Logistics"),
    "selling": gettext_lazy("Selling"),
    "trouble": gettext_lazy("Trouble"),
    "other": gettext_lazy("Other"),
}
LENGTHS = {"month": 1, "quarter": 3, "year": 12}
# Of longer spans the page shows quarters, of very long ones years, until somebody asks otherwise.
MOST_MONTHS, MOST_QUARTERS = 24, 72


def units(minor: int | None, *, sign: bool = False) -> str:
    """Minor units of the company's currency as whole units, without its name."""
    value = amount(minor)
    return signed(value, 0) if sign else number(value, 0)


def percent(part: Fraction | None) -> str:
    return share(to_decimal(part)) if part is not None else NONE


def length_of(asked: str, profit: PartnerProfit) -> str:
    """`month`, `quarter` or `year`: as asked, else what keeps the table readable."""
    if asked in LENGTHS:
        return asked
    months = profit.span.months
    return "month" if months <= MOST_MONTHS else "quarter" if months <= MOST_QUARTERS else "year"


def stretch_words(stretch: Stretch, length: int) -> str:
    """“March 2026”, “Quarter 1, 2026”; the days where the span cuts it."""
    period = Period.containing(stretch.start, length)
    if (period.start, period.end) == (stretch.start, stretch.end):
        return period_words(period)
    return f"{day(stretch.start)} \u2013 {day(stretch.end)}"


def short_words(stretch: Stretch, length: int) -> str:
    """Under a column: “Mar”, “Q1 26”, “2026”."""
    if length == 1:
        return day(stretch.start, "short").split(NBSP)[-1]
    if length == 3:
        number_ = (stretch.start.month + 2) // 3
        return _("Q%(number)s %(year)s") % {"number": number_, "year": f"{stretch.start.year % 100:02}"}
    return str(stretch.start.year)


def kinds_of(group: str) -> Sequence[str]:
    """The kinds of entries in a group of the columns."""
    return NET_REVENUE if group == "net_revenue" else COSTS[group]


def unit_words(scaled: int | None) -> str:
    """A unit cost of the company's currency, with at most four decimals: “EUR 301.78”."""
    if scaled is None:
        return NONE
    exact = half_up(from_scaled(scaled), 4).normalize()
    places = max(2, -int(exact.as_tuple().exponent))
    return f"{settings.COMPANY_CURRENCY}\u00a0{number(exact, places)}"


def amount(minor: int | None) -> Decimal | None:
    """For files: the company's currency, to the minor unit."""
    return None if minor is None else Money(minor, settings.COMPANY_CURRENCY).amount


def index_words(index: Fraction | None) -> str:
    """A cost index with four decimals: 1.5883."""
    return NONE if index is None else number(to_decimal(index), 4)
