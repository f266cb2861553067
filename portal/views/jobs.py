"""The page of a run that works in the background."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.actions import jobs
from portal.models import JobRun
from portal.permissions import can_cancel_job
from portal.views.base import ActionView, DetailPage


class JobPage(DetailPage):
    """Moves by itself: htmx asks for its one card each second; without scripts the page reloads itself."""

    model = JobRun

    def get_template_names(self) -> list[str]:
        return ["portal/jobs/card.html" if self.request.htmx else "portal/jobs/page.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        run = self.object
        return {**context, "run": run, "may_cancel": not run.is_over and can_cancel_job(self.actor, run)}


class JobCancelView(ActionView):
    model = JobRun

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        run = self.get_object()
        if not jobs.cancel(by=self.actor, run=run):
            messages.info(request, _("This was over before it could be stopped."))
        return redirect("portal:job", public_id=public_id)
