"""Two years of orders, promises and receipts of one partner: plain rows, drawn with the partner's own dice.

Nothing here knows what day it is: everything up to the day before `as_of` has happened, the rest is planned.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from cms.demo.cast import Firm, Item
from cms.demo.days import after, moment, month_start, workday

Row = dict[str, Any]
PEOPLE = {"BRANDT": "Bob Brandt", "KESTREL": "Charlie Webb"}
SITES = ("Moss", "Gdynia")
WHY_LATE = (
    "Furnace stood still for two days",
    "Waiting for bar stock",
    "Carrier came a day late",
    "Two colleagues are ill",
    "Pattern had to be repaired",
)
WHY_CHANGED = ("Site is not ready", "Customer moved the commissioning", "We need them earlier, please")
WHY_REJECTED = ("porosity", "wrong thread", "scratched sealing face", "measure out of tolerance")
WHY_CANCELLED = ("Design changed", "Ordered twice by mistake")
IN_PROGRAMME = timedelta(days=182)  # how long ago a partner joined
QUANTITIES = (4, 6, 8, 10, 12, 20, 24, 30, 40, 50, 60)


@dataclass
class Books:
    """What the ERP of the demo company would export."""

    orders: list[Row] = field(default_factory=list)
    promises: list[Row] = field(default_factory=list)
    receipts: list[Row] = field(default_factory=list)


@dataclass
class Line:
    """One order line on its way: `parts` are (quantity, due day) of the first promise."""

    key: Row
    item: Item
    quantity: int
    ordered_on: date
    requested_on: date
    parts: list[tuple[int, date]] = field(default_factory=list)


class Ledger:
    """Writes the rows of one partner into the books."""

    def __init__(self, firm: Firm, as_of: date, books: Books, dice: Random, months: int) -> None:
        self.firm = firm
        self.as_of = as_of
        self.last_day = as_of - timedelta(days=1)
        self.first_month = month_start(as_of, -months)
        self.books = books
        self.dice = dice
        self.months = months
        self.orders = 0
        self.who = PEOPLE.get(firm.code, firm.name)

    # Orders

    def order(self, ordered_on: date, wishes: list[tuple[Item, int, int]]) -> list[Line]:
        """One order with a line for each (item, quantity, days until we want it)."""
        self.orders += 1
        number = f"45{self.firm.place:02d}{self.orders:03d}"
        sent = moment(ordered_on, self.dice, 7, 9)
        site = self.dice.choice(SITES)
        lines = []
        for index, (item, quantity, days) in enumerate(wishes, 1):
            key = {"partner_code": self.firm.code, "order_number": number, "line_number": str(index * 10)}
            line = Line(key, item, quantity, ordered_on, after(ordered_on, days))
            self.books.orders.append(self._order_row(line, sent, site))
            lines.append(line)
        return lines

    def _order_row(self, line: Line, sent: datetime, site: str) -> Row:
        dearer = Decimal(self.dice.choice((100, 100, 100, 101, 102, 104, 98))) / 100
        return {
            **line.key,
            "ordered_on": line.ordered_on.isoformat(),
            "sent_at": sent.isoformat(),
            "currency": "EUR",
            "buyer_email": "alice@halden.example" if self.firm.place % 2 else "ben@halden.example",
            "item_code": line.item.code,
            "description": line.item.description,
            "category": self.firm.segment,
            "quantity": line.quantity,
            "unit": "pcs",
            "unit_price": f"{line.item.price * dearer:.2f}",
            "standard_price": f"{line.item.price:.2f}",
            "requested_on": line.requested_on.isoformat(),
            "status": "confirmed",
            "status_reason": "",
            "ship_to": site,
        }

    def set_status(self, line: Line, status: str, reason: str = "") -> None:
        row = next(row for row in reversed(self.books.orders) if row.items() >= line.key.items())
        row["status"], row["status_reason"] = status, reason

    # Promises

    def say(
        self,
        line: Line,
        event: str,
        on: date,
        parts: list[tuple[int, date]],
        *,
        by: str = "",
        reason: str = "",
    ) -> None:
        """One promise, made in office hours of the day `on`."""
        at = moment(on, self.dice, 9, 15).isoformat()
        for number, (quantity, day) in enumerate(parts, 1):
            self.books.promises.append(
                {
                    **line.key,
                    "event": event,
                    "made_at": at,
                    "made_by": by or self.who,
                    "reason": reason,
                    "part": number,
                    "quantity": quantity,
                    "promised_on": day.isoformat(),
                }
            )

    # Receipts

    def receive(self, line: Line, on: date, accepted: int, rejected: int = 0) -> None:
        if on > self.last_day or accepted + rejected <= 0:
            return
        row = {
            **line.key,
            "receipt_number": f"GR{self.firm.place:02d}{len(self.books.receipts):05d}",
            "received_on": on.isoformat(),
            "recorded_at": moment(on, self.dice, 10, 16).isoformat(),
            "accepted_quantity": accepted,
            "rejected_quantity": rejected,
            "reject_reason": self.dice.choice(WHY_REJECTED) if rejected else "",
            "site": SITES[self.firm.place % 2],
        }
        self.books.receipts.append(row)

    # The story of a usual line

    def live(self, line: Line) -> None:
        """From the order to the last receipt, as far as the as-of day lets it come."""
        dice, fate = self.dice, self.dice.random()
        answered_on = after(
            line.ordered_on, dice.choice((0, 1, self.firm.manner.answer, self.firm.manner.answer + 1))
        )
        if fate < 0.010:
            self.set_status(line, "cancelled_by_us", dice.choice(WHY_CANCELLED))
        elif answered_on <= self.last_day:
            if fate < 0.018:
                self._refuse(line, answered_on)
            else:
                self._promise(line, answered_on)
                self._change(line, answered_on)
                self._deliver(line, answered_on)

    def _refuse(self, line: Line, on: date) -> None:
        """The partner cannot do it; a week later we bought it elsewhere."""
        self.say(line, "reject", on, [(line.quantity, line.requested_on)], reason="Out of our range")
        if on + timedelta(days=7) < self.as_of:
            self.set_status(line, "cancelled_by_us", "Bought elsewhere")

    def _promise(self, line: Line, on: date) -> None:
        dice = self.dice
        due = line.requested_on
        if dice.random() < 0.14:
            due = after(due, dice.randint(3, 12))
        line.parts = [(line.quantity, due)]
        if line.quantity >= 10 and dice.random() < self.firm.manner.split:
            first = line.quantity * dice.choice((5, 6, 7)) // 10
            line.parts = [(first, due), (line.quantity - first, after(due, dice.randint(5, 10)))]
        self.say(line, "confirm", on, line.parts)

    def _change(self, line: Line, answered_on: date) -> None:
        """Sometimes we move a line: that moves the promise too."""
        due = line.parts[0][1]
        soon = due > self.as_of and self.dice.random() < 0.03
        if len(line.parts) > 1 or not (soon or self.dice.random() < 0.04):
            return
        asked_on = (
            workday(self.last_day - timedelta(days=self.dice.randint(0, 4)), -1)
            if soon
            else after(answered_on, 4)
        )
        if not answered_on < asked_on < due - timedelta(days=6) or asked_on > self.last_day:
            return
        line.parts = [(line.quantity, after(due, self.dice.choice((-5, 4, 7, 14))))]
        self.say(
            line,
            "buyer_change",
            asked_on,
            line.parts,
            by="Alice Moreau" if self.firm.place % 2 else "Ben Okafor",
            reason=self.dice.choice(WHY_CHANGED),
        )

    def _keeps(self, due: date) -> bool:
        start, end = self.firm.manner.keep
        done = (due - self.first_month).days / max(1, 31 * self.months)
        chance = start + (end - start) * min(1.0, max(0.0, done))
        if due.month in self.firm.manner.weak:
            chance -= 0.30
        if self.firm.faster and due >= self.as_of - IN_PROGRAMME:
            chance = max(chance, 0.98)
        return self.dice.random() < chance

    def _deliver(self, line: Line, answered_on: date) -> None:
        for quantity, due in line.parts:
            if self._keeps(due):
                early = self.dice.choice((0, 0, 0, 0, 1, 1, 2, 4))
                self._arrive(line, quantity, max(answered_on, workday(due - timedelta(days=early), -1)))
            else:
                late = 1 + min(35, int(self.dice.expovariate(1 / self.firm.manner.late)))
                arrival = after(due, late)
                if self.dice.random() < self.firm.manner.warn and len(line.parts) == 1:
                    self._warn(line, quantity, due, arrival, answered_on)
                self._arrive(line, quantity, arrival)

    def _warn(self, line: Line, quantity: int, due: date, arrival: date, answered_on: date) -> None:
        told_on = workday(due - timedelta(days=self.dice.randint(1, 7)), -1)
        hopeful = self.dice.random() < 0.25
        if answered_on < told_on <= self.last_day:
            new_day = after(due, 1) if hopeful else arrival
            self.say(line, "confirm", told_on, [(quantity, new_day)], reason=self.dice.choice(WHY_LATE))

    def _arrive(self, line: Line, quantity: int, on: date) -> None:
        dice, fate = self.dice, self.dice.random()
        if fate < self.firm.manner.reject and quantity >= 6:
            bad = max(1, quantity * dice.randint(5, 30) // 100)
            self.receive(line, on, quantity - bad, bad)
            self._make_good(line, on, bad, 0.8, "Credited")
        elif fate > 0.965 and quantity >= 10:
            missing = max(1, quantity * dice.randint(4, 10) // 100)
            self.receive(line, on, quantity - missing)
            self._make_good(line, on, missing, 0.7, "Not worth a second lorry")
        elif fate > 0.945 and quantity >= 20:
            self.receive(line, on, quantity + quantity // 20)
        else:
            self.receive(line, on, quantity)

    def _make_good(self, line: Line, on: date, quantity: int, chance: float, otherwise: str) -> None:
        """What was missing or bad comes some days later, or after a month we let it go."""
        if self.dice.random() < chance:
            self.receive(line, after(on, self.dice.randint(4, 12)), quantity)
        elif on + timedelta(days=30) < self.as_of:
            self.set_status(line, "closed_short", otherwise)


def write(firm: Firm, as_of: date, books: Books, *, months: int, scale: float) -> Ledger:
    """`months` of trade with this partner; `scale` thins out the order lines."""
    dice = Random(f"{firm.code} {as_of.isoformat()}")
    ledger = Ledger(firm, as_of, books, dice, months)
    for index in range(-1, months + 1):
        start = month_start(ledger.first_month, index)
        wanted = firm.monthly * scale * dice.uniform(0.7, 1.3) * (0.6 if start.month == 7 else 1.0)
        while wanted >= 1 or dice.random() < wanted:
            count = min(max(1, round(wanted)), dice.choice((1, 2, 2, 3, 4)))
            wanted -= count
            ordered_on = workday(start + timedelta(days=dice.randint(0, 27)))
            inside = firm.faster > 0 and ordered_on >= as_of - IN_PROGRAMME
            lead, spread = (firm.lead - firm.faster, 3) if inside else (firm.lead, 1)
            wishes = [
                (item, dice.choice(QUANTITIES), max(3, lead + dice.randint(-5, 7) // spread))
                for item in dice.sample(firm.items, min(count, len(firm.items)))
            ]
            if ordered_on <= ledger.last_day:
                for line in ledger.order(ordered_on, wishes):
                    ledger.live(line)
    return ledger
