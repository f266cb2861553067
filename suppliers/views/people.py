"""Who acts for a partner: its own administrator looks after them, or our purchasing does."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from portal.actions.invitations import InvitationRefused
from portal.actions.people import PeopleRefused
from portal.enums import PartnerRole
from portal.forms_people import InviteForm, RoleForm
from portal.models import Invitation
from portal.permissions import can_manage_people, check_can_manage_people
from portal.views.base import ActionView, ActorMixin, StaffMixin
from suppliers.actions import memberships
from suppliers.facts.tasks import LINKS_SHOWN, only_waiting
from suppliers.models import Contact, Membership, Partner, TaskLink
from suppliers.permissions import READERS


class PeopleView(ActorMixin, FormView):
    """One's own partner's people: all of them see the list, their administrators change it."""

    template_name = "suppliers/people/people.html"
    form_class = InviteForm

    def may_open(self) -> bool:
        return self.actor.membership is not None

    def partner(self) -> Partner:
        return get_object_or_404(Partner.objects.for_actor(self.actor), pk=self.actor.partner_id)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.partner()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.partner()
        check_can_manage_people(self.actor, self.object.public_id)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "roles": PartnerRole.choices}

    def get_initial(self) -> dict[str, Any]:
        """A contact of the partner can be invited with one click; the first person becomes administrator."""
        known = Contact.objects.for_actor(self.actor).filter(partner=self.object)
        contact = known.filter(public_id=self.request.GET.get("contact", "")).first()
        first = not Membership.objects.for_actor(self.actor).filter(partner=self.object).exists()
        return {
            "role": PartnerRole.ADMIN if first else PartnerRole.EDITOR,
            "email": contact.email if contact else "",
            "name": contact.name if contact else "",
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = Membership.objects.for_actor(self.actor).filter(partner=self.object).select_related("user")
        waiting = Invitation.objects.for_actor(self.actor).filter(scope=self.object.public_id).waiting()
        return super().get_context_data(
            partner=self.object,
            people=people.order_by("user__name", "pk"),
            waiting=waiting,
            roles=PartnerRole.choices,
            now=timezone.now(),
            may_manage=can_manage_people(self.actor, self.object.public_id),
            links=self.links(),
            **kwargs,
        )

    def links(self) -> list[TaskLink]:
        """The links in mails that still open something, for whoever may take them back."""
        if not can_manage_people(self.actor, self.object.public_id):
            return []
        sent = TaskLink.objects.for_actor(self.actor).filter(partner=self.object).open_at(timezone.now())
        return only_waiting(sent.select_related("user", "partner")[:LINKS_SHOWN])

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            invitation = memberships.invite(by=self.actor, partner=self.object, **form.cleaned_data)
        except InvitationRefused as refusal:
            form.add_error("email", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("An invitation is on its way to %(email)s.") % {"email": invitation})
        return redirect(self.request.path)


class PartnerPeopleView(StaffMixin, PeopleView):
    """The same for staff, of any partner."""

    roles = READERS

    def partner(self) -> Partner:
        return get_object_or_404(Partner.objects.for_actor(self.actor), public_id=self.kwargs["public_id"])


class MembershipAction(ActionView):
    """A POST about one person of a partner; back to that partner's people."""

    model = Membership

    def back(self, membership: Membership) -> HttpResponse:
        if self.actor.is_staff:
            return redirect(reverse("suppliers:partner_people", args=[membership.partner.public_id]))
        return redirect("suppliers:people")


class RoleView(MembershipAction):
    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        membership, form = self.get_object(), RoleForm(request.POST, roles=PartnerRole.choices)
        check_can_manage_people(self.actor, membership.partner.public_id)
        if form.is_valid():
            role = PartnerRole(form.cleaned_data["role"])
            try:
                memberships.change_role(by=self.actor, membership=membership, role=role)
            except PeopleRefused as refusal:
                messages.error(request, str(refusal))
            else:
                words = {"person": membership.user, "role": role.label}
                messages.success(request, _("%(person)s is %(role)s now.") % words)
        return self.back(membership)


class RemoveView(MembershipAction):
    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        membership = self.get_object()
        try:
            memberships.remove(by=self.actor, membership=membership)
        except PeopleRefused as refusal:
            messages.error(request, str(refusal))
            return self.back(membership)
        words = {"person": membership.user, "partner": membership.partner}
        messages.success(request, _("%(person)s no longer acts for %(partner)s.") % words)
        if membership.user_id == request.user.pk and not self.actor.is_staff:
            return redirect("portal:account")
        return self.back(membership)
