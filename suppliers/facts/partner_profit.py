"""One partner's profit and loss: its months and those a year before, its trouble, what its items cost.

Page, files, PDF and API read this and nothing else: a fixed number of queries, whatever the partner. Amounts
are minor units of the company's currency, signed as the profit sees them; days are inside.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from django.conf import settings

from portal.actors import Actor
from portal.engine.periods import Period
from suppliers.engine.channel import Channel, channel
from suppliers.engine.contribution import Figures, Place, groups, non_performance
from suppliers.engine.trouble import Piece, cost_index, estimated, true_unit_cost
from suppliers.enums import EntryRole
from suppliers.facts.contribution import Span, by_month, month_key
from suppliers.facts.ranking import ranking
from suppliers.facts.trouble import (
    Booked,
    Purchase,
    booked_trouble,
    cost_rates,
    purchases,
    troubles,
)
from suppliers.models import OrderLine, Partner

Kinds = Mapping[str, int]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Stretch:
    """A month, a quarter or all of it: sums by kind of entry, those a year before, and the estimate.

    `start` and `end` are the days of it that lie in the span. `estimated` is positive, what trouble costs by
    rates, and None where no rate held for any of it.
    """

    start: date
    end: date
    kinds: Kinds
    before: Kinds
    estimated: int | None

    @property
    def figures(self) -> Figures:
        return groups(self.kinds)

    @property
    def figures_before(self) -> Figures:
        return groups(self.before)

    @property
    def booked(self) -> int:
        """What trouble cost as it was booked, positive where it cost."""
        return -non_performance(self.kinds)


@dataclass(frozen=True)
class Estimate:
    """Trouble of a kind (CostRateKind): how much of it (scaled by 10^6) and what it costs by rates.

    `unrated`: so much of it happened when no rate held; `minor` None when none of it had one.
    """

    kind: str
    quantity: int
    unrated: int
    minor: int | None


@dataclass(frozen=True)
class ItemCost:
    """An item: what came (scaled by 10^6; None in several units), what it cost, and its trouble.

    `booked` is positive where it cost; `estimated` None where no rate held.
    """

    item_code: str
    unit: str
    quantity: int | None
    purchase: int
    booked: int
    estimated: int | None

    @property
    def index(self) -> Fraction | None:
        return cost_index(self.purchase, self.booked)

    @property
    def unit_cost(self) -> int | None:
        """Paid for a unit, scaled by 10^6; for one that is not named it would mean nothing."""
        return self._unit(0)

    @property
    def true_unit_cost(self) -> int | None:
        """The same with the trouble that was booked."""
        return self._unit(self.booked)

    def _unit(self, trouble: int) -> int | None:
        if not self.item_code or not self.quantity or not self.purchase:
            return None
        return true_unit_cost(self.purchase, trouble, self.quantity, settings.COMPANY_CURRENCY)


@dataclass(frozen=True)
class PartnerProfit:
    """All that the pages tell. `place` is None where no entry of the span names the partner."""

    partner: Partner
    role: str
    span: Span
    as_of: date
    months: tuple[Stretch, ...]
    whole: Stretch
    place: Place[int] | None
    partners: int
    estimates: tuple[Estimate, ...]
    items: tuple[ItemCost, ...]
    has_rates: bool

    @property
    def purchase(self) -> int:
        return sum(item.purchase for item in self.items)

    @property
    def index(self) -> Fraction | None:
        """As the KPI `cost_index` has it."""
        return cost_index(self.purchase, self.whole.booked)

    @property
    def channel(self) -> Channel:
        return channel(self.whole.kinds)

    @property
    def channel_before(self) -> Channel:
        return channel(self.whole.before)

    def by(self, length: int) -> tuple[Stretch, ...]:
        """Its months (1), quarters (3) or years (12)."""
        found: dict[date, list[Stretch]] = defaultdict(list)
        for month in self.months:
            found[Period.containing(month.start, length).start].append(month)
        return tuple(_together(months) for months in found.values())


def partner_profit(actor: Actor, partner: Partner, span: Span, as_of: date) -> PartnerProfit:
    """Estimates and purchases as they were known at the end of `as_of`."""
    role = EntryRole.of(partner.kind)
    now = by_month(actor, role, span, [partner.pk])
    before = by_month(actor, role, span.shifted(-12), [partner.pk])
    rates = cost_rates(actor)
    pieces = [
        piece
        for trouble in troubles(actor, span.start, span.end, as_of, [partner.pk])
        for piece in estimated(trouble, rates, settings.COMPANY_CURRENCY)
    ]
    by_stretch = _by(pieces, lambda piece: month_key(piece.first))
    months = tuple(
        Stretch(
            max(period.start, span.start),
            min(period.end, span.end),
            now.get((partner.pk, key), {}),
            before.get((partner.pk, key - 100), {}),
            _minor(by_stretch.get(key, ())),
        )
        for period in _months(span)
        for key in (month_key(period.start),)
    )
    standing = ranking(actor, partner.kind, span)
    days = (span.start, span.end)
    return PartnerProfit(
        partner=partner,
        role=role,
        span=span,
        as_of=as_of,
        months=months,
        whole=_together(months),
        place=next((row.place for row in standing.rows if row.partner.pk == partner.pk), None),
        partners=len(standing.rows),
        estimates=tuple(_estimate(kind, found) for kind, found in _by(pieces, lambda one: one.kind).items()),
        items=_items(
            purchases(actor, *days, as_of, [partner.pk]),
            booked_trouble(actor, role, *days, [partner.pk]),
            pieces,
        ),
        has_rates=bool(rates),
    )


def _months(span: Span) -> list[Period]:
    first = Period.containing(span.start)
    return [first.shifted(number) for number in range(span.months)]


def _together(stretches: Iterable[Stretch]) -> Stretch:
    """One of several, in the order of their days."""
    found = list(stretches)
    known = [one.estimated for one in found if one.estimated is not None]
    return Stretch(
        found[0].start,
        found[-1].end,
        _sum(one.kinds for one in found),
        _sum(one.before for one in found),
        sum(known) if known else None,
    )


def _sum(of: Iterable[Kinds]) -> Kinds:
    sums: dict[str, int] = defaultdict(int)
    for kinds in of:
        for kind, minor in kinds.items():
            sums[kind] += minor
    return dict(sums)


def _by(pieces: Iterable[Piece], key: Callable[[Piece], Key]) -> dict[Key, list[Piece]]:
    found: dict[Key, list[Piece]] = defaultdict(list)
    for piece in pieces:
        found[key(piece)].append(piece)
    return found


def _minor(pieces: Iterable[Piece]) -> int | None:
    known = [piece.minor for piece in pieces if piece.minor is not None]
    return sum(known) if known else None


def _estimate(kind: str, pieces: list[Piece]) -> Estimate:
    unrated = sum(piece.quantity for piece in pieces if piece.minor is None)
    return Estimate(kind, sum(piece.quantity for piece in pieces), unrated, _minor(pieces))


def _items(
    bought: Iterable[Purchase], booked: Iterable[Booked], pieces: Iterable[Piece]
) -> tuple[ItemCost, ...]:
    """By item; what names none is one row, with an empty code. What cost most trouble stands first."""
    came: dict[str, list[Purchase]] = defaultdict(list)
    for purchase in bought:
        came[purchase.item_code].append(purchase)
    trouble: dict[str, int] = defaultdict(int)
    for entry in booked:
        trouble[entry.item_code] -= entry.minor
    estimates = _by(pieces, lambda piece: piece.item_code)
    rows = [
        _item(code, came.get(code, []), trouble.get(code, 0), _minor(estimates.get(code, ())))
        for code in {*came, *trouble, *estimates}
    ]
    return tuple(sorted(rows, key=lambda row: (-row.booked, -row.purchase, row.item_code)))


def _item(code: str, came: list[Purchase], booked: int, estimate: int | None) -> ItemCost:
    units = {purchase.unit for purchase in came}
    quantity = sum(purchase.quantity for purchase in came) if len(units) == 1 else None
    return ItemCost(
        item_code=code,
        unit=units.pop() if len(units) == 1 else "",
        quantity=quantity,
        purchase=sum(purchase.minor for purchase in came),
        booked=booked,
        estimated=estimate,
    )


@dataclass(frozen=True)
class TroubleRow:
    """A piece of trouble and the order line that made it."""

    piece: Piece
    line: OrderLine


def trouble_rows(actor: Actor, partner: Partner, span: Span, as_of: date) -> list[TroubleRow]:
    """What the estimates of a partner are made of, the newest first: four queries."""
    rates = cost_rates(actor)
    pieces = [
        piece
        for trouble in troubles(actor, span.start, span.end, as_of, [partner.pk])
        for piece in estimated(trouble, rates, settings.COMPANY_CURRENCY)
    ]
    rows = OrderLine.objects.for_actor(actor).filter(partner=partner).select_related("order")
    lines = rows.in_bulk({piece.line for piece in pieces})
    found = [TroubleRow(piece, lines[piece.line]) for piece in pieces if piece.line in lines]
    return sorted(found, key=lambda row: (row.piece.first, row.piece.line), reverse=True)
