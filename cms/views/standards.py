"""The published quarters of a standard as a file."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from cms.models import StandardPage
from cms.presenters.standards import typed_rows
from portal import exports


@require_GET
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """For everybody, like the page itself."""
    page = get_object_or_404(StandardPage.objects.live(), slug=slug)
    return exports.response(typed_rows(page), kind, f"standard-{page.slug}")
