"""Light or dark, kept in a cookie so that the server draws the right one at once."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.context import THEME_COOKIE
from portal.enums import Theme

_YEAR = 365 * 24 * 3600


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("theme", "")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    if wanted in Theme.values:
        response.set_cookie(THEME_COOKIE, wanted, max_age=_YEAR, samesite="Lax", secure=request.is_secure())
    return response
