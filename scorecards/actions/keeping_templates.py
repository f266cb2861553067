"""Templates as people keep them: a change is a new version, and nobody overwrites what they have not seen."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.enums import Side
from scorecards.actions.sheets import Sheet
from scorecards.actions.templates import (
    BandSpec,
    GateSpec,
    LineSpec,
    add_version,
    check_template,
    line_rows,
)
from scorecards.engine.gates import GateRule
from scorecards.engine.scoring import BadTemplate, Standing
from scorecards.models import ScorecardTemplate, TemplateVersion
from scorecards.permissions import check_can_publish

HEAD = ("name", "kind", "segment", "description")


@dataclass(frozen=True)
class Design:
    """All that one version says."""

    lines: tuple[LineSpec, ...]
    bands: tuple[BandSpec, ...]
    gates: tuple[GateSpec, ...] = ()
    min_n: int = 5
    grace_days: int = 3


class StaleVersion(Exception):
    """Somebody made another version in between; `newest` is that one."""

    def __init__(self, newest: TemplateVersion) -> None:
        who = newest.created_by or _("Somebody")
        super().__init__(
            _("%(who)s made version %(number)s in the meantime.") % {"who": who, "number": newest.number}
        )
        self.newest = newest


def design_of(version: TemplateVersion) -> Design:
    """What a saved version says; with its parts prefetched it asks for nothing more."""
    return Design(
        tuple(
            LineSpec(
                line.kpi,
                line.weight,
                line.target,
                line.floor,
                tuple((Decimal(bound), Decimal(points)) for bound, points in line.steps or ()),
                line.basis,
                line.rule,
                line.side,
                line.days,
                line.min_n,
                line.formula,
                line.name,
                line.unit,
                line.higher_is_better,
            )
            for line in version.lines.all()
        ),
        tuple(BandSpec(band.name, band.lower, band.upper, band.action) for band in version.bands.all()),
        tuple(GateSpec(gate.document_type, gate.cap) for gate in version.gates.all()),
        version.min_n,
        version.grace_days,
    )


def check_design(design: Design) -> None:
    """Raises BadTemplate, BadFormula or UnknownKpi."""
    check_template(design.lines, design.bands, design.gates)


def sheet_of_design(head: dict[str, Any], design: Design) -> Sheet:
    """For trying it out: none of its models is saved."""
    template = ScorecardTemplate(**head)
    version = TemplateVersion(template=template, number=0, min_n=design.min_n, grace_days=design.grace_days)
    return Sheet(
        template,
        version,
        tuple(line_rows(version, design.lines)),
        tuple(Standing(band.name, band.lower, band.upper) for band in design.bands),
        tuple(GateRule(gate.document_type, gate.cap) for gate in design.gates),
    )


@transaction.atomic
def create(*, by: Actor, head: dict[str, Any], design: Design, note: str = "") -> ScorecardTemplate:
    """A new template with its first version. Raises BadTemplate, also for a name that is taken."""
    check_can_publish(by)
    check_design(design)
    _check_name(head["name"])
    template = ScorecardTemplate.objects.create(**head)
    audit.record(by=by, verb="template.created", obj=template, data=head)
    _add(by, template, design, note)
    return template


@transaction.atomic
def change(
    *, by: Actor, template: ScorecardTemplate, seen: int, head: dict[str, Any], design: Design, note: str = ""
) -> TemplateVersion:
    """A new version, unless it would say what the newest one says. Raises StaleVersion when `seen` is not it.

    What the template is called and for whom it is changes with it, for all its versions.
    """
    check_can_publish(by)
    check_design(design)
    newest = _newest(template, seen)
    changes = {name: value for name, value in head.items() if getattr(template, name) != value}
    if changes:
        _check_name(head["name"], template)
        ScorecardTemplate.objects.filter(pk=template.pk).update(**changes)
        template.refresh_from_db()
        audit.record(by=by, verb="template.edited", obj=template, data=changes)
    if design_of(newest) == _ordered(design):
        return newest
    return _add(by, template, design, note)


@transaction.atomic
def set_active(*, by: Actor, template: ScorecardTemplate, is_active: bool) -> None:
    """Retire it (it makes no new cards; those it made stay) or take it back. Twice is once."""
    check_can_publish(by)
    if ScorecardTemplate.objects.filter(pk=template.pk, is_active=not is_active).update(is_active=is_active):
        verb = "template.restored" if is_active else "template.retired"
        audit.record(by=by, verb=verb, obj=template, data={"name": template.name})
    template.refresh_from_db()


def _newest(template: ScorecardTemplate, seen: int) -> TemplateVersion:
    """Held until the end of the transaction: of two savers the second waits, and sees what the first made."""
    ScorecardTemplate.objects.select_for_update().get(pk=template.pk)
    newest: TemplateVersion = template.versions.order_by("-number")[:1].get()
    if newest.number != seen:
        raise StaleVersion(newest)
    return newest


def _add(by: Actor, template: ScorecardTemplate, design: Design, note: str) -> TemplateVersion:
    return add_version(
        by=by,
        template=template,
        lines=design.lines,
        bands=design.bands,
        gates=design.gates,
        min_n=design.min_n,
        grace_days=design.grace_days,
        note=note,
    )


def _ordered(design: Design) -> Design:
    """In the order in which a version keeps its parts: two designs that say the same are equal."""
    return Design(
        tuple(sorted(design.lines, key=lambda line: line.side != Side.PARTNER)),
        tuple(sorted(design.bands, key=lambda band: band.lower)),
        tuple(sorted(design.gates, key=lambda gate: gate.document_type)),
        design.min_n,
        design.grace_days,
    )


def _check_name(name: str, template: ScorecardTemplate | None = None) -> None:
    others = ScorecardTemplate.objects.filter(name__iexact=name)
    if template is not None:
        others = others.exclude(pk=template.pk)
    if others.exists():
        raise BadTemplate(_("Another template is called “%(name)s” already.") % {"name": name})
