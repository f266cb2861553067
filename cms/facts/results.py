"""How we keep our promises: each standard's newest closed period, counted by its KPI's own query.

A period is closed on the day that docs/numbers.md says; the result is as of that day, whenever it is read, so
that it is what `manage.py kpis --from --to --as-of` prints. Facts that arrive later about the period count.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.cache import cache

from cms.engine.groups import safe_groups
from cms.models import StandardPage, StandardSnapshot
from portal.engine.periods import Period
from scorecards.engine.catalogue import CATALOGUE, Kpi, Unit
from scorecards.engine.figures import NOTHING, Figure, figure, to_decimal
from scorecards.facts import Scope, figures
from suppliers.engine.judging import Rule
from suppliers.models import JudgingRule, Partner

QUARTER = 3
# Nothing is said of fewer partners of a kind: how many rows they have says nothing of how many they are.
LEAST_PARTNERS = 5
TREND = 8
# What was counted of earlier periods is kept so long; what changes it arrives by import.
_KEPT_SECONDS = 6 * 60 * 60


@dataclass(frozen=True)
class Reading:
    """A standard over one span of days. `value` in the KPI's unit; None: no data, or fewer than enough rows.

    `period` names the quarter that it ends with. `met` None where there is no figure.
    """

    period: str
    starts_on: date
    ends_on: date
    as_of: date
    value: Decimal | None
    numerator: Decimal | None
    n: int
    excused: int
    target: Decimal
    met: bool | None


@dataclass(frozen=True)
class Result(Reading):
    """The newest closed period. `trend`: the last eight, the oldest first and this one last.

    `running`: the period after it, as far as it goes; counted only where it is asked for.
    """

    standard_pk: int
    trend: tuple[Reading, ...]
    running: Reading | None


def results(standards: Sequence[StandardPage], today: date, *, running: bool = False) -> dict[int, Result]:
    """By the key of the standard; without those whose KPI is no longer computed."""
    known = [one for one in standards if one.kpi in CATALOGUE]
    kept = _kept_rules(known)
    earlier = _earlier(known, today, kept)
    found = {}
    for one in known:
        newest = reading(one, newest_closed(one, today), kept=kept)
        found[one.pk] = Result(
            **vars(newest),
            standard_pk=one.pk,
            trend=(*earlier[one.pk], newest),
            running=_running(one, today, kept) if running else None,
        )
    return found


def newest_closed(standard: StandardPage, today: date) -> Period:
    """The newest quarter of which no fact is awaited any more."""
    quarter = Period.containing(today, QUARTER).shifted(-1)
    return quarter if closing_day(standard, quarter) <= today else quarter.shifted(-1)


def closing_day(standard: StandardPage, quarter: Period) -> date:
    return quarter.closing_day(late_days=_rule(standard).late_days)


def span(standard: StandardPage, quarter: Period) -> tuple[date, date]:
    """Both ends inside: the quarter, or the year that ends with it."""
    return quarter.shifted(1 - standard.months // QUARTER).start, quarter.end


def reading(
    standard: StandardPage, quarter: Period, *, as_of: date | None = None, kept: Iterable[str] | None = None
) -> Reading:
    """Counted now; one query, of a kind three. `kept`: the keys of rules whose judgements are stored."""
    kpi, rule = CATALOGUE[standard.kpi], _rule(standard)
    start, end = span(standard, quarter)
    as_of = as_of or closing_day(standard, quarter)
    scope = Scope(
        start,
        min(end, as_of),
        as_of,
        standard.basis,
        rule,
        rule.key in (_kept_rules([standard]) if kept is None else kept),
        kind=standard.kind,
    )
    found = _of_few(kpi) if _tells_of_few(kpi, scope) else figures(kpi, scope)[None]
    return _judged(standard, quarter.key, scope, found)


def _tells_of_few(kpi: Kpi, scope: Scope) -> bool:
    """Could somebody read from the figure of one kind, or from it and those of the others and of all
    together, how fewer than LEAST_PARTNERS do? One query for who has rows, and one for their kinds."""
    if not scope.kind:
        return False
    everybody = figures(kpi, replace(scope, kind=""))
    behind = [partner for partner, one in everybody.items() if partner is not None and one.n]
    kinds = Counter(Partner.objects.filter(pk__in=behind).values_list("kind", flat=True))
    if set(kinds) == {scope.kind}:
        return kinds[scope.kind] < LEAST_PARTNERS
    parts = safe_groups(kinds, LEAST_PARTNERS)
    return not any(part.names == (scope.kind,) and not part.is_rest for part in parts)


def _of_few(kpi: Kpi) -> Figure:
    """How many rows there are would tell of them, too."""
    return figure(kpi, NOTHING)


def target_of(standard: StandardPage) -> Decimal:
    return in_unit(standard.kpi, standard.target)


def in_unit(kpi: str, target: Decimal) -> Decimal:
    """In the KPI's unit: people write 95 where a share is 0.95."""
    return target / 100 if CATALOGUE[kpi].unit is Unit.SHARE else target


def rule_facts(standard: StandardPage) -> dict[str, Any]:
    """By what it is judged, as a snapshot keeps it."""
    return {
        "kpi": standard.kpi,
        "basis": CATALOGUE[standard.kpi].basis(standard.basis),
        "early_days": standard.early_days,
        "late_days": standard.late_days,
        "kind": standard.kind,
        "months": standard.months,
        "least_n": standard.least_n,
    }


def _judged(standard: StandardPage, period: str, scope: Scope, found: Figure) -> Reading:
    kpi, target = CATALOGUE[standard.kpi], target_of(standard)
    has_figure = found.value is not None and found.n >= standard.least_n
    return Reading(
        period=period,
        starts_on=scope.start,
        ends_on=scope.end,
        as_of=scope.as_of,
        value=to_decimal(found.value) if has_figure else None,
        numerator=found.numerator if has_figure else None,
        n=found.n,
        excused=found.excused,
        target=target,
        met=_meets(kpi, found.value, target) if has_figure and found.value is not None else None,
    )


def _meets(kpi: Kpi, value: Fraction, target: Decimal) -> bool:
    """Exactly at the mark meets it; nothing is rounded before."""
    mark = Fraction(target)
    return value >= mark if kpi.higher_is_better else value <= mark


def _rule(standard: StandardPage) -> Rule:
    if not CATALOGUE[standard.kpi].uses_rule:
        return Rule()
    return Rule(standard.early_days, standard.late_days)


def _kept_rules(standards: Iterable[StandardPage]) -> frozenset[str]:
    """The usual rule is always stored; of others it is asked, once."""
    usual = Rule().key
    others = {_rule(one).key for one in standards} - {usual}
    if not others:
        return frozenset({usual})
    ready = JudgingRule.objects.filter(key__in=others, is_ready=True).values_list("key", flat=True)
    return frozenset({usual, *ready})


def _running(standard: StandardPage, today: date, kept: frozenset[str]) -> Reading:
    return reading(standard, newest_closed(standard, today).shifted(1), as_of=today, kept=kept)


def _earlier(
    standards: Sequence[StandardPage], today: date, kept: frozenset[str]
) -> dict[int, list[Reading]]:
    """The seven before the newest: as published, where the rule is still the same, else counted."""
    published = _published(standards)
    wanted = {
        one.pk: [newest_closed(one, today).shifted(back) for back in range(1 - TREND, 0)] for one in standards
    }
    keys = {
        (one.pk, quarter.key): _cache_key(one, quarter)
        for one in standards
        for quarter in wanted[one.pk]
        if (one.pk, quarter.key) not in published
    }
    remembered = cache.get_many(set(keys.values())) if keys else {}
    counted: dict[str, Reading] = {}
    found: dict[int, list[Reading]] = {}
    for one in standards:
        found[one.pk] = []
        for quarter in wanted[one.pk]:
            known = published.get((one.pk, quarter.key))
            if known is None:
                key = keys[one.pk, quarter.key]
                known = remembered.get(key) or counted.get(key)
                if known is None:
                    known = counted[key] = reading(one, quarter, kept=kept)
            found[one.pk].append(known)
    if counted:
        cache.set_many(counted, _KEPT_SECONDS)
    return found


def _published(standards: Sequence[StandardPage]) -> dict[tuple[int, str], Reading]:
    by_pk = {one.pk: one for one in standards}
    rows = StandardSnapshot.objects.filter(standard__in=list(by_pk))
    return {
        (row.standard_id, row.period): published_reading(row)
        for row in rows
        if row.rule == rule_facts(by_pk[row.standard_id])
    }


def published_reading(row: StandardSnapshot) -> Reading:
    """A snapshot keeps its mark as people wrote it."""
    return Reading(
        row.period,
        row.starts_on,
        row.ends_on,
        row.as_of,
        row.value,
        None,
        row.n,
        row.excused,
        in_unit(row.rule["kpi"], row.target),
        row.met,
    )


def _cache_key(standard: StandardPage, quarter: Period) -> str:
    facts = "-".join(str(value) for value in rule_facts(standard).values())
    published_at = standard.last_published_at.isoformat() if standard.last_published_at else ""
    return f"standard-{facts}-{standard.target.normalize():f}-{quarter.key}-{published_at}"
