"""The KPIs that a template can be made of, and how their values are typed: shares in per cent."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scorecards.actions.custom_kpis import side_of
from scorecards.engine.catalogue import CATALOGUE, Unit
from scorecards.engine.formula import BadFormula, parse
from scorecards.enums import KpiName
from scorecards.models import CustomKpi, TemplateLine

# Signs of units, as they stand beside a field.
SIGNS = {
    "share": "%",
    "days": gettext_lazy("days"),
    "hours": gettext_lazy("hours"),
    "unit_days": gettext_lazy("unit-days"),
    "ppm": "ppm",
    "points": gettext_lazy("points of 10"),
    "index": gettext_lazy("index"),
    "count": gettext_lazy("count"),
    "money": gettext_lazy("money"),
}


@dataclass(frozen=True)
class KpiChoice:
    """One KPI as an editor offers it. `formula` is empty for those of the catalogue."""

    code: str
    name: str
    unit: str
    side: str
    higher_is_better: bool
    uses_basis: bool
    uses_rule: bool
    formula: str = ""
    is_retired: bool = False

    @property
    def sign(self) -> str:
        return str(SIGNS.get(self.unit, self.unit))

    @property
    def label(self) -> str:
        words = _("%(name)s, retired") % {"name": self.name} if self.is_retired else self.name
        return f"{words} ({self.sign})"

    def typed(self, value: Decimal | None) -> str:
        """As a person types it: 0.95 is 95."""
        if value is None:
            return ""
        shown = value * 100 if self.unit == Unit.SHARE else value
        return f"{shown.normalize():f}"

    def meant(self, typed: Decimal) -> Decimal:
        """95 per cent is 0.95."""
        return typed / 100 if self.unit == Unit.SHARE else typed


def catalogue_choices() -> dict[str, KpiChoice]:
    """What a shared card may show, in the order of the catalogue."""
    return {
        code: KpiChoice(
            code,
            str(KpiName(code).label),
            kpi.unit.value,
            kpi.side,
            kpi.higher_is_better,
            kpi.uses_basis,
            kpi.uses_rule,
        )
        for code, kpi in CATALOGUE.items()
        if kpi.is_shared
    }


def choices(kept: Iterable[TemplateLine] = ()) -> dict[str, KpiChoice]:
    """The catalogue, then the company's own; of `kept` lines also those retired since. One query."""
    found = catalogue_choices()
    for own in CustomKpi.objects.filter(is_active=True).order_by("name"):
        try:
            found[own.code] = _own(own.code, own.name, own.formula, own.unit, own.higher_is_better)
        except BadFormula:
            continue  # its formula names what the catalogue has no more: its page says so
    for line in kept:
        if line.formula and line.kpi not in found:
            found[line.kpi] = choice_of(line, is_retired=True)
    return found


def choice_of(line: TemplateLine, *, is_retired: bool = False) -> KpiChoice:
    """The KPI of a line, as its version keeps it."""
    if line.formula:
        return _own(
            line.kpi, line.name, line.formula, line.unit, line.higher_is_better, line.side, is_retired
        )
    return catalogue_choices()[line.kpi]


def _own(
    code: str,
    name: str,
    formula: str,
    unit: str,
    higher_is_better: bool,
    side: str = "",
    is_retired: bool = False,
) -> KpiChoice:
    inputs = [CATALOGUE[used] for used in parse(formula, CATALOGUE).names]
    return KpiChoice(
        code,
        name,
        unit,
        side or side_of(formula),
        higher_is_better,
        any(one.uses_basis for one in inputs),
        any(one.uses_rule for one in inputs),
        formula,
        is_retired,
    )


def unit_choices() -> list[tuple[str, str]]:
    """For a KPI of one's own; money has a currency of its own in every row."""
    words = {Unit.SHARE: _("share, shown in %"), Unit.PPM: _("ppm, parts per million")}
    return [
        (unit.value, str(words.get(unit, SIGNS.get(unit.value, unit.value))))
        for unit in Unit
        if unit.value != "money"
    ]
