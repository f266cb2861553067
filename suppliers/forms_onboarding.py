"""What people fill in about questionnaires: the editor, the answers, our word on them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.forms import DateInput, Form
from portal.forms_files import FilesField
from suppliers.actions.questionnaires import new_key
from suppliers.engine.answers import (
    LONGEST,
    LONGEST_LABEL,
    LONGEST_TEXT,
    MOST_QUESTIONS,
    NO,
    YES,
    Asked,
    BadAnswer,
    QuestionType,
    answer_to,
)
from suppliers.enums import PartnerKind
from suppliers.forms import VersionedForm
from suppliers.models import Partner, Questionnaire

TYPE_LABELS = {
    QuestionType.TEXT: _("A line of text"),
    QuestionType.LONG: _("Several lines"),
    QuestionType.NUMBER: _("A number"),
    QuestionType.YES_NO: _("Yes or no"),
    QuestionType.CHOICE: _("One of several"),
    QuestionType.DATE: _("A day"),
    QuestionType.FILE: _("Files"),
}


class QuestionnaireForm(VersionedForm):
    """All of a questionnaire but its questions."""

    kinds = forms.MultipleChoiceField(
        label=_("For"),
        choices=PartnerKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: for partners of every kind."),
    )
    days_to_answer = forms.IntegerField(label=_("Days to answer"), min_value=1, max_value=365, initial=21)
    is_active = forms.BooleanField(
        label=_("In use: newcomers are asked by themselves"), required=False, initial=True
    )
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, required=False, initial=0
    )

    class Meta:
        model = Questionnaire
        fields = ["name", "intro", "kinds", "days_to_answer", "position", "is_active"]
        labels = {"name": _("Name"), "intro": _("What it is for")}
        help_texts = {"intro": _("The partner reads it above the questions.")}
        widgets = {"intro": forms.Textarea(attrs={"rows": 3})}

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class QuestionForm(Form):
    """One question of the editor."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    label = forms.CharField(label=_("Question"), max_length=LONGEST_LABEL, required=False)
    type = forms.ChoiceField(
        label=_("Answer"), choices=[(one.value, words) for one, words in TYPE_LABELS.items()]
    )
    help = forms.CharField(label=_("Hint"), max_length=LONGEST_LABEL, required=False)
    choices = forms.CharField(
        label=_("Choices, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)

    @property
    def asked(self) -> Asked:
        """As typed; for a bound form that was validated."""
        data = self.cleaned_data
        kind = QuestionType(data.get("type") or QuestionType.TEXT)
        lines = [" ".join(line.split()) for line in (data.get("choices") or "").splitlines()]
        return Asked(
            key=data.get("key") or new_key(),
            type=kind,
            label=" ".join((data.get("label") or "").split()),
            help=" ".join((data.get("help") or "").split()),
            required=bool(data.get("required")),
            choices=tuple(line for line in lines if line) if kind == QuestionType.CHOICE else (),
        )


def question_forms(questions: Sequence[Asked]) -> list[QuestionForm]:
    """The editor's fields, filled with these."""
    return [
        QuestionForm(
            prefix=f"q-{place}",
            initial={
                "key": one.key,
                "label": one.label,
                "type": one.type.value,
                "help": one.help,
                "choices": "\n".join(one.choices),
                "required": one.required,
            },
        )
        for place, one in enumerate(questions)
    ]


def typed_questions(data: QueryDict) -> list[QuestionForm]:
    """What was typed in the editor, each checked by its own fields."""
    count = data.get("count", "0")
    many = min(int(count), MOST_QUESTIONS) if count.isdecimal() and len(count) < 4 else 0
    typed = [QuestionForm(data, prefix=f"q-{place}") for place in range(many)]
    for one in typed:
        one.is_valid()
    return typed


class AskForm(Form):
    """Whom to ask by hand."""

    partners = forms.ModelMultipleChoiceField(
        label=_("Partners"),
        queryset=Partner.objects.none(),
        to_field_name="public_id",
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl or ⌘ to choose several. Whom this version was asked already is left out."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "ask_%s", **options})
        rows = Partner.objects.filter(merged_into=None).order_by("name", "pk")
        self.fields["partners"].queryset = rows  # type: ignore[attr-defined]


class JudgeForm(Form):
    """Our word on the answers; which it is, the button says."""

    words = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A question, when you send it back; thanks, if you like, when you accept it."),
    )


class AnswersForm(Form):
    """The questions of one version, with what is known so far. Nothing is required while one writes."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        questions: Sequence[Asked],
        answers: Mapping[str, Any],
        version: int,
    ) -> None:
        super().__init__(data, files, initial={**answers, "version": version})
        self.questions = questions
        for one in questions:
            self.fields[one.key] = _field(one)
            self.fields[one.key].label = one.label
            self.fields[one.key].help_text = one.help or self.fields[one.key].help_text

    @property
    def rows(self) -> list[tuple[Any, Asked]]:
        """Each question with its field."""
        return [(self[one.key], one) for one in self.questions]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.questions:
            if one.type == QuestionType.FILE or one.key in self.errors:
                continue
            try:
                cleaned[one.key] = answer_to(one, str(cleaned.get(one.key) or ""))
            except BadAnswer as bad:
                self.add_error(one.key, _WHY[bad.why])
        return cleaned

    @property
    def answers(self) -> dict[str, str]:
        """What was typed, but files."""
        return {
            one.key: self.cleaned_data[one.key]
            for one in self.questions
            if one.type != QuestionType.FILE and one.key in self.cleaned_data
        }

    @property
    def uploads(self) -> dict[str, list[Any]]:
        return {
            one.key: self.cleaned_data.get(one.key) or []
            for one in self.questions
            if one.type == QuestionType.FILE
        }

    def refuse(self, missing: Sequence[Asked]) -> None:
        for one in missing:
            if one.key not in self.errors:
                self.add_error(one.key, gettext("We need an answer here."))


_WHY = {
    "long": _("This is too long: say it shorter, or add a file."),
    "number": _("Write a number, as 12.5."),
    "date": _("Write a day as 2026-12-25."),
    "choice": _("Choose one of the list."),
}


def _field(one: Asked) -> forms.Field:
    if one.type == QuestionType.LONG:
        attrs = {"rows": 4, "maxlength": LONGEST_TEXT}
        return forms.CharField(required=False, widget=forms.Textarea(attrs=attrs))
    if one.type == QuestionType.NUMBER:
        return forms.CharField(required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    if one.type == QuestionType.YES_NO:
        yes_no = [(YES, _("Yes")), (NO, _("No"))]
        return forms.CharField(required=False, widget=forms.RadioSelect(choices=yes_no))
    if one.type == QuestionType.CHOICE:
        choices = [("", "---------"), *((choice, choice) for choice in one.choices)]
        return forms.CharField(required=False, widget=forms.Select(choices=choices))
    if one.type == QuestionType.DATE:
        return forms.CharField(required=False, widget=DateInput())
    if one.type == QuestionType.FILE:
        return FilesField()
    return forms.CharField(required=False, max_length=LONGEST)
