"""What is measured of a partner's deliveries of an item, or of a category: lead time, demand, price.

A fixed number of queries. Days are calendar days; quantities and prices are scaled by 10^6.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import mean, stdev

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from portal.actors import Actor
from portal.engine.scaled import from_scaled
from suppliers.engine.effects import Demand, Span, Wanted, demand_of
from suppliers.engine.judging import Rule
from suppliers.enums import Basis, LineStatus
from suppliers.facts.rates import rate_on
from suppliers.models import DeliveryOutcome, Exclusion, OrderLine, Partner

# So many whole weeks back: a year, so that every season is in it once.
WEEKS = 52
# So many items, and so many categories, are offered: those with the most lines.
OFFERED = 100
_NOT_ASKED_FOR = (LineStatus.DRAFT, LineStatus.CANCELLED_BY_US)


@dataclass(frozen=True)
class Group:
    """What is looked at: an item or a category; with neither, all that the partner sells us."""

    item_code: str = ""
    category: str = ""

    def rows(self, prefix: str = "") -> Q:
        names = {"item_code": self.item_code, "category": self.category}
        return Q(**{f"{prefix}{name}": value for name, value in names.items() if value})


@dataclass(frozen=True)
class Offers:
    """The items and categories that were ordered lately: each with its number of lines, most first."""

    items: tuple[tuple[str, int], ...]
    categories: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Price:
    """What a unit cost lately, in the company's currency, and when that was ordered."""

    amount: Decimal
    ordered_on: date


@dataclass(frozen=True)
class Measured:
    """None is not measured. `lead_sd` is that of the sample of `lead_n` lines, in days."""

    since: date
    lead: Decimal | None
    lead_sd: Decimal | None
    lead_n: int
    demand: Demand | None
    orders: int
    price: Price | None


def window(today: date) -> Span:
    """The whole weeks before today."""
    return Span(today - timedelta(weeks=WEEKS), today)


def offers(actor: Actor, partner: Partner, today: date) -> Offers:
    """One query."""
    lines = _lines(actor, partner, Group(), today)
    found = lines.values_list("item_code", "category").annotate(lines_=Count("pk"))
    items, categories = Counter[str](), Counter[str]()
    for item, category, count in found:
        items[item] += count
        categories[category] += count
    return Offers(_most(items), _most(categories))


def _most(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    del counts[""]
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:OFFERED])


def measured(actor: Actor, partner: Partner, group: Group, today: date) -> Measured:
    """Of the weeks before today: three queries, and one more for a price in another currency."""
    span = window(today)
    leads = [Decimal(days) for days in _lead_days(actor, partner, group, today)]
    rows = _lines(actor, partner, group, today).values_list(
        "order__ordered_on", "quantity", "unit", "unit_price", "order__currency"
    )
    wanted, priced = [], []
    for on, quantity, unit, price, currency in rows:
        if on is not None:
            wanted.append(Wanted(on, quantity, unit))
            if price is not None:
                priced.append((on, price, currency))
    return Measured(
        since=span.start,
        lead=mean(leads) if leads else None,
        lead_sd=stdev(leads) if len(leads) > 1 else None,
        lead_n=len(leads),
        demand=demand_of(span, wanted),
        orders=len(wanted),
        price=_price(priced),
    )


def _lines(actor: Actor, partner: Partner, group: Group, today: date) -> QuerySet[OrderLine]:
    """What was ordered in the window, the newest last."""
    span = window(today)
    return (
        OrderLine.objects.for_actor(actor)
        .filter(
            group.rows(),
            partner=partner,
            order__ordered_on__gte=span.start,
            order__ordered_on__lt=span.end,
        )
        .exclude(status__in=_NOT_ASKED_FOR)
        .order_by("order__ordered_on", "pk")
    )


def _lead_days(actor: Actor, partner: Partner, group: Group, today: date) -> QuerySet[DeliveryOutcome, int]:
    """Days from order to complete of lines that became complete in the window; excused lines are out."""
    excused = Exclusion.objects.filter(line_id=OuterRef("line_id"), undone_at__isnull=True)
    return (
        DeliveryOutcome.objects.for_actor(actor)
        .known_on(today)
        .filter(
            group.rows("line__"),
            partner=partner,
            basis=Basis.REQUESTED,
            rule=Rule().key,
            completed_on__gte=window(today).start,
            completed_on__lte=today,
            lead_days__isnull=False,
        )
        .exclude(Exists(excused))
        .order_by()
        .values_list(F("lead_days"), flat=True)
    )


def _price(priced: list[tuple[date, int, str]]) -> Price | None:
    """The newest price; None without one, or before the first rate of its currency."""
    if not priced:
        return None
    on, price, currency = priced[-1]
    rate = rate_on(currency or settings.COMPANY_CURRENCY, on)
    return Price(from_scaled(price) / rate, on) if rate else None
