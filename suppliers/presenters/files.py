"""Rows of a dataset as a file has them: what is written here an import reads as the same."""

import datetime as dt
from collections.abc import Iterator

from suppliers.facts.rows import RowSource
from suppliers.imports.columns import Value


def file_rows(source: RowSource) -> Iterator[list[Value]]:
    """The header, then every row, typed; for `portal.exports`."""
    yield list(source.columns)
    for row in source:
        yield [portable(value) for value in source.values(row).values()]


def portable(value: Value) -> Value:
    """A moment as text, in UTC and to the microsecond: a sheet knows no zones, and would round it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    return value
