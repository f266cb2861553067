"""Files that people added, handed out so that nothing in them can act in the portal's name."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.generic import View

from portal.models import Attachment
from portal.permissions import can_see_files
from portal.views.base import RowMixin


class FileView(RowMixin, View):
    """One file, to be saved; a rival's does not exist."""

    model = Attachment
    http_method_names = ["get", "head"]

    def may_open(self) -> bool:
        return can_see_files(self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return file_response(self.get_object())


def file_response(file: Any) -> HttpResponse:
    """Saved and not shown, never guessed at, without rights of a page of ours, kept by no cache."""
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
