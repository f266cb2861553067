"""The first rows of a sample as a profile would read them, also while half of it is still missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from suppliers.imports.cells import Cell, as_text
from suppliers.imports.columns import BoundColumn, Value
from suppliers.imports.datasets import DATASETS
from suppliers.imports.limits import DEFAULT_LIMITS
from suppliers.imports.messages import Message, say
from suppliers.imports.pipeline import EMPTY, Reading, order_columns
from suppliers.imports.problems import CellRefused, shown
from suppliers.imports.profiles import Profile
from suppliers.imports.suggest.sample import Sample


@dataclass(slots=True)
class LookedCell:
    """What the cell becomes; or what stands in the file, and why it cannot be read."""

    value: Value
    raw: str
    reason: Message | None = None


@dataclass(slots=True)
class LookedRow:
    number: int
    cells: dict[str, LookedCell] = field(default_factory=dict)
    is_ignored: bool = False

    @property
    def is_refused(self) -> bool:
        return any(cell.reason for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Looked:
    """The rows of one dataset; `identifiers` are the columns of ours that are fed."""

    dataset: str
    identifiers: tuple[str, ...]
    rows: tuple[LookedRow, ...]


class SampleReading(Reading):
    """Reads a sample as `Reading` reads its file. Errors: FileRefused for columns it lacks."""

    def __init__(self, sample: Sample, profile: Profile, zone: ZoneInfo) -> None:
        self.sample = sample
        self.profile = profile
        self.limits = DEFAULT_LIMITS
        self.header_row = sample.header_row
        self.size = 0
        self.message = None
        self.workbook = None
        self.encoding = sample.encoding
        self.header = list(sample.header)
        self.datasets = tuple(name for name in DATASETS if name in profile.columns)
        self.matched = []
        self.readers = [self._reader(DATASETS[name], zone) for name in self.datasets]
        self._order_columns = order_columns(self.readers)

    def _all_rows(self) -> Iterator[tuple[int, list[Cell]]]:
        yield self.header_row, list(self.header)
        for number, cells in self.sample.rows:
            yield number, list(cells)


def look(sample: Sample, profile: Profile, zone: ZoneInfo, rows: int = 10) -> list[Looked]:
    """The first rows as they would become. Errors: FileRefused when the profile names absent columns."""
    reading = SampleReading(sample, profile, zone)
    return [
        Looked(
            reader.dataset.name,
            tuple(bound.column.identifier for bound in reader.bound),
            tuple(_looked(reader, number, cells) for number, cells in sample.rows[:rows]),
        )
        for reader in reading.readers
    ]


def _looked(reader: Any, number: int, cells: Sequence[Cell]) -> LookedRow:
    row = LookedRow(number, {bound.column.identifier: _cell(bound, cells) for bound in reader.bound})
    if row.is_refused:
        return row
    read = reader.read(number, cells)
    row.is_ignored = read.ignored
    names = {bound.source.name: bound.column.identifier for bound in reader.bound}
    for error in read.errors:
        # What is wrong with a column that nothing feeds yet is told by what is still missing.
        if error.column in names:
            row.cells[names[error.column]].reason = error.reason
    return row


def _cell(bound: BoundColumn, cells: Sequence[Cell]) -> LookedCell:
    raw = shown(as_text(bound.source.raw(cells)))
    try:
        value = bound.read(cells)
    except CellRefused as error:
        return LookedCell(None, raw, error.reason)
    return LookedCell(value, raw, say(EMPTY) if value is None and bound.column.required else None)
