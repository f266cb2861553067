"""A sheet of answers before it is saved: what it would do to each line, and what cannot be."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.engine.scaled import TooPrecise, to_scaled
from portal.presentation import number, quantity
from suppliers.actions.commitments import Answer, Said
from suppliers.engine.commitments import are_same, compose, replay, rest_of
from suppliers.engine.lines import Part
from suppliers.enums import Act, Fate
from suppliers.facts.promises import Held, held_of
from suppliers.imports.answers import COLUMNS, SheetAnswer
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
AS_ASKED, CHANGED, STILL, REJECTED = "as_asked", "changed", "still", "rejected"
SAME, REFUSED = "same", "refused"
TAKEN = (Fate.ACCEPTED, Fate.WAITING, Fate.KEPT, Fate.REJECTED)


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
    """`answers` are what can be saved; `refusals` cannot. `silent` lines say nothing.

    `mend` are the rows of what was refused, as they came, each with why.
    """

    answers: tuple[Answer, ...]
    told: tuple[Told, ...]
    refusals: tuple[Refusal, ...]
    counts: Mapping[str, int]
    silent: int
    mend: tuple[tuple[str, ...], ...] = ()

    @property
    def to_save(self) -> int:
        return len(self.answers)


def answers_of(
    read: Sequence[SheetAnswer], mine: Any
) -> tuple[list[tuple[SheetAnswer, Held, Answer | None]], list[Refusal]]:
    """The answers to one's own lines (None: untouched), and what is no line or cannot be read.

    Five statements for any number of lines.
    """
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
            if _is_untouched(one, its):
                found.append((one, its, None))
            elif problem := _contradiction(one, its):
                refusals.append(problem)
            else:
                found.append((one, its, _answer(one, its, line)))
        except TooPrecise:
            refusals.append(_refusal(one, "promise_quantity", _("At most six decimals, please.")))
    return found, refusals


def _is_untouched(one: SheetAnswer, held: Held) -> bool:
    """Does it say what the sheet said when it was made? What came or was said since is no matter."""
    since = held.said_since(one.seen)
    if one.says or since is None:
        return False
    before = replay(held.words[: len(held.words) - len(since)], held.asked)
    parts, price = _parts(one), None if one.price is None else to_scaled(one.price)
    same_price = price is None or price == before.price_of(before.price)
    return same_price and are_same(parts, rest_of(before.parts, held.line.quantity - _was_open(one, held)))


def _was_open(one: SheetAnswer, held: Held) -> int:
    return held.open_quantity if one.open_quantity is None else to_scaled(one.open_quantity)


def _parts(one: SheetAnswer) -> list[Part]:
    return [Part(day, number, to_scaled(amount)) for number, (amount, day) in enumerate(one.parts, 1)]


def _contradiction(one: SheetAnswer, held: Held) -> Refusal | None:
    """What the row says twice, or of a line of which something came since the sheet was made."""
    if one.says == "accept" and one.parts:
        line = held.line
        if not are_same(_parts(one), [Part(line.requested_on, 1, held.open_quantity)]) and not are_same(
            _parts(one), held.open_parts
        ):
            words = _("It says accept, and another day or quantity. To promise those, write promise.")
            return _refusal(one, "answer", words)
    if one.says == "keep" and one.parts and not are_same(_parts(one), held.open_parts):
        words = _("It says keep, and another day or quantity. To promise those, write promise.")
        return _refusal(one, "answer", words)
    if one.says in ("", "promise") and _was_open(one, held) != held.open_quantity:
        words = _("Since the sheet was made something has come: %s are open now. Please take a new sheet.")
        return _refusal(one, "open_quantity", words % quantity(held.open_quantity, held.line.unit))
    return None


def _problems(one: SheetAnswer, line: OrderLine | None) -> list[Refusal]:
    found = [
        Refusal(error.row, "-".join(one.key), error.column, error.value, error.reason.translated(_))
        for error in one.errors
    ]
    if line is None and not found:
        found.append(_refusal(one, "order_number", _("There is no such line of yours.")))
    return found


def _answer(one: SheetAnswer, held: Held, line: OrderLine) -> Answer:
    if one.says in (Act.ACCEPT, Act.KEEP, Act.REJECT):
        act = Act(one.says)
        return Answer(line.public_id, act, reason_code=one.reason_code, note=one.note, seen=one.seen)
    parts = tuple((to_scaled(amount), day) for amount, day in one.parts)
    price = None if one.price is None else to_scaled(one.price)
    if price == held.talk.price_of(held.talk.price):
        price = None
    return Answer(line.public_id, Act.PROMISE, parts, price, one.reason_code, one.note, one.seen)


def _refusal(one: SheetAnswer, column: str, why: str) -> Refusal:
    return Refusal(one.rows[0], "-".join(one.key), column, "", why)


def sheet_of(
    found: Sequence[tuple[SheetAnswer, Held, Answer | None]],
    refusals: Sequence[Refusal],
    said: Sequence[Said],
    silent: int,
    read: Sequence[SheetAnswer] = (),
) -> Sheet:
    """What was rehearsed, counted: as asked, changed, the same, refused. `said` has no untouched ones."""
    told, refused, answers, counts = [], list(refusals), [], Counter[str]()
    outcomes = iter(said)
    for one, held, answer in found:
        if answer is None:
            counts[SAME] += 1
            continue
        outcome = next(outcomes)
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
    in_order = tuple(sorted(refused, key=lambda one: one.row))
    return Sheet(tuple(answers), tuple(told), in_order, counts, silent, tuple(_mend(in_order, read)))


def _mend(refused: Sequence[Refusal], read: Sequence[SheetAnswer]) -> Iterator[tuple[str, ...]]:
    whys: dict[str, list[str]] = {}
    for refusal in refused:
        whys.setdefault(refusal.name, []).append(f"{refusal.column}: {refusal.why}")
    for one in read:
        why = whys.get("-".join(one.key))
        for cells in one.cells if why else ():
            yield (*cells, " ".join(why or ()))


def _kind(held: Held, answer: Answer, said: Said) -> str:
    if answer.act != Act.PROMISE:
        still = SAME if said.promise is None else STILL
        return {Fate.REJECTED: REJECTED, Fate.KEPT: still}.get(said.fate, AS_ASKED)
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
    rare = [
        ("ok", ngettext("line still good", "lines still good", n.get(STILL, 0)), n.get(STILL, 0)),
        ("warn", ngettext("line rejected", "lines rejected", n.get(REJECTED, 0)), n.get(REJECTED, 0)),
    ]
    return [
        ("ok", ngettext("line as asked", "lines as asked", n.get(AS_ASKED, 0)), n.get(AS_ASKED, 0)),
        ("warn", ngettext("line otherwise", "lines otherwise", n.get(CHANGED, 0)), n.get(CHANGED, 0)),
        *(one for one in rare if one[2]),
        ("", ngettext("line the same", "lines the same", n.get(SAME, 0)), n.get(SAME, 0)),
        ("bad", ngettext("line refused", "lines refused", n.get(REFUSED, 0)), n.get(REFUSED, 0)),
    ]


def silent_words(sheet: Sheet) -> str:
    if not sheet.silent:
        return ""
    words = ngettext(
        "%(n)s line has no answer, quantity and day: nothing is said of it.",
        "%(n)s lines have no answer, quantity and day: nothing is said of them.",
        sheet.silent,
    )
    return words % {"n": number(sheet.silent)}


def refused_rows(mend: Sequence[Sequence[str]]) -> list[list[Any]]:
    """The sheet again with these rows alone: once mended it can be sent as it is."""
    return [[*COLUMNS, "problem"], *(list(one) for one in mend)]
