"""What selling partners sold against their targets, month by month, and what they earned by it.

A partner's actor reads its own revenue, targets and statements and nothing else of the ledger; staff who
answer for the profit read those of all. Amounts are minor units of the company's currency, months numbers
like 202609. How many queries a month takes does not depend on how many partners there are.

Of a margin that runs a partner reads nothing: figures that move with each sale give away what its goods cost.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.conf import settings
from django.db.models import F, Q, Sum

from portal.actors import Actor
from portal.enums import Scope
from portal.permissions import has_scope
from suppliers.engine.commission import Terms
from suppliers.engine.rates import convert
from suppliers.enums import AgreementBase, EntryKind, EntryRole
from suppliers.facts.commission import (
    Month,
    Stretch,
    agreements,
    booked,
    broken,
    computed_months,
    days_of,
    months_with_entries,
)
from suppliers.facts.rates import rates_of
from suppliers.models import CommissionStatement, LedgerMonth, Partner, SalesTarget
from suppliers.models.ledger import PROFIT_READERS

Key = tuple[int, int]  # partner pk, month


@dataclass(frozen=True)
class Sale:
    """One partner's month. `earned` is None where no agreement held, or none by which one can compute.

    `statements` once the month is closed, its own before those of its other names; `booked`: commission in
    the ledger, None where nobody asked.
    `withheld`: the terms of a margin of which who asks reads no figure before the month is closed.
    """

    partner: Partner
    month: int
    revenue: int = 0
    target: int | None = None
    earned: Month | None = None
    statements: tuple[CommissionStatement, ...] = ()
    booked: int | None = None
    problem: str = ""
    withheld: Terms | None = None

    @property
    def pk(self) -> int:
        return self.partner.pk

    @property
    def statement(self) -> CommissionStatement | None:
        return self.statements[0] if self.statements else None

    @property
    def reached(self) -> Fraction | None:
        return Fraction(self.revenue, self.target) if self.target else None

    @property
    def terms(self) -> Terms | None:
        """By which it is computed; where a version began inside the month, those of the last days."""
        return self.earned.stretches[-1].terms if self.earned and self.earned.stretches else self.withheld

    @property
    def base(self) -> int | None:
        return self.earned.base_minor if self.earned else None

    @property
    def rate(self) -> Fraction | None:
        """That of the tier reached; where a version began inside the month, of the last days."""
        return self.earned.stretches[-1].earned.rate if self.earned and self.earned.stretches else None

    @property
    def commission(self) -> int | None:
        if self.statements:
            return sum(one.commission_minor for one in self.statements)
        return self.earned.commission_minor if self.earned else None

    @property
    def adjustment(self) -> int | None:
        """What is made good for closed months; None where nothing is."""
        if self.earned is None or not self.earned.adjustments:
            return None
        return sum(minor for _month, minor in self.earned.adjustments)

    @property
    def total(self) -> int | None:
        if self.statements:
            return sum(one.total_minor for one in self.statements)
        return self.earned.total_minor if self.earned else None

    @property
    def difference(self) -> int | None:
        """What the ledger has more than was earned; None where either is not known."""
        return None if self.total is None or self.booked is None else self.booked - self.total

    @property
    def is_closed(self) -> bool:
        return bool(self.statements)


def may_read(actor: Actor, partner_id: int) -> bool:
    """Its own people, and who answers for the profit."""
    if not has_scope(actor, Scope.LEDGER_READ):
        return False
    return actor.has_role(*PROFIT_READERS) if actor.is_staff else actor.partner_id == partner_id


def revenues(actor: Actor, partners: Sequence[Partner], first: int, last: int) -> dict[Key, int]:
    """Revenue of what names the partner in its role, in months with any: one query."""
    asked = Q()
    for role in EntryRole:
        mine = [one.pk for one in partners if EntryRole.of(one.kind) == role and may_read(actor, one.pk)]
        if mine:
            asked |= Q(role=role, partner_key__in=mine)
    if not asked:
        return {}
    # Not through for_actor: of the ledger a partner may read this one sum of its own, and nothing beside it.
    rows = LedgerMonth.objects.filter(
        asked, kind=EntryKind.REVENUE, month__range=(first, last), entries__gt=0
    )
    sums = rows.order_by().values_list("partner_key", "month").annotate(total=Sum("company_minor"))
    return {(partner, month): total for partner, month, total in sums}


def targets(actor: Actor, partners: Sequence[Partner], first: int, last: int, today: date) -> dict[Key, int]:
    """By the last rate on or before the end of the month, as far as it is known; without one it stays out."""
    rows = SalesTarget.objects.for_actor(actor).filter(partner__in=partners)
    numbered = rows.annotate(number=F("year") * 100 + F("month")).filter(number__range=(first, last))
    found = list(numbered.order_by("pk").values_list("partner_id", "number", "currency", "revenue_minor"))
    days: dict[str, set[date]] = defaultdict(set)
    for _partner, month, currency, _minor in found:
        days[currency].add(min(days_of(month)[1], today))
    rates, into = rates_of(days), settings.COMPANY_CURRENCY
    known: dict[Key, int] = {}
    for partner, month, currency, minor in found:
        rate = rates.on(currency, min(days_of(month)[1], today))
        if rate is not None:
            known[partner, month] = convert(minor, currency, into, rate)
    return known


def statements(
    actor: Actor, partners: Collection[int], first: int, last: int
) -> dict[Key, tuple[CommissionStatement, ...]]:
    """Closed months, those of other names of a partner as its own: one query."""
    rows = CommissionStatement.objects.for_actor(actor).of_partners(partners).select_related("partner")
    found: dict[Key, list[CommissionStatement]] = defaultdict(list)
    for row in rows.filter(month__range=(first, last)).order_by("pk"):
        key = row.partner.merged_into_id or row.partner_id
        found[key, row.month].append(row)
    return {
        (key, month): tuple(sorted(each, key=lambda row: row.partner_id != key))
        for (key, month), each in found.items()
    }


def frozen(statements: Sequence[CommissionStatement]) -> Month:
    """What statements of one month hold, as it was computed when they were closed."""
    first = statements[0]
    return Month(
        first.partner_id,
        first.month,
        tuple(Stretch.of_json(kept) for one in statements for kept in one.stretches),
        tuple((month, minor) for one in statements for month, minor in one.adjustments),
    )


def of_month(actor: Actor, month: int, today: date) -> list[Sale]:
    """All partners with an agreement, or a statement of the month, by name."""
    closed = CommissionStatement.objects.for_actor(actor).filter(month=month)
    pairs = closed.values_list("partner_id", "partner__merged_into_id")
    keys = {*agreements(actor), *(survivor or partner for partner, survivor in pairs)}
    partners = list(Partner.objects.for_actor(actor).filter(pk__in=keys).order_by("name", "pk"))
    wrong = {partner: words for partner, _version, words in broken(actor)}
    rows = _sales(actor, partners, [month], [month], today)
    paid = booked(actor, month, month)
    return [
        replace(row, booked=paid.get((row.pk, month), 0), problem="" if row.earned else wrong.get(row.pk, ""))
        for row in rows
    ]


def of_partner(
    actor: Actor,
    partner: Partner,
    first: int,
    last: int,
    today: date,
    *,
    ours: bool = False,
) -> list[Sale]:
    """Its months from `first` to `last`, the earliest first. `ours`: with the ledger's commission."""
    months, now = _between(first, last), _number(today)
    with_entries = months_with_entries(actor, [partner.pk]).get(partner.pk, set())
    open_ones = [month for month in months if month <= now and (month in with_entries or month == now)]
    rows = _sales(actor, [partner], months, open_ones, today)
    if not (ours and actor.is_staff):
        return rows
    paid = booked(actor, first, last, [partner.pk])
    return [
        replace(row, booked=paid.get((partner.pk, row.month), 0)) if row.month in with_entries else row
        for row in rows
    ]


def _sales(
    actor: Actor,
    partners: Sequence[Partner],
    months: Sequence[int],
    compute: Sequence[int],
    today: date,
) -> list[Sale]:
    """`compute`: of which months commission is computed where they are not closed."""
    if not partners:
        return []
    keys, ends = [partner.pk for partner in partners], (months[0], months[-1])
    sold, aims = revenues(actor, partners, *ends), targets(actor, partners, *ends, today)
    closed = statements(actor, keys, *ends)
    earned = {key: frozen(row) for key, row in closed.items()}
    running = _open(actor, keys, compute, closed, today)
    withheld = {key: one.stretches[-1].terms for key, one in running.items() if _is_withheld(actor, one)}
    earned |= {key: one for key, one in running.items() if key not in withheld}
    return [
        Sale(
            partner,
            month,
            sold.get((partner.pk, month), 0),
            aims.get((partner.pk, month)),
            earned.get((partner.pk, month)),
            closed.get((partner.pk, month), ()),
            withheld=withheld.get((partner.pk, month)),
        )
        for partner in partners
        for month in months
    ]


def _is_withheld(actor: Actor, running: Month) -> bool:
    return not actor.is_staff and any(one.terms.base == AgreementBase.MARGIN for one in running.stretches)


def _open(
    actor: Actor,
    keys: Sequence[int],
    months: Sequence[int],
    closed: Mapping[Key, object],
    today: date,
) -> dict[Key, Month]:
    """What closing would freeze."""
    waiting = [month for month in months if any((key, month) not in closed for key in keys)]
    found = computed_months(actor, waiting, today, keys)
    return {key: one for key, one in found.items() if key not in closed}


def _number(day: date) -> int:
    return day.year * 100 + day.month


def _between(first: int, last: int) -> list[int]:
    months = range(first // 100 * 12 + first % 100 - 1, last // 100 * 12 + last % 100)
    return [month // 12 * 100 + month % 12 + 1 for month in months]
