"""What people fill in on the page of a plan: words that go with an act, evidence, a period, a gain."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.engine.money import Money
from portal.forms import DateInput, Form
from portal.forms_files import FilesField
from portal.models import User
from suppliers.forms_talk import Colleague

LONGEST = 4000
# Thirteen figures before the point: what the books of a company hold.
LARGEST = Decimal("9999999999999.99")


def words(label: Any, rows: int = 2, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST})
    options.setdefault("error_messages", {"required": _("Write a few words first.")})
    return forms.CharField(label=label, widget=widget, **options)


class VersionForm(Form):
    """Which terms the reader has before them: others that came since are refused."""

    version = forms.CharField(widget=forms.HiddenInput(), max_length=16)


class SignForm(VersionForm):
    read = forms.BooleanField(
        label=_("I have read these terms and sign for my side"),
        error_messages={"required": _("Tick that you have read them: your signature binds your side.")},
    )


class DeclineForm(VersionForm):
    words = words(_("Why not? The other side reads it"))


class WithdrawForm(VersionForm):
    words = words(_("Why? The other side reads it"), required=False)


class WordsForm(Form):
    """A few words that go with an act."""

    words = words(_("Your words"))

    def __init__(self, *args: Any, label: Any = "", required: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if label:
            self.fields["words"].label = label
        self.fields["words"].required = required


class VerifyForm(Form):
    """One of the closed periods, and what was seen in its rows."""

    period = forms.ChoiceField(label=_("Which period?"))
    note = words(_("What did you see in the rows?"), required=False)

    def __init__(self, *args: Any, periods: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["period"].choices = [(one.key, one.name) for one in periods]


class LearnedForm(Form):
    learned = words(
        _("What did both learn?"), 3, help_text=_("It stays with the plan, for whoever plans the next one.")
    )


class FinishForm(Form):
    evidence = words(_("What shows that it is done?"), required=False)
    files = FilesField(label=_("Files that show it"))


class ExpectForm(Form):
    day = forms.DateField(label=_("When will it be done?"), widget=DateInput())
    why = words(_("Why later? The other side reads it"))


class ReopenForm(Form):
    why = words(_("What is not done yet? The other side reads it"))


class People(forms.ModelMultipleChoiceField):
    """Some of these people, by their public id."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=User.objects.none(), to_field_name="public_id", **options)


class PlanSayForm(Form):
    """Words to both; for staff also among themselves."""

    text = words(
        _("Say something to both"),
        3,
        help_text=_("Write @ and a full name to call somebody, or tick it below."),
    )
    mentioned = People(label=_("Who hears of it by name?"), required=False)
    files = FilesField(label=_("Attach files"))
    staff_only = forms.BooleanField(label=_("Staff only"), required=False)

    def __init__(self, *args: Any, people: Any, is_staff: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["mentioned"].queryset = people
        if not is_staff:
            del self.fields["staff_only"]


class LookAfterForm(Form):
    """Of one's own side."""

    owner = Colleague(label=_("Who looks after it?"), required=False, empty_label=_("Nobody by name"))
    escalation = Colleague(
        label=_("Who hears when it is stuck?"), required=False, empty_label=_("Nobody by name")
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("owner", "escalation"):
            self.fields[name].queryset = people


class GainForm(Form):
    """A verified benefit, in the plan's currency."""

    text = forms.CharField(label=_("What was gained?"), max_length=300)
    basis = forms.CharField(label=_("How was it worked out?"), max_length=500)
    amount = forms.DecimalField(label=_("How much?"), max_value=LARGEST, min_value=-LARGEST)
    booked_on = forms.DateField(label=_("Day"), widget=DateInput())

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.currency = currency
        self.fields["amount"].label = _("How much, in %(currency)s?") % {"currency": currency}

    def clean_amount(self) -> Decimal:
        """No more decimals than the currency has: nothing is rounded away."""
        amount: Decimal = self.cleaned_data["amount"]
        if Money.of(amount, self.currency).amount != amount:
            raise forms.ValidationError(_("This is finer than the smallest coin. Leave out a digit."))
        return amount

    @property
    def minor(self) -> int:
        return Money.of(self.cleaned_data["amount"], self.currency).minor


class GainBackForm(Form):
    why = forms.CharField(label=_("Why is it taken back?"), max_length=500)
