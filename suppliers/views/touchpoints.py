"""Touchpoints: the list, one partner's, noting, planning, changing, and what can be done about one."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.filters import FilterSet
from portal.tables import Table
from portal.views.base import ActionView, DetailPage, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import touchpoints
from suppliers.actions.touchpoints import TouchRefused
from suppliers.enums import TouchKind, TouchState
from suppliers.filters_relationship import OwnTouchFilter, TouchFilter
from suppliers.forms import VersionedForm
from suppliers.forms_relationship import NewTouchForm, TouchForm
from suppliers.models import Partner, Touchpoint
from suppliers.permissions import READERS
from suppliers.permissions_touch import can_note, check_can_note
from suppliers.presenters.relationship.entries import entries
from suppliers.presenters.relationship.heads import touch_head
from suppliers.presenters.relationship.tabs import tabs
from suppliers.tables_relationship import OwnTouchTable, TouchTable
from suppliers.views.access import BothSidesMixin
from suppliers.views.editing import EditPage, FormPage

WITH = ("partner", "by", "contact")
SHOWN = 100


class TouchpointListPage(BothSidesMixin, ListPage):
    """All partners' for staff; for a partner what is shared with it."""

    model = Touchpoint
    template_name = "suppliers/relationship/touchpoints.html"
    export_name = "touchpoints"

    @property
    def table_class(self) -> type[Table]:
        return TouchTable if self.actor.is_staff else OwnTouchTable

    @property
    def filterset_class(self) -> type[FilterSet]:
        return TouchFilter if self.actor.is_staff else OwnTouchFilter

    def get_queryset(self) -> QuerySet[Touchpoint]:
        rows = super().get_queryset().filter(taken_back_at=None).select_related(*WITH)
        if self.request.GET.get("state") == TouchState.CANCELLED and self.actor.is_staff:
            return rows
        return rows.exclude(state=TouchState.CANCELLED)

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        options: dict[str, Any] = {"label": _("Touchpoints")}
        return options | {"may_note": can_note(self.actor)} if self.actor.is_staff else options

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            head=touch_head(self.actor, timezone.localdate()),
            relationship_tabs=tabs("touchpoints") if self.actor.is_staff else (),
            may_note=can_note(self.actor),
            **kwargs,
        )


class PartnerTouchpointsPage(BothSidesMixin, DetailPage):
    """One partner's, what is planned above what was; its own people see what is shared."""

    model = Partner
    template_name = "suppliers/relationship/partner.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = Touchpoint.objects.for_actor(self.actor).filter(partner=self.object, taken_back_at=None)
        found = list(rows.select_related(*WITH)[:SHOWN])
        now = timezone.now()
        ahead = [row for row in found if row.state == TouchState.PLANNED]
        behind = [row for row in found if row.state != TouchState.PLANNED]
        return context | {
            "planned": entries(reversed(ahead), self.actor, now),
            "held": entries(behind, self.actor, now),
            "may_note": can_note(self.actor) and self.object.merged_into_id is None,
            "list_url": reverse("suppliers:touchpoints")
            + (f"?partner={self.object.public_id}" if self.actor.is_staff else ""),
        }


class _Refusing(FormPage):
    """What the action refuses is said at its field; what was typed stays."""

    def saved(self, form: VersionedForm) -> HttpResponse:
        try:
            return super().saved(form)
        except TouchRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            return self.answer(form, 422)


class TouchpointNewPage(StaffMixin, _Refusing):
    """Noted or planned; the note of a partner's page comes here too."""

    roles = READERS
    form_class = NewTouchForm
    template_name = "suppliers/relationship/form.html"
    success_message = ""

    def check(self) -> None:
        check_can_note(self.actor)
        wanted = self.request.POST.get("partner") or self.request.GET.get("partner") or ""
        self.partner = get_object_or_404(self.partners, public_id=wanted) if wanted else None

    @property
    def partners(self) -> QuerySet[Partner]:
        return Partner.objects.for_actor(self.actor).filter(merged_into=None).order_by("name")

    def form(self, data: Any = None) -> VersionedForm:
        today, query = timezone.localdate(), self.request.GET
        row = Touchpoint(partner=self.partner) if self.partner is not None else Touchpoint()
        first = {
            "state": query.get("state", TouchState.DONE),
            "kind": query.get("kind", TouchKind.CALL),
            "on": today,
            "by": self.actor.user.pk,
        }
        if data is not None:
            data = data.copy()
            for name, value in first.items():
                data.setdefault(name, str(value))
        return NewTouchForm(data, instance=row, initial=first, partners=self.partners)

    def save(self, form: VersionedForm) -> str:
        act = touchpoints.plan if form.cleaned_data["state"] == TouchState.PLANNED else touchpoints.note
        partner = form.cleaned_data["partner"]
        act(by=self.actor, partner=partner, said=form.said, at=timezone.now())
        planned = act is touchpoints.plan
        messages.success(
            self.request, _("It is planned.") if planned else _("Kept. Thank you for noting it.")
        )
        return _back(self.request, reverse("suppliers:partner_touchpoints", args=[partner.public_id]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            partner=self.partner,
            planning=self.request.GET.get("state") == TouchState.PLANNED,
            back=self.request.POST.get("back", ""),
            **kwargs,
        )


class TouchpointEditPage(StaffMixin, _Refusing, EditPage):
    roles = READERS
    model = Touchpoint
    form_class = TouchForm
    template_name = "suppliers/relationship/form.html"

    def get_queryset(self) -> QuerySet[Touchpoint]:
        rows = super().get_queryset().filter(taken_back_at=None)
        return rows.exclude(state=TouchState.CANCELLED).select_related(*WITH)

    def check(self) -> None:
        check_can_note(self.actor)

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        touchpoints.change(
            by=self.actor, touchpoint=self.object, version=version, said=form.said, at=timezone.now()
        )
        return reverse("suppliers:partner_touchpoints", args=[self.object.partner.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            partner=self.object.partner, planning=self.object.state == TouchState.PLANNED, **kwargs
        )


class TouchpointHeldPage(TouchpointEditPage):
    """It was planned and took place: what was said?"""

    success_message = gettext_lazy("Kept. Thank you for noting it.")

    def get_queryset(self) -> QuerySet[Touchpoint]:
        return super().get_queryset().filter(state=TouchState.PLANNED)

    def form(self, data: Any = None) -> VersionedForm:
        form = super().form(data)
        form.initial["on"] = min(self.object.on, timezone.localdate())
        return form

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        touchpoints.took_place(
            by=self.actor, touchpoint=self.object, version=version, said=form.said, at=timezone.now()
        )
        return reverse("suppliers:partner_touchpoints", args=[self.object.partner.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"planning": False, "held": True}


class _Act(ActionView):
    """One thing done about one touchpoint; a refusal is said on the page it came from."""

    model = Touchpoint

    def get_queryset(self) -> QuerySet[Touchpoint]:
        return super().get_queryset().filter(taken_back_at=None).select_related("partner")

    def act(self, row: Touchpoint) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row: Any = self.get_object()
        try:
            messages.success(request, self.act(row))
        except TouchRefused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(
            _back(request, reverse("suppliers:partner_touchpoints", args=[row.partner.public_id]))
        )


class TouchpointCancel(StaffMixin, _Act):
    roles = READERS

    def act(self, row: Touchpoint) -> str:
        touchpoints.cancel(by=self.actor, touchpoint=row, at=timezone.now())
        return _("Cancelled. It is gone from the plan and the calendars.")


class TouchpointBack(StaffMixin, _Act):
    roles = READERS

    def act(self, row: Touchpoint) -> str:
        touchpoints.take_back(by=self.actor, touchpoint=row, at=timezone.now())
        return _("Taken back. It is gone from all lists.")


class TouchpointKept(BothSidesMixin, _Act):
    """What was promised is done, or (`undo`) was not after all."""

    def act(self, row: Touchpoint) -> str:
        if self.request.POST.get("undo"):
            touchpoints.promise_open(by=self.actor, touchpoint=row)
            return _("It is open again.")
        touchpoints.keep_promise(by=self.actor, touchpoint=row, at=timezone.now())
        return _("Kept. Good.")


def _back(request: HttpRequest, otherwise: str) -> str:
    """To where it was done, if that is one of our pages."""
    wanted = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return wanted
    return otherwise
