"""Surveys: partners answer once, we read what all said together; keepers word them and open runs."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from portal import exports
from portal.clocks import local_day
from portal.enums import StaffRole
from portal.views.base import ActorMixin, RowMixin, StaffMixin
from scorecards.actions import surveys
from scorecards.actions.telling_surveys import invited_partners
from scorecards.enums import SurveyKind
from scorecards.facts.surveys import LEAST_PARTNERS, has_answered, pooled, pooled_of
from scorecards.forms.surveys import DaysForm, RunForm, ScoresForm, SurveyForm
from scorecards.models import Survey, SurveyRun
from scorecards.pages.surveys import ask_page, exported, run_line, run_name, run_page, survey_card
from scorecards.permissions import (
    READERS,
    can_keep_surveys,
    can_see_cards,
    can_take_part,
    check_can_keep_surveys,
    check_can_take_part,
)
from suppliers.forms import VersionedForm
from suppliers.views.editing import EditPage, FormPage

MOST_RUNS = 12


class SurveyList(ActorMixin, TemplateView):
    """Staff: every survey and its runs. A partner: the runs that ask it."""

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    def get_template_names(self) -> list[str]:
        side = "list" if self.actor.is_staff else "asked"
        return [f"scorecards/surveys/{side}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = local_day()
        runs = SurveyRun.objects.for_actor(self.actor).select_related("survey")
        if not self.actor.is_staff:
            runs = runs.filter(opens_on__lte=today)
        known = list(runs[: 2 * MOST_RUNS])
        found = pooled_of(known, today=today)
        may_keep = can_keep_surveys(self.actor)
        lines = [run_line(run, found[run.pk], today, may_keep=may_keep) for run in known]
        context = super().get_context_data(runs=lines, may_keep=may_keep, **kwargs)
        if not self.actor.is_staff:
            return context
        asked = Survey.objects.for_actor(self.actor).prefetch_related("questions")
        roles = {role.value: str(role.label) for role in StaffRole}
        partners = invited_partners()
        return context | {
            "surveys": [survey_card(survey, roles) for survey in asked],
            "invited": partners,
            "too_few": partners < LEAST_PARTNERS,
        }


class RunMixin(RowMixin):
    """A run of the customer survey. Ratings are given on pages of their own."""

    model = SurveyRun

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        runs = super().get_queryset().select_related("survey")
        if not self.actor.is_staff:
            runs = runs.filter(opens_on__lte=local_day())
        return runs


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SurveyRunView(RunMixin, TemplateView):
    """A partner answers here, once; we read the pooled whole here, once it is over."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = self.get_object()
        if not self.actor.is_staff:
            return self._ask(run, self._form(run))
        if run.survey.kind == SurveyKind.RATING:
            return redirect("scorecards:ratings")
        today = local_day()
        if kind := request.GET.get("format"):
            found = pooled(run, today=today)
            if found is None:
                raise Http404
            return exports.response(exported(run, found), kind, f"survey-{run.period}")
        before = run.survey.runs.filter(ends_on__lte=run.ends_on).select_related("survey")[:MOST_RUNS]
        runs = sorted(before, key=lambda one: one.ends_on)
        found_of = pooled_of(runs, today=today)
        page = run_page(run, [(one, found_of[one.pk]) for one in runs], today)
        self.template_name = "scorecards/surveys/results.html"
        return self.render_to_response(self.get_context_data(page=page, run=run, invited=invited_partners()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run = self.get_object()
        check_can_take_part(self.actor)
        form = self._form(run, request.POST)
        if form is None:
            return self._ask(run, None, status=409)
        if not form.is_valid():
            return self._ask(run, form, status=422)
        try:
            surveys.answer(by=self.actor, run=run, scores=form.scores, at=timezone.now())
        except surveys.AlreadyAnswered:
            words = _("A colleague of yours was faster: your company has answered. Thank you both.")
            messages.info(request, words)
        except surveys.SurveyRefused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Thank you. It is counted, and nobody can tell that it was you."))
        return redirect("scorecards:survey_run", public_id=run.public_id)

    def _form(self, run: SurveyRun, data: Any = None) -> ScoresForm | None:
        """None when there is nothing to fill in (any more)."""
        may = can_take_part(self.actor) and surveys.is_open(run, timezone.now())
        if not may or has_answered(run, self._partner.pk):
            return None
        asked = run.survey.questions.filter(pk__in=run.answers.values("question"))
        return ScoresForm(data, questions=list(asked.order_by("position")))

    def _ask(self, run: SurveyRun, form: ScoresForm | None, status: int = 200) -> HttpResponse:
        today, partner = local_day(), self._partner
        page = ask_page(
            run,
            partner=partner.name,
            answered=has_answered(run, partner.pk),
            is_open=surveys.is_open(run, timezone.now()),
            may=can_take_part(self.actor),
            found=pooled(run, today=today),
            today=today,
        )
        self.template_name = "scorecards/surveys/answer.html"
        return self.render_to_response(self.get_context_data(page=page, run=run, form=form), status=status)

    @property
    def _partner(self) -> Any:
        assert self.actor.membership is not None
        return self.actor.membership.partner


class SurveyNew(StaffMixin, FormPage):
    roles = READERS
    form_class = SurveyForm
    template_name = "scorecards/surveys/form.html"
    success_message = gettext_lazy("Saved. Open a run when you want to hear from people.")

    def check(self) -> None:
        check_can_keep_surveys(self.actor)

    def form(self, data: Any = None) -> SurveyForm:
        return SurveyForm(data, instance=Survey(kind=SurveyKind.RATING))

    def save(self, form: VersionedForm) -> str:
        questions = form.cleaned_data["questions"]
        surveys.create(by=self.actor, facts=form.facts, questions=questions)
        return reverse("scorecards:surveys")


class SurveyEdit(StaffMixin, EditPage):
    roles = READERS
    model = Survey
    form_class = SurveyForm
    template_name = "scorecards/surveys/form.html"

    def check(self) -> None:
        check_can_keep_surveys(self.actor)

    def saved(self, form: VersionedForm) -> HttpResponse:
        try:
            return super().saved(form)
        except surveys.SurveyRefused as refusal:
            form.add_error("questions", str(refusal))
            return self.answer(form, 422)

    def save(self, form: VersionedForm) -> str:
        surveys.edit(
            by=self.actor,
            survey=self.object,
            version=form.cleaned_data["version"] or 0,
            changes=form.facts,
            questions=form.cleaned_data["questions"],
        )
        return reverse("scorecards:surveys")


class SurveyOpen(StaffMixin, RowMixin, TemplateView):
    """Open a run: which period, which days, whom it asks."""

    roles = READERS
    model = Survey
    template_name = "scorecards/surveys/open.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_surveys(self.actor)
        return self._page(self.get_object(), None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_surveys(self.actor)
        survey: Any = self.get_object()
        form = RunForm(request.POST, survey=survey, today=local_day())
        if not form.is_valid():
            return self._page(survey, form, 422)
        try:
            run = surveys.open_run(by=self.actor, survey=survey, **form.cleaned_data)
        except surveys.SurveyRefused as refusal:
            form.add_error(None, str(refusal))
            return self._page(survey, form, 422)
        messages.success(request, _("Opened: %(period)s.") % {"period": run_name(run)})
        return redirect("scorecards:surveys")

    def _page(self, survey: Any, form: RunForm | None, status: int = 200) -> HttpResponse:
        today = local_day()
        first = {"opens_on": today, "closes_on": today + timedelta(days=settings.SURVEY_DAYS - 1)}
        is_confidential = survey.kind == SurveyKind.CUSTOMER
        invited = invited_partners()
        context = self.get_context_data(
            survey=survey,
            form=form or RunForm(survey=survey, today=today, initial=first),
            is_confidential=is_confidential,
            invited=invited,
            too_few=is_confidential and invited < max(LEAST_PARTNERS, survey.min_answers),
        )
        return self.render_to_response(context, status=status)


class SurveyDays(StaffMixin, RowMixin, TemplateView):
    """Another day for a run that is not over."""

    roles = READERS
    model = SurveyRun
    template_name = "scorecards/surveys/days.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_surveys(self.actor)
        run: Any = self.get_object()
        return self._page(run, DaysForm(initial={"opens_on": run.opens_on, "closes_on": run.closes_on}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_surveys(self.actor)
        run: Any = self.get_object()
        form = DaysForm(request.POST)
        if not form.is_valid():
            return self._page(run, form, 422)
        try:
            surveys.change_days(by=self.actor, run=run, today=local_day(), **form.cleaned_data)
        except surveys.SurveyRefused as refusal:
            form.add_error(None, str(refusal))
            return self._page(run, form, 422)
        messages.success(request, _("Saved."))
        return redirect("scorecards:surveys")

    def _page(self, run: Any, form: DaysForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(run=run, name=f"{run.survey.name}, {run_name(run)}", form=form)
        return self.render_to_response(context, status=status)
