"""Who stayed: lost to dissatisfaction of those active at the start, and retention = (end - new) / start.

Definition: docs/numbers.md, Retention. Growth never hides loss: who came in the period is not among those
that stayed, and who came and went in it is lost all the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Life:
    """One partner: from `began` on; `lost_on` is the first day without it (None: still with us).

    `dissatisfied`: it left because of us, or nobody has said why.
    """

    began: date
    lost_on: date | None
    dissatisfied: bool


@dataclass(frozen=True)
class Month:
    """Customers of a month (202609) as they are brought in."""

    month: int
    start: int
    lost_dissatisfied: int
    lost_other: int
    won: int


@dataclass(frozen=True)
class Counted:
    """`new`: came in the period and stood at its end. `lost`: for any cause, newcomers included."""

    start: int
    end: int
    new: int
    lost: int
    lost_dissatisfied: int

    @property
    def lost_share(self) -> Decimal | None:
        """0..1; None when nobody was there at the start."""
        return Decimal(self.lost_dissatisfied) / self.start if self.start else None

    @property
    def retention(self) -> Decimal | None:
        """0..1; None when nobody was there at the start."""
        return Decimal(self.end - self.new) / self.start if self.start else None

    def meets(self, maximum: Decimal) -> bool | None:
        """Not more than `maximum` per cent lost to dissatisfaction; exactly as many meets it."""
        return self.lost_dissatisfied * 100 <= maximum * self.start if self.start else None


def of_partners(lives: Iterable[Life], first: date, last: date) -> Counted:
    """The days from `first` to `last`, both included. Who is lost on `first` was there at the start."""
    start = end = new = lost = dissatisfied = 0
    for life in lives:
        if life.began > last or (life.lost_on is not None and life.lost_on < first):
            continue
        was_there = life.began <= first
        is_lost = life.lost_on is not None and life.lost_on <= last
        start += was_there
        lost += is_lost
        dissatisfied += is_lost and life.dissatisfied
        end += not is_lost
        new += not was_there and not is_lost
    return Counted(start, end, new, lost, dissatisfied)


def of_customers(months: Iterable[Month], wanted: Sequence[int]) -> Counted | None:
    """The sum of these months; None when one of them was not brought in.

    Nobody knows which customers came and went in one period: all that were won count as new.
    """
    known = {one.month: one for one in months}
    if not wanted or any(month not in known for month in wanted):
        return None
    found = [known[month] for month in wanted]
    dissatisfied = sum(one.lost_dissatisfied for one in found)
    lost = dissatisfied + sum(one.lost_other for one in found)
    won = sum(one.won for one in found)
    return Counted(found[0].start, found[0].start + won - lost, won, lost, dissatisfied)
