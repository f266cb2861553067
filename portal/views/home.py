"""The first screen: what should I do now? Each app adds its panels; this page only puts them together."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.composing import filled, first
from portal.views.base import PageView


class HomeView(PageView):
    """Panels of the slot `home.staff` or `home.partner`, in two columns, under the tiles of `<slot>.tiles`.

    The head is the first of `home.head.staff` or `home.head.partner` that has something to say.
    """

    template_name = "portal/home.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody who acts for nobody (any more) reads why on their account's page."""
        if request.user.is_authenticated and not self.may_open():
            return redirect("portal:account")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        side = "staff" if self.actor.is_staff else "partner"
        slot = f"home.{side}"
        return super().get_context_data(
            head=first(f"home.head.{side}", self.request),
            tiles=filled(f"{slot}.tiles", self.request),
            panels=filled(slot, self.request, side=False),
            side=filled(slot, self.request, side=True),
            **kwargs,
        )
