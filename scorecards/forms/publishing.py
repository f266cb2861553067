"""Which period is published, with which template."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.engine.periods import BadPeriod, Period
from portal.forms import Form
from scorecards.models import ScorecardTemplate
from scorecards.pages.words import period_name


class PublishForm(Form):
    """Which period, with which template."""

    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=7,
        help_text=gettext_lazy("A month, a quarter or a year: 2026-09, 2026-Q3 or 2026."),
    )
    template = forms.ModelChoiceField(
        label=gettext_lazy("Template"),
        queryset=ScorecardTemplate.objects.filter(is_active=True),
        to_field_name="public_id",
        empty_label=None,
    )

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except BadPeriod as error:
            raise forms.ValidationError(
                _("%(text)s is not a period. Write a month as 2026-09, a quarter as 2026-Q3, a year as 2026.")
                % {"text": self.cleaned_data["period"]}
            ) from error


def suggested(today: date) -> list[tuple[str, str]]:
    """Periods that people publish: the last three months, the last quarter, the last year."""
    months = [Period.containing(today, 1).shifted(back) for back in (-1, -2, -3)]
    longer = [Period.containing(today, length).shifted(-1) for length in (3, 12)]
    return [(period.key, period_name(period)) for period in (*months, *longer)]
