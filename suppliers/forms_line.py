"""What can be said and done about one order line: parts, reasons, shipments, a day to look at it again."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.engine.scaled import from_scaled, to_scaled
from portal.forms import DateInput, Form
from portal.presentation import quantity as quantity_words
from suppliers.actions.commitments import Answer, Problem
from suppliers.actions.deciding import MOST_PARTS
from suppliers.engine.lines import Part
from suppliers.enums import Act, ReasonCode
from suppliers.forms_parts import PartRows, decimal_field, note_field

FEWEST_ROWS = 3
LONGEST_SKIP = 90  # days


def _reason() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Why?"), required=False, choices=[("", _("Choose a reason")), *ReasonCode.choices]
    )


class SeenForm(Form):
    """What the reader had seen of the line when the form was made; `act` names its fields on the page."""

    act = ""
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    # Where a problem of an action stands; None: over the form.
    places: dict[str, str | None] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, prefix=self.act or None, **options)

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """Show beside its fields why it could not be taken."""
        for problem in problems:
            place = self.places.get(problem.field, problem.field)
            self.add_error(place if place in self.fields else None, problem.message)

    def see(self, seen: str) -> None:
        """Sent again, it answers what stands on the page now; all that was typed stays."""
        self.data = {**self.data.dict(), self.add_prefix("seen"): seen}


class PartsForm(PartRows, SeenForm):
    """Parts of what is still open: at least three rows, one more with each press of a button."""

    places = {"parts": "quantity_1"}
    more_rows = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, open_quantity: int, unit: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.open_quantity, self.unit = open_quantity, unit
        self.add_rows(self._rows())

    def _rows(self) -> int:
        given = str(self.data.get(self.add_prefix("more_rows")) or self.initial.get("more_rows") or "")
        rows = int(given) if given.isdecimal() and len(given) < 4 else FEWEST_ROWS
        return min(max(rows, FEWEST_ROWS), MOST_PARTS)

    @classmethod
    def with_one_more(cls, data: Any, **options: Any) -> "PartsForm":
        """As it was typed, unchecked, with one more row."""
        typed = cls(data, **options)
        initial = {name: data.get(typed.add_prefix(name), "") for name in typed.fields}
        initial["more_rows"] = len(typed.numbers) + 1
        return cls(initial=initial, **options)

    @property
    def may_grow(self) -> bool:
        return len(self.numbers) < MOST_PARTS

    @property
    def row_count(self) -> int:
        return len(self.numbers)

    @property
    def together(self) -> str:
        """“The parts add up to 90 pcs of 100 pcs that are open.”; empty while nothing is typed."""
        total = Decimal(0)
        for quantity, _day in self.rows:
            try:
                total += Decimal(str(quantity.value() or 0))
            except ArithmeticError:
                return ""
        if not total.is_finite() or not total:
            return ""
        words = gettext("The parts add up to %(sum)s of %(open)s that are open.")
        return words % {
            "sum": quantity_words(total, self.unit),
            "open": quantity_words(self.open_quantity, self.unit),
        }


class PromiseForm(PartsForm):
    """A new promise: parts, and why they leave what was agreed."""

    act = "promise"
    price = decimal_field(_("Price of one"), help_text=_("Only if it changes."))
    reason_code = _reason()
    note = note_field(_("A few words"))

    field_order = ["seen", "price", "reason_code", "note"]

    def answer(self, line: str) -> Answer:
        given = self.cleaned_data
        price = None if given["price"] is None else to_scaled(given["price"])
        return Answer(
            line, Act.PROMISE, given["parts"], price, given["reason_code"], given["note"], given["seen"]
        )


class PhoneForm(PromiseForm):
    """What a partner said on the phone: any answer of theirs."""

    act = "noted"
    says = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[
            (Act.ACCEPT, _("It comes as asked")),
            (Act.PROMISE, _("Another day, quantity or price")),
            (Act.KEEP, _("It is still good")),
            (Act.REJECT, _("It cannot be delivered")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        """A day or price that was typed is never passed over in silence."""
        cleaned = super().clean()
        typed = [name for name in self.changed_data if name.startswith("day_") or name == "price"]
        if typed and cleaned.get("says") not in (None, Act.PROMISE):
            words = gettext(
                "You typed a day or a price: choose “Another day, quantity or price” to promise it."
            )
            self.add_error("says", words)
        return cleaned

    def answer(self, line: str) -> Answer:
        given, act = self.cleaned_data, Act(self.cleaned_data["says"])
        if act == Act.PROMISE:
            return super().answer(line)
        return Answer(line, act, reason_code=given["reason_code"], note=given["note"], seen=given["seen"])


class RejectForm(SeenForm):
    act = "reject"
    reason_code = _reason()
    note = note_field(_("A few words"))

    def answer(self, line: str) -> Answer:
        given = self.cleaned_data
        return Answer(
            line, Act.REJECT, reason_code=given["reason_code"], note=given["note"], seen=given["seen"]
        )


class CounterForm(PartsForm):
    """What would do for us instead."""

    act = "counter"
    note = note_field(_("A few words to them"))


class DeclineForm(SeenForm):
    act = "decline"
    note = note_field(_("Why it is not possible for us"), required=True)


class AgreeForm(SeenForm):
    act = "agree"
    note = note_field(_("A few words to them"))


class ShipForm(SeenForm):
    """One notice: so many of this line are on their way."""

    act = "ship"
    places = {"line": None}
    number = forms.CharField(
        label=_("Notice number"), max_length=100, help_text=_("As on your delivery note.")
    )
    quantity = decimal_field(_("Quantity"))
    shipped_on = forms.DateField(label=_("Shipped on"), widget=DateInput())
    expected_on = forms.DateField(label=_("Expected on"), required=False, widget=DateInput())
    carrier = forms.CharField(label=_("Carrier"), max_length=100, required=False)
    tracking = forms.CharField(label=_("Tracking number"), max_length=100, required=False)
    lot = forms.CharField(label=_("Lot"), max_length=100, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["quantity"].required = True

    def given(self) -> dict[str, Any]:
        """As the action takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {**given, "quantity": to_scaled(given["quantity"])}


class SkipForm(SeenForm):
    act = "skip"
    until = forms.DateField(label=_("Look at it again on"), widget=DateInput())

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        away = (until - timezone.localdate()).days
        if away < 1:
            raise ValidationError(_("Choose a day after today."))
        if away > LONGEST_SKIP:
            raise ValidationError(_("At most %s days ahead: it would be forgotten.") % LONGEST_SKIP)
        return until


def rows_of(parts: tuple[Part, ...], today: dt.date) -> dict[str, Any]:
    """Parts as the rows of a form start from them; a day that has passed is left to be said."""
    initial: dict[str, Any] = {"more_rows": max(FEWEST_ROWS, len(parts) + 1)}
    for number, part in enumerate(parts[:MOST_PARTS], 1):
        initial[f"quantity_{number}"] = amount(part.quantity)
        initial[f"day_{number}"] = part.due_on if part.due_on >= today else None
    return initial


def amount(quantity: int) -> str:
    """A scaled quantity as an input shows it, without groups of digits."""
    return f"{from_scaled(quantity).normalize():f}" if quantity else "0"
