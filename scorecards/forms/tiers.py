"""What staff type about a tier."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from scorecards.models import Tier
from suppliers.enums import PartnerKind
from suppliers.forms import VersionedForm

LONGEST = 4000


class TierForm(VersionedForm):
    """Its name, what it asks for, and what it brings."""

    kind = forms.ChoiceField(
        label=_("Offered to"),
        choices=[("", _("Every kind of partner")), *PartnerKind.choices],
        required=False,
    )
    min_score = forms.DecimalField(
        label=_("Score at least"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=6,
        decimal_places=3,
    )

    class Meta:
        model = Tier
        fields = [
            "name", "rank", "kind", "min_score", "periods", "documents", "benefits", "is_active",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "rank": _("Rank"),
            "periods": _("On so many cards in a row"),
            "documents": _("Valid documents"),
            "benefits": _("What the partner gets for it"),
            "is_active": _("Offered now"),
        }
        help_texts = {
            "rank": _("A higher number is a better tier; each number once."),
            "periods": _("The newest graded cards; one that could not be graded does not break the row."),
            "documents": _("One type a line, as they are called on a partner’s documents: ISO 9001 …"),
            "benefits": _("One benefit a line: payment in 14 days, first look at new work …"),
            "is_active": _("Who has it keeps it until its day, also when it is offered no longer."),
        }
        widgets = {
            "documents": forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST}),
            "benefits": forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["periods"].validators += [MinValueValidator(1), MaxValueValidator(24)]
        self.fields["rank"].validators += [MinValueValidator(1), MaxValueValidator(1000)]
        for name in ("documents", "benefits"):
            self.fields[name].max_length = LONGEST
