"""Pictures and files of the site at their own addresses, each for its audience alone.

What is asked for is looked up among the rows, never among the files: nothing else in the folder has an
address, and no folder is listed. Who may not have it reads the same answer as for what was never there.
"""

from mimetypes import guess_type
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from cms.enums import Audience
from cms.models import SiteFile, SitePicture, SiteRendition

# Older tables of media types do not know these.
TYPES = {"avif": "image/avif", "webp": "image/webp"}
# How long a browser may keep what everybody may see without asking again: seconds.
KEPT = 3600


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One size of a picture, or the picture as it was sent in."""
    rendition = SiteRendition.objects.select_related("image").filter(file=name).first()
    original = rendition.image if rendition else get_object_or_404(SitePicture, file=name)
    _check_readable(request, original)
    kept = rendition or original
    media_type = TYPES.get(name.rpartition(".")[2].lower()) or guess_type(name)[0]
    return _answer(request, original, kept.file, media_type or "application/octet-stream")


@require_safe
def file(request: HttpRequest, pk: int, filename: str) -> HttpResponse:
    """A file to take along: saved, not shown."""
    found = get_object_or_404(SiteFile, pk=pk)
    if found.filename != filename:
        raise Http404
    _check_readable(request, found)
    response = _answer(request, found, found.file, guess_type(filename)[0] or "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
    return response


def _check_readable(request: HttpRequest, row: SitePicture | SiteFile) -> None:
    if not row.readable_by(request.actor):
        raise Http404


def _answer(request: HttpRequest, row: SitePicture | SiteFile, stored: Any, media_type: str) -> HttpResponse:
    """Never guessed at, without the rights of a page of ours; what is not for everybody is kept by nobody."""
    try:
        with stored.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = HttpResponse(content, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if row.audience != Audience.PUBLIC:
        response["Cache-Control"] = "private, no-store"
        return response
    response["Cache-Control"] = f"public, max-age={KEPT}"
    response["ETag"] = quote_etag(f"{row.file_hash}-{len(content)}")
    answer: HttpResponse = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer
