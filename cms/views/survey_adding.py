"""More customers are asked in an open round: pasted, looked at, then written to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from cms.actions import survey_adding
from cms.actions.survey_adding import Adding
from cms.actions.surveys import SurveyRefused
from cms.enums import SurveyAudience
from cms.forms_surveys import MoreAddressesForm
from cms.models import SurveyRound
from cms.presenters.survey_adding import adding_page
from cms.views.survey_rounds import RunsRounds
from portal.clocks import local_day
from portal.presentation import number
from portal.views.base import RowMixin


class MoreAddresses(RunsRounds, RowMixin, TemplateView):
    """Shows what would happen before it does; what was typed is never lost."""

    model = SurveyRound
    template_name = "cms/surveys/addresses.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(self._round(), MoreAddressesForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one = self._round()
        form = MoreAddressesForm(request.POST)
        if not form.is_valid():
            return self._show(one, form, status=422)
        act = survey_adding.add_addresses if "ask" in request.POST else survey_adding.preview
        try:
            found = act(by=self.actor, survey_round=one, at=timezone.now(), **form.cleaned_data)
        except SurveyRefused as refused:
            form.add_error(refused.field or None, str(refused))
            return self._show(one, form, status=422)
        if "ask" not in request.POST:
            return self._show(one, form, found)
        messages.success(request, _asked(len(found.new)))
        return redirect("cms:survey_round", public_id=one.public_id)

    def _round(self) -> SurveyRound:
        one: Any = self.get_object()
        if one.asked != SurveyAudience.CUSTOMERS:
            raise Http404
        return one  # type: ignore[no-any-return]

    def _show(
        self, one: SurveyRound, form: MoreAddressesForm, found: Adding | None = None, status: int = 200
    ) -> HttpResponse:
        page = adding_page(one, found, local_day())
        context = self.get_context_data(round=one, page=page, form=form)
        return self.render_to_response(context, status=status)


def _asked(many: int) -> str:
    words = ngettext("%(count)s more customer is asked.", "%(count)s more customers are asked.", many)
    return words % {"count": number(many)}
