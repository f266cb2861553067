"""A thank-you or an award: words that are there already, and can be changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.forms import Form
from suppliers.actions.recognition import LONGEST
from suppliers.enums import RecognitionKind


class ThanksForm(Form):
    """Where a partner or its card is shown: one press of the button says it."""

    text = forms.CharField(
        label=_("What for"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what for: a few words are enough.")},
    )


class RecognitionForm(ThanksForm):
    """On its own page: also an award."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (RecognitionKind.THANKS, _("Thanks: a warm word")),
            (RecognitionKind.AWARD, _("An award: an honour with a name")),
        ],
        widget=forms.RadioSelect,
        initial=RecognitionKind.THANKS,
    )
    field_order = ("kind", "text")

    def __init__(self, *args: Any, partner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = gettext(
            "Everybody of %(partner)s reads it on their home page, with your name. You can take it back "
            "within a day."
        ) % {"partner": partner}
