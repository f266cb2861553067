"""The worked example of docs/numbers.md: seven lines, three bases, worked by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

from suppliers.engine.judging import Rule
from suppliers.engine.lines import Basis, LineFacts, Part, PromiseFact, ReceiptFact

WINDOW = Rule(early_days=2, late_days=0)
EARLY_FREE = Rule(early_days=None, late_days=0)
TOLERANT = Rule(early_days=2, late_days=0, tolerance=Decimal(5))


def day(number):
    return date(2026, 3, number)


def promise(event, made, *parts):
    """`parts` are (quantity, day)."""
    return PromiseFact(
        event,
        datetime(2026, 3, made, 9, tzinfo=UTC),
        day(made),
        tuple(Part(day(due), number, quantity) for number, (quantity, due) in enumerate(parts, 1)),
    )


def line(quantity, *promises, receipts=()):
    return LineFacts(
        quantity,
        day(10),
        promises=promises,
        receipts=tuple(ReceiptFact(day(came), accepted) for accepted, came in receipts),
    )


LINES = {
    "L1": line(100, promise("confirm", 1, (100, 10)), receipts=[(100, 10)]),
    "L2": line(50, promise("confirm", 1, (50, 12)), receipts=[(50, 12)]),
    "L3": line(20, promise("confirm", 1, (20, 10)), promise("confirm", 6, (20, 15)), receipts=[(20, 15)]),
    "L4": line(200, promise("confirm", 1, (200, 10)), receipts=[(190, 10), (10, 14)]),
    "L5": line(30, promise("confirm", 1, (30, 10)), receipts=[(30, 6)]),
    "L6": line(10, promise("reject", 2)),
    "L7": line(40, promise("confirm", 1, (40, 10)), receipts=[(40, 13)]),
}
EXCUSED = {"L7"}
AS_OF = day(31)

# basis: (passed, lines), (accepted in window, quantity), lines passed when early is free, with tolerance
EXPECTED = {
    Basis.REQUESTED: ((1, 6), (290, 410), 2, 2),
    Basis.FIRST_CONFIRMED: ((2, 5), (340, 400), 3, 3),
    Basis.LAST_CONFIRMED: ((3, 5), (360, 400), 4, 4),
}
# The same as it is printed: by line, by unit, early never penalised, tolerance 5 %
PRINTED = {
    Basis.REQUESTED: ("16.7", "70.7", "33.3", "33.3"),
    Basis.FIRST_CONFIRMED: ("40.0", "85.0", "60.0", "60.0"),
    Basis.LAST_CONFIRMED: ("60.0", "90.0", "80.0", "80.0"),
}
