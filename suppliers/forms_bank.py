"""What people fill in about bank and tax data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import Form
from portal.places import currencies


class _ChangeForm(Form):
    """`after` holds the new values."""

    why = forms.CharField(
        label=_("Why does it change?"),
        max_length=300,
        required=False,
        help_text=_("For example: we changed our bank in October."),
    )

    @property
    def after(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "why"}


class BankForm(_ChangeForm):
    """Another account."""

    holder = forms.CharField(label=_("Account holder"), max_length=200)
    iban = forms.CharField(
        label=_("IBAN or account number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "num"}),
    )
    bic = forms.CharField(label=_("BIC"), max_length=20, required=False)
    bank = forms.CharField(label=_("Bank"), max_length=200, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=currencies, required=False)
    field_order = ["holder", "iban", "bic", "bank", "currency", "why"]


class TaxForm(_ChangeForm):
    """Another tax number."""

    tax_id = forms.CharField(label=_("New tax number"), max_length=40)
    field_order = ["tax_id", "why"]


class ApproveForm(Form):
    """Whom one asked back, and how."""

    asked_back = forms.CharField(
        label=_("Whom did you ask back, and how?"),
        max_length=300,
        help_text=_("Call a number that you knew before this was asked, never one from the request."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "approve_%s", **options})


class DeclineForm(Form):
    """Why not."""

    words = forms.CharField(label=_("Why not?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "decline_%s", **options})
