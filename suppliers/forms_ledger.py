"""What is right instead of what an entry says."""

import datetime as dt
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.engine.money import Money
from portal.engine.scaled import from_scaled, to_scaled
from portal.forms import Form
from suppliers.engine.rates import LARGEST_MINOR, convert
from suppliers.enums import EntryKind, EntryRole
from suppliers.facts.rates import rates_of
from suppliers.models import LedgerEntry, Partner

EARLIEST, LATEST = dt.date(1970, 1, 1), dt.date(2199, 12, 31)
TEXTS = ("item_code", "category", "customer", "reference")


class CorrectionForm(Form):
    """Begins with what the entry says."""

    only_back = forms.BooleanField(label=_("Only take it back, without a new entry"), required=False)
    date = forms.DateField(label=_("Date"))
    kind = forms.ChoiceField(label=_("Kind"), choices=EntryKind.choices)
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=17, help_text=_("As the profit sees it: a cost has a minus.")
    )
    quantity = forms.DecimalField(label=_("Quantity"), max_digits=18, decimal_places=6, required=False)
    supplier = forms.ModelChoiceField(Partner.objects.none(), label=_("Supplier"), required=False)
    distributor = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Distributor or dealer"), required=False
    )
    agent = forms.ModelChoiceField(Partner.objects.none(), label=_("Agent"), required=False)
    item_code = forms.CharField(label=_("Item"), max_length=100, required=False)
    category = forms.CharField(label=_("Category"), max_length=100, required=False)
    customer = forms.CharField(label=_("Customer"), max_length=200, required=False)
    reference = forms.CharField(label=_("Order"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the history keeps it with your name.")},
    )

    def __init__(self, *args: Any, entry: LedgerEntry, **options: Any) -> None:
        self.entry = entry
        options["initial"] = {
            **{name: getattr(entry, name) for name in ("date", "kind", *TEXTS)},
            "amount": Money(entry.amount_minor, entry.currency).amount,
            "quantity": None if entry.quantity is None else from_scaled(entry.quantity),
            **{
                role.value: getattr(entry, role.value) and getattr(entry, role.value).public_id
                for role in EntryRole
            },
        }
        super().__init__(*args, **options)
        self.fields["amount"].label = gettext("Amount, %(currency)s") % {"currency": entry.currency}
        for role in EntryRole:
            field = self.fields[role.value]
            field.queryset = Partner.objects.filter(kind__in=role.kinds, merged_into=None).order_by("name")
            field.to_field_name, field.empty_label = "public_id", gettext("Nobody")

    def clean_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["date"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(gettext("Give a day between 1970 and 2199."))
        return day

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        places = get_currency_precision(self.entry.currency)
        if amount != round(amount, places):
            words = gettext("%(currency)s has %(places)s decimals.")
            raise forms.ValidationError(words % {"currency": self.entry.currency, "places": places})
        if abs(Money.of(amount, self.entry.currency).minor) > LARGEST_MINOR:
            raise forms.ValidationError(gettext("This is larger than any amount we store."))
        return amount

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "amount" in given and "date" in given:
            currency, day = self.entry.currency, given["date"]
            rate = rates_of({currency: [day]}).on(currency, day)
            minor = Money.of(given["amount"], currency).minor
            if rate and abs(convert(minor, currency, settings.COMPANY_CURRENCY, rate)) > LARGEST_MINOR:
                words = gettext("In the company's currency this is larger than any amount we store.")
                self.add_error("amount", words)
        return given

    @property
    def facts(self) -> dict[str, Any] | None:
        """As the action takes them; None when it is only taken back."""
        given = self.cleaned_data
        if given["only_back"]:
            return None
        names = ("date", "kind", *TEXTS, *EntryRole.values)
        quantity = given["quantity"]
        return {name: given[name] for name in names} | {
            "amount_minor": Money.of(given["amount"], self.entry.currency).minor,
            "quantity": None if quantity is None else to_scaled(quantity),
        }
