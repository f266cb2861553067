"""Who was trained in what, and when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models import TextVersion
from portal.forms import DateInput, Form
from portal.models import User


class TrainForm(Form):
    version = forms.ModelChoiceField(
        label=_("Playbook"),
        queryset=TextVersion.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose a playbook"),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Who was there?"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who was there.")},
    )
    on = forms.DateField(label=_("On which day?"), widget=DateInput())
    note = forms.CharField(
        label=_("What was it?"),
        max_length=250,
        required=False,
        help_text=_("Like “Two hours with real cases, led by Dana”."),
    )

    def __init__(self, *args: Any, versions: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].queryset = versions
        self.fields["people"].queryset = people
