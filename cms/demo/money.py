"""What the demo company bills, pays, sells and counts: rows of the further datasets."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from cms.demo import sales
from cms.demo.cast import Firm
from cms.demo.days import after, month_start
from cms.demo.trade import Books, Row

RATES = {"USD": Decimal("1.09"), "GBP": Decimal("0.85"), "NOK": Decimal("11.60"), "SEK": Decimal("11.30")}
PAPERS = ("ISO 9001", "Insurance", "Code of conduct")
TERMS = 30
CENT = Decimal("0.01")


def rows_of(firms: list[Firm], books: Books, as_of: date, months: int) -> dict[str, list[Row]]:
    """By dataset, in the order of loading."""
    dice = Random(f"money {as_of}")
    bills = invoices(books, as_of, dice)
    first = month_start(as_of, -months)
    return {
        "documents": documents(firms, as_of, dice),
        "invoices": bills,
        "rates": rates(first, as_of, dice),
        "ledger": sales.rows_of(firms, first, as_of, RATES, dice),
        "targets": targets(firms, as_of),
        "commission_agreements": agreements(firms, as_of),
        "customer_counts": counts(first, as_of, dice),
    }


def documents(firms: list[Firm], as_of: date, dice: Random) -> list[Row]:
    return [
        {
            "partner_code": firm.code,
            "type": paper,
            "number": f"{firm.place:03}-{index}",
            "issued_on": (as_of - timedelta(days=dice.randint(300, 700))).isoformat(),
            "expires_on": (as_of + timedelta(days=dice.randint(-40, 700))).isoformat(),
        }
        for firm in firms
        for index, paper in enumerate(PAPERS, 1)
    ]


def invoices(books: Books, as_of: date, dice: Random) -> list[Row]:
    """One for the receipts of an order and month; three in four are paid by their day."""
    prices = {_key(row): Decimal(row["unit_price"]) for row in books.orders}
    bills: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row in books.receipts:
        month = row["partner_code"], row["order_number"], row["received_on"][:7]
        bills[month] += (prices[_key(row)] * Decimal(row["accepted_quantity"])).quantize(CENT)
    return [
        _invoice(number, key, amount, as_of, dice)
        for number, (key, amount) in enumerate(sorted(bills.items()), 1)
        if amount
    ]


def _key(row: Row) -> tuple[Any, ...]:
    return row["partner_code"], row["order_number"], row["line_number"]


def _invoice(number: int, key: tuple[str, str, str], amount: Decimal, as_of: date, dice: Random) -> Row:
    came = min(after(date.fromisoformat(f"{key[2]}-28"), dice.randint(0, 3)), as_of - timedelta(days=1))
    due = came + timedelta(days=TERMS)
    paid = after(due, dice.choice((-6, -3, -1, -1, 0, 0, 4, 11)))
    return {
        "partner_code": key[0],
        "invoice_number": f"R{number:06}",
        "order_number": key[1],
        "issued_on": (came - timedelta(days=2)).isoformat(),
        "received_on": came.isoformat(),
        "due_on": due.isoformat(),
        "paid_on": paid.isoformat() if paid < as_of else "",
        "currency": "EUR",
        "amount": str(amount),
    }


def rates(first: date, as_of: date, dice: Random) -> list[Row]:
    """Every Monday, wandering a little."""
    rows, now, day = [], dict(RATES), first - timedelta(days=first.weekday())
    while day < as_of:
        for currency in now:
            now[currency] = (now[currency] * Decimal(1000 + dice.randint(-6, 6)) / 1000).quantize(
                Decimal("0.0001")
            )
            rows.append({"date": day.isoformat(), "currency": currency, "rate": str(now[currency])})
        day += timedelta(days=7)
    return rows


def targets(firms: list[Firm], as_of: date) -> list[Row]:
    return [
        {
            "partner_code": firm.code,
            "year": year,
            "month": month,
            "currency": "EUR",
            "revenue_target": f"{40_000 + 1_000 * (firm.place % 9) + 500 * (month % 4)}.00",
        }
        for firm in firms
        if firm.kind != "supplier"
        for year in (as_of.year - 1, as_of.year)
        for month in range(1, 13)
    ]


def agreements(firms: list[Firm], as_of: date) -> list[Row]:
    return [
        {
            "partner_code": firm.code,
            "version": 1,
            "valid_from": date(as_of.year - 2, 1, 1).isoformat(),
            "base": "net_revenue",
            "tier_from": tier,
            "rate": rate,
            "method": "marginal",
        }
        for firm in firms
        if firm.kind == "agent"
        for tier, rate in (("0", "0.04"), ("40000", "0.05"))
    ]


def counts(first: date, as_of: date, dice: Random) -> list[Row]:
    rows, active, month = [], 1_180, first
    while month_start(month, 1) <= as_of:
        unhappy, other, won = dice.randint(0, 4), dice.randint(0, 3), dice.randint(3, 12)
        rows.append(
            {
                "month": f"{month:%Y-%m}",
                "active_at_start": active,
                "lost_dissatisfied": unhappy,
                "lost_other": other,
                "won": won,
            }
        )
        active += won - unhappy - other
        month = month_start(month, 1)
    return rows
