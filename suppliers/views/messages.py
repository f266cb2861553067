"""UBL messages to download."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View

from portal.views.base import RowMixin
from suppliers.actions.messages import MessageRefused, response_to
from suppliers.models import OrderLine
from suppliers.views.access import BothSidesMixin


class OrderResponseFile(BothSidesMixin, RowMixin, View):
    """The answer to the order of a line as an order response, for either side."""

    model = OrderLine
    http_method_names = ["get"]

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("order__partner")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        line: Any = self.get_object()
        try:
            content = response_to(by=self.actor, order=line.order)
        except MessageRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("suppliers:order_line", public_id=line.public_id)
        name = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in line.order.number)
        disposition = f'attachment; filename="order-response-{name}.xml"'
        return HttpResponse(
            content,
            content_type="application/xml; charset=utf-8",
            headers={"Content-Disposition": disposition},
        )
