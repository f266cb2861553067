"""Tables that are neither sorted nor filtered, as templates draw them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """An amount, the address of its entries, and its tone."""

    text: str
    label: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a table: its name, a second line, its cells; a sum stands out."""

    name: str
    cells: tuple[Cell, ...]
    sub: str = ""
    url: str = ""
    is_sum: bool = False


@dataclass(frozen=True)
class Grid:
    """A table that is neither sorted nor filtered: the name of its first column, the others, its rows."""

    label: str
    first: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line | None = None
