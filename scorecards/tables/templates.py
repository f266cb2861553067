"""The list of templates."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.tables import ChipColumn, Column, DayColumn, LinkColumn, NumberColumn, Table
from scorecards.models import ScorecardTemplate
from scorecards.pages.templates import for_whom


class ForWhomColumn(Column):
    """Kind and segment in words, as a file too."""

    def render(self, value: Any, record: Any) -> str:
        return for_whom(record)

    def value(self, value: Any, record: Any) -> str:
        return for_whom(record)


class TemplateTable(Table):
    """`number`, `lines` and `used_since` are of the newest version."""

    name = LinkColumn(
        _("Template"),
        linkify=lambda record: reverse("scorecards:template", args=[record.public_id]),
        order_by=("name", "pk"),
    )
    kind = ForWhomColumn(_("For"), accessor="pk", order_by=("kind", "segment", "name"))
    number = NumberColumn(_("Version"), order_by=("number", "name"))
    used_since = DayColumn(_("Since"), order_by=("used_since", "pk"))
    lines = NumberColumn(_("KPIs"), order_by=("lines", "name"))
    cards = NumberColumn(_("Cards"), order_by=("cards", "name"))
    is_active = ChipColumn(
        _("State"),
        tones={True: "ok", False: ""},
        words=lambda value: _("In use") if value else _("Retired"),
        order_by=("is_active", "name"),
    )
    always = ("name",)
    empty_title = _("No template yet")
    empty_hint = _("Make one: which KPIs count, how much, and what earns 100 points.")

    class Meta(Table.Meta):
        model = ScorecardTemplate
        fields = ()
        order_by = ("name",)
