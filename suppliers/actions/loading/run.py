"""A file of facts into the database, or a trial of it: options in, a report out."""

import datetime as dt
from contextlib import closing
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.actors import Actor
from suppliers.actions.loading.book import Book
from suppliers.actions.loading.journal import Journal
from suppliers.actions.loading.passes import Pass, Progress
from suppliers.actions.loading.portions import ordered_rows, survey
from suppliers.actions.loading.scratch import Scratch
from suppliers.actions.loading.tally import Tally
from suppliers.imports.limits import Limits
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.pipeline import Reading
from suppliers.imports.problems import FileRefused
from suppliers.imports.profiles import Profile
from suppliers.models import ImportBatch

# One transaction for all of a file: others wait for it, so there is an end to its size.
ALL_OR_NOTHING_ROWS = 100_000
_TOO_LARGE = gettext_noop(
    "The file has %(rows)s rows; all or nothing takes at most %(limit)s. Split it, or save the good rows."
)


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


def run(
    *,
    by: Actor,
    reading: Reading,
    options: Options,
    batch: ImportBatch | None = None,
    progress: Progress = no_progress,
) -> Report:
    """Loads an opened file. Facts that are already stored change nothing.

    Every row is read once before the first is stored, so that a file that breaks off leaves nothing behind.
    With a `batch` every transaction leaves a step there; a loading that broke off goes on behind the last.
    Raises FileRefused for a file that cannot be read, Superseded when the batch was stopped meanwhile.
    """
    whole = options.all_or_nothing or reading.is_whole
    if options.dry_run or not whole:
        return _pass(by, reading, options, batch, progress, store=not options.dry_run)
    tried = _pass(by, reading, options, batch, no_progress, store=False)
    if tried.refused:
        return tried
    with transaction.atomic():
        return _pass(by, reading, options, batch, progress, store=True)


def _pass(
    by: Actor,
    reading: Reading,
    options: Options,
    batch: ImportBatch | None,
    progress: Progress,
    *,
    store: bool,
) -> Report:
    with closing(Scratch()) as scratch:
        found = survey(reading, scratch)
        _check_size(options, found.rows)
        one = Pass(reading, _book(by, reading, options, store, timezone.now()), Journal(batch, store=store))
        one.run(reading, ordered_rows(reading, found, scratch), found.rows, progress)
    return Report(one.tallies, store, one.file)


def _check_size(options: Options, rows: int) -> None:
    if options.all_or_nothing and rows > ALL_OR_NOTHING_ROWS:
        raise FileRefused(say(_TOO_LARGE, rows=rows, limit=ALL_OR_NOTHING_ROWS))


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
