"""Whether the public wall shows a thank-you: asked by our people, decided by the partner's."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.views.base import ActionView, StaffMixin
from suppliers.actions import wall
from suppliers.models import Recognition
from suppliers.permissions import READERS
from suppliers.views.access import BothSidesMixin

YES, NO = "yes", "no"


class WallAsk(StaffMixin, ActionView):
    roles = READERS
    model = Recognition

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row: Any = self.get_object()
        try:
            wall.ask(by=self.actor, recognition=row, at=timezone.now())
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("%(partner)s is asked.") % {"partner": row.partner.name})
        return HttpResponseRedirect(reverse("suppliers:thanks"))


class WallDecide(BothSidesMixin, ActionView):
    """`shown`: yes or no."""

    model = Recognition

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row: Any = self.get_object()
        said = request.POST.get("shown")
        if said not in (YES, NO):
            messages.error(request, _("Say yes or no."))
            return HttpResponseRedirect(reverse("suppliers:thanks"))
        try:
            wall.decide(by=self.actor, recognition=row, is_shown=said == YES, at=timezone.now())
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _shown() if said == YES else _not_shown())
        return HttpResponseRedirect(reverse("suppliers:thanks"))


def _shown() -> str:
    return _("Thank you. It stands on our wall of thanks now; you can take it back at any time.")


def _not_shown() -> str:
    return _("It stays between us.")
