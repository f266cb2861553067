"""What people type about an idea: what it is, what both may gain, and the answer to it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.engine.money import Money
from portal.forms import Form
from portal.places import currencies
from suppliers.models import Partner

LONGEST = 4000
# What fits into the ledger that it may come to.
LARGEST = Decimal("9999999999.99")


def amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=LARGEST,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"}),
    )


def currency_choices() -> list[tuple[str, str]]:
    """The company's own first."""
    own = settings.COMPANY_CURRENCY
    return [(own, own), *((code, code) for code, _name in currencies() if code != own)]


class IdeaForm(Form):
    """An idea; staff say for which partner, a partner's people whether it is confidential."""

    partner = forms.ModelChoiceField(
        label=_("With which partner?"),
        queryset=Partner.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose a partner"),
    )
    title = forms.CharField(label=_("The idea in one line"), max_length=200)
    text = forms.CharField(
        label=_("What would be done differently?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}),
        error_messages={"required": _("Write a few words first.")},
    )
    is_confidential = forms.BooleanField(label=_("Keep it confidential"), required=False)
    their_amount = amount(_("You may gain, a year"))
    our_amount = amount("")
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    basis = forms.CharField(
        label=_("How that was worked out"),
        help_text=_("A few words: 12 rush freights a year at 770 EUR."),
        required=False,
        max_length=500,
    )

    def __init__(self, *args: Any, partners: Any, is_staff: bool, readers: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["currency"].choices = currency_choices()
        self.fields["our_amount"].label = _("%(company)s may gain, a year") % {
            "company": settings.COMPANY_NAME
        }
        if is_staff:
            self.fields["partner"].queryset = partners
            self.fields["their_amount"].label = _("The partner may gain, a year")
            del self.fields["is_confidential"]
        else:
            del self.fields["partner"]
            self.fields["is_confidential"].help_text = readers

    @property
    def facts(self) -> dict[str, Any]:
        """After validation: what the action takes."""
        given = self.cleaned_data
        currency = given["currency"] or settings.COMPANY_CURRENCY
        sums = {
            f"{name}_minor": None
            if given[f"{name}_amount"] is None
            else Money.of(given[f"{name}_amount"], currency).minor
            for name in ("their", "our")
        }
        return {
            "title": given["title"],
            "text": given["text"],
            "is_confidential": given.get("is_confidential", False),
            "currency": currency,
            "basis": given["basis"],
            **sums,
        }


# Names of the action's answers whose field is called otherwise here.
FIELDS = {"their_minor": "their_amount", "our_minor": "our_amount"}


class IdeaAnswerForm(Form):
    """Words that go with a yes, a no or taking it back."""

    words = forms.CharField(
        label=_("Your words, they read them"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
    )

    def __init__(self, *args: Any, label: Any = "", hint: Any = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if label:
            self.fields["words"].label = label
        self.fields["words"].help_text = hint
