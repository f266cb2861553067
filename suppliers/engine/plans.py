"""What a line was measured against, and between which days: the three bases over time.

A basis changes when somebody promises or the buyer changes; each state is a `Plan` that holds for as-of days
from `since` to before `until`. So the as-of date stays an argument and nothing is judged again overnight.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from suppliers.engine.lines import Basis, LineFacts, Part, ReceiptFact

ALWAYS = date.min
NEVER = date.max

# Drafts never count; a blocked line does not count while it is blocked.
_UNCOUNTED = frozenset({"draft", "blocked"})
_CLOSED_BY_US = frozenset({"cancelled_by_us", "closed_short"})


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of one basis, in due order, as they stood from `since` until before `until`."""

    basis: Basis
    since: date
    until: date
    parts: tuple[Part, ...]
    fails: bool = False

    @property
    def due_on(self) -> date:
        """A line's due day is that of its last part."""
        return self.parts[-1].due_on

    @property
    def quantity(self) -> int:
        return sum(part.quantity for part in self.parts)

    def holds_on(self, as_of: date) -> bool:
        return self.since <= as_of < self.until


def plans(facts: LineFacts) -> list[Plan]:
    """Every state of every basis, in order of time; empty for a line that does not count."""
    if facts.status in _UNCOUNTED:
        return []
    found = []
    for basis, states in _states(facts).items():
        if facts.status in _CLOSED_BY_US:
            states = _closed(states, facts.receipts)
        found += _spans(basis, states, fails=facts.status == "cancelled_by_partner")
    return found


States = list[tuple[date, tuple[Part, ...]]]


def _states(facts: LineFacts) -> dict[Basis, States]:
    """For each basis the days on which it changed, with its parts from that day on."""
    start = facts.ordered_on or ALWAYS
    requested: tuple[Part, ...] = (Part(facts.requested_on, 1, facts.quantity),)
    first: tuple[Part, ...] = ()
    last: tuple[Part, ...] = ()
    states: dict[Basis, States] = {basis: [] for basis in Basis}
    states[Basis.REQUESTED].append((start, requested))
    for promise in sorted(facts.promises, key=lambda fact: fact.made_at):
        parts = tuple(sorted(part for part in promise.parts if part.quantity > 0))
        if not parts:
            continue
        if promise.event == "buyer_change":
            requested = (Part(parts[-1].due_on, 1, sum(part.quantity for part in parts)),)
            # What was never promised stays so: the buyer cannot promise for the partner.
            first, last = (parts, parts) if first else ((), ())
        elif promise.event == "confirm":
            first, last = first or parts, parts
        else:
            continue
        day = max(start, promise.made_on)
        for basis, now in zip(Basis, (requested, first, last), strict=True):
            states[basis].append((day, now))
    return states


def _closed(states: States, receipts: Iterable[ReceiptFact]) -> States:
    """Closed by us: the line's quantity is what had come by the day; without receipts it has no parts."""
    arrivals = sorted((receipt.received_on, receipt.received) for receipt in receipts)
    days = sorted({day for day, _ in states} | {day for day, _ in arrivals})
    closed = []
    for day in days:
        known = [parts for since, parts in states if since <= day]
        came = sum(quantity for arrived_on, quantity in arrivals if arrived_on <= day)
        if known:
            closed.append((day, _first_of(known[-1], came)))
    return closed


def _first_of(parts: tuple[Part, ...], quantity: int) -> tuple[Part, ...]:
    """The earliest `quantity` of the parts; what lies behind it is dropped."""
    kept = []
    for part in parts:
        taken = min(part.quantity, quantity)
        quantity -= taken
        if taken > 0:
            kept.append(Part(part.due_on, part.number, taken))
    return tuple(kept)


def _spans(basis: Basis, states: States, *, fails: bool) -> list[Plan]:
    """States to plans: of several on one day the last counts, equal neighbours are one."""
    by_day = dict(states)
    changes: States = []
    for day in sorted(by_day):
        if not changes or changes[-1][1] != by_day[day]:
            changes.append((day, by_day[day]))
    ends = [day for day, _ in changes[1:]] + [NEVER]
    return [
        Plan(basis, since, until, parts, fails)
        for (since, parts), until in zip(changes, ends, strict=False)
        if parts
    ]
