"""What a partner answers to a proposal, and what a person decides about it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.forms import Form
from scorecards.actions.proposals import needs_end
from scorecards.enums import BandAction
from scorecards.models import ProposedAction, Tier
from scorecards.policies import check_end

LONGEST = 4000
YEAR, QUARTER = timedelta(days=365), timedelta(days=91)  # how long a tier, and a measure, lasts at first
ANSWER, GRANT, DECLINE = "answer", "grant", "decline"


class ProposalAnswerForm(Form):
    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("Whoever decides reads it first. It stays with the proposal, for both sides."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a few words first.")},
    )


class DecideForm(Form):
    """A reason in any case; a last day where what is granted lasts."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the partner reads it.")},
    )
    ends_on = forms.DateField(label=_("Until"), required=False)

    def __init__(
        self, data: Any = None, *, proposal: ProposedAction, today: date, act: str = "", **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.today, self.act = today, act
        self.initial.setdefault("ends_on", today + (YEAR if proposal.tier_id else QUARTER))
        if proposal.action == BandAction.THANK:
            self.fields["reason"].label = gettext("Words of thanks")
            self.fields["reason"].help_text = gettext(
                "They stand on the partner’s home page, with your name."
            )
        else:
            self.fields["reason"].help_text = gettext("The partner reads it, with your name.")
        if needs_end(proposal):
            self.fields["ends_on"].help_text = gettext("The last day, inside. Needed when you grant it.")
        else:
            del self.fields["ends_on"]

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if self.act == GRANT:
            try:
                return check_end(day, self.today)
            except ValidationError as refused:
                raise ValidationError(refused.message_dict["ends_on"]) from refused
        return day


class GrantForm(Form):
    """A tier for a partner, by hand."""

    tier = forms.ModelChoiceField(
        queryset=Tier.objects.none(), to_field_name="public_id", label=_("Tier"), empty_label=None
    )
    ends_on = forms.DateField(label=_("Until"), help_text=_("The last day, inside; three years at most."))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The partner reads it, with your name."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, tiers: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].queryset = tiers
        self.today = today

    def clean_ends_on(self) -> date:
        try:
            return check_end(self.cleaned_data["ends_on"], self.today)
        except ValidationError as refused:
            raise ValidationError(refused.message_dict["ends_on"]) from refused


class GrantEndForm(Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The partner reads it, with your name."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the partner reads it.")},
    )
