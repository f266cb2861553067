"""How somebody wants to hear of what waits for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.enums import MailMode
from portal.forms import Form

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class MailHabitsForm(Form):
    mode = forms.ChoiceField(label=_("Mails"), choices=MailMode.choices, widget=forms.RadioSelect)
    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily mail"),
        choices=HOURS,
        coerce=int,
        help_text=_("Only with one mail a day."),
    )
    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(
        label=_("Quiet until"),
        choices=HOURS,
        coerce=int,
        help_text=_("What comes up in these hours is sent when they end. The same hour twice: never quiet."),
    )

    @property
    def facts(self) -> dict[str, Any]:
        return self.cleaned_data
