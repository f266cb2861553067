"""What every page shares: it starts from the actor, a foreign row is 404, a forbidden act 403."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from portal.actors import Actor


class ActorMixin(LoginRequiredMixin):
    """Only for people who are logged in and act for somebody; `self.actor` is who.

    `may_open` answers for the whole page: False is 404, as if the page did not exist.
    """

    request: HttpRequest

    @property
    def actor(self) -> Actor:
        return self.request.actor

    def may_open(self) -> bool:
        return self.actor.is_staff or self.actor.membership is not None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not self.may_open():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class StaffMixin(ActorMixin):
    """Pages of the company; for everybody else they do not exist."""

    roles: tuple[str, ...] = ()

    def may_open(self) -> bool:
        if not self.actor.is_staff:
            return False
        if self.roles and not self.actor.has_role(*self.roles):
            raise PermissionDenied
        return True


class PageView(ActorMixin, TemplateView):
    """A page made of a template and a context."""


class RowMixin(ActorMixin):
    """Pages about one row, named in the URL by `public_id`."""

    model: Any
    kwargs: dict[str, Any]

    def get_queryset(self) -> QuerySet[Any]:
        """Always through for_actor: that is the only start of a queryset in a view."""
        return self.model.objects.for_actor(self.actor)

    def get_object(self) -> Model:
        return get_object_or_404(self.get_queryset(), public_id=self.kwargs["public_id"])


class DetailPage(RowMixin, TemplateView):
    """A page that shows one row as `object`."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.object = self.get_object()
        return super().get_context_data(object=self.object, **kwargs)


class ActionView(RowMixin, View):
    """A POST that does one thing to one row: subclasses write `post`."""

    http_method_names = ["post"]
