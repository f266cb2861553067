"""What people write about cards, and what they publish."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.engine.periods import BadPeriod, Period
from portal.forms import Form
from scorecards.models import ScorecardTemplate
from scorecards.pages.words import period_name

ACKNOWLEDGE, COMMENT, REPLY = "acknowledge", "comment", "reply"
LONGEST = 4000


class ResponseForm(Form):
    """A partner's answer or our reply. Only an acknowledgement may go without words."""

    text = forms.CharField(
        required=False, max_length=LONGEST, strip=True, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, act: str, partner: str, needs_words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_words = needs_words
        field = self.fields["text"]
        if act == REPLY:
            field.label = _("Reply to %(partner)s") % {"partner": partner}
            field.help_text = _("Everybody of %(partner)s can read it. It stays with this card.") % {
                "partner": partner
            }
        else:
            field.label = _("Comment to %(company)s") % {"company": settings.COMPANY_NAME}
            field.help_text = _("Your buyer and purchasing read it. It stays with this card.")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if self.needs_words and not text:
            raise forms.ValidationError(_("Write a few words first."))
        return text


class PublishForm(Form):
    """Which period, with which template."""

    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=7,
        help_text=gettext_lazy("A month, a quarter or a year: 2026-09, 2026-Q3 or 2026."),
    )
    template = forms.ModelChoiceField(
        label=gettext_lazy("Template"),
        queryset=ScorecardTemplate.objects.all(),
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
