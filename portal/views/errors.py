"""Pages for what went wrong: what happened, what is safe, what next."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

API = "/api/"


def _page(request: HttpRequest, template: str, status: int, **context: str) -> HttpResponse:
    """What waits elsewhere is not counted here: it costs more than all the rest of such a page."""
    request.went_wrong = True  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


@csrf_exempt
def nothing_in_the_api(request: HttpRequest, rest: str) -> HttpResponse:
    """For programs, whatever the method: no page, and no question about forms."""
    return JsonResponse({"detail": _("There is nothing at this address.")}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403.html", 403, reason=str(exception))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API):
        return JsonResponse({"detail": _("The request cannot be read.")}, status=400)
    return _page(request, "400.html", 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "403_csrf.html", 403)
