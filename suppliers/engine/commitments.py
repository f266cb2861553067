"""A line's conversation: the parts of a whole line composed, and its history replayed into where it stands.

A promise always covers the whole line. What came keeps the days it was promised for, first in, first out, so
that giving a new day for the rest never makes a late delivery look punctual (docs/commitments.md). Quantities
and prices are integers scaled by 10^6.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

from suppliers.engine.lines import Part

PARTNER, COMPANY = "partner", "company"
# What waits for an answer, and whose answer it is.
_WAITS_FOR = {"propose": COMPANY, "reject": COMPANY, "counter": PARTNER}
# The talk about a proposal; once it was declined, what held before it holds again.
_TALK = frozenset({"propose", "counter", "decline", "agree"})


class HasEvent(Protocol):
    @property
    def event(self) -> str: ...


SaidT = TypeVar("SaidT", bound=HasEvent)


@dataclass(slots=True)
class Holding(Generic[SaidT]):
    """Which word holds, of those in force, heard in order of time.

    After a declined proposal it is the `settled` one before the talk, None where there was none. Who agreed
    to a refusal leaves it a refusal.
    """

    last: SaidT | None = None
    settled: SaidT | None = None

    def hear(self, word: SaidT) -> None:
        if word.event == "decline":
            self.last = self.settled
        elif word.event != "agree":
            self.last = word
        if word.event not in _TALK:
            self.settled = word


@dataclass(frozen=True, slots=True)
class Word:
    """One thing said of a line. `answers` and `voids` are keys of other words of the same line."""

    key: int
    event: str
    made_at: datetime
    parts: tuple[Part, ...] = ()
    price: int | None = None
    answers: int | None = None
    voids: int | None = None
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the buyer asks for now: any change of theirs is already in it."""

    quantity: int
    requested_on: date
    price: int | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        return (Part(self.requested_on, 1, self.quantity),)


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a conversation stands.

    `parts` are promised and in force, empty while nothing is; `first` is the first promise, moved by nothing
    but the buyer's changes. `last` is the word that holds: after a declined proposal the one before it.
    `pending` waits for an answer. `turn` says whose move it is, empty when nobody owes a word. `agreed` is
    what a person of the company said yes to last: the request, a proposal accepted, or a counter-proposal.
    """

    agreed: tuple[Part, ...]
    words: int = 0
    parts: tuple[Part, ...] = ()
    first: tuple[Part, ...] = ()
    price: int | None = None
    agreed_price: int | None = None
    last: Word | None = None
    last_at: datetime | None = None
    pending: Word | None = None
    turn: str = PARTNER

    @property
    def last_event(self) -> str:
        return self.last.event if self.last else ""

    def price_of(self, price: int | None) -> int | None:
        """The price that a word means: its own, else what was agreed."""
        return self.agreed_price if price is None else price


def in_force(words: Iterable[Word]) -> list[Word]:
    """In order of time, without what was taken back and without the taking back."""
    said = list(words)
    taken_back = {word.voids for word in said}
    kept = [word for word in said if word.event != "void" and word.key not in taken_back]
    return sorted(kept, key=lambda word: (word.made_at, word.key))


def replay(words: Iterable[Word], asked: Asked) -> Talk:
    """The conversation as it stands after all of `words`, in whatever order they are given."""
    said = list(words)
    by_key = {word.key: word for word in said}
    told = _Telling(agreed=asked.parts, agreed_price=asked.price)
    kept = in_force(said)
    for word in kept:
        told.hear(word, by_key, asked)
    return Talk(
        agreed=told.agreed,
        words=len(said),
        parts=told.parts,
        first=told.first,
        price=told.price,
        agreed_price=told.agreed_price,
        last=told.last,
        last_at=kept[-1].made_at if kept else None,
        pending=told.pending,
        turn=told.turn,
    )


@dataclass(slots=True)
class _Telling:
    """The state of a conversation while it is told."""

    agreed: tuple[Part, ...]
    agreed_price: int | None
    parts: tuple[Part, ...] = ()
    first: tuple[Part, ...] = ()
    price: int | None = None
    holding: Holding[Word] = field(default_factory=Holding)
    noted: int | None = None  # the refusal that we agreed to

    def hear(self, word: Word, by_key: dict[int, Word], asked: Asked) -> None:
        self.holding.hear(word)
        if word.event == "agree":
            self.noted = word.answers or (self.last.key if self.last else None)
        parts = tuple(sorted(part for part in word.parts if part.quantity > 0))
        if word.event == "buyer_change":
            self.agreed = asked.parts
            if self.first and parts:
                self.first = self.parts = parts
        elif word.event == "confirm" and parts:
            self.first, self.parts, self.price = self.first or parts, parts, word.price
            self._agree_to(by_key.get(word.answers or 0))

    def _agree_to(self, answered: Word | None) -> None:
        """A proposal that we accepted, or our counter that they did: what it said, not what came of it."""
        if answered is not None and answered.event in ("propose", "counter"):
            self.agreed = tuple(sorted(answered.parts)) or self.agreed
            if answered.price is not None:
                self.agreed_price = answered.price

    @property
    def last(self) -> Word | None:
        return self.holding.last

    @property
    def pending(self) -> Word | None:
        last = self.last
        return last if last and last.event in _WAITS_FOR and last.key != self.noted else None

    @property
    def turn(self) -> str:
        if self.last is None or self.last.event == "buyer_change":
            return PARTNER
        return _WAITS_FOR[self.pending.event] if self.pending else ""


def compose(
    before: Iterable[Part], received: int, rest: Iterable[tuple[int, date]], asked_on: date
) -> tuple[Part, ...]:
    """The parts of the whole line: what came as it was promised `before`, then `rest` of what is still open.

    What came without having been promised keeps `asked_on`; none of what came is due after what is still to
    come, so that taking it off first in, first out, leaves `rest`. Parts of one day are one part.
    """
    came = [(part.quantity, part.due_on) for part in first_of(before, received)]
    came.append((received - sum(quantity for quantity, _day in came), asked_on))
    to_come = [(quantity, day) for quantity, day in rest if quantity > 0]
    latest = min((day for _quantity, day in to_come), default=date.max)
    days: dict[date, int] = {}
    for quantity, day in [*((quantity, min(day, latest)) for quantity, day in came), *to_come]:
        if quantity > 0:
            days[day] = days.get(day, 0) + quantity
    return tuple(Part(day, number, days[day]) for number, day in enumerate(sorted(days), 1))


def first_of(parts: Iterable[Part], quantity: int) -> list[Part]:
    """The earliest `quantity` of the parts."""
    kept = []
    for part in sorted(parts):
        taken = min(part.quantity, quantity)
        quantity -= taken
        if taken > 0:
            kept.append(Part(part.due_on, part.number, taken))
    return kept


def rest_of(parts: Iterable[Part], received: int) -> tuple[Part, ...]:
    """The parts without their earliest `received`: what of them is still to come."""
    rest = []
    for part in sorted(parts):
        taken = min(part.quantity, received)
        received -= taken
        if taken < part.quantity:
            rest.append(Part(part.due_on, part.number, part.quantity - taken))
    return tuple(rest)


def are_same(one: Iterable[Part], other: Iterable[Part]) -> bool:
    """So many on each day, however they are numbered and split within a day."""
    return _by_day(one) == _by_day(other)


def _by_day(parts: Iterable[Part]) -> dict[date, int]:
    days: dict[date, int] = {}
    for part in parts:
        days[part.due_on] = days.get(part.due_on, 0) + part.quantity
    return days
