"""What the items of a partner cost, and truly cost."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.tables import Column, NoneLast, NumberColumn, QuantityColumn, Table
from suppliers.engine.contribution import to_decimal
from suppliers.facts.partner_profit import PartnerProfit
from suppliers.presenters.contribution.amounts import amount, index_words, unit_words, units


class ItemColumn(Column):
    """Its code; what names no item is a row of its own."""

    row_header = True

    def render(self, value: Any, record: Any) -> Any:
        return value or _("Not named to an item")

    def write(self, value: Any, record: Any) -> Any:
        return value


class AmountColumn(NumberColumn):
    """Minor units of the company's currency, in whole units; to the minor unit in files."""

    def write(self, value: Any, record: Any) -> Any:
        return units(value)

    def value(self, value: Any, record: Any) -> Any:
        return amount(value)


class UnitCostColumn(NumberColumn):
    """What a unit costs, scaled by 10^6."""

    def write(self, value: Any, record: Any) -> Any:
        return unit_words(value)

    def value(self, value: Any, record: Any) -> Any:
        return QuantityColumn().value(value, record)


class IndexColumn(NumberColumn):
    """A fraction, 1 is perfect."""

    def write(self, value: Any, record: Any) -> Any:
        return index_words(value)

    def value(self, value: Any, record: Any) -> Any:
        return to_decimal(value)


class ItemCostTable(Table):
    """Purchase cost, trouble booked on top of it, and apart from both what is estimated."""

    always = ("item_code",)
    empty_title = gettext_lazy("Nothing came in these days")
    empty_hint = gettext_lazy("The purchase cost is what was received times its price.")

    item_code = ItemColumn(gettext_lazy("Item"), empty_values=())
    quantity = QuantityColumn(gettext_lazy("Received"), unit_of="unit")
    purchase = AmountColumn(gettext_lazy("Purchase cost"))
    booked = AmountColumn(gettext_lazy("Trouble booked"))
    index = IndexColumn(gettext_lazy("Cost index"))
    unit_cost = UnitCostColumn(gettext_lazy("Paid for a unit"))
    true_unit_cost = UnitCostColumn(gettext_lazy("True unit cost"))
    estimated = AmountColumn(gettext_lazy("Estimated, apart"))

    class Meta(Table.Meta):
        order_by = ("-booked",)


def item_cost_table(request: Any, profit: PartnerProfit) -> Table:
    """As the address asks for it, with the totals of all items."""
    known = [item.estimated for item in profit.items if item.estimated is not None]
    return ItemCostTable.for_request(
        request,
        NoneLast(profit.items),
        label=_("What items cost"),
        totals={
            "purchase": profit.purchase,
            "booked": sum(item.booked for item in profit.items),
            "index": profit.index,
            "estimated": sum(known) if known else None,
        },
    )
