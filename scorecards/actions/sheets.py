"""What a card is made by: the lines, bands and gates of a template's version, saved or only tried out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from portal.engine.periods import Period
from portal.enums import Side
from scorecards.engine.catalogue import CATALOGUE, Kpi, kpi_of
from scorecards.engine.figures import Figure
from scorecards.engine.formula import Formula, parse
from scorecards.engine.gates import GateRule
from scorecards.engine.scoring import Scale, Standing
from scorecards.facts import Scope, source_key
from scorecards.facts.scope import calendar_days
from scorecards.models import ScorecardTemplate, TemplateLine, TemplateVersion
from suppliers.engine.judging import Rule
from suppliers.enums import DayCount
from suppliers.models import JudgingRule


@dataclass(frozen=True)
class Sheet:
    """A version of a template with all that belongs to it; its models need not be saved."""

    template: ScorecardTemplate
    version: TemplateVersion
    lines: tuple[TemplateLine, ...]
    bands: tuple[Standing, ...]
    gates: tuple[GateRule, ...] = ()

    @cached_property
    def formulas(self) -> Mapping[str, Formula]:
        """By the code of the line that has one."""
        return {line.kpi: parse(line.formula, CATALOGUE) for line in self.lines if line.formula}

    def kpis_of(self, line: TemplateLine) -> list[Kpi]:
        """The KPI of the line, or those its formula is made of."""
        if line.formula:
            return [kpi_of(name) for name in self.formulas[line.kpi].names]
        return [kpi_of(line.kpi)]

    def needed_n(self, line: TemplateLine) -> int:
        """Under so many the figure is shown and not graded."""
        return self.version.min_n if line.min_n is None else line.min_n

    def points(self, line: TemplateLine, found: Figure) -> Fraction | None:
        """What the figure earns, 0..100, exact; None without data, and of too few to be graded."""
        if found.value is None or found.n < self.needed_n(line):
            return None
        return scale_of(line).points(found.value)

    def as_of(self, period: Period) -> date:
        """The closing day of the period, by the grace days and the widest late window."""
        widest = max((calendar_days(line.days, line.late_days) for line in self.lines), default=0)
        return period.closing_day(self.version.grace_days, widest)

    def of_side(self, side: str) -> list[TemplateLine]:
        return [line for line in self.lines if line.side == side]

    @property
    def of_partner(self) -> list[TemplateLine]:
        return self.of_side(Side.PARTNER)


def sheet_of(version: TemplateVersion) -> Sheet:
    """Of a saved version; with its lines, bands and gates prefetched it asks for nothing more."""
    return Sheet(
        version.template,
        version,
        tuple(version.lines.all()),
        tuple(Standing(band.name, band.lower, band.upper) for band in version.bands.all()),
        tuple(GateRule(gate.document_type, gate.cap) for gate in version.gates.all()),
    )


def kept_rules() -> frozenset[str]:
    """Keys of the rules of which the outcomes are stored."""
    return frozenset(JudgingRule.objects.filter(is_ready=True).values_list("key", flat=True)) | {Rule().key}


def scope_of(
    sheet: Sheet,
    line: TemplateLine,
    period: Period,
    as_of: date,
    *,
    kept: frozenset[str],
    only: frozenset[int] | None = None,
    also: frozenset[int] = frozenset(),
) -> Scope:
    """What a line asks of the facts; of `also` whatever their kind and segment are by now."""
    return Scope(
        period.start,
        period.end,
        as_of,
        line.basis,
        line.rule,
        kept=line.days == DayCount.CALENDAR and line.rule.key in kept,
        partners=only,
        kind=sheet.template.kind,
        segment=sheet.template.segment,
        days=line.days,
        also=also,
    )


def key_of(kpi: Kpi, line: TemplateLine, period: Period, as_of: date) -> str:
    """Names the rows that a KPI of the line counts among the evidence of a card."""
    return source_key(kpi, Scope(period.start, period.end, as_of, line.basis, line.rule, days=line.days))


def scale_of(line: TemplateLine) -> Scale:
    """How the points of this line follow from its value."""
    steps = tuple((Decimal(bound), Decimal(points)) for bound, points in line.steps or ())
    return Scale(line.target, line.floor, steps)
