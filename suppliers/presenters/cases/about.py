"""What a case is about: orders, lines and invoices, each with its link; and what is at stake."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, money, number, quantity
from suppliers.models import Case, CaseSubject, Invoice, Order, OrderLine


@dataclass(frozen=True)
class AboutRow:
    name: str
    note: str
    value: str
    url: str


@dataclass(frozen=True)
class AboutCard:
    rows: tuple[AboutRow, ...]
    count: str
    stake: str


def subjects_of(case: Case) -> list[CaseSubject]:
    """One query."""
    return list(case.subjects.select_related("order", "line__order", "invoice"))


def about_of(subjects: Sequence[CaseSubject]) -> AboutCard | None:
    """None for a case in general."""
    rows = tuple(row for row in map(_row, subjects) if row is not None)
    if not rows:
        return None
    invoices = [one.invoice for one in subjects if one.invoice is not None]
    return AboutCard(rows, _count(subjects, len(rows)), _stake(invoices))


def thing_row(thing: Order | OrderLine | Invoice) -> AboutRow:
    """One of them, as a row."""
    if isinstance(thing, Invoice):
        return _invoice(thing)
    return _line(thing) if isinstance(thing, OrderLine) else _order(thing)


def _row(subject: CaseSubject) -> AboutRow | None:
    thing = subject.invoice or subject.line or subject.order
    return thing_row(thing) if thing is not None else None


def _invoice(invoice: Invoice) -> AboutRow:
    due, paid = day(invoice.due_on, "short"), day(invoice.paid_on, "short")
    note = (
        _("due %(due)s, paid %(paid)s") % {"due": due, "paid": paid}
        if invoice.paid_on
        else _("due %(due)s, not paid yet") % {"due": due}
    )
    url = f"{reverse('suppliers:invoices')}?q={invoice.number}"
    return AboutRow(
        _("Invoice %(number)s") % {"number": invoice.number},
        note,
        money(invoice.amount_minor, invoice.currency),
        url,
    )


def _line(line: OrderLine) -> AboutRow:
    what = line.description or line.item_code
    note = _("asked for %(day)s") % {"day": day(line.requested_on, "short")}
    note = ", ".join(filter(None, [what, note]))
    url = reverse("suppliers:order_line", args=[line.public_id])
    return AboutRow(_("Line %(line)s") % {"line": line}, note, quantity(line.quantity, line.unit), url)


def _order(order: Order) -> AboutRow:
    url = f"{reverse('suppliers:order_list')}?q={order.number}&state=all"
    note = _("ordered %(day)s") % {"day": day(order.ordered_on, "short")} if order.ordered_on else ""
    return AboutRow(_("Order %(number)s") % {"number": order.number}, note, "", url)


def _count(subjects: Sequence[CaseSubject], count: int) -> str:
    if all(one.invoice_id for one in subjects):
        words = ngettext("%(n)s invoice", "%(n)s invoices", count)
    elif all(one.line_id for one in subjects):
        words = ngettext("%(n)s line", "%(n)s lines", count)
    elif all(one.order_id for one in subjects):
        words = ngettext("%(n)s order", "%(n)s orders", count)
    else:
        words = ngettext("%(n)s thing", "%(n)s things", count)
    return words % {"n": number(count)}


def _stake(invoices: Sequence[Invoice]) -> str:
    """“EUR 48,310.00”: the invoices’ amounts, by currency; empty without any."""
    sums: dict[str, int] = defaultdict(int)
    for invoice in invoices:
        sums[invoice.currency] += invoice.amount_minor
    return ", ".join(money(minor, currency) for currency, minor in sorted(sums.items()))
