"""The sums about reliability that somebody kept."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.tables import Column, LinkColumn, MomentColumn, MoneyColumn, NumberColumn, QuantityColumn, Table
from suppliers.models import ReliabilitySum
from suppliers.presenters.contribution.reliability import address_of


class InputColumn(NumberColumn):
    """One of the variables that were kept, as digits."""

    def __init__(self, verbose_name: Any, name: str, **options: Any) -> None:
        super().__init__(verbose_name, places=None, accessor=f"inputs__{name}", orderable=False, **options)

    def write(self, value: Any, record: Any) -> Any:
        return super().write(Decimal(value), record)

    def value(self, value: Any, record: Any) -> Any:
        return Decimal(value)


class ReliabilitySumTable(Table):
    """The name opens the sum again, with its values."""

    partner = LinkColumn(
        _("Partner"),
        linkify=address_of,
        accessor="partner__name",
        sub=lambda row: row.item_code or row.category,
    )
    partner_code = Column(_("Code"), accessor="partner__code")
    item_code = Column(_("Item"))
    category = Column(_("Category"))
    lead = InputColumn(_("Lead time"), "lead", unit=_("days"))
    lead_to = InputColumn(_("to"), "lead_to", unit=_("days"))
    lead_sd = InputColumn(_("Deviation"), "lead_sd", unit=_("days"))
    lead_sd_to = InputColumn(_("to"), "lead_sd_to", unit=_("days"))
    units = QuantityColumn(_("Units released"), places=0)
    cash_minor = MoneyColumn(_("Cash released"), currency="currency", cents=False)
    benefit_minor = MoneyColumn(_("Yearly benefit"), currency="currency", cents=False, unit=_("a year"))
    currency = Column(_("Currency"))
    demand = InputColumn(_("Units a day"), "demand")
    demand_sd = InputColumn(_("Deviation of demand"), "demand_sd")
    unit_cost = InputColumn(_("Cost of a unit"), "unit_cost")
    level = InputColumn(_("Service level"), "level")
    rate = InputColumn(_("Carrying rate"), "rate")
    by_label = Column(_("Who"))
    at = MomentColumn(_("When"), initial_sort_descending=True)
    always = ("partner",)
    at_first = (
        "partner", "lead", "lead_to", "lead_sd", "lead_sd_to", "units", "cash_minor", "benefit_minor",
        "by_label", "at",
    )  # fmt: skip
    empty_title = _("No sum was kept yet")
    empty_hint = _("Work one out, and keep it: it is where a plan starts.")

    class Meta(Table.Meta):
        model = ReliabilitySum
        fields = ()
        order_by = ("-at",)
