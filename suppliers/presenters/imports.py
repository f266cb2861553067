"""An import as its page shows it: where it stands, what the file would do, what was refused and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, moment, number
from suppliers.actions.loading.tally import Fate
from suppliers.enums import BatchState
from suppliers.imports.datasets import DATASETS
from suppliers.models import ImportBatch, ImportError
from suppliers.policies import can_confirm, can_discard, has_stopped

SHOWN = 10
SHOWN_ALL = 500


@dataclass(frozen=True)
class Step:
    """`state` is done, now or empty."""

    label: str
    small: str
    state: str


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    words: str
    anchor: str
    bad: bool = False


@dataclass(frozen=True)
class ChangeRow:
    row: int
    title: str
    sub: str
    column: str
    was: str
    now: str


@dataclass(frozen=True)
class WarningRow:
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class MatchedRow:
    """A column of the file, ours, and what its first good row becomes."""

    name: str
    ours: str
    becomes: str


@dataclass(frozen=True)
class SampleTable:
    title: str
    columns: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class DatasetCount:
    title: str
    new: str
    changed: str
    same: str
    refused: str
    ignored: str


@dataclass(frozen=True)
class EarlierRow:
    """An import in the short list beside another: when, who, what came of it."""

    url: str
    name: str
    words: str


@dataclass(frozen=True)
class ImportView:
    """Everything the page of one import says."""

    batch: ImportBatch
    title: str
    reason: str
    steps: list[Step]
    tiles: list[Tile]
    datasets: list[DatasetCount]
    refused: Sequence[ImportError]
    refused_title: str
    refused_rest: int
    changes: list[ChangeRow]
    changes_title: str
    changes_rest: int
    warnings: list[WarningRow]
    warnings_title: str
    matched: list[MatchedRow]
    matched_words: str
    samples: list[SampleTable]
    moved: int
    refused_rows: int
    save_words: str
    good_words: str
    can_confirm: bool
    can_discard: bool
    has_stopped: bool
    is_moving: bool
    running_title: str
    stopped_words: str
    was_word: str
    now_word: str
    all_or_nothing: bool
    percent: int
    done: int
    total: int


def import_view(batch: ImportBatch, show: str = "") -> ImportView:
    """The page of a batch; `show` opens all of "refused" or "changed"."""
    counts = _counts(batch)
    moved = counts["new"] + counts["changed"]
    errors = batch.errors.all()
    refused_limit = SHOWN_ALL if show == "refused" else SHOWN
    refused = list(errors[: refused_limit + 1]) if counts["refused"] else []
    refused_rest = errors.count() - refused_limit if len(refused) > refused_limit else 0
    changes = _changes(batch)
    changes_limit = SHOWN_ALL if show == "changed" else SHOWN
    job = batch.job
    return ImportView(
        batch=batch,
        title=_title(batch, counts, moved),
        reason=_reason(batch, counts),
        steps=_steps(batch),
        tiles=_tiles(batch, counts),
        datasets=_datasets(batch),
        refused=refused[:refused_limit],
        refused_title=ngettext("Refused: %(count)s row", "Refused: %(count)s rows", counts["refused"])
        % {"count": number(counts["refused"])},
        refused_rest=refused_rest,
        changes=changes[:changes_limit],
        changes_title=ngettext("Changed: %(count)s row", "Changed: %(count)s rows", counts["changed"])
        % {"count": number(counts["changed"])},
        changes_rest=max(0, len(changes) - changes_limit),
        warnings=_warnings(batch)[:SHOWN],
        warnings_title=_warnings_title(batch),
        matched=_matched(batch),
        matched_words=_matched_words(batch),
        samples=_samples(batch),
        moved=moved,
        refused_rows=counts["refused"],
        save_words=_save_words(moved),
        good_words=_good_words(counts),
        can_confirm=can_confirm(batch) and moved > 0,
        can_discard=can_discard(batch),
        has_stopped=has_stopped(batch),
        is_moving=batch.state in (BatchState.CHECKING, BatchState.LOADING) and not has_stopped(batch),
        running_title=_("Reading") if batch.state == BatchState.CHECKING else _("Saving"),
        stopped_words=job.error if job and job.error else _("It was cancelled, or its worker died."),
        was_word=_("Was") if batch.state == BatchState.LOADED else _("Now stored"),
        now_word=_("Became") if batch.state == BatchState.LOADED else _("Becomes"),
        all_or_nothing=batch.options.get("all_or_nothing", False),
        percent=job.percent if job else 0,
        done=job.done if job else 0,
        total=job.total if job else 0,
    )


def earlier_row(batch: ImportBatch) -> EarlierRow:
    counts = _counts(batch)
    who = f", {batch.created_by}" if batch.created_by else ""
    if batch.state == BatchState.LOADED:
        became = _("%(new)s new, %(changed)s changed, %(refused)s refused.") % {
            name: number(counts[name]) for name in ("new", "changed", "refused")
        }
    else:
        became = str(BatchState(batch.state).label).capitalize() + "."
    url = reverse("suppliers:import", kwargs={"public_id": batch.public_id})
    return EarlierRow(url, batch.file_name, f"{moment(batch.created_at)}{who}. {became}")


def _counts(batch: ImportBatch) -> dict[str, int]:
    return {str(fate): batch.counts.get("file", {}).get(fate, 0) for fate in Fate}


def _save_words(moved: int) -> str:
    return ngettext("Save %(count)s row", "Save %(count)s rows", moved) % {"count": number(moved)}


def _good_words(counts: dict[str, int]) -> str:
    """What is saved, and what waits."""
    words = _("%(new)s new, %(changed)s changed.") % {
        "new": number(counts["new"]), "changed": number(counts["changed"]),
    }  # fmt: skip
    if counts["refused"]:
        rest = ngettext(
            "The refused row waits in a file for you.",
            "The %(count)s refused wait in a file for you.",
            counts["refused"],
        )
        words = f"{words} {rest % {'count': number(counts['refused'])}}"
    return words


def _title(batch: ImportBatch, counts: dict[str, int], moved: int) -> str:
    if batch.state == BatchState.CHECKING:
        return _("Reading %(file)s") % {"file": batch.file_name}
    if batch.state == BatchState.LOADING:
        return _("Saving %(file)s") % {"file": batch.file_name}
    if batch.state == BatchState.FAILED:
        return _("This file cannot be read")
    if batch.state == BatchState.DISCARDED:
        return _("Thrown away: nothing was stored")
    if batch.state == BatchState.LOADED:
        if not moved:
            return _("Nothing changed: all of it was here already")
        return ngettext("%(count)s row saved", "%(count)s rows saved", moved) % {"count": number(moved)}
    return _preview_title(counts, moved)


def _preview_title(counts: dict[str, int], moved: int) -> str:
    refused = counts["refused"]
    if not refused and not moved:
        return _("Nothing to save: all of it is here already")
    check = ngettext("Check %(count)s refused row", "Check %(count)s refused rows", refused) % {
        "count": number(refused)
    }
    save = ngettext("save %(count)s row", "save %(count)s rows", moved) % {"count": number(moved)}
    if refused and moved:
        return _("%(check)s, then %(save)s") % {"check": check, "save": save}
    return check if refused else _save_words(moved)


def _reason(batch: ImportBatch, counts: dict[str, int]) -> str:
    if batch.state == BatchState.FAILED:
        return batch.problem
    read = _("%(rows)s rows read from %(file)s.") % {"rows": number(batch.rows), "file": batch.file_name}
    if batch.state == BatchState.PREVIEW:
        return f"{read} {_('Nothing is stored until you save.')}"
    if batch.state == BatchState.LOADED:
        return (
            f"{read} {_('Every line that changed was judged again.')}"
            if counts["new"] + counts["changed"]
            else read
        )
    if batch.state == BatchState.CHECKING:
        return _("We count what is new, changed or wrong. Nothing is stored.")
    if batch.state == BatchState.LOADING:
        return _("You may leave this page or close it: the work goes on.")
    return read if batch.rows else batch.file_name


def _steps(batch: ImportBatch) -> list[Step]:
    size = number(Decimal(batch.size) / 1_000_000, 1) if batch.size >= 100_000 else ""
    weight = (
        _("%(size)s MB") % {"size": size}
        if size
        else _("%(size)s kB") % {"size": number(-(-batch.size // 1000))}
    )
    encoding = str(batch.preview.get("encoding", "")).removesuffix("-sig").upper()
    uploaded = ", ".join(filter(None, [moment(batch.created_at), weight, encoding]))
    profile = _("profile ‘%(name)s’") % {"name": batch.profile} if batch.profile else _("by their names")
    place = {
        BatchState.CHECKING: 1,
        BatchState.PREVIEW: 2,
        BatchState.LOADING: 3,
        BatchState.LOADED: 4,
        BatchState.FAILED: 1,
        BatchState.DISCARDED: 2,
    }[BatchState(batch.state)]
    saved = moment(batch.loaded_at) if batch.loaded_at else _("when you say so")
    here = _("you are here")
    named = [
        (_("Uploaded"), uploaded),
        (_("Columns matched"), profile),
        (_("Preview"), here if place == 2 else ""),
        (_("Saved"), saved),
    ]
    return [
        Step(label, small, "done" if index < place else "now" if index == place else "")
        for index, (label, small) in enumerate(named)
    ]


def _tiles(batch: ImportBatch, counts: dict[str, int]) -> list[Tile]:
    if not batch.counts:
        return []
    parts = [number(counts[name]) for name in ("new", "changed", "same", "refused")]
    total = number(batch.rows)
    if counts["ignored"]:
        sum_words = _("%(sum)s + %(ignored)s left out = %(total)s rows in the file") % {
            "sum": " + ".join(parts), "ignored": number(counts["ignored"]), "total": total,
        }  # fmt: skip
    else:
        sum_words = _("%(sum)s = %(total)s rows in the file") % {"sum": " + ".join(parts), "total": total}
    changed = _("only what differs is written") if counts["changed"] else _("no stored value differs")
    return [
        Tile(_("New"), parts[0], _new_words(batch), "new"),
        Tile(_("Changed"), parts[1], changed, "chg"),
        Tile(_("Same"), parts[2], _("already stored, nothing to do"), "same"),
        Tile(_("Refused"), parts[3], sum_words, "bad", bad=counts["refused"] > 0),
    ]


def _new_words(batch: ImportBatch) -> str:
    orders = batch.counts.get("orders", {})
    if orders.get("orders"):
        return _("%(lines)s order lines, %(orders)s new orders") % {
            "lines": number(orders["new"]), "orders": number(orders["orders"]),
        }  # fmt: skip
    return _("not stored before")


def _datasets(batch: ImportBatch) -> list[DatasetCount]:
    """What a row of the file holds of each dataset; empty for a file of one."""
    named = [(name, item) for name, item in batch.counts.items() if name != "file"]
    if len(named) < 2:
        return []
    return [
        DatasetCount(
            _(DATASETS[name].title),
            *(number(item[fate]) for fate in ("new", "changed", "same", "refused", "ignored")),
        )
        for name, item in named
    ]


def _changes(batch: ImportBatch) -> list[ChangeRow]:
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


def _readable(text: str) -> str:
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


def _warnings(batch: ImportBatch) -> list[WarningRow]:
    found = [item for rows in batch.preview.get("warnings", {}).values() for item in rows]
    return [WarningRow(row, column, _readable(value), reason) for row, column, value, reason in found]


def _warnings_title(batch: ImportBatch) -> str:
    count = sum(item.get("warned", 0) for name, item in batch.counts.items() if name != "file")
    return ngettext("Odd, but taken: %(count)s row", "Odd, but taken: %(count)s rows", count) % {
        "count": number(count)
    }


def _matched(batch: ImportBatch) -> list[MatchedRow]:
    """One row for each column of ours; the datasets of one file share many of them."""
    rows: dict[tuple[str, str], MatchedRow] = {}
    for name, dataset, identifier in batch.preview.get("matched", []):
        samples = batch.preview.get("samples", {}).get(dataset, [])
        becomes = _readable(samples[0].get(identifier, "")) if samples else ""
        rows.setdefault((name, identifier), MatchedRow(name, identifier, becomes))
    return list(rows.values())


def _matched_words(batch: ImportBatch) -> str:
    used = len({name for name, _dataset, _identifier in batch.preview.get("matched", [])})
    words = ngettext("%(count)s column used", "%(count)s columns used", used) % {"count": number(used)}
    left = batch.preview.get("columns", 0) - used
    if batch.profile and left > 0:
        return _("%(words)s, %(left)s left out by the profile") % {"words": words, "left": number(left)}
    return words


def _samples(batch: ImportBatch) -> list[SampleTable]:
    tables = []
    for name, rows in batch.preview.get("samples", {}).items():
        if rows:
            columns = [
                column.identifier
                for column in DATASETS[name].columns
                if any(column.identifier in row for row in rows)
            ]
            cells = [[row["row"], *(_readable(row.get(column, "")) for column in columns)] for row in rows]
            tables.append(SampleTable(_(DATASETS[name].title), columns, cells))
    return tables


def counted(batch: ImportBatch, fate: str) -> int:
    return int(batch.counts.get("file", {}).get(fate, 0))
