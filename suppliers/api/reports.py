"""What became of rows, in the words of `manage.py import --json`, with a way out for each refusal."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from suppliers.actions.loading.run import Report
from suppliers.imports.problems import RowError
from suppliers.models import ImportBatch

COUNTS = ("rows", "new", "changed", "same", "refused")


def errors_of(errors: Iterable[RowError]) -> list[dict[str, Any]]:
    """Each refused value in the reader's language."""
    return [
        {
            "row": error.row,
            "column": error.column,
            "value": error.value,
            "reason": error.reason.translated(_),
            "way_out": error.way_out.translated(_),
        }
        for error in errors
    ]


def document_of(report: Report, batch: ImportBatch | None, dataset: str) -> dict[str, Any]:
    tally = report.tallies[dataset]
    return {
        "batch": batch.public_id if batch else None,
        "stored": report.stored,
        **{name: getattr(tally, name) for name in COUNTS},
        "errors": errors_of(tally.errors),
    }
