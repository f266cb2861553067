"""What every record is: typed, bounded, checked across its columns; and how its broken rules are told."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from suppliers.imports.messages import Message, gettext_noop, say

Text20 = Annotated[str, Field(max_length=20)]
Text40 = Annotated[str, Field(max_length=40)]
Text60 = Annotated[str, Field(max_length=60)]
Text100 = Annotated[str, Field(max_length=100)]
Text150 = Annotated[str, Field(max_length=150)]
Text200 = Annotated[str, Field(max_length=200)]
Text500 = Annotated[str, Field(max_length=500)]
Email = Annotated[str, Field(max_length=254)]
Amount = Annotated[Decimal, Field(ge=0)]
Positive = Annotated[Decimal, Field(gt=0)]
Share = Annotated[Decimal, Field(ge=0, le=1)]
Year = Annotated[int, Field(ge=1970, le=2199)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]

MEND = gettext_noop("Mend it in the file and send the file again.")


class Record(BaseModel):
    """A row of a dataset. None is an empty cell: the default when created, no change when updated.

    `ways_out`: what to do about a column that is out of its bounds, where the usual advice would mislead.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    ways_out: ClassVar[Mapping[str, str]] = {}

    def contradictions(self) -> Iterator[tuple[str, Message, Message]]:
        """Column, reason and way out of each rule across columns that the row breaks."""
        yield from ()

    def oddities(self) -> Iterator[tuple[str, Message]]:
        """Column and reason of what is odd, but stored."""
        yield from ()


_REASONS = {
    "greater_than": gettext_noop("%(value)s is not more than %(gt)s."),
    "greater_than_equal": gettext_noop("%(value)s is less than %(ge)s."),
    "less_than_equal": gettext_noop("%(value)s is more than %(le)s."),
    "string_too_long": gettext_noop("The text has more than %(max_length)s characters."),
}
_WAYS_OUT = {
    "greater_than": gettext_noop("Write a number above zero, or leave the row out."),
    "greater_than_equal": gettext_noop("Write it without a minus, or leave the row out."),
    "string_too_long": gettext_noop("Shorten it in the file."),
}


def problems_of(error: ValidationError, record: type[Record]) -> list[tuple[str, Message, Message]]:
    """Column, reason and way out of each rule that a record breaks."""
    found = []
    for item in error.errors(include_url=False):
        params = {"value": item["input"], **item.get("ctx", {})}
        reason = _REASONS.get(item["type"])
        column = str(item["loc"][0]) if item["loc"] else ""
        way_out = record.ways_out.get(column) or _WAYS_OUT.get(item["type"], MEND)
        found.append((column, say(reason, **params) if reason else Message(item["msg"]), say(way_out)))
    return found
