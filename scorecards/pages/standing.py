"""Score, band and what moved: the upper half of a card, as words and charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import Band, Move, Pair, band_ruler, moved
from portal.engine.periods import Period
from portal.presentation import NBSP, number, signed
from portal.presentation import day as write_day
from scorecards.engine.scoring import Scale
from scorecards.pages import words
from scorecards.presenters import SharedGate, SharedKpi, SharedScorecard

MOST_LINES = 9  # more than that is no near miss


@dataclass(frozen=True)
class Standing:
    """`score` and `band` are empty when there are none; `no_band` then says why.

    `held` says which documents hold the band below what the score earned, `lift` what would lift it.
    """

    score: str
    band: str
    no_band: str
    coverage: str
    change: Decimal | None
    since: str
    ruler: Pair | None
    way: str
    moves: list[Move]
    moves_title: str
    gains: list[Move]
    sum_words: str
    graded_weight: str
    held: str = ""
    lift: str = ""


def standing(card: SharedScorecard) -> Standing:
    weight = number(_graded_weight(card), None)
    return Standing(
        score=words.points_text(card.score) if card.score is not None else "",
        band=card.band,
        no_band=_("No band") if card.score is not None else _("Not graded"),
        coverage=_coverage(card),
        change=card.moved,
        since=_since(card) if card.moved is not None else "",
        ruler=ruler(card),
        way=_way(card),
        moves=_moves(card),
        moves_title=_("What moved it %(since)s, points") % {"since": _since(card)}
        if card.previous_period
        else "",
        gains=_gains(card),
        sum_words=_("Weighted points of the graded KPIs ÷ %(weight)s") % {"weight": weight},
        graded_weight=weight,
        held=_held(card),
        lift=_lift(card),
    )


def ruler(card: SharedScorecard) -> Pair | None:
    """The score among the bands; None without bands."""
    if not card.bands or card.score is None:
        return None
    starts = ", ".join(
        _("%(band)s from %(lower)s") % {"band": band.name, "lower": number(band.lower.normalize(), None)}
        for band in card.bands[1:]
    )
    written = words.points_text(card.score)
    sentence = _("Score %(score)s; %(bands)s") % {"score": written, "bands": starts}
    return band_ruler(
        card.score, [Band(band.name, band.lower) for band in card.bands], sentence, written=written
    )


def _graded_weight(card: SharedScorecard) -> Decimal:
    return sum((kpi.weight for kpi in card.kpis if kpi.graded), Decimal(0)).normalize()


def _coverage(card: SharedScorecard) -> str:
    text = _("%(graded)s of %(all)s KPIs graded, %(share)s of the weight.") % {
        "graded": number(card.graded_count),
        "all": number(len(card.kpis)),
        "share": f"{number(card.coverage * 100)}{NBSP}%",
    }
    if card.score is not None and not card.band:
        text += " " + _("A band needs half of the weight.")
    return text


def _since(card: SharedScorecard) -> str:
    return _("since %(period)s") % {
        "period": words.period_short(Period.parse(card.previous_period), wide=True, with_year=True)
    }


def _way(card: SharedScorecard) -> str:
    """How far to the next band, and what would have got there."""
    if card.points_to_next is None or card.score is None:
        return ""
    text = away_words(card.points_to_next, card.needed_documents, card.next_band)
    if not card.points_to_next:
        return text
    kpi = card.kpi("otif_lines")
    found = _lines_to(card, kpi, card.score + card.points_to_next) if kpi else None
    if found:
        lines, score = found
        text += " " + ngettext(
            "%(lines)s more line on time and in full would have made it %(score)s.",
            "%(lines)s more lines on time and in full would have made it %(score)s.",
            lines,
        ) % {"lines": number(lines), "score": words.points_text(score)}
    return text


def away_words(points: Decimal, documents: Sequence[str], target: str) -> str:
    """“2.7 points and one certificate from Preferred: ISO 9001.”"""
    names = ", ".join(documents)
    needed = ngettext("one certificate", "%(count)s certificates", len(documents)) % {
        "count": number(len(documents))
    }
    found = {"points": words.points_text(points), "documents": needed, "band": target, "names": names}
    if points and documents:
        return _("%(points)s points and %(documents)s from %(band)s: %(names)s.") % found
    if documents:
        return capfirst(_("%(documents)s from %(band)s: %(names)s.") % found)
    return _("%(points)s points from %(band)s.") % found


def _holding(card: SharedScorecard) -> list[SharedGate]:
    """The closed gates because of which the band is lower than what the score earned."""
    if not card.uncapped_band or card.uncapped_band == card.band:
        return []
    return [gate for gate in card.gates if gate.cap == card.band]


def gate_words(gate: SharedGate, cap: str) -> str:
    """“Reliable at best: ISO 9001 expired on 3 September 2026.”"""
    found = {"band": cap, "document": gate.document}
    if gate.expired_on is None:
        return _("%(band)s at best: %(document)s is missing.") % found
    return _("%(band)s at best: %(document)s expired on %(day)s.") % {
        **found,
        "day": write_day(gate.expired_on, "date"),
    }


def _held(card: SharedScorecard) -> str:
    return " ".join(gate_words(gate, card.band) for gate in _holding(card))


def _lift(card: SharedScorecard) -> str:
    """What all of the holding documents together would make of the band."""
    holding = _holding(card)
    if not holding:
        return ""
    ranks = {band.name: band.lower for band in card.bands}
    others = [gate.cap for gate in card.gates if gate not in holding and gate.cap in ranks]
    reached = min([card.uncapped_band, *others], key=lambda name: ranks.get(name, Decimal(100)))
    names = ", ".join(gate.document for gate in holding)
    return ngettext(
        "With a valid %(names)s the score of %(score)s makes it %(band)s.",
        "With valid documents (%(names)s) the score of %(score)s makes it %(band)s.",
        len(holding),
    ) % {"names": names, "score": words.points_text(card.score or Decimal(0)), "band": reached}


def _lines_to(card: SharedScorecard, kpi: SharedKpi, wanted: Decimal) -> tuple[int, Decimal] | None:
    """The least number of further lines passed that reaches `wanted`, with the score that they make."""
    if kpi.points is None or kpi.target is None or kpi.floor is None or kpi.numerator is None:
        return None
    scale, share = Scale(kpi.target, kpi.floor), kpi.weight / _graded_weight(card)
    for more in range(1, min(kpi.n - int(kpi.numerator), MOST_LINES) + 1):
        points = scale.points(Fraction(int(kpi.numerator) + more, kpi.n))
        gained = Decimal(points.numerator) / Decimal(points.denominator) - kpi.points
        score = (card.score or Decimal(0)) + share * gained
        if score >= wanted:
            return more, score
    return None


def _moves(card: SharedScorecard) -> list[Move]:
    """What moved the score since the period before, in points."""
    return moved([(kpi.name, kpi.moved) for kpi in card.kpis if kpi.moved], write=signed)


def _gains(card: SharedScorecard) -> list[Move]:
    """The points that each KPI leaves on the table: they and the score make 100."""
    weight = _graded_weight(card)
    lost = [
        (kpi.name, (100 - kpi.points) * kpi.weight / weight) for kpi in card.kpis if kpi.points is not None
    ]
    return moved(lost, write=lambda value: words.points_text(value))
