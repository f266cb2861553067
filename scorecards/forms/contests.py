"""What people fill in about contests: why, what we answer, who answers instead."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.forms import Form
from portal.forms_files import FilesField
from scorecards.actions.contests import LONGEST
from scorecards.enums import ContestReason, Verdict
from suppliers.forms_talk import Colleague

# What we say ourselves when we agree, to begin with.
OUR_WORDS = {
    ContestReason.OUR_CHANGE: gettext_lazy("We changed the order. We are sorry it was counted against you."),
    ContestReason.COLLECTED_LATE: gettext_lazy("It was ready; our carrier came late. We are sorry."),
    ContestReason.BOOKED_LATE: gettext_lazy("It arrived earlier than we booked it. We are sorry."),
    ContestReason.DRAWING: gettext_lazy("Our drawing, tool or material was missing. We are sorry."),
    ContestReason.AGREED: gettext_lazy("We had agreed on something else. Thank you for telling us."),
    ContestReason.WRONG_FACT: gettext_lazy("A quantity or a day was wrong. Thank you for telling us."),
}


class ContestForm(Form):
    """A partner's contest; the lines are ticked beside it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why should these lines not count?"),
        choices=[("", "---------"), *ContestReason.choices],
    )
    text = forms.CharField(
        label=gettext_lazy("What happened"),
        help_text=gettext_lazy("Who, what, when. Purchasing reads it; it stays with the contest."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
        max_length=LONGEST,
    )
    files = FilesField(label=gettext_lazy("Evidence"))


class SayForm(Form):
    """A few more words; files as long as the contest is open."""

    text = forms.CharField(
        label=gettext_lazy("Add something"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        max_length=LONGEST,
    )
    files = FilesField()

    def __init__(self, *args: Any, with_files: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not with_files:
            del self.fields["files"]


class DecideForm(Form):
    """Our answer to the ticked lines; which of the two it is, the button says."""

    text = forms.CharField(
        label=gettext_lazy("Your reason, they read it"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        max_length=LONGEST,
    )

    def __init__(self, *args: Any, reason: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].error_messages["required"] = _("Write a few words first: they read why.")
        if reason in OUR_WORDS:
            self.fields["text"].help_text = _("If you agree, you could write: “%(words)s”") % {
                "words": OUR_WORDS[ContestReason(reason)]
            }


class HandOverForm(Form):
    to = Colleague(label=gettext_lazy("Who answers instead?"), empty_label=gettext_lazy("Choose a colleague"))

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = people


class TakeBackForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("Why do the lines count again?"),
        help_text=gettext_lazy("The partner reads it."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST}),
        max_length=LONGEST,
    )


VERDICTS = {"agree": Verdict.EXCUSED, "explain": Verdict.EXPLAINED}
