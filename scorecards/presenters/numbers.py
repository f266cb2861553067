"""The KPIs in words, from the catalogue: for docs/numbers.md and for the page of the numbers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scorecards.actions.templates import SHIPPED_BANDS, SHIPPED_LINES, SHIPPED_NAME
from scorecards.engine.catalogue import FAMILIES, Kpi, Statistic
from scorecards.enums import KpiFamily, KpiName
from suppliers.enums import Basis

UNITS = {
    "share": gettext_lazy("a share, 0 to 1, shown in per cent"),
    "days": gettext_lazy("days"),
    "hours": gettext_lazy("working hours"),
    "unit_days": gettext_lazy("units × days"),
    "ppm": gettext_lazy("parts per million"),
    "points": gettext_lazy("0 to 10"),
    "money": gettext_lazy("money, in the company's currency"),
    "index": gettext_lazy("an index around 1"),
}
_SUMS = {
    Statistic.TOTAL: gettext_lazy("the sum of {0}"),
    Statistic.MEAN: gettext_lazy("the mean of {0}"),
    Statistic.MEDIAN: gettext_lazy("the median of {0} (of an even number the mean of the two in the middle)"),
    Statistic.P90: gettext_lazy("the nearest rank of nine tenths of {0}"),
    Statistic.DEVIATION: gettext_lazy("the sample standard deviation of {0}"),
}
COUNTED = {
    "lines": gettext_lazy("order lines"),
    "parts": gettext_lazy("parts of promises"),
    "receipts": gettext_lazy("receipts"),
    "rows": gettext_lazy("what was bought and booked"),
    "invoices": gettext_lazy("invoices"),
    "questions": gettext_lazy("questions"),
    "contests": gettext_lazy("contests"),
    "ideas": gettext_lazy("ideas"),
    "cases": gettext_lazy("cases"),
    "documents": gettext_lazy("documents"),
    "answers": gettext_lazy("answers"),
    "partners": gettext_lazy("partners"),
    "customers": gettext_lazy("customers"),
    "entries": gettext_lazy("entries of the ledger"),
    "months": gettext_lazy("months"),
}
# Puts the names of columns into a phrase, each marked as code.
Put = Callable[..., str]


@dataclass(frozen=True)
class KpiWords:
    """One KPI as people read of it. `is_ours`: it stands in the company's half of a card."""

    code: str
    name: str
    definition: str
    example: str
    period: str
    unit: str
    better: str
    basis: str
    rule: str
    counts: str
    sum: str
    is_shared: bool
    is_ours: bool

    @property
    def text(self) -> str:
        """What a search looks through."""
        return " ".join([self.code, self.name, self.definition, self.example, self.unit]).lower()


@dataclass(frozen=True)
class FamilyWords:
    code: str
    name: str
    kpis: tuple[KpiWords, ...]


def families(put: Put, *, shared_only: bool = False) -> Iterator[FamilyWords]:
    """The whole catalogue, or what partners may see of it; `put(phrase, *columns)`."""
    for family, kpis in FAMILIES.items():
        shown = tuple(kpi_words(kpi, put) for kpi in kpis if kpi.is_shared or not shared_only)
        if shown:
            yield FamilyWords(family, str(KpiFamily(family).label), shown)


def kpi_words(kpi: Kpi, put: Put) -> KpiWords:
    return KpiWords(
        code=kpi.code,
        name=str(KpiName(kpi.code).label),
        definition=_(kpi.definition),
        example=_(kpi.example),
        period=_(kpi.period),
        unit=str(UNITS[kpi.unit]),
        better=_("more is better") if kpi.higher_is_better else _("less is better"),
        basis=_basis(kpi),
        rule=_("days early, days late, tolerance") if kpi.uses_rule else "",
        counts=str(COUNTED[kpi.graded_by]),
        sum=_sum(kpi, put),
        is_shared=kpi.is_shared,
        is_ours=kpi.side == "company",
    )


def _basis(kpi: Kpi) -> str:
    """Empty where no promise plays a part."""
    if kpi.uses_basis:
        return _("chosen")
    return str(Basis(kpi.fixed_basis).label) if kpi.fixed_basis else ""


def _sum(kpi: Kpi, put: Put) -> str:
    if kpi.statistic is not Statistic.RATIO:
        return put(str(_SUMS[kpi.statistic]), kpi.numerator)
    if kpi.denominator:
        return put(_("the sum of {0} ÷ the sum of {1}"), kpi.numerator, kpi.denominator)
    return put(_("the sum of {0} ÷ their number"), kpi.numerator)


def _marked(phrase: str, *columns: str) -> str:
    return phrase.format(*(f"`{column}`" for column in columns))


def numbers_page() -> str:
    """The page in English, as it is kept in docs/."""
    with translation.override("en"):
        context = {
            "families": list(families(_marked)),
            "template": {"name": SHIPPED_NAME},
            "lines": SHIPPED_LINES,
            "bands": SHIPPED_BANDS,
        }
        return render_to_string("scorecards/numbers.md", context)
