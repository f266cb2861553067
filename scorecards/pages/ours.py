"""How we keep ours, as the partner's customer: score, figures, and one honest sentence about them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import Move, moved
from portal.engine.periods import Period
from portal.presentation import NBSP, number, signed
from scorecards.facts.surveys import LEAST_PARTNERS
from scorecards.pages import words
from scorecards.pages.figures import FigureRow, our_figure_rows
from scorecards.presenters import SharedKpi, SharedSatisfaction, SharedScorecard

MOST_REASONS = 2
PARTNER_SATISFACTION = "partner_satisfaction"


@dataclass(frozen=True)
class Promise:
    """One of our figures in a line: what, how well (empty without data), what we promised."""

    name: str
    value: str
    figure: str
    result: str
    tone: str
    rows_url: str
    help_url: str


@dataclass(frozen=True)
class Ours:
    """Our half. Not `is_measured`: then `quiet` says so, and nothing else is there.

    `honest` says what we lost or won, `feeling` that we are sorry for it, or thankful.
    """

    title: str
    is_measured: bool
    quiet: str
    score: str
    coverage: str
    change: Decimal | None
    since: str
    promises: list[Promise]
    honest: str
    feeling: str
    moves: list[Move]
    moves_title: str
    figures: list[FigureRow]
    figures_title: str
    figures_note: str
    sum_words: str
    graded_weight: str
    satisfaction: str


def ours(
    card: SharedScorecard,
    *,
    is_staff: bool,
    rows_url: Callable[[str], str] | None = None,
    width: int = 92,
    height: int = 26,
) -> Ours:
    found = our_figure_rows(card, rows_url=rows_url, width=width, height=height)
    rows = [_pooled(row, card.satisfaction) if row.kpi == PARTNER_SATISFACTION else row for row in found]
    weight = number(_graded_weight(card), None)
    since = _since(card) if card.our_moved is not None else ""
    honest, feeling = _honest(card)
    return Ours(
        title=our_title(card, is_staff=is_staff),
        is_measured=bool(card.our_kpis),
        quiet=_("We did not measure ourselves on this card."),
        score=words.points_text(card.our_score) if card.our_score is not None else "",
        coverage=_coverage(card),
        change=card.our_moved,
        since=since,
        promises=[_promise(kpi, row) for kpi, row in zip(card.our_kpis, rows, strict=True)],
        honest=honest,
        feeling=feeling,
        moves=moved([(one.name, one.moved) for one in card.our_kpis if one.moved], write=signed, side="us"),
        moves_title=_("What moved ours %(since)s, points") % {"since": since},
        figures=rows,
        figures_title=_("What our score is made of"),
        figures_note=_figures_note(card, is_staff=is_staff),
        sum_words=_("Weighted points of the graded KPIs ÷ %(weight)s") % {"weight": weight},
        graded_weight=weight,
        satisfaction=satisfaction_words(card.satisfaction),
    )


def _pooled(row: FigureRow, found: SharedSatisfaction | None) -> FigureRow:
    """There is no figure of one partner, ever: the row shows that of all together, and is never graded."""
    if found is None or found.mean is None or found.n is None:
        least = number(found.least if found else LEAST_PARTNERS)
        counted = _("shown from %(least)s partners on") % {"least": least}
        return replace(row, counted=counted, rows_url="")
    return replace(
        row,
        has_value=True,
        value=_("%(mean)s of 10") % {"mean": number(found.mean, 1)},
        counted=_("all %(count)s partners together") % {"count": number(found.n)},
        result=_("Not graded"),
        tone="",
        rows_url="",
    )


def _figures_note(card: SharedScorecard, *, is_staff: bool) -> str:
    if is_staff:
        return _(
            "The same rules as for %(partner)s: rows behind every figure, weights that add up to 100."
        ) % {"partner": card.partner_name}
    return _("The same rules as for yours: rows behind every figure, weights that add up to 100.")


def our_title(card: SharedScorecard, *, is_staff: bool) -> str:
    if is_staff:
        return _("How we keep ours with %(partner)s") % {"partner": card.partner_name}
    return _("How we keep ours, as your customer")


def satisfaction_words(found: SharedSatisfaction | None) -> str:
    """Of all partners together: no answer of one is anywhere."""
    if found is None:
        return ""
    period = words.period_name(Period.parse(found.period))
    if found.mean is None or found.n is None:
        return _(
            "What partners say about us as a customer, %(period)s: shown from %(least)s partners on."
        ) % {
            "period": period,
            "least": number(found.least),
        }
    return _(
        "What partners say about us as a customer, %(period)s: %(mean)s of 10, "
        "all %(count)s partners who answered together."
    ) % {"period": period, "mean": number(found.mean, 1), "count": number(found.n)}


def promised(kpi: SharedKpi) -> str:
    """promised 95 %, promised at most 8 hours; empty where nothing was promised."""
    if kpi.target is None:
        return ""
    target = words.target_text(kpi.unit, kpi.target)
    if kpi.higher_is_better:
        return _("promised %(target)s") % {"target": target}
    return _("promised at most %(target)s") % {"target": target}


def _promise(kpi: SharedKpi, row: FigureRow) -> Promise:
    figure = ", ".join(filter(None, [row.counted, promised(kpi)]))
    value = row.value if row.has_value else ""
    return Promise(row.name, value, figure, row.result, row.tone, row.rows_url, row.help_url)


def _graded_weight(card: SharedScorecard) -> Decimal:
    return sum((kpi.weight for kpi in card.our_kpis if kpi.graded), Decimal(0)).normalize()


def _coverage(card: SharedScorecard) -> str:
    return _("%(graded)s of %(all)s KPIs graded, %(share)s of the weight.") % {
        "graded": number(card.our_graded_count),
        "all": number(len(card.our_kpis)),
        "share": f"{number(card.our_coverage * 100)}{NBSP}%",
    }


def _since(card: SharedScorecard) -> str:
    return _("since %(period)s") % {
        "period": words.period_short(Period.parse(card.previous_period), wide=True, with_year=True)
    }


def _honest(card: SharedScorecard) -> tuple[str, str]:
    """What became of our promises, bad news first, and what we have to say to that."""
    graded = [one for one in card.our_kpis if one.graded]
    if not graded:
        return _("Too little happened between us to grade ourselves."), ""
    if card.our_moved is not None and number(abs(card.our_moved), 1) != number(0, 1):
        return _moved_words(card, card.our_moved)
    missed = [one for one in graded if one.result != "met"]
    if not missed:
        return _("We kept every promise that could be graded."), ""
    text = ngettext(
        "We did not keep %(missed)s of %(graded)s promise: %(names)s.",
        "We did not keep %(missed)s of %(graded)s promises: %(names)s.",
        len(graded),
    ) % {
        "missed": number(len(missed)),
        "graded": number(len(graded)),
        "names": ", ".join(one.name for one in missed),
    }
    return text, _("We are sorry.")


def _moved_words(card: SharedScorecard, change: Decimal) -> tuple[str, str]:
    """We lost 1.5 points: Paid within your terms (41 of 44 invoices, −1.2)."""
    found = {"points": words.points_text(abs(change)), "why": _reasons(card, falling=change < 0)}
    if change < 0:
        text = _("We lost %(points)s points: %(why)s.") if found["why"] else _("We lost %(points)s points.")
        return text % found, _("We are sorry.")
    text = _("We gained %(points)s points: %(why)s.") if found["why"] else _("We gained %(points)s points.")
    return text % found, _("Thank you for your patience with us.")


def _reasons(card: SharedScorecard, *, falling: bool) -> str:
    """The figures that did most of it, each with what was counted."""
    moves = [one for one in card.our_kpis if one.moved and (one.moved < 0) == falling]
    moves.sort(key=lambda one: -abs(one.moved or 0))
    return "; ".join(
        _("%(name)s, %(counted)s (%(change)s)")
        % {"name": one.name, "counted": words.counted_text(one), "change": signed(one.moved)}
        for one in moves[:MOST_REASONS]
    )
