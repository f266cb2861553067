"""How often: each token by itself, and failed attempts by the address they come from.

Counted in the cache, which is a table: so the limits hold across processes.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from portal.models import ApiToken


class TokenThrottle(SimpleRateThrottle):
    """API_TOKEN_RATE for each token; who sits at a page is not counted."""

    scope = "token"

    def get_rate(self) -> str:
        return settings.API_TOKEN_RATE

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return f"api-token:{request.auth.pk}" if isinstance(request.auth, ApiToken) else None


class FailedAttempts(SimpleRateThrottle):
    """API_FAILED_RATE for each address: nobody guesses tokens for long."""

    scope = "failed"

    def __init__(self, request: Request) -> None:
        super().__init__()
        try:
            address = get_adapter().get_client_ip(request._request)
        except PermissionDenied:
            address = "unknown"
        self.key = f"api-failed:{address}"

    def get_rate(self) -> str:
        return settings.API_FAILED_RATE

    def check(self) -> None:
        """Raises Throttled while too many of late have failed."""
        self.now = self.timer()
        self.history = self._recent()
        if len(self.history) >= self.num_requests:
            raise Throttled(wait=self.wait())

    def note(self) -> None:
        """One more has failed."""
        self.cache.set(self.key, [self.timer(), *self._recent()], self.duration)

    def _recent(self) -> list[float]:
        since = self.timer() - self.duration
        return [moment for moment in self.cache.get(self.key, []) if moment > since]
