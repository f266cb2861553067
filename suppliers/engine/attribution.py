"""Which partner a ledger entry concerns where its file does not say: the first rule that fits."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from portal.engine.splitting import split
from suppliers.engine.contribution import NET_REVENUE

# By which of its conditions a rule is looked up: the one that fits the fewest entries.
_SELECTIVE = ("reference", "item_code", "customer", "category", "kind")
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Texts:
    """What a text must be: one of `exact`, or more than nothing that begins with one of `prefixes`."""

    exact: frozenset[str]
    prefixes: tuple[str, ...] = ()

    @classmethod
    def of(cls, written: Iterable[str]) -> "Texts":
        """From texts of which those with a `*` at the end stand for any ending."""
        texts = list(written)
        return cls(
            frozenset(text for text in texts if not text.endswith("*")),
            tuple(sorted({text[:-1] for text in texts if text.endswith("*")})),
        )

    def __bool__(self) -> bool:
        return bool(self.exact or self.prefixes)

    def fit(self, text: str) -> bool:
        return text in self.exact or bool(text and text.startswith(self.prefixes))


@dataclass(frozen=True, slots=True)
class Rule:
    """`texts` by the entry's attribute; empty ones fit anything. `shares` are 1 together; without any the
    entry is split as the other entries of its order name partners."""

    key: int
    version: int
    role: str
    shares: tuple[tuple[int, Fraction], ...] = ()
    texts: Mapping[str, Texts] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None

    def fits(self, entry: "Entry") -> bool:
        return (
            (self.since is None or self.since <= entry.date)
            and (self.until is None or entry.date <= self.until)
            and all(not texts or texts.fit(getattr(entry, name)) for name, texts in self.texts.items())
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """What rules look at. `supplier`, `distributor`, `agent`: the keys of those that the file names.

    `takes_back`: the key of the entry of which this one is the reversal.
    """

    key: int
    entry_id: str
    date: date
    kind: str
    amount_minor: int
    company_minor: int
    item_code: str = ""
    category: str = ""
    customer: str = ""
    reference: str = ""
    supplier: int | None = None
    distributor: int | None = None
    agent: int | None = None
    currency: str = ""
    takes_back: int | None = None

    def named(self, role: str) -> int | None:
        partner: int | None = getattr(self, role)
        return partner


@dataclass(frozen=True, slots=True)
class Part:
    partner: int
    item_code: str
    amount_minor: int
    company_minor: int


@dataclass(frozen=True, slots=True)
class Naming:
    """Which rule named partners in an entry, and how much of it is theirs; the rest stays without."""

    rule: Rule
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What an order's entries of one item and one partner (or none) are worth, net."""

    item_code: str
    partner: int | None
    net: int


class _Book:
    """The rules of one role, found by one of their conditions."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.any: list[int] = []
        self.exact: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.prefixed: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.lengths: dict[str, set[int]] = defaultdict(set)
        self.fields: set[str] = set()
        self.rules = rules
        for place, rule in enumerate(rules):
            self._keep(place, rule)

    def _keep(self, place: int, rule: Rule) -> None:
        name = next((name for name in _SELECTIVE if rule.texts.get(name)), None)
        if name is None:
            self.any.append(place)
            return
        self.fields.add(name)
        for text in rule.texts[name].exact:
            self.exact[name, text].append(place)
        for text in rule.texts[name].prefixes:
            self.prefixed[name, text].append(place)
            self.lengths[name].add(len(text))

    def fitting(self, entry: Entry) -> Iterable[Rule]:
        """By their place."""
        found = list(self.any)
        for name in self.fields:
            text = getattr(entry, name)
            found += self.exact.get((name, text), ())
            for length in self.lengths[name]:
                found += self.prefixed.get((name, text[:length]), ())
        return (self.rules[place] for place in sorted(set(found)) if self.rules[place].fits(entry))


class Namer:
    """Holds entries against rules, which come by their place. `order` gives the entries of a reference."""

    def __init__(
        self, rules: Iterable[Rule], order: Callable[[str], Sequence[Entry]] = lambda reference: ()
    ) -> None:
        of_role: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            of_role[rule.role].append(rule)
        self._books = {role: _Book(found) for role, found in of_role.items()}
        self._order = order

    def naming(self, entry: Entry, role: str) -> Naming | None:
        """None where the file names a partner itself, or no rule does.

        A rule that follows the order only fits where the order's other entries name somebody and are worth
        more than nothing.
        """
        book = self._books.get(role)
        if book is None or entry.named(role) is not None:
            return None
        for rule in book.fitting(entry):
            if rule.shares:
                return Naming(rule, _shared(entry, rule))
            if parts := self._as_order(entry, role):
                return Naming(rule, parts)
        return None

    def may_follow(self, entry: Entry) -> bool:
        """Does what it is named depend on the other entries of its order?"""
        return bool(entry.reference) and any(
            not rule.shares
            for role, book in self._books.items()
            if entry.named(role) is None
            for rule in book.fitting(entry)
        )

    def lines(self, entry: Entry, role: str) -> list[Line]:
        """The other entries of its order that make up net revenue, by item and partner, the lowest first.

        What was taken back is left out, with what took it back.
        """
        order = self._order(entry.reference)
        gone = {other.takes_back for other in order} - {None}
        others = [
            other
            for other in order
            if other.key != entry.key
            and other.kind in NET_REVENUE
            and other.takes_back is None
            and other.key not in gone
        ]
        others.sort(key=lambda other: natural(other.entry_id))
        sums: dict[tuple[str, int | None], int] = defaultdict(int)
        for other in others:
            for partner, minor in self._named(other, role):
                sums[other.item_code, partner] += minor
        return _joined(sums)

    def _as_order(self, entry: Entry, role: str) -> tuple[Part, ...]:
        lines = self.lines(entry, role) if entry.reference else []
        if sum(line.net for line in lines) <= 0:
            return ()
        weights = [max(line.net, 0) for line in lines]
        return tuple(
            Part(line.partner, line.item_code, amount, company)
            for line, weight, amount, company in zip(
                lines, weights, split(entry.amount_minor, weights), split(entry.company_minor, weights),
                strict=True,
            )
            if line.partner is not None and weight
        )  # fmt: skip

    def _named(self, other: Entry, role: str) -> list[tuple[int | None, int]]:
        """Whom a line names, by its file or by shares; what itself follows the order names nobody here."""
        partner = other.named(role)
        if partner is None:
            for rule in self._books[role].fitting(other):
                if rule.shares:
                    return [(part.partner, part.company_minor) for part in _shared(other, rule)]
        return [(partner, other.company_minor)]


def natural(text: str) -> tuple[object, ...]:
    """Sorts numbers inside texts as numbers: line 2 before line 10."""
    return tuple(int(part) if place % 2 else part for place, part in enumerate(_DIGITS.split(text)))


def _shared(entry: Entry, rule: Rule) -> tuple[Part, ...]:
    weights = [share for _partner, share in rule.shares]
    amounts, companies = split(entry.amount_minor, weights), split(entry.company_minor, weights)
    return tuple(
        Part(partner, entry.item_code, amount, company)
        for (partner, _share), amount, company in zip(rule.shares, amounts, companies, strict=True)
    )


def _joined(sums: Mapping[tuple[str, int | None], int]) -> list[Line]:
    """What names nobody belongs to the one partner of its item: a discount to the line it was given on."""
    partners: dict[str, list[int]] = defaultdict(list)
    for item, partner in sums:
        if item and partner is not None:
            partners[item].append(partner)
    joined: dict[tuple[str, int | None], int] = defaultdict(int)
    for (item, partner), minor in sums.items():
        own = partners.get(item, [])
        joined[item, own[0] if partner is None and len(own) == 1 else partner] += minor
    return [Line(item, partner, net) for (item, partner), net in joined.items()]
