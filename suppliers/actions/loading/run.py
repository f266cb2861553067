"""One file through the loaders, in chunks that are each a short transaction, judged as they are stored."""

import datetime as dt
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal.actors import Actor
from suppliers.actions.judging import judge_lines, settle
from suppliers.actions.loading.book import Book, Rows
from suppliers.actions.loading.orders import OrderLoader
from suppliers.actions.loading.partners import ContactLoader, PartnerLoader
from suppliers.actions.loading.promises import PromiseLoader
from suppliers.actions.loading.receipts import ReceiptLoader
from suppliers.actions.loading.tally import SHOWN_SAMPLES, Fate, Tally, merged
from suppliers.imports.limits import Limits
from suppliers.imports.pipeline import DatasetRow, FileRow, Reading
from suppliers.imports.profiles import Profile
from suppliers.imports.records import Record

# Records in one transaction at most, and the seconds it should take: nobody else's save waits much longer.
RECORDS_AT_ONCE = 600
SECONDS_AT_ONCE = 0.3
# Who waits for SQLite's one lock asks for it every tenth of a second; without a pause between two
# transactions of ours they would ask in vain.
PAUSE = 0.11

Progress = Callable[[int, int], None]


class Loader(Protocol):
    def load(self, rows: Rows, tally: Tally) -> None: ...


LOADERS: dict[str, Callable[[Book], Loader]] = {
    "partners": PartnerLoader,
    "contacts": ContactLoader,
    "orders": OrderLoader,
    "promises": PromiseLoader,
    "receipts": ReceiptLoader,
}


@dataclass(frozen=True, slots=True)
class Options:
    dataset: str
    profile: Profile | None = None
    create_partners: bool = False
    all_or_nothing: bool = False
    dry_run: bool = False

    @property
    def creates_partners(self) -> bool:
        return self.create_partners or (self.profile is not None and self.profile.create_partners)


@dataclass(slots=True)
class Report:
    """What a file did, or would do. `stored`: not after a dry run, nor when all or nothing was nothing.

    `file` counts the rows of the file, each once; `tallies` what they hold of each dataset.
    """

    tallies: dict[str, Tally]
    stored: bool
    file: Tally

    @property
    def refused(self) -> int:
        return sum(tally.refused for tally in self.tallies.values())

    @property
    def moved(self) -> int:
        """Rows that changed something."""
        return sum(tally.new + tally.changed for tally in self.tallies.values())


def limits() -> Limits:
    return Limits(max_bytes=settings.IMPORT_MAX_BYTES)


def company_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def no_progress(done: int, total: int) -> None:
    """For those who do not look."""


def run(*, by: Actor, reading: Reading, options: Options, progress: Progress = no_progress) -> Report:
    """Loads an opened file. Facts that are already stored change nothing.

    Every row is read once before the first is stored, so that a file that breaks off leaves nothing behind.
    Raises FileRefused for such a file.
    """
    total = reading.count()
    if options.dry_run or not options.all_or_nothing:
        return _pass(by, reading, options, total, progress, store=not options.dry_run)
    tried = _pass(by, reading, options, total, no_progress, store=False)
    if tried.refused:
        return tried
    with transaction.atomic():
        return _pass(by, reading, options, total, progress, store=True)


def _pass(
    by: Actor, reading: Reading, options: Options, total: int, progress: Progress, *, store: bool
) -> Report:
    book = _book(by, reading, options, store, timezone.now())
    tallies = {name: Tally() for name in reading.datasets}
    loaders = {name: LOADERS[name](book) for name in reading.datasets}
    file = Tally()
    done = 0
    rows = reading.rows()
    pace = _Pace(RECORDS_AT_ONCE // len(loaders))
    while chunk := list(islice(rows, pace.rows)):
        started = time.perf_counter()
        with transaction.atomic() if store else nullcontext():
            book.start_chunk()
            for name, loader in loaders.items():
                loader.load(_records(chunk, name, tallies[name]), tallies[name])
            if book.touched:
                judge_lines(by=by, line_ids=sorted(book.touched))
        pace.learn(len(chunk), time.perf_counter() - started)
        merged(tallies.values(), into=file)
        done += len(chunk)
        progress(done, total)
        if store and done < total:
            _let_others_save(changed=bool(book.touched))
    if store:
        settle(lines=done)
    for tally in tallies.values():
        tally.errors.sort(key=lambda error: error.row)
    return Report(tallies, store, file)


def _book(by: Actor, reading: Reading, options: Options, store: bool, now: dt.datetime) -> Book:
    names: dict[str, dict[str, str]] = {}
    for matched in reading.matched:
        names.setdefault(matched.dataset, {})[matched.identifier] = matched.name
    return Book(
        by=by,
        now=now,
        store=store,
        create_partners=options.creates_partners,
        partner_kind=options.profile.partner_kind if options.profile else "supplier",
        currency=settings.COMPANY_CURRENCY,
        names=names,
    )


def _let_others_save(*, changed: bool) -> None:
    """PostgreSQL needs no pause, nor does a chunk that held the lock for a moment only."""
    if changed and connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE)


class _Pace:
    """How many rows of the file the next transaction takes: fewer on a slow or busy machine."""

    def __init__(self, most: int) -> None:
        self.most = self.rows = most

    def learn(self, rows: int, seconds: float) -> None:
        wanted = int(rows * SECONDS_AT_ONCE / max(seconds, 0.001))
        self.rows = max(self.most // 12, min(self.most, wanted))


def _records(chunk: list[FileRow], name: str, tally: Tally) -> Rows:
    """The good rows of one dataset; the others are counted at once."""
    good: Rows = []
    for row in chunk:
        part: DatasetRow = row.parts[name]
        tally.warn(part.warnings)
        if part.ignored:
            tally.count(row.number, Fate.IGNORED)
        elif part.record is None:
            tally.refuse_all(row.number, part.errors)
        else:
            good.append((row.number, part.record))
            if len(tally.samples) < SHOWN_SAMPLES:
                tally.samples.append(_sample(row.number, part.record))
    return good


def _sample(number: int, record: Record) -> dict[str, str]:
    """A row as it would become, in neutral text."""
    values = {name: value for name, value in record.__dict__.items() if value is not None}
    return {"row": str(number)} | {
        name: value.isoformat() if isinstance(value, dt.date) else str(value)
        for name, value in values.items()
    }
