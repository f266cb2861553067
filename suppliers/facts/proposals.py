"""What accepting proposals does: how far past the day asked for, with how many lines, what is at stake."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from portal.engine.money import Money
from portal.engine.scaled import from_scaled
from suppliers.engine.commitments import Word
from suppliers.engine.tolerance import Verdict, judge
from suppliers.enums import PromiseEvent
from suppliers.facts.promises import Held, held_of
from suppliers.facts.terms import last_day_of, terms_of
from suppliers.facts.tolerances import limits_of
from suppliers.models import OrderLine


@dataclass(frozen=True)
class Effect:
    """Of the proposal that waits on one line.

    `days_past` is how many calendar days its last part lies after the day asked for (negative: before it),
    `moved` how many later than the promise in force, None without one. `with_it` counts the lines that the
    same person proposed in the same moment, and `past_with_it` those of them that go past their day.
    `at_risk` is open quantity times price, None without a price or currency. `verdict` is what the tolerances
    say.
    """

    line: OrderLine
    proposal: Word
    verdict: Verdict
    days_past: int
    moved: int | None
    with_it: int
    past_with_it: int
    at_risk: Money | None


def effects_of(lines: Sequence[OrderLine]) -> dict[int, Effect]:
    """By line id, of those on which a proposal waits; a fixed number of queries.

    Lines come with their order and partner. Whoever wants whole batches gives all lines that wait.
    """
    return effects_of_held(held_of(lines))


def effects_of_held(held: Sequence[Held]) -> dict[int, Effect]:
    """As `effects_of`, of lines whose conversation is loaded; one query."""
    waiting = [(one, proposal) for one in held if (proposal := one.pending(PromiseEvent.PROPOSE))]
    limits = limits_of({one.line.partner for one, _proposal in waiting})
    together = Counter(_batch(one, proposal) for one, proposal in waiting)
    past = Counter(_batch(one, proposal) for one, proposal in waiting if _days_past(one, proposal) > 0)
    found = {}
    for one, proposal in waiting:
        price = one.talk.price_of(proposal.price)
        agreed = terms_of(one, one.talk.agreed, one.talk.agreed_price)
        verdict = judge(agreed, terms_of(one, proposal.parts, price), limits[one.line.partner_id])
        batch = _batch(one, proposal)
        found[one.line.pk] = Effect(
            line=one.line,
            proposal=proposal,
            verdict=verdict,
            days_past=_days_past(one, proposal),
            moved=_moved(one, proposal),
            with_it=together[batch],
            past_with_it=past[batch],
            at_risk=_worth(one, price),
        )
    return found


def _batch(held: Held, proposal: Word) -> tuple[int, dt.datetime, str]:
    """Proposed together: by one person in one moment."""
    return held.line.partner_id, proposal.made_at, proposal.made_by


def _worth(held: Held, price: int | None) -> Money | None:
    currency = held.line.order.currency or held.line.partner.currency
    if price is None or not currency:
        return None
    return Money.of(from_scaled(held.open_quantity) * from_scaled(price), currency)


def _days_past(held: Held, proposal: Word) -> int:
    return (last_day_of(held, proposal.parts) - held.line.requested_on).days


def _moved(held: Held, proposal: Word) -> int | None:
    if not held.talk.parts:
        return None
    return (last_day_of(held, proposal.parts) - last_day_of(held, held.talk.parts)).days
