"""Service programmes: staff offer them, partners join and leave, both see what they did."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import exports
from portal.views.base import ActionView, DetailPage, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import programmes
from suppliers.facts.programmes import compared, is_judged
from suppliers.forms import VersionedForm
from suppliers.forms_programmes import ProgrammeForm
from suppliers.models import Enrolment, Partner, ServiceProgramme
from suppliers.permissions import (
    READERS,
    can_join_programmes,
    can_offer_programmes,
    check_can_offer_programmes,
)
from suppliers.presenters.programmes import (
    effect_view,
    list_head,
    offer_of,
    partner_rows,
    standing_today,
)
from suppliers.tables import Table
from suppliers.tables_programmes import EnrolledTable, OwnProgrammeTable, ProgrammeTable
from suppliers.views.access import BothSidesMixin
from suppliers.views.editing import EditPage, FormPage


class ProgrammeMixin(BothSidesMixin):
    """Programmes with the enrolments that the reader may see, the newest first."""

    model = ServiceProgramme

    def get_queryset(self) -> QuerySet[ServiceProgramme]:
        mine = Enrolment.objects.for_actor(self.actor).select_related("partner")
        programmes = ServiceProgramme.objects.for_actor(self.actor)
        if self.actor.is_staff:
            inside = Count("enrolments", filter=Q(enrolments__left_on=None))
            programmes = programmes.annotate(partners=inside)
        return programmes.prefetch_related(Prefetch("enrolments", mine, to_attr="seen"))


class ProgrammeListPage(ProgrammeMixin, ListPage):
    """Staff see a table; a partner sees each as a card."""

    template_name = "suppliers/programmes/list.html"
    export_name = "programmes"

    @property
    def table_class(self) -> type[Table]:  # type: ignore[override]
        return ProgrammeTable if self.actor.is_staff else OwnProgrammeTable

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows if self.actor.is_staff else [_with_own(row) for row in rows]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        partner = self.actor.membership.partner if self.actor.membership is not None else None
        rows = [] if partner is None else list(kwargs["table"].data.data)
        offers = [offer_of(row, row.seen[0] if row.seen else None, partner) for row in rows]
        return context | {
            "offers": offers,
            "head": list_head(self.actor, offers),
            "may_offer": can_offer_programmes(self.actor),
            "may_join": can_join_programmes(self.actor),
        }


def _with_own(programme: Any) -> Any:
    """With the days of the reader's own enrolment, for the file."""
    newest = programme.seen[0] if programme.seen else None
    programme.joined_on = newest.joined_on if newest else None
    programme.left_on = newest.left_on if newest else None
    return programme


class ProgrammePage(ProgrammeMixin, DetailPage):
    """The offer, the rule, and what it did: for a partner its own figures, for staff those of all in it."""

    template_name = "suppliers/programmes/programme.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        if self.actor.is_staff and (kind := request.GET.get("format")):
            return exports.response(context["table"].typed_rows(), kind, "programme-partners")
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["is_judged"] = is_judged(self.object)
        context["today"] = self.today
        return context | (self._for_staff() if self.actor.is_staff else self._for_partner())

    @cached_property
    def today(self) -> Any:
        return timezone.localdate()

    def _for_staff(self) -> dict[str, Any]:
        found = compared(self.object, self.object.seen, self.today)
        wanted = self.request.GET.get("partner", "")
        picked = [one for one in found if one.enrolment.partner.public_id == wanted]
        did = effect_view(self.object, picked[0]) if picked else None
        table = EnrolledTable.for_request(
            self.request,
            partner_rows(found),
            label=_("Partners in it"),
            picked=did.partner if did else "",
        )
        return {
            "offer": offer_of(self.object, None, None),
            "table": table,
            "did": did,
            "may_edit": can_offer_programmes(self.actor),
        }

    def _for_partner(self) -> dict[str, Any]:
        assert self.actor.membership is not None
        partner: Partner = self.actor.membership.partner
        newest = self.object.seen[0] if self.object.seen else None
        if newest is None:
            did = standing_today(self.object, partner, self.today)
        else:
            (one,) = compared(self.object, [newest], self.today)
            did = effect_view(self.object, one)
        return {
            "offer": offer_of(self.object, newest, partner),
            "did": did,
            "may_join": can_join_programmes(self.actor),
        }


class ProgrammeNewPage(StaffMixin, FormPage):
    roles = READERS
    form_class = ProgrammeForm
    template_name = "suppliers/programmes/form.html"
    success_message = gettext_lazy("Offered. Partners see it on their page from now on.")

    def check(self) -> None:
        check_can_offer_programmes(self.actor)

    def save(self, form: VersionedForm) -> str:
        programme = programmes.offer(by=self.actor, facts=form.facts)
        return reverse("suppliers:programme", args=[programme.public_id])


class ProgrammeEditPage(StaffMixin, EditPage):
    roles = READERS
    model = ServiceProgramme
    form_class = ProgrammeForm
    template_name = "suppliers/programmes/form.html"

    def check(self) -> None:
        check_can_offer_programmes(self.actor)

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        programmes.edit(by=self.actor, programme=self.object, version=version, changes=form.facts)
        return reverse("suppliers:programme", args=[self.object.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inside = self.object.enrolments.filter(left_on=None).count()
        return super().get_context_data(inside=inside, **kwargs)


class ProgrammeJoin(BothSidesMixin, ActionView):
    model = ServiceProgramme

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        programme: Any = self.get_object()
        try:
            programmes.join(by=self.actor, programme=programme)
        except programmes.NotOffered as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("Welcome to “%(name)s”, and thank you. Lines ordered from today on are in it.")
            messages.success(request, words % {"name": programme.name})
        return redirect("suppliers:programme", public_id=programme.public_id)


class ProgrammeLeave(BothSidesMixin, ActionView):
    model = ServiceProgramme

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        programme: Any = self.get_object()
        if programmes.leave(by=self.actor, programme=programme) is not None:
            words = _("You have left “%(name)s”. What it did stays to be seen here.")
            messages.success(request, words % {"name": programme.name})
        return redirect("suppliers:programme", public_id=programme.public_id)
