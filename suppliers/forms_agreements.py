"""What staff type about the next version of a commission agreement: a day, and its tiers in rows."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.engine.money import Money
from portal.forms import DateInput, Form
from suppliers.actions.agreements import MOST_TIERS, AgreementRefused, Offer, check_offer
from suppliers.engine.commission import Terms
from suppliers.enums import AgreementBase, TierMethod

_NUMBER = {"step": "any", "inputmode": "decimal"}
FROM, RATE = "from", "rate"


class AgreementForm(Form):
    """`seen` is the newest version that stood on the page. Rows left empty do not count."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    valid_from = forms.DateField(
        label=_("From"),
        widget=DateInput(),
        help_text=_("It holds on this day and later, until a version with a later day."),
    )
    base = forms.ChoiceField(
        label=_("A share of"),
        choices=AgreementBase.choices,
        help_text=_(
            "Net revenue is revenue less discounts, rebates and returns. The margin is that less goods, "
            "freight and duty: the partner is shown it as one figure."
        ),
    )
    method = forms.ChoiceField(
        label=_("The tiers count"),
        choices=[
            (TierMethod.WHOLE_BASE, _("for all of the month: the highest tier reached sets the rate")),
            (TierMethod.MARGINAL, _("each for what lies in it")),
        ],
    )

    def __init__(self, *args: Any, now: Terms | None = None, today: date | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.numbers = range(1, MOST_TIERS + 1)
        for number in self.numbers:
            words = {"number": number}
            self.fields[f"{FROM}_{number}"] = forms.DecimalField(
                label=_("Tier %(number)s, from") % words,
                required=False,
                min_value=0,
                max_digits=15,
                decimal_places=get_currency_precision(settings.COMPANY_CURRENCY),
                widget=forms.NumberInput(attrs=_NUMBER),
            )
            self.fields[f"{RATE}_{number}"] = forms.DecimalField(
                label=_("Tier %(number)s, per cent") % words,
                required=False,
                min_value=0,
                max_value=100,
                max_digits=7,
                decimal_places=4,
                widget=forms.NumberInput(attrs=_NUMBER),
            )
        self._begin_with(now, today)

    def _begin_with(self, now: Terms | None, today: date | None) -> None:
        """The terms that hold now, to be changed; without any, one tier from 0."""
        if today is not None:
            self.initial["valid_from"] = _next_month(today)
        self.initial[f"{FROM}_1"] = Decimal(0)
        if now is not None:
            self.initial |= {"base": now.base, "method": now.method}
            for number, tier in zip(self.numbers, now.tiers, strict=False):
                start = Money(tier.from_minor, settings.COMPANY_CURRENCY).amount
                share = Decimal(tier.rate.numerator) / Decimal(tier.rate.denominator) * 100
                self.initial[f"{FROM}_{number}"] = start
                self.initial[f"{RATE}_{number}"] = f"{share.normalize():f}"

    @property
    def plain_fields(self) -> list[BoundField]:
        return [self[name] for name in ("valid_from", "base", "method")]

    @property
    def rows(self) -> list[tuple[int, BoundField, BoundField]]:
        """(number, from, rate) of each tier, as they are drawn."""
        return [(number, self[f"{FROM}_{number}"], self[f"{RATE}_{number}"]) for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in self.numbers:
            start, rate = cleaned.get(f"{FROM}_{number}"), cleaned.get(f"{RATE}_{number}")
            # The first row says 0 before anybody types.
            if start is not None and rate is None and f"{RATE}_{number}" not in self.errors:
                self.add_error(f"{RATE}_{number}", gettext("Which rate?"))
            if rate is not None and start is None and f"{FROM}_{number}" not in self.errors:
                self.add_error(f"{FROM}_{number}", gettext("From which amount on?"))
        if not self.errors:
            try:
                check_offer(self.offer)
            except AgreementRefused as refusal:
                self.refuse(refusal)
        return cleaned

    def _typed(self) -> Iterator[tuple[int, int, Decimal]]:
        """(number of the row, from in minor units, share)."""
        for number in self.numbers:
            start, rate = (self.cleaned_data.get(f"{name}_{number}") for name in (FROM, RATE))
            if start is not None and rate is not None:
                yield number, Money.of(start, settings.COMPANY_CURRENCY).minor, rate / 100

    @property
    def offer(self) -> Offer:
        cleaned = self.cleaned_data
        tiers = tuple((start, share) for _number, start, share in self._typed())
        return Offer(cleaned["valid_from"], cleaned["base"], cleaned["method"], tiers)

    def refuse(self, refusal: AgreementRefused) -> None:
        """At the field that it is about; at the head when it is about none."""
        name = refusal.field
        if name in (FROM, RATE):
            numbers = [number for number, _start, _share in self._typed()] or [1]
            name = f"{name}_{numbers[min(refusal.tier, len(numbers) - 1)]}"
        self.add_error(name if name in self.fields else None, str(refusal))


def _next_month(today: date) -> date:
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
