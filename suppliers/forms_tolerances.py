"""What passes by itself, and what never does, for one group of partners."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.models import model_to_dict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suppliers.enums import PartnerKind
from suppliers.filters import segments
from suppliers.forms import VersionedForm
from suppliers.models import Partner, Tolerance

PAIRS = {
    "later_never": "later_days",
    "less_never": "less_pct",
    "more_never": "more_pct",
    "dearer_never": "dearer_pct",
}


@dataclass(frozen=True)
class Way:
    """One way in which a promise can differ, with its two limits."""

    label: Any
    fields: list[BoundField]


WAYS = (
    (_("A later day"), ("later_days", "later_never")),
    (_("An earlier day"), ("earlier_days",)),
    (_("Less than asked for"), ("less_pct", "less_never")),
    (_("More than asked for"), ("more_pct", "more_never")),
    (_("A higher price"), ("dearer_pct", "dearer_never")),
    (_("Several parts"), ("may_split",)),
)


def _per_cent(label: Any, most: int | None = None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        max_digits=6,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "class": "ac-w-8"}),
    )


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=3650,
        widget=forms.NumberInput(attrs={"class": "ac-w-8"}),
    )


class ToleranceForm(VersionedForm):
    """Empty is no limit. What a field means stands in its label."""

    partner = forms.ModelChoiceField(
        label=_("One partner"),
        queryset=Partner.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Not one alone"),
    )
    segment = forms.ChoiceField(label=_("Segment"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Every kind")), *PartnerKind.choices]
    )
    later_days = _days(_("Passes by itself: up to so many days"))
    later_never = _days(_("Refused: more than so many days"))
    earlier_days = _days(_("Passes by itself: up to so many days"))
    less_pct = _per_cent(_("Passes by itself: up to so many %"), 100)
    less_never = _per_cent(_("Refused: more than so many %"), 100)
    more_pct = _per_cent(_("Passes by itself: up to so many %"))
    more_never = _per_cent(_("Refused: more than so many %"))
    dearer_pct = _per_cent(_("Passes by itself: up to so many %"))
    dearer_never = _per_cent(_("Refused: more than so many %"))

    class Meta:
        model = Tolerance
        fields = [
            "partner", "segment", "kind", "later_days", "later_never", "earlier_days", "less_pct",
            "less_never", "more_pct", "more_never", "dearer_pct", "dearer_never", "may_split",
        ]  # fmt: skip
        labels = {"may_split": _("A promise in several parts passes by itself")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            self.initial = {**model_to_dict(Tolerance(), fields=self.fields), **self.initial}
        self.fields["partner"].queryset = Partner.objects.filter(merged_into=None)
        self.fields["segment"].choices = [("", gettext("Every segment")), *segments()]
        if self.instance.partner is not None:
            self.initial["partner"] = self.instance.partner.public_id

    @property
    def group(self) -> list[BoundField]:
        return [self[name] for name in ("partner", "segment", "kind")]

    @property
    def ways(self) -> list[Way]:
        return [Way(label, [self[name] for name in names]) for label, names in WAYS]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("partner") and (cleaned.get("segment") or cleaned.get("kind")):
            self.add_error("partner", gettext("Choose one partner, or a segment and kind: not both."))
        for never, passes in PAIRS.items():
            high, low = cleaned.get(never), cleaned.get(passes)
            if high is not None and (low is None or high < low):
                self.add_error(
                    never, gettext("What passes by itself cannot be refused: give at least as much as above.")
                )
        if not self.errors and self._taken(cleaned):
            self.add_error("partner", gettext("This group has its tolerances already: change those."))
        return cleaned

    def _taken(self, cleaned: dict[str, Any]) -> bool:
        group = {name: cleaned.get(name) or "" for name in ("segment", "kind")}
        return (
            Tolerance.objects.filter(partner=cleaned.get("partner"), **group)
            .exclude(pk=self.instance.pk)
            .exists()
        )
