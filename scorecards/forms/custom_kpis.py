"""What managers type about a KPI of their own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scorecards.actions.custom_kpis import BadCode, check_code, read_formula
from scorecards.engine.formula import MAX_LENGTH, BadFormula
from scorecards.models import CustomKpi
from scorecards.pages.kpi_choices import unit_choices
from suppliers.forms import VersionedForm

DIRECTIONS = [("True", _("Higher is better")), ("False", _("Lower is better"))]


class CustomKpiForm(VersionedForm):
    """`bad_formula` is what is wrong with the formula, and where; None when it can be read."""

    unit = forms.ChoiceField(label=_("Unit"), choices=unit_choices)
    higher_is_better = forms.TypedChoiceField(
        label=_("Direction"),
        choices=DIRECTIONS,
        coerce=lambda value: value == "True",
        initial="True",
    )
    bad_formula: BadFormula | None = None

    class Meta:
        model = CustomKpi
        fields = ["name", "code", "formula", "unit", "higher_is_better", "description"]
        labels = {
            "name": _("Name"),
            "code": _("Code"),
            "formula": _("Formula"),
            "description": _("What it says"),
        }
        help_texts = {
            "code": _("For the API and exports; it never changes. Small letters, digits, underscores."),
            "formula": _("KPIs by their codes, numbers, + − * / and brackets, min(…) and max(…)."),
            "description": _("In a sentence: both sides read it."),
        }
        widgets = {
            "formula": forms.Textarea(
                attrs={"rows": 3, "maxlength": MAX_LENGTH, "class": "ac-code", "spellcheck": "false"}
            ),
            "description": forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("higher_is_better", "True")
        self.initial["higher_is_better"] = str(self.initial["higher_is_better"])
        if self.instance.pk:
            del self.fields["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        try:
            check_code(code)
        except BadCode as error:
            raise ValidationError(str(error)) from error
        return code

    def clean_formula(self) -> str:
        """The text as it was typed: positions in it stay what they are."""
        text: str = self.data.get(self.add_prefix("formula"), "")
        try:
            read_formula(text)
        except BadFormula as error:
            self.bad_formula = error
            raise ValidationError(error.message.translated(gettext)) from error
        return text
