"""Rows of a file as this reader writes them: what changed, what is odd, how columns were read."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, moment, number
from suppliers.imports.datasets import DATASETS
from suppliers.models import ImportBatch
from suppliers.presenters.imports.shapes import ChangeRow, MatchedRow, SampleTable, WarningRow


def changes_of(batch: ImportBatch) -> list[ChangeRow]:
    rows = [item for changes in batch.preview.get("changes", {}).values() for item in changes]
    return [
        ChangeRow(row, title, sub, column, _written(was, kind), _written(now, kind))
        for row, title, sub, column, was, now, kind in rows
    ]


def _written(text: str, kind: str) -> str:
    """Neutral text as this reader writes it."""
    if not text:
        return _("empty")
    if kind == "day":
        return day(dt.date.fromisoformat(text))
    if kind == "moment":
        return moment(dt.datetime.fromisoformat(text))
    return number(Decimal(text), None) if kind == "number" else text


def readable(text: str) -> str:
    """A sample's cell: days, moments and numbers as this reader writes them, everything else as it is."""
    try:
        return day(dt.date.fromisoformat(text)) if len(text) == 10 else moment(_aware(text))
    except ValueError:
        return text


def _aware(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    if timezone.is_naive(found):
        raise ValueError(text)
    return found


def warnings_of(batch: ImportBatch) -> list[WarningRow]:
    found = [item for rows in batch.preview.get("warnings", {}).values() for item in rows]
    return [WarningRow(row, column, readable(value), reason) for row, column, value, reason in found]


def warnings_title(batch: ImportBatch) -> str:
    count = sum(item.get("warned", 0) for name, item in batch.counts.items() if name != "file")
    return ngettext("Odd, but taken: %(count)s row", "Odd, but taken: %(count)s rows", count) % {
        "count": number(count)
    }


def matched_of(batch: ImportBatch) -> list[MatchedRow]:
    """One row for each column of ours; the datasets of one file share many of them."""
    rows: dict[tuple[str, str], MatchedRow] = {}
    for name, dataset, identifier in batch.preview.get("matched", []):
        samples = batch.preview.get("samples", {}).get(dataset, [])
        becomes = readable(samples[0].get(identifier, "")) if samples else ""
        rows.setdefault((name, identifier), MatchedRow(name, identifier, becomes))
    return list(rows.values())


def matched_words(batch: ImportBatch) -> str:
    used = len({name for name, _dataset, _identifier in batch.preview.get("matched", [])})
    words = ngettext("%(count)s column used", "%(count)s columns used", used) % {"count": number(used)}
    left = batch.preview.get("columns", 0) - used
    if batch.profile and left > 0:
        return _("%(words)s, %(left)s left out by the profile") % {"words": words, "left": number(left)}
    return words


def samples_of(batch: ImportBatch) -> list[SampleTable]:
    tables = []
    for name, rows in batch.preview.get("samples", {}).items():
        if rows:
            columns = [
                column.identifier
                for column in DATASETS[name].columns
                if any(column.identifier in row for row in rows)
            ]
            cells = [[row["row"], *(readable(row.get(column, "")) for column in columns)] for row in rows]
            tables.append(SampleTable(_(DATASETS[name].title), columns, cells))
    return tables
