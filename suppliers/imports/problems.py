"""What can be wrong with a file, a cell or a row. Each says what, where, and the way out."""

from dataclasses import dataclass

from suppliers.imports.messages import Message, gettext_noop, say

SHOWN_VALUE = 200


class FileRefused(Exception):
    """The whole file cannot be read; nothing of it is stored."""

    def __init__(self, message: Message, *, column: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.column = column


class CellRefused(Exception):
    """One cell cannot be read as what its column holds."""

    def __init__(self, reason: Message, way_out: Message | None = None) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.way_out = way_out or say(gettext_noop("Mend it in the file and send the file again."))


@dataclass(frozen=True, slots=True)
class RowError:
    """A refused cell. `row` is the number a spreadsheet shows: the header is row 1."""

    row: int
    column: str
    value: str
    reason: Message
    way_out: Message

    def as_json(self) -> dict[str, object]:
        return {"row": self.row, "column": self.column, "value": self.value, "reason": str(self.reason)}


@dataclass(frozen=True, slots=True)
class RowWarning:
    """Odd, but stored."""

    row: int
    column: str
    value: str
    reason: Message


def shown(value: object) -> str:
    """A cell as it is quoted back: short enough for a page."""
    text = "" if value is None else str(value)
    return text if len(text) <= SHOWN_VALUE else text[: SHOWN_VALUE - 1] + "…"
