"""What the resources that are single rows share: found by their public id, read with an ETag, in pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.etags import etag_of, is_known
from portal.api.views import ActingViewSet
from suppliers.api.asking import check_names


class RowsViewSet(ActingViewSet):
    """Subclasses name `model`, and say `as_json`; what this actor may see comes from for_actor."""

    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{16}"
    filter_backends = ()
    ordering = "pk"
    model: Any = None

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.for_actor(self.actor)
        return rows.order_by("pk")

    def as_json(self, row: Any) -> dict[str, Any]:
        raise NotImplementedError

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([self.as_json(row) for row in page or ()])

    def retrieve(self, request: Request, public_id: str) -> Response:
        check_names(request)
        row = self.represent(public_id)
        if is_known(request, etag_of(row)):
            return Response(status=304, headers={"ETag": etag_of(row)})
        return Response(row, headers={"ETag": etag_of(row)})

    def find(self, public_id: str) -> Any:
        """404 for what is not there, and for what is a rival's."""
        row = self.get_queryset().filter(public_id=public_id).first()
        if row is None:
            raise Http404
        return row

    def represent(self, public_id: str) -> dict[str, Any]:
        """As it stands now: read again after it was changed."""
        return self.as_json(self.find(public_id))

    def answer(self, row: Any, headers: dict[str, str] | None = None, *, status: int = 200) -> Response:
        """The row as it was saved, with its ETag."""
        document = self.represent(row.public_id)
        return Response(document, status=status, headers={"ETag": etag_of(document), **(headers or {})})
