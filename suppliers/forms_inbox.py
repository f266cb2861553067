"""What a buyer answers to a proposal, a refusal or a question; on the page each form has its own prefix."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.forms import Form
from suppliers.forms_parts import PartRows, note_field

ROWS = 3


class NoteForm(Form):
    """Agreeing to a refusal needs no words."""

    note = note_field(_("A few words to them"))


class DeclineForm(Form):
    note = note_field(_("Why it is not possible for us"), required=True)


class CounterForm(PartRows, Form):
    """Up to three parts of what is still open."""

    note = note_field(_("A few words to them"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.add_rows(ROWS)
        self.order_fields([name for name in self.fields if name != "note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned["parts"] and not self.errors:
            raise ValidationError(gettext("Say how many you need, and when."))
        return cleaned


class AnswerForm(Form):
    text = forms.CharField(
        label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 2, "maxlength": 4000})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].error_messages["required"] = _("Write a few words first.")
