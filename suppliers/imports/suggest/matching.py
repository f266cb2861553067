"""How well a column of a file fits one of ours: by its header, and by the kind of its values."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from suppliers.imports.columns import (
    BooleanColumn,
    ChoiceColumn,
    Column,
    CountryColumn,
    CurrencyColumn,
    DateColumn,
    DecimalColumn,
    EmailColumn,
    IntegerColumn,
    MomentColumn,
    TextColumn,
    WebsiteColumn,
)
from suppliers.imports.suggest.kinds import Kind
from suppliers.imports.suggest.synonyms import names_of
from suppliers.imports.suggest.words import joined, tokens

NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
# A column of ours whose values speak for themselves, whatever the header says.
_BY_VALUES: dict[Kind, tuple[type[Column], float]] = {
    Kind.CURRENCY: (CurrencyColumn, 0.6),
    Kind.COUNTRY: (CountryColumn, 0.55),
    Kind.EMAIL: (EmailColumn, 0.5),
}


@lru_cache(maxsize=65_536)
def name_rating(header: str, dataset: str, identifier: str) -> float:
    """0 to 1: how surely this header means that column of ours."""
    words, compound = tokens(header), joined(header)
    if not compound:
        return 0.0
    return max(
        _rating(words, compound, phrase) - 0.002 * min(place, 20)
        for place, phrase in enumerate(names_of(dataset, identifier))
    )


def _rating(words: tuple[str, ...], compound: str, phrase: str) -> float:
    wanted, wanted_compound = tokens(phrase), joined(phrase)
    if compound == wanted_compound or words == wanted:
        return 1.0
    if set(words) == set(wanted):
        return 0.95
    if set(wanted) < set(words):
        return 0.55 + 0.3 * len(wanted) / len(words)
    if len(wanted_compound) >= 5 and wanted_compound in compound:
        return 0.45 + 0.35 * len(wanted_compound) / len(compound)
    if min(len(compound), len(wanted_compound)) >= 5:
        ratio = SequenceMatcher(None, compound, wanted_compound).ratio()
        return 0.75 * ratio if ratio >= 0.85 else 0.0
    return 0.0


def rating(header: str, kind: Kind, texts: Sequence[str], dataset: str, column: Column) -> float:
    """0 to 1: header and values together; values that cannot be what the column holds decide against it."""
    by_name = name_rating(header, dataset, column.identifier) * _fit(kind, texts, column)
    by_values = _BY_VALUES.get(kind)
    if by_values is not None and isinstance(column, by_values[0]):
        return max(by_name, by_values[1])
    return by_name


def _fit(kind: Kind, texts: Sequence[str], column: Column) -> float:
    if kind is Kind.EMPTY:
        return 0.8
    if isinstance(column, ChoiceColumn):
        return 1.0 if all(text.lower() in column.choices for text in texts) else 0.3
    if isinstance(column, BooleanColumn):
        return 1.0 if len({text.lower() for text in texts}) <= 2 else 0.1
    return _FITS.get(type(column), _other)(kind, column)


def _decimal(kind: Kind, column: Column) -> float:
    return 1.0 if kind in NUMBERS else 0.05


def _integer(kind: Kind, column: Column) -> float:
    return {Kind.INTEGER: 1.0, Kind.DECIMAL: 0.3}.get(kind, 0.05)


def _day(kind: Kind, column: Column) -> float:
    return {Kind.DAY: 1.0, Kind.MOMENT: 0.4}.get(kind, 0.05)


def _moment(kind: Kind, column: Column) -> float:
    return 1.0 if kind in (Kind.DAY, Kind.MOMENT) else 0.05


def _text(kind: Kind, column: Column) -> float:
    name = column.identifier
    if kind in (Kind.DAY, Kind.MOMENT):
        return 0.2
    if name.endswith("name") or name in ("description", "unit"):
        return 0.4 if kind in NUMBERS else 1.0
    if kind is Kind.DECIMAL:
        return 0.2 if name.endswith("number") else 0.6
    return 0.7 if name == "line_number" and kind is not Kind.INTEGER else 1.0


def _other(kind: Kind, column: Column) -> float:
    return _decimal(kind, column) if isinstance(column, DecimalColumn) else 0.8


def _only(wanted: Kind, otherwise: float) -> Callable[[Kind, Column], float]:
    return lambda kind, column: 1.0 if kind is wanted else otherwise


_FITS: dict[type[Column], Callable[[Kind, Column], float]] = {
    DecimalColumn: _decimal,
    IntegerColumn: _integer,
    DateColumn: _day,
    MomentColumn: _moment,
    TextColumn: _text,
    CurrencyColumn: _only(Kind.CURRENCY, 0.2),
    CountryColumn: _only(Kind.COUNTRY, 0.2),
    EmailColumn: _only(Kind.EMAIL, 0.1),
    WebsiteColumn: _only(Kind.TEXT, 0.1),
}
