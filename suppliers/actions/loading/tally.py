"""What became of the rows of one dataset, as the preview, the command and the history show it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from portal.engine.scaled import from_scaled
from suppliers.imports.messages import Message
from suppliers.imports.problems import RowError, RowWarning

SHOWN_CHANGES = 200
SHOWN_WARNINGS = 100
SHOWN_SAMPLES = 10
COUNTED = ("new", "changed", "same", "refused", "ignored", "orders")


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs. `kind` says how to write it: text, day, moment or number."""

    row: int
    title: str
    sub: str
    column: str
    was: str
    now: str
    kind: str

    def as_json(self) -> list[object]:
        return [self.row, self.title, self.sub, self.column, self.was, self.now, self.kind]


class Fate(StrEnum):
    """What becomes of a row; of several datasets in one row of a file, the first that one of them met."""

    REFUSED = "refused"
    CHANGED = "changed"
    NEW = "new"
    SAME = "same"
    IGNORED = "ignored"


@dataclass(slots=True)
class Tally:
    """Counts of rows: rows = new + changed + same + refused; rows that a profile filters out are apart.

    `fates` holds the rows of the chunk at hand only.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    ignored: int = 0
    orders: int = 0
    fates: dict[int, Fate] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowWarning] = field(default_factory=list)
    warned: int = 0
    changes: list[Change] = field(default_factory=list)
    samples: list[dict[str, str]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.new + self.changed + self.same + self.refused

    def count(self, row: int, fate: Fate) -> None:
        setattr(self, fate, getattr(self, fate) + 1)
        self.fates[row] = next(one for one in Fate if one in (fate, self.fates.get(row)))

    def refuse(self, row: int, column: str, value: object, reason: Message, way_out: Message) -> None:
        self.refuse_all(row, [RowError(row, column, str(value), reason, way_out)])

    def refuse_all(self, row: int, errors: list[RowError]) -> None:
        """One row, refused for all these reasons."""
        self.count(row, Fate.REFUSED)
        self.errors += errors

    def warn(self, warnings: list[RowWarning]) -> None:
        self.warned += len(warnings)
        self.warnings += warnings[: SHOWN_WARNINGS - len(self.warnings)]

    def settle(self, row: int, changes: list[Change]) -> None:
        """A row whose facts are stored: changed, and how, or the same. The first are kept to be shown."""
        self.count(row, Fate.CHANGED if changes else Fate.SAME)
        if len(self.changes) < SHOWN_CHANGES:
            self.changes += changes

    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("rows", *COUNTED, "warned")}

    def restore(self, counts: Mapping[str, int]) -> None:
        """Goes on from `counts` of an earlier run; warnings are found again while its rows are read again."""
        for name in COUNTED:
            setattr(self, name, counts[name])


def described(value: object, *, scaled: bool = False) -> tuple[str, str]:
    """A stored value as neutral text and the kind it is of."""
    if value is None or value == "":
        return "", "text"
    if scaled and isinstance(value, int):
        return str(from_scaled(value)), "number"
    if isinstance(value, bool):
        return str(value).lower(), "text"
    if isinstance(value, Decimal):
        return f"{value:f}", "number"
    if isinstance(value, dt.datetime):
        return value.isoformat(), "moment"
    if isinstance(value, dt.date):
        return value.isoformat(), "day"
    return str(value), "text"


def merged(tallies: Iterable[Tally], into: Tally) -> list[int]:
    """Adds a chunk to the count of the file's own rows, each once whatever number of datasets it feeds.

    Returns the numbers of the rows that are refused.
    """
    rows: dict[int, set[Fate]] = {}
    for tally in tallies:
        for row, fate in tally.fates.items():
            rows.setdefault(row, set()).add(fate)
        tally.fates.clear()
    for row, fates in rows.items():
        into.count(row, next(fate for fate in Fate if fate in fates))
    into.fates.clear()
    return sorted(row for row, fates in rows.items() if Fate.REFUSED in fates)
