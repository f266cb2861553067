"""Questionnaires, for staff: the list, the editor that needs no script, the preview, asking by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import exports
from portal.presentation import number
from portal.views.base import ActionView, DetailPage, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import forms as forms_actions
from suppliers.actions import questionnaires
from suppliers.actions.questionnaires import QuestionnaireRefused, current_version, new_key
from suppliers.engine.answers import Asked, QuestionType, questions_of
from suppliers.facts.onboarding import forms_shown, with_counts
from suppliers.filters_onboarding import QuestionnaireFilters
from suppliers.forms import VersionedForm
from suppliers.forms_onboarding import (
    AnswersForm,
    AskForm,
    QuestionForm,
    QuestionnaireForm,
    question_forms,
    typed_questions,
)
from suppliers.models import Questionnaire
from suppliers.permissions import READERS
from suppliers.permissions_onboarding import (
    can_judge_forms,
    can_keep_questionnaires,
    check_can_judge_forms,
    check_can_keep_questionnaires,
)
from suppliers.presenters.onboarding import QUESTIONNAIRES, onboarding_tabs
from suppliers.tables_onboarding import QuestionnaireTable, kinds_words
from suppliers.views.editing import EditPage, FormPage


class QuestionnaireListPage(StaffMixin, ListPage):
    roles = READERS
    model = Questionnaire
    table_class = QuestionnaireTable
    filterset_class = QuestionnaireFilters
    template_name = "suppliers/onboarding/questionnaires.html"
    export_name = "questionnaires"

    def get_queryset(self) -> Any:
        return with_counts(super().get_queryset())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tabs=onboarding_tabs(self.actor, QUESTIONNAIRES),
            may_keep=can_keep_questionnaires(self.actor),
            **kwargs,
        )


class QuestionnairePage(StaffMixin, DetailPage):
    """As a partner sees it, and whom to ask."""

    roles = READERS
    model = Questionnaire
    template_name = "suppliers/onboarding/questionnaire.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        newest = current_version(self.object)
        may_ask = can_judge_forms(self.actor) and self.object.is_active
        forms = forms_shown(self.actor).filter(asked__questionnaire=self.object)
        return context | {
            "preview": AnswersForm(questions=questions_of(newest.questions), answers={}, version=0),
            "version": newest,
            "kinds": kinds_words(self.object.kinds),
            "may_keep": can_keep_questionnaires(self.actor),
            "ask": AskForm() if may_ask else None,
            "forms": forms.count(),
        }


class _Editor(FormPage):
    """Its fields and its questions. Every button sends the whole page: nothing typed is lost."""

    form_class = QuestionnaireForm
    template_name = "suppliers/onboarding/questionnaire_form.html"
    request: HttpRequest

    def check(self) -> None:
        check_can_keep_questionnaires(self.actor)  # type: ignore[attr-defined]

    def known(self) -> tuple[Asked, ...]:
        """The questions that are stored."""
        return (Asked(new_key(), QuestionType.TEXT, ""),)

    def get_context_data(self, questions: list[QuestionForm] | None = None, **kwargs: Any) -> dict[str, Any]:
        shown = question_forms(self.known()) if questions is None else questions
        return super().get_context_data(questions=shown, last=len(shown) - 1, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        act, _colon, place = request.POST.get("act", "save").partition("-")
        typed = typed_questions(request.POST)
        form = self.form(request.POST)
        if act != "save":
            moved = _moved([one.asked for one in typed], act, int(place) if place.isdecimal() else -1)
            form.errors.clear()
            return self.answer(form, questions=question_forms(moved))
        if request.POST.get("keep-questions") == "theirs":
            typed = question_forms(self.known())
            self._asked = list(self.known())
        else:
            self._asked = [one.asked for one in typed]
        if not form.is_valid() or not all(one.is_valid() for one in typed if one.is_bound):
            return self.answer(form, 422, questions=typed)
        try:
            return self.saved(form)
        except QuestionnaireRefused as refused:
            self._refuse(form, typed, refused)
            return self.answer(form, 422, questions=typed)

    def _refuse(self, form: VersionedForm, typed: list[QuestionForm], refused: QuestionnaireRefused) -> None:
        place = refused.field.removeprefix("q-")
        if place.isdecimal() and int(place) < len(typed):
            one = typed[int(place)]
            of_choices = one.asked.type == QuestionType.CHOICE and one.asked.label
            one.add_error("choices" if of_choices else "label", str(refused))
            form.add_error(None, _("Question %(n)s: %(why)s") % {"n": int(place) + 1, "why": refused})
        else:
            form.add_error(refused.field or None, str(refused))


def _moved(asked: list[Asked], act: str, place: int) -> list[Asked]:
    """The questions after one was added, moved or removed."""
    if act == "add":
        return [*asked, Asked(new_key(), QuestionType.TEXT, "")]
    if not 0 <= place < len(asked):
        return asked
    if act == "remove":
        return asked[:place] + asked[place + 1 :]
    to = place - 1 if act == "up" else place + 1
    if 0 <= to < len(asked):
        asked[place], asked[to] = asked[to], asked[place]
    return asked


class QuestionnaireNewPage(StaffMixin, _Editor):
    roles = READERS

    def save(self, form: VersionedForm) -> str:
        made = questionnaires.create(
            by=self.actor, facts=form.facts, questions=self._asked, at=timezone.now()
        )
        messages.success(self.request, _("Saved. Newcomers of its kinds are asked from now on."))
        return reverse("suppliers:questionnaire", args=[made.public_id])


class QuestionnaireEditPage(StaffMixin, _Editor, EditPage):
    roles = READERS
    model = Questionnaire
    success_message = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return _Editor.post(self, request, *args, **kwargs)

    def known(self) -> tuple[Asked, ...]:
        return questions_of(current_version(self.object).questions)

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        newest = questionnaires.edit(
            by=self.actor,
            questionnaire=self.object,
            version=version,
            facts=form.facts,
            questions=self._asked,
            at=timezone.now(),
        )
        words = _("Saved as version %(n)s. Who was asked before answers what they were asked.")
        messages.success(self.request, words % {"n": newest.number})
        return reverse("suppliers:questionnaire", args=[self.object.public_id])

    def answer(self, form: VersionedForm, status: int = 200, **context: Any) -> HttpResponse:
        if status == 409:
            theirs, mine = self.known(), tuple(self._asked)
            typed = typed_questions(self.request.POST)
            context |= {"questions": typed, "questions_differ": theirs != mine, "theirs": theirs}
        return super().answer(form, status, **context)


class QuestionnaireAsk(StaffMixin, ActionView):
    """Asks the chosen partners by hand."""

    roles = READERS
    model = Questionnaire

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        questionnaire = self.get_object()
        check_can_judge_forms(self.actor)
        form = AskForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose whom to ask first."))
        else:
            made = forms_actions.ask(
                by=self.actor,
                questionnaire=questionnaire,
                partners=form.cleaned_data["partners"],
                at=timezone.now(),
            )
            words = ngettext("%(n)s partner is asked.", "%(n)s partners are asked.", len(made))
            messages.success(request, words % {"n": number(len(made))})
        return HttpResponseRedirect(reverse("suppliers:questionnaire", args=[questionnaire.public_id]))


class QuestionnaireAnswers(StaffMixin, DetailPage):
    """All answers as a file: a row for each partner, a column for each question ever asked."""

    roles = READERS
    model = Questionnaire

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        questionnaire = self.get_object()
        labels: dict[str, str] = {}
        for version in questionnaire.versions.order_by("number"):  # type: ignore[attr-defined]
            labels |= {one.key: one.label for one in questions_of(version.questions)}
        rows: list[list[Any]] = [["partner_code", "partner", "version", "state", "sent_at", *labels.values()]]
        for form in forms_shown(self.actor).filter(asked__questionnaire=questionnaire).order_by("pk"):
            answers = [form.answers.get(key) for key in labels]
            told = [f"{len(one)}" if isinstance(one, list) else one or None for one in answers]
            head = [form.partner.code, form.partner.name, form.asked.number, form.state, form.sent_at]
            rows.append([*head, *told])
        kind = request.GET.get("format", "csv")
        return exports.response(rows, kind if kind in ("csv", "xlsx") else "csv", "answers")
