"""The list of the company's own KPIs."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.tables import ChipColumn, Column, DayColumn, LinkColumn, NumberColumn, Table
from scorecards.models import CustomKpi
from scorecards.pages.kpi_choices import SIGNS


class FormulaColumn(Column):
    def write(self, value: Any, record: Any) -> Any:
        return format_html("<code>{}</code>", value)


class UnitColumn(Column):
    def write(self, value: Any, record: Any) -> Any:
        return SIGNS.get(value, value)


class CustomKpiTable(Table):
    """`templates`: how many have it in their current version."""

    name = LinkColumn(
        _("KPI"),
        linkify=lambda record: reverse("scorecards:custom_kpi", args=[record.public_id]),
        sub=lambda record: record.code,
        order_by=("name", "pk"),
    )
    formula = FormulaColumn(_("Formula"), orderable=False)
    unit = UnitColumn(_("Unit"), order_by=("unit", "name"))
    templates = NumberColumn(_("Templates"), unit=_("that use it"), order_by=("templates", "name"))
    is_active = ChipColumn(
        _("State"),
        tones={True: "ok", False: ""},
        words=lambda value: _("In use") if value else _("Retired"),
        order_by=("is_active", "name"),
    )
    updated_at = DayColumn(_("Changed"), order_by=("updated_at", "pk"))
    always = ("name",)
    empty_title = _("No KPI of your own yet")
    empty_hint = _("Combine KPIs of the catalogue in a formula, for example (otif_lines + promise_kept) / 2.")

    class Meta(Table.Meta):
        model = CustomKpi
        fields = ()
        order_by = ("name",)
