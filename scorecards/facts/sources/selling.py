"""What selling partners sold, earned and cost: the ledger by months, for those that it names as sellers.

A supplier that an entry names plays no part here. An entry's seller is whom its file names, or rules.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast

from scorecards.engine.months import month_end, month_number, month_text, share_of_month, year_before
from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import Piece, Row, asked_for, together
from suppliers.engine.channel import COST, EXPENSE
from suppliers.engine.contribution import NET_REVENUE
from suppliers.engine.rates import convert
from suppliers.enums import EntryKind
from suppliers.facts.attribution import named
from suppliers.facts.rates import rates_of
from suppliers.models import Attribution, SalesTarget

SELLERS = ("distributor", "agent")
_TARGET, _NOW, _BEFORE = "target", "now", "before"
_UNNAMED = Value("", output_field=CharField())
Made = Iterator[tuple[int, Row]]
# Of a partner and a month: what was booked, by kind or by span.
Months = dict[tuple[int, int], dict[str, int]]


def target_months(scope: Scope) -> Made:
    """Months of the period that have a target, with the revenue and the target of their days inside."""
    sold = _booked(scope, (EntryKind.REVENUE,), scope.start, scope.end, Cast("kind", CharField()))
    aimed = asked_for(Piece(_targets(scope)), scope).rows.values_list(
        "partner_id", "month_number", "currency", "what_", "total_"
    )
    revenue, targets = _by_month([]), []
    for partner, month, currency, what, total in together([*sold, aimed]):
        if what == _TARGET:
            targets.append((partner, month, currency, int(total)))
        else:
            revenue[partner, month][what] += int(total)
    for partner, month, target in _in_our_currency(scope, targets):
        share = share_of_month(target, month, scope.start, scope.end)
        yield partner, (month_text(month), revenue[partner, month][EntryKind.REVENUE], share)


def growth_months(scope: Scope) -> Made:
    """Months with revenue, in the period or in the same days a year before."""
    for (partner, month), sums in sorted(_by_month(_both_spans(scope)).items()):
        now, before = sums[_NOW], sums[_BEFORE]
        yield partner, (month_text(month), now, before, now - before)


def contribution_months(scope: Scope) -> Made:
    """Months with entries: net revenue, cost, expense, and what is left."""
    kinds = (*NET_REVENUE, *COST, *EXPENSE)
    for (partner, month), sums in sorted(_by_month(_kinds(scope, kinds)).items()):
        revenue = sum(sums[kind] for kind in NET_REVENUE)
        cost, expense = (-sum(sums[kind] for kind in of) for of in (COST, EXPENSE))
        yield partner, (month_text(month), revenue, cost, expense, revenue - cost - expense)


def commission_months(scope: Scope) -> Made:
    """Months with revenue or commission."""
    kinds = (EntryKind.REVENUE, EntryKind.COMMISSION)
    for (partner, month), sums in sorted(_by_month(_kinds(scope, kinds)).items()):
        yield partner, (month_text(month), sums[EntryKind.REVENUE], -sums[EntryKind.COMMISSION])


def customers_before(scope: Scope) -> Made:
    """Customers of the same days a year before, unnamed: the month they first bought, do they buy now?"""
    sums: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    first: dict[tuple[int, str], int] = {}
    for partner, month, customer, span, total in together(_spans(scope, F("entry_customer"))):
        if customer:
            sums[partner, customer][span] += int(total)
            if span == _BEFORE:
                first[partner, customer] = min(month, first.get((partner, customer), month))
    rows = [
        (partner, first[partner, customer], int(sold[_NOW] > 0))
        for (partner, customer), sold in sums.items()
        if sold[_BEFORE] > 0
    ]
    for partner, month, again in sorted(rows):
        yield partner, (month_text(month), again)


def _kinds(scope: Scope, kinds: Collection[str]) -> Iterator[tuple[int, int, str, int]]:
    found = together(_booked(scope, kinds, scope.start, scope.end, Cast("kind", CharField())))
    return ((partner, month, what, int(total)) for partner, month, _, what, total in found)


def _both_spans(scope: Scope) -> Iterator[tuple[int, int, str, int]]:
    """Revenue of the period and of the year before it; the months of the latter as those a year later."""
    for partner, month, _, span, total in together(_spans(scope, _UNNAMED)):
        yield partner, month + 100 if span == _BEFORE else month, span, int(total)


def _spans(scope: Scope, label: Any) -> list[QuerySet[Any, Any]]:
    kinds = (EntryKind.REVENUE,)
    return [
        *_booked(scope, kinds, scope.start, scope.end, Value(_NOW, output_field=CharField()), label),
        *_booked(
            scope,
            kinds,
            *year_before(scope.start, scope.end),
            Value(_BEFORE, output_field=CharField()),
            label,
        ),
    ]


def _booked(
    scope: Scope, kinds: Collection[str], start: date, end: date, what: Any, label: Any = _UNNAMED
) -> list[QuerySet[Any, Any]]:
    """(seller, month, label, what, sum) for the sellers of either kind; two querysets each."""
    span = Q(date__range=(start, min(end, scope.as_of)), kind__in=kinds)
    found = []
    for seller in SELLERS:
        for rows in named(seller, span):
            piece = asked_for(
                Piece(rows.annotate(label_=label, what_=what), "partner_key", _path(rows, seller)), scope
            )
            grouped = piece.rows.values("partner_key", "month", "label_", "what_")
            totals = grouped.annotate(total_=Sum("company_minor"))
            found.append(totals.values_list("partner_key", "month", "label_", "what_", "total_"))
    return found


def _path(rows: QuerySet[Any], role: str) -> str:
    """How an entry, or what a rule attributed of it, knows its partner."""
    return "partner" if rows.model is Attribution else role


def _by_month(found: Any) -> Months:
    sums: Months = defaultdict(lambda: defaultdict(int))
    for partner, month, what, total in found:
        sums[partner, month][what] += total
    return sums


def _targets(scope: Scope) -> QuerySet[SalesTarget]:
    number = F("year") * Value(100) + F("month")
    return SalesTarget.objects.annotate(
        month_number=Cast(number, BigIntegerField()),
        what_=Value(_TARGET, output_field=CharField()),
        total_=F("revenue_minor"),
    ).filter(month_number__range=(month_number(scope.start), month_number(scope.end)))


def _in_our_currency(
    scope: Scope, targets: list[tuple[int, int, str, int]]
) -> Iterator[tuple[int, int, int]]:
    """By the last rate on or before the end of the month, as far as it is known; without one it stays out."""
    days: dict[str, set[date]] = defaultdict(set)
    for _, month, currency, _ in targets:
        days[currency].add(min(month_end(month), scope.as_of))
    rates, into = rates_of(days), settings.COMPANY_CURRENCY
    for partner, month, currency, minor in sorted(targets):
        rate = rates.on(currency, min(month_end(month), scope.as_of))
        if rate is not None:
            yield partner, month, convert(minor, currency, into, rate)
