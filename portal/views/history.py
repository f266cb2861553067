"""Who did what, when: the whole trail, for administrators."""

from functools import cached_property
from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from portal import registry
from portal.enums import Channel, StaffRole
from portal.filters import DayFilter, FilterSet, SearchFilter
from portal.models import AuditEvent
from portal.tables import NONE, Column, MomentColumn, Table
from portal.views.base import StaffMixin
from portal.views.lists import ListPage


class HistoryFilter(FilterSet):
    q = SearchFilter(["actor_label", "verb", "object_type", "object_id", "scope"])
    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=Channel.choices)
    since = DayFilter(field_name="at", lookup_expr="date__gte", label=_("From"))
    until = DayFilter(field_name="at", lookup_expr="date__lte", label=_("To"))

    inline = ("q", "channel")


class HistoryTable(Table):
    at = MomentColumn(_("When"), initial_sort_descending=True)
    actor_label = Column(_("Who"))
    channel = Column(_("Through"))
    verb = Column(
        _("What"), sub=lambda event: ", ".join(f"{name}: {value}" for name, value in event.data.items())
    )
    object_type = Column(_("On what"), sub=lambda event: event.object_id)
    scope = Column(_("Partner"), orderable=False)
    seal = Column(_("Seal"), orderable=False, css="hide-narrow")

    css = "ac-table ac-stack"
    always = ("at", "verb")
    at_first = ("at", "actor_label", "channel", "verb", "object_type", "scope")
    empty_title = _("Nothing has happened yet")

    @cached_property
    def partners(self) -> dict[str, str]:
        return registry.scope_names({row.record.scope for row in self.paginated_rows})

    def render_channel(self, record: AuditEvent) -> Any:
        return record.get_channel_display()

    def render_scope(self, value: str) -> str:
        return self.partners.get(value, value) or NONE

    def render_seal(self, value: str) -> str:
        return f"{value[:12]}…" if value else NONE


class HistoryView(StaffMixin, ListPage):
    roles = (StaffRole.ADMINISTRATOR,)
    model = AuditEvent
    table_class = HistoryTable
    filterset_class = HistoryFilter
    template_name = "portal/people/history.html"
    export_name = "history"
    per_page = 50

    def table_options(self, rows: Any) -> dict[str, Any]:
        return {"label": _("History")}
