"""What the resources of the conversation share: who may, and one row with its ETag."""

from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.etags import etag_of, is_known
from portal.api.views import ActingViewSet, ActsForSomebody, HasScope
from portal.enums import Scope
from suppliers.api.access import check_can_read
from suppliers.api.asking import check_names


class MayTalk(ActsForSomebody):
    """Who reads order lines; whoever writes must be one who answers, or decides for the company."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        check_can_read(view.actor, "orders")
        return view.may_write() if request.method == "POST" else True


class TalkViewSet(ActingViewSet):
    """Rows found by their public id; subclasses say `may_write`, `get_queryset` and `as_json`."""

    permission_classes = [HasScope, MayTalk]
    read_scope = Scope.ORDERS_READ
    write_scope = Scope.COMMITMENTS_WRITE
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{16}"
    filter_backends = ()
    ordering = "pk"

    def may_write(self) -> bool:
        raise NotImplementedError

    def as_json(self, row: Any) -> dict[str, Any]:
        raise NotImplementedError

    def retrieve(self, request: Request, public_id: str) -> Response:
        check_names(request)
        row = self.represent(public_id)
        etag = etag_of(row)
        if is_known(request, etag):
            return Response(status=304, headers={"ETag": etag})
        return Response(row, headers={"ETag": etag})

    def find(self, public_id: str) -> Any:
        """404 for what is not there, and for what is a rival's."""
        row = self.get_queryset().filter(public_id=public_id).first()
        if row is None:
            raise Http404
        return row

    def represent(self, public_id: str) -> dict[str, Any]:
        """As it stands now: read again after it was changed."""
        return self.as_json(self.find(public_id))
