"""Lists page by page, from a place and not from a number: rows that come in between shift nothing."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from portal.api.errors import value_refused

LARGEST = 500


class Pages(CursorPagination):
    """`limit` (50, at most 500) and `cursor`, which only the addresses `next` and `previous` know."""

    page_size = 50
    max_page_size = LARGEST
    page_size_query_param = "limit"
    ordering = "pk"
    invalid_cursor_message = "This cursor is not one of ours: follow `next` from the first page."

    def get_page_size(self, request: Request) -> int:
        """Raises a 400 for anything but a whole number from 1 to 500."""
        asked = request.query_params.get("limit")
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and len(asked) < 5 and 1 <= int(asked) <= LARGEST):
            raise value_refused("limit", asked, _("It is a whole number from 1 to 500."))
        return int(asked)

    def decode_cursor(self, request: Request) -> Any:
        """A cursor that somebody made up must not become a question to the database."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not cursor.position.isdigit():
            raise NotFound(self.invalid_cursor_message)
        return cursor

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        ordering = getattr(view, "ordering", self.ordering)
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": self.page_size}
        return [
            {"name": "limit", "in": "query", "required": False, "schema": size,
             "description": "How many rows a page has."},
            {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string"},
             "description": "A place in the list, as `next` and `previous` give it."},
        ]  # fmt: skip
