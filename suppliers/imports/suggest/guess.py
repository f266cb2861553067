"""Which column is which of ours, and what the file is: the best guess, each with how sure it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from suppliers.imports.cells import as_text
from suppliers.imports.columns import Column
from suppliers.imports.datasets import DATASETS, Dataset
from suppliers.imports.suggest.kinds import Days, Kind, days_of, decimal_of, kind_of
from suppliers.imports.suggest.matching import NUMBERS, rating
from suppliers.imports.suggest.sample import Sample

SURE_ENOUGH = 0.45
# One file often tells of all of these; where a dataset beside the orders has this column, it is fed too.
TOGETHER = {"orders": "", "promises": "promised_on", "receipts": "received_on"}
# What a file may lack, because a constant or the reader itself stands in for it.
STAND_INS = {"event": "confirm", "currency": "", "kind": "", "made_at": ""}
# What a receipt without a number of its own may be called: there is one a line then.
NUMBERED_BY = "line_number"


@dataclass(frozen=True, slots=True)
class Target:
    """One of our columns, and from 0 to 1 how sure it is that the file's column is this one."""

    dataset: str
    identifier: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    index: int
    name: str
    kind: Kind
    examples: tuple[str, ...]
    days: Days | None
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`datasets`: every dataset the file could be, best first; `feeds`: those it probably holds.

    `decimal`: `point`, `comma` or empty; `asks_decimal` when the numbers can be read in two ways.
    """

    sample: Sample
    columns: tuple[ColumnGuess, ...]
    datasets: tuple[tuple[str, float], ...]
    feeds: tuple[str, ...]
    decimal: str
    asks_decimal: bool


Assigned = Mapping[str, tuple[int, float]]


def suggest(sample: Sample, feeds: tuple[str, ...] = ()) -> Suggestion:
    """The guess for a sample, also where nothing fits. `feeds`: the datasets that somebody says it holds."""
    columns = tuple(_looked_at(sample, index) for index in range(len(sample.header)))
    texts = {column.index: sample.texts(column.index) for column in columns}
    rated = sorted(
        (
            (name, _rate(dataset, _assign([dataset], columns, texts), len(columns)))
            for name, dataset in DATASETS.items()
        ),
        key=lambda item: -item[1],
    )
    feeds, targets = _fed(feeds or _probable(rated[0][0]), bool(feeds), columns, texts)
    numbers = [sample.cells(column.index) for column in columns if column.kind in NUMBERS]
    decimal, asks = decimal_of(numbers)
    return Suggestion(
        sample,
        tuple(replace(column, targets=tuple(targets.get(column.index, ()))) for column in columns),
        tuple(rated),
        feeds,
        decimal,
        asks,
    )


def _looked_at(sample: Sample, index: int) -> ColumnGuess:
    cells = sample.cells(index)
    days = days_of(cells)
    examples = tuple(dict.fromkeys(as_text(cell) for cell in cells if as_text(cell)))[:3]
    return ColumnGuess(index, sample.header[index], kind_of(cells, days), examples, days)


def _assign(
    datasets: Sequence[Dataset], columns: Sequence[ColumnGuess], texts: Mapping[int, list[str]]
) -> dict[str, tuple[int, float]]:
    """One column of the file at most for each name of ours, and the other way round; the surest first."""
    found: list[tuple[float, float, int, str]] = []
    for dataset in datasets:
        for ours in dataset.columns:
            bonus = 0.3 if ours.required else 0.0
            for column in columns:
                if not column.name:
                    continue
                sure = rating(column.name, column.kind, texts[column.index], dataset.name, ours)
                if sure >= SURE_ENOUGH:
                    found.append((sure + bonus, sure, column.index, ours.identifier))
    assigned: dict[str, tuple[int, float]] = {}
    taken: set[int] = set()
    for _, sure, index, identifier in sorted(found, key=lambda item: (-item[0], item[2])):
        if identifier not in assigned and index not in taken:
            assigned[identifier] = (index, min(1.0, sure))
            taken.add(index)
    return assigned


def _rate(dataset: Dataset, assigned: Assigned, width: int) -> float:
    """0 to 1: how much of what the dataset needs is there, and how much of the file it explains."""
    needed = [_sure_of(identifier, assigned) for identifier in dataset.required]
    covered = sum(needed) / len(needed) if needed else 0.0
    complete = 1.0 if needed and min(needed) > 0 else 0.5
    used = len(assigned) / max(1, width)
    return round(complete * (0.7 * covered + 0.3 * min(1.0, used)), 4)


def _sure_of(identifier: str, assigned: Assigned) -> float:
    if identifier in assigned:
        return assigned[identifier][1]
    return 0.3 if identifier in STAND_INS else 0.0


def _probable(best: str) -> tuple[str, ...]:
    return (best, *(name for name in TOGETHER if name != best)) if best in TOGETHER else (best,)


def _fed(
    names: tuple[str, ...], is_said: bool, columns: Sequence[ColumnGuess], texts: Mapping[int, list[str]]
) -> tuple[tuple[str, ...], dict[int, list[Target]]]:
    """The datasets that the file feeds, and what each of its columns is to them."""
    best = "orders" if "orders" in names else names[0]
    assigned = _together(names, columns, texts)
    fed = names if is_said else tuple(n for n in names if n == names[0] or _is_told(DATASETS[n], assigned))
    if fed != names:  # a column goes to nobody who is not there
        assigned = _together(fed, columns, texts)
    targets: dict[int, list[Target]] = {}
    for name in fed:
        for ours in _own(DATASETS[name], best if best in fed else fed[0], assigned):
            index, sure = assigned[ours.identifier]
            targets.setdefault(index, []).append(Target(name, ours.identifier, sure))
    _name_by_code(fed, columns, assigned, targets)
    return tuple(name for name in DATASETS if name in fed), targets


def _together(
    names: Sequence[str], columns: Sequence[ColumnGuess], texts: Mapping[int, list[str]]
) -> dict[str, tuple[int, float]]:
    assigned = _assign([DATASETS[name] for name in names], columns, texts)
    if "receipts" in names and "receipt_number" not in assigned and NUMBERED_BY in assigned:
        assigned["receipt_number"] = (assigned[NUMBERED_BY][0], SURE_ENOUGH)
    return assigned


def _own(dataset: Dataset, best: str, assigned: Assigned) -> Iterable[Column]:
    """Beside another dataset only keys and what that one lacks: an order's quantity is not the promise's."""
    others = {column.identifier for column in DATASETS[best].columns} if dataset.name != best else set()
    for column in dataset.columns:
        if column.identifier in assigned and (column.key or column.identifier not in others):
            yield column


def _is_told(dataset: Dataset, assigned: Assigned) -> bool:
    """Does the file tell of this dataset too? All that it needs is there, and its own day above all."""
    if dataset.name == "orders":
        return all(name in assigned for name in dataset.required)
    needed = (name for name in dataset.required if name not in STAND_INS)
    return TOGETHER[dataset.name] in assigned and all(name in assigned for name in needed)


def _name_by_code(
    fed: Sequence[str], columns: Sequence[ColumnGuess], assigned: Assigned, targets: dict[int, list[Target]]
) -> None:
    """A file that names its partners and numbers them nowhere: the name is the code."""
    if "orders" not in fed or "partner_name" in assigned or "partner_code" not in assigned:
        return
    index, sure = assigned["partner_code"]
    if columns[index].kind is Kind.TEXT and any(" " in text for text in columns[index].examples):
        targets[index].append(Target("orders", "partner_name", sure))
