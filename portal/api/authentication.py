"""How the API knows who asks: by a token, or by the session of somebody who is logged in.

The framework loads this module early: it must not import the framework's views.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from portal.actions import tokens
from portal.api.throttles import FailedAttempts
from portal.models import User


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer accord_...`. Sets the actor of the request: for one partner, or for staff."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        attempts, now = FailedAttempts(request), timezone.now()
        attempts.check()
        found = tokens.find(secret=secret.strip(), at=now)
        if found is None:
            attempts.note()
            raise AuthenticationFailed(
                _("This token is not good: mistyped, expired or taken back. Make one on your account page.")
            )
        token, actor = found
        tokens.note_use(token=token, at=now)
        request._request.actor = actor
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class SessionAuthentication(authentication.SessionAuthentication):
    """Somebody who is logged in; a stranger gets 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description names it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": str(_("A token of your account page, Tokens for programs.")),
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
