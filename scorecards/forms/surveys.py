"""What people answer in a survey, and what its keepers type."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.engine.periods import Period
from portal.enums import StaffRole
from portal.forms import Form
from scorecards.actions.surveys import SCORES, QuestionSpec
from scorecards.enums import SurveyKind
from scorecards.models import Survey, SurveyQuestion
from scorecards.pages import words
from scorecards.permissions import READERS
from suppliers.enums import PartnerKind
from suppliers.forms import VersionedForm

CANNOT_SAY = "-"
MOST_QUESTIONS = 20


class ScoresForm(Form):
    """0 to 10 for each question, or ‘cannot say’; nothing is chosen beforehand."""

    def __init__(
        self,
        data: Any = None,
        *,
        questions: list[SurveyQuestion],
        given: dict[str, int] | None = None,
        cannot_say: Any = "",
    ) -> None:
        super().__init__(data)
        self.questions = questions
        self.cannot_say = cannot_say or _("We cannot say")
        choices = [*((str(score), str(score)) for score in SCORES), (CANNOT_SAY, self.cannot_say)]
        for question in questions:
            self.fields[question.code] = forms.ChoiceField(
                label=question.text, choices=choices, widget=forms.RadioSelect, required=True
            )
            self.fields[question.code].error_messages["required"] = _("Choose a number, or ‘%(words)s’.") % {
                "words": self.cannot_say
            }
            if given and question.code in given:
                self.initial[question.code] = str(given[question.code])

    @property
    def scores(self) -> dict[str, int | None]:
        """By the question's code; None where nothing could be said."""
        return {
            code: None if value == CANNOT_SAY else int(value) for code, value in self.cleaned_data.items()
        }

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and all(value == CANNOT_SAY for value in found.values()):
            raise ValidationError(_("Answer at least one question, or leave the survey for now."))
        return found

    def scales(self) -> list[tuple[SurveyQuestion, Any]]:
        """Each question with its bound field."""
        return [(question, self[question.code]) for question in self.questions]


class SurveyForm(VersionedForm):
    """A survey as its keepers word it: one question a line, with what 0 and 10 mean behind bars."""

    questions = forms.CharField(
        label=gettext_lazy("Questions"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "One a line: the question | what 0 means | what 10 means. A question that was asked before stays "
            "with its run; a new wording is a new question."
        ),
    )

    class Meta:
        model = Survey
        fields = ["name", "intro", "partner_kind", "roles", "min_answers", "is_active"]
        labels = {
            "name": gettext_lazy("Name"),
            "intro": gettext_lazy("Introduction"),
            "partner_kind": gettext_lazy("About partners of the kind"),
            "min_answers": gettext_lazy("Show a partner nothing under so many people"),
            "is_active": gettext_lazy("In use"),
        }
        widgets = {"intro": forms.Textarea(attrs={"rows": 2})}

    field_order = ("name", "intro", "questions", "partner_kind", "roles", "min_answers", "is_active")
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Who rates"),
        choices=[(role.value, role.label) for role in StaffRole if role in READERS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None: everybody who works with partners."),
    )
    partner_kind = forms.ChoiceField(
        label=gettext_lazy("About partners of the kind"),
        choices=[("", gettext_lazy("Every kind")), *PartnerKind.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            asked = self.instance.questions.filter(is_active=True)
            self.initial["questions"] = "\n".join(
                " | ".join(filter(None, (one.text, one.low, one.high))) for one in asked
            )
        self.is_confidential = self.instance.kind == SurveyKind.CUSTOMER
        if self.is_confidential:
            del self.fields["roles"], self.fields["partner_kind"]
            self.fields["min_answers"].label = _("Show nothing under so many partners")
            self.fields["min_answers"].help_text = _("Five at least: fewer would tell who said what.")

    def clean_min_answers(self) -> int:
        least, found = 5 if self.is_confidential else 1, int(self.cleaned_data["min_answers"])
        if found < least:
            raise ValidationError(_("At least %(least)s.") % {"least": least})
        return found

    def clean_questions(self) -> list[QuestionSpec]:
        lines = [line.strip() for line in self.cleaned_data["questions"].splitlines() if line.strip()]
        if len(lines) > MOST_QUESTIONS:
            raise ValidationError(_("Ask %(most)s questions at most.") % {"most": MOST_QUESTIONS})
        specs = [_spec(line) for line in lines]
        if len({spec.text for spec in specs}) != len(specs):
            raise ValidationError(_("Two questions are the same."))
        return specs

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts.items() if name != "questions"}


def _spec(line: str) -> QuestionSpec:
    text, low, high = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
    if line.count("|") > 2 or not text or len(text) > 300 or len(low) > 60 or len(high) > 60:
        raise ValidationError(
            _("‘%(line)s’: a question of at most 300 letters, and two meanings of at most 60.")
            % {"line": line[:60]}
        )
    return QuestionSpec(text, low, high)


class RunForm(Form):
    """A run to be: the period it asks about, its first and last day."""

    period = forms.ChoiceField(label=gettext_lazy("About"))
    opens_on = forms.DateField(label=gettext_lazy("Open from"))
    closes_on = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("That day included. Later it is not opened again."),
    )

    def __init__(self, data: Any = None, *, survey: Survey, today: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["period"].choices = periods(survey, today)

    def clean_period(self) -> Period:
        return Period.parse(self.cleaned_data["period"])


class DaysForm(Form):
    """The days of a run that is not over."""

    opens_on = forms.DateField(label=gettext_lazy("Open from"))
    closes_on = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("That day included. Later it is not opened again."),
    )


def periods(survey: Survey, today: date) -> list[tuple[str, str]]:
    """The last quarter first, then this one and older ones; a rating may be about a month, too."""
    quarter = Period.containing(today, 3)
    found = [quarter.shifted(-1), quarter, quarter.shifted(-2), quarter.shifted(-3)]
    if survey.kind == SurveyKind.RATING:
        month = Period.containing(today, 1)
        found += [month.shifted(back) for back in range(-1, -7, -1)] + [month]
    taken = set(survey.runs.values_list("period", flat=True))
    return [(one.key, words.period_name(one)) for one in found if one.key not in taken]
