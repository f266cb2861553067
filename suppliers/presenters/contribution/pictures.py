"""The two pictures of the contribution page, each under its finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import Level, Pair, Quarters, Spot, Stretch, scatter, whale
from portal.presentation import NBSP, number, share
from suppliers.engine.contribution import CLASSES, Whale, to_decimal
from suppliers.engine.contribution import whale as curve_of
from suppliers.enums import PartnerKind
from suppliers.facts.ranking import Ranking
from suppliers.presenters.contribution.lines import Line
from suppliers.presenters.contribution.scale import Scale
from suppliers.presenters.words import spelled

# A score from here on is a good one: right of the upright line.
GOOD_SCORE = 75
SHAPES = {
    PartnerKind.SUPPLIER: ("circle", "you"),
    PartnerKind.DISTRIBUTOR: ("square", "us"),
    PartnerKind.DEALER: ("square", "us"),
    PartnerKind.AGENT: ("triangle", "ink"),
}


Sizes = tuple[tuple[int, int], tuple[int, int]]
PAGE: Sizes = ((560, 320), (330, 300))
# As wide as a sheet of A4, and so low that both stand on one.
SHEET: Sizes = ((660, 290), (330, 300))


@dataclass(frozen=True)
class Picture:
    """A chart under its finding; without a chart `note` says why there is none."""

    title: str
    note: str
    chart: Pair | None


def whale_picture(ranking: Ranking, scale: Scale, sizes: Sizes = PAGE) -> Picture:
    """Partners by contribution, the best first: in per cent of what is named, or in currency."""
    curve = curve_of(row.figures.contribution for row in ranking.rows)
    counts = {grade: len(ranking.graded(grade)) for grade in CLASSES}
    stretches = [Stretch(grade, count, _partners(count) if count else "") for grade, count in counts.items()]
    title = _whale_title(curve, counts, scale)
    if curve.shares is None:
        points = [scale.amount(point) for point in curve.points]
        top = f"{scale.write(curve.points[curve.peak])}{NBSP}{scale.unit}"
        note, level = _("Running sum of the contributions in %(unit)s, best partner first"), None
        note %= {"unit": scale.unit}
    else:
        points = [(to_decimal(one) or Decimal(0)) * 100 for one in curve.shares]
        left = _("%(share)s: what is left") % {"share": share(1, 0)}
        top, level = _percent(points[curve.peak]), Level(100, left)
        note = _("Cumulative share of the named contribution, best partner first")
    best = {"top": top, "best": number(curve.peak)}
    words = (_("%(top)s from the best %(best)s") % best, _("%(top)s: the best %(best)s") % best)
    chart = whale(
        points, stretches, f"{title}.", peak=curve.peak, peak_words=words, level=level,
        write=(lambda tick: number(tick, None)) if level is None else _percent, sizes=sizes,
    )  # fmt: skip
    return Picture(title, note, chart)


def _percent(value: Decimal) -> str:
    return share(value / 100, 0)


def _partners(count: int) -> str:
    return ngettext("%(n)s partner", "%(n)s partners", count) % {"n": number(count)}


def _whale_title(curve: Whale, counts: dict[str, int], scale: Scale) -> str:
    """The finding: who brings how much, and who gives back how much."""
    costing, everybody = counts["D"], len(curve.points) - 1
    if not everybody:
        return _("Nobody is named in an entry of these days")
    if curve.shares is None:
        words = _("Together %(sum)s: %(earn)s in the black, %(costing)s in the red")
        total = f"{scale.write(curve.total)}{NBSP}{scale.unit}"
        return words % {"earn": spelled(curve.peak), "costing": spelled(costing), "sum": total}
    if not costing:
        best = counts["A"]
        part = share(to_decimal(curve.shares[best]), 0)
        words = ngettext(
            "The best partner brings %(share)s of what all bring",
            "The best %(n)s partners bring %(share)s of what all bring",
            best,
        )
        return words % {"n": spelled(best), "share": part}
    top = (to_decimal(curve.shares[curve.peak]) or Decimal(0)).quantize(Decimal("0.01"))
    earn = ngettext("The best partner earns %(top)s", "The best %(best)s earn %(top)s", curve.peak)
    give = ngettext("%(n)s gives %(back)s back", "%(n)s give %(back)s back", costing)
    earn %= {"best": spelled(curve.peak), "top": share(top, 0)}
    give %= {"n": spelled(costing), "back": share(top - 1, 0)}
    return _("%(earn)s, %(give)s") % {"earn": earn, "give": give}


def scatter_picture(kind: str, lines: Sequence[Line], scale: Scale, sizes: Sizes = PAGE) -> Picture:
    """Contribution against score; the partners that move most money are named."""
    scored = [line for line in lines if line.score is not None]
    if not scored:
        note = _("No partner of this list has a graded card of these days: the picture needs both figures.")
        return Picture(_("Who to grow with, who to help first"), note, None)
    level = dividing(lines)
    corners = (_("Help first"), _("Grow together"), _("Decide"), _("Keep simple"))
    shape, tone = SHAPES[PartnerKind(kind)]
    spots = [
        Spot(line.score or 0, scale.amount(line.contribution), line.name, shape, tone)
        for line in sorted(scored, key=lambda line: -abs(line.contribution))
    ]
    counts = _counts(scored, level)
    sentence = _("Contribution against score, in four quarters.") + " "
    sentence += "; ".join(f"{name}: {number(count)}" for name, count in zip(corners, counts, strict=True))
    chart = scatter(
        spots,
        Quarters(GOOD_SCORE, float(scale.amount(1) * Decimal(level)), corners),
        f"{sentence}.",
        titles=(_("Score of the newest card"), _("Contribution, %(unit)s") % {"unit": scale.unit}),
        write=(lambda tick: number(tick, None), lambda tick: number(tick, None)),
        sizes=sizes,
    )
    return Picture(_scatter_title(scored, level), _scatter_note(lines, scored, level, scale), chart)


def dividing(lines: Sequence[Line]) -> float:
    """Between class A and all others, in minor units: who stands above it brings the first 80 %."""
    best = [line.contribution for line in lines if line.grade == "A"]
    others = [line.contribution for line in lines if line.grade != "A"]
    if not best:
        return 0.0
    return (min(best) + max(0, *others, 0)) / 2


def _counts(scored: Sequence[Line], level: float) -> list[int]:
    found = [0, 0, 0, 0]
    for line in scored:
        found[2 * (line.contribution < level) + ((line.score or 0) >= GOOD_SCORE)] += 1
    return found


def _scatter_title(scored: Sequence[Line], level: float) -> str:
    """Named where there is somebody to help: who earns much and keeps promises badly."""
    high = [line for line in scored if line.contribution >= level]
    helped = [line for line in high if (line.score or 0) < GOOD_SCORE]
    grown = [line for line in high if (line.score or 0) >= GOOD_SCORE]
    if helped and grown:
        names = {"grow": grown[0].name, "help": helped[0].name}
        return _("Grow with %(grow)s, help %(help)s first") % names
    if helped:
        return _("Help %(help)s first: it earns much and scores low") % {"help": helped[0].name}
    if grown:
        return _("Grow with %(grow)s: it earns much and scores well") % {"grow": grown[0].name}
    return _("Who to grow with, who to help first")


def _scatter_note(lines: Sequence[Line], scored: Sequence[Line], level: float, scale: Scale) -> str:
    note = _("The lines: a score of %(score)s, and %(level)s %(unit)s, above which class A stands.") % {
        "score": number(GOOD_SCORE), "level": scale.write(round(level)), "unit": scale.unit,
    }  # fmt: skip
    missing = len(lines) - len(scored)
    if not missing:
        return note
    without = ngettext(
        "%(n)s partner without a graded card is left out.",
        "%(n)s partners without a graded card are left out.",
        missing,
    )
    return f"{note} {without % {'n': number(missing)}}"
