"""The fixed address of the playbooks, which the navigation names."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from wagtail.views import serve

from cms.models import PlaybookIndexPage


@require_GET
def playbooks(request: HttpRequest) -> HttpResponse:
    """For our own people; for everybody else there is nothing."""
    if not request.actor.is_staff:
        raise Http404
    if PlaybookIndexPage.objects.live().exists():
        return serve(request, f"{PlaybookIndexPage.fixed_slug}/")
    return render(request, "cms/nothing_yet.html", {"title": PlaybookIndexPage._meta.verbose_name})
