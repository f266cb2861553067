"""Publishing a period for all partners: first what it would do, then the job that does it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.clocks import local_day
from portal.engine.periods import Period
from portal.enums import JobState
from portal.jobs import enqueue
from portal.models import JobRun
from portal.views.base import StaffMixin
from scorecards.actions.publishing import preview
from scorecards.forms.publishing import PublishForm, suggested
from scorecards.models import ScorecardTemplate
from scorecards.pages.publishing import plan, result_words
from scorecards.pages.words import period_name
from scorecards.permissions import PUBLISHERS


class PublishView(StaffMixin, TemplateView):
    """GET shows the plan of the period that the address names; POST starts the job."""

    template_name = "scorecards/publish.html"
    roles = PUBLISHERS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        template = ScorecardTemplate.objects.for_actor(self.actor).filter(is_active=True).first()
        asked = request.GET if "period" in request.GET else None
        form = PublishForm(asked, initial={"period": self._last_month(), "template": template})
        context: dict[str, Any] = {
            "form": form,
            "suggested": suggested(local_day()),
            "template": template,
        }
        if asked is not None and form.is_valid():
            chosen: ScorecardTemplate = form.cleaned_data["template"]
            drafts = preview(by=self.actor, template=chosen, period=form.cleaned_data["period"])
            key = self._key(chosen, form.cleaned_data["period"])
            context |= {
                "plan": plan(drafts, local_day()),
                "chosen": chosen,
                "result": self._result(key) if "done" in request.GET else "",
            }
        return self.render_to_response(self.get_context_data(**context))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PublishForm(request.POST)
        if not form.is_valid():
            template = ScorecardTemplate.objects.for_actor(self.actor).filter(is_active=True).first()
            context = {"form": form, "suggested": suggested(local_day()), "template": template}
            return self.render_to_response(self.get_context_data(**context), status=422)
        period, template = form.cleaned_data["period"], form.cleaned_data["template"]
        run = enqueue(
            "scorecards.jobs.run_publish",
            by=self.actor,
            key=self._key(template, period),
            title=_("Publish %(period)s") % {"period": period_name(period)},
            back_url=reverse("scorecards:publish")
            + f"?period={period.key}&template={template.public_id}&done=1",
            template=template.public_id,
            period=period.key,
        )
        return redirect("portal:job", public_id=run.public_id)

    @staticmethod
    def _key(template: ScorecardTemplate, period: Period) -> str:
        return f"publish:{template.public_id}:{period.key}"

    def _result(self, key: str) -> str:
        """What the last run of this period did; empty without one."""
        run = JobRun.objects.for_actor(self.actor).filter(key=key, state=JobState.DONE).first()
        return result_words(run.result) if run and run.result else ""

    @staticmethod
    def _last_month() -> str:
        return Period.containing(local_day(), 1).shifted(-1).key
