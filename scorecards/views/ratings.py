"""Our people rate partners: a list of whom, and one page for each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.clocks import local_day
from portal.views.base import StaffMixin
from scorecards.actions import ratings, surveys
from scorecards.enums import SurveyKind
from scorecards.facts.ratings import own_scores, partners_to_rate
from scorecards.forms.surveys import ScoresForm
from scorecards.models import SurveyRun
from scorecards.pages.ratings import rating_list, rating_page
from scorecards.permissions import READERS, can_keep_surveys, can_rate
from suppliers.models import Partner


class RatingsMixin(StaffMixin):
    roles = READERS

    def open_runs(self) -> list[SurveyRun]:
        """Runs that ask this person, now."""
        today = local_day()
        runs = SurveyRun.objects.for_actor(self.actor).filter(
            survey__kind=SurveyKind.RATING, opens_on__lte=today, closes_on__gte=today
        )
        return [run for run in runs.select_related("survey") if can_rate(self.actor, run.survey)]


class RatingList(RatingsMixin, TemplateView):
    """Whom to rate, in each run that is open: those one looks after stand first."""

    template_name = "scorecards/ratings/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = [
            rating_list(run, list(partners_to_rate(self.actor, run)), self.actor) for run in self.open_runs()
        ]
        return super().get_context_data(lists=lists, may_keep=can_keep_surveys(self.actor), **kwargs)


class RatingView(RatingsMixin, TemplateView):
    """One partner: 0 to 10 or ‘cannot say’ for each question; may be changed while the run is open."""

    template_name = "scorecards/ratings/rate.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(*self._found())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        run, partner = self._found()
        form = self._form(run, partner, request.POST)
        if not form.is_valid():
            return self._page(run, partner, form, 422)
        try:
            ratings.rate(by=self.actor, run=run, partner=partner, scores=form.scores, at=timezone.now())
        except surveys.SurveyRefused as refusal:
            form.add_error(None, str(refusal))
            return self._page(run, partner, form, 422)
        messages.success(request, _("Thank you: %(partner)s is rated.") % {"partner": partner.name})
        if "next" in request.POST and (following := self._following(run, partner)):
            return redirect("scorecards:rate", public_id=run.public_id, partner=following.public_id)
        return redirect("scorecards:ratings")

    def _found(self) -> tuple[SurveyRun, Partner]:
        runs = SurveyRun.objects.for_actor(self.actor).filter(survey__kind=SurveyKind.RATING)
        run = get_object_or_404(runs.select_related("survey"), public_id=self.kwargs["public_id"])
        if not can_rate(self.actor, run.survey):
            raise PermissionDenied
        if not surveys.is_open(run, timezone.now()):
            raise Http404
        return run, get_object_or_404(partners_to_rate(self.actor, run), public_id=self.kwargs["partner"])

    def _form(self, run: SurveyRun, partner: Partner, data: Any = None) -> ScoresForm:
        questions = list(run.survey.questions.filter(is_active=True))
        given = own_scores(self.actor, run, partner)
        return ScoresForm(data, questions=questions, given=given, cannot_say=_("Cannot say"))

    def _page(
        self, run: SurveyRun, partner: Partner, form: ScoresForm | None = None, status: int = 200
    ) -> HttpResponse:
        form = form or self._form(run, partner)
        context = self.get_context_data(page=rating_page(run, partner), form=form)
        return self.render_to_response(context, status=status)

    def _following(self, run: SurveyRun, partner: Partner) -> Partner | None:
        """The next one in the list that has no answer of this person yet."""
        waiting = partners_to_rate(self.actor, run).filter(given=0).exclude(pk=partner.pk)
        return waiting.first()
