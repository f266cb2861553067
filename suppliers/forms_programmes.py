"""What staff type about a service programme."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from suppliers.enums import PartnerKind
from suppliers.forms import VersionedForm
from suppliers.models import ServiceProgramme

LONGEST = 4000


class ProgrammeForm(VersionedForm):
    """The offer and the rule."""

    kind = forms.ChoiceField(
        label=_("Offered to"),
        choices=[("", _("Every kind of partner")), *PartnerKind.choices],
        required=False,
    )
    tolerance = forms.DecimalField(
        label=_("May be short, %"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        initial=Decimal(0),
        help_text=_("Of a promised part. Exactly at the limit passes."),
    )

    class Meta:
        model = ServiceProgramme
        fields = [
            "name", "promise", "benefits", "lead_days", "early_days", "late_days", "tolerance", "categories",
            "kind", "is_offered",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "promise": _("What it is"),
            "benefits": _("What the partner gets for it"),
            "lead_days": _("Lead time, in calendar days"),
            "early_days": _("Days early at most"),
            "late_days": _("Days late at most"),
            "categories": _("Categories"),
            "is_offered": _("Partners can join it now"),
        }
        help_texts = {
            "benefits": _("One benefit a line: firm orders for a quarter, payment in 14 days …"),
            "lead_days": _("From the order to the day it is complete."),
            "early_days": _("Empty: early is never penalised."),
            "categories": _("As they stand on order lines, one a line. Empty: all."),
            "is_offered": _("Who is in it stays in it, also when it is closed to newcomers."),
        }
        widgets = {
            "promise": forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
            "benefits": forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
            "categories": forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, least in (("lead_days", 1), ("early_days", 0), ("late_days", 0)):
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(365)]
        for name in ("promise", "benefits", "categories"):
            self.fields[name].max_length = LONGEST
