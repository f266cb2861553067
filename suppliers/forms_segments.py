"""Scores of a partner, a quadrant that somebody decided, and how we work with a quadrant."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import Form
from suppliers.engine.segments import ATTRACTIVENESS, LEAST, MOST, RISK
from suppliers.enums import Quadrant
from suppliers.forms import VersionedForm
from suppliers.models import Assessment, SegmentRule
from suppliers.presenters.contribution.segments import ATTRACTIVENESS_WORDS, RISK_WORDS

_SCORES = [("", _("not scored")), *((value, str(value)) for value in range(LEAST, MOST + 1))]


class AssessmentForm(Form):
    """What is left empty is not scored, and counts in no mean."""

    override = forms.ChoiceField(
        label=_("Decide the quadrant"),
        required=False,
        choices=[("", _("as the scores say")), *Quadrant.choices],
    )
    override_reason = forms.CharField(label=_("Why"), required=False, max_length=300)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, newest: Assessment | None = None) -> None:
        super().__init__(data)
        for names, words, known in (
            (RISK, RISK_WORDS, newest.risk if newest else {}),
            (ATTRACTIVENESS, ATTRACTIVENESS_WORDS, newest.attractiveness if newest else {}),
        ):
            for name in names:
                self.fields[name] = forms.TypedChoiceField(
                    label=words[name][0],
                    help_text=words[name][1],
                    choices=_SCORES,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=known.get(name, ""),
                )
        if newest is not None:
            self.initial |= {"override": newest.override, "override_reason": newest.override_reason}

    def bound(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def scores(self, names: tuple[str, ...]) -> dict[str, int]:
        """Of a valid form: what was scored."""
        given = self.cleaned_data
        return {name: given[name] for name in names if given.get(name) is not None}


class SegmentRuleForm(VersionedForm):
    class Meta:
        model = SegmentRule
        fields = ["review_every_months", "approach"]
        labels = {
            "review_every_months": _("Review every so many months"),
            "approach": _("How we work together"),
        }
        widgets = {"approach": forms.Textarea(attrs={"rows": 4})}

    review_every_months = forms.IntegerField(
        label=_("Review every so many months"), min_value=1, max_value=36
    )
