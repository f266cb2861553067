"""Columns as objects: their name, where a cell comes from (`resolve`), what it means (`clean`)."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import is_currency

from suppliers.imports.cells import Cell, as_text
from suppliers.imports.dates import ISO, read_date, read_moment, read_month
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.numbers import MAX_DECIMALS, DecimalStyle, read_decimal, read_integer, read_share
from suppliers.imports.problems import CellRefused, shown
from suppliers.imports.sources import Source

Value = str | int | bool | Decimal | dt.date | dt.datetime | None

UTC = ZoneInfo("UTC")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_YES = frozenset(("true", "yes", "y", "1", "x", "ja", "oui", "sí", "si", "wahr", "vrai"))
_NO = frozenset(("false", "no", "n", "0", "nein", "nei", "nej", "nee", "non", "falsch", "faux"))
_TERRITORIES = frozenset(
    code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()
)


@dataclass(frozen=True, slots=True)
class Rules:
    """How the cells of a column are spelled. `zone` is the company's, `text_zone` the profile's."""

    dates: tuple[str, ...] = ISO
    decimal: DecimalStyle = DecimalStyle.PLAIN
    text_zone: ZoneInfo | None = None
    zone: ZoneInfo = UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One of our columns. `help` and `example` are what the documentation and the templates say of it."""

    identifier: str
    help: str
    example: str = ""
    required: bool = False
    key: bool = False

    def resolve(self, row: Sequence[Cell], source: Source) -> Cell:
        return source.resolve(row)

    def clean(self, cell: Cell, rules: Rules) -> Value:
        """The typed value of a cell that is not empty. Errors: CellRefused."""
        raise NotImplementedError


class TextColumn(Column):
    def clean(self, cell: Cell, rules: Rules) -> str:
        text = as_text(cell)
        if _INVISIBLE.search(text):
            raise CellRefused(say(gettext_noop("The text holds a control character that nobody can see.")))
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class DecimalColumn(Column):
    places: int = MAX_DECIMALS

    def clean(self, cell: Cell, rules: Rules) -> Decimal:
        return read_decimal(cell, rules.decimal, places=self.places)


class ShareColumn(Column):
    """A part of a whole: 0 to 1, or a text with a per cent sign."""

    def clean(self, cell: Cell, rules: Rules) -> Decimal:
        return read_share(cell, rules.decimal)


class IntegerColumn(Column):
    def clean(self, cell: Cell, rules: Rules) -> int:
        return read_integer(cell, rules.decimal)


class DateColumn(Column):
    def clean(self, cell: Cell, rules: Rules) -> dt.date:
        return read_date(cell, rules.dates)


class MomentColumn(Column):
    def clean(self, cell: Cell, rules: Rules) -> dt.datetime:
        return read_moment(cell, rules.dates, text_zone=rules.text_zone, zone=rules.zone)


class MonthColumn(Column):
    def clean(self, cell: Cell, rules: Rules) -> str:
        return read_month(cell, rules.dates)


class BooleanColumn(Column):
    """Yes or no, in the words of several languages and of spreadsheets."""

    def clean(self, cell: Cell, rules: Rules) -> bool:
        text = as_text(cell).casefold()
        if text not in _YES | _NO:
            raise CellRefused(
                say(gettext_noop("“%(value)s” is neither yes nor no."), value=shown(cell)),
                say(gettext_noop("Write true or false; yes and no, 1 and 0 are understood too.")),
            )
        return text in _YES


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceColumn(Column):
    choices: tuple[str, ...]

    def clean(self, cell: Cell, rules: Rules) -> str:
        text = as_text(cell).lower()
        if text not in self.choices:
            raise CellRefused(
                say(gettext_noop("“%(value)s” is none of the words this column knows."), value=shown(cell)),
                say(gettext_noop("Write one of: %(choices)s."), choices=", ".join(self.choices)),
            )
        return text


class CurrencyColumn(Column):
    def clean(self, cell: Cell, rules: Rules) -> str:
        text = as_text(cell).upper()
        if not is_currency(text):
            raise CellRefused(
                say(gettext_noop("“%(value)s” is no currency code."), value=shown(cell)),
                say(gettext_noop("Write the three letters of ISO 4217, such as EUR.")),
            )
        return text


class CountryColumn(Column):
    def clean(self, cell: Cell, rules: Rules) -> str:
        text = as_text(cell).upper()
        if text not in _TERRITORIES:
            raise CellRefused(
                say(gettext_noop("“%(value)s” is no country code."), value=shown(cell)),
                say(gettext_noop("Write the two letters of ISO 3166, such as DE.")),
            )
        return text


class EmailColumn(Column):
    def clean(self, cell: Cell, rules: Rules) -> str:
        text = as_text(cell)
        if not _EMAIL.fullmatch(text):
            raise CellRefused(say(gettext_noop("“%(value)s” is no e-mail address."), value=shown(text)))
        return text


class WebsiteColumn(Column):
    def clean(self, cell: Cell, rules: Rules) -> str:
        text = as_text(cell)
        if not text.startswith(("https://", "http://")) or " " in text:
            raise CellRefused(
                say(gettext_noop("“%(value)s” is no web address."), value=shown(text)),
                say(gettext_noop("Begin it with https://.")),
            )
        return text


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """A column of ours with its source in one file and that file's spelling."""

    column: Column
    source: Source
    rules: Rules

    def read(self, row: Sequence[Cell]) -> Value:
        """The typed value, None for an empty cell. Errors: CellRefused."""
        cell = self.column.resolve(row, self.source)
        return None if cell is None else self.column.clean(cell, self.rules)
