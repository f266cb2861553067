"""The score over time: the title is the finding."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portal.charts import Drawing, Pair, Series, Target, sparkline, trend
from portal.engine.periods import Period
from portal.presentation import number
from scorecards.pages import words
from scorecards.presenters import SharedScorecard, TrendPoint


@dataclass(frozen=True)
class TrendFigure:
    """`ours` is empty where our half was not measured."""

    label: str
    score: str
    ours: str = ""


@dataclass(frozen=True)
class Trend:
    """`chart` is None while there is only one card; `empty` then says so."""

    title: str
    chart: Pair | None
    points: list[TrendFigure]
    empty: str
    finding: str = ""
    their_name: str = ""
    our_name: str = ""


def score_trend(
    card: SharedScorecard,
    *,
    is_staff: bool = False,
    sizes: tuple[tuple[int, int], tuple[int, int]] = ((560, 240), (320, 230)),
) -> Trend:
    """Both halves where ours was measured, else the partner's alone."""
    our_points = _filled(card.our_trend) if card.our_trend else []
    if any(point.value is not None for point in our_points):
        return _both(card, _filled(card.trend), our_points, is_staff=is_staff, sizes=sizes)
    points = _filled(card.trend)
    known = [point for point in points if point.value is not None]
    if len(known) < 2:
        return Trend(_("The score over time"), None, [], _few(len(points), len(known)))
    labels = [words.period_short(Period.parse(point.period)) for point in points]
    series = Series(words.points_text(known[-1].value), [point.value for point in points])
    chart = trend(
        [series],
        labels,
        _sentence(known),
        target=_target(card),
        write=number,
        floor=0,
        ceiling=100,
        sizes=sizes,
    )
    figures = [
        TrendFigure(label, words.points_text(point.value))
        for label, point in zip(labels, points, strict=True)
    ]
    return Trend(_finding(known), chart, figures, "")


def _both(
    card: SharedScorecard,
    theirs: list[TrendPoint],
    ours: list[TrendPoint],
    *,
    is_staff: bool,
    sizes: tuple[tuple[int, int], tuple[int, int]],
) -> Trend:
    title = _("Both scores over %(span)s") % {"span": words.periods_back(Period.parse(card.period))}
    their_name, our_name = (_("Theirs"), _("Ours")) if is_staff else (_("You"), str(settings.COMPANY_NAME))
    known = [point for point in theirs if point.value is not None]
    our_known = [point for point in ours if point.value is not None]
    if len(known) < 2 and len(our_known) < 2:
        return Trend(title, None, [], _few(len(theirs), len(known)))
    labels = [words.period_short(Period.parse(point.period)) for point in theirs]
    series = [
        Series(f"{name} {words.points_text(some[-1].value)}", [point.value for point in points], side)
        for name, some, points, side in (
            (their_name, known, theirs, "you"),
            (our_name, our_known, ours, "us"),
        )
        if some
    ]
    sentences = [_sentence(known)] if known else []
    sentences.append(_our_sentence(our_known))
    chart = trend(
        series,
        labels,
        " ".join(sentences),
        target=_target(card),
        write=number,
        floor=0,
        ceiling=100,
        sizes=sizes,
    )
    figures = [
        TrendFigure(label, words.points_text(point.value), words.points_text(our.value))
        for label, point, our in zip(labels, theirs, ours, strict=True)
    ]
    finding = _finding(known) if len(known) > 1 else ""
    return Trend(title, chart, figures, "", finding, their_name, our_name)


def score_spark(points: tuple[TrendPoint, ...], *, width: int = 92, height: int = 26) -> Drawing | None:
    known = [point.value for point in points if point.value is not None]
    if not known:
        return None
    label = _("Score, from %(first)s to %(last)s") % {
        "first": words.points_text(known[0]),
        "last": words.points_text(known[-1]),
    }
    return sparkline([point.value for point in points], label, width=width, height=height)


def _filled(points: tuple[TrendPoint, ...]) -> list[TrendPoint]:
    """Periods without a card are gaps, not neighbours."""
    by_period = {point.period: point for point in points}
    first, last = Period.parse(points[0].period), Period.parse(points[-1].period)
    filled, period = [], first
    while period <= last:
        filled.append(by_period.get(period.key) or TrendPoint(period.key, period.start, None))
        period = period.shifted(1)
    return filled


def _target(card: SharedScorecard) -> Target | None:
    """The next band; on the highest one, its own bound."""
    wanted = card.next_band or card.band
    band = next((band for band in card.bands if band.name == wanted), None)
    if band is None:
        return None
    return Target(band.lower, f"{band.name} {number(band.lower.normalize(), None)}")


def _few(cards: int, graded: int) -> str:
    if cards < 2:
        return _("A trend needs two cards: this is the first.")
    if not graded:
        return _("No card so far had enough lines to be graded.")
    return _("A trend needs two graded cards: so far there is one.")


def _finding(known: list[TrendPoint]) -> str:
    change = (known[-1].value or 0) - (known[0].value or 0)
    values = {
        "points": words.points_text(abs(change)),
        "period": words.period_name(Period.parse(known[0].period)),
    }
    if change > 0:
        return _("Up %(points)s points since %(period)s") % values
    if change < 0:
        return _("Down %(points)s points since %(period)s") % values
    return _("As in %(period)s") % values


def _sentence(known: list[TrendPoint]) -> str:
    return _("The score went from %(first)s in %(start)s to %(last)s in %(end)s.") % {
        "first": words.points_text(known[0].value),
        "start": words.period_name(Period.parse(known[0].period)),
        "last": words.points_text(known[-1].value),
        "end": words.period_name(Period.parse(known[-1].period)),
    }


def _our_sentence(known: list[TrendPoint]) -> str:
    return _("%(company)s, as a customer, went from %(first)s to %(last)s.") % {
        "company": settings.COMPANY_NAME,
        "first": words.points_text(known[0].value),
        "last": words.points_text(known[-1].value),
    }
