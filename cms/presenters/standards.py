"""The page of one standard: the result, the quarters before it, and how it is counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cms.facts.results import (
    Reading,
    Result,
    closing_day,
    newest_closed,
    published_reading,
    results,
)
from cms.models import StandardPage, StandardSnapshot
from cms.presenters.results import (
    PromiseRow,
    counted_text,
    span_text,
    standard_row,
    standard_target,
    target_text,
    trend_sentence,
    value_text,
    verdict,
)
from portal.actors import Actor
from portal.charts import Pair, Series, Target, trend
from portal.clocks import local_day
from portal.engine.periods import Period
from portal.presentation import NBSP, number
from portal.presentation import day as write_day
from scorecards.engine.catalogue import CATALOGUE, Unit
from scorecards.engine.catalogue.kpi import Kpi
from scorecards.enums import KpiName
from scorecards.pages.words import period_name
from suppliers.enums import Basis, PartnerKind


@dataclass(frozen=True)
class QuarterRow:
    """How one quarter ended, as it was published."""

    quarter: str
    span: str
    shown: str
    counted: str
    target: str
    chip: str
    tone: str
    as_of: date
    published_on: date
    is_late: bool


@dataclass(frozen=True)
class Running:
    """The quarter that is not closed yet: a look, not a result."""

    span: str
    shown: str
    counted: str
    closes_on: date


@dataclass(frozen=True)
class StandardSheet:
    row: PromiseRow
    target: str
    chart: Pair | None
    finding: str
    running: Running | None
    quarters: list[QuarterRow]
    facts: list[tuple[str, str]]
    definition: str
    example: str
    command: str


def sheet(page: StandardPage, actor: Actor, today: date) -> StandardSheet | None:
    """None where the KPI is no longer computed."""
    result = results([page], today, running=True).get(page.pk)
    if result is None:
        return None
    kpi = CATALOGUE[page.kpi]
    return StandardSheet(
        row=standard_row(page, result),
        target=standard_target(page),
        chart=_chart(kpi, result),
        finding=_finding(kpi, result),
        running=_running(page, kpi, result, today),
        quarters=[_quarter(row) for row in _snapshots(page)],
        facts=list(_facts(page, kpi, result)),
        definition=_(kpi.definition),
        example=_(kpi.example),
        command=command(page, result) if actor.is_staff else "",
    )


def typed_rows(page: StandardPage) -> Iterator[Sequence[Any]]:
    """The published quarters as a file, the newest first; shares as 0 to 1, as everywhere in exports."""
    yield (
        "period", "from", "to", "as_of", "published_on", "promise", "kpi", "target", "value", "n", "excused",
        "met",
    )  # fmt: skip
    for row in _snapshots(page):
        found = published_reading(row)
        yield (
            row.period,
            row.starts_on,
            row.ends_on,
            row.as_of,
            local_day(row.taken_at),
            row.promise,
            row.rule["kpi"],
            found.target,
            found.value,
            found.n,
            found.excused,
            {True: "met", False: "not met", None: "no figure"}[found.met],
        )


def command(page: StandardPage, found: Reading) -> str:
    """What prints the same figure."""
    kpi = CATALOGUE[page.kpi]
    parts = [
        f"manage.py kpis --kpi {page.kpi} --from {found.starts_on} --to {found.ends_on} --as-of {found.as_of}"
    ]
    if kpi.uses_basis:
        parts.append(f"--basis {page.basis}")
    if kpi.uses_rule:
        early = "none" if page.early_days is None else page.early_days
        parts.append(f"--early {early} --late {page.late_days}")
    if page.kind:
        parts.append(f"--kind {page.kind}")
    return " ".join(parts)


def _snapshots(page: StandardPage) -> list[StandardSnapshot]:
    return list(page.snapshots.order_by("-ends_on"))


def _quarter(row: StandardSnapshot) -> QuarterRow:
    found = published_reading(row)
    kpi = CATALOGUE[row.rule["kpi"]]
    chip, tone = verdict(kpi, found)
    published_on = local_day(row.taken_at)
    return QuarterRow(
        quarter=period_name(Period.parse(row.period)),
        span=span_text(found),
        shown=value_text(kpi, found.value) if found.met is not None else _("No figure"),
        counted=counted_text(kpi, found),
        target=target_text(kpi, found.target),
        chip=chip,
        tone=tone,
        as_of=row.as_of,
        published_on=published_on,
        is_late=(published_on - row.as_of).days > 7,
    )


def _running(page: StandardPage, kpi: Kpi, result: Result, today: date) -> Running | None:
    found = result.running
    if found is None or found.starts_on > today:
        return None
    quarter = newest_closed(page, today).shifted(1)
    return Running(
        span=period_name(quarter),
        shown=value_text(kpi, found.value) if found.met is not None else _("No figure yet"),
        counted=counted_text(kpi, found),
        closes_on=closing_day(page, quarter),
    )


def _chart(kpi: Kpi, result: Result) -> Pair | None:
    """In the unit that people read; None under two quarters with a figure."""
    times = 100 if kpi.unit is Unit.SHARE else 1
    values = [None if one.value is None else one.value * times for one in result.trend]
    if sum(value is not None for value in values) < 2:
        return None
    labels = [_label(one) for one in result.trend]
    last = next(one.value for one in reversed(result.trend) if one.value is not None)
    return trend(
        [Series(value_text(kpi, last), values, side="us")],
        labels,
        trend_sentence(kpi, result.trend, result.target),
        target=Target(result.target * times, _("promised")),
        write=lambda tick: f"{number(tick, None)}{NBSP}%" if times == 100 else number(tick, None),
        floor=0,
        ceiling=100 if kpi.unit is Unit.SHARE else None,
    )


def _label(found: Reading) -> str:
    quarter = Period.parse(found.period)
    name = _("Q%(number)s") % {"number": (quarter.start.month + 2) // 3}
    return f"{name} {quarter.start:%y}"


def _finding(kpi: Kpi, result: Result) -> str:
    """The title of the chart: in how many quarters it was kept."""
    known = [one for one in result.trend if one.met is not None]
    if len(known) < 2:
        return _("The quarters so far")
    return _("Kept in %(met)s of %(of)s quarters") % {
        "met": number(sum(bool(one.met) for one in known)),
        "of": number(len(known)),
    }


def _facts(page: StandardPage, kpi: Kpi, result: Result) -> Iterator[tuple[str, str]]:
    yield _("Measured by"), str(KpiName(page.kpi).label)
    yield _("We promised"), standard_target(page)
    yield _("Over"), str(page.get_months_display())
    yield _("With"), str(PartnerKind(page.kind).label) if page.kind else _("all partners together")
    if kpi.uses_basis:
        yield _("Against"), str(Basis(page.basis).label)
    if kpi.uses_rule:
        early = _("any") if page.early_days is None else number(page.early_days)
        yield _("Days early, days late at most"), f"{early}, {number(page.late_days)}"
    yield _("No figure under"), number(page.least_n)
    if result.excused:
        yield _("Excused, not counted"), number(result.excused)
    if page.keeper is not None:
        yield _("Who answers for it"), str(page.keeper.name)
    if page.review_on is not None:
        yield _("Next review"), write_day(page.review_on, "month")
