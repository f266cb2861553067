"""Where one line stands by its facts, whatever the day: what is open, when it is due, who spoke last."""

from dataclasses import dataclass
from datetime import date, datetime

from suppliers.engine.lines import LineFacts, PromiseFact

# Lines on which something is still to come; a blocked one is shown but is never late.
RUNNING = frozenset({"confirmed", "blocked"})
# Events that set the day a line is due: the partner's accepted word, or our change.
SETTING = frozenset({"confirm", "buyer_change"})
# The talk about a proposal; once it was declined, what held before it holds again.
_TALK = frozenset({"propose", "counter", "decline"})


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
    last = _last_word(said)
    return Standing(
        is_open=is_open,
        due_on=_due_on(said) or requested_on,
        received=received,
        open_quantity=quantity - received if is_open else 0,
        last_event=last.event if last else "",
        last_at=said[-1].made_at if said else None,
    )


def _last_word(said: list[PromiseFact]) -> PromiseFact | None:
    """In order of time. Who agreed to a refusal leaves it a refusal."""
    last: PromiseFact | None = None
    for fact in said:
        if fact.event == "decline":
            last = _before_talk(said[: said.index(fact)])
        elif fact.event != "agree":
            last = fact
    return last


def _before_talk(said: list[PromiseFact]) -> PromiseFact | None:
    settled = [fact for fact in said if fact.event not in _TALK and fact.event != "agree"]
    return settled[-1] if settled else None


def _due_on(said: list[PromiseFact]) -> date | None:
    """The last part's day of the newest word that sets it."""
    for fact in reversed(said):
        days = [part.due_on for part in fact.parts if part.quantity > 0]
        if fact.event in SETTING and days:
            return max(days)
    return None
