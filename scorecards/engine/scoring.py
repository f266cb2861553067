"""From value to points, score and band (docs/numbers.md). Exact: nothing is rounded here."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

MIN_COVERAGE = Fraction(1, 2)


class BadTemplate(ValueError):
    """A template that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Points of a value: 100 at `target`, 0 at `floor`, linear between and clipped; or by `steps`.

    A step (bound, points) holds from its bound on; under the first bound there are no points.
    """

    target: Decimal | None = None
    floor: Decimal | None = None
    steps: tuple[tuple[Decimal, Decimal], ...] = ()

    def __post_init__(self) -> None:
        if self.steps:
            bounds = [bound for bound, _ in self.steps]
            if bounds != sorted(set(bounds)):
                raise BadTemplate("The bounds of a step table must rise.")
            if any(not 0 <= points <= 100 for _, points in self.steps):
                raise BadTemplate("The points of a step table must lie between 0 and 100.")
        elif self.target is None or self.floor is None:
            raise BadTemplate("A KPI needs a target and a floor, or a step table.")
        elif self.target == self.floor:
            raise BadTemplate(f"Target and floor are both {self.target}: they must differ.")

    def points(self, value: Fraction) -> Fraction:
        """0 to 100."""
        if self.steps:
            reached = [points for bound, points in self.steps if value >= Fraction(bound)]
            return Fraction(reached[-1]) if reached else Fraction(0)
        target, floor = Fraction(self.target or 0), Fraction(self.floor or 0)
        return min(max((value - floor) / (target - floor), Fraction(0)), Fraction(1)) * 100


@dataclass(frozen=True, slots=True)
class Standing:
    """A band: from `lower` (inside) to `upper` (outside, but for 100)."""

    name: str
    lower: Decimal
    upper: Decimal


@dataclass(frozen=True, slots=True)
class Graded:
    """One KPI of a card: its weight and its points, None when it is not graded."""

    weight: Decimal
    points: Fraction | None


@dataclass(frozen=True, slots=True)
class Score:
    """`score` 0..100 or None; `coverage`: share (0..1) of the weight that has points; `band` may be empty."""

    score: Fraction | None
    coverage: Fraction
    band: str


def score(lines: Sequence[Graded], bands: Sequence[Standing]) -> Score:
    """Weighted mean over the KPIs that have points; under half the weight there is no band."""
    total = sum((Fraction(line.weight) for line in lines), Fraction(0))
    graded = [(Fraction(line.weight), line.points) for line in lines if line.points is not None]
    weight = sum((weight for weight, _ in graded), Fraction(0))
    coverage = weight / total if total else Fraction(0)
    if not weight:
        return Score(None, coverage, "")
    value = sum((weight * points for weight, points in graded), Fraction(0)) / weight
    return Score(value, coverage, band_of(value, bands) if coverage >= MIN_COVERAGE else "")


def band_of(value: Fraction, bands: Sequence[Standing]) -> str:
    """The band whose lower bound the unrounded score has reached."""
    reached = [band for band in bands if value >= Fraction(band.lower)]
    return max(reached, key=lambda band: band.lower).name if reached else ""


def check_weights(weights: Sequence[Decimal]) -> None:
    """Weights are positive and sum to exactly 100, or BadTemplate names the sum."""
    if any(weight <= 0 for weight in weights):
        raise BadTemplate("Every weight must be more than 0.")
    total = sum(weights, Decimal(0))
    if total != 100:
        raise BadTemplate(f"The weights sum to {total.normalize():f}, not to 100.")


def check_bands(bands: Sequence[Standing]) -> None:
    """Bands cover 0 to 100 without gap and overlap, or BadTemplate says where they do not."""
    edge = Decimal(0)
    for band in sorted(bands, key=lambda one: (one.lower, one.upper)):
        if band.lower != edge:
            what = "overlap" if band.lower < edge else "leave a gap"
            raise BadTemplate(
                f"The bands {what} between {min(edge, band.lower):f} and {max(edge, band.lower):f}."
            )
        if band.upper <= band.lower:
            raise BadTemplate(f"The band {band.name} ends at {band.upper:f}, before it begins.")
        edge = band.upper
    if edge != 100:
        raise BadTemplate(f"The bands end at {edge:f}, not at 100.")
    if len({band.name for band in bands}) != len(bands):
        raise BadTemplate("Two bands have the same name.")


def wilson(passed: int, n: int) -> tuple[Decimal, Decimal] | None:
    """The Wilson 95 % interval of a share: 3 of 3 is 0.439 to 1. None without data.

    Wilson, E. B. (1927), J. Am. Stat. Assoc. 22, 209-212; z = 1.959964.
    """
    if n == 0:
        return None
    z2 = Decimal("1.959963984540054") ** 2
    share = Decimal(passed) / n
    middle = share + z2 / (2 * n)
    spread = (z2 * (share * (1 - share) / n + z2 / (4 * n * n))).sqrt()
    low, high = (middle - spread) / (1 + z2 / n), (middle + spread) / (1 + z2 / n)
    return max(low, Decimal(0)), min(high, Decimal(1))
