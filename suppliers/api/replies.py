"""Order responses that programs send: a UBL file, answered line by line."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IDEMPOTENCY_KEY
from portal.api.errors import Refused, value_refused
from portal.api.idempotency import idempotent
from portal.api.views import ActingViewSet, HasScope
from portal.enums import Scope
from suppliers.actions import replies
from suppliers.api.asking import check_names
from suppliers.api.columns import Schema
from suppliers.api.talking import MayTalk
from suppliers.enums import Fate
from suppliers.imports.problems import FileRefused
from suppliers.permissions import can_answer, can_decide

_FORM: Schema = {
    "type": "object",
    "properties": {"file": {"type": "string", "format": "binary"}},
    "required": ["file"],
}
_LINE: Schema = {
    "type": "object",
    "properties": {
        "line_number": {"type": "string"},
        "fate": {"type": "string", "enum": [*Fate.values, ""], "description": "Empty: nothing to answer."},
        "why": {"type": "string"},
        "problems": {"type": "array", "items": {"type": "string"}},
    },
}
TAKEN: Schema = {
    "type": "object",
    "properties": {
        "order_number": {"type": "string"},
        "code": {"type": "string", "enum": ["AB", "AP", "RE", "CA"]},
        "results": {"type": "array", "items": _LINE},
    },
    "required": ["order_number", "code", "results"],
}


@extend_schema_view(
    create=extend_schema(
        operation_id="order_responses_create",
        summary="Send an order response",
        description=(
            "Peppol BIS 3 (T76) as UBL 2.1. Each line is answered as if it had been typed; 200 also when "
            "single lines were refused: each has its `fate`. The same message again changes nothing."
        ),
        tags=["commitments"],
        request={"multipart/form-data": _FORM},
        parameters=[IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(TAKEN, "What became of each line.")},
    )
)
class OrderResponseViewSet(ActingViewSet):
    """Nothing is kept of the message but what it said of the lines."""

    permission_classes = [HasScope, MayTalk]
    read_scope = write_scope = Scope.COMMITMENTS_WRITE
    parser_classes = [MultiPartParser]
    filter_backends = ()

    def may_write(self) -> bool:
        return can_answer(self.actor) or can_decide(self.actor)

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        for name in request.data:
            if name != "file":
                raise value_refused(name, "", _("There is no such field."))
        file: Any = request.data.get("file")
        if not isinstance(file, UploadedFile):
            raise Refused(_("The form needs a file in the field “file”."))
        try:
            taken = replies.take(by=self.actor, stream=file)
        except FileRefused as refusal:
            raise value_refused("file", file.name or "", refusal.message.translated(_)) from refusal
        results = [
            {
                "line_number": one.number,
                "fate": one.said.fate.value if one.said else "",
                "why": one.said.why if one.said else one.why,
                "problems": [problem.message for problem in one.said.problems] if one.said else [],
            }
            for one in taken.lines
        ]
        return Response({"order_number": taken.order.number, "code": taken.code, "results": results})
