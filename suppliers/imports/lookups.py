"""A table's rows with what other files say of them: the header of an order to its lines, and the like."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import PurePath
from typing import BinaryIO

from suppliers.imports.cells import Cell, as_text
from suppliers.imports.guard import is_workbook
from suppliers.imports.limits import Limits
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.problems import FileRefused, shown
from suppliers.imports.profiles import LookupSpec, Profile
from suppliers.imports.text import check_encoding, delimiter_of, read_csv
from suppliers.imports.workbook import Workbook

# Rows of a file that is kept in memory to look things up in.
MOST_ROWS = 200_000

_NO_COLUMN = gettext_noop("%(file)s lacks “%(missing)s”. It has: %(has)s.")
_TWICE = gettext_noop("%(file)s has two rows with %(key)s “%(value)s”: what is looked up must be there once.")
_TOO_MANY = gettext_noop("%(file)s has more than %(limit)s rows: too many to look things up in.")
_NO_ROW = gettext_noop("%(file)s has no row with %(key)s “%(value)s”.")
NO_ROW_WAY_OUT = gettext_noop("Add the row there, or correct the cell here.")


@dataclass(frozen=True, slots=True)
class Lookup:
    """One further file, as far as a profile uses it. `place`: where in the row its key stands."""

    file: str
    key: str
    column: str
    place: int
    names: tuple[str, ...]
    rows: Mapping[str, tuple[Cell, ...]]

    def extend(self, row: list[Cell]) -> Message | None:
        """Adds this file's cells to a row, or empty ones; says so when a key leads nowhere."""
        value = as_text(row[self.place])
        found = self.rows.get(value)
        row += (None,) * len(self.names) if found is None else found
        return say(_NO_ROW, file=self.file, key=self.key, value=shown(value)) if value and not found else None


def open_lookups(
    files: Mapping[str, BinaryIO], profile: Profile, header: Sequence[str], limits: Limits
) -> tuple[Lookup, ...]:
    """The files of a profile's lookups, read. Errors: FileRefused."""
    names = list(header)
    found: list[Lookup] = []
    for spec in profile.lookups:
        places = {name.casefold(): place for place, name in enumerate(names)}
        column = spec.column or spec.key
        if column.casefold() not in places:
            raise _lacks(profile.file, column, names)
        lookup = _read(files[spec.file], spec, column, places[column.casefold()], profile, limits)
        names += lookup.names
        found.append(lookup)
    return tuple(found)


def _read(
    stream: BinaryIO, spec: LookupSpec, column: str, place: int, profile: Profile, limits: Limits
) -> Lookup:
    table = _table(stream, spec.file, profile, limits)
    header = [as_text(cell) for cell in next(table, (0, []))[1]]
    own = {name.casefold(): index for index, name in enumerate(header) if name}
    if spec.key.casefold() not in own:
        raise _lacks(spec.file, spec.key, header)
    stem = PurePath(spec.file).stem
    used = profile.columns_used()
    kept = [index for index, name in enumerate(header) if f"{stem}.{name}".casefold() in used]
    rows: dict[str, tuple[Cell, ...]] = {}
    for _number, cells in table:
        key = as_text(_cell(cells, own[spec.key.casefold()]))
        if key in rows:
            raise FileRefused(say(_TWICE, file=spec.file, key=spec.key, value=shown(key)))
        if len(rows) >= MOST_ROWS:
            raise FileRefused(say(_TOO_MANY, file=spec.file, limit=f"{MOST_ROWS:,}"))
        if key:
            rows[key] = tuple(_cell(cells, index) for index in kept)
    return Lookup(
        spec.file, spec.key, column, place, tuple(f"{stem}.{header[index]}" for index in kept), rows
    )


def _table(stream: BinaryIO, name: str, profile: Profile, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    if is_workbook(stream, name):
        rows = Workbook(stream, limits).rows()
    else:
        encoding = check_encoding(stream, profile.encoding)
        delimiter = profile.delimiter or delimiter_of(stream, encoding)
        stream.seek(0)
        rows = read_csv(stream, encoding=encoding, delimiter=delimiter, limits=limits)
    return dropwhile(lambda row: row[0] < profile.header_row, rows)


def _cell(cells: Sequence[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else None


def _lacks(file: str, missing: str, names: Sequence[str]) -> FileRefused:
    has = shown(", ".join(name for name in names if name))
    return FileRefused(say(_NO_COLUMN, file=file, missing=missing, has=has), column=missing)
