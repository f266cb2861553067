"""One's own account, and for whom one acts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import FormView

from portal.actions import people, switching
from portal.actions.deputies import can_be_away
from portal.actors import MembershipLike
from portal.forms_people import ProfileForm
from portal.permissions import can_have_tokens
from portal.sessions import act_for, choices_for_request
from portal.views.base import ActorMixin, PageView


class AccountView(ActorMixin, FormView):
    """Name, phone, language, time zone; and the ways to everything else about oneself."""

    template_name = "portal/account/account.html"
    form_class = ProfileForm

    def may_open(self) -> bool:
        """Also for people who act for nobody at the moment: here they learn why."""
        return True

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.request.user, name) for name in people.PROFILE}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            has_tokens=can_have_tokens(self.actor), may_be_away=can_be_away(self.actor), **kwargs
        )

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        by = self.actor
        if people.update_profile(by=by, changes=form.cleaned_data):
            messages.success(self.request, _("Saved."))
        return redirect("portal:account")


class SwitchView(PageView):
    """A person who belongs to several partners says for which one they act now.

    Mails to such a person come this way: `?for` names the partner that the mail was written for, `next` the
    page. Looking changes nothing; who acts for it already, or belongs to it no more, is led on.
    """

    template_name = "portal/account/switch.html"

    def may_open(self) -> bool:
        return self.actor.membership is not None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "for" in request.GET and self._other() is None:
            return redirect(_way_on(request.GET))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        other = self._other()
        chosen = other or self.actor.membership
        return super().get_context_data(
            memberships=choices_for_request(self.request),
            other=other.partner if other is not None else None,
            chosen=chosen.partner if chosen is not None else None,
            way_on=_way_on(self.request.GET),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        membership = _named(request, request.POST.get("partner", ""))
        if membership is None:
            raise Http404
        switching.record(by=self.actor, to=membership)
        act_for(request, membership.partner.public_id)
        messages.success(request, _("You now act for %(partner)s.") % {"partner": membership.partner})
        return redirect(_way_on(request.POST))

    def _other(self) -> MembershipLike | None:
        """Whom a mail was written for, where that is one of theirs and not the one they act for."""
        named = _named(self.request, self.request.GET.get("for", ""))
        return named if named is not None and named.partner_id != self.actor.partner_id else None


def _named(request: HttpRequest, wanted: str) -> MembershipLike | None:
    """The membership of this person that `wanted`, a partner's public id, speaks of."""
    mine = (one for one in choices_for_request(request) if one.partner.public_id == wanted)
    return next(mine, None)


def _way_on(given: QueryDict) -> str:
    """One of our own pages, else the first."""
    wanted = given.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("portal:home")
