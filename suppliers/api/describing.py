"""How the description of the API speaks of a dataset: operations, parameters, answers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view

from portal.actors import ANONYMOUS
from portal.api.describing import (
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_NONE_MATCH,
    JSON,
    VALUE_REFUSED,
    answered,
)
from portal.api.paging import Pages
from suppliers.api.asking import questions
from suppliers.api.columns import PUBLIC_ID, Schema, components, ref
from suppliers.facts.rows import rows_of
from suppliers.imports.datasets import Dataset

_ETAG = _("What the row says, in short: send it as If-Match to change exactly this.")
ROW_ID = OpenApiParameter("public_id", PUBLIC_ID, OpenApiParameter.PATH)
_PART = OpenApiParameter(
    "part",
    {"type": "integer", "minimum": 1, "maximum": 1000},
    description=_("By default the first."),
)
_COUNT: Schema = {"type": "integer", "minimum": 0}
REPORT: Schema = {
    "type": "object",
    "properties": {
        "batch": {"type": "string", "nullable": True, "description": "The import, to be read at imports/."},
        "stored": {"type": "boolean"},
        **dict.fromkeys(("rows", "new", "changed", "same", "refused"), _COUNT),
        "errors": {"type": "array", "items": VALUE_REFUSED},
    },
    "required": ["batch", "stored", "rows", "new", "changed", "same", "refused", "errors"],
}
PAGING = [
    OpenApiParameter(one["name"], one["schema"], description=one["description"])
    for one in Pages().get_schema_operation_parameters(None)
]


def described(viewset: Any, dataset: Dataset) -> Any:
    """Describes each of its operations."""
    name, title = dataset.name, dataset.title
    path = [ROW_ID, _PART] if name == "promises" else [ROW_ID]
    operations = {
        "list": extend_schema(
            operation_id=f"{name}_list",
            summary=title,
            description=_("Rows in the order in which they came, narrowed by what is asked."),
            tags=[name],
            parameters=_listing(name),
            responses={200: OpenApiResponse(ref(name, "Row"), _("A page of rows."))},
        ),
        "retrieve": extend_schema(
            operation_id=f"{name}_get",
            summary=_("One row"),
            description=_("By its public id. What is not yours does not exist."),
            tags=[name],
            parameters=[*path, IF_NONE_MATCH, answered("ETag", _ETAG, 200, 304)],
            responses={
                200: OpenApiResponse(ref(name, "Row"), _("The row.")),
                304: OpenApiResponse(None, _("It is still as you know it.")),
            },
        ),
        "create": extend_schema(
            operation_id=f"{name}_create",
            summary=_("Create a row"),
            description=_("By the rules of an imported file. A key that is there already: 409."),
            tags=[name],
            request={JSON: ref(name, "Create")},
            parameters=[
                IDEMPOTENCY_KEY,
                answered("ETag", _ETAG, 201),
                answered("Location", _("The address of the row."), 201),
            ],
            responses={201: OpenApiResponse(ref(name, "Row"), _("The row as it is stored."))},
        ),
        "bulk": extend_schema(
            operation_id=f"{name}_bulk",
            summary=_("Create and change many rows"),
            description=_("As a file of these rows: each is new, changed, the same or refused."),
            tags=[name],
            request={JSON: ref(name, "Bulk")},
            parameters=[IDEMPOTENCY_KEY],
            responses={
                200: OpenApiResponse(REPORT, _("Every row was taken.")),
                422: OpenApiResponse(
                    {"anyOf": [REPORT, {"$ref": "#/components/schemas/Refusal"}]},
                    _("Rows were refused: `stored` says whether the others were taken."),
                ),
            },
        ),
    }
    if hasattr(viewset, "partial_update"):
        operations["partial_update"] = _changing(name, path)
    return extend_schema_view(**operations)(viewset)


def _changing(name: str, path: list[OpenApiParameter]) -> Any:
    return extend_schema(
        operation_id=f"{name}_update",
        summary=_("Change a row"),
        description=_("Null and empty values, and columns that are left out, change nothing."),
        tags=[name],
        request={JSON: ref(name, "Change")},
        parameters=[*path, IDEMPOTENCY_KEY, IF_MATCH, answered("ETag", _ETAG, 200)],
        responses={200: OpenApiResponse(ref(name, "Row"), _("The row as it is now."))},
    )


def _listing(dataset: str) -> list[OpenApiParameter]:
    asked = [
        OpenApiParameter(one.name, one.schema, description=one.help)
        for one in questions(dataset, rows_of(dataset, ANONYMOUS).model)
    ]
    return asked + PAGING


def with_rows(result: dict[str, Any], generator: Any, **_options: Any) -> dict[str, Any]:
    """Adds the schemas that the operations above name."""
    result["components"].setdefault("schemas", {}).update(components())
    return result
