"""Order lines with all that was said of them and what came, as answering them needs it.

A fixed number of queries for any number of lines. Quantities and prices are scaled by 10^6.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Sum

from suppliers.engine.commitments import Asked, Talk, Word, replay, rest_of
from suppliers.engine.lines import Part
from suppliers.facts.shipping import shipped_of
from suppliers.models import OrderLine, Promise, PromisePart, Receipt

# Of how much was said; what is longer was not made by us.
_DIGITS = 9


def seen_of(version: int, words: int) -> str:
    """What somebody had seen of a line: its version, and how much was said of it. Comes with the answer."""
    return f"{version}.{words}"


@dataclass(frozen=True)
class Held:
    """One line with its conversation. `words` are in the order in which they were recorded."""

    line: OrderLine
    words: tuple[Word, ...]
    talk: Talk
    received: int
    shipped: int

    @property
    def seen(self) -> str:
        return seen_of(self.line.version, len(self.words))

    @property
    def open_quantity(self) -> int:
        """What is still to come of what is asked for; the line may be closed all the same."""
        return max(0, self.line.quantity - self.received)

    @property
    def open_parts(self) -> tuple[Part, ...]:
        """What is promised of what is still to come."""
        return self.still_open(self.talk.parts)

    @property
    def asked(self) -> Asked:
        return asked_of(self.line)

    def pending(self, *events: str) -> Word | None:
        """What waits for an answer, if it is one of these events."""
        pending = self.talk.pending
        return pending if pending is not None and pending.event in events else None

    def still_open(self, parts: Iterable[Part]) -> tuple[Part, ...]:
        """What of these parts of the whole line is still to come."""
        return rest_of(parts, self.received)

    def said_since(self, seen: str) -> tuple[Word, ...] | None:
        """What was said since then; None when the line itself was changed, or `seen` is none of ours."""
        version, _dot, words = seen.partition(".")
        if version != str(self.line.version) or not words.isdecimal() or len(words) > _DIGITS:
            return None
        if int(words) > len(self.words):
            return None
        return self.words[int(words) :]


def asked_of(line: OrderLine) -> Asked:
    return Asked(line.quantity, line.requested_on, line.unit_price)


def held_of(lines: Sequence[OrderLine]) -> list[Held]:
    """In the same order; four queries. The lines need nothing loaded with them."""
    ids = [line.pk for line in lines]
    words, received, shipped = words_of(ids), received_of(ids), shipped_of(ids)
    return [
        Held(
            line,
            tuple(words[line.pk]),
            replay(words[line.pk], asked_of(line)),
            received.get(line.pk, 0),
            shipped.get(line.pk, 0),
        )
        for line in lines
    ]


def words_of(line_ids: Iterable[int]) -> defaultdict[int, list[Word]]:
    """All that was said of these lines, in the order in which it was recorded; two queries."""
    said = list(
        Promise.objects.filter(line_id__in=list(line_ids))
        .order_by("pk")
        .values_list("line_id", "pk", "event", "made_at", "price", "answers_id", "voids_id", "made_by")
    )
    parts: defaultdict[int, list[Part]] = defaultdict(list)
    # By the ids of their promises, without a join: after a large import PostgreSQL has no statistics yet.
    for promise_id, number, quantity, day in (
        PromisePart.objects.filter(promise_id__in=[pk for _line, pk, *_ in said])
        .order_by("promise_id", "number")
        .values_list("promise_id", "number", "quantity", "promised_on")
    ):
        parts[promise_id].append(Part(day, number, quantity))
    words: defaultdict[int, list[Word]] = defaultdict(list)
    for line_id, pk, event, made_at, price, answers, voids, made_by in said:
        words[line_id].append(Word(pk, event, made_at, tuple(parts[pk]), price, answers, voids, made_by))
    return words


def received_of(line_ids: Iterable[int]) -> dict[int, int]:
    """Accepted and rejected, of each line of which something came; one query."""
    came = Receipt.objects.filter(line_id__in=list(line_ids)).order_by().values("line_id")
    total = Sum(F("accepted_quantity") + F("rejected_quantity"))
    return dict(came.annotate(total=total).values_list("line_id", "total"))
