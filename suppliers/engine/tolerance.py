"""How far a promise may lie from what was agreed: what passes by itself, what is asked, what is never.

Exactly at a limit passes. Days are calendar days of the last part; percentages are of the agreed quantity and
price. Everything is whole numbers and Decimal. Definitions: docs/commitments.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal
from enum import IntEnum, StrEnum


class Judgement(IntEnum):
    """The heavier one counts."""

    WITHIN = 0
    ASK = 1
    NEVER = 2


class Kind(StrEnum):
    LATER = "later"
    EARLIER = "earlier"
    LESS = "less"
    MORE = "more"
    DEARER = "dearer"
    PRICED = "priced"  # a price where none was agreed
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Limits:
    """As suppliers.models.Tolerance: None is no limit. By default what is later, less, more, dearer asks."""

    later_days: int | None = 0
    later_never: int | None = None
    earlier_days: int | None = None
    less_pct: Decimal | None = Decimal(0)
    less_never: Decimal | None = None
    more_pct: Decimal | None = Decimal(0)
    more_never: Decimal | None = None
    dearer_pct: Decimal | None = Decimal(0)
    dearer_never: Decimal | None = None
    may_split: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """What is compared: all of the quantity, the day of its last part, the parts still to come, the price."""

    quantity: int
    due_on: date
    parts: int = 1
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which an offer leaves what was agreed.

    `by` is days, or per cent rounded up to two decimals so that it never reads as less than it is; of a
    split the number of parts. `limit` is the one that it passed, or what it kept: None where there is none.
    """

    kind: Kind
    judgement: Judgement
    by: Decimal
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons` are the differences that decided, in the order of date, quantity, price, split."""

    judgement: Judgement
    differences: tuple[Difference, ...] = ()

    @property
    def reasons(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.judgement == self.judgement)

    @property
    def is_worse(self) -> bool:
        """Does it take from us something that was agreed? Earlier, cheaper and split do not."""
        return any(one.kind not in (Kind.EARLIER, Kind.SPLIT) for one in self.differences)


def judge(agreed: Terms, offer: Terms, limits: Limits) -> Verdict:
    """The offer as a whole is as good as its worst difference; cheaper is none. Quantities are above 0."""
    found = tuple(_differences(agreed, offer, limits))
    return Verdict(max((one.judgement for one in found), default=Judgement.WITHIN), found)


def _differences(agreed: Terms, offer: Terms, limits: Limits) -> Iterator[Difference]:
    days = (offer.due_on - agreed.due_on).days
    if days > 0:
        yield _in_days(Kind.LATER, days, limits.later_days, limits.later_never)
    elif days < 0:
        yield _in_days(Kind.EARLIER, -days, limits.earlier_days, None)
    more = offer.quantity - agreed.quantity
    if more < 0:
        yield _in_per_cent(Kind.LESS, -more, agreed.quantity, limits.less_pct, limits.less_never)
    elif more > 0:
        yield _in_per_cent(Kind.MORE, more, agreed.quantity, limits.more_pct, limits.more_never)
    if offer.price is not None and agreed.price is None:
        yield Difference(Kind.PRICED, Judgement.ASK, Decimal(0))
    elif offer.price is not None and agreed.price is not None and offer.price > agreed.price:
        dearer = offer.price - agreed.price
        yield _in_per_cent(Kind.DEARER, dearer, agreed.price, limits.dearer_pct, limits.dearer_never)
    if offer.parts > max(agreed.parts, 1):
        judgement = Judgement.WITHIN if limits.may_split else Judgement.ASK
        yield Difference(Kind.SPLIT, judgement, Decimal(offer.parts))


def _in_days(kind: Kind, days: int, passes: int | None, never: int | None) -> Difference:
    judgement, limit = Judgement.WITHIN, passes
    if never is not None and days > never:
        judgement, limit = Judgement.NEVER, never
    elif passes is not None and days > passes:
        judgement = Judgement.ASK
    return Difference(kind, judgement, Decimal(days), None if limit is None else Decimal(limit))


def _in_per_cent(
    kind: Kind, by: int, agreed: int, passes: Decimal | None, never: Decimal | None
) -> Difference:
    """Compared by multiplication, which is exact; only what is shown is rounded."""
    judgement, limit = Judgement.WITHIN, passes
    if never is not None and by * 100 > never * agreed:
        judgement, limit = Judgement.NEVER, never
    elif passes is not None and by * 100 > passes * agreed:
        judgement = Judgement.ASK
    shown = (Decimal(by * 100) / agreed).quantize(Decimal("0.01"), ROUND_UP) if agreed else Decimal(100)
    return Difference(kind, judgement, shown, limit)
