"""What a list may be asked for: key columns, and what else narrows it. Anything else is refused by name."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request

from portal.actors import Actor
from portal.api.errors import value_refused
from suppliers.api.columns import MONTH, NUMBER
from suppliers.enums import LineState
from suppliers.facts.keys import lookup_of, stored
from suppliers.imports.columns import (
    ChoiceColumn,
    Column,
    DateColumn,
    DecimalColumn,
    IntegerColumn,
    MomentColumn,
    MonthColumn,
)
from suppliers.imports.datasets import DATASETS
from suppliers.visibility import STAFF_COLUMNS

PAGING = ("limit", "cursor")
SINCE = "changed_since"
STATE = "state"
_MORE = {
    "partners": ("kind", "status"),
    "orders": ("status", "item_code"),
    "ledger": ("kind", "supplier_code", "distributor_code", "agent_code"),
    "invoices": ("order_number",),
    "commission_agreements": (),
}
_LARGEST = 2_147_483_647
_UNSAYABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Question:
    """One parameter: its name, how it is described, and the column it is about, if it is about one."""

    name: str
    schema: dict[str, Any]
    help: str
    column: Column | None = None


def questions(dataset: str, model: Any) -> list[Question]:
    """In the order in which they are described."""
    return list(_questions(dataset, model))


def _questions(dataset: str, model: Any) -> Iterator[Question]:
    for column in DATASETS[dataset].columns:
        if column.key or column.identifier in _MORE.get(dataset, ()):
            yield Question(column.identifier, _schema(column), column.help, column)
    if dataset == "orders":
        words = {"type": "string", "enum": [state.key for state in LineState]}
        yield Question(STATE, words, _("Where the line stands today."))
    if hasattr(model, "updated_at"):
        moment = {"type": "string", "format": "date-time"}
        yield Question(SINCE, moment, _("Only rows created or changed at this moment or later."))


def _schema(column: Column) -> dict[str, Any]:
    if isinstance(column, ChoiceColumn):
        return {"type": "string", "enum": list(column.choices)}
    if isinstance(column, IntegerColumn):
        return {"type": "integer", "minimum": 0, "maximum": _LARGEST}
    if isinstance(column, DecimalColumn):
        return {"type": "string", "pattern": NUMBER}
    if isinstance(column, MonthColumn):
        return {"type": "string", "pattern": MONTH}
    if isinstance(column, DateColumn):
        return {"type": "string", "format": "date"}
    if isinstance(column, MomentColumn):
        return {"type": "string", "format": "date-time"}
    return {"type": "string"}


def narrowed(rows: QuerySet[Any], dataset: str, request: Request, actor: Actor) -> QuerySet[Any]:
    """The rows that are asked for. Raises a 400 that names the parameter it does not know or understand."""
    known = {question.name: question for question in questions(dataset, rows.model)}
    if not actor.is_staff:
        known = {name: one for name, one in known.items() if name not in STAFF_COLUMNS.get(dataset, ())}
    check_names(request, known)
    for name in request.query_params:
        if name in known:
            rows = _narrow(rows, dataset, known[name], request.query_params[name])
    return rows


def check_names(request: Request, known: Iterable[str] = ()) -> None:
    """A misspelled name must not answer with everything."""
    names = (*known, *PAGING)
    for name in request.query_params:
        if name not in names:
            words = _("There is no such parameter. There are: %(names)s.") % {"names": ", ".join(names)}
            raise value_refused(name, request.query_params[name], words)


def _narrow(rows: QuerySet[Any], dataset: str, question: Question, text: str) -> QuerySet[Any]:
    if question.name == STATE:
        states = {state.key: state for state in LineState}
        if text not in states:
            raise _not_understood(question, text)
        return rows.filter(state=states[text])
    value = _value(question, text)
    if value is None:
        return rows.none()
    if question.column is None:
        return rows.filter(updated_at__gte=value)
    name = question.name
    return rows.filter(**{lookup_of(dataset, name): stored(dataset, name, value)})


def _value(question: Question, text: str) -> Any:
    """The typed value; None for one that no row can have."""
    column = question.column
    try:
        if column is None or isinstance(column, MomentColumn):
            return _moment(text)
        if isinstance(column, DateColumn):
            return dt.date.fromisoformat(text)
        if isinstance(column, IntegerColumn):
            return _whole(text)
        if isinstance(column, DecimalColumn):
            return _number(text)
    except ValueError as error:
        raise _not_understood(question, text) from error
    except OverflowError:
        return None
    if isinstance(column, ChoiceColumn) and text not in column.choices:
        raise _not_understood(question, text)
    if isinstance(column, MonthColumn) and not re.fullmatch(MONTH, text, re.ASCII):
        raise _not_understood(question, text)
    return None if _UNSAYABLE.search(text) else text


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text.replace(" ", "+"))  # a plus in an address is a space
    if moment.tzinfo is None or "T" not in text:
        raise ValueError(text)
    return moment.astimezone(dt.UTC)


def _number(text: str) -> Decimal | None:
    """None for one that is finer than any of ours."""
    if not re.fullmatch(NUMBER, text, re.ASCII):
        raise ValueError(text)
    value = Decimal(text)
    return value if value == round(value, 2) else None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:12]) > _LARGEST:
        raise ValueError(text)
    return int(text)


def _not_understood(question: Question, text: str) -> Exception:
    schema = question.schema
    if "enum" in schema:
        words = _("It is one of: %(words)s.") % {"words": ", ".join(schema["enum"])}
    elif schema.get("format") == "date-time":
        words = _("Write it as 2026-10-16T08:30:00Z, with its time zone.")
    elif schema.get("format") == "date":
        words = _("Write it as 2026-10-16.")
    else:
        words = _("It cannot be read.")
    return value_refused(question.name, text, words)
