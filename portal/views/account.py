"""One's own account, and for whom one acts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from portal.actions import people, switching
from portal.actions.deputies import can_be_away
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
    """A person who belongs to several partners says for which one they act now."""

    template_name = "portal/account/switch.html"

    def may_open(self) -> bool:
        return self.actor.membership is not None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(memberships=choices_for_request(self.request), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("partner", "")
        for membership in choices_for_request(request):
            if membership.partner.public_id == wanted:
                break
        else:
            raise Http404
        switching.record(by=self.actor, to=membership)
        act_for(request, wanted)
        messages.success(request, _("You now act for %(partner)s.") % {"partner": membership.partner})
        return redirect("portal:home")
