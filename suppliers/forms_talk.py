"""What people type to each other: questions, answers, whom to hand them to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import DateInput, Form
from portal.models import User
from suppliers.models import Partner


class Colleague(forms.ModelChoiceField):
    """One of these people, by their public id."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=User.objects.none(), to_field_name="public_id", **options)


class SayForm(Form):
    """A few words; how many fit is the action's answer."""

    text = forms.CharField(
        label=_("Your words"), widget=forms.Textarea(attrs={"rows": 4, "maxlength": 4000}), required=True
    )

    def __init__(self, *args: Any, label: Any = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if label:
            self.fields["text"].label = label
        self.fields["text"].error_messages["required"] = _("Write a few words first.")


class AskPartnerForm(SayForm):
    """Of staff, who ask one partner among all."""

    field_order = ["partner", "text"]
    partner = forms.ModelChoiceField(
        label=_("Whom do you ask?"), queryset=Partner.objects.none(), to_field_name="public_id"
    )

    def __init__(self, *args: Any, partners: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = partners


class HandOverForm(Form):
    to = Colleague(label=_("Who answers instead?"))

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = people


class AwayForm(Form):
    """From the first to the last day, both included."""

    field_order = ["first_on", "last_on", "deputy"]
    first_on = forms.DateField(label=_("First day away"), widget=DateInput())
    last_on = forms.DateField(label=_("Last day away"), widget=DateInput())
    deputy = Colleague(
        label=_("Who stands in for you?"),
        help_text=_("What waits for you waits for them as well, with its clock; their mails say for whom."),
        empty_label=_("Choose a colleague"),
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["deputy"].queryset = people
