"""What somebody asks about reliability: all in the address, so that it can be shared."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import Form
from suppliers.engine.safety_stock import Question, Supply
from suppliers.presenters.contribution.reliability import LEVEL, LONGEST_LEAD, RATE

LARGEST = 10**9


def _number(label: Any, hint: Any = "", *, most: int = LARGEST, places: int = 6) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=hint,
        min_value=0,
        max_value=most,
        decimal_places=places,
        widget=forms.NumberInput(attrs={"class": "num", "step": "any", "min": "0"}),
    )


class ReliabilityForm(Form):
    """Every value can be typed; what was measured stands in its place until then."""

    demand = _number(_("Units a day"), _("On average, over calendar days."))
    demand_sd = _number(_("Its standard deviation"))
    lead = _number(_("Lead time, days"), _("From order to complete, on average."), most=LONGEST_LEAD)
    lead_sd = _number(_("Its standard deviation"), most=LONGEST_LEAD)
    unit_cost = _number(_("Cost of a unit"))
    level = forms.DecimalField(
        label=_("Service level, %"),
        help_text=_("So many of 100 cycles are served from stock."),
        min_value=50,
        max_value=Decimal("99.999"),
        decimal_places=3,
        initial=LEVEL,
        widget=forms.NumberInput(attrs={"class": "num", "step": "any"}),
    )
    rate = forms.DecimalField(
        label=_("Carrying rate, % a year"),
        help_text=_("Capital, storage, insurance, shrinkage: often 15 to 30."),
        min_value=0,
        max_value=200,
        decimal_places=3,
        initial=RATE,
        widget=forms.NumberInput(attrs={"class": "num", "step": "any"}),
    )
    lead_to = _number(_("Lead time to come, days"), most=LONGEST_LEAD)
    lead_sd_to = _number(_("Its standard deviation to come, days"), most=LONGEST_LEAD)

    NOW = ("demand", "demand_sd", "lead", "lead_sd", "unit_cost", "level", "rate")

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="id_%s", **kwargs)

    @property
    def fields_now(self) -> list[forms.BoundField]:
        return [self[name] for name in self.NOW]

    @property
    def question(self) -> Question:
        """Of a valid form."""
        given = self.cleaned_data
        before = Supply(given["demand"], given["demand_sd"], given["lead"], given["lead_sd"])
        after = Supply(given["demand"], given["demand_sd"], given["lead_to"], given["lead_sd_to"])
        return Question(before, after, given["level"] / 100, given["unit_cost"], given["rate"] / 100)
