"""A row as JSON has it: decimals are texts, days and moments ISO 8601, what is empty is null."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from suppliers.imports.columns import Value
from suppliers.presenters.files import portable

Json = str | int | bool | None


def as_json(value: Value) -> Json:
    if isinstance(value, Decimal):
        return f"{value:f}"
    written = portable(value)
    return written.isoformat() if isinstance(written, dt.date) else written


def row_as_json(values: Mapping[str, Value]) -> dict[str, Json]:
    return {column: as_json(value) for column, value in values.items()}
