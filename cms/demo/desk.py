"""What waits for somebody on the as-of day, so that the first screens have work: late, new, changed, next."""

from datetime import date, timedelta

from cms.demo.days import after, workday
from cms.demo.trade import Ledger, Line

TALKED_ABOUT = 8  # ordered so many days ago: cms.demo.talk says what became of them
TROUBLED = 0.8  # who keeps less than this share of its promises has something late on any day


def write(ledger: Ledger) -> None:
    """As much as the partner's manner and place in the demo ask for."""
    if ledger.firm.desk:
        _full(ledger)
    elif ledger.firm.manner.keep[1] < TROUBLED:
        _late(ledger, due=-6, told=+9, quantity=24)
        _late(ledger, due=-12, told=None, quantity=8)


def _full(ledger: Ledger) -> None:
    """Two lines are late, three to confirm, two moved by us, one to be moved for them, three come next."""
    _late(ledger, due=-9, told=+5, quantity=30)
    _late(ledger, due=-3, told=None, quantity=12)
    _to_confirm(ledger)
    _changed(ledger, due=+12, moved=+7, reason="Customer moved the commissioning")
    _changed(ledger, due=+20, moved=-6, reason="We need them earlier, please")
    _asked(ledger)
    for days in (2, 4, 8):
        _confirmed(ledger, due=days, quantity=20)
    _to_talk_about(ledger)


def _ago(ledger: Ledger, days: int) -> date:
    """A working day at least so many days before the as-of day."""
    return workday(ledger.as_of - timedelta(days=days), -1)


def _line(ledger: Ledger, ordered_on: date, due_on: date, quantity: int) -> Line:
    item = ledger.dice.choice(ledger.firm.items)
    return ledger.order(ordered_on, [(item, quantity, (due_on - ordered_on).days)])[0]


def _confirmed(ledger: Ledger, due: int, quantity: int) -> Line:
    """Ordered a lead time ago and confirmed for `due` days from the as-of day."""
    due_on = workday(ledger.as_of + timedelta(days=due), 1 if due > 0 else -1)
    ordered_on = workday(min(due_on - timedelta(days=ledger.firm.lead), _ago(ledger, 8)), -1)
    line = _line(ledger, ordered_on, due_on, quantity)
    line.parts = [(quantity, line.requested_on)]
    ledger.say(line, "confirm", after(ordered_on, 2), line.parts)
    return line


def _late(ledger: Ledger, *, due: int, told: int | None, quantity: int) -> None:
    line = _confirmed(ledger, due, quantity)
    if told is not None:
        new_day = after(ledger.as_of, told)
        ledger.say(line, "confirm", _ago(ledger, 4), [(quantity, new_day)], reason="Waiting for bar stock")


def _to_confirm(ledger: Ledger) -> None:
    ordered_on = _ago(ledger, 1)
    wishes = [
        (ledger.dice.choice(ledger.firm.items), quantity, ledger.firm.lead) for quantity in (40, 12, 60)
    ]
    ledger.order(ordered_on, wishes)


def _to_talk_about(ledger: Ledger) -> None:
    """An order of last week, on which nobody has said anything in the files."""
    wishes = [
        (ledger.dice.choice(ledger.firm.items), quantity, ledger.firm.lead + 14)
        for quantity in (40, 60, 24, 12, 30, 50)
    ]
    ledger.order(_ago(ledger, TALKED_ABOUT), wishes)


def _changed(ledger: Ledger, *, due: int, moved: int, reason: str) -> None:
    line = _confirmed(ledger, due, 24)
    quantity, day = line.parts[0]
    ledger.say(
        line,
        "buyer_change",
        _ago(ledger, 1),
        [(quantity, after(day, moved))],
        by="Alice Moreau",
        reason=reason,
    )


def _asked(ledger: Ledger) -> None:
    """The partner proposes another day and waits for our answer."""
    line = _confirmed(ledger, 6, 50)
    day = line.parts[0][1]
    ledger.say(
        line, "propose", _ago(ledger, 1), [(30, day), (20, after(day, 5))], reason="Two colleagues are ill"
    )
