"""The columns of rows: what each is called and how it is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.enums import Side, StaffRole
from portal.presentation import NONE, day, moment, money, number
from scorecards.engine.catalogue import FLAGS, LEADING, Source

LABELS = {
    "about": gettext_lazy("About"),
    "answered_at": gettext_lazy("Answered"),
    "asked_at": gettext_lazy("Asked"),
    "before_minor": gettext_lazy("Revenue a year before"),
    "booked_on": gettext_lazy("Booked"),
    "bought_again": gettext_lazy("Bought again"),
    "case": gettext_lazy("Case"),
    "cases": gettext_lazy("Cases"),
    "changed": gettext_lazy("Changed late"),
    "changed_at": gettext_lazy("Changed"),
    "closed_at": gettext_lazy("Closed"),
    "closed_on": gettext_lazy("Closed"),
    "commission_minor": gettext_lazy("Commission"),
    "contest": gettext_lazy("Contest"),
    "idea": gettext_lazy("Idea"),
    "contribution_minor": gettext_lazy("Contribution"),
    "cost_minor": gettext_lazy("Cost"),
    "day_on": gettext_lazy("Day"),
    "days": gettext_lazy("Days"),
    "decided_on": gettext_lazy("Decided"),
    "document": gettext_lazy("Document"),
    "due_on": gettext_lazy("Due"),
    "expense_minor": gettext_lazy("Marketing and selling"),
    "expires_on": gettext_lazy("Valid until"),
    "filed_on": gettext_lazy("Filed"),
    "proposed_on": gettext_lazy("Proposed"),
    "growth_minor": gettext_lazy("Growth"),
    "held_on": gettext_lazy("Day before the change"),
    "hours": gettext_lazy("Working hours"),
    "in_30_days": gettext_lazy("Within 30 days"),
    "in_terms": gettext_lazy("Within the terms"),
    "invoice": gettext_lazy("Invoice"),
    "kind": gettext_lazy("Kind"),
    "lines": gettext_lazy("Lines"),
    "month": gettext_lazy("Month"),
    "non_performance_minor": gettext_lazy("Cost of non-performance"),
    "number": gettext_lazy("Number"),
    "opened_by": gettext_lazy("Opened by"),
    "opened_on": gettext_lazy("Opened"),
    "paid_on": gettext_lazy("Paid"),
    "purchase_minor": gettext_lazy("Purchase cost"),
    "question": gettext_lazy("Question"),
    "received_on": gettext_lazy("Received"),
    "requested_on": gettext_lazy("Asked for"),
    "revenue_minor": gettext_lazy("Revenue"),
    "role": gettext_lazy("Rated by"),
    "satisfaction": gettext_lazy("Mark"),
    "score": gettext_lazy("Mark"),
    "standard_price": gettext_lazy("Standard price"),
    "survey": gettext_lazy("Survey"),
    "target_minor": gettext_lazy("Target"),
    "title": gettext_lazy("What it was about"),
    "type": gettext_lazy("Document"),
    "unit_price": gettext_lazy("Price"),
    "valid": gettext_lazy("Valid"),
    "variance_minor": gettext_lazy("Against standard"),
}
_CODES = {"role": dict(StaffRole.choices), "opened_by": dict(Side.choices)}
# Whose name is a key that tells a person nothing: the next column leads instead.
_KEYS = frozenset({"case", "question", "contest", "idea"})


@dataclass(frozen=True)
class Spec:
    """A column: its header (`short` on a phone), how a row writes it, what sorts it."""

    name: Any
    write: Callable[[dict[str, Any]], str]
    sort: str
    short: Any = ""
    is_number: bool = True


def _units(column: str) -> Callable[[dict[str, Any]], str]:
    return lambda values: number(values[column], None)


def _day(column: str) -> Callable[[dict[str, Any]], str]:
    return lambda values: day(values[column], "short")


def _moment(column: str) -> Callable[[dict[str, Any]], str]:
    return lambda values: moment(values[column], "short")


def _hours(values: dict[str, Any]) -> str:
    return number(values["hours"], 1)


def _due(values: dict[str, Any]) -> str:
    units, due = number(values["quantity"], None), day(values["due_on"], "short")
    return _("%(units)s on %(day)s") % {"units": units, "day": due}


def _late(values: dict[str, Any]) -> str:
    return number(values["days_late"]) if (values["days_late"] or 0) > 0 else NONE


_DUE = Spec(gettext_lazy("Due"), _due, "due_on")
_ACCEPTED = Spec(
    gettext_lazy("Accepted in window"),
    _units("accepted_in_window"),
    "accepted_in_window",
    gettext_lazy("In window"),
)
_RECEIVED = Spec(
    gettext_lazy("Received in window"),
    _units("quantity_in_window"),
    "quantity_in_window",
    gettext_lazy("In window"),
)
_DAYS_LATE = Spec(gettext_lazy("Days late"), _late, "days_late")
_OPEN = Spec(gettext_lazy("Open"), _units("open_quantity"), "open_quantity")
_OPEN_DAYS = Spec(gettext_lazy("Unit-days"), _units("open_quantity_days"), "open_quantity_days")
_LEAD = Spec(gettext_lazy("Days"), _units("lead_days"), "lead_days")
SPECS: dict[Source, Sequence[Spec]] = {
    Source.JUDGED_LINES: (_DUE, _ACCEPTED, _DAYS_LATE),
    Source.PROMISED_PARTS: (_DUE, _ACCEPTED),
    Source.COMPLETED_LINES: (
        Spec(gettext_lazy("Ordered"), _day("ordered_on"), "ordered_on"),
        Spec(gettext_lazy("Complete"), _day("completed_on"), "completed_on"),
        _LEAD,
    ),
    Source.ANSWERED_LINES: (
        _DUE,
        Spec(gettext_lazy("Confirmed"), _units("confirmed_quantity"), "confirmed_quantity"),
    ),
    Source.CONFIRMED_LINES: (
        Spec(gettext_lazy("First promise"), _day("due_on"), "due_on"),
        Spec(gettext_lazy("Last promise"), _day("last_due_on"), "last_due_on"),
    ),
    Source.SLIPPED_LINES: (
        Spec(gettext_lazy("First promise"), _day("due_on"), "due_on"),
        Spec(gettext_lazy("First told"), _day("warned_on"), "warned_on"),
        Spec(gettext_lazy("All here"), _day("arrived_on"), "arrived_on"),
        Spec(gettext_lazy("Days"), _units("notice_days"), "notice_days"),
    ),
    Source.ASKED_LINES: (
        Spec(gettext_lazy("Sent"), _moment("sent_at"), "sent_at"),
        Spec(gettext_lazy("First answer"), _moment("answered_at"), "answered_at"),
        Spec(gettext_lazy("Working hours"), _hours, "hours"),
    ),
    Source.ASKED_DAYS: (
        Spec(gettext_lazy("Asked for"), _day("requested_on"), "requested_on"),
        Spec(gettext_lazy("Before the change"), _day("held_on"), "held_on"),
        Spec(gettext_lazy("Changed on"), _moment("changed_at"), "changed_at"),
    ),
    Source.RECEIPTS: (
        Spec(gettext_lazy("Received on"), _day("received_on"), "received_on"),
        Spec(gettext_lazy("Received"), _units("received"), "received"),
        Spec(gettext_lazy("Rejected"), _units("rejected"), "rejected"),
    ),
}
# Rows that are long or short, and neither pass nor fail.
MEASURED = (Source.COMPLETED_LINES, Source.SLIPPED_LINES, Source.ASKED_LINES)
OF_KPI = {
    "on_time_quantity": (_DUE, _RECEIVED, _DAYS_LATE),
    "overdue_quantity_days": (_DUE, _OPEN, _OPEN_DAYS),
}


def label(column: str) -> str:
    """What people call it."""
    return str(LABELS.get(column) or capfirst(column.replace("_", " ")))


def heading_of(columns: Sequence[str]) -> str:
    """The column that says what a row is about."""
    first, *others = columns
    return others[0] if first in _KEYS and others and not others[0].endswith("_on") else first


def plain_specs(columns: Sequence[str]) -> tuple[Spec, ...]:
    """Each column that tells something, but the one that leads."""
    left_out = {*LEADING, heading_of(columns), *_KEYS}
    return tuple(_spec(column) for column in columns if column not in left_out)


def text_of(column: str, value: Any) -> str:
    """A value as a person reads it; an en dash for none."""
    if value is None or value == "":
        return NONE
    if column in FLAGS:
        return _("yes") if value else _("no")
    if column in _CODES:
        return str(_CODES[column].get(value, value))
    if column.endswith("_minor"):
        return money(value, settings.COMPANY_CURRENCY)
    if isinstance(value, datetime):
        return moment(value, "short")
    if isinstance(value, date):
        return day(value, "short")
    if isinstance(value, int | Decimal):
        return number(value, 1 if column == "hours" else None)
    return str(value)


def _spec(column: str) -> Spec:
    is_text = column in _CODES or column in FLAGS or column in _TEXTS
    return Spec(label(column), lambda values: text_of(column, values[column]), column, is_number=not is_text)


_TEXTS = frozenset(
    {"about", "kind", "month", "number", "order_number", "question", "survey", "title", "type"}
)
