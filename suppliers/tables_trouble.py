"""What the estimate of a partner's trouble is made of."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.presentation import unit_price
from portal.tables import Column, DayColumn, LinkColumn, NumberColumn, QuantityColumn, Table
from suppliers.enums import CostRateKind
from suppliers.presenters.contribution.amounts import amount


class KindColumn(Column):
    """What happened."""

    def write(self, value: Any, record: Any) -> Any:
        return CostRateKind(value).label


class RateColumn(NumberColumn):
    """What one costs; where no rate held, the words."""

    def render(self, value: Any, record: Any) -> Any:
        return _("no rate") if value is None else unit_price(value, settings.COMPANY_CURRENCY)

    def value(self, value: Any, record: Any) -> Any:
        return QuantityColumn().value(value, record)


class CostColumn(NumberColumn):
    """To the minor unit: the estimate is their sum."""

    def write(self, value: Any, record: Any) -> Any:
        return super().write(amount(value), record)

    def value(self, value: Any, record: Any) -> Any:
        return amount(value)


class TroubleTable(Table):
    """A row a piece: a late line is cut where a rate changes and at the end of a month."""

    always = ("line",)
    empty_title = gettext_lazy("No trouble in these days")
    empty_hint = gettext_lazy("Nothing came late, nothing was rejected, nothing is short.")

    line = LinkColumn(
        gettext_lazy("Line"),
        linkify=lambda record: reverse("suppliers:order_line", args=[record.line.public_id]),
        accessor="line",
        order_by=("line__order__number", "line__number"),
    )
    kind = KindColumn(gettext_lazy("What"), accessor="piece__kind")
    item = Column(gettext_lazy("Item"), accessor="piece__item_code")
    first = DayColumn(gettext_lazy("From"), accessor="piece__first")
    last = DayColumn(gettext_lazy("Until"), accessor="piece__last")
    quantity = QuantityColumn(gettext_lazy("Days or units"), accessor="piece__quantity")
    rate = RateColumn(gettext_lazy("Rate"), accessor="piece__rate", empty_values=())
    cost = CostColumn(gettext_lazy("Estimated"), accessor="piece__minor", places=2)
