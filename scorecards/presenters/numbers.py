"""docs/numbers.md, from the catalogue and the template that is shipped."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from scorecards.actions.templates import SHIPPED_BANDS, SHIPPED_LINES, SHIPPED_NAME
from scorecards.engine.catalogue import CATALOGUE, Kpi, Statistic
from scorecards.enums import KpiName

_UNITS = {
    "share": "share (0 to 1)",
    "days": "days",
    "hours": "working hours",
    "unit_days": "units × days",
    "ppm": "parts per million",
}
_SUMS = {
    Statistic.TOTAL: "the sum of `{0}`",
    Statistic.MEAN: "the mean of `{0}`",
    Statistic.MEDIAN: "the median of `{0}` (of an even number the mean of the two in the middle)",
    Statistic.P90: "the nearest rank of nine tenths of `{0}`",
    Statistic.DEVIATION: "the sample standard deviation of `{0}`",
}


def numbers_page() -> str:
    """The page in English, as it is kept in docs/."""
    context = {
        "kpis": [_kpi(kpi) for kpi in CATALOGUE.values()],
        "template": {"name": SHIPPED_NAME},
        "lines": SHIPPED_LINES,
        "bands": SHIPPED_BANDS,
    }
    with translation.override("en"):
        return render_to_string("scorecards/numbers.md", context)


def _kpi(kpi: Kpi) -> dict[str, Any]:
    return {
        "code": kpi.code,
        "name": KpiName(kpi.code).label,
        "definition": kpi.definition,
        "example": kpi.example,
        "period": kpi.period,
        "unit": _UNITS[kpi.unit],
        "better": "more" if kpi.higher_is_better else "less",
        "basis": "chosen" if kpi.uses_basis else f"`{kpi.fixed_basis}`" if kpi.fixed_basis else "none",
        "rule": "days early, days late, tolerance" if kpi.uses_rule else "none",
        "counts": kpi.graded_by,
        "sum": _sum(kpi),
    }


def _sum(kpi: Kpi) -> str:
    if kpi.statistic is Statistic.RATIO:
        below = f"the sum of `{kpi.denominator}`" if kpi.denominator else "their number"
        return f"the sum of `{kpi.numerator}` ÷ {below}"
    return _SUMS[kpi.statistic].format(kpi.numerator)
