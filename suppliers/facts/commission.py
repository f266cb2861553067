"""What selling partners earn by their agreements, month by month, of what names them in the ledger.

A partner's actor reads its own agreements only; of the ledger nothing but the sums that these are about.
Amounts are minor units of the company's currency, months numbers like 202609.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.db.models import Q, Sum

from portal.actors import Actor
from suppliers.engine.commission import BadTiers, Earned, Terms, Tier, check_tiers, earned, stretches
from suppliers.engine.contribution import GOODS, LOGISTICS, NET_REVENUE
from suppliers.enums import AgreementBase, EntryKind, EntryRole
from suppliers.facts.attribution import named
from suppliers.models import CommissionAgreement, CommissionStatement, LedgerMonth, Partner

BASES = {
    AgreementBase.NET_REVENUE: NET_REVENUE,
    AgreementBase.MARGIN: (*NET_REVENUE, *GOODS, *LOGISTICS),
}
# Partner, first and last day (both inside), kinds of entries.
Wanted = tuple[int, date, date, tuple[str, ...]]


@dataclass(frozen=True)
class Stretch:
    """The days of a month in which one version held, and what was earned in them."""

    terms: Terms
    start: date
    end: date
    earned: Earned
    # Once it is closed, what was computed then: it stays, whatever would be computed today.
    frozen: int | None = None

    @property
    def minor(self) -> int:
        return self.earned.minor if self.frozen is None else self.frozen

    def as_json(self) -> dict[str, Any]:
        """As a statement keeps it for good."""
        terms = self.terms
        return {
            "version": terms.version,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "base": terms.base,
            "method": terms.method,
            "tiers": [[tier.from_minor, _text(tier.rate)] for tier in terms.tiers],
            "base_minor": self.earned.base_minor,
            "commission_minor": self.minor,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Stretch":
        """What `as_json` wrote."""
        start, end = (date.fromisoformat(kept[name]) for name in ("start", "end"))
        tiers = tuple(Tier(minor, Fraction(rate)) for minor, rate in kept["tiers"])
        terms = Terms(kept["version"], start, kept["base"], kept["method"], tiers)
        return cls(terms, start, end, earned(terms, kept["base_minor"]), kept["commission_minor"])


@dataclass(frozen=True)
class Month:
    """What a partner earned in a month, and what is made good for earlier months: (month, minor) each."""

    partner_id: int
    month: int
    stretches: tuple[Stretch, ...]
    adjustments: tuple[tuple[int, int], ...] = ()

    @property
    def base_minor(self) -> int:
        return sum(one.earned.base_minor for one in self.stretches)

    @property
    def commission_minor(self) -> int:
        return sum(one.minor for one in self.stretches)

    @property
    def total_minor(self) -> int:
        return self.commission_minor + sum(minor for _month, minor in self.adjustments)


def days_of(month: int) -> tuple[date, date]:
    """First and last day of 202609."""
    year, number = divmod(month, 100)
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def agreements(actor: Actor, partners: Collection[int] | None = None) -> dict[int, list[Terms]]:
    """By partner pk, its versions from the first on: one query."""
    rows = CommissionAgreement.objects.for_actor(actor)
    if partners is not None:
        rows = rows.filter(partner_id__in=partners)
    found: dict[int, list[Terms]] = defaultdict(list)
    order = rows.order_by("partner_id", "version", "tier_from_minor")
    for (partner, version), group in groupby(order, key=lambda row: (row.partner_id, row.version)):
        tiers = list(group)
        first = tiers[0]
        found[partner].append(
            Terms(
                version,
                first.valid_from,
                first.base,
                first.method,
                tuple(Tier(row.tier_from_minor, Fraction(row.rate)) for row in tiers),
            )
        )
    return dict(found)


def broken(actor: Actor) -> list[tuple[int, int, str]]:
    """(partner pk, version, what is wrong) of agreements by which nothing can be computed."""
    found = []
    for partner, versions in agreements(actor).items():
        for terms in versions:
            try:
                check_tiers(terms.tiers)
            except BadTiers as problem:
                found.append((partner, terms.version, str(problem)))
    return found


def computed(
    actor: Actor, month: int, today: date, partners: Collection[int] | None = None
) -> dict[int, Month]:
    """By partner pk, of those whose agreement holds in the month and can be computed."""
    return {one.partner_id: one for one in computed_months(actor, [month], today, partners).values()}


def computed_months(
    actor: Actor, months: Collection[int], today: date, partners: Collection[int] | None = None
) -> dict[tuple[int, int], Month]:
    """By partner pk and month; as many queries for many as for one.

    What is to be made good for closed months, by the terms frozen then, stands in one month: the oldest that
    is over, has entries and is not closed; where there is none, in the last one that is asked for. Of closed
    margins a partner's actor reads none of it: it moves with the goods of single sales.
    """
    versions = agreements(actor, partners)
    found = {
        (partner, month): spans
        for partner, terms in versions.items()
        for month in months
        if (spans := _spans(terms, month))
    }
    settled = _settled({partner for partner, _month in found})
    settling = _settling({partner: versions[partner] for partner in settled}, today)
    wanted: set[Wanted] = {
        (partner, since, until, BASES[AgreementBase(terms.base)])
        for (partner, _month), spans in found.items()
        for terms, since, until in spans
    }
    wanted |= {one for closed in settled.values() for row in closed.values() for one in row.wanted}
    bases = _bases(wanted)
    return {
        (partner, month): Month(
            partner,
            month,
            tuple(
                Stretch(
                    terms, since, until,
                    earned(terms, bases[partner, since, until, BASES[AgreementBase(terms.base)]]),
                )
                for terms, since, until in spans
            ),
            tuple(
                (earlier, owed)
                for earlier, row in sorted(settled.get(partner, {}).items())
                if month == settling.get(partner, max(months)) and earlier != month
                if (actor.is_staff or not row.is_margin) and (owed := row.owed(bases))
            ),
        )
        for (partner, month), spans in found.items()
    }  # fmt: skip


def _spans(versions: Iterable[Terms], month: int) -> list[tuple[Terms, date, date]]:
    """Which version holds when; none where one of them is broken."""
    spans = stretches(versions, *days_of(month))
    return [] if _is_broken(spans) else spans


def _settling(versions: Mapping[int, list[Terms]], today: date) -> dict[int, int]:
    """By partner pk its oldest month that is over and can be closed; five queries at most."""
    if not versions:
        return {}
    closed = closed_months(versions)
    found = {}
    for partner, months in _with_entries(versions).items():
        for month in sorted(months):
            is_open = (partner, month) not in closed and days_of(month)[1] < today
            if is_open and _spans(versions[partner], month):
                found[partner] = month
                break
    return found


def closed_months(partners: Collection[int] | None = None) -> set[tuple[int, int]]:
    """(partner pk, month) of which there is a statement: its own, or one of another name of it."""
    rows = CommissionStatement.objects.all()
    if partners is not None:
        rows = rows.of_partners(partners)
    pairs = set()
    for partner, survivor, month in rows.values_list("partner_id", "partner__merged_into_id", "month"):
        pairs |= {(partner, month), (survivor or partner, month)}
    return pairs


def booked(
    actor: Actor, first: int, last: int, partners: Collection[int] | None = None
) -> dict[tuple[int, int], int]:
    """By partner pk and month the commission that the ledger has; more than 0 is earned. Three queries."""
    known = Partner.objects.filter(pk__in=agreements(actor, partners)).values_list("pk", "kind")
    asked = Q()
    for pk, kind in known:
        asked |= Q(role=EntryRole.of(kind), partner_key=pk)
    if not asked:
        return {}
    rows = LedgerMonth.objects.filter(asked, month__range=(first, last), kind=EntryKind.COMMISSION)
    sums = rows.order_by().values_list("partner_key", "month").annotate(total=Sum("company_minor"))
    return {(partner, month): -total for partner, month, total in sums}


def months_with_entries(actor: Actor, partners: Collection[int] | None = None) -> dict[int, set[int]]:
    """By partner pk the months from its first agreement on in which the ledger has revenue of it."""
    return _with_entries(agreements(actor, partners))


def _with_entries(versions: Mapping[int, list[Terms]]) -> dict[int, set[int]]:
    since = {partner: min(one.valid_from for one in terms) for partner, terms in versions.items()}
    found: dict[int, set[int]] = defaultdict(set)
    known = Partner.objects.filter(pk__in=versions).values_list("pk", "kind")
    by_role: dict[str, list[int]] = defaultdict(list)
    for pk, kind in known:
        by_role[EntryRole.of(kind)].append(pk)
    for role, keys in by_role.items():
        rows = LedgerMonth.objects.filter(
            role=role, partner_key__in=keys, kind__in=NET_REVENUE, entries__gt=0
        )
        for partner, month in rows.order_by().values_list("partner_key", "month").distinct():
            if days_of(month)[1] >= since[partner]:
                found[partner].add(month)
    return dict(found)


@dataclass(frozen=True)
class _Closed:
    """A closed month of a partner: its frozen stretches, and what was paid for it so far."""

    partner_id: int
    spans: tuple[Stretch, ...]
    paid: int

    @property
    def wanted(self) -> list[Wanted]:
        return [
            (self.partner_id, one.start, one.end, BASES[AgreementBase(one.terms.base)]) for one in self.spans
        ]

    @property
    def is_margin(self) -> bool:
        return any(one.terms.base == AgreementBase.MARGIN for one in self.spans)

    def owed(self, bases: Mapping[Wanted, int]) -> int:
        """What today's entries give by the frozen terms, less what was paid."""
        now = sum(
            earned(one.terms, bases[asked]).minor for one, asked in zip(self.spans, self.wanted, strict=True)
        )
        return now - self.paid


def _settled(partners: Collection[int]) -> dict[int, dict[int, _Closed]]:
    """By partner and closed month: one query.

    What was settled with another name of a partner was settled with it.
    """
    rows = CommissionStatement.objects.of_partners(partners).select_related("partner")
    spans: dict[tuple[int, int], tuple[Stretch, ...]] = {}
    paid: dict[tuple[int, int], int] = defaultdict(int)
    for row in rows.order_by("pk"):
        partner = row.partner_id if row.partner_id in partners else row.partner.merged_into_id
        if (partner, row.month) not in spans or row.partner_id == partner:
            spans[partner, row.month] = tuple(Stretch.of_json(kept) for kept in row.stretches)
        paid[partner, row.month] += row.commission_minor
        for earlier, minor in row.adjustments:
            paid[partner, earlier] += minor
    found: dict[int, dict[int, _Closed]] = defaultdict(dict)
    for (partner, month), frozen in spans.items():
        found[partner][month] = _Closed(partner, frozen, paid[partner, month])
    return dict(found)


def _bases(wanted: Iterable[Wanted]) -> dict[Wanted, int]:
    """Whole months from their sums, cut ones by day: at most three queries a role."""
    asked = list(wanted)
    roles = {
        pk: EntryRole.of(kind)
        for pk, kind in Partner.objects.filter(pk__in={one[0] for one in asked}).values_list("pk", "kind")
    }
    found: dict[Wanted, int] = dict.fromkeys(asked, 0)
    for role in EntryRole:
        mine = [one for one in asked if roles[one[0]] == role]
        whole = [one for one in mine if _is_whole(one)]
        _add_months(role, whole, found)
        _add_days(role, [one for one in mine if not _is_whole(one)], found)
    return found


def _is_whole(one: Wanted) -> bool:
    _partner, start, end, _kinds = one
    return (start, end) == days_of(start.year * 100 + start.month)


def _add_months(role: str, wanted: list[Wanted], found: dict[Wanted, int]) -> None:
    if not wanted:
        return
    rows = LedgerMonth.objects.filter(
        role=role,
        partner_key__in={one[0] for one in wanted},
        month__in={one[1].year * 100 + one[1].month for one in wanted},
    )
    sums: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for partner, month, kind, minor in rows.values_list("partner_key", "month", "kind", "company_minor"):
        sums[partner, month][kind] += minor
    for one in wanted:
        kinds = sums[one[0], one[1].year * 100 + one[1].month]
        found[one] += sum(kinds[kind] for kind in one[3])


def _add_days(role: str, wanted: list[Wanted], found: dict[Wanted, int]) -> None:
    if not wanted:
        return
    days = Q()
    for _partner, start, end, _kinds in wanted:
        days |= Q(date__range=(start, end))
    keys = {one[0] for one in wanted}
    for rows in named(role, days):
        sums = rows.filter(partner_key__in=keys).values_list("partner_key", "date", "kind")
        for partner, on, kind, minor in sums.annotate(total_=Sum("company_minor")):
            for one in wanted:
                if one[0] == partner and one[1] <= on <= one[2] and kind in one[3]:
                    found[one] += minor


def _is_broken(spans: Iterable[tuple[Terms, date, date]]) -> bool:
    for terms, _start, _end in spans:
        try:
            check_tiers(terms.tiers)
        except BadTiers:
            return True
    return False


def _text(rate: Fraction) -> str:
    """0.05: rates have six decimals at most."""
    whole = rate * 10**6
    text = f"{int(whole) // 10**6}.{int(whole) % 10**6:06d}".rstrip("0")
    return text.rstrip(".") or "0"
