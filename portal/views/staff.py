"""The company's own people, for administrators."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from portal.actions import invitations, people
from portal.actions.invitations import InvitationRefused
from portal.actions.people import PeopleRefused
from portal.enums import StaffRole
from portal.forms_people import InviteForm, RoleForm
from portal.models import Invitation, User
from portal.views.base import ActionView, StaffMixin


class StaffView(StaffMixin, FormView):
    """Who works here in which role, who is invited, and the form that invites."""

    roles = (StaffRole.ADMINISTRATOR,)
    template_name = "portal/people/staff.html"
    form_class = InviteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "roles": StaffRole.choices}

    def get_initial(self) -> dict[str, Any]:
        return {"role": StaffRole.BUYER}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        staff = User.objects.for_actor(self.actor).order_by("-is_active", "name")
        waiting = Invitation.objects.for_actor(self.actor).filter(scope="").waiting()
        return super().get_context_data(
            staff=staff, waiting=waiting, now=timezone.now(), roles=StaffRole.choices, **kwargs
        )

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            invitation = invitations.invite(by=self.actor, **form.cleaned_data)
        except InvitationRefused as refusal:
            form.add_error("email", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("An invitation is on its way to %(email)s.") % {"email": invitation})
        return redirect("portal:staff")


class StaffAction(StaffMixin, ActionView):
    """A POST about one member of staff."""

    model = User
    roles = (StaffRole.ADMINISTRATOR,)


class StaffRoleView(StaffAction):
    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        user, form = self.get_object(), RoleForm(request.POST, roles=StaffRole.choices)
        if form.is_valid():
            role = StaffRole(form.cleaned_data["role"])
            try:
                people.change_staff_role(by=self.actor, user=user, role=role)
            except PeopleRefused as refusal:
                messages.error(request, str(refusal))
            else:
                words = {"person": user, "role": role.label}
                messages.success(request, _("%(person)s is %(role)s now.") % words)
        return redirect("portal:staff")


class StaffActiveView(StaffAction):
    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        user, active = self.get_object(), request.POST.get("active") == "1"
        try:
            people.set_active(by=self.actor, user=user, active=active)
        except PeopleRefused as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("%(person)s can sign in again.") if active else _("%(person)s is shut out from now on.")
            messages.success(request, words % {"person": user})
        return redirect("portal:staff")
