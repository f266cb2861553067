"""Ledger rows, converted by the rate of their day; and the rows of those rates."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from portal.engine.scaled import to_scaled
from suppliers.actions.attribution import follow
from suppliers.actions.ledger_corrections import Corrected, corrected
from suppliers.actions.loading.book import Book, Rows
from suppliers.actions.loading.keyed import Fact, Key, KeyedLoader, RowRefused, as_amount, to_minor
from suppliers.actions.loading.kinds import Kinds
from suppliers.actions.rates import Extent, extents, hold_rates, is_too_small, reconvert_all
from suppliers.engine.rates import LARGEST_MINOR, convert
from suppliers.enums import PartnerKind
from suppliers.facts.rates import Rates, rates_of
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.records import LedgerRecord, RateRecord
from suppliers.models import ExchangeRate, LedgerEntry

# Column -> attribute, and the kinds of partners that it takes.
NAMED = {
    "supplier_code": ("supplier_id", (PartnerKind.SUPPLIER,)),
    "distributor_code": ("distributor_id", (PartnerKind.DISTRIBUTOR, PartnerKind.DEALER)),
    "agent_code": ("agent_id", (PartnerKind.AGENT,)),
}

TEXTS = ("item_code", "category", "customer", "reference")

_NO_RATE = gettext_noop("There is no rate of %(currency)s on or before %(day)s.")
_RATE_FIRST = gettext_noop("Import the rate first, then this file again.")
_OWN_CURRENCY = gettext_noop("%(currency)s is the company's own currency and needs no rate.")
_LEAVE_OUT = gettext_noop("Leave the row out.")
_CORRECTED = gettext_noop("This entry was corrected by %(entry)s since.")
_THAT_ONE = gettext_noop("Correct that one, or leave the row out.")
_TAKEN_BACK = gettext_noop("This entry was taken back by %(entry)s since.")
_ANOTHER = gettext_noop("Book it under another number, or leave the row out.")
_TAKES_BACK = gettext_noop("This entry takes %(entry)s back and stays as it is.")
_TOO_LARGE = gettext_noop("In the company's currency this is larger than any amount we store.")
_TOO_SMALL = gettext_noop("At this rate an entry would be larger than any amount we store.")
_RATE_WAY_OUT = gettext_noop("Write how many units of the currency one unit of the company's currency buys.")


class RateLoader(KeyedLoader):
    """Loads exchange rates and converts again the entries behind a new or changed one."""

    dataset = "rates"
    model = ExchangeRate
    key = ("currency", "date")
    key_column = "date"
    facts = (Fact("rate", "rate", shown=lambda rate, row: f"{rate.normalize():f}"),)

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.held: Mapping[str, Extent] = {}

    def look_up(self, rows: Rows) -> None:
        if self.book.store:
            hold_rates(alone=True)
        self.held = extents(record.currency for _, record in rows)

    def key_of(self, record: RateRecord) -> Key:
        if record.currency == self.book.currency:
            reason = say(_OWN_CURRENCY, currency=record.currency)
            raise RowRefused("currency", record.currency, reason, _LEAVE_OUT)
        return record.currency, record.date

    def values(self, record: RateRecord, stored: ExchangeRate | None) -> Mapping[str, Any]:
        if is_too_small(record.rate, record.currency, self.held.get(record.currency)):
            raise RowRefused("rate", record.rate, say(_TOO_SMALL), _RATE_WAY_OUT)
        return {"rate": record.rate}

    def title(self, record: RateRecord) -> tuple[str, str]:
        return record.currency, record.date.isoformat()

    def finish(self, row: ExchangeRate) -> None:
        if not self.book.store:  # the entries of this file find it nowhere else
            kept = self.book.scratch.find(("rates", row.currency)) or {}
            self.book.scratch.keep(("rates", row.currency), {**kept, row.date: row.rate})

    def write(self, new: list[Any], changed: list[Any], names: set[str]) -> None:
        super().write(new, changed, names)
        reconvert_all((row.currency, row.date) for row in (*new, *changed))


class LedgerLoader(KeyedLoader):
    """Loads ledger entries. A stored one with other facts is changed, unless it was corrected since: its
    corrections would stand against something else."""

    dataset = "ledger"
    model = LedgerEntry
    key = ("entry_id",)
    key_column = "entry_id"
    facts = (
        Fact("date", "date"),
        Fact("kind", "kind"),
        Fact("amount_minor", "amount", shown=as_amount),
        Fact("quantity", "quantity", scaled=True),
        Fact("currency", "currency"),
        *(Fact(name, column) for column, (name, _) in NAMED.items()),
        *(Fact(name, name) for name in TEXTS),
    )

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.kinds = Kinds(book)
        self.rates = Rates()
        self.orders: set[str] = set()
        self.corrected: Mapping[int, Corrected] = {}

    def shown(self, fact: Fact, value: Any, row: LedgerEntry) -> object:
        return self.kinds.code(value) if fact.column in NAMED else super().shown(fact, value, row)

    def look_up(self, rows: Rows) -> None:
        codes = {getattr(record, column) for _, record in rows for column in NAMED} - {None}
        self.kinds.know(codes)

    def find(self, wanted: set[Key]) -> list[LedgerEntry]:
        stored = list(super().find(wanted))
        self.kinds.know_rows(getattr(row, name) for row in stored for name, _ in NAMED.values())
        return stored

    def prepare(self, rows: Rows, stored: Mapping[Key, Any]) -> None:
        """The rates of the chunk, what was corrected of it, and the orders that stored entries were of."""
        self.orders = {row.reference for row in stored.values()}
        self.corrected = corrected(stored.values())
        if self.book.store:
            hold_rates(alone=False)
        days: dict[str, list[dt.date]] = defaultdict(list)
        for _, record in rows:
            days[self._currency(record, stored.get((record.entry_id,)))].append(record.date)
        self.rates = rates_of(days)
        if not self.book.store:
            for currency in days:
                for day, rate in (self.book.scratch.find(("rates", currency)) or {}).items():
                    self.rates.add(currency, day, rate)

    def _currency(self, record: LedgerRecord, stored: LedgerEntry | None) -> str:
        return record.currency or (stored.currency if stored else self.book.currency)

    def key_of(self, record: LedgerRecord) -> Key:
        return (record.entry_id,)

    def values(self, record: LedgerRecord, stored: LedgerEntry | None) -> Mapping[str, Any]:
        currency = self._currency(record, stored)
        minor = to_minor("amount", record.amount, currency)
        self._check_rate(record, currency, minor)
        given = {name: getattr(record, name) for name in TEXTS}
        for column, (name, kinds) in NAMED.items():
            code = getattr(record, column)
            given[name] = None if code is None else self.kinds.find(column, code, kinds)
        quantity = None if record.quantity is None else to_scaled(record.quantity)
        given |= {
            "date": record.date, "kind": record.kind, "amount_minor": minor, "currency": currency,
            "quantity": quantity,
        }  # fmt: skip
        self._check_stands(record, given, stored)
        return given

    def _check_stands(
        self, record: LedgerRecord, given: Mapping[str, Any], stored: LedgerEntry | None
    ) -> None:
        found = self.corrected.get(stored.pk) if stored else None
        if found is None:
            return
        for fact in self.facts:
            value = given[fact.name]
            if value is not None and value != getattr(stored, fact.name):
                words, way_out = _CORRECTED, _THAT_ONE
                if found.is_reversal:
                    words, way_out = _TAKES_BACK, _LEAVE_OUT
                elif found.is_gone:
                    words, way_out = _TAKEN_BACK, _ANOTHER
                asked = getattr(record, fact.column)
                raise RowRefused(fact.column, asked, say(words, entry=found.by), way_out)

    def _check_rate(self, record: LedgerRecord, currency: str, minor: int) -> None:
        rate = self.rates.on(currency, record.date)
        if rate is None:
            reason = say(_NO_RATE, currency=currency, day=record.date.isoformat())
            raise RowRefused("date", record.date, reason, _RATE_FIRST)
        if abs(convert(minor, currency, self.book.currency, rate)) > LARGEST_MINOR:
            raise RowRefused("amount", record.amount, say(_TOO_LARGE))

    def finish(self, row: LedgerEntry) -> None:
        rate = self.rates.on(row.currency, row.date)
        if rate is None:
            raise LookupError(f"{row.currency} has no rate on or before {row.date}")
        row.month = row.date.year * 100 + row.date.month
        row.company_minor = convert(row.amount_minor, row.currency, self.book.currency, rate)

    def title(self, record: LedgerRecord) -> tuple[str, str]:
        return record.entry_id, record.customer or record.reference or ""

    def write(self, new: list[Any], changed: list[Any], names: set[str]) -> None:
        super().write(new, changed, {*names, "month", "company_minor"} if changed else names)
        if new or changed:
            moved = self.orders if "reference" in names else ()
            follow(by=self.book.by, entry_ids={row.pk for row in (*new, *changed)}, references=moved)
