"""What the page of an import holds, piece by piece."""

from collections.abc import Sequence
from dataclasses import dataclass

from suppliers.models import ImportBatch, ImportError
from suppliers.presenters.imports.acts import Acts
from suppliers.presenters.imports.refused import ReasonRow


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
    acts: Acts
    reasons: list[ReasonRow]
    percent: int
    done: int
    total: int
