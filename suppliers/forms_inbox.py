"""What a buyer answers to a proposal, a refusal or a question; on the page each form has its own prefix."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.engine.scaled import to_scaled
from portal.forms import DateInput, Form

NOTE = 200
PARTS = (1, 2, 3)


def _note(label: Any, *, required: bool) -> forms.CharField:
    field = forms.CharField(
        label=label, max_length=NOTE, required=required, widget=forms.Textarea(attrs={"rows": 2})
    )
    field.error_messages["required"] = _("Say why in a few words: they read it.")
    return field


class NoteForm(Form):
    """Agreeing to a refusal needs no words."""

    note = _note(_("A few words to them"), required=False)


class DeclineForm(Form):
    note = _note(_("Why it is not possible for us"), required=True)


class CounterForm(Form):
    """Up to three parts of what is still open; empty rows are left out."""

    note = _note(_("A few words to them"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in PARTS:
            words = {"number": number}
            self.fields[f"quantity_{number}"] = forms.DecimalField(
                label=_("Quantity %(number)s") % words,
                required=False,
                max_digits=15,
                decimal_places=6,
                min_value=0,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )
            self.fields[f"day_{number}"] = forms.DateField(
                label=_("Day %(number)s") % words, required=False, widget=DateInput()
            )
        self.order_fields([name for number in PARTS for name in (f"quantity_{number}", f"day_{number}")])

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"quantity_{number}"], self[f"day_{number}"]) for number in PARTS]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        parts = []
        for number in PARTS:
            quantity, day = cleaned.get(f"quantity_{number}"), cleaned.get(f"day_{number}")
            if quantity and day:
                parts.append((to_scaled(quantity), day))
            elif (quantity or day) and not self.errors:
                self.add_error(
                    f"day_{number}" if quantity else f"quantity_{number}",
                    gettext("Say both how many and when."),
                )
        if not parts and not self.errors:
            raise ValidationError(gettext("Say how many you need, and when."))
        cleaned["parts"] = tuple(parts)
        return cleaned


class AnswerForm(Form):
    text = forms.CharField(
        label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 2, "maxlength": 4000})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].error_messages["required"] = _("Write a few words first.")
