"""Formulas over KPIs: a small grammar of our own, read and computed by hand: no code is ever run.

    sum     = product (("+" | "-") product)*
    product = unary (("*" | "/") unary)*
    unary   = "-" unary | number | kpi | ("min" | "max") "(" sum ("," sum)+ ")" | "(" sum ")"

Numbers are digits with at most one point. Every error names the character at which it stands.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

from suppliers.imports.messages import Message, gettext_noop, say

MAX_LENGTH = 500
MAX_DEPTH = 20
MAX_TERMS = 100
MAX_DIGITS = 12
# Values of more digits before the point fit into no card: such a result is none.
TOO_LARGE = 10**18

_TOKEN = re.compile(r"[a-zA-Z_][a-zA-Z_0-9]*|[0-9]+(?:\.[0-9]+)?|\*\*|//|[-+*/(),]")
_CALLS: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {"min": min, "max": max}
# What people type or paste for our signs.
_MEANT = {"×": "*", "·": "*", "÷": "/", ":": "/", "−": "-", "–": "-", "—": "-", "[": "(", "]": ")"}
_CONNECTIVES = frozenset("+-*/")
_COMPLETE_FIRST = gettext_noop("Something is missing here: a KPI, a number or a bracket.")


class BadFormula(ValueError):
    """A formula that cannot be read; `at` is the index of the character, `len(text)` at its end."""

    def __init__(self, message: Message, at: int) -> None:
        super().__init__(str(message))
        self.message = message
        self.at = at


@dataclass(frozen=True, slots=True)
class Operation:
    """Takes the topmost `takes` values and puts back one."""

    sign: str
    takes: int


Step = Fraction | str | Operation


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read; `names` are its KPIs, each once, as they first appear."""

    text: str
    names: tuple[str, ...]
    steps: tuple[Step, ...]

    def evaluate(self, values: Mapping[str, Fraction | None]) -> Fraction | None:
        """Exact; None when a KPI has no value, a divisor is 0 or the result is 10^18 or more."""
        if any(values.get(name) is None for name in self.names):
            return None
        result = _run(self.steps, values)
        return None if result is None or abs(result) >= TOO_LARGE else result


def parse(text: str, names: Collection[str]) -> Formula:
    """Reads a formula that may use the KPIs `names`. Raises BadFormula at the first thing that is wrong."""
    if len(text) > MAX_LENGTH:
        raise BadFormula(
            say(gettext_noop("A formula has at most %(most)s characters."), most=MAX_LENGTH), MAX_LENGTH
        )
    reader = _Reader(_tokens(text), len(text), names)
    reader.sum(0)
    if reader.here[0]:
        raise reader.unexpected()
    used = tuple(dict.fromkeys(step for step in reader.steps if isinstance(step, str)))
    if not used:
        raise BadFormula(say(gettext_noop("Name at least one KPI: this is the same for every partner.")), 0)
    return Formula(text, used, tuple(reader.steps))


def _tokens(text: str) -> list[tuple[str, int]]:
    found, at = [], 0
    while at < len(text):
        if text[at] in " \t\r\n":
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadFormula(_strange(text[at]), at)
        found.append((match.group(), at))
        at = match.end()
    return found


def _strange(character: str) -> Message:
    if character in _MEANT:
        text = gettext_noop("Write %(meant)s instead of “%(character)s”.")
        return say(text, meant=_MEANT[character], character=character)
    if character == "%":
        return say(gettext_noop("A share is a number from 0 to 1: write 0.95 for 95 %."))
    if character == ".":
        return say(gettext_noop("A point stands between digits only, as in 0.5."))
    name = unicodedata.name(character, "") if not character.isascii() else ""
    shown = f"{character} ({name})" if name else character
    return say(gettext_noop("“%(character)s” cannot stand in a formula."), character=shown)


class _Reader:
    """Goes through the tokens once and writes the steps in the order in which they are computed."""

    def __init__(self, tokens: list[tuple[str, int]], end: int, names: Collection[str]) -> None:
        self.tokens = [*tokens, ("", end)]
        self.place = 0
        self.names = names
        self.steps: list[Step] = []

    @property
    def here(self) -> tuple[str, int]:
        return self.tokens[self.place]

    def step(self, step: Step) -> None:
        if len(self.steps) >= 2 * MAX_TERMS:
            raise BadFormula(
                say(gettext_noop("A formula has at most %(most)s terms."), most=MAX_TERMS), self.here[1]
            )
        self.steps.append(step)

    def sum(self, depth: int) -> None:
        self._chain("+-", self.product, depth)

    def product(self, depth: int) -> None:
        self._chain("*/", self.unary, depth)

    def _chain(self, signs: str, operand: Callable[[int], None], depth: int) -> None:
        operand(depth)
        while self.here[0] and self.here[0] in signs:
            sign, at = self.here
            self.place += 1
            begins = len(self.steps)
            operand(depth)
            if sign == "/":
                self._check_divisor(self.steps[begins:], at)
            self.step(Operation(sign, 2))

    def _check_divisor(self, steps: list[Step], at: int) -> None:
        if not any(isinstance(step, str) for step in steps) and not _run(steps, {}):
            raise BadFormula(say(gettext_noop("This divides by 0.")), at)

    def unary(self, depth: int) -> None:
        word, at = self.here
        if depth > MAX_DEPTH:
            raise BadFormula(
                say(gettext_noop("Brackets and signs go at most %(most)s deep."), most=MAX_DEPTH), at
            )
        if word == "-":
            self.place += 1
            self.unary(depth + 1)
            self.step(Operation("-", 1))
        elif word == "(":
            self.place += 1
            self.sum(depth + 1)
            self._close()
        elif word[:1].isdigit():
            self.step(_number(word, at))
            self.place += 1
        elif word[:1].isalpha() or word[:1] == "_":
            self._named(word, at, depth)
        else:
            raise self.unexpected()

    def _named(self, word: str, at: int, depth: int) -> None:
        self.place += 1
        if word in _CALLS:
            self._call(word, depth)
        elif word not in self.names:
            raise BadFormula(self._unknown(word), at)
        elif self.here[0] == "(":
            raise BadFormula(
                say(gettext_noop("%(name)s is a KPI: brackets follow min and max only."), name=word),
                self.here[1],
            )
        else:
            self.step(word)

    def _call(self, name: str, depth: int) -> None:
        if self.here[0] != "(":
            raise BadFormula(say(gettext_noop("Write %(name)s(one, another)."), name=name), self.here[1])
        self.place += 1
        self.sum(depth + 1)
        takes = 1
        while self.here[0] == ",":
            self.place += 1
            self.sum(depth + 1)
            takes += 1
        if takes < 2 and self.here[0] == ")":
            raise BadFormula(
                say(gettext_noop("%(name)s compares two or more: put a comma between them."), name=name),
                self.here[1],
            )
        self._close()
        self.step(Operation(name, takes))

    def _close(self) -> None:
        if self.here[0] != ")":
            raise (
                self.unexpected()
                if self.here[0]
                else BadFormula(say(gettext_noop("A bracket is not closed.")), self.here[1])
            )
        self.place += 1

    def _unknown(self, word: str) -> Message:
        choices = [*self.names, *_CALLS]
        close = get_close_matches(word.lower(), choices, n=1, cutoff=0.5)
        if close:
            text = gettext_noop("There is no KPI “%(name)s”. Did you mean %(close)s?")
            return say(text, name=word, close=close[0])
        return say(gettext_noop("There is no KPI “%(name)s”."), name=word)

    def unexpected(self) -> BadFormula:
        """What stands here cannot stand here."""
        word, at = self.here
        if not word:
            return BadFormula(say(_COMPLETE_FIRST), at)
        if word == "**":
            return BadFormula(say(gettext_noop("There are no powers: multiply instead.")), at)
        if word == "//":
            return BadFormula(say(gettext_noop("Write / to divide.")), at)
        if word == ")" and self._is_complete():
            return BadFormula(say(gettext_noop("There is no bracket that this one closes.")), at)
        if word == ",":
            text = gettext_noop("A comma stands between what min or max compares; decimals have a point.")
            return BadFormula(say(text), at)
        if word in _CONNECTIVES or word == ")":
            return BadFormula(say(_COMPLETE_FIRST), at)
        return BadFormula(say(gettext_noop("Put + - * or / before “%(word)s”."), word=word), at)

    def _is_complete(self) -> bool:
        """Does something stand before this place that needs nothing more?"""
        before = self.tokens[self.place - 1][0] if self.place else ""
        return bool(before) and before not in _CONNECTIVES and before not in "(,"


def _number(word: str, at: int) -> Fraction:
    whole, _, decimals = word.partition(".")
    if len(whole) > MAX_DIGITS or len(decimals) > MAX_DIGITS:
        text = gettext_noop("A number has at most %(most)s digits before and after its point.")
        raise BadFormula(say(text, most=MAX_DIGITS), at)
    return Fraction(word)


def _run(steps: Sequence[Step], values: Mapping[str, Fraction | None]) -> Fraction | None:
    """None when a divisor is 0. Every KPI among the steps has a value."""
    stack: list[Fraction] = []
    for step in steps:
        if isinstance(step, Operation):
            taken = stack[-step.takes :]
            del stack[-step.takes :]
            result = _apply(step, taken)
            if result is None:
                return None
            stack.append(result)
        else:
            value = values[step] if isinstance(step, str) else step
            stack.append(value or Fraction(0))
    return stack[0]


def _apply(step: Operation, taken: Sequence[Fraction]) -> Fraction | None:
    if step.sign in _CALLS:
        return _CALLS[step.sign](taken)
    if step.takes == 1:
        return -taken[0]
    left, right = taken
    if step.sign == "+":
        return left + right
    if step.sign == "-":
        return left - right
    if step.sign == "*":
        return left * right
    return left / right if right else None
