"""A card beside the others of its template and period: quartiles, and nothing that names or isolates one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from portal.enums import Side
from scorecards.engine.quartiles import MIN_PEERS, coarse, quartiles
from scorecards.facts.peers import Others, others
from scorecards.models import Scorecard
from scorecards.presenters.card import named

POINTS = "points"


@dataclass(frozen=True)
class SharedQuartiles:
    """Rounded to whole points, per cent, days or hours. `place` says where the card's own figure lies.

    best (in the best quarter), better or weaker (half), weakest (quarter), alike (all of it is one figure);
    empty when the card has no graded figure. It is found with the rounded figures: a finer answer would say
    more about the others than they do.
    """

    low: Decimal
    middle: Decimal
    high: Decimal
    place: str


@dataclass(frozen=True)
class PeerFigure:
    """One figure of the card; `others` None when fewer than five others have one that is graded."""

    code: str
    name: str
    unit: str
    higher_is_better: bool
    value: Decimal | None
    others: SharedQuartiles | None


@dataclass(frozen=True)
class SharedPeers:
    """`count` of the others that have a score, None under five. They stand as they were `at`."""

    at: datetime
    count: int | None
    score: PeerFigure
    kpis: tuple[PeerFigure, ...]

    @property
    def is_shown(self) -> bool:
        return self.count is not None


def peers(card: Scorecard) -> SharedPeers:
    """Four queries. There is no filter, for anybody: two of them could be subtracted from each other."""
    found = others(card)
    return _shared(
        card,
        found,
        tuple(
            PeerFigure(
                result.kpi,
                name["name"],
                name["unit"],
                name["higher_is_better"],
                result.value,
                _beside(
                    result.value if result.points is not None else None,
                    found.values.get(result.kpi, ()),
                    name["unit"],
                    higher=name["higher_is_better"],
                ),
            )
            for result in card.results.filter(side=Side.PARTNER).select_related("line")
            for name in [named(result.line)]
        ),
    )


def score_among_peers(card: Scorecard) -> SharedPeers:
    """The score alone, for the page of the card: two queries."""
    return _shared(card, others(card, with_values=False), ())


def _shared(card: Scorecard, found: Others, kpis: tuple[PeerFigure, ...]) -> SharedPeers:
    count = len(found.scores)
    beside = _beside(card.score, found.scores, POINTS, higher=True)
    return SharedPeers(
        at=found.at,
        count=count if count >= MIN_PEERS else None,
        score=PeerFigure("score", "", POINTS, True, card.score, beside),
        kpis=kpis,
    )


def _beside(
    own: Decimal | None, values: Sequence[Decimal], unit: str, *, higher: bool
) -> SharedQuartiles | None:
    found = quartiles(values)
    if found is None:
        return None
    low, middle, high = (coarse(one, unit) for one in (found.low, found.middle, found.high))
    return SharedQuartiles(low, middle, high, _place(own, (low, middle, high), unit, higher=higher))


def _place(own: Decimal | None, bounds: tuple[Decimal, Decimal, Decimal], unit: str, *, higher: bool) -> str:
    if own is None:
        return ""
    sign = 1 if higher else -1
    mine = sign * coarse(Fraction(own), unit)
    weak, middle, strong = sorted(sign * bound for bound in bounds)
    if weak == strong == mine:
        return "alike"
    if mine > strong:
        return "best"
    if mine >= middle:
        return "better"
    return "weaker" if mine >= weak else "weakest"
