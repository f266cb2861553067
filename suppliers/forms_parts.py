"""How many come when, in rows; and a few words: fields that several forms about order lines share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.engine.scaled import to_scaled
from portal.forms import DateInput
from suppliers.actions.deciding import LONGEST_NOTE


def decimal_field(label: Any, **options: Any) -> forms.DecimalField:
    """A quantity or price, at least 0."""
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=18,
        decimal_places=6,
        min_value=Decimal(0),
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        **options,
    )


def note_field(label: Any, *, required: bool = False) -> forms.CharField:
    field = forms.CharField(
        label=label, max_length=LONGEST_NOTE, required=required, widget=forms.Textarea(attrs={"rows": 2})
    )
    field.error_messages["required"] = _("Say why in a few words: they read it.")
    return field


class PartRows(forms.Form):
    """Mixin: `add_rows` makes the rows; checked, `parts` are (scaled quantity, day). Empty rows count not."""

    numbers: range

    def add_rows(self, count: int) -> None:
        self.numbers = range(1, count + 1)
        for number in self.numbers:
            words = {"number": number}
            self.fields[f"quantity_{number}"] = decimal_field(_("Part %(number)s, quantity") % words)
            self.fields[f"day_{number}"] = forms.DateField(
                label=_("Part %(number)s, day") % words, required=False, widget=DateInput()
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """(quantity, day) of each, as they are drawn."""
        return [(self[f"quantity_{number}"], self[f"day_{number}"]) for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        parts = []
        for number in self.numbers:
            quantity, day = cleaned.get(f"quantity_{number}"), cleaned.get(f"day_{number}")
            if quantity and day:
                parts.append((to_scaled(quantity), day))
            elif quantity and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", gettext("On which day?"))
            elif day and f"quantity_{number}" not in self.errors:
                self.add_error(f"quantity_{number}", gettext("How many?"))
        cleaned["parts"] = tuple(parts)
        return cleaned
