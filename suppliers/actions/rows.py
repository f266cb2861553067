"""One row that a program writes: through the loaders of the files, if it still is what its sender thinks."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from portal.actions import audit
from portal.actors import Actor
from suppliers.actions.loading.run import Options, Report, company_zone, run
from suppliers.facts.keys import find_row, key_columns
from suppliers.facts.rows import rows_of
from suppliers.imports.columns import Value
from suppliers.imports.problems import RowError
from suppliers.imports.rows import RowsReading, open_rows
from suppliers.permissions import check_can_import

Row = Any


class RowRefused(Exception):
    """The row breaks a rule; `errors` say which."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__("; ".join(str(error.reason) for error in errors))
        self.errors = errors


class RowExists(Exception):
    """Another row has this key: `row`, as rows_of gives it; None when it gives none, such as an alias."""

    def __init__(self, row: Row) -> None:
        super().__init__(str(row))
        self.row = row


class KeyChanged(Exception):
    """The key of a row stays what it is; `columns` were to change."""

    def __init__(self, columns: list[str]) -> None:
        super().__init__(", ".join(columns))
        self.columns = columns


@transaction.atomic
def create(*, by: Actor, dataset: str, given: Mapping[str, Any]) -> Row:
    """Stores one new row and returns it. Raises PermissionDenied, RowRefused or RowExists."""
    check_can_import(by, dataset)
    reading = _open(dataset, given)
    values = _record(reading, dataset)
    existing = find_row(dataset, by, values)
    if existing is not None:
        raise RowExists(existing)
    tally = _load(by, reading, dataset).tallies[dataset]
    row = find_row(dataset, by, values)
    if row is None or not tally.new:
        raise RowExists(row)
    _audit(by, "row.created", row, dataset, given)
    return row


@transaction.atomic
def change(
    *,
    by: Actor,
    dataset: str,
    row: Row,
    given: Mapping[str, Any],
    check_current: Callable[[dict[str, Value]], None],
) -> Row:
    """Sets the values that are given and not empty; returns the row.

    `check_current` raises when its values are not what the sender read. Raises PermissionDenied, KeyChanged
    or RowRefused.
    """
    check_can_import(by, dataset)
    source = rows_of(dataset, by)
    source.model._base_manager.select_for_update().filter(pk=row.pk).first()
    current = source.queryset.get(pk=row.pk)
    values = source.values(current)
    check_current(values)
    whole = _whole(dataset, values, given)
    reading = _open(dataset, whole)
    asked = _record(reading, dataset)
    moved = [name for name in key_columns(dataset, values) if _differs(asked.get(name), values[name])]
    if not moved and key_columns(dataset, asked) != key_columns(dataset, values):
        moved = ["email"]  # of a contact that was known by its name
    if moved:
        raise KeyChanged(moved)
    report = _load(by, reading, dataset)
    if report.moved:
        _audit(by, "row.changed", current, dataset, given)
    return source.queryset.get(pk=row.pk)


def _whole(dataset: str, values: Mapping[str, Value], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, and of the stored values those that every row needs: key and required columns."""
    changes = {name: value for name, value in given.items() if value not in (None, "")}
    reading = open_rows([], dataset=dataset)
    needed = {column.column.identifier for column in reading.readers[0].bound if column.column.required}
    kept = needed | set(key_columns(dataset, values))
    stored = {name: _neutral(values[name]) for name in kept if values.get(name) is not None}
    return stored | changes


def _neutral(value: Value) -> Any:
    """As JSON would send it."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _differs(asked: Any, was: Value) -> bool:
    """An empty key column and one that is not given are the same."""
    return (asked or None) != (was or None)


def _open(dataset: str, given: Mapping[str, Any]) -> RowsReading:
    return open_rows([given], dataset=dataset, zone=company_zone())


def _record(reading: RowsReading, dataset: str) -> dict[str, Any]:
    """The typed values of the one row. Raises RowRefused."""
    part = next(iter(reading.rows())).parts[dataset]
    if part.record is None:
        raise RowRefused(part.errors)
    return dict(part.record.__dict__)


def _load(by: Actor, reading: RowsReading, dataset: str) -> Report:
    report = run(by=by, reading=reading, options=Options(dataset))
    if report.refused:
        raise RowRefused(report.tallies[dataset].errors)
    return report


def _audit(by: Actor, verb: str, row: Row, dataset: str, given: Mapping[str, Any]) -> None:
    partner = row if dataset == "partners" else getattr(row, "partner", None)
    columns = sorted(name for name, value in given.items() if value not in (None, ""))
    scope = partner.public_id if partner is not None else ""
    audit.record(by=by, verb=verb, obj=row, scope=scope, data={"dataset": dataset, "columns": columns})
