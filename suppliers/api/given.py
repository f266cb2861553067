"""What a program sends about commitments, read strictly: a wrong value is refused by its name and row."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.api.errors import Refused, value_refused
from portal.engine.scaled import SCALE
from suppliers.actions.commitments import Answer
from suppliers.actions.deciding import MOST_PARTS
from suppliers.enums import Act

_NUMBER = re.compile(r"[0-9]{1,11}(\.[0-9]{1,6})?", re.ASCII)
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LONGEST = 5000
_LARGEST = 100_000_000_000


class Given:
    """One object of a request: its values by name. Raises a 400 that names what it does not understand."""

    def __init__(self, data: Any, names: Sequence[str], *, row: int | None = None) -> None:
        if data is None:
            data = {}
        if not isinstance(data, dict):
            raise Refused(_("Send one object: a value for each name."))
        self.data, self.row = data, row
        for name in data:
            if name not in names:
                words = _("There is no such name. There are: %(names)s.") % {"names": ", ".join(names)}
                raise self.refused(str(name), data[name], words)

    def refused(self, name: str, value: object, reason: str) -> Refused:
        return value_refused(name, value, reason, row=self.row)

    def get(self, name: str, default: Any = None) -> Any:
        return self.data.get(name, default)

    def text(self, name: str, *, required: bool = False) -> str:
        value = self.data.get(name)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or len(value) > _LONGEST or _UNSAYABLE.search(value):
            raise self.refused(name, value if value is not None else "", _("It is a text."))
        if required and not value.strip():
            raise self.refused(name, value, _("It is needed."))
        return value

    def scaled(self, name: str) -> int | None:
        """A quantity or price as an int scaled by 10^6; None when it is left out."""
        value = self.data.get(name)
        return None if value is None else self.number(name, value)

    def number(self, name: str, value: Any) -> int:
        is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
        exact = Decimal(value) if is_number else None
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            exact = Decimal(value)
        if exact is None or not 0 <= exact < _LARGEST:
            raise self.refused(name, value, _("It is a number of 0 or more, with at most six decimals."))
        scaled = exact * SCALE
        if scaled != scaled.to_integral_value():
            raise self.refused(name, value, _("It has more than six decimals."))
        return int(scaled)

    def day(self, name: str) -> dt.date | None:
        value = self.data.get(name)
        return None if value is None else self.date(name, value)

    def date(self, name: str, value: Any) -> dt.date:
        try:
            if not isinstance(value, str) or len(value) != 10:
                raise ValueError(value)
            return dt.date.fromisoformat(value)
        except ValueError as error:
            raise self.refused(name, value, _("Write it as 2026-10-16.")) from error


def parts_of(given: Given) -> tuple[tuple[int, dt.date], ...]:
    """(scaled quantity, day) of each part."""
    sent = given.get("parts")
    if sent is None:
        return ()
    if not isinstance(sent, list) or len(sent) > MOST_PARTS:
        words = _("It is a list of at most %(many)s parts.") % {"many": MOST_PARTS}
        raise given.refused("parts", "", words)
    parts = []
    for one in sent:
        part = Given(one, ("quantity", "promised_on"), row=given.row)
        parts.append(
            (part.number("quantity", part.get("quantity")), part.date("promised_on", part.get("promised_on")))
        )
    return tuple(parts)


def answers_of(data: Any, most: int) -> list[Answer]:
    """The answers of a request. One that cannot be read refuses all, by its row: nothing is stored."""
    if not isinstance(data, list) or not 1 <= len(data) <= most:
        raise Refused(_("Send a list of 1 to %(many)s answers.") % {"many": most})
    names = ("line", "act", "parts", "price", "reason_code", "note", "seen")
    return [_answer(Given(one, names, row=number)) for number, one in enumerate(data, 1)]


def _answer(given: Given) -> Answer:
    act = given.text("act")
    if act not in Act.values:
        words = _("It is one of: %(words)s.") % {"words": ", ".join(Act.values)}
        raise given.refused("act", act, words)
    return Answer(
        line=given.text("line", required=True)[:40],
        act=Act(act),
        parts=parts_of(given),
        price=given.scaled("price"),
        reason_code=given.text("reason_code")[:40],
        note=given.text("note"),
        seen=given.text("seen"),
    )
