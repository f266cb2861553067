"""The facts about one order line, as the judging sees them (docs/numbers.md, 'Facts').

Quantities are integers scaled by 10^6. Days are local calendar days at the receiving site.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Basis(StrEnum):
    """Which date and quantity a line is measured against."""

    REQUESTED = "requested"
    FIRST_CONFIRMED = "first_confirmed"
    LAST_CONFIRMED = "last_confirmed"


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """So many, due on that day. Parts are served in the order of their day, then of their number."""

    due_on: date
    number: int
    quantity: int


@dataclass(frozen=True, slots=True)
class PromiseFact:
    """One promise (or the buyer's change): `made_on` is the local day of `made_at`."""

    event: str
    made_at: datetime
    made_on: date
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptFact:
    """A physical arrival: received = accepted + rejected."""

    received_on: date
    accepted: int
    rejected: int = 0

    @property
    def received(self) -> int:
        return self.accepted + self.rejected


@dataclass(frozen=True, slots=True)
class LineFacts:
    """All that is known about one line. `status` is the order line's status."""

    quantity: int
    requested_on: date
    status: str = "confirmed"
    ordered_on: date | None = None
    promises: tuple[PromiseFact, ...] = ()
    receipts: tuple[ReceiptFact, ...] = ()

    def known_on(self, as_of: date) -> "LineFacts | None":
        """The same line without what happened after `as_of`; None when it was not ordered yet."""
        if self.ordered_on is not None and self.ordered_on > as_of:
            return None
        return LineFacts(
            quantity=self.quantity,
            requested_on=self.requested_on,
            status=self.status,
            ordered_on=self.ordered_on,
            promises=tuple(fact for fact in self.promises if fact.made_on <= as_of),
            receipts=tuple(fact for fact in self.receipts if fact.received_on <= as_of),
        )
