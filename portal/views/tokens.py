"""Tokens for programs that act for oneself: made, shown once, taken back."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from portal.actions import tokens
from portal.actions.tokens import TokenRefused
from portal.enums import Scope
from portal.forms_people import TokenForm
from portal.models import ApiToken
from portal.permissions import check_can_have_tokens, scopes_of
from portal.views.base import ActionView, ActorMixin

USUALLY = timedelta(days=90)
AT_MOST = timedelta(days=365)


@method_decorator(never_cache, name="dispatch")
class TokensView(ActorMixin, FormView):
    """One's own tokens, and the form that makes one. The secret is on the answer to that form alone."""

    template_name = "portal/account/tokens.html"
    form_class = TokenForm

    def may_open(self) -> bool:
        if not super().may_open():
            return False
        check_can_have_tokens(self.actor)
        return True

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        choices = [(scope.value, self.words(scope)) for scope in scopes_of(self.actor)]
        days = {"first": today + timedelta(days=1), "last": today + AT_MOST}
        return {**super().get_form_kwargs(), "scopes": choices, **days}

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": timezone.localdate() + USUALLY}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = ApiToken.objects.for_actor(self.actor).filter(revoked_at=None)
        shown = [(token, [self.words(Scope(scope)) for scope in token.scopes]) for token in mine]
        return super().get_context_data(
            tokens=shown, now=timezone.now(), address=f"{settings.SITE_URL}/api/v1/", **kwargs
        )

    def words(self, scope: Scope) -> str:
        """For partners' people there is no ledger, only what is agreed with them."""
        is_agreed = scope == Scope.LEDGER_READ and not self.actor.is_staff
        return _("Read targets and commission agreements") if is_agreed else str(scope.label)

    def form_valid(self, form: TokenForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            token, secret = tokens.create(
                by=self.actor,
                name=given["name"],
                scopes=given["scopes"],
                expires_at=_end_of(given["ends_on"]),
            )
        except TokenRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(made=token, secret=secret))

    def form_invalid(self, form: TokenForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TokenRevokeView(ActionView):
    """From now on the program that holds it is a stranger."""

    model = ApiToken

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        token = self.get_object()
        if tokens.revoke(by=self.actor, token=token):
            messages.success(request, _("“%(token)s” is taken back.") % {"token": token})
        return redirect("portal:tokens")


def _end_of(day: date) -> datetime:
    """The midnight that ends it, where the person is."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
