"""What partners answer: the list of both sides, writing with save and resume, reading and deciding."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions.attachments import AttachmentRefused
from portal.actions.saving import StaleSave
from portal.views.base import ActionView, DetailPage, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import forms
from suppliers.actions.forms import WRITING, FormRefused
from suppliers.engine.answers import QuestionType, questions_of
from suppliers.enums import FormState
from suppliers.facts.onboarding import forms_shown, newcomers, progress_of
from suppliers.filters_onboarding import FormFilters
from suppliers.forms_onboarding import AnswersForm, JudgeForm
from suppliers.models import Partner, PartnerForm
from suppliers.permissions_onboarding import can_answer_forms, can_judge_forms, check_can_judge_forms
from suppliers.presenters.forms import answered, files_of, form_row, steps, steps_of, words_of
from suppliers.presenters.onboarding import FORMS, onboarding_tabs
from suppliers.tables_onboarding import FORM_PICTURES, FORM_TONES, FormTable
from suppliers.views.access import BothSidesMixin
from suppliers.views.editing import THEIRS, Conflict, Difference


class FormListPage(BothSidesMixin, ListPage):
    """All of them for staff, with who is in onboarding; one's own for a partner's people."""

    model = PartnerForm
    table_class = FormTable
    filterset_class = FormFilters
    template_name = "suppliers/onboarding/forms.html"
    export_name = "forms"

    def get_queryset(self) -> Any:
        return forms_shown(self.actor)

    def table_options(self, rows: Any) -> dict[str, Any]:
        return {"label": _("Answers"), "exclude": () if self.actor.is_staff else ("partner",)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today, membership = timezone.localdate(), self.actor.membership
        if membership is not None:
            return context | {
                "rows": [form_row(form) for form in self.get_queryset()],
                "steps": steps_of(membership.partner, self.actor, today),
            }
        new = list(newcomers(self.actor))
        known = progress_of(new, today) if new else {}
        return context | {
            "tabs": onboarding_tabs(self.actor, FORMS),
            "newcomers": [steps(partner, known[partner.pk], self.actor) for partner in new],
        }


class PartnerFormPage(BothSidesMixin, DetailPage):
    """One questionnaire of a partner: written by its people, read by both sides. POST saves or sends."""

    model = PartnerForm
    template_name = "suppliers/onboarding/form.html"

    def get_queryset(self) -> Any:
        return forms_shown(self.actor)

    def get_context_data(self, form: AnswersForm | None = None, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        row, files = self.object, files_of(self.object, self.actor)
        writes = row.state in WRITING and can_answer_forms(self.actor, row.partner)
        judges = row.state == FormState.SENT and can_judge_forms(self.actor)
        state = FormState(row.state)
        return {
            "row": form_row(row),
            "tone": FORM_TONES[state],
            "picture": FORM_PICTURES[state],
            "fields": _with_files(form or self._form(row), files) if writes else None,
            "form": (form or self._form(row)) if writes else None,
            "answered": answered(row, files),
            "judge": JudgeForm() if judges else None,
            **context,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.get_object()
        if not can_answer_forms(self.actor, row.partner):
            raise PermissionDenied
        form = AnswersForm(
            self._chosen(row), request.FILES, questions=_questions(row), answers={}, version=row.version
        )
        sends = request.POST.get("act") == "send"
        if not form.is_valid():
            return self.shown(form, 422)
        given = {
            "by": self.actor,
            "form": row,
            "version": form.cleaned_data["version"],
            "answers": form.answers,
            "uploads": form.uploads,
            "at": timezone.now(),
        }
        try:
            (forms.send if sends else forms.save)(**given)
        except StaleSave as stale:
            return self._both(form, stale.current)
        except AttachmentRefused as refused:
            messages.error(request, str(refused))
            return self.shown(form, 422)
        except FormRefused as refused:
            if not refused.missing:
                messages.error(request, str(refused))
                return HttpResponseRedirect(self._url(row))
            # What was typed is kept all the same: only the sending waits.
            saved = forms.save(**given)
            form = AnswersForm(
                self._with_version(saved.version),
                questions=_questions(row),
                answers={},
                version=saved.version,
            )
            form.is_valid()
            form.refuse([one for one in refused.missing if not saved.answers.get(one.key)])
            return self.shown(form, 422)
        if sends:
            messages.success(request, _("Sent. Thank you: we read it and answer."))
        else:
            messages.success(request, _("Saved. Go on whenever you like; it is sent when you say so."))
        return HttpResponseRedirect(self._url(row))

    def shown(self, form: AnswersForm, status: int, **context: Any) -> HttpResponse:
        data = self.get_context_data(form=form, **context, **self.kwargs)
        return self.render_to_response(data, status=status)

    def _both(self, form: AnswersForm, current: Any) -> HttpResponse:
        """Both values of what differs, and what was typed still in its place."""
        differences = tuple(
            Difference(
                one.key,
                one.label,
                words_of(one, current.answers.get(one.key, "")) or _("nothing"),
                words_of(one, form.answers.get(one.key, "")) or _("nothing"),
            )
            for one in form.questions
            if one.type != QuestionType.FILE
            and (current.answers.get(one.key) or "") != form.answers.get(one.key, "")
        )
        again = AnswersForm(
            self._with_version(current.version), questions=form.questions, answers={}, version=current.version
        )
        again.is_valid()
        conflict = Conflict(current.changed_by or _("Somebody"), current.updated_at, differences)
        return self.shown(again, 409, conflict=conflict)

    def _with_version(self, version: int) -> Any:
        data = self.request.POST.copy()
        data["version"] = str(version)
        return data

    def _chosen(self, row: PartnerForm) -> Any:
        """Where the other's answer was chosen after a conflict, it takes the place of what was typed."""
        data = self.request.POST.copy()
        for one in _questions(row):
            if data.get(f"keep-{one.key}") == THEIRS:
                data[one.key] = row.answers.get(one.key, "")
        return data

    def _form(self, row: PartnerForm) -> AnswersForm:
        return AnswersForm(questions=_questions(row), answers=row.answers, version=row.version)

    def _url(self, row: PartnerForm) -> str:
        return reverse("suppliers:partner_form", args=[row.public_id])


class FormJudge(BothSidesMixin, ActionView):
    """Accepts the answers, or sends them back with a question: the button says which."""

    model = PartnerForm

    def get_queryset(self) -> Any:
        return forms_shown(self.actor)

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        row, act = self.get_object(), request.POST.get("act", "")
        check_can_judge_forms(self.actor)
        if act not in ("accept", "return"):
            return HttpResponseBadRequest()
        words = request.POST.get("words", "")[:2000]
        try:
            (forms.accept if act == "accept" else forms.send_back)(
                by=self.actor, form=row, words=words, at=timezone.now()
            )
        except FormRefused as refused:
            messages.error(request, str(refused))
        else:
            told = _("Accepted. They hear of it.") if act == "accept" else _("Sent back with your question.")
            messages.success(request, told)
        return HttpResponseRedirect(reverse("suppliers:partner_form", args=[row.public_id]))


class PartnerActivate(StaffMixin, ActionView):
    """A newcomer who has brought all becomes a partner as all others, with one press."""

    model = Partner

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        partner = self.get_object()
        try:
            forms.activate(by=self.actor, partner=partner, at=timezone.now())
        except FormRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Welcome! %(partner)s is active now.") % {"partner": partner.name})
        return HttpResponseRedirect(reverse("suppliers:partner", args=[partner.public_id]))


def _questions(row: PartnerForm) -> Any:
    return questions_of(row.asked.questions)


def _with_files(form: AnswersForm, files: Any) -> list[tuple[Any, Any, Any]]:
    """Each question's field, whether it must be answered, and the files that are there."""
    return [(field, one.required, files.get(one.key, ())) for field, one in form.rows]
