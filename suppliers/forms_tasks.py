"""What a partner's person answers through the link of a mail: one small form for each line."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.engine.scaled import to_scaled
from portal.forms import Form
from suppliers.actions.commitments import Answer, Problem
from suppliers.actions.deciding import LONGEST_NOTE
from suppliers.enums import Act, CaseAct, ReasonCode

# Which of the fields a refusal of the action is about; the others stand over the line.
_FIELDS = {"parts": "day", "reason_code": "reason_code", "note": "note"}


class Choice(models.TextChoices):
    """What can be said of one line here; parts, prices and questions are said on the desk."""

    AGREE = "agree", _("As asked")
    PROMISE = "promise", _("Another day or quantity")
    REJECT = "reject", _("It cannot be delivered")
    LATER = "later", _("Not now")


class LineAnswerForm(Form):
    """`agree`: what agreeing means in this task, and its words."""

    choice = forms.ChoiceField(label=_("What do you say?"), choices=Choice.choices, initial=Choice.AGREE)
    day = forms.DateField(label=_("Day"), required=False)
    quantity = forms.DecimalField(
        label=_("Quantity"), required=False, min_value=Decimal("0.000001"), max_digits=16, decimal_places=6
    )
    reason_code = forms.ChoiceField(
        label=_("Why?"), required=False, choices=[("", _("No reason needed")), *ReasonCode.choices]
    )
    note = forms.CharField(label=_("A few words"), required=False, max_length=LONGEST_NOTE)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agree: Act, agree_words: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agree = agree
        self.fields["choice"].choices = [(Choice.AGREE, agree_words), *Choice.choices[1:]]

    @property
    def is_touched(self) -> bool:
        """Did somebody say something in it, beyond what the page started from?"""
        started = self.add_prefix("choice") in self.data
        return started and bool({"choice", "day", "quantity"}.intersection(self.changed_data))

    @property
    def chosen(self) -> str:
        """What they said, as it was understood; for a checked form."""
        return self.cleaned_data.get("choice") or self.data.get(self.add_prefix("choice"), "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("choice") == Choice.AGREE and {"day", "quantity"}.intersection(self.changed_data):
            # Who typed another day has said it, whatever stands in the box above.
            cleaned["choice"] = Choice.PROMISE
        if cleaned.get("choice") == Choice.PROMISE:
            for name, message in (("day", _("On which day?")), ("quantity", _("How many?"))):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, ValidationError(message, code="required"))
        return cleaned

    def answer(self, line: str) -> Answer | None:
        """None for a line that is left for later."""
        given = self.cleaned_data
        choice = Choice(given["choice"])
        if choice == Choice.LATER:
            return None
        if choice == Choice.AGREE:
            return Answer(line, self.agree, seen=given["seen"])
        why = {"reason_code": given["reason_code"], "note": given["note"], "seen": given["seen"]}
        if choice == Choice.REJECT:
            return Answer(line, Act.REJECT, **why)
        return Answer(line, Act.PROMISE, ((to_scaled(given["quantity"]), given["day"]),), **why)

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """Show beside its fields why the answer could not be taken."""
        for problem in problems:
            self.add_error(_FIELDS.get(problem.field), problem.message)


class CaseReplyForm(Form):
    """A few words in a case, or a word on the remedy that is offered: the button that was pressed says which.

    Without a button (by Enter, or without its name) words are just words.
    """

    text = forms.CharField(
        label=_("Your words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    act = forms.ChoiceField(
        required=False,
        choices=[(act.value, act.label) for act in (CaseAct.SAY, CaseAct.AGREE, CaseAct.DECLINE)],
        widget=forms.HiddenInput,
    )

    @property
    def act_chosen(self) -> CaseAct:
        return CaseAct(self.cleaned_data["act"] or CaseAct.SAY)


class ReplyForm(Form):
    text = forms.CharField(
        label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5, "autofocus": True})
    )
