"""Hands receipts out to promised parts, first in, first out, and judges the result by a rule.

The hand-out does not depend on any rule and is stored; rules are applied to it. Definitions: docs/numbers.md.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from suppliers.engine.calendars import WorkingCalendar, shifted
from suppliers.engine.lines import Basis, LineFacts, ReceiptFact
from suppliers.engine.plans import Plan, plans


@dataclass(frozen=True, slots=True)
class Rule:
    """When quantity is in time: from `early_days` before (None: however early) to `late_days` after its day.

    `tolerance` is the per cent of a part that may be missing, with at most two decimals.
    """

    early_days: int | None = None
    late_days: int = 0
    tolerance: Decimal = Decimal(0)
    calendar: WorkingCalendar | None = None

    def __post_init__(self) -> None:
        if (self.early_days or 0) < 0 or self.late_days < 0:
            raise ValueError("The days of a window cannot be negative.")
        if not 0 <= self.tolerance <= 100 or self.tolerance * 100 != int(self.tolerance * 100):
            raise ValueError(f"A tolerance of {self.tolerance} % is not between 0 and 100 with two decimals.")

    @property
    def key(self) -> str:
        """Names a calendar-day rule: early, late and tolerance, such as `none-0-0` or `2-1-5`."""
        early = "none" if self.early_days is None else str(self.early_days)
        return f"{early}-{self.late_days}-{self.tolerance.normalize():f}"

    @property
    def needed_of_10000(self) -> int:
        """Of 10,000 units so many must be accepted in the window."""
        return 10_000 - int(self.tolerance * 100)

    def window(self, due_on: date) -> tuple[date, date]:
        """First and last day on which a quantity due on `due_on` is in time."""
        opens = date.min if self.early_days is None else shifted(due_on, -self.early_days, self.calendar)
        return opens, shifted(due_on, self.late_days, self.calendar)

    def is_enough(self, accepted: int, quantity: int) -> bool:
        """Exactly at the limit passes."""
        return accepted * 10_000 >= quantity * self.needed_of_10000


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of the hand-out: a part itself (`received_on` None, its `quantity`), or what came one day."""

    part: int
    due_on: date
    received_on: date | None = None
    quantity: int = 0
    received: int = 0
    accepted: int = 0

    @property
    def offset_days(self) -> int | None:
        """Calendar days after (negative: before) the due day."""
        return None if self.received_on is None else (self.received_on - self.due_on).days


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a line fared, on one basis and rule. `days_late` is negative for an early line, None while open."""

    due_on: date
    counts_from: date
    quantity: int
    quantity_in_window: int
    accepted_in_window: int
    parts: int
    parts_passed: int
    passed: bool
    completed_on: date | None
    days_late: int | None


def hand_out(plan: Plan, receipts: Iterable[ReceiptFact]) -> list[Slice]:
    """The plan's parts and, for each, what was received and accepted on which day.

    Received and accepted units are handed out apart, each capped at the part: so a replacement for rejected
    units counts as accepted, and over-delivery reaches no part.
    """
    days: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0])
    for receipt in receipts:
        days[receipt.received_on][0] += receipt.received
        days[receipt.received_on][1] += receipt.accepted
    shares: defaultdict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for measure in (0, 1):
        arrivals = [(day, days[day][measure]) for day in sorted(days)]
        for index, day, quantity in _first_in_first_out([part.quantity for part in plan.parts], arrivals):
            shares[index, day][measure] += quantity
    slices = [Slice(part.number, part.due_on, quantity=part.quantity) for part in plan.parts]
    for (index, day), (received, accepted) in sorted(shares.items()):
        part = plan.parts[index]
        slices.append(Slice(part.number, part.due_on, day, 0, received, accepted))
    return slices


def _first_in_first_out(
    wanted: list[int], arrivals: list[tuple[date, int]]
) -> Iterable[tuple[int, date, int]]:
    """(index of the wanted quantity, day, share), in order."""
    index, open_quantity = 0, wanted[0] if wanted else 0
    for day, quantity in arrivals:
        while quantity > 0 and index < len(wanted):
            share = min(quantity, open_quantity)
            if share > 0:
                yield index, day, share
            quantity -= share
            open_quantity -= share
            if open_quantity == 0:
                index += 1
                open_quantity = wanted[index] if index < len(wanted) else 0


def judge(plan: Plan, slices: Iterable[Slice], rule: Rule) -> Outcome:
    """Apply `rule` to the hand-out of `plan`."""
    arrivals: defaultdict[int, list[Slice]] = defaultdict(list)
    for piece in slices:
        if piece.received_on is not None:
            arrivals[piece.part].append(piece)
    received = accepted = passed = 0
    completed: list[tuple[date, int]] = []
    for part in plan.parts:
        opens, closes = rule.window(part.due_on)
        timely = [one for one in arrivals[part.number] if opens <= (one.received_on or opens) <= closes]
        good = sum(one.accepted for one in timely)
        received += sum(one.received for one in timely)
        accepted += good
        passed += rule.is_enough(good, part.quantity)
        day = _completed_on(part.quantity, arrivals[part.number])
        if day is not None:
            completed.append((day, (day - part.due_on).days))
    is_complete = len(completed) == len(plan.parts)
    return Outcome(
        due_on=plan.due_on,
        counts_from=shifted(rule.window(plan.due_on)[1], 1),
        quantity=plan.quantity,
        quantity_in_window=received,
        accepted_in_window=accepted,
        parts=len(plan.parts),
        parts_passed=passed,
        passed=passed == len(plan.parts) and not plan.fails,
        completed_on=max(day for day, _ in completed) if is_complete else None,
        days_late=max(late for _, late in completed) if is_complete else None,
    )


def _completed_on(quantity: int, arrivals: list[Slice]) -> date | None:
    """The day on which the accepted units of a part reached its quantity."""
    if sum(one.accepted for one in arrivals) < quantity:
        return None
    return max(one.received_on for one in arrivals if one.received_on is not None and one.accepted)


def judge_line(facts: LineFacts, rule: Rule, as_of: date) -> dict[Basis, Outcome]:
    """The judgement of each basis as it stood at the end of `as_of`, whether it counts yet or not."""
    judged = {}
    receipts = [receipt for receipt in facts.receipts if receipt.received_on <= as_of]
    for plan in plans(facts):
        if plan.holds_on(as_of):
            judged[plan.basis] = judge(plan, hand_out(plan, receipts), rule)
    return judged
