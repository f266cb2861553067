"""What staff type about the cost of trouble."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.engine.scaled import from_scaled, to_scaled
from portal.forms import DateInput
from suppliers.actions.cost_rates import FACTS, CostRateRefused, check_facts
from suppliers.enums import CostRateKind
from suppliers.forms import VersionedForm
from suppliers.models import CostRate, Partner


class CostRateForm(VersionedForm):
    """The rate is typed in the company's currency, and kept scaled by 10^6."""

    kind = forms.ChoiceField(label=_("For"), choices=CostRateKind.choices)
    partner = forms.ModelChoiceField(
        label=_("Of whom"),
        queryset=Partner.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("All partners"),
        help_text=_("A partner’s own rate holds before the one for all."),
    )
    valid_from = forms.DateField(
        label=_("From"),
        widget=DateInput(),
        help_text=_("Trouble on this day and later costs this much, until a later rate."),
    )
    rate = forms.DecimalField(
        label=_("Rate"),
        min_value=0,
        max_value=Decimal(10**9),
        max_digits=16,
        decimal_places=6,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "class": "ac-w-8"}),
    )

    class Meta:
        model = CostRate
        fields = list(FACTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.filter(merged_into=None).order_by("name", "pk")
        self.fields["rate"].help_text = gettext(
            "In %(currency)s, 0 or more. 0 is a rate too: it costs nothing."
        ) % {"currency": settings.COMPANY_CURRENCY}
        if self.instance.pk is None:
            self.initial.setdefault("valid_from", timezone.localdate().replace(month=1, day=1))
        else:
            self.initial["rate"] = from_scaled(self.instance.rate)
            if self.instance.partner is not None:
                self.initial["partner"] = self.instance.partner.public_id

    @property
    def facts(self) -> dict[str, Any]:
        return super().facts | {"rate": to_scaled(self.cleaned_data["rate"])}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_facts(self.facts, self.instance if self.instance.pk else None)
            except CostRateRefused as refusal:
                self.add_error(refusal.field, str(refusal))
        return cleaned

    def _post_clean(self) -> None:
        """`check_facts` has said what cannot be; the model is only filled by the action."""
