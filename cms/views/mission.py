"""What the editor of the mission asks for while somebody writes."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from cms.models import MissionPage
from cms.presenters.checklist import checklist
from portal.clocks import local_day


@require_GET
def mission_checklist(request: HttpRequest, page: int) -> HttpResponse:
    """The checks of the draft as it was saved last."""
    found = get_object_or_404(MissionPage, pk=page)
    if not found.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = found.get_latest_revision_as_object()
    return render(
        request, "cms/editor/checks.html", {"checklist": checklist(draft, local_day(), request.user)}
    )
