"""Writes beside a file what its loading did, in the same transaction: to go on, to show, to take back."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from suppliers.actions.loading.book import Book
from suppliers.actions.loading.tally import Change, Tally
from suppliers.enums import BatchState
from suppliers.imports.cells import Cell, as_text
from suppliers.imports.messages import Message
from suppliers.imports.pipeline import FileRow
from suppliers.imports.problems import RowError
from suppliers.models import ImportBatch, ImportError, ImportRefusedRow, ImportStep


class Superseded(Exception):
    """The loading was stopped, or another worker has taken it over: what is not committed must not be."""


class Journal:
    """The steps of one batch; `rows` of its file are done already. Without a batch nothing is written."""

    def __init__(self, batch: ImportBatch | None, *, store: bool) -> None:
        self._batch = batch
        self._store = store
        # How many reasons and changes of each dataset are written already.
        self._errors: dict[str, int] = {}
        self._changes: dict[str, int] = {}
        self._last = None
        if batch is not None and store:
            self._last = batch.steps.order_by("-number").first()
        if batch is not None and self._last is None:
            batch.errors.all().delete()
            batch.refused_rows.all().delete()

    @property
    def number(self) -> int:
        return self._last.number if self._last else 0

    @property
    def rows(self) -> int:
        return self._last.rows if self._last else 0

    def restore(self, tallies: Mapping[str, Tally]) -> None:
        """The counts, and the changes to be shown, as the last step left them."""
        if self._last is None or self._batch is None:
            return
        for name, counts in self._last.tallies.items():
            tallies[name].restore(counts)
        for step in self._batch.steps.order_by("number").values_list("tallies", flat=True):
            for name, counts in step.items():
                tallies[name].changes += [Change(*change) for change in counts["changes"]]
        self._changes = {name: len(tally.changes) for name, tally in tallies.items()}

    def begin(self) -> None:
        """Takes the batch for this transaction. Raises Superseded when somebody else has it."""
        if self._batch is None or not self._store:
            return
        held = ImportBatch.objects.select_for_update().filter(pk=self._batch.pk, state=BatchState.LOADING)
        if not list(held.values_list("pk")):
            raise Superseded
        last = self._batch.steps.order_by("-number").values_list("number", flat=True).first()
        if (last or 0) != self.number:
            raise Superseded

    def keep(
        self, book: Book, tallies: Mapping[str, Tally], portion: list[FileRow], refused: Iterable[int]
    ) -> None:
        """Writes the step: its counts, its trace, the reasons and the cells of what it refused."""
        if self._batch is None:
            return
        self._keep_refused(tallies, portion, set(refused))
        if self._store:
            self._last = ImportStep.objects.create(
                batch=self._batch,
                number=self.number + 1,
                rows=self.rows + len(portion),
                tallies={name: self._counts(name, tally) for name, tally in tallies.items()},
                trace=book.trace.as_json(),
            )

    def _counts(self, name: str, tally: Tally) -> dict[str, Any]:
        new = tally.changes[self._changes.get(name, 0) :]
        self._changes[name] = len(tally.changes)
        return {**tally.counts(), "changes": [change.as_json() for change in new]}

    def _keep_refused(self, tallies: Mapping[str, Tally], portion: list[FileRow], refused: set[int]) -> None:
        errors = []
        for name, tally in tallies.items():
            new = tally.errors[self._errors.get(name, 0) :]
            self._errors[name] = len(tally.errors)
            errors += [self._error(name, error) for error in new]
        ImportError.objects.bulk_create(errors)
        ImportRefusedRow.objects.bulk_create(
            ImportRefusedRow(batch=self._batch, row=row.number, cells=[as_cell(cell) for cell in row.cells])
            for row in portion
            if row.number in refused
        )

    def _error(self, dataset: str, error: RowError) -> ImportError:
        return ImportError(
            batch=self._batch,
            dataset=dataset,
            row=error.row,
            column=error.column[:100],
            value=error.value[:250],
            reason=in_words(error.reason)[:500],
            way_out=in_words(error.way_out)[:500],
        )


def as_cell(cell: Cell) -> Any:
    """A cell as JSON keeps it: numbers stay numbers, a sheet's days are {"at": ...}, the rest text."""
    if isinstance(cell, dt.date):
        return {"at": cell.isoformat()}
    return cell if cell is None or isinstance(cell, (str, bool, int, float)) else as_text(cell)


def in_words(message: Message) -> str:
    return message.translated(_)
