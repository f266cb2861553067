"""Registrations, for staff: the list, one of them, and the three ways to decide."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.forms import Form
from portal.views.base import DetailPage, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import registrations
from suppliers.actions.registrations import RegistrationRefused, suggested_code
from suppliers.enums import RegistrationState
from suppliers.filters_onboarding import RegistrationFilters
from suppliers.forms_registration import ApproveForm, DeclineForm, SamePartnerForm
from suppliers.models import Registration
from suppliers.permissions import READERS
from suppliers.permissions_onboarding import can_decide_registrations, check_can_decide_registrations
from suppliers.presenters.onboarding import REGISTRATIONS, onboarding_tabs
from suppliers.presenters.registrations import likes_of, rows_of
from suppliers.tables_onboarding import REGISTRATION_PICTURES, REGISTRATION_TONES, RegistrationTable

FORMS: dict[str, type[Form]] = {"approve": ApproveForm, "same": SamePartnerForm, "decline": DeclineForm}


class RegistrationListPage(StaffMixin, ListPage):
    """All of them, the newest first."""

    roles = READERS
    model = Registration
    table_class = RegistrationTable
    filterset_class = RegistrationFilters
    template_name = "suppliers/onboarding/registrations.html"
    export_name = "registrations"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = onboarding_tabs(self.actor, REGISTRATIONS)
        return super().get_context_data(tabs=tabs, waiting=tabs[0].count, **kwargs)


class RegistrationPage(StaffMixin, DetailPage):
    """One registration: what was typed, who may be the same, and the decision. POST decides."""

    roles = READERS
    model = Registration
    template_name = "suppliers/onboarding/registration.html"

    def get_context_data(self, forms: dict[str, Form] | None = None, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        one = self.object
        may = can_decide_registrations(self.actor) and one.state == RegistrationState.WAITING
        begin = {"name": one.name, "code": suggested_code(one.name), "owner": self.actor.user} if may else {}
        return context | {
            "rows": rows_of(one),
            "likes": likes_of(one, self.actor),
            "tone": REGISTRATION_TONES[RegistrationState(one.state)],
            "picture": REGISTRATION_PICTURES[RegistrationState(one.state)],
            "may_decide": may,
            "approve": ApproveForm(initial=begin) if may else None,
            "same": SamePartnerForm() if may else None,
            "decline": DeclineForm(initial={"words": _kind_words()}) if may else None,
            **(forms or {}),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        registration = self.get_object()
        check_can_decide_registrations(self.actor)
        act = request.POST.get("act", "")
        if act not in FORMS:
            return HttpResponseBadRequest()
        form = FORMS[act](request.POST)
        if form.is_valid():
            try:
                return HttpResponseRedirect(self._do(act, registration, form.cleaned_data))
            except RegistrationRefused as refused:
                if not refused.field:
                    messages.error(request, str(refused))
                    return self.render_to_response(self.get_context_data(**kwargs), status=409)
                form.add_error(refused.field, str(refused))
        return self.render_to_response(self.get_context_data(forms={act: form}, **kwargs), status=422)

    def _do(self, act: str, one: Registration, given: dict[str, Any]) -> str:
        by, now = self.actor, timezone.now()
        if act == "approve":
            partner = registrations.approve(by=by, registration=one, at=now, **given)
            words = _("Welcome, %(partner)s! %(name)s is invited, and the first questions are asked.")
            messages.success(self.request, words % {"partner": partner.name, "name": one.contact_name})
            return reverse("suppliers:partner", args=[partner.public_id])
        if act == "same":
            partner = given["partner"]
            told = registrations.is_partner(by=by, registration=one, partner=partner, at=now)
            if told:
                words = _(
                    "Noted. The administrators of %(partner)s hear who asked, and invite them if they wish."
                )
                messages.success(self.request, words % {"partner": partner.name})
            else:
                words = _("Noted. Nobody administers %(partner)s yet: invite somebody you know there.")
                messages.warning(self.request, words % {"partner": partner.name})
            return reverse("suppliers:registration", args=[one.public_id])
        registrations.decline(by=by, registration=one, at=now, **given)
        messages.success(self.request, _("Declined. They read your words."))
        return reverse("suppliers:registration_list")


def _kind_words() -> str:
    return _(
        "Thank you for your interest. At the moment we have no need that fits what you offer. "
        "We keep your words and come back to you when that changes."
    )
