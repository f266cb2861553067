"""The entries of the ledger as a list: on screen and as a file."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.tables import NONE, Column, DayColumn, LinkColumn, MoneyColumn, QuantityColumn, Table
from suppliers.models import LedgerEntry


class NamedColumn(Column):
    """Whom an entry names in a role: its file, or rules, which is said."""

    def __init__(self, verbose_name: Any, role: str) -> None:
        super().__init__(
            verbose_name, accessor=f"{role}_id", order_by=(f"{role}__name", "pk"), empty_values=()
        )
        self.role = role

    def _by_rules(self, record: LedgerEntry) -> list[Any]:
        return [part for part in record.attributions.all() if part.role == self.role]

    def render(self, value: Any, record: LedgerEntry) -> Any:
        partner = getattr(record, self.role)
        if partner is not None:
            return partner.name
        names = list(dict.fromkeys(part.partner.name for part in self._by_rules(record)))
        if not names:
            return format_html('<span class="faint">{}</span>', NONE)
        words = format_html_join(", ", "{}", ((name,) for name in names))
        return format_html('{}<span class="sub">{}</span>', words, _("by rule"))

    def value(self, value: Any, record: LedgerEntry) -> str:
        partner = getattr(record, self.role)
        if partner is not None:
            return str(partner.code)
        return "; ".join(dict.fromkeys(part.partner.code for part in self._by_rules(record)))


class LedgerTable(Table):
    """`part_minor`: how much of the entry is asked for; see facts.ledger."""

    always = ("entry_id", "part_minor")
    at_first = ("entry_id", "date", "kind", "part_minor", "supplier", "distributor", "agent", "reference")
    empty_title = gettext_lazy("The ledger is empty")
    empty_hint = gettext_lazy(
        "Import entries: revenue, costs, credit notes, each with the partners it concerns."
    )

    entry_id = LinkColumn(
        gettext_lazy("Entry"),
        linkify=lambda record: reverse("suppliers:ledger_entry", args=[record.public_id]),
        sub=lambda record: record.customer or record.item_code,
        order_by=("entry_id", "pk"),
    )
    date = DayColumn(gettext_lazy("Date"), order_by=("date", "pk"), initial_sort_descending=True)
    kind = Column(gettext_lazy("Kind"), order_by=("kind", "pk"))
    part_minor = MoneyColumn(
        gettext_lazy("Amount"), currency="part_currency", order_by=("part_minor", "pk"), total=True
    )
    company_minor = MoneyColumn(
        gettext_lazy("Whole entry"), currency="company_currency", order_by=("company_minor", "pk")
    )
    amount_minor = MoneyColumn(
        gettext_lazy("As booked"), currency="currency", order_by=("currency", "amount_minor", "pk")
    )
    currency = Column(gettext_lazy("Currency"), order_by=("currency", "pk"))
    quantity = QuantityColumn(gettext_lazy("Quantity"), order_by=("quantity", "pk"))
    supplier = NamedColumn(gettext_lazy("Supplier"), "supplier")
    distributor = NamedColumn(gettext_lazy("Distributor"), "distributor")
    agent = NamedColumn(gettext_lazy("Agent"), "agent")
    item_code = Column(gettext_lazy("Item"), order_by=("item_code", "pk"))
    category = Column(gettext_lazy("Category"), order_by=("category", "pk"))
    customer = Column(gettext_lazy("Customer"), order_by=("customer", "pk"))
    reference = Column(gettext_lazy("Order"), order_by=("reference", "pk"))

    class Meta(Table.Meta):
        order_by = ("-date",)
