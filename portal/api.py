"""The base of the API: it starts from the actor as pages do, so a foreign row is 404 here too.

Read-only for now, through the session of somebody who is logged in.
"""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from portal.actors import ANONYMOUS, Actor


def actor_of(request: Request) -> Actor:
    """Who acts in this request: one partner, staff, or nobody."""
    return getattr(request._request, "actor", ANONYMOUS)


class ActsForSomebody(BasePermission):
    """Logged in, and acting for the company or for a partner."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        actor = actor_of(request)
        return actor.user is not None and (actor.is_staff or actor.membership is not None)


def only_ours(endpoints: list[Any], **_options: Any) -> list[Any]:
    """The description speaks of /api/v1/ alone, not of the editor's own interface."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


class Pages(LimitOffsetPagination):
    """`limit` (50, at most 500) and `offset`."""

    default_limit = 50
    max_limit = 500


class ActorViewSet(ReadOnlyModelViewSet[Any]):
    """Subclasses name `model` and `serializer_class`; rows are found by their public id."""

    model: type[Model]
    permission_classes = [ActsForSomebody]
    pagination_class = Pages
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{16}"

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)

    def get_queryset(self) -> QuerySet[Any]:
        """Always through for_actor: that is the only start of a queryset."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        rows = self.model._default_manager.for_actor(self.actor)  # type: ignore[attr-defined]
        return rows.order_by("pk")

    def only_staff(self) -> None:
        """For parts that do not exist for a partner."""
        if not self.actor.is_staff:
            raise Http404
