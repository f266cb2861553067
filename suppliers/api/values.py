"""A row as JSON has it: decimals are texts, days and moments ISO 8601, what is empty is null."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from suppliers.imports.columns import Value

Json = str | int | bool | None


def as_json(value: Value) -> Json:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, dt.date) else value


def row_as_json(values: Mapping[str, Value]) -> dict[str, Json]:
    return {column: as_json(value) for column, value in values.items()}
