"""The editor exists only for those who write pages; for everybody else nothing is there."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from cms.actions.editors import align_groups
from cms.permissions import can_write_pages

EDITOR = "/cms/"
# People log in and are managed in the portal; pictures and files have an audience, not collections.
_SHUT = ("login", "password_reset", "users", "groups", "collections")
CLOSED = tuple(f"{EDITOR}{part}/" for part in _SHUT)


class EditorGate:
    """404 on every address of Wagtail's admin for partners, strangers and staff who write no pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if f"{request.path}/".startswith(EDITOR):
            if not can_write_pages(request.actor) or request.path.startswith(CLOSED):
                raise Http404
            align_groups(by=request.actor, user=request.user)
        return self.get_response(request)
