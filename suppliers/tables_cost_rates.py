"""The list of cost rates."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.presentation import unit_price
from portal.tables import Column, DayColumn, NumberColumn, QuantityColumn, Table
from portal.templatetags.accord import chip
from suppliers.models import CostRate
from suppliers.presenters.contribution.rates import whom


class WhomColumn(Column):
    """One partner, or all; in files the code, empty for all."""

    def write(self, value: Any, record: CostRate) -> Any:
        return whom(record)

    def value(self, value: Any, record: CostRate) -> Any:
        return record.partner.code if record.partner is not None else None


class RateColumn(NumberColumn):
    """In the company's currency, for one of what it is for."""

    def write(self, value: Any, record: CostRate) -> Any:
        return unit_price(value, settings.COMPANY_CURRENCY)

    def value(self, value: Any, record: CostRate) -> Any:
        return QuantityColumn().value(value, record)


class StateColumn(Column):
    """Does it hold today?"""

    def _words(self, record: Any) -> tuple[str, str]:
        if record.is_coming:
            return _("from a later day on"), ""
        return (_("no longer"), "") if record.is_past else (_("holds now"), "ok")

    def write(self, value: Any, record: Any) -> Any:
        words, tone = self._words(record)
        return chip(words, tone)

    def value(self, value: Any, record: Any) -> Any:
        return self._words(record)[0]


class ActColumn(Column):
    """Ways to change it."""

    css = "tight"

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Change"), accessor="public_id", orderable=False, exclude_from_export=True
        )

    @property
    def header(self) -> Any:
        return format_html('<span class="vh">{}</span>', self.verbose_name)

    def write(self, value: Any, record: CostRate) -> Any:
        return format_html(
            '<a class="btn btn-sm" href="{}">{}<span class="vh"> {}</span></a>',
            reverse("suppliers:cost_rate_edit", args=[value]),
            _("Edit"),
            f"{record.get_kind_display()}, {whom(record)}",
        )


class KindColumn(Column):
    """What it is for: the head of the row."""

    row_header = True


class CostRateTable(Table):
    """What trouble costs, from which day on."""

    always = ("kind", "act")
    empty_title = gettext_lazy("Nobody has said yet what trouble costs")
    empty_hint = gettext_lazy(
        "Until somebody does, nothing is estimated: pages show what was booked, and no more."
    )

    kind = KindColumn(gettext_lazy("For"), order_by=("kind", "partner__name", "-valid_from"))
    whom = WhomColumn(
        gettext_lazy("Of whom"), accessor="pk", order_by=("partner__name", "kind", "-valid_from")
    )
    rate = RateColumn(gettext_lazy("Rate"), order_by=("rate", "pk"))
    valid_from = DayColumn(gettext_lazy("From"), order_by=("valid_from", "pk"))
    state = StateColumn(gettext_lazy("State"), accessor="pk", order_by=("is_past", "is_coming", "kind", "pk"))
    act = ActColumn()

    class Meta(Table.Meta):
        pass
