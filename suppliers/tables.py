"""The lists of partners and of order lines: their columns, on screen and as a file."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.presentation import number
from portal.tables import (
    ChipColumn,
    Column,
    DayColumn,
    DrawingColumn,
    LinkColumn,
    NumberColumn,
    QuantityColumn,
    Table,
)
from portal.templatetags.accord import chip
from suppliers.enums import LineState, PartnerKind, PartnerStatus
from suppliers.models import OrderLine
from suppliers.presenters.lines import LineView, line_views
from suppliers.presenters.partners import STATUS_PICTURES, STATUS_TONES, PartnerRow
from suppliers.registry import partner_columns


class StatusColumn(ChipColumn):
    """A partner's status as a chip, by its code."""

    def __init__(self, verbose_name: Any, **options: Any) -> None:
        super().__init__(verbose_name, tones=dict(STATUS_TONES), pictures=dict(STATUS_PICTURES), **options)

    def write(self, value: Any, record: Any) -> Any:
        return PartnerStatus(value).label


class CountColumn(NumberColumn):
    """A count in which nothing is worth no ink; `alarm` colours what is there."""

    def __init__(self, verbose_name: Any, *, alarm: bool = False, **options: Any) -> None:
        super().__init__(verbose_name, **options)
        self.alarm = alarm

    def write(self, value: Any, record: Any) -> Any:
        css = "faint" if not value else "txt-bad" if self.alarm else ""
        return format_html('<span class="{}">{}</span>', css, number(value)) if css else number(value)


class BasePartnerTable(Table):
    """Partners; `partner_table` adds the columns of upper apps."""

    always = ("name",)
    at_first = ("name", "segment", "open_lines", "late_lines", "last_delivery", "owner", "status")
    empty_title = _("No partners yet")
    empty_hint = _("Add the first one, or import a file of partners.")

    name = LinkColumn(
        _("Partner"),
        linkify=lambda record: record.url,
        sub=lambda record: ", ".join(filter(None, [record.kind_label.lower(), record.city])),
    )
    kind = Column(_("Kind"))
    code = Column(_("Code"))
    segment = Column(_("Segment"))
    open_lines = CountColumn(_("Open"), unit=_("lines"))
    late_lines = CountColumn(_("Late"), unit=_("lines"), alarm=True)
    last_delivery = DayColumn(_("Last delivery"), initial_sort_descending=True)
    owner = Column(_("Owner"))
    status = StatusColumn(_("Status"))
    city = Column(_("City"))
    country = Column(_("Country"))
    since = DayColumn(_("Since"))
    email = Column(_("E-mail address"))
    phone = Column(_("Phone"))

    class Meta(Table.Meta):
        pass

    def __init__(self, data: Any = None, *, grouped: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.grouped = grouped
        self.late = sum(row.late_lines > 0 for row in data or ())
        self.well = len(data or ()) - self.late

    def render_kind(self, value: str) -> str:
        return str(PartnerKind(value).label)

    def render_segment(self, value: str) -> Any:
        return chip(value, "", "")

    def group_of(self, record: PartnerRow) -> Any:
        if not self.grouped:
            return None
        if record.late_lines:
            return gettext("With late lines: %(n)s") % {"n": number(self.late)}
        return gettext("Going well: %(n)s") % {"n": number(self.well)}


@lru_cache(maxsize=1)
def partner_table() -> type[BasePartnerTable]:
    """The table with every registered column, after the segment."""
    extra = {column.name: column.make() for column in partner_columns()}
    meta = type(
        "Meta", (BasePartnerTable.Meta,), {"sequence": ("name", "kind", "code", "segment", *extra, "...")}
    )
    at_first = (*BasePartnerTable.at_first[:2], *extra, *BasePartnerTable.at_first[2:])
    return type("PartnerTable", (BasePartnerTable,), {**extra, "at_first": at_first, "Meta": meta})


class LineColumn(Column):
    """What was ordered, as a link; below it the order and the line."""

    row_header = True

    def render(self, record: OrderLine, table: "LineTable") -> Any:
        view = table.views[record.pk]
        return format_html(
            '<a class="text-reset" href="{}">{}</a><span class="sub">{}</span>',
            view.url,
            view.what,
            view.name,
        )


class StateColumn(Column):
    """The chip of the line's state and, below it, the sentence."""

    css = "two-narrow"

    def render(self, record: OrderLine, table: "LineTable") -> Any:
        state = table.views[record.pk].state
        return format_html(
            '{}<span class="sub">{}</span>', chip(state.word, state.tone, state.picture), state.why
        )

    def value(self, value: Any, record: OrderLine) -> str:
        return LineState(value).key


class TrackColumn(DrawingColumn):
    """The promise track; today is one line down the list."""

    def __init__(self, verbose_name: Any) -> None:
        super().__init__(verbose_name, draw=lambda record: None, css="hide-narrow")

    def render(self, record: OrderLine, table: "LineTable") -> Any:
        self.draw = lambda row: table.views[row.pk].track
        return super().render(record)


class LineTable(Table):
    """Order lines with their state. The first column is written to a file as the key of the line."""

    always = ("line",)
    at_first = ("line", "partner", "requested_on", "due_on", "track", "open_quantity", "state")
    empty_title = _("Nothing is open")
    empty_hint = _("Every line that was ordered has arrived. Choose “All” to look back.")

    line = LineColumn(_("Line"), accessor="pk", order_by=("order__number", "number"))
    partner = Column(_("Partner"), accessor="partner__name", order_by=("partner__name", "due_on", "pk"))
    item_code = Column(_("Item"), order_by=("item_code", "pk"))
    description = Column(_("Description"), order_by=("description", "pk"))
    category = Column(_("Category"), order_by=("category", "pk"))
    requested_on = DayColumn(_("Asked for"), order_by=("requested_on", "pk"))
    due_on = DayColumn(_("Due"), order_by=("due_on", "order__number", "number"))
    track = TrackColumn(_("Promise"))
    quantity = QuantityColumn(_("Ordered"), unit_of="unit", order_by=("quantity", "pk"))
    received = QuantityColumn(_("Received"), unit_of="unit", order_by=("received", "pk"))
    open_quantity = QuantityColumn(_("Open"), unit_of="unit", order_by=("open_quantity", "pk"))
    unit = Column(_("Unit"), order_by=("unit", "pk"))
    ship_to = Column(_("Ship to"), order_by=("ship_to", "pk"))
    status = ChipColumn(_("Order status"), order_by=("status", "pk"))
    state = StateColumn(_("State"), order_by=("state", "due_on", "pk"))

    class Meta(Table.Meta):
        pass

    def __init__(self, data: Any = None, *, actor: Actor, today: dt.date, **options: Any) -> None:
        if not actor.is_staff:
            options["exclude"] = [*(options.get("exclude") or ()), "partner"]
        options.setdefault("order_by", ("due_on",))
        super().__init__(data, **options)
        self.actor, self.today = actor, today

    @cached_property
    def views(self) -> dict[int, LineView]:
        """What the rows of this page show, by line."""
        records = [row.record for row in self.paginated_rows]
        return {view.pk: view for view in line_views(records, self.actor, self.today)}

    @property
    def choosable(self) -> list[tuple[str, Any, bool]]:
        entries = super().choosable
        return entries if self.actor.is_staff else [entry for entry in entries if entry[0] != "partner"]

    def typed_rows(self) -> Iterable[list[Any]]:
        """The first column holds three things: they become three columns. Lines come in pieces."""
        columns = [
            column
            for column in self.columns
            if not column.column.exclude_from_export and column.name != "line"
        ]
        yield ["order_number", "line_number", "item", *(column.name for column in columns)]
        for line in self.data.data.iterator(chunk_size=2000):
            key = [line.order.number, line.number, line.item_code or line.description]
            yield key + [_typed(line, column) for column in columns]


def _typed(line: OrderLine, column: Any) -> Any:
    value = column.accessor.resolve(line, quiet=True)
    return None if value is None or value == "" else column.column.value(value=value, record=line)
