"""One file to records and all errors, row by row, in constant memory."""

import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile
from typing import BinaryIO
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from suppliers.imports.binding import bound_by_profile
from suppliers.imports.bundle import unpack
from suppliers.imports.cells import Cell, as_text
from suppliers.imports.columns import UTC, BoundColumn, Rules
from suppliers.imports.datasets import DATASETS, Dataset
from suppliers.imports.guard import check_size, file_size, is_workbook, is_xml
from suppliers.imports.limits import DEFAULT_LIMITS, Limits
from suppliers.imports.lookups import NO_ROW_WAY_OUT, Lookup, open_lookups
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.problems import CellRefused, FileRefused, RowError, RowWarning, shown
from suppliers.imports.profiles import Profile, RowFilter
from suppliers.imports.records import Record, problems_of
from suppliers.imports.sources import Source
from suppliers.imports.text import check_encoding, delimiter_of, read_csv
from suppliers.imports.ubl.parties import Parties
from suppliers.imports.ubl.reading import MessageTable
from suppliers.imports.workbook import Workbook

EMPTY = gettext_noop("The cell is empty, and every row needs it.")


@dataclass(slots=True)
class DatasetRow:
    """What one row holds of one dataset: a record, or the reasons why not; neither when filtered out."""

    record: Record | None = None
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowWarning] = field(default_factory=list)
    ignored: bool = False


@dataclass(slots=True)
class FileRow:
    """A row of the file: its number in the spreadsheet, what it holds, its cells as they were.

    `parts` by dataset; further records of one stand under the name of their mapping, “ledger.discount”.
    """

    number: int
    parts: dict[str, DatasetRow]
    cells: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class MatchedColumn:
    """How a column was read, for the preview: its name in the file, ours, and the first row's cell."""

    name: str
    dataset: str
    identifier: str


class _DatasetReader:
    """Reads the rows of one dataset out of the rows of the file, by one of its mappings."""

    def __init__(
        self, dataset: Dataset, mapping: str, bound: list[BoundColumn], filters: list[tuple[int, RowFilter]]
    ) -> None:
        self.dataset = dataset
        self.mapping = mapping
        self.bound = bound
        self.filters = filters

    def read(self, number: int, row: Sequence[Cell]) -> DatasetRow:
        if not all(_passes(row, index, row_filter) for index, row_filter in self.filters):
            return DatasetRow(ignored=True)
        values, errors = self._values(number, row)
        if not errors:
            try:
                record = self.dataset.record.model_validate(values)
            except ValidationError as error:
                errors = self._broken_rules(number, row, problems_of(error, self.dataset.record))
            else:
                errors = self._broken_rules(number, row, record.contradictions())
                if not errors:
                    return DatasetRow(record=record, warnings=self._warnings(number, record))
        return DatasetRow(errors=errors)

    def _warnings(self, number: int, record: Record) -> list[RowWarning]:
        return [
            RowWarning(number, column, shown(getattr(record, column)), reason)
            for column, reason in record.oddities()
        ]

    def _values(self, number: int, row: Sequence[Cell]) -> tuple[dict[str, object], list[RowError]]:
        values: dict[str, object] = {}
        errors: list[RowError] = []
        for bound in self.bound:
            try:
                value = bound.read(row)
            except CellRefused as error:
                errors.append(_error(number, row, bound, error.reason, error.way_out))
                continue
            if value is not None:
                values[bound.column.identifier] = value
            elif bound.column.required:
                errors.append(
                    _error(
                        number,
                        row,
                        bound,
                        say(EMPTY),
                        say(gettext_noop("Fill it in the file, or leave the row out.")),
                    )
                )
        return values, errors

    def _broken_rules(
        self, number: int, row: Sequence[Cell], problems: Iterable[tuple[str, Message, Message]]
    ) -> list[RowError]:
        by_name = {bound.column.identifier: bound for bound in self.bound}
        return [
            _error(number, row, by_name[column], reason, way_out)
            if column in by_name
            else RowError(number, column, "", reason, way_out)
            for column, reason, way_out in problems
        ]


def _error(
    number: int, row: Sequence[Cell], bound: BoundColumn, reason: Message, way_out: Message
) -> RowError:
    return RowError(number, bound.source.name, shown(as_text(bound.source.raw(row))), reason, way_out)


def _passes(row: Sequence[Cell], index: int, row_filter: RowFilter) -> bool:
    text = as_text(row[index] if index < len(row) else None)
    return text in row_filter.keep if row_filter.keep else text not in row_filter.drop


class Reading:
    """An opened file whose header fits. `count` and `rows` read all of it, as often as they are asked."""

    lookups: tuple[Lookup, ...] = ()
    more: Sequence["_DatasetReader"] = ()

    def __init__(
        self,
        stream: BinaryIO,
        *,
        name: str,
        dataset: str,
        profile: Profile | None,
        zone: ZoneInfo,
        limits: Limits,
        parties: Parties | None = None,
    ) -> None:
        self.limits = limits
        self.size = file_size(stream)
        check_size(self.size, limits)
        files: dict[str, BinaryIO] = {}
        if profile and profile.lookups:
            further = [item.file for item in profile.lookups]
            stream, files = unpack(stream, profile.file, further, limits)
            weakref.finalize(self, stream.close)
            name = profile.file
        self.stream = stream
        self.message: MessageTable | None = None
        if is_xml(stream):
            self.message = MessageTable(stream, dataset=dataset, limits=limits, parties=parties)
            profile = None  # a message says itself what its parts are
        self.profile = profile
        self.header_row = profile.header_row if profile else 1
        self.workbook = None if self.message else _workbook(stream, name, limits)
        self.encoding = self._encoding()
        self.delimiter = self._delimiter()
        self.header = self._header()
        self.lookups = open_lookups(files, profile, self.header, limits) if profile else ()
        self.datasets = profile.datasets if profile else (dataset,)
        self.matched: list[MatchedColumn] = []
        self.readers = [self._reader(DATASETS[name], zone) for name in self.datasets]
        self.more = [
            self._reader(DATASETS[name.partition(".")[0]], zone, name)
            for name in (profile.mappings if profile else ())
        ]
        self._check_unknown()
        self._order_columns = order_columns(self.readers)

    @property
    def is_whole(self) -> bool:
        """Is it one message, to be taken as a whole or not at all?"""
        return self.message is not None

    def _delimiter(self) -> str:
        """The sign between the cells of a text file; empty for the others."""
        if self.message is not None or self.workbook is not None:
            return ""
        given = self.profile.delimiter if self.profile else ""
        return given or delimiter_of(self.stream, self.encoding)

    def _encoding(self) -> str:
        if self.message is not None:
            return self.message.encoding
        if self.workbook is not None:
            return "XLSX"
        return check_encoding(self.stream, self.profile.encoding if self.profile else "utf-8")

    def _table(self) -> Iterator[tuple[int, list[Cell]]]:
        """From the header on: what a report prints above it is passed over."""
        return dropwhile(lambda row: row[0] < self.header_row, self._all_rows())

    def _all_rows(self) -> Iterator[tuple[int, list[Cell]]]:
        self.stream.seek(0)
        if self.message is not None:
            return self.message.rows()
        if self.workbook is not None:
            return self.workbook.rows()
        return read_csv(self.stream, encoding=self.encoding, delimiter=self.delimiter, limits=self.limits)

    def _header(self) -> list[str]:
        number, cells = next(self._table(), (0, []))
        names = [as_text(cell) for cell in cells]
        while names and not names[-1]:
            names.pop()
        if number != self.header_row or not names:
            raise FileRefused(_no_header(self.header_row))
        if len(names) > self.limits.max_columns:
            raise FileRefused(
                say(gettext_noop("The file has more than %(limit)s columns."), limit=self.limits.max_columns)
            )
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if twice:
            raise FileRefused(
                say(
                    gettext_noop("Two columns have the same name: %(names)s. Rename one of them."),
                    names=", ".join(twice),
                ),
                column=twice[0],
            )
        return names

    def _reader(self, dataset: Dataset, zone: ZoneInfo, mapping: str = "") -> _DatasetReader:
        mapping = mapping or dataset.name
        names = [*self.header, *(name for lookup in self.lookups for name in lookup.names)]
        places = {name.casefold(): index for index, name in enumerate(names) if name}
        bound: list[BoundColumn] = []
        missing: list[str] = []
        if self.profile is None:
            for column in dataset.columns:
                index = places.get(column.identifier)
                if index is not None:
                    bound.append(BoundColumn(column, Source(self.header[index], index), Rules(zone=zone)))
                elif column.required:
                    missing.append(column.identifier)
        else:
            bound, missing = bound_by_profile(self.profile, dataset, mapping, places, names, zone)
        if missing:
            raise FileRefused(self._missing(missing), column=missing[0])
        if mapping == dataset.name:
            self.matched += [
                MatchedColumn(item.source.name, dataset.name, item.column.identifier) for item in bound
            ]
        return _DatasetReader(dataset, mapping, bound, self._filters(mapping, places))

    def _filters(self, mapping: str, places: dict[str, int]) -> list[tuple[int, RowFilter]]:
        filters = [
            item
            for item in (self.profile.filters if self.profile else [])
            if not item.datasets or mapping in item.datasets
        ]
        missing = [item.column for item in filters if item.column.casefold() not in places]
        if missing:
            raise FileRefused(self._missing(missing), column=missing[0])
        return [(places[item.column.casefold()], item) for item in filters]

    def _missing(self, names: list[str]) -> Message:
        return say(
            gettext_noop("The file lacks %(missing)s. It has: %(has)s."),
            missing=", ".join(f"“{name}”" for name in names),
            has=shown(", ".join(name for name in self.header if name)),
        )

    def _check_unknown(self) -> None:
        if self.profile is not None and self.profile.unknown_columns == "ignore":
            return
        used = {item.name.casefold() for item in self.matched}
        used |= self.profile.columns_used() if self.profile else set()
        unknown = [name for name in self.header if name and name.casefold() not in used]
        if unknown:
            known = ", ".join(
                column.identifier for name in self.datasets for column in DATASETS[name].columns
            )
            raise FileRefused(
                say(
                    gettext_noop(
                        "Unknown column %(names)s. Rename or delete it, or use a profile that ignores "
                        "it. Known: %(known)s."
                    ),
                    names=", ".join(f"“{name}”" for name in unknown),
                    known=known,
                ),
                column=unknown[0],
            )

    def count(self) -> int:
        """Rows below the header that are not blank. Errors: FileRefused when the file breaks off."""
        return sum(1 for _ in self._table()) - 1

    def table(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Number and cells of every row below the header that is not blank. Errors: as `count`."""
        table = self._table()
        next(table)
        return table

    def rows(self, table: Iterable[tuple[int, Sequence[Cell]]] | None = None) -> Iterator[FileRow]:
        """The rows of `table`, by default all of the file, read. Errors: FileRefused as in `count`."""
        width = len(self.header)
        for number, row in self.table() if table is None else table:
            extra = [cell for cell in row[width:] if cell not in ("", None)]
            full, wrong = (row, _too_wide(number, extra)) if extra else self._looked_up(number, row)
            parts = {
                reader.dataset.name: wrong if wrong else reader.read(number, full) for reader in self.readers
            }
            for reader in self.more if wrong is None else ():
                if not parts[reader.dataset.name].errors:
                    parts[reader.mapping] = reader.read(number, full)
            yield FileRow(number, parts, row)

    def _looked_up(self, number: int, row: Sequence[Cell]) -> tuple[Sequence[Cell], DatasetRow | None]:
        """The row with the cells of its lookups, or what is wrong with it."""
        if not self.lookups:
            return row, None
        full = [*row[: len(self.header)], *(None,) * (len(self.header) - len(row))]
        for lookup in self.lookups:
            value = shown(as_text(full[lookup.place]))
            if reason := lookup.extend(full):
                error = RowError(number, lookup.column, value, reason, say(NO_ROW_WAY_OUT))
                return full, DatasetRow(errors=[error])
        return full, None

    def order_of(self, row: Sequence[Cell]) -> tuple[str, str] | None:
        """Partner and order that a row belongs to, as the file writes them; None where it has no orders."""
        if self._order_columns is None:
            return None
        partner, order = self._order_columns
        return as_text(partner.source.raw(row)), as_text(order.source.raw(row))


def order_columns(readers: Iterable["_DatasetReader"]) -> tuple[BoundColumn, BoundColumn] | None:
    for reader in readers:
        bound = {item.column.identifier: item for item in reader.bound}
        named = bound.get("order_number")
        if named is not None and named.column.required and "partner_code" in bound:
            return bound["partner_code"], bound["order_number"]
    return None


def _no_header(row: int) -> Message:
    if row == 1:
        return say(gettext_noop("The first row must hold the names of the columns; it is empty."))
    return say(gettext_noop("Row %(row)s must hold the names of the columns; it is empty."), row=row)


def _workbook(stream: BinaryIO, name: str, limits: Limits) -> Workbook | None:
    return Workbook(stream, limits) if is_workbook(stream, name) else None


def _too_wide(number: int, extra: Sequence[Cell]) -> DatasetRow:
    reason = say(gettext_noop("The row has more cells than the header."))
    way_out = say(
        gettext_noop("Put a text that holds the separator into quotation marks, or name the column.")
    )
    return DatasetRow(errors=[RowError(number, "", shown(as_text(extra[0])), reason, way_out)])


def open_file(
    stream: BinaryIO,
    *,
    name: str,
    dataset: str,
    profile: Profile | None = None,
    zone: ZoneInfo = UTC,
    limits: Limits = DEFAULT_LIMITS,
    parties: Parties | None = None,
) -> Reading:
    """Opens a file for reading: its size, kind, encoding and header are checked. Errors: FileRefused.

    `name` is the file's name as the user knows it; `zone` the company's time zone; `parties` knows who a
    message is from and to.
    """
    return Reading(
        stream, name=name, dataset=dataset, profile=profile, zone=zone, limits=limits, parties=parties
    )
