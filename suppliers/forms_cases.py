"""What people type in a case: words, remedies, what was learned, whom it goes to."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.engine.money import Money
from portal.forms import DateInput, Form
from portal.forms_files import FilesField
from suppliers.enums import CaseArea, CaseKind
from suppliers.forms_talk import Colleague
from suppliers.models import Partner

LONGEST = 4000
WHYS = 5
# Ten figures before the point: what fits into an invoice.
LARGEST = Decimal("9999999999.99")


def words(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST})
    options.setdefault("error_messages", {"required": _("Write a few words first.")})
    return forms.CharField(label=label, widget=widget, **options)


class CaseSayForm(Form):
    """Words, files, and for staff: for us alone, or what the other side said by phone."""

    text = words(_("Your words"))
    files = FilesField(label=_("Attach files"))
    staff_only = forms.BooleanField(label=_("Staff only"), required=False)
    by_phone = forms.BooleanField(label=_("They said this by phone"), required=False)
    heard_from = forms.CharField(label=_("Who said it?"), max_length=150, required=False)

    def __init__(self, *args: Any, label: Any = "", is_staff: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if label:
            self.fields["text"].label = label
        if not is_staff:
            for name in ("staff_only", "by_phone", "heard_from"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("staff_only") and given.get("by_phone"):
            self.add_error(
                "staff_only", _("What they said by phone is theirs to read. Untick one of the two.")
            )
        if given.get("by_phone") and not given.get("heard_from"):
            self.add_error("heard_from", _("Name the person who said it."))
        if given.get("staff_only") and given.get("files"):
            self.add_error("files", _("Files are for both sides. Send them without ‘Staff only’."))
        return given


class WordsForm(Form):
    """A few words that go with an act."""

    text = words(_("Your words"), 2)

    def __init__(self, *args: Any, label: Any = "", required: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if label:
            self.fields["text"].label = label
        self.fields["text"].required = required


class RemedyForm(Form):
    """What puts it right; an amount only where money does."""

    text = words(_("What do you offer, in your words?"), 3)
    amount = forms.DecimalField(
        label=_("Amount"), min_value=0, max_value=LARGEST, decimal_places=2, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    done_by = forms.DateField(label=_("Done by"), widget=DateInput())

    def __init__(self, *args: Any, currencies: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        known = list(dict.fromkeys([settings.COMPANY_CURRENCY, *filter(None, currencies)]))
        self.fields["currency"].choices = [(one, one) for one in known]
        self.fields["amount"].help_text = _("Leave it empty where no money is needed.")

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        money = given["amount"] is not None
        currency = given["currency"] or settings.COMPANY_CURRENCY
        return {
            "text": given["text"],
            "amount_minor": Money.of(given["amount"], currency).minor if money else None,
            "currency": currency if money else "",
            "done_by": given["done_by"],
        }


class LearnForm(Form):
    """The cause, as found by asking why; what changes, and since when."""

    why_1 = forms.CharField(label=_("Why did it happen?"), max_length=300, required=False)
    why_2 = forms.CharField(label=_("Why was that so?"), max_length=300, required=False)
    why_3 = forms.CharField(label=_("And why that?"), max_length=300, required=False)
    why_4 = forms.CharField(label=_("And why that, again?"), max_length=300, required=False)
    why_5 = forms.CharField(label=_("The why behind it all"), max_length=300, required=False)
    cause = words(_("Cause"), 2)
    change = words(_("What changes"), 2)
    changed_on = forms.DateField(label=_("Since"), widget=DateInput())

    @property
    def whys(self) -> list[str]:
        given = (self.cleaned_data[f"why_{place}"].strip() for place in range(1, WHYS + 1))
        return [one for one in given if one]

    @property
    def why_fields(self) -> list[Any]:
        return [self[f"why_{place}"] for place in range(1, WHYS + 1)]

    @property
    def told_fields(self) -> list[Any]:
        return [self[name] for name in ("cause", "change", "changed_on")]


class CaseHandOverForm(Form):
    to = Colleague(label=_("Who owns it from now on?"), empty_label=_("Choose a colleague"))

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = people


class HelperForm(Form):
    who = Colleague(label=_("Who helps?"), empty_label=_("Choose a colleague"))
    what = forms.CharField(label=_("With what?"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].queryset = people


class MarkForm(Form):
    """0 to 10, and a few words if there are any."""

    satisfaction = forms.TypedChoiceField(
        label=_("How did we deal with it?"),
        choices=[(str(mark), str(mark)) for mark in range(11)],
        coerce=int,
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose a number from 0 to 10.")},
    )
    words = words(_("What should we do better, or keep doing?"), 3, required=False)


class CaseForm(Form):
    """Tell what went wrong."""

    title = forms.CharField(label=_("What went wrong, in one line?"), max_length=200)
    text = words(_("What happened?"), 5)
    area = forms.ChoiceField(
        label=_("What is it about?"), choices=[("", _("Choose the area")), *CaseArea.choices]
    )
    kind = forms.ChoiceField(
        label=_("Is it a complaint?"),
        choices=[
            (CaseKind.COMPLAINT, _("Yes: the other side did something that should not happen")),
            (CaseKind.PROBLEM, _("No: a problem that we would like to solve together")),
        ],
        widget=forms.RadioSelect(),
        initial=CaseKind.COMPLAINT,
    )


class StaffCaseForm(CaseForm):
    """Staff say for whom, and whether they only write down what was said by phone."""

    field_order = ["partner", "by_phone", "heard_from"]
    partner = forms.ModelChoiceField(
        label=_("Which partner?"),
        queryset=Partner.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose a partner"),
    )
    by_phone = forms.BooleanField(label=_("They said it by phone: it is their case, we owe"), required=False)
    heard_from = forms.CharField(label=_("Who said it?"), max_length=150, required=False)

    def __init__(self, *args: Any, partners: Any, chosen: Partner | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = partners
        if chosen is not None:
            del self.fields["partner"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("by_phone") and not given.get("heard_from"):
            self.add_error("heard_from", _("Name the person who said it."))
        return given


class LimitForm(Form):
    """One role: up to how much; empty: they ask for every amount."""

    role = forms.CharField(widget=forms.HiddenInput())
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    amount = forms.DecimalField(
        label=_("Up to"), min_value=0, max_value=LARGEST, decimal_places=2, required=False
    )

    @property
    def minor(self) -> int | None:
        amount = self.cleaned_data["amount"]
        return Money.of(amount, settings.COMPANY_CURRENCY).minor if amount is not None else None
