"""What of a line is compared when a promise is judged (docs/commitments.md)."""

import datetime as dt
from collections.abc import Sequence

from suppliers.engine.lines import Part
from suppliers.engine.tolerance import Terms
from suppliers.facts.promises import Held


def terms_of(held: Held, parts: Sequence[Part], price: int | None) -> Terms:
    """All of the quantity, and of what is still to come the last day and the number of parts."""
    rest = held.still_open(parts) or tuple(parts)
    return Terms(sum(part.quantity for part in parts), max(part.due_on for part in rest), len(rest), price)


def last_day_of(held: Held, parts: Sequence[Part]) -> dt.date:
    """Of what of these parts is still to come."""
    return terms_of(held, parts, None).due_on
