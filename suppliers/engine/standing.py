"""Where one line stands by its facts, whatever the day: what is open, when it is due, who spoke last."""

from dataclasses import dataclass
from datetime import date, datetime

from suppliers.engine.commitments import Holding
from suppliers.engine.lines import LineFacts, PromiseFact

# Lines on which something is still to come; a blocked one is shown but is never late.
RUNNING = frozenset({"confirmed", "blocked"})
# Events that set the day a line is due: the partner's accepted word, or our change.
SETTING = frozenset({"confirm", "buyer_change"})


@dataclass(frozen=True, slots=True)
class Standing:
    """`last_event` is the word that holds: after a declined proposal the one before it, empty for none."""

    is_open: bool
    due_on: date
    received: int
    open_quantity: int
    last_event: str = ""
    last_at: datetime | None = None


def standing_of(facts: LineFacts, *, quantity: int, requested_on: date) -> Standing:
    """`quantity` and `requested_on` are what is asked now; `facts` hold what was asked first."""
    received = sum(receipt.received for receipt in facts.receipts)
    is_open = facts.status in RUNNING and received < quantity
    said = sorted(facts.promises, key=lambda fact: fact.made_at)
    holding: Holding[PromiseFact] = Holding()
    for fact in said:
        holding.hear(fact)
    return Standing(
        is_open=is_open,
        due_on=_due_on(said) or requested_on,
        received=received,
        open_quantity=quantity - received if is_open else 0,
        last_event=holding.last.event if holding.last else "",
        last_at=said[-1].made_at if said else None,
    )


def _due_on(said: list[PromiseFact]) -> date | None:
    """The last part's day of the newest word that sets it."""
    for fact in reversed(said):
        days = [part.due_on for part in fact.parts if part.quantity > 0]
        if fact.event in SETTING and days:
            return max(days)
    return None
