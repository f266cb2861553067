"""What pages behind a secret address share: nobody keeps them, finds them, or learns their address."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt


class CsrfWithoutReferrer(CsrfViewMiddleware):
    """Django's check, for a page that tells nobody its address.

    With `Referrer-Policy: no-referrer` a browser sends `Origin: null` also to where the page came from. Here
    that is accepted: who posts knows the secret of the address, and sends the token that the page gave them.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        return request.META["HTTP_ORIGIN"] == "null" or super()._origin_verified(request)


def without_referrer(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The check above in place of the usual one."""
    return csrf_exempt(decorator_from_middleware(CsrfWithoutReferrer)(view))


def keep_secret(response: HttpResponse) -> HttpResponse:
    """No cache, no search engine, and no referrer: the address is as good as a password."""
    add_never_cache_headers(response)
    patch_cache_control(response, no_store=True, private=True)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
