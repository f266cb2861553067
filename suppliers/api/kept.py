"""What is kept about partners and never changed, under /api/v1/: to read, for who answers for the profit."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.views import HasScope
from portal.enums import Scope
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.contribution import AnswersForProfit
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.rows import RowsViewSet
from suppliers.models import Partner

TEXT: Schema = {"type": "string"}
CODE: Schema = {"type": "string", "minLength": 1, "maxLength": 100, "description": "Its code."}
_MOMENT: Schema = {"type": "string", "format": "date-time"}


def row_schema(**values: Schema) -> Schema:
    """A row with its partner, who kept it and when."""
    properties = {"public_id": PUBLIC_ID, "partner": TEXT, **values, "at": _MOMENT, "by": TEXT}
    return {"type": "object", "properties": properties, "required": list(properties)}


class KeptViewSet(RowsViewSet):
    """Rows found by their public id. Subclasses name `model` and the `address` of a row."""

    permission_classes = [HasScope, AnswersForProfit]
    read_scope = Scope.LEDGER_READ
    write_scope = Scope.LEDGER_WRITE
    address = ""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner")

    def partner(self, given: Given) -> Partner:
        """The one that is named by its code. Raises a 400 when nobody is."""
        code = given.text("partner", required=True)
        row = Partner.objects.for_actor(self.actor).filter(merged_into=None, code=code).first()
        if row is None:
            raise given.refused("partner", code, _("No partner has this code."))
        return row

    def kept(self, row: Any) -> Response:
        """201, with its address."""
        address = reverse(f"suppliers-api:{self.address}-detail", [row.public_id], request=self.request)
        return self.answer(row, {"Location": address}, status=201)


_ETAG = "What it says, in short."


def described(name: str, schema: Schema, many: str, one: str) -> dict[str, Any]:
    """How reading them is described."""
    return {
        "list": extend_schema(
            operation_id=f"{name}_list",
            summary=many,
            description="The oldest first; staff who answer for the profit read them.",
            tags=["contribution"],
            parameters=PAGING,
            responses={200: OpenApiResponse(schema, "A page of them.")},
        ),
        "retrieve": extend_schema(
            operation_id=f"{name}_get",
            summary=one,
            description="By its public id.",
            tags=["contribution"],
            parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", _ETAG, 200, 304)],
            responses={
                200: OpenApiResponse(schema, "As it was saved."),
                304: OpenApiResponse(None, "It is still as you know it."),
            },
        ),
    }


def keeping(name: str, sent: Schema, schema: Schema, summary: str, description: str) -> Any:
    """How keeping one is described."""
    return extend_schema(
        operation_id=name,
        summary=summary,
        description=description,
        tags=["contribution"],
        request={JSON: sent},
        parameters=[
            IDEMPOTENCY_KEY,
            answered("ETag", _ETAG, 201),
            answered("Location", "Its address.", 201),
        ],
        responses={201: OpenApiResponse(schema, "As it was saved.")},
    )
