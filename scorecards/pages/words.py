"""The words and numbers of cards as a person reads them: periods, values, what was counted."""

from collections.abc import Callable
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.engine.periods import Period
from portal.engine.rounding import half_up
from portal.presentation import NBSP, NONE, money, number, reader_locale, share
from portal.presentation import day as write_day
from scorecards.engine.catalogue import CATALOGUE, QUANTITIES, Statistic, Unit
from scorecards.presenters import SharedKpi

# What a KPI compares, beside its basis and window.
SENSES = {
    "lead_time_mean": gettext_lazy("days from order to complete receipt"),
    "lead_time_p90": gettext_lazy("days from order to complete receipt"),
    "lead_time_sd": gettext_lazy("standard deviation in days"),
    "acceptance_rate": gettext_lazy("confirmed ÷ requested quantity"),
    "promise_kept": gettext_lazy("parts of the first promise"),
    "promise_stability": gettext_lazy("lines whose date the partner did not move"),
    "notice_days": gettext_lazy("days from the first warning to the first promised day"),
    "response_hours": gettext_lazy("working hours from the order to the first answer"),
    "overdue_quantity_days": gettext_lazy("open quantity × days late"),
    "rejected_ppm": gettext_lazy("rejected ÷ received"),
    "accepted_rate": gettext_lazy("accepted ÷ received"),
    "paid_within_terms": gettext_lazy("paid by the due day ÷ invoices due"),
    "paid_within_30": gettext_lazy("paid within 30 days ÷ invoices due"),
    "changes_inside_lead_time": gettext_lazy("lines we changed late ÷ lines asked for"),
    "answer_hours": gettext_lazy("median working hours to our first answer"),
    "contest_days": gettext_lazy("median days to our decision"),
    "idea_days": gettext_lazy("median working days to our answer"),
    "partner_satisfaction": gettext_lazy("0 to 10, all partners together"),
    "survey_score": gettext_lazy("0 to 10"),
    "recovery_satisfaction": gettext_lazy("0 to 10, once the case is closed"),
    "case_days_to_close": gettext_lazy("median days from opening to closing"),
    "case_rate": gettext_lazy("cases ÷ lines due"),
    "partners_lost": gettext_lazy("lost to dissatisfaction ÷ active at the start"),
    "documents_valid": gettext_lazy("valid ÷ all documents"),
}
RESULTS = {
    "met": (gettext_lazy("Met"), "ok"),
    "near": (gettext_lazy("Near target"), "open"),
    "below": (gettext_lazy("Below target"), "warn"),
    "not_graded": (gettext_lazy("Not graded"), ""),
    "no_data": (gettext_lazy("No data"), ""),
}
# Of what we promised ourselves: there is no nearly.
OUR_RESULTS = {
    **RESULTS,
    "near": (gettext_lazy("Not met"), "bad"),
    "below": (gettext_lazy("Not met"), "bad"),
}


def period_name(period: Period) -> str:
    """September 2026, Q3 2026, 2026."""
    if period.months == 1:
        return write_day(period.start, "month")
    return period_short(period, with_year=True)


def period_short(period: Period, *, with_year: bool = False, wide: bool = False) -> str:
    """Sep (September when `wide`), Q3, 2026: under an axis, or after 'since'."""
    if period.months == 12:
        return f"{period.start.year:04d}"
    if period.months == 3:
        quarter = _("Q%(number)s") % {"number": (period.start.month + 2) // 3}
        return f"{quarter}{NBSP}{period.start.year:04d}" if with_year else quarter
    return str(reader_locale().months["stand-alone"]["wide" if wide else "abbreviated"][period.start.month])


def periods_back(period: Period) -> str:
    """Over what a sparkline runs."""
    return {1: _("12 months"), 3: _("12 quarters"), 12: _("12 years")}[period.months]


def basis_words(kpi: SharedKpi) -> str:
    """first promise, window −2/+0 days."""
    if kpi.formula:
        return kpi.formula
    basis = kpi.basis if CATALOGUE[kpi.code].uses_basis else ""
    return ", ".join(filter(None, [basis, str(SENSES.get(kpi.code, "")), kpi.rule]))


def figure_text(unit: str, value: Decimal | None, places: int | None = 1) -> str:
    """89.6 %, 12.4 days, 3.5 hours, 1,127 ppm, 40 unit-days, 7.6 of 10; None is no data.

    `places=None`: all of them.
    """
    if value is None:
        return _("no data")
    if unit == Unit.SHARE:
        return share(value, _places_of(value * 100) if places is None else places)
    if unit == Unit.DAYS:
        return _("%(days)s days") % {"days": number(value, places)}
    if unit == Unit.HOURS:
        return _("%(hours)s hours") % {"hours": number(value, places)}
    if unit == Unit.POINTS:
        return _("%(points)s of 10") % {"points": number(value, places)}
    if unit == Unit.INDEX:
        return number(value, None if places is None else 3)
    if unit == Unit.MONEY:
        return money(int(half_up(value, 0)), settings.COMPANY_CURRENCY)
    whole = number(value, None if places is None else 0)
    if unit == Unit.PPM:
        return f"{whole}{NBSP}ppm"
    return _("%(number)s unit-days") % {"number": whole}


def _places_of(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def target_text(unit: str, value: Decimal | None) -> str:
    """A target has the decimals it was given."""
    return NONE if value is None else figure_text(unit, value, None)


def interval_text(low: Decimal | None, high: Decimal | None) -> str:
    """77.8 to 95.5 %: 95 % confidence; empty where there is none."""
    if low is None or high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": number(low * 100, 1), "high": share(high)}


def points_text(value: Decimal | None) -> str:
    """A score or points with one decimal; an en dash for none."""
    return number(value, 1)


def counted_text(kpi: SharedKpi) -> str:
    """43 of 48 lines, 1 excused. Under the least number it says how many are needed."""
    words = [_counted(kpi)]
    if kpi.n < kpi.needed_n:
        words.append(_("%(needed)s needed") % {"needed": number(kpi.needed_n)})
    if kpi.excused:
        words.append(_("%(count)s excused") % {"count": number(kpi.excused)})
    return ", ".join(words)


def _counted(kpi: SharedKpi) -> str:
    plain = count_words(kpi.counts, kpi.n)
    known = CATALOGUE.get(kpi.code)
    if not kpi.n or known is None or known.statistic is not Statistic.RATIO or kpi.numerator is None:
        return plain
    part = number(kpi.numerator, None)
    if known.denominator and known.denominator not in QUANTITIES:
        return plain
    if known.denominator:
        whole = number(kpi.denominator, None)
        return _("%(part)s of %(whole)s units, %(count)s") % {"part": part, "whole": whole, "count": plain}
    return _("%(part)s of %(count)s") % {"part": part, "count": plain}


def count_words(what: str, n: int) -> str:
    """48 lines, 1 part, 3 receipts, 44 invoices; `what` is the catalogue's word for what n counts."""
    return _COUNTED.get(what, _COUNTED["lines"])(n) % {"count": number(n)}


_COUNTED: dict[str, Callable[[int], str]] = {
    "lines": lambda n: ngettext("%(count)s line", "%(count)s lines", n),
    "parts": lambda n: ngettext("%(count)s part", "%(count)s parts", n),
    "rows": lambda n: ngettext("%(count)s row", "%(count)s rows", n),
    "receipts": lambda n: ngettext("%(count)s receipt", "%(count)s receipts", n),
    "invoices": lambda n: ngettext("%(count)s invoice", "%(count)s invoices", n),
    "questions": lambda n: ngettext("%(count)s question", "%(count)s questions", n),
    "ideas": lambda n: ngettext("%(count)s idea", "%(count)s ideas", n),
    "contests": lambda n: ngettext("%(count)s contest", "%(count)s contests", n),
    "cases": lambda n: ngettext("%(count)s case", "%(count)s cases", n),
    "documents": lambda n: ngettext("%(count)s document", "%(count)s documents", n),
    "answers": lambda n: ngettext("%(count)s answer", "%(count)s answers", n),
    "people": lambda n: ngettext("%(count)s person", "%(count)s people", n),
    "partners": lambda n: ngettext("%(count)s partner", "%(count)s partners", n),
    "customers": lambda n: ngettext("%(count)s customer", "%(count)s customers", n),
    "entries": lambda n: ngettext("%(count)s entry", "%(count)s entries", n),
    "months": lambda n: ngettext("%(count)s month", "%(count)s months", n),
}
