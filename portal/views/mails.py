"""How and when one is written to, and what the apps add: the open links in mails."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from portal.actions import mail_habits
from portal.composing import filled
from portal.forms_mails import MailHabitsForm
from portal.views.base import ActorMixin


class MailsView(ActorMixin, FormView):
    """One's own habits; hours are of one's own clock."""

    template_name = "portal/account/mails.html"
    form_class = MailHabitsForm

    def get_initial(self) -> dict[str, Any]:
        known = mail_habits.habits_of(by=self.actor)
        return {name: getattr(known, name) for name in mail_habits.HABITS}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        zone = self.actor.user.time_zone or settings.TIME_ZONE
        here = timezone.now().astimezone(ZoneInfo(zone))
        panels = filled("account.mails", self.request)
        return super().get_context_data(zone=zone.replace("_", " "), here=here, panels=panels, **kwargs)

    def form_valid(self, form: MailHabitsForm) -> HttpResponse:
        mail_habits.keep_habits(by=self.actor, changes=form.facts)
        messages.success(self.request, _("Saved."))
        return redirect("portal:mails")

    def form_invalid(self, form: MailHabitsForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
