"""What the mapping page holds, piece by piece."""

from dataclasses import dataclass

from suppliers.imports.drafts import Draft
from suppliers.imports.suggest import Sample


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool = False
    title: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    options: list[Option]


@dataclass(frozen=True)
class Chooser:
    """One select above a column; the last one of a column is empty and adds another."""

    id: str
    label: str
    groups: list[Group]
    is_more: bool


@dataclass(frozen=True)
class FileColumn:
    index: int
    name: str
    letter: str
    choosers: list[Chooser]
    hint: str


@dataclass(frozen=True)
class Palette:
    """Our columns to point at, one group a dataset."""

    title: str
    items: list[Option]


@dataclass(frozen=True)
class DayField:
    index: int
    name: str
    options: list[Option]
    example: str
    is_open: bool


@dataclass(frozen=True)
class WordField:
    index: int
    name: str
    theirs: str
    options: list[Option]
    is_open: bool


@dataclass(frozen=True)
class ConstantField:
    name: str
    label: str
    title: str
    value: str
    options: list[Option]
    is_open: bool


@dataclass(frozen=True)
class BecomesTable:
    title: str
    columns: list[str]
    rows: list[tuple[int, list[tuple[str, str]]]]
    words: str


@dataclass(frozen=True)
class MappingView:
    """All of the page but the way out of it."""

    sample: Sample
    draft: Draft
    feeds: list[Option]
    encodings: list[Option]
    delimiters: list[Option]
    columns: list[FileColumn]
    rows: list[tuple[int, list[str]]]
    palette: list[Palette]
    decimals: list[Option]
    asks_decimal: bool
    days: list[DayField]
    words: list[WordField]
    constants: list[ConstantField]
    more_constants: list[ConstantField]
    kinds: list[Option]
    empty: str
    missing: str
    becomes: list[BecomesTable]
    refusal: str
