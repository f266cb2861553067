"""Commission in tables: all partners in one month, and the months of one partner."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.engine.money import Money
from portal.presentation import NONE, money, number, signed
from portal.tables import Column, LinkColumn, NumberColumn, ShareColumn, Table
from portal.templatetags.accord import chip
from suppliers.engine.contribution import to_decimal
from suppliers.facts.sales import Sale
from suppliers.presenters.contribution.commissions import key_of
from suppliers.presenters.sales import month_words, rate_words, statement_url


class AmountColumn(NumberColumn):
    """Minor units of the company's currency, which stands in the header; exported as an amount."""

    def __init__(self, verbose_name: Any, *, strong: bool = False, **options: Any) -> None:
        super().__init__(verbose_name, unit=settings.COMPANY_CURRENCY, **options)
        self.strong = strong

    def write(self, value: Any, record: Any) -> Any:
        held = Money(value, settings.COMPANY_CURRENCY)
        text = money(held).removeprefix(settings.COMPANY_CURRENCY).strip()
        return format_html("<b>{}</b>", text) if self.strong else text

    def value(self, value: Any, record: Any) -> Any:
        return Money(value, settings.COMPANY_CURRENCY).amount


class DifferenceColumn(AmountColumn):
    """Nothing to look at where it is nothing."""

    def write(self, value: Any, record: Any) -> Any:
        if value == 0:
            return format_html('<span class="muted">{}</span>', number(0))
        amount = Money(value, settings.COMPANY_CURRENCY).amount
        return format_html('<span class="txt-warn">{}</span>', signed(amount, 2))


class PartColumn(ShareColumn):
    """A fraction as per cent."""

    def write(self, value: Any, record: Any) -> Any:
        return super().write(to_decimal(value), record)

    def value(self, value: Any, record: Any) -> Any:
        return to_decimal(value)


class RateColumn(NumberColumn):
    """A rate with the decimals it has; where a version began inside the month, that of its last days."""

    def write(self, value: Any, record: Any) -> Any:
        return rate_words(value)

    def value(self, value: Any, record: Any) -> Any:
        return to_decimal(value)


class StateColumn(Column):
    """Closed, with the way to the statement; open; or why nothing is computed."""

    def __init__(self, verbose_name: Any, **options: Any) -> None:
        super().__init__(verbose_name, accessor="is_closed", empty_values=(), **options)

    def render(self, value: Any, record: Sale) -> Any:
        if record.statements:
            links = ((statement_url(one), _("Statement")) for one in record.statements)
            return format_html_join(" ", '<a href="{}">{}</a>', links)
        if record.problem:
            return chip(_("cannot be computed"), "bad", "alert")
        return chip(_("open"), "") if record.earned else NONE

    def value(self, value: Any, record: Sale) -> Any:
        if record.is_closed:
            return "closed"
        return "refused" if record.problem else "open" if record.earned else None


class CommissionTable(Table):
    """All partners with an agreement, in one month. For who answers for the profit."""

    partner = LinkColumn(
        gettext_lazy("Partner"),
        accessor="partner__name",
        linkify=lambda record: reverse("suppliers:commission_partner", args=[record.partner.public_id]),
        sub=lambda row: f"{row.partner.code}, {row.partner.get_kind_display()}",
    )
    target = AmountColumn(gettext_lazy("Target"))
    revenue = AmountColumn(gettext_lazy("Revenue"))
    reached = PartColumn(gettext_lazy("Reached"), unit=gettext_lazy("of target"))
    base = AmountColumn(gettext_lazy("Base"))
    rate = RateColumn(gettext_lazy("Rate"))
    commission = AmountColumn(gettext_lazy("Commission"))
    adjustment = AmountColumn(gettext_lazy("Adjustment"))
    total = AmountColumn(gettext_lazy("Total"), strong=True)
    booked = AmountColumn(gettext_lazy("Booked"))
    difference = DifferenceColumn(gettext_lazy("Difference"))
    state = StateColumn(gettext_lazy("State"))
    code = Column(gettext_lazy("Code"), accessor="partner__code")
    always = ("partner",)
    at_first = (
        "partner", "target", "revenue", "base", "rate", "commission", "adjustment", "total", "booked",
        "difference", "state",
    )  # fmt: skip
    empty_title = gettext_lazy("Nobody has an agreement yet")
    empty_hint = gettext_lazy("Open a selling partner and agree on its commission, or import agreements.")

    class Meta(Table.Meta):
        order_by = ("partner",)


class MonthColumn(Column):
    """The month, as words; exported as 2026-09."""

    row_header = True

    def write(self, value: Any, record: Any) -> Any:
        return month_words(value)

    def value(self, value: Any, record: Any) -> Any:
        return key_of(value)


class PartnerMonthTable(Table):
    """Months of one selling partner, with what the ledger has as commission."""

    month = MonthColumn(gettext_lazy("Month"), initial_sort_descending=True)
    target = AmountColumn(gettext_lazy("Target"))
    revenue = AmountColumn(gettext_lazy("Revenue"))
    reached = PartColumn(gettext_lazy("Reached"), unit=gettext_lazy("of target"))
    base = AmountColumn(gettext_lazy("Base"))
    rate = RateColumn(gettext_lazy("Rate"))
    commission = AmountColumn(gettext_lazy("Commission"))
    adjustment = AmountColumn(gettext_lazy("Adjustment"))
    total = AmountColumn(gettext_lazy("Total"), strong=True)
    booked = AmountColumn(gettext_lazy("Booked"))
    difference = DifferenceColumn(gettext_lazy("Difference"))
    state = StateColumn(gettext_lazy("State"))
    always = ("month",)
    empty_title = gettext_lazy("No month to show")

    class Meta(Table.Meta):
        order_by = ("-month",)
