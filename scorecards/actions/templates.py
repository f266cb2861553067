"""Templates of cards: a change is a new version, for old periods keep theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.enums import Side
from scorecards.engine.catalogue import CATALOGUE, kpi_of
from scorecards.engine.formula import parse
from scorecards.engine.scoring import BadTemplate, Scale, Standing, check_bands, check_weights
from scorecards.enums import BandAction
from scorecards.models import Band, Gate, ScorecardTemplate, TemplateLine, TemplateVersion
from scorecards.permissions import check_can_publish
from suppliers.actions.judging import keep_rule
from suppliers.engine.judging import Rule
from suppliers.enums import Basis, DayCount

SHIPPED_NAME = "Delivery essentials"


@dataclass(frozen=True)
class LineSpec:
    """One KPI of a template to be; with a `formula` the name, unit and direction are a custom KPI's."""

    kpi: str
    weight: Decimal
    target: Decimal | None = None
    floor: Decimal | None = None
    steps: tuple[tuple[Decimal, Decimal], ...] = ()
    basis: str = Basis.FIRST_CONFIRMED
    rule: Rule = field(default_factory=Rule)
    side: str = Side.PARTNER
    days: str = DayCount.CALENDAR
    min_n: int | None = None
    formula: str = ""
    name: str = ""
    unit: str = ""
    higher_is_better: bool = True


@dataclass(frozen=True)
class BandSpec:
    """One band of a template to be; `action` is what it proposes."""

    name: str
    lower: Decimal
    upper: Decimal
    action: str = ""


@dataclass(frozen=True)
class GateSpec:
    """A document that a partner must have; without it `cap` is the best band."""

    document_type: str
    cap: str


def check_template(
    lines: Sequence[LineSpec], bands: Sequence[BandSpec], gates: Sequence[GateSpec] = ()
) -> None:
    """Raises BadTemplate, BadFormula or UnknownKpi, with what is wrong."""
    for line in lines:
        _check_line(line)
    if len({line.kpi for line in lines}) != len(lines):
        raise BadTemplate(_("A KPI can stand in a template once."))
    check_weights([line.weight for line in lines if line.side == Side.PARTNER])
    if ours := [line.weight for line in lines if line.side == Side.COMPANY]:
        check_weights(ours)
    check_bands([Standing(band.name, band.lower, band.upper) for band in bands])
    _check_gates(gates, bands)


def _check_line(line: LineSpec) -> None:
    Scale(line.target, line.floor, line.steps)
    names = parse(line.formula, CATALOGUE).names if line.formula else (line.kpi,)
    if line.formula and line.kpi in CATALOGUE:
        raise BadTemplate(
            _("%(kpi)s is a KPI of the catalogue: give yours another code.") % {"kpi": line.kpi}
        )
    for name in names:
        kpi = kpi_of(name)
        if not kpi.is_shared:
            raise BadTemplate(_("%(kpi)s is for staff only: no shared card shows it.") % {"kpi": name})
        if kpi.side != line.side:
            raise BadTemplate(_("%(kpi)s stands on the other half of a card.") % {"kpi": name})


def _check_gates(gates: Sequence[GateSpec], bands: Sequence[BandSpec]) -> None:
    names = {band.name for band in bands}
    for gate in gates:
        if gate.cap not in names:
            raise BadTemplate(
                _("%(document)s holds the band at %(cap)s, which is no band of this template.")
                % {"document": gate.document_type, "cap": gate.cap}
            )
    if len({gate.document_type for gate in gates}) != len(gates):
        raise BadTemplate(_("A document can stand among the gates once."))


@transaction.atomic
def add_version(
    *,
    by: Actor,
    template: ScorecardTemplate,
    lines: Sequence[LineSpec],
    bands: Sequence[BandSpec],
    gates: Sequence[GateSpec] = (),
    min_n: int = 5,
    grace_days: int = 3,
    note: str = "",
) -> TemplateVersion:
    """The version that is used from now on. Raises BadTemplate when it does not add up."""
    check_can_publish(by)
    check_template(lines, bands, gates)
    newest = template.versions.order_by("number").last()
    version = TemplateVersion.objects.create(
        template=template,
        number=newest.number + 1 if newest else 1,
        min_n=min_n,
        grace_days=grace_days,
        note=note,
        created_by=by.label,
    )
    TemplateLine.objects.bulk_create(line_rows(version, lines))
    Band.objects.bulk_create(
        Band(version=version, name=band.name, lower=band.lower, upper=band.upper, action=band.action)
        for band in bands
    )
    Gate.objects.bulk_create(
        Gate(version=version, document_type=gate.document_type, cap=gate.cap) for gate in gates
    )
    for line in lines:
        if line.days == DayCount.CALENDAR and _uses_rule(line):
            keep_rule(by=by, rule=line.rule)
    audit.record(
        by=by,
        verb="template.versioned",
        obj=template,
        data={"name": template.name, "version": version.number},
    )
    return version


def line_rows(version: TemplateVersion, lines: Sequence[LineSpec]) -> list[TemplateLine]:
    """The lines of a version, unsaved; the partner's half before ours."""
    ordered = sorted(lines, key=lambda line: line.side != Side.PARTNER)
    return [
        TemplateLine(
            version=version,
            side=line.side,
            position=position,
            kpi=line.kpi,
            name=line.name,
            formula=line.formula,
            unit=line.unit,
            higher_is_better=line.higher_is_better,
            basis=line.basis,
            early_days=line.rule.early_days,
            late_days=line.rule.late_days,
            tolerance=line.rule.tolerance,
            days=line.days,
            min_n=line.min_n,
            weight=line.weight,
            target=line.target,
            floor=line.floor,
            steps=[[str(bound), str(points)] for bound, points in line.steps] or None,
        )
        for position, line in enumerate(ordered, 1)
    ]


def _uses_rule(line: LineSpec) -> bool:
    names = parse(line.formula, CATALOGUE).names if line.formula else (line.kpi,)
    return any(kpi_of(name).uses_rule for name in names)


def install_shipped(*, by: Actor) -> None:
    """Make the template that Accord ships, on an installation that has none."""
    if ScorecardTemplate.objects.exists():
        return
    template = ScorecardTemplate.objects.create(
        name=SHIPPED_NAME,
        description=_(
            "How well deliveries keep the first promise: early is never penalised, late by a day is late."
        ),
    )
    add_version(by=by, template=template, lines=[*SHIPPED_LINES, *SHIPPED_OURS], bands=SHIPPED_BANDS)


SHIPPED_LINES = [
    LineSpec("otif_lines", Decimal(30), target=Decimal("0.95"), floor=Decimal("0.60")),
    LineSpec("on_time_quantity", Decimal(25), target=Decimal("0.97"), floor=Decimal("0.70")),
    LineSpec("promise_kept", Decimal(20), target=Decimal("0.95"), floor=Decimal("0.60")),
    LineSpec("lead_time_mean", Decimal(15), target=Decimal(21), floor=Decimal(90)),
    LineSpec("overdue_quantity_days", Decimal(10), target=Decimal(0), floor=Decimal(1000)),
]
# How we keep ours, as the partner's customer.
SHIPPED_OURS = [
    LineSpec(
        "paid_within_terms", Decimal(40), target=Decimal("0.95"), floor=Decimal("0.70"), side=Side.COMPANY
    ),
    LineSpec(
        "changes_inside_lead_time",
        Decimal(25),
        target=Decimal("0.05"),
        floor=Decimal("0.25"),
        side=Side.COMPANY,
    ),
    LineSpec("answer_hours", Decimal(20), target=Decimal(8), floor=Decimal(40), side=Side.COMPANY),
    LineSpec("contest_days", Decimal(15), target=Decimal(5), floor=Decimal(20), side=Side.COMPANY),
]
SHIPPED_BANDS = [
    BandSpec("At risk", Decimal(0), Decimal(50), BandAction.WARN),
    BandSpec("Developing", Decimal(50), Decimal(70), BandAction.DEVELOP),
    BandSpec("Reliable", Decimal(70), Decimal(85)),
    BandSpec("Preferred", Decimal(85), Decimal(100), BandAction.THANK),
]
