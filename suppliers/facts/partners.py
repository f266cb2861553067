"""Figures by partner, each from one query for all partners at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, DateField, F, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from portal.engine.money import Money
from portal.engine.scaled import from_scaled
from suppliers.enums import PromiseEvent
from suppliers.facts.standing import OPEN, SETTING, UNANSWERED, late_on, with_standing
from suppliers.models import OrderLine, PromisePart, Receipt
from suppliers.models.order import PromiseQuerySet


@dataclass(frozen=True)
class PartnerStanding:
    """How many lines of a partner are open, and how many of them late; the day of the last delivery."""

    open_lines: int = 0
    late_lines: int = 0
    last_delivery: dt.date | None = None


@dataclass(frozen=True)
class PartnerExceptions:
    """What is not as it should be with one partner. Money is by currency: nothing is converted."""

    partner_id: int
    late: int = 0
    moved: int = 0
    unanswered: int = 0
    at_risk: tuple[Money, ...] = ()

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Worst first: late lines, then the largest sum, then what moved and what waits for a word."""
        largest = max((money.minor for money in self.at_risk), default=0)
        return (-self.late, -largest, -self.moved, -self.unanswered)


def standings(
    lines: QuerySet[OrderLine], receipts: QuerySet[Receipt], today: dt.date
) -> dict[int, PartnerStanding]:
    """By partner, for those with a line or a delivery: two queries."""
    counts = (
        with_standing(lines)
        .filter(OPEN)
        .order_by()
        .values("partner_id")
        .annotate(open=Count("pk"), late=Count("pk", filter=late_on(today)))
    )
    found = {row["partner_id"]: (row["open"], row["late"]) for row in counts}
    last = dict(receipts.order_by().values_list("partner_id").annotate(last=Max("received_on")))
    return {
        partner: PartnerStanding(*found.get(partner, (0, 0)), last.get(partner))
        for partner in found.keys() | last.keys()
    }


def _needed_on() -> Subquery:
    """The day we changed the line to, if we did."""
    ours = PromisePart.objects.filter(
        promise__line_id=OuterRef("pk"), promise__event=PromiseEvent.BUYER_CHANGE
    ).order_by("-promise__made_at", "-promised_on")
    return Subquery(ours.values("promised_on")[:1], output_field=DateField())


def at_risk_on(lines: QuerySet[OrderLine], today: dt.date) -> QuerySet[OrderLine]:
    """Open lines past their day, or promised past the day on which they are needed; with `needed_on`."""
    return (
        with_standing(lines)
        .annotate(needed_on=Coalesce(_needed_on(), F("requested_on"), output_field=DateField()))
        .annotate(
            risk=Case(
                When(late_on(today), then=Value(2)),
                When(OPEN & ~late_on(today), due_on__gt=F("needed_on"), then=Value(1)),
                default=Value(0),
            )
        )
        .filter(risk__gt=0)
    )


def moved_since(promises: PromiseQuerySet, moment: dt.datetime) -> dict[int, int]:
    """Lines by partner whose day the partner moved, by word or proposal, since that moment: one query."""
    parts = PromisePart.objects.filter(promise_id=OuterRef("pk")).order_by("-promised_on")
    before = PromisePart.objects.filter(
        promise__line_id=OuterRef("line_id"),
        promise__event__in=SETTING,
        promise__voided_by__isnull=True,
        promise__made_at__lt=OuterRef("made_at"),
    ).order_by("-promise__made_at", "-promised_on")
    moved = (
        promises.in_force()
        .filter(made_at__gte=moment, event__in=(PromiseEvent.CONFIRM, PromiseEvent.PROPOSE))
        .annotate(said=Subquery(parts.values("promised_on")[:1]))
        .annotate(said_before=Subquery(before.values("promised_on")[:1]))
        .filter(said_before__isnull=False)
        .exclude(said=F("said_before"))
    )
    return dict(moved.order_by().values_list("partner_id").annotate(lines=Count("line_id", distinct=True)))


def exceptions(
    lines: QuerySet[OrderLine], promises: PromiseQuerySet, today: dt.date, since: dt.datetime
) -> list[PartnerExceptions]:
    """Partners with something late, moved, unanswered or at risk, the worst first: three queries."""
    late: defaultdict[int, int] = defaultdict(int)
    sums: defaultdict[int, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    risky = at_risk_on(lines, today).order_by()
    for partner, risk, open_quantity, price, currency in risky.values_list(
        "partner_id", "risk", "open_quantity", "unit_price", "order__currency"
    ):
        late[partner] += risk == 2
        if price and currency:
            sums[partner][currency] += from_scaled(open_quantity) * from_scaled(price)
        else:
            sums[partner]  # at risk, though nobody said what it is worth
    waiting = with_standing(lines).filter(UNANSWERED).order_by().values_list("partner_id")
    unanswered = dict(waiting.annotate(lines=Count("pk")))
    moved = moved_since(promises, since)
    found = [
        PartnerExceptions(
            partner, late[partner], moved.get(partner, 0), unanswered.get(partner, 0), _monies(sums[partner])
        )
        for partner in {*sums, *moved, *unanswered}
    ]
    return sorted(found, key=lambda one: one.rank)


def _monies(sums: Mapping[str, Decimal]) -> tuple[Money, ...]:
    """Largest sum first."""
    monies = [Money.of(amount, currency) for currency, amount in sums.items()]
    return tuple(sorted(monies, key=lambda money: -money.minor))


def total_at_risk(found: Iterable[PartnerExceptions]) -> tuple[Money, ...]:
    """The sums of all partners, by currency."""
    sums: defaultdict[str, int] = defaultdict(int)
    for one in found:
        for money in one.at_risk:
            sums[money.currency] += money.minor
    monies = [Money(minor, currency) for currency, minor in sums.items()]
    return tuple(sorted(monies, key=lambda money: -money.minor))
