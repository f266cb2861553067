"""Rows with a key of their own into one model each: new, changed, same or refused, chunk by chunk."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from babel.numbers import get_currency_precision
from django.db.models import Model

from portal.engine.money import Money
from suppliers.actions.loading.book import MEND, Book, Field, PartnerRef, Rows
from suppliers.actions.loading.tally import Change, Fate, Tally
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.problems import shown

Key = tuple[Any, ...]

_TOO_FINE = gettext_noop("%(value)s has more decimals than %(currency)s has (%(places)s).")
_ROUND_IT = gettext_noop("Round it in the file, or correct the currency.")
_NO_PARTNER = gettext_noop("No partner has the code “%(code)s”.")
_PARTNER_FIRST = gettext_noop("Create the partner first, then send this file again.")


class NotYet(str):
    """Stands for the primary key of what a dry run would create."""


class RowRefused(Exception):
    """A row that cannot be stored: which column, and why."""

    def __init__(self, column: str, value: object, reason: Message, way_out: str = MEND) -> None:
        super().__init__(str(reason))
        self.column = column
        self.value = value
        self.reason = reason
        self.way_out = way_out


@dataclass(frozen=True, slots=True)
class Fact:
    """An attribute of the model that a column sets; `shown` makes of its value what a person reads."""

    name: str
    column: str
    shown: Callable[[Any, Any], object] = lambda value, row: value
    scaled: bool = False


def as_amount(value: int, row: Any) -> Decimal:
    """Minor units of the row's own currency as people write them."""
    return Money(value, row.currency).amount


def to_minor(column: str, amount: Decimal, currency: str) -> int:
    """An amount in minor units. Raises RowRefused when it is finer than the currency."""
    places = get_currency_precision(currency)
    minor = amount.scaleb(places)
    if minor != minor.to_integral_value():
        raise RowRefused(
            column, amount, say(_TOO_FINE, value=amount, currency=currency, places=places), _ROUND_IT
        )
    return int(minor)


def find_partner(book: Book, column: str, code: str) -> PartnerRef:
    """A partner that the book knows. Raises RowRefused for a code that nobody has."""
    partner = book.partners.get(code)
    if partner is None:
        raise RowRefused(column, code, say(_NO_PARTNER, code=shown(code)), _PARTNER_FIRST)
    return partner


def pk_of(partner: PartnerRef) -> Any:
    return NotYet(partner.code) if partner.pk is None else partner.pk


@dataclass
class _Work:
    new: list[Any] = field(default_factory=list)
    changed: dict[int, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class KeyedLoader:
    """Loads the rows of one dataset; a chunk costs a fixed number of statements.

    A subclass names its dataset, model, key and facts, and says in `key_of` and `values` what a record holds.
    Both raise RowRefused. None as a value is an empty cell: the default, or no change.
    """

    dataset: ClassVar[str]
    model: ClassVar[Any]
    key: ClassVar[tuple[str, ...]]  # attributes of the model
    key_column: ClassVar[str]  # of ours, named when a row comes twice
    facts: ClassVar[tuple[Fact, ...]]

    def __init__(self, book: Book) -> None:
        self.book = book

    def look_up(self, rows: Rows) -> None:
        """What `key_of` and `values` will ask for: a fixed number of queries."""

    def key_of(self, record: Any) -> Key:
        raise NotImplementedError

    def prepare(self, rows: Rows, stored: Mapping[Key, Any]) -> None:
        """What `values` needs once it is known which rows are stored: a fixed number of queries."""

    def values(self, record: Any, stored: Any) -> Mapping[str, Any]:
        """Attribute -> value; `stored` is the row that is already there, or None."""
        raise NotImplementedError

    def title(self, record: Any) -> tuple[str, str]:
        """How a changed row is called, and what stands below."""
        raise NotImplementedError

    def shown(self, fact: Fact, value: Any, row: Any) -> object:
        """What a person reads for a stored value."""
        return None if value is None else fact.shown(value, row)

    def finish(self, row: Any) -> None:
        """Sets what follows from the facts of a new or changed row."""

    def write(self, new: list[Any], changed: list[Any], names: set[str]) -> None:
        """Stores rows; `names` are the attributes that any of the changed ones has changed."""
        self.model.objects.bulk_create(new)
        if changed:
            for row in changed:
                row.updated_at = self.book.now
            self.model.objects.bulk_update(changed, sorted({*names, "updated_at"}))

    def load(self, rows: Rows, tally: Tally) -> None:
        self.look_up(rows)
        found: list[tuple[int, Any, Key]] = []
        for row, record in rows:
            try:
                key = self.key_of(record)
            except RowRefused as refusal:
                self._refuse(tally, row, refusal)
                continue
            if not self.book.is_repeated(tally, self.dataset, row, key, record, self.key_column):
                found.append((row, record, key))
        stored, work = self._stored([key for _, _, key in found]), _Work()
        self.prepare([(row, record) for row, record, _ in found], stored)
        for row, record, key in found:
            try:
                self._decide(row, record, key, stored, work, tally)
            except RowRefused as refusal:
                self._refuse(tally, row, refusal)
        if self.book.store:
            self.write(work.new, list(work.changed.values()), work.names)
            self.book.trace.add_created(work.new)

    def _refuse(self, tally: Tally, row: int, refusal: RowRefused) -> None:
        self.book.refuse(
            tally, self.dataset, row, refusal.column, refusal.value, refusal.reason, refusal.way_out
        )

    def _stored(self, keys: Iterable[Key]) -> dict[Key, Any]:
        """One query: the rows that the keys name."""
        wanted = {key for key in keys if not any(isinstance(part, NotYet) for part in key)}
        found = {self._key(row): row for row in self.find(wanted)} if wanted else {}
        return {key: found[key] for key in wanted & found.keys()}

    def find(self, wanted: set[Key]) -> list[Any]:
        """The stored rows with these keys; others may be among them."""
        parts = {f"{name}__in": {key[place] for key in wanted} for place, name in enumerate(self.key)}
        return list(self.model.objects.filter(**parts))

    def _key(self, row: Model) -> Key:
        return tuple(getattr(row, name) for name in self.key)

    def _decide(
        self, row: int, record: Any, key: Key, stored: Mapping[Key, Any], work: _Work, tally: Tally
    ) -> None:
        target = stored.get(key)
        given = {name: value for name, value in self.values(record, target).items() if value is not None}
        if target is None:
            target = self.model(**dict(zip(self.key, key, strict=True)), **given)
            self.finish(target)
            work.new.append(target)
            tally.count(row, Fate.NEW)
            return
        was = {name: old for name, value in given.items() if (old := getattr(target, name)) != value}
        changes = self._set(row, record, target, was, given)
        if was:
            self.finish(target)
            work.changed[target.pk] = target
            work.names |= was.keys()
            if self.book.store:
                self.book.trace.add_changed(target, {name: (old, given[name]) for name, old in was.items()})
        tally.settle(row, changes)

    def _set(
        self, row: int, record: Any, target: Any, was: Mapping[str, Any], given: Mapping[str, Any]
    ) -> list[Change]:
        facts = [fact for fact in self.facts if fact.name in was]
        before = {fact.name: self.shown(fact, was[fact.name], target) for fact in facts}
        for name in was:
            setattr(target, name, given[name])
        title, sub = self.title(record)
        return [
            Field(fact.name, fact.column, fact.scaled).changed(
                row,
                title,
                sub,
                before[fact.name],
                self.shown(fact, given[fact.name], target),
                self.book.name(self.dataset, fact.column),
            )
            for fact in facts
        ]


class OfPartnerLoader(KeyedLoader):
    """Rows whose key begins with their partner."""

    def look_up(self, rows: Rows) -> None:
        self.book.know_partners(record.partner_code for _, record in rows)

    def partner_id(self, record: Any) -> Any:
        """Raises RowRefused for an unknown partner."""
        return pk_of(find_partner(self.book, "partner_code", record.partner_code))

    def partner_name(self, record: Any) -> str:
        return self.book.partners[record.partner_code].name
