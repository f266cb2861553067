"""The base of the API: it starts from the actor as pages do, so a foreign row is 404 here too."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import URLResolver, get_resolver
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView, exception_handler
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from portal.actors import ANONYMOUS, Actor
from portal.api.errors import Refused, sentence_of
from portal.api.paging import Pages
from portal.enums import Scope
from portal.permissions import has_scope

SAFE = ("GET", "HEAD", "OPTIONS")


def actor_of(request: Request) -> Actor:
    """Who acts in this request: one partner, staff, or nobody."""
    return getattr(request._request, "actor", ANONYMOUS)


class ActsForSomebody(BasePermission):
    """Logged in or with a token, acting for the company or for a partner."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        actor = actor_of(request)
        return actor.user is not None and (actor.is_staff or actor.membership is not None)


class HasScope(BasePermission):
    """A token needs the scope that the view names: `read_scope`, `write_scope`."""

    def has_permission(self, request: Request, view: Any) -> bool:
        scope: Scope | None = view.read_scope if request.method in SAFE else view.write_scope
        if scope is not None and not has_scope(actor_of(request), scope):
            raise PermissionDenied(_("This token lacks the scope “%(scope)s”.") % {"scope": scope.value})
        return True


def answer_to(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal has `detail`; those of values have `errors` beside it."""
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, Refused):
        response.data = error.document
        for name, value in error.headers.items():
            response[name] = value
    elif not isinstance(response.data, dict) or set(response.data) != {"detail"}:
        response.data = {"detail": sentence_of(response.data)}
    return response


class Acting:
    """What all our views of the API share."""

    read_scope: Scope | None = None
    write_scope: Scope | None = None
    request: Request

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """What a token reads belongs to its holder: no cache between us may keep it.

        Of what somebody reads at a page nothing is kept at all (portal.middleware).
        """
        done: Response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if "Authorization" in request.headers:
            patch_cache_control(done, private=True, no_cache=True)
        patch_vary_headers(done, ["Authorization", "Cookie"])
        return done

    def only_staff(self) -> None:
        """For parts that do not exist for a partner."""
        if not self.actor.is_staff:
            raise Http404


class ActingViewSet(Acting, GenericViewSet[Any]):
    """A viewset of ours that is not about rows of one model."""

    permission_classes = [ActsForSomebody, HasScope]
    pagination_class = Pages


class ActorViewSet(Acting, ReadOnlyModelViewSet[Any]):
    """Subclasses name `model` and `serializer_class`; rows are found by their public id."""

    model: type[Model]
    permission_classes = [ActsForSomebody, HasScope]
    pagination_class = Pages
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{16}"

    def get_queryset(self) -> QuerySet[Any]:
        """Always through for_actor: that is the only start of a queryset."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        rows = self.model._default_manager.for_actor(self.actor)  # type: ignore[attr-defined]
        return rows.order_by("pk")


class RootView(Acting, APIView):
    """What there is under /api/v1/, each with its address."""

    permission_classes = [ActsForSomebody, HasScope]

    @extend_schema(
        operation_id="root",
        summary="What there is",
        tags=["about"],
        responses={200: {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}},
    )
    def get(self, request: Request) -> Response:
        addresses = [reverse(name, request=request) for name in lists()]
        return Response({address.rstrip("/").rsplit("/", 1)[-1]: address for address in addresses})


def lists() -> list[str]:
    """The name of every list under /api/v1/."""
    ours = [
        entry
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and str(entry.pattern) == "api/v1/"
    ]
    return [
        f"{entry.namespace}:{route.name}"
        for entry in ours
        for route in entry.url_patterns
        if (route.name or "").endswith("-list")
    ]
