"""What the description of the API says of every operation: headers, refusals."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter

JSON = "application/json"
_BODY = ("post", "patch")
REFUSAL = {"$ref": "#/components/schemas/Refusal"}

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,200}$"},
    OpenApiParameter.HEADER,
    description=_(
        "A new one for each new request, such as a UUID. Sent again, it gets the first answer again."
    ),
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    required=True,
    description=_("The ETag of the row as it was read."),
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description=_("The ETag of the row that is known already: 304 when it is still that one."),
)


def answered(name: str, description: Any, *codes: int) -> OpenApiParameter:
    """A header of the answers with these codes."""
    return OpenApiParameter(
        name, str, OpenApiParameter.HEADER, description=description, response=[str(code) for code in codes]
    )


def only_ours(endpoints: list[Any], **_options: Any) -> list[Any]:
    """The description speaks of /api/v1/ alone, not of the editor's own interface."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


_WORDS = {
    "400": _("A value was refused, or the request cannot be read."),
    "401": _("No token, or one that is not good."),
    "403": _("The role, or the token's scopes, do not allow it."),
    "404": _("There is nothing at this address for you."),
    "409": _("A row with this key is there already, or a first request with this key is still at work."),
    "412": _("The row changed in the meantime; `current` is the row as it is."),
    "415": _("This kind of content is not read here."),
    "422": _("The key of a row, or an Idempotency-Key, was used for something else."),
    "428": _("If-Match is missing."),
    "429": _("Too many requests. Retry-After says how many seconds to wait."),
}


def with_refusals(result: dict[str, Any], generator: Any, **_options: Any) -> dict[str, Any]:
    """Adds to every operation how it refuses."""
    result["components"].setdefault("schemas", {})["Refusal"] = _REFUSAL
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            codes = ["400", "401", "403", "404", "429"]
            if method in _BODY:
                codes += ["409", "415", "422"]
            if method == "patch":
                codes += ["412", "428"]
            for code in sorted(codes):
                operation["responses"].setdefault(code, _refusal(code))
            operation["responses"] = dict(sorted(operation["responses"].items()))
            operation.setdefault("tags", [path.split("/")[3] or "about"])
    return result


def _refusal(code: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": str(_WORDS[code]),
        "content": {JSON: {"schema": REFUSAL}},
    }
    if code == "429":
        answer["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    if code == "401":
        answer["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return answer


_VALUE = {
    "type": "object",
    "properties": {
        "row": {"type": "integer", "nullable": True, "description": "From 1; null for a parameter."},
        "column": {"type": "string"},
        "value": {"type": "string"},
        "reason": {"type": "string"},
        "way_out": {"type": "string"},
    },
    "required": ["row", "column", "value", "reason", "way_out"],
}
_REFUSAL = {
    "type": "object",
    "properties": {
        "detail": {"type": "string", "description": "One sentence."},
        "errors": {"type": "array", "items": _VALUE, "description": "Each value that was refused."},
        "existing": {"type": "string", "format": "uri", "description": "The row that has this key."},
        "current": {"type": "object", "additionalProperties": True, "description": "The row as it is."},
    },
    "required": ["detail"],
}
VALUE_REFUSED = _VALUE
