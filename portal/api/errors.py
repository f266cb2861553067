"""What the API says when it refuses: `detail` in a sentence, and for values `errors`, one for each."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail


class Refused(APIException):
    """An answer with a document of its own: `document` is what is sent, `headers` go with it."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(
        self, sentence: str, *, code: int = 400, headers: dict[str, str] | None = None, **document: Any
    ) -> None:
        super().__init__(sentence)
        self.status_code = code
        self.document = {"detail": sentence, **document}
        self.headers = headers or {}


def value_refused(
    column: str, value: object, reason: str, way_out: str = "", *, row: int | None = None
) -> Refused:
    """One value is wrong."""
    error = {"row": row, "column": column, "value": str(value)[:200], "reason": reason, "way_out": way_out}
    return Refused(_("“%(column)s” was refused.") % {"column": column}, errors=[error])


def sentence_of(detail: Any) -> str:
    """The first sentence in what the framework says."""
    while isinstance(detail, (list, dict)) and detail:
        detail = next(iter(detail.values() if isinstance(detail, dict) else detail))
    return str(detail) if isinstance(detail, (str, ErrorDetail)) else _("The request cannot be read.")
