"""While somebody is away: who stands in, from when to when, and going back early."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.actions import deputies
from portal.actions.deputies import DeputyRefused, check_can_be_away, scope_of
from portal.models import Deputy, User
from portal.presentation import day
from portal.views.base import ActionView
from suppliers.facts.colleagues import acting_people
from suppliers.forms_talk import AwayForm
from suppliers.views.access import BothSidesMixin


class AwayPage(BothSidesMixin, TemplateView):
    """One's own absences, and those of colleagues for whom one stands in."""

    template_name = "suppliers/people/away.html"

    def colleagues(self) -> QuerySet[User]:
        return acting_people(scope_of(self.actor)).exclude(pk=self.actor.user.pk)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_be_away(self.actor)
        today = timezone.localdate()
        return self.render_to_response(
            self.get_context_data(form=AwayForm(people=self.colleagues(), initial={"first_on": today}))
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_be_away(self.actor)
        form = AwayForm(request.POST, people=self.colleagues())
        if form.is_valid():
            given = form.cleaned_data
            try:
                made = deputies.name(by=self.actor, **given)
            except DeputyRefused as refused:
                form.add_error(refused.field or None, str(refused))
            else:
                words = _("%(name)s stands in for you until %(day)s. Have a good time.")
                messages.success(request, words % {"name": made.deputy, "day": day(made.last_on, "week")})
                return HttpResponseRedirect(reverse("suppliers:away"))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = Deputy.objects.for_actor(self.actor).filter(last_on__gte=today, ended_at=None)
        found = list(rows.select_related("user", "deputy").order_by("first_on", "pk"))
        me = self.actor.user.pk
        return super().get_context_data(
            mine=[one for one in found if one.user_id == me],
            theirs=[one for one in found if one.deputy_id == me],
            today=today,
            has_colleagues=self.colleagues().exists(),
            **kwargs,
        )


class AwayEndView(BothSidesMixin, ActionView):
    """Back early, or not going at all."""

    model = Deputy

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one = self.get_object()
        deputies.end(by=self.actor, deputy=one)
        messages.success(request, _("Ended. What waits goes to %(name)s again.") % {"name": one.user})
        return HttpResponseRedirect(reverse("suppliers:away"))
