"""One pass of a file through the loaders, in portions that are each a short transaction, judged as stored."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext

from django.db import connection, transaction

from suppliers.actions.judging import judge_lines, settle
from suppliers.actions.loading.aliases import survivors, with_survivor
from suppliers.actions.loading.book import Book, Rows
from suppliers.actions.loading.journal import Journal
from suppliers.actions.loading.loaders import LOADERS
from suppliers.actions.loading.portions import Portions
from suppliers.actions.loading.tally import SHOWN_SAMPLES, Fate, Tally, merged
from suppliers.imports.pipeline import DatasetRow, FileRow, Reading
from suppliers.imports.records import Record

# Records in one transaction at most, and the seconds it should take: nobody else's save waits much longer.
RECORDS_AT_ONCE = 600
SECONDS_AT_ONCE = 0.3
# Who waits for SQLite's one lock asks for it every tenth of a second; without a pause now and then between
# two transactions of ours they would ask in vain.
PAUSE = 0.11
PAUSE_AFTER = 0.4

FILE = "file"
Progress = Callable[[int, int], None]


class Pass:
    """What is stored is stored exactly once: a pass that broke off goes on behind its last step.

    The rows of earlier steps are read again, without storing, so that rows that come twice are noticed.
    """

    def __init__(self, reading: Reading, book: Book, journal: Journal) -> None:
        self.book = book
        self.journal = journal
        self.tallies = {name: Tally() for name in reading.datasets}
        self.file = Tally()
        self.loaders = {name: LOADERS[name](book) for name in reading.datasets}
        self.pace = Pace(RECORDS_AT_ONCE // len(self.loaders))
        self.survivors = survivors()
        journal.restore({**self.tallies, FILE: self.file})

    def run(self, reading: Reading, rows: Iterator[FileRow], total: int, progress: Progress) -> None:
        portions = Portions(reading, rows)
        past = self.journal.rows
        done = 0
        while portion := portions.take(min(self.pace.rows, past - done) if done < past else self.pace.rows):
            self._read_again(portion) if done < past else self._take(portion)
            done += len(portion)
            progress(done, total)
            if self.book.store and past < done < total and self.pace.worked >= PAUSE_AFTER:
                let_others_save(changed=bool(self.book.touched))
                self.pace.worked = 0.0
        if self.book.store:
            settle(lines=done)
        for tally in self.tallies.values():
            tally.errors.sort(key=lambda error: error.row)

    def _take(self, portion: list[FileRow]) -> None:
        started = time.perf_counter()
        with transaction.atomic() if self.book.store else nullcontext():
            self.journal.begin()
            self._load(portion, self.tallies)
            if self.book.store and self.book.touched:
                judge_lines(by=self.book.by, line_ids=sorted(self.book.touched))
            refused = merged(self.tallies.values(), into=self.file)
            self.journal.keep(self.book, {**self.tallies, FILE: self.file}, portion, refused)
        self.pace.learn(len(portion), time.perf_counter() - started)

    def _read_again(self, portion: list[FileRow]) -> None:
        stores, self.book.store = self.book.store, False
        ghosts = {
            name: Tally(samples=tally.samples, warnings=tally.warnings, warned=tally.warned)
            for name, tally in self.tallies.items()
        }
        self._load(portion, ghosts)
        for name, ghost in ghosts.items():
            self.tallies[name].warned = ghost.warned
        self.book.store = stores

    def _load(self, portion: list[FileRow], tallies: dict[str, Tally]) -> None:
        self.book.start_chunk()
        for name, loader in self.loaders.items():
            rows = _records(portion, name, tallies[name])
            if self.survivors:
                rows = [(number, with_survivor(record, self.survivors)) for number, record in rows]
            loader.load(rows, tallies[name])


class Pace:
    """How many rows of the file the next transaction takes: fewer on a slow or busy machine."""

    def __init__(self, most: int) -> None:
        self.most = self.rows = most
        self.worked = 0.0  # seconds since the last pause

    def learn(self, rows: int, seconds: float) -> None:
        self.worked += seconds
        wanted = int(rows * SECONDS_AT_ONCE / max(seconds, 0.001))
        self.rows = max(self.most // 12, min(self.most, wanted))


def let_others_save(*, changed: bool) -> None:
    """PostgreSQL needs no pause, nor does a portion that held the lock for a moment only."""
    if changed and connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE)


def _records(chunk: list[FileRow], name: str, tally: Tally) -> Rows:
    """The good rows of one dataset; the others are counted at once."""
    good: Rows = []
    for row in chunk:
        for mapping, part in _parts_of(row, name):
            tally.warn(part.warnings)
            if part.ignored:
                if mapping == name:
                    tally.count(row.number, Fate.IGNORED)
            elif part.record is None:
                tally.refuse_all(row.number, part.errors)
            else:
                good.append((row.number, part.record))
                if len(tally.samples) < SHOWN_SAMPLES:
                    tally.samples.append(_sample(row.number, part.record))
    return good


def _parts_of(row: FileRow, name: str) -> Iterator[tuple[str, DatasetRow]]:
    """What a row holds of a dataset; most hold one record of each."""
    for mapping, part in row.parts.items():
        if mapping == name or mapping.partition(".")[0] == name:
            yield mapping, part


def _sample(number: int, record: Record) -> dict[str, str]:
    """A row as it would become, in neutral text."""
    values = {name: value for name, value in record.__dict__.items() if value is not None}
    return {"row": str(number)} | {
        name: value.isoformat() if isinstance(value, dt.date) else str(value)
        for name, value in values.items()
    }
