"""Promises with their live results, in words: on the mission, the standards, the home page and policies."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.enums import PromisedTo
from cms.facts.results import Reading, Result, in_unit, results
from cms.models import StandardPage
from portal.charts import Drawing, sparkline
from portal.presentation import number, reader_locale
from scorecards.engine.catalogue import CATALOGUE, Statistic, Unit
from scorecards.engine.catalogue.kpi import Kpi
from scorecards.enums import KpiName
from scorecards.pages.words import count_words, figure_text


@dataclass(frozen=True)
class PromiseRow:
    """One promise. `tone`: the chip's. `missed`: the bad news, said first; empty where there is none.

    `standard` None: nothing measures it. `met` None: no figure.
    """

    promise: str
    short: str
    standard: StandardPage | None
    shown: str = ""
    counted: str = ""
    detail: str = ""
    chip: str = ""
    tone: str = ""
    missed: str = ""
    remark: str = ""
    spark: Drawing | None = None
    span: str = ""
    as_of: date | None = None
    met: bool | None = None

    @property
    def has_figure(self) -> bool:
        return self.met is not None


@dataclass(frozen=True)
class Kept:
    """So many of so many promises kept; `span` and `as_of` where all speak of the same days."""

    rows: tuple[PromiseRow, ...]
    span: str
    as_of: date | None

    @property
    def measured(self) -> list[PromiseRow]:
        return [row for row in self.rows if row.has_figure]

    @property
    def met(self) -> int:
        return sum(bool(row.met) for row in self.rows)

    @property
    def sentence(self) -> str:
        """3 of 4 promises kept."""
        of = len(self.measured)
        return ngettext("%(met)s of %(of)s promise kept", "%(met)s of %(of)s promises kept", of) % {
            "met": number(self.met),
            "of": number(of),
        }


def kept(standards: Sequence[StandardPage], today: date) -> Kept:
    """Two queries, and one for each standard; more only where earlier periods were not counted lately."""
    found = results(standards, today)
    return _together(standard_row(one, found.get(one.pk)) for one in standards)


def kept_promises(promises: Sequence[tuple[str, StandardPage | None]], today: date) -> Kept:
    """The same of promises in their own words, some of them without a standard."""
    found = results(list({one.pk: one for _words, one in promises if one is not None}.values()), today)
    return _together(
        PromiseRow(promise=words, short=words, standard=None)
        if standard is None
        else standard_row(standard, found.get(standard.pk), promise=words)
        for words, standard in promises
    )


def standard_row(standard: StandardPage, result: Result | None, *, promise: str = "") -> PromiseRow:
    words: dict[str, Any] = {
        "promise": promise or standard.promise,
        "short": standard.short,
        "standard": standard,
    }
    if result is None:
        return PromiseRow(**words, chip=_("No longer counted"))
    kpi = CATALOGUE[standard.kpi]
    chip, tone = verdict(kpi, result)
    return PromiseRow(
        **words,
        shown=value_text(kpi, result.value) if result.met is not None else _("No figure yet"),
        counted=counted_text(kpi, result),
        detail=standard.counted or str(KpiName(standard.kpi).label),
        chip=chip,
        tone=tone,
        missed=missed_text(kpi, result),
        remark=standard.remark if _is_about(standard, result) else "",
        spark=_spark(kpi, result),
        span=span_text(result),
        as_of=result.as_of,
        met=result.met,
    )


def verdict(kpi: Kpi, found: Reading) -> tuple[str, str]:
    """Words and tone of a chip. Not met is said so, in red; too few is no verdict."""
    if found.met is None:
        return (_("No data"), "") if not found.n else (_("Too few %(rows)s") % {"rows": _rows(kpi, 0)}, "")
    return (_("Met"), "ok") if found.met else (_("Not met"), "bad")


def value_text(kpi: Kpi, value: Decimal | None) -> str:
    """93.2 %, 6.1 h, 4.5 days, 7.4 of 10."""
    if kpi.unit is Unit.HOURS and value is not None:
        return _("%(hours)s h") % {"hours": number(value, 1)}
    return figure_text(kpi.unit, value)


def target_text(kpi: Kpi, target: Decimal) -> str:
    """at least 95 %, at most 8 hours."""
    words = figure_text(kpi.unit, target, None)
    form = _("at least %(target)s") if kpi.higher_is_better else _("at most %(target)s")
    return form % {"target": words}


def standard_target(standard: StandardPage) -> str:
    return target_text(CATALOGUE[standard.kpi], in_unit(standard.kpi, standard.target))


def counted_text(kpi: Kpi, found: Reading) -> str:
    """of 897 invoices, 388 questions, 1 of 36 partners; under the least number what there is."""
    rows = count_words(kpi.graded_by, found.n)
    if not found.n:
        return ""
    if found.met is None:
        return _("%(rows)s so far") % {"rows": rows}
    if _counts_rows(kpi) and not kpi.higher_is_better and found.numerator is not None:
        return _("%(part)s of %(rows)s") % {"part": number(found.numerator), "rows": rows}
    return _("of %(rows)s") % {"rows": rows} if _counts_rows(kpi) else rows


def missed_text(kpi: Kpi, found: Reading) -> str:
    """What we owe an apology for; empty where the promise was kept, or nobody knows."""
    if found.met is not False:
        return ""
    target = target_text(kpi, found.target)
    if _counts_rows(kpi) and found.numerator is not None:
        amiss = found.n - int(found.numerator) if kpi.higher_is_better else int(found.numerator)
        return _("We promised %(target)s. It went wrong for %(rows)s. We are sorry.") % {
            "target": target,
            "rows": count_words(kpi.graded_by, amiss),
        }
    return _("We promised %(target)s and did not keep it. We are sorry.") % {"target": target}


def span_text(found: Reading) -> str:
    """July to September 2026; October 2025 to September 2026."""
    months = reader_locale().months["stand-alone"]["wide"]
    first = str(months[found.starts_on.month])
    if found.starts_on.year != found.ends_on.year:
        first = f"{first} {found.starts_on.year}"
    last = f"{months[found.ends_on.month]} {found.ends_on.year}"
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def trend_sentence(kpi: Kpi, readings: Iterable[Reading], target: Decimal) -> str:
    """What the line shows, for those who do not see it."""
    known = [one for one in readings if one.value is not None]
    if not known:
        return _("No figure yet.")
    return ngettext(
        "%(count)s quarter: %(last)s, promised %(target)s.",
        "%(count)s quarters, from %(first)s to %(last)s, promised %(target)s.",
        len(known),
    ) % {
        "count": number(len(known)),
        "first": value_text(kpi, known[0].value),
        "last": value_text(kpi, known[-1].value),
        "target": target_text(kpi, target),
    }


def promised_to(code: str) -> str:
    return str(PromisedTo(code).label)


def _together(rows: Iterable[PromiseRow]) -> Kept:
    rows = tuple(rows)
    ends = {row.as_of for row in rows if row.as_of}
    spans = {row.span for row in rows if row.span}
    # A year that ends with the quarter is spoken of with it.
    shortest = min(spans, key=_length_of(rows), default="")
    return Kept(rows, shortest if len(ends) == 1 else "", ends.pop() if len(ends) == 1 else None)


def _length_of(rows: Iterable[PromiseRow]) -> Callable[[str], int]:
    months = {row.span: row.standard.months for row in rows if row.standard is not None}
    return lambda span: months.get(span, 0)


def _counts_rows(kpi: Kpi) -> bool:
    """Is the figure a share of the rows that n counts?"""
    return kpi.statistic is Statistic.RATIO and kpi.denominator in ("", kpi.counted)


def _rows(kpi: Kpi, count: int) -> str:
    """lines, invoices: the word for more than one, without a number."""
    return count_words(kpi.graded_by, count).split(" ", 1)[1]


def _is_about(standard: StandardPage, result: Result) -> bool:
    """Was the remark made once this period was over? An older one speaks of another result."""
    return bool(standard.remark) and standard.remark_on is not None and standard.remark_on > result.ends_on


def _spark(kpi: Kpi, result: Result) -> Drawing | None:
    values = [one.value for one in result.trend]
    if sum(value is not None for value in values) < 2:
        return None
    return sparkline(
        values,
        trend_sentence(kpi, result.trend, result.target),
        target=result.target,
        side="us",
        width=150,
        height=30,
    )
