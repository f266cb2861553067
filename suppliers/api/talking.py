"""What the resources of the conversation share: who may, and one row with its ETag."""

from typing import Any

from rest_framework.request import Request

from portal.api.views import ActsForSomebody, HasScope
from portal.enums import Scope
from suppliers.api.access import check_can_read
from suppliers.api.rows import RowsViewSet


class MayTalk(ActsForSomebody):
    """Who reads order lines; whoever writes must be one who answers, or decides for the company."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        check_can_read(view.actor, "orders")
        return view.may_write() if request.method == "POST" else True


class TalkViewSet(RowsViewSet):
    """Rows found by their public id; subclasses say `may_write`, `get_queryset` and `as_json`."""

    permission_classes = [HasScope, MayTalk]
    read_scope = Scope.ORDERS_READ
    write_scope = Scope.COMMITMENTS_WRITE

    def may_write(self) -> bool:
        raise NotImplementedError
