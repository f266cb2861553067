"""Every request knows who acts; the editor of the CMS alone may run inline scripts."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from portal.sessions import actor_for_request

CMS_PREFIX = "/cms/"


class ContentSecurityPolicy(CSPMiddleware):
    """Strict everywhere; Wagtail's editor, which writes inline scripts, has its own policy under its path."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith(CMS_PREFIX):
            response._csp_replace = settings.CMS_CONTENT_SECURITY_POLICY
        return super().process_response(request, response)


class ActorMiddleware:
    """Sets `request.actor` (lazily) and the reader's time zone and language.

    What a logged-in person sees is kept by no cache, not even the browser's: after logging out, or switching
    to another partner, the way back shows nothing of before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_for_request(request))
        if request.user.is_authenticated:
            timezone.activate(request.user.time_zone or settings.TIME_ZONE)
            if request.user.language:
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = request.user.language
        else:
            timezone.deactivate()
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response
