"""Who stayed, who was lost, and why: for our own people alone."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import exports
from portal.clocks import local_day
from portal.views.base import StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import losses
from suppliers.actions.losses import LossRefused
from suppliers.enums import PartnerKind
from suppliers.facts.retention import lost_partners
from suppliers.filters_relationship import LossFilter
from suppliers.forms import VersionedForm
from suppliers.forms_relationship import LossForm
from suppliers.models import Partner
from suppliers.permissions import READERS
from suppliers.permissions_touch import can_explain_loss, check_can_explain_loss
from suppliers.presenters.relationship.retention import retention_page, typed_rows
from suppliers.presenters.relationship.tabs import tabs
from suppliers.tables_relationship import LossTable
from suppliers.views.editing import EditPage


class RetentionPage(StaffMixin, ListPage):
    """By year or quarter with the chart; below who was lost. `?format` is the list, `?figures` the table."""

    roles = READERS
    model = Partner
    table_class = LossTable
    filterset_class = LossFilter
    template_name = "suppliers/relationship/retention.html"
    export_name = "lost-partners"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kind := request.GET.get("figures"):
            return exports.response(typed_rows(self.figures()), kind, "retention")
        return super().get(request, *args, **kwargs)

    def figures(self) -> Any:
        kind = self.request.GET.get("kind", "")
        by = self.request.GET.get("by", "")
        return retention_page(self.actor, by, kind if kind in PartnerKind.values else "", local_day())

    def get_queryset(self) -> QuerySet[Partner]:
        rows = lost_partners(self.actor).select_related("owner")
        for name, lookup in (("from", "lost_on__gte"), ("until", "lost_on__lte")):
            if (day := _day(self.request.GET.get(name, ""))) is not None:
                rows = rows.filter(**{lookup: day})
        return rows

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"label": _("Who was lost")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET
        return super().get_context_data(
            page=self.figures(),
            relationship_tabs=tabs("retention"),
            is_narrowed=bool(_day(query.get("from", "")) or _day(query.get("until", ""))),
            **kwargs,
        )


class LossPage(StaffMixin, EditPage):
    """When and why one partner left."""

    roles = READERS
    model = Partner
    form_class = LossForm
    template_name = "suppliers/relationship/loss.html"

    def get_queryset(self) -> QuerySet[Partner]:
        return lost_partners(self.actor)

    def check(self) -> None:
        if self.request.method == "POST":
            check_can_explain_loss(self.actor)

    def save(self, form: VersionedForm) -> str:
        given = form.cleaned_data
        losses.explain(
            by=self.actor,
            partner=self.object,
            version=given["version"] or 0,
            lost_on=given["lost_on"],
            cause=given["lost_cause"],
            reason=given["lost_reason"],
            at=timezone.now(),
        )
        return reverse("suppliers:retention")

    def saved(self, form: VersionedForm) -> HttpResponse:
        try:
            return super().saved(form)
        except LossRefused as refused:
            fields = {"cause": "lost_cause", "reason": "lost_reason"}
            name = fields.get(refused.field, refused.field)
            form.add_error(name if name in form.fields else None, str(refused))
            return self.answer(form, 422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_explain=can_explain_loss(self.actor), **kwargs)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
