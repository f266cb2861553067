"""Templates of cards: a change is a new version, for old periods keep theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from scorecards.engine.catalogue import kpi_of
from scorecards.engine.scoring import BadTemplate, Scale, Standing, check_bands, check_weights
from scorecards.enums import BandAction
from scorecards.models import Band, ScorecardTemplate, TemplateLine, TemplateVersion
from scorecards.permissions import check_can_publish
from suppliers.actions.judging import keep_rule
from suppliers.engine.judging import Rule
from suppliers.enums import Basis

SHIPPED_NAME = "Delivery essentials"


@dataclass(frozen=True)
class LineSpec:
    """One KPI of a template to be."""

    kpi: str
    weight: Decimal
    target: Decimal | None = None
    floor: Decimal | None = None
    steps: tuple[tuple[Decimal, Decimal], ...] = ()
    basis: str = Basis.FIRST_CONFIRMED
    rule: Rule = field(default_factory=Rule)


@dataclass(frozen=True)
class BandSpec:
    """One band of a template to be; `action` is what it proposes."""

    name: str
    lower: Decimal
    upper: Decimal
    action: str = ""


def check_template(lines: Sequence[LineSpec], bands: Sequence[BandSpec]) -> None:
    """Raises BadTemplate or UnknownKpi, with what is wrong."""
    for line in lines:
        if not kpi_of(line.kpi).is_shared:
            raise BadTemplate(_("%(kpi)s is for staff only: no shared card shows it.") % {"kpi": line.kpi})
        Scale(line.target, line.floor, line.steps)
    if len({line.kpi for line in lines}) != len(lines):
        raise BadTemplate(_("A KPI can stand in a template once."))
    check_weights([line.weight for line in lines])
    check_bands([Standing(band.name, band.lower, band.upper) for band in bands])


@transaction.atomic
def add_version(
    *,
    by: Actor,
    template: ScorecardTemplate,
    lines: Sequence[LineSpec],
    bands: Sequence[BandSpec],
    min_n: int = 5,
    grace_days: int = 3,
) -> TemplateVersion:
    """The version that is used from now on. Raises BadTemplate when it does not add up."""
    check_can_publish(by)
    check_template(lines, bands)
    newest = template.versions.order_by("number").last()
    version = TemplateVersion.objects.create(
        template=template, number=newest.number + 1 if newest else 1, min_n=min_n, grace_days=grace_days
    )
    TemplateLine.objects.bulk_create(
        TemplateLine(
            version=version,
            position=position,
            kpi=line.kpi,
            basis=line.basis,
            early_days=line.rule.early_days,
            late_days=line.rule.late_days,
            tolerance=line.rule.tolerance,
            weight=line.weight,
            target=line.target,
            floor=line.floor,
            steps=[[str(bound), str(points)] for bound, points in line.steps] or None,
        )
        for position, line in enumerate(lines, 1)
    )
    Band.objects.bulk_create(
        Band(version=version, name=band.name, lower=band.lower, upper=band.upper, action=band.action)
        for band in bands
    )
    for line in lines:
        if kpi_of(line.kpi).uses_rule:
            keep_rule(by=by, rule=line.rule)
    audit.record(
        by=by,
        verb="template.versioned",
        obj=template,
        data={"name": template.name, "version": version.number},
    )
    return version


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
    add_version(by=by, template=template, lines=SHIPPED_LINES, bands=SHIPPED_BANDS)


SHIPPED_LINES = [
    LineSpec("otif_lines", Decimal(30), target=Decimal("0.95"), floor=Decimal("0.60")),
    LineSpec("on_time_quantity", Decimal(25), target=Decimal("0.97"), floor=Decimal("0.70")),
    LineSpec("promise_kept", Decimal(20), target=Decimal("0.95"), floor=Decimal("0.60")),
    LineSpec("lead_time_mean", Decimal(15), target=Decimal(21), floor=Decimal(90)),
    LineSpec("overdue_quantity_days", Decimal(10), target=Decimal(0), floor=Decimal(1000)),
]
SHIPPED_BANDS = [
    BandSpec("At risk", Decimal(0), Decimal(50), BandAction.WARN),
    BandSpec("Developing", Decimal(50), Decimal(70), BandAction.DEVELOP),
    BandSpec("Reliable", Decimal(70), Decimal(85)),
    BandSpec("Preferred", Decimal(85), Decimal(100), BandAction.THANK),
]
