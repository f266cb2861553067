"""A sheet of answers before it is saved: what it would do to each line, and what cannot be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.engine.scaled import TooPrecise, to_scaled
from portal.presentation import number
from suppliers.actions.commitments import Answer, Said
from suppliers.engine.commitments import are_same, compose
from suppliers.enums import Act, Fate
from suppliers.facts.promises import Held, held_of
from suppliers.imports.answers import SheetAnswer
from suppliers.models import OrderLine

# The columns of a problem's field.
_COLUMNS = {
    "parts": "promised_on",
    "price": "price",
    "reason_code": "reason_code",
    "note": "note",
    "seen": "seen",
}
# What a row would do; the words stand in the preview.
AS_ASKED, CHANGED, SAME, REFUSED = "as_asked", "changed", "same", "refused"
TAKEN = (Fate.ACCEPTED, Fate.WAITING, Fate.KEPT)


@dataclass(frozen=True)
class Refusal:
    """One line that is not taken: the row a spreadsheet shows, the column, what stood there, and why."""

    row: int
    name: str
    column: str
    value: str
    why: str


@dataclass(frozen=True)
class Told:
    """One line that would change, in words."""

    name: str
    kind: str
    why: str
    waits: bool


@dataclass(frozen=True)
class Sheet:
    """`answers` are what can be saved; `refusals` cannot. `silent` lines say nothing."""

    answers: tuple[Answer, ...]
    told: tuple[Told, ...]
    refusals: tuple[Refusal, ...]
    counts: Mapping[str, int]
    silent: int

    @property
    def to_save(self) -> int:
        return len(self.answers)


def answers_of(
    read: Sequence[SheetAnswer], mine: Any
) -> tuple[list[tuple[SheetAnswer, Held, Answer]], list[Refusal]]:
    """The answers to one's own lines, and what is no line or cannot be read. Five statements."""
    speaking = [one for one in read if not one.is_silent]
    lines = {
        (line.order.number, line.number): line
        for line in mine.filter(order__number__in={one.order_number for one in speaking}).select_related(
            "order", "partner"
        )
    }
    known = [one for one in speaking if one.key in lines]
    held = {one.line.pk: one for one in held_of([lines[one.key] for one in known])}
    found, refusals = [], []
    for one in speaking:
        line = lines.get(one.key)
        problems = _problems(one, line)
        if problems or line is None:
            refusals += problems
            continue
        its = held[line.pk]
        try:
            found.append((one, its, _answer(one, its, line)))
        except TooPrecise:
            refusals.append(_refusal(one, "promise_quantity", _("At most six decimals, please.")))
    return found, refusals


def _problems(one: SheetAnswer, line: OrderLine | None) -> list[Refusal]:
    found = [
        Refusal(error.row, "-".join(one.key), error.column, error.value, error.reason.translated(_))
        for error in one.errors
    ]
    if line is None and not found:
        found.append(_refusal(one, "order_number", _("There is no such line of yours.")))
    return found


def _answer(one: SheetAnswer, held: Held, line: OrderLine) -> Answer:
    parts = tuple((to_scaled(quantity), day) for quantity, day in one.parts)
    price = None if one.price is None else to_scaled(one.price)
    if price == held.talk.price_of(held.talk.price):
        price = None
    return Answer(line.public_id, Act.PROMISE, parts, price, one.reason_code, one.note, one.seen)


def _refusal(one: SheetAnswer, column: str, why: str) -> Refusal:
    return Refusal(one.rows[0], "-".join(one.key), column, "", why)


def sheet_of(
    found: Sequence[tuple[SheetAnswer, Held, Answer]],
    refusals: Sequence[Refusal],
    said: Sequence[Said],
    silent: int,
) -> Sheet:
    """What was rehearsed, counted: as asked, changed, the same as before, refused."""
    told, refused, answers, counts = [], list(refusals), [], Counter[str]()
    for (one, held, answer), outcome in zip(found, said, strict=True):
        if outcome.fate not in TAKEN:
            refused += [
                _refusal(one, _COLUMNS.get(problem.field, "order_number"), problem.message)
                for problem in outcome.problems
            ] or [_refusal(one, "order_number", outcome.why)]
            continue
        kind = _kind(held, answer, outcome)
        counts[kind] += 1
        if kind != SAME:
            answers.append(answer)
            told.append(Told("-".join(one.key), kind, outcome.why, outcome.fate == Fate.WAITING))
    counts[REFUSED] = len({refusal.name for refusal in refused})
    return Sheet(tuple(answers), tuple(told), tuple(sorted(refused, key=lambda one: one.row)), counts, silent)


def _kind(held: Held, answer: Answer, said: Said) -> str:
    if said.fate == Fate.KEPT:
        return SAME
    line = held.line
    parts = compose(held.talk.parts, held.received, answer.parts, line.requested_on)
    asked = compose(
        held.talk.parts, held.received, [(held.open_quantity, line.requested_on)], line.requested_on
    )
    if held.talk.parts and are_same(parts, held.talk.parts) and answer.price is None:
        return SAME if held.talk.last_event == "confirm" else AS_ASKED
    return AS_ASKED if are_same(parts, asked) and answer.price is None else CHANGED


def counted(sheet: Sheet) -> list[tuple[str, str, int]]:
    """(tone, words, n) of the preview's head."""
    n = sheet.counts
    return [
        ("ok", ngettext("line as asked", "lines as asked", n.get(AS_ASKED, 0)), n.get(AS_ASKED, 0)),
        ("warn", ngettext("line otherwise", "lines otherwise", n.get(CHANGED, 0)), n.get(CHANGED, 0)),
        ("", ngettext("line the same", "lines the same", n.get(SAME, 0)), n.get(SAME, 0)),
        ("bad", ngettext("line refused", "lines refused", n.get(REFUSED, 0)), n.get(REFUSED, 0)),
    ]


def silent_words(sheet: Sheet) -> str:
    if not sheet.silent:
        return ""
    words = ngettext(
        "%(n)s line has no quantity and day: nothing is said of it.",
        "%(n)s lines have no quantity and day: nothing is said of them.",
        sheet.silent,
    )
    return words % {"n": number(sheet.silent)}


def refused_rows(refusals: Sequence[Refusal]) -> list[list[Any]]:
    head = ["row", "line", "column", "value", "reason"]
    return [head, *([one.row, one.name, one.column, one.value, one.why] for one in refusals)]
