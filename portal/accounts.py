"""How allauth behaves here: no sign-up without an invitation, mails through the outbox, acts audited."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest
from django.urls import reverse

from portal.actions import audit, outbox
from portal.actors import Actor
from portal.models import User
from portal.sessions import actor_for_request


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation only; accepting one makes the account."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home; somebody who acts for nobody (any more) lands where that is explained."""
        actor = actor_for_request(request)
        at_home = actor.is_staff or actor.membership is not None
        return reverse("portal:home" if at_home else "portal:account")

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        audit.record(by=Actor(user=user), verb="session.logged_in", obj=user)

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if user.is_authenticated:
            audit.record(by=Actor(user=user), verb="session.logged_out", obj=user)

    def reauthenticate(self, user: User, password: str) -> bool:
        """The account's own address counts, with or without a row of allauth's for it."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, so that the answer takes no longer for a known address. Links are forgotten."""
        site = RequestSite(self.request)
        site.name = settings.COMPANY_NAME
        given = {"request": self.request, "email": email, "current_site": site, **context}
        message = self.render_mail(template_prefix, email, given)
        html = next((body for body, kind in getattr(message, "alternatives", ()) if kind == "text/html"), "")
        outbox.put(to=email, subject=message.subject, text=message.body, html=html, forget=True)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """What changed about somebody's safety is mailed to them and noted: 'safety.password_changed'."""
        audit.record(by=Actor(user=user), verb=f"safety.{template_prefix.rsplit('/', 1)[-1]}", obj=user)
        super().send_notification_mail(template_prefix, user, context, email or user.email)
