"""The page behind the link of an invitation, and what those who sent it can still do."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal import registry
from portal.actions import invitations
from portal.actions.invitations import InvitationRefused, hash_of
from portal.forms_people import JoinForm
from portal.models import Invitation, User
from portal.sessions import act_for
from portal.views.base import ActionView

TEMPLATE = "portal/account/invitation.html"


@method_decorator([never_cache, sensitive_post_parameters("password", "again")], name="dispatch")
class InvitationView(View):
    """Whoever holds the link may look; GET changes nothing, since mail scanners open links too."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, secret: str, **kwargs: Any) -> HttpResponse:
        self.invitation = (
            Invitation.objects.select_related("invited_by").filter(secret_hash=hash_of(secret)).first()
        )
        if self.invitation is None:
            return self.show("unknown", status=404)
        if not self.invitation.is_open(timezone.now()):
            return self.show("over", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        step = self.step()
        form = JoinForm(email=self.invitation.email, initial={"name": self.invitation.name})
        return self.show(step, form=form if step == "join" else None)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not ratelimit.consume(request, action="invitation"):
            return ratelimit.respond_429(request)
        step = self.step()
        if step == "join":
            return self.join()
        if step == "accept":
            return self.accept(request.user)
        return self.show(step)

    def step(self) -> str:
        """What comes next for whoever looks: join, sign in, accept, or sign out first."""
        user = self.request.user
        if user.is_authenticated:
            return "accept" if user.email.lower() == self.invitation.email.lower() else "other"
        known = User.objects.filter(email__iexact=self.invitation.email).first()
        if known is None:
            return "join"
        return "sign_in" if known.is_active else "closed"

    def join(self) -> HttpResponse:
        form = JoinForm(self.request.POST, email=self.invitation.email)
        if not form.is_valid():
            return self.show("join", form=form, status=422)
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            user = invitations.accept_as_new(invitation=self.invitation, name=name, password=password)
        except InvitationRefused as refusal:
            return self.show("refused", refusal=refusal, status=409)
        get_adapter(self.request).login(self.request, user)
        return self.welcome()

    def accept(self, user: User) -> HttpResponse:
        try:
            invitations.accept(user=user, invitation=self.invitation)
        except InvitationRefused as refusal:
            return self.show("refused", refusal=refusal, status=409)
        return self.welcome()

    def welcome(self) -> HttpResponse:
        if self.invitation.scope:
            act_for(self.request, self.invitation.scope)
        messages.success(self.request, _("Welcome! You now act for %(place)s.") % {"place": self.place()})
        return redirect("portal:home")

    def place(self) -> str:
        scope = self.invitation.scope if self.invitation else ""
        return registry.scope_names([scope]).get(scope, "")

    def show(self, step: str, *, status: int = 200, **context: Any) -> HttpResponse:
        here = urlencode({"next": self.request.path})
        given = {
            "step": step,
            "invitation": self.invitation,
            "place": self.place(),
            "sign_in_url": f"{reverse('account_login')}?{here}",
            **context,
        }
        return render(self.request, TEMPLATE, given, status=status)


class InvitationAction(ActionView):
    """What may still be done with an invitation; back to the page it was done from."""

    model = Invitation

    def back(self) -> HttpResponse:
        wanted = self.request.POST.get("next", "")
        hosts = {self.request.get_host()}
        safe = url_has_allowed_host_and_scheme(wanted, hosts, require_https=self.request.is_secure())
        return HttpResponseRedirect(wanted if safe else reverse("portal:home"))


class SendAgainView(InvitationAction):
    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        invitation = self.get_object()
        try:
            invitations.send_again(by=self.actor, invitation=invitation)
        except InvitationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Sent again to %(email)s.") % {"email": invitation})
        return self.back()


class RevokeView(InvitationAction):
    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        invitation = self.get_object()
        try:
            invitations.revoke(by=self.actor, invitation=invitation)
        except InvitationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The invitation to %(email)s is taken back.") % {"email": invitation})
        return self.back()
