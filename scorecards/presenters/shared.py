"""What a reader of a card sees: frozen, with an allow-list. There is no field for profit or cost here."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from portal.enums import Side


@dataclass(frozen=True)
class TrendPoint:
    """A figure of an earlier card (or this one); None where there was no data."""

    period: str
    starts_on: date
    value: Decimal | None


@dataclass(frozen=True)
class SharedKpi:
    """One line of a card, of either half. Shares are 0..1, points 0..100, weights per cent.

    `result`: met, near, below, not_graded (too few) or no_data. `numerator` and `denominator` are in whole
    units. `contribution` is what it adds to the score, `moved` its change since the card before.
    """

    code: str
    name: str
    basis: str
    rule: str
    unit: str
    higher_is_better: bool
    counts: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    n: int
    excused: int
    needed_n: int
    target: Decimal | None
    floor: Decimal | None
    weight: Decimal
    points: Decimal | None
    graded: bool
    result: str
    contribution: Decimal | None
    moved: Decimal | None
    row_count: int
    digest: str
    trend: tuple[TrendPoint, ...]
    basis_code: str = ""
    side: str = Side.PARTNER
    formula: str = ""


@dataclass(frozen=True)
class SharedBand:
    name: str
    lower: Decimal
    upper: Decimal
    is_current: bool


@dataclass(frozen=True)
class SharedGate:
    """A must-have document that was not valid. `expired_on` None: it was missing. `cap`: the band at best."""

    document: str
    expired_on: date | None
    cap: str


@dataclass(frozen=True)
class SharedResponse:
    """What was said; `by_partner` tells whose half stands beside it."""

    kind: str
    text: str
    by: str
    by_partner: bool
    at: datetime


@dataclass(frozen=True)
class SharedRevision:
    public_id: str
    revision: int
    score: Decimal | None
    published_at: datetime


@dataclass(frozen=True)
class SharedSatisfaction:
    """What all partners together answered about us, 0..10; None until `least` of them did. `n` partners."""

    period: str
    mean: Decimal | None
    n: int | None
    least: int


@dataclass(frozen=True)
class SharedScorecard:
    """A published card, both halves: theirs, and ours as their customer (`our_...`, without a band).

    `score` 0..100 unrounded, `coverage` 0..1.

    `gates` that are closed may hold `band` below `uncapped_band`. The next band needs `points_to_next` more
    points (0: they are there) and `needed_documents`.
    """

    public_id: str
    partner_public_id: str
    partner_name: str
    template: str
    version: int
    period: str
    starts_on: date
    ends_on: date
    as_of: date
    revision: int
    is_latest: bool
    revisions: tuple[SharedRevision, ...]
    published_at: datetime
    published_by: str
    digest: str
    engine_version: int
    score: Decimal | None
    coverage: Decimal
    band: str
    bands: tuple[SharedBand, ...]
    next_band: str
    points_to_next: Decimal | None
    previous_period: str
    previous_score: Decimal | None
    moved: Decimal | None
    kpis: tuple[SharedKpi, ...]
    graded_count: int
    trend: tuple[TrendPoint, ...]
    responses: tuple[SharedResponse, ...]
    acknowledged_at: datetime | None
    gates: tuple[SharedGate, ...] = ()
    uncapped_band: str = ""
    needed_documents: tuple[str, ...] = ()
    our_kpis: tuple[SharedKpi, ...] = ()
    our_score: Decimal | None = None
    our_coverage: Decimal = Decimal(0)
    our_graded_count: int = 0
    our_previous_score: Decimal | None = None
    our_moved: Decimal | None = None
    our_trend: tuple[TrendPoint, ...] = ()
    satisfaction: SharedSatisfaction | None = None

    def kpi(self, code: str) -> SharedKpi | None:
        """The line of this KPI in either half, None when the card has none."""
        return next((one for one in (*self.kpis, *self.our_kpis) if one.code == code), None)
