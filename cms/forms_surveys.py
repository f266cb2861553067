"""What people answer in a survey, and how a round is opened. Nothing is chosen beforehand."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.actions.surveys import MOST_ADDRESSES, Address
from cms.engine import questions as q
from cms.engine.questions import Question
from portal.forms import Form

NOTHING = "-"
LONGEST_GROUP = 60
MOST_WRONG = 20


class RankingWidget(forms.MultiWidget):
    """A place for each option, picked from a list: it needs no script and no mouse."""

    template_name = "cms/surveys/ranking.html"
    # The group has the name; each place has a label of its own.
    use_fieldset = True

    def __init__(self, options: Sequence[str]) -> None:
        places = [("", "–"), *((str(place), str(place)) for place in range(1, len(options) + 1))]
        super().__init__([forms.Select(choices=places, attrs={"class": "form-select"}) for _one in options])
        self.options = options

    def decompress(self, value: Any) -> list[Any]:
        return (
            [None] * len(self.options)
            if value is None
            else [str(value.index(i) + 1) for i in range(len(value))]
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        subs = context["widget"]["subwidgets"]
        context["rows"] = list(zip(self.options, subs, strict=True))
        return context


class RankingField(forms.MultiValueField):
    """[place of the most important option, ... of the least]; None when nothing is ranked."""

    def __init__(self, question: Question) -> None:
        places = [str(place) for place in range(1, len(question.options) + 1)]
        fields = [
            forms.ChoiceField(choices=[(one, one) for one in places], required=False) for _one in places
        ]
        super().__init__(
            fields=fields,
            widget=RankingWidget(question.options),
            required=question.required,
            require_all_fields=False,
        )

    def compress(self, values: list[str]) -> list[int] | None:
        if not any(values):
            return None
        if sorted(values) != sorted(str(place + 1) for place in range(len(self.fields))):
            raise ValidationError(
                _("Give each one a place of its own, from 1 to %(last)s.") % {"last": len(self.fields)}
            )
        return [values.index(str(place + 1)) for place in range(len(values))]


class AnswersForm(Form):
    """One field for each question; its name is its place, q0 first."""

    def __init__(self, data: Any = None, *, questions: Sequence[Question]) -> None:
        super().__init__(data)
        self.questions = list(questions)
        for index, question in enumerate(self.questions):
            field = _FIELDS[question.type](question)
            field.label = f"{index + 1}. {question.text}"
            field.help_text = " ".join(filter(None, [question.help, _hint(question)]))
            field.required = question.required
            field.error_messages["required"] = _("This question needs an answer.")
            self.fields[f"q{index}"] = field

    @property
    def answers(self) -> dict[str, Any]:
        """By the question's key; None where there is none."""
        found = {}
        for index, question in enumerate(self.questions):
            value = self.cleaned_data.get(f"q{index}")
            found[question.key] = _typed(question, value)
        return found

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and all(value is None for value in self.answers.values()):
            raise ValidationError(_("Answer at least one question, or leave the survey for now."))
        return found

    def refuse(self, reason: str, key: str = "") -> None:
        """Say beside the question (by its key) why the answer was refused."""
        names = {question.key: f"q{index}" for index, question in enumerate(self.questions)}
        self.add_error(names.get(key), reason)

    def asked(self) -> list[dict[str, Any]]:
        """Each question with its bound field, as the template draws it."""
        return [
            {"question": question, "field": self[f"q{index}"]}
            for index, question in enumerate(self.questions)
        ]


def _hint(question: Question) -> str:
    """How it is answered, where that is not plain."""
    if question.type == q.RANKING:
        last = {"last": len(question.options)}
        return _("Give each a place: 1 matters most, %(last)s least.") % last
    return _("Tick as many as you like.") if question.several else ""


def _typed(question: Question, value: Any) -> Any:
    if value in (None, "", NOTHING, []):
        return None
    if question.type == q.TEXT:
        return value.strip() or None
    if question.type == q.RANKING:
        return value
    return [int(one) for one in value] if isinstance(value, list) else int(value)


def _radios(choices: list[tuple[str, str]], question: Question) -> forms.ChoiceField:
    # Who has chosen something can take it back, with the keyboard too.
    nothing = [] if question.required else [(NOTHING, _("No answer"))]
    return forms.ChoiceField(choices=[*choices, *nothing], widget=forms.RadioSelect)


def _score(question: Question) -> forms.Field:
    return _radios([(str(score), str(score)) for score in q.SCORES], question)


def _one(question: Question) -> forms.Field:
    return _radios(_options(question), question)


def _choice(question: Question) -> forms.Field:
    if not question.several:
        return _one(question)
    return forms.MultipleChoiceField(choices=_options(question), widget=forms.CheckboxSelectMultiple)


def _options(question: Question) -> list[tuple[str, str]]:
    return [(str(index), words) for index, words in enumerate(question.options)]


def _text(question: Question) -> forms.Field:
    return forms.CharField(max_length=q.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))


_FIELDS = {q.SCORE: _score, q.SCALE: _one, q.CHOICE: _choice, q.TEXT: _text, q.RANKING: RankingField}


class RoundForm(Form):
    """When a round is open; of customers also whom it asks."""

    opens_on = forms.DateField(label=gettext_lazy("Open from"))
    closes_on = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("That day included. Later it is not opened again."),
    )
    addresses = forms.CharField(
        label=gettext_lazy("Whom we ask"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One address a line, a comma, and the group that results may be split by: anna@example.com, North"
        ),
    )

    def __init__(self, data: Any = None, *, by_link: bool, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        if not by_link:
            del self.fields["addresses"]

    def clean_addresses(self) -> list[Address]:
        return addresses_in(self.cleaned_data["addresses"])


class MoreAddressesForm(Form):
    """Whom else we ask in a round that is under way."""

    addresses = forms.CharField(
        label=gettext_lazy("Whom else we ask"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("One address a line, a comma, and the group: anna@example.com, North"),
    )

    def clean_addresses(self) -> list[Address]:
        return addresses_in(self.cleaned_data["addresses"])


def addresses_in(text: str) -> list[Address]:
    """One a line. Raises ValidationError with all that is wrong, so that it is mended in one go."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_ADDRESSES:
        raise ValidationError(_("Ask %(most)s addresses at most.") % {"most": MOST_ADDRESSES})
    found, wrong = [], []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(_address(number, line))
        except ValidationError as error:
            wrong.append(error)
    times = Counter(one.email for one in found)
    twice = [email for email, n in times.items() if n > 1]
    wrong += [ValidationError(_("%(email)s stands there twice.") % {"email": email}) for email in twice]
    if len(wrong) > MOST_WRONG:
        more = _("And %(count)s more like these.") % {"count": len(wrong) - MOST_WRONG}
        wrong = [*wrong[:MOST_WRONG], ValidationError(more)]
    if wrong:
        raise ValidationError(wrong)
    return found


def _address(number: int, line: str) -> Address:
    email, _comma, group = line.partition(",")
    email, group = email.strip().lower(), " ".join(group.split())
    try:
        validate_email(email)
    except ValidationError as error:
        words = _("Line %(number)s: “%(email)s” is no address.")
        raise ValidationError(words % {"number": number, "email": email[:60]}) from error
    if len(group) > LONGEST_GROUP:
        words = _("Line %(number)s: a group has %(most)s letters at most.")
        raise ValidationError(words % {"number": number, "most": LONGEST_GROUP})
    return Address(email, group)


class DaysForm(Form):
    """Another last day."""

    closes_on = forms.DateField(label=gettext_lazy("Until"), help_text=gettext_lazy("That day included."))


class ThemeForm(Form):
    """A theme that somebody sees in the words."""

    name = forms.CharField(label=gettext_lazy("New theme"), max_length=80)


def first_days(today: date, days: int) -> dict[str, date]:
    return {"opens_on": today, "closes_on": date.fromordinal(today.toordinal() + days - 1)}
