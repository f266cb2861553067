"""A sample as JSON and back, types and all: a large workbook is opened once, not at every click."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from suppliers.imports.cells import Cell, as_text
from suppliers.imports.suggest.sample import Sample

_READ: dict[str, Callable[[str], Cell]] = {
    "day": dt.date.fromisoformat,
    "moment": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
    "decimal": Decimal,
}


def packed(sample: Sample) -> dict[str, Any]:
    return {
        "encoding": sample.encoding,
        "delimiter": sample.delimiter,
        "header_row": sample.header_row,
        "header": list(sample.header),
        "rows": [[number, [_packed(cell) for cell in cells]] for number, cells in sample.rows],
    }


def unpacked(data: Mapping[str, Any]) -> Sample:
    return Sample(
        data["encoding"],
        data["delimiter"],
        data["header_row"],
        tuple(data["header"]),
        tuple((number, tuple(_unpacked(cell) for cell in cells)) for number, cells in data["rows"]),
    )


def _packed(cell: Cell) -> Any:
    if isinstance(cell, dt.datetime):
        return ["moment", cell.isoformat()]
    if isinstance(cell, dt.date):
        return ["day", cell.isoformat()]
    if isinstance(cell, dt.time):
        return ["time", cell.isoformat()]
    if isinstance(cell, Decimal):
        return ["decimal", str(cell)]
    return as_text(cell) if isinstance(cell, dt.timedelta) else cell


def _unpacked(cell: Any) -> Cell:
    if isinstance(cell, list):
        return _READ[cell[0]](cell[1])
    found: Cell = cell
    return found
