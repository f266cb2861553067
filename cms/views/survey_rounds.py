"""Rounds of surveys, for who runs them: the list, opening one, its days, closing it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cms.actions import surveys
from cms.enums import SurveyAudience
from cms.facts.surveys import partners_to_ask, people_to_ask
from cms.filters_surveys import RoundFilters
from cms.forms_surveys import DaysForm, RoundForm, first_days
from cms.models import SurveyPage, SurveyRound
from cms.permissions_surveys import can_open_rounds, can_see_rounds, check_can_open_rounds
from cms.presenters.evidence import asked_words
from cms.presenters.surveys import audience_of, days_of, kept_title, round_name
from cms.tables_surveys import RoundTable
from portal.clocks import local_day
from portal.views.base import RowMixin, StaffMixin
from portal.views.lists import ListPage


class RoundList(StaffMixin, ListPage):
    """All rounds, the newest first."""

    model = SurveyRound
    table_class = RoundTable
    filterset_class = RoundFilters
    template_name = "cms/surveys/rounds.html"
    export_name = "surveys"

    def may_open(self) -> bool:
        return super().may_open() and _checked(can_see_rounds(self.actor))

    def get_queryset(self) -> QuerySet[Any]:
        rows: Any = super().get_queryset()
        found: QuerySet[Any] = rows.with_headcounts().order_by("-opens_on", "-pk")
        return found

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"label": _("Rounds")}


class RunsRounds(StaffMixin):
    """Pages of those who open and close rounds."""

    def may_open(self) -> bool:
        return super().may_open() and _checked(can_open_rounds(self.actor))


class OpenRound(RunsRounds, TemplateView):
    """When, and of customers whom: everything else is frozen as the survey says it now."""

    template_name = "cms/surveys/open.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self._page()
        first = first_days(local_day(), settings.SURVEY_DAYS)
        return self._show(page, RoundForm(by_link=_by_link(page), initial=first))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self._page()
        check_can_open_rounds(self.actor)
        form = RoundForm(request.POST, by_link=_by_link(page))
        if not form.is_valid():
            return self._show(page, form, 422)
        try:
            opened = surveys.open_round(by=self.actor, page=page, at=timezone.now(), **form.cleaned_data)
        except surveys.SurveyRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            return self._show(page, form, 422)
        messages.success(request, _("Opened. They are written to on the first day."))
        return redirect("cms:survey_round", public_id=opened.public_id)

    def _page(self) -> SurveyPage:
        found: SurveyPage = get_object_or_404(SurveyPage.objects.live(), slug=self.kwargs["slug"])
        return found

    def _show(self, page: SurveyPage, form: RoundForm, status: int = 200) -> HttpResponse:
        many = {
            SurveyAudience.PARTNERS: lambda: partners_to_ask(page).count(),
            SurveyAudience.STAFF: lambda: people_to_ask().count(),
        }.get(SurveyAudience(page.asked))
        context = self.get_context_data(
            page=page,
            form=form,
            asked=asked_words(page.asked, many()) if many else "",
            audience=audience_of(page.asked, page.kinds),
            questions=page.frozen_questions(),
            is_open=page.rounds.filter(closed_at=None).exists(),
        )
        return self.render_to_response(context, status=status)


class RoundDays(RunsRounds, RowMixin, TemplateView):
    """Another last day, or the end today: each says what it does before it is done."""

    model = SurveyRound
    template_name = "cms/surveys/days.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one: Any = self.get_object()
        return self._show(one, DaysForm(initial={"closes_on": one.closes_on}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one: Any = self.get_object()
        form = DaysForm(request.POST)
        if not form.is_valid():
            return self._show(one, form, 422)
        try:
            surveys.move(by=self.actor, survey_round=one, at=timezone.now(), **form.cleaned_data)
        except surveys.SurveyRefused as refused:
            form.add_error(refused.field or None, str(refused))
            return self._show(one, form, 422)
        messages.success(request, _("Saved."))
        return redirect("cms:survey_round", public_id=one.public_id)

    def _show(self, one: SurveyRound, form: DaysForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            round=one,
            name=round_name(one),
            days=days_of(one),
            form=form,
            kept_title=kept_title(one),
            is_closed=one.closed_at is not None,
        )
        return self.render_to_response(context, status=status)


class RoundAct(RunsRounds, RowMixin, TemplateView):
    """POST: close, publish or take back one round."""

    http_method_names = ["post"]
    model = SurveyRound
    act = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one: Any = self.get_object()
        try:
            messages.success(request, self._do(one))
        except surveys.SurveyRefused as refused:
            messages.warning(request, str(refused))
        return redirect("cms:survey_round", public_id=one.public_id)

    def _do(self, one: SurveyRound) -> str:
        now = timezone.now()
        if self.act == "close":
            surveys.close(by=self.actor, survey_round=one, at=now)
            return _("Closed. Nobody can answer any more.")
        if self.act == "publish":
            surveys.publish(by=self.actor, survey_round=one, at=now)
            return _("Published. Those who were asked hear of it.")
        surveys.take_back(by=self.actor, survey_round=one)
        return _("Taken back. Only who runs surveys reads the results now.")


def _by_link(page: SurveyPage) -> bool:
    return page.asked == SurveyAudience.CUSTOMERS


def _checked(may: bool) -> bool:
    """Known, and forbidden to some of our people."""
    if not may:
        raise PermissionDenied
    return True
