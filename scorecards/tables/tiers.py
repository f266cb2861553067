"""Partners among the tiers, for staff."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.presentation import number
from portal.tables import Column, DayColumn, LinkColumn, NumberColumn, Table
from portal.templatetags.accord import band, chip


class TierColumn(Column):
    """The tier in force as what it is: a standing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(_("Tier"), empty_values=(), **options)

    def render(self, value: Any, record: Any) -> Any:
        return band(value, True) if value else format_html('<span class="muted">{}</span>', _("none"))


class NextColumn(Column):
    def __init__(self, **options: Any) -> None:
        super().__init__(_("Next"), **options)

    def render(self, value: Any, record: Any) -> Any:
        return chip(_("%(tier)s reached") % {"tier": value}, "ok") if record.is_reached else value


class AwayColumn(NumberColumn):
    """Points that are missing on the newest card."""

    def __init__(self, **options: Any) -> None:
        super().__init__(_("Points away"), places=1, **options)

    def write(self, value: Any, record: Any) -> Any:
        return number(value, self.places)


class TierTable(Table):
    """One row a partner."""

    partner = LinkColumn(_("Partner"), linkify=lambda record: record.url, sub=lambda record: record.kind)
    tier = TierColumn()
    until = DayColumn(_("Until"))
    score = NumberColumn(_("Newest score"), places=1, unit=_("of 100"))
    next_tier = NextColumn()
    points = AwayColumn()
    in_row = Column(_("Cards in a row"))
    missing = Column(_("Documents missing"))
    always = ("partner",)
    empty_title = _("No partner here")
    empty_hint = _("Take a filter away, or add partners to the directory.")

    class Meta(Table.Meta):
        pass
