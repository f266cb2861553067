"""Three questions about what would be; everything in the address."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import Form

LEAVES, COMMISSION, OTIF = "leaves", "commission", "otif"
QUESTIONS = (
    (LEAVES, _("A partner leaves")),
    (COMMISSION, _("Commission changes")),
    (OTIF, _("OTIF rises")),
)


def _percent(label: Any, hint: Any, *, least: int = 0, most: int = 100) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"class": "num", "step": "any"}),
    )


class LeavesForm(Form):
    taken = _percent(_("Taken over by others, %"), _("So much of its revenue others sell or supply then."))
    margin = _percent(_("Their margin, %"), _("So much of that stays with us."), least=-100)
    saved = _percent(_("Cost that goes with it, %"), _("What is left stays with us without its revenue."))
    once = forms.DecimalField(
        label=_("What the change costs once"),
        help_text=_("Tools, approvals, stock; in the company’s currency."),
        min_value=0,
        max_value=10**12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "num", "step": "any"}),
    )


class CommissionForm(Form):
    points = _percent(_("Points more"), _("Of 100 of net revenue; negative for less."), least=-100)


class OtifForm(Form):
    target = _percent(_("OTIF to reach, %"), _("Booked and estimated trouble falls as the failing lines do."))


FORMS: dict[str, type[Form]] = {LEAVES: LeavesForm, COMMISSION: CommissionForm, OTIF: OtifForm}
DEFAULTS = {
    "taken": Decimal(0),
    "saved": Decimal(100),
    "once": Decimal(0),
    "points": Decimal(1),
    "target": Decimal(95),
}
