"""What a template says, in words: both halves, bands, gates, its versions and what differs between two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import Band as RulerBand
from portal.charts import Pair, band_ruler
from portal.enums import Side
from portal.presentation import number
from scorecards.actions.sheets import scale_of
from scorecards.enums import BandAction
from scorecards.models import ScorecardTemplate, TemplateLine, TemplateVersion
from scorecards.pages.kpi_choices import choice_of
from scorecards.pages.words import target_text
from suppliers.enums import Basis, DayCount, PartnerKind


@dataclass(frozen=True)
class LineWords:
    """One KPI of a version. `scale` says which value earns what, `rule` how it is measured."""

    code: str
    name: str
    weight: str
    scale: str
    rule: str
    least: str
    formula: str


@dataclass(frozen=True)
class Half:
    side: str
    lines: list[LineWords]


@dataclass(frozen=True)
class BandWords:
    name: str
    reach: str
    action: str


@dataclass(frozen=True)
class VersionRow:
    number: int
    made_at: datetime
    made_by: str
    note: str
    lines: str
    is_newest: bool


@dataclass(frozen=True)
class Difference:
    """One thing that two versions say differently; empty: it is not in that version."""

    what: str
    was: str
    now: str


@dataclass(frozen=True)
class TemplateWords:
    for_whom: str
    version: int
    halves: list[Half]
    bands: list[BandWords]
    ruler: Pair | None
    gates: list[tuple[str, str]]
    least: str
    grace: str
    versions: list[VersionRow]


def for_whom(template: ScorecardTemplate) -> str:
    """Suppliers of segment A; all partners."""
    kind = str(PartnerKind(template.kind).label) if template.kind else ""
    if kind and template.segment:
        return _("%(kind)s, segment %(segment)s") % {"kind": kind, "segment": template.segment}
    if template.segment:
        return _("Segment %(segment)s") % {"segment": template.segment}
    return kind or _("All partners")


def template_words(version: TemplateVersion, versions: Sequence[TemplateVersion]) -> TemplateWords:
    lines = list(version.lines.all())
    return TemplateWords(
        for_whom=for_whom(version.template),
        version=version.number,
        halves=[
            Half(side, [line_words(line) for line in lines if line.side == side]) for side in Side.values
        ],
        bands=[_band(band) for band in sorted(version.bands.all(), key=lambda one: -one.lower)],
        ruler=_ruler(version),
        gates=[(gate.document_type, gate.cap) for gate in version.gates.all()],
        least=number(version.min_n),
        grace=_days(version.grace_days),
        versions=[_version(one, versions[0].number) for one in versions],
    )


def line_words(line: TemplateLine) -> LineWords:
    choice = choice_of(line)
    least = "" if line.min_n is None else _("graded from %(n)s lines on") % {"n": number(line.min_n)}
    return LineWords(
        code=line.kpi,
        name=choice.name,
        weight=number(line.weight, None),
        scale=_scale(line, choice.unit),
        rule=capfirst(_rule(line, choice.uses_basis, choice.uses_rule)),
        least=least,
        formula=line.formula,
    )


def differences(was: TemplateVersion, now: TemplateVersion) -> list[Difference]:
    """In the order of a card: halves, bands, gates, the rest. Order alone is no difference."""
    found = _told_apart(_lines_told(was), _lines_told(now))
    found += _told_apart(_bands_told(was), _bands_told(now))
    found += _told_apart(_gates_told(was), _gates_told(now))
    rest = (
        (_("Lines it takes to grade a KPI"), number(was.min_n), number(now.min_n)),
        (_("Days of grace"), _days(was.grace_days), _days(now.grace_days)),
    )
    return found + [Difference(*one) for one in rest if one[1] != one[2]]


def _told_apart(was: dict[str, str], now: dict[str, str]) -> list[Difference]:
    names = dict.fromkeys([*now, *was])
    pairs = [(name, was.get(name, ""), now.get(name, "")) for name in names]
    return [Difference(*one) for one in pairs if one[1] != one[2]]


def _lines_told(version: TemplateVersion) -> dict[str, str]:
    told = {}
    for line in version.lines.all():
        words = line_words(line)
        weight = _("weight %(weight)s") % {"weight": words.weight}
        parts = [weight, words.scale, words.rule, words.least, words.formula]
        told[words.name] = "; ".join(part for part in parts if part)
    return told


def _bands_told(version: TemplateVersion) -> dict[str, str]:
    words = [_band(band) for band in version.bands.all()]
    return {
        _("Band %(name)s") % {"name": one.name}: ", ".join(filter(None, [one.reach, one.action]))
        for one in words
    }


def _gates_told(version: TemplateVersion) -> dict[str, str]:
    return {
        _("Gate %(document)s") % {"document": gate.document_type}: _("at best %(cap)s") % {"cap": gate.cap}
        for gate in version.gates.all()
    }


def _version(version: TemplateVersion, newest: int) -> VersionRow:
    count = len(version.lines.all())
    return VersionRow(
        version.number,
        version.created_at,
        version.created_by or _("Accord"),
        version.note,
        ngettext("%(count)s KPI", "%(count)s KPIs", count) % {"count": number(count)},
        version.number == newest,
    )


def _band(band: Any) -> BandWords:
    values = {"lower": number(band.lower, None), "upper": number(band.upper, None)}
    reach = (
        _("%(lower)s to 100") % values if band.upper == 100 else _("%(lower)s to under %(upper)s") % values
    )
    action = str(BandAction(band.action).label) if band.action else ""
    return BandWords(band.name, reach, action)


def _ruler(version: TemplateVersion) -> Pair | None:
    bands = [RulerBand(band.name, _short(band.lower)) for band in version.bands.all()]
    if not bands:
        return None
    said = ", ".join(
        _("%(band)s from %(lower)s") % {"band": band.name, "lower": number(Decimal(band.start), None)}
        for band in bands
    )
    return band_ruler(None, bands, said, widths=(640, 320))


def _scale(line: TemplateLine, unit: str) -> str:
    scale = scale_of(line)
    if scale.steps:
        return ", ".join(
            _("from %(value)s %(points)s points")
            % {"value": target_text(unit, bound), "points": number(points, None)}
            for bound, points in scale.steps
        )
    return _("100 points at %(target)s, 0 at %(floor)s") % {
        "target": target_text(unit, _trimmed(line.target)),
        "floor": target_text(unit, _trimmed(line.floor)),
    }


def _short(value: Decimal) -> Decimal:
    """50.000 is 50, and never 5E+1."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _trimmed(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize()


def _rule(line: TemplateLine, uses_basis: bool, uses_rule: bool) -> str:
    parts = [str(Basis(line.basis).label)] if uses_basis else []
    if uses_rule:
        parts.append(_window(line))
        if line.days == DayCount.WORKING:
            parts.append(str(DayCount.WORKING.label))
        if line.tolerance:
            parts.append(
                _("%(tolerance)s\u00a0%% may be missing") % {"tolerance": number(line.tolerance, None)}
            )
    return ", ".join(parts)


def _window(line: TemplateLine) -> str:
    if line.early_days is None:
        if not line.late_days:
            return _("not late")
        return _("however early, up to %(days)s late") % {"days": _days(line.late_days)}
    return _("window \u2212%(early)s/+%(late)s days") % {"early": line.early_days, "late": line.late_days}


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": number(count)}
