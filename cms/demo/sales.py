"""What the demo company sells, through whom, and what that costs: rows of the ledger.

A sale is an order of some lines. A line says what was earned and what the goods cost, and names supplier and
seller; freight is billed for the whole order and names no supplier. What trouble cost is booked by month.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cms.demo.cast import Firm, Item
from cms.demo.days import month_start, workday
from cms.demo.trade import Row

CENT = Decimal("0.01")
CURRENCIES = {"GB": "GBP", "NO": "NOK", "SE": "SEK"}
CUSTOMERS = (
    "Stadtwerke Lind", "Aqua Norte", "Vann og Avløp Bergvik", "Kraftheat", "Mlyny Zator", "Brauhaus Ehrlich",
    "Kirkby Water", "Papelera del Sur", "Hotel Marina Group", "Fylde Dairies", "Sägewerk Tann",
    "Port of Rauma",
)  # fmt: skip
# What a euro of goods sells for, and how much of the sales comes back, is made good or is hurried.
MARKUP = {"excellent": 165, "steady": 155, "improving": 148, "splitting": 142, "seasonal": 140,
          "slipping": 132, "rough": 122, "careless": 101}  # fmt: skip
RETURNED = {"rough": 6, "careless": 5, "slipping": 2}
SPOILT = {"rough": 5, "careless": 6, "slipping": 2, "improving": 1}
# What we do for a distributor or dealer that it does not do itself, of what it sells.
HELPED = {"slipping": 27, "splitting": 21, "seasonal": 8}
HURRIED = {"careless": 4, "slipping": 3, "splitting": 1, "seasonal": 1}
# Of a month: what sellers sell, in euros, and how many orders nobody brings us.
SOLD = (24_000, 88_000)
HOUSE_ORDERS = 9


@dataclass(frozen=True)
class Seller:
    """Through whom an order comes; `firm` None: by itself."""

    firm: Firm | None
    column: str = ""

    @property
    def code(self) -> str:
        return self.firm.code if self.firm else "HOUSE"

    @property
    def currency(self) -> str:
        return CURRENCIES.get(self.firm.country, "EUR") if self.firm else "EUR"


def rows_of(
    firms: list[Firm], first: date, as_of: date, rates: dict[str, Decimal], dice: Random
) -> list[Row]:
    """Entries of all whole months and of the days since, in the order of their days."""
    suppliers = [firm for firm in firms if firm.kind == "supplier" and firm.items]
    sellers = [_seller(firm) for firm in firms if firm.kind != "supplier"] + [Seller(None)]
    found: list[Row] = []
    month = first
    while month < as_of:
        for seller in sellers:
            lines = list(_month_of(seller, suppliers, month, rates, dice))
            found += lines
            found += _earned(seller, lines, month, rates)
        found += _trouble(suppliers, found, month, dice)
        found += _overheads(month, dice)
        month = month_start(month, 1)
    return [row for row in found if row["date"] < as_of.isoformat()]


def _seller(firm: Firm) -> Seller:
    return Seller(firm, "agent_code" if firm.kind == "agent" else "distributor_code")


def _month_of(
    seller: Seller, suppliers: list[Firm], month: date, rates: dict[str, Decimal], dice: Random
) -> Iterator[Row]:
    orders = HOUSE_ORDERS if seller.firm is None else 2
    for index in range(1, orders + 1):
        worth = dice.randint(*SOLD) * _weight(seller) // 200
        on = workday(month + timedelta(days=dice.randint(0, 26)))
        number = f"SO-{seller.code}-{month:%y%m}{index:02d}"
        off = dice.choice((0, 0, 0, 3, 5, 8))
        sold = Decimal(0)
        customer = dice.choice(CUSTOMERS)
        for place in range(1, dice.choice((2, 3, 3, 4)) + 1):
            supplier = dice.choices(suppliers, [firm.monthly for firm in suppliers])[0]
            item = dice.choice(supplier.items)
            line = _Line(seller, supplier, item, f"{number}-{place}0", number, on, customer)
            sold += line.price * (quantity := max(1, int(worth / (3 * line.price))))
            yield from line.rows(quantity, off, rates)
        freight = -(sold * dice.randint(14, 42) / 1000).quantize(CENT)
        yield _entry(
            f"F-{number}", on, "freight", freight, seller=seller, reference=number, customer=customer
        )


@dataclass(frozen=True)
class _Line:
    seller: Seller
    supplier: Firm
    item: Item
    number: str
    order: str
    on: date
    customer: str

    @property
    def price(self) -> Decimal:
        """What one sells for: dearer where much is kept, in euros."""
        percent = MARKUP[_manner(self.supplier)] + self.supplier.place % 5 * 3 - 6
        return (self.item.price * percent / 100).quantize(CENT)

    def rows(self, quantity: int, off: int, rates: dict[str, Decimal]) -> Iterator[Row]:
        currency = self.seller.currency
        gross = (self.price * quantity * rates.get(currency, Decimal(1))).quantize(CENT)
        yield self._row("R", "revenue", gross, quantity, currency)
        if off:
            yield self._row("D", "discount", -(gross * off / 100).quantize(CENT), None, currency)
        yield self._row("G", "goods", -(self.item.price * quantity), quantity, "EUR")

    def _row(self, letter: str, kind: str, amount: Decimal, quantity: int | None, currency: str) -> Row:
        return _entry(
            f"{letter}-{self.number}",
            self.on,
            kind,
            amount,
            seller=self.seller,
            supplier=self.supplier,
            quantity=quantity,
            currency=currency,
            item_code=self.item.code,
            category=self.supplier.segment,
            customer=self.customer,
            reference=self.order,
        )


def _earned(seller: Seller, lines: list[Row], month: date, rates: dict[str, Decimal]) -> Iterator[Row]:
    """At the end of the month commission and help, at the end of a quarter a distributor's rebate."""
    if seller.firm is None:
        return
    last = month_start(month, 1) - timedelta(days=1)
    net = sum(
        (Decimal(row["amount"]) / rates.get(row["currency"], Decimal(1)))
        for row in lines
        if row["kind"] in ("revenue", "discount")
    )
    if seller.firm.kind == "agent":
        amount = -(net * 4 / 100).quantize(CENT)
        yield _entry(f"C-{seller.code}-{month:%Y%m}", last, "commission", amount, seller=seller)
        return
    if helped := HELPED.get(_manner(seller.firm), 0):
        amount = -(net * helped / 100).quantize(CENT)
        yield _entry(f"H-{seller.code}-{month:%Y%m}", last, "service", amount, seller=seller)
    if month.month % 3 == 0:
        amount = -(net * 3 / 100).quantize(CENT)
        yield _entry(f"B-{seller.code}-{month:%Y%m}", last, "rebate", amount, seller=seller)


def _trouble(suppliers: list[Firm], rows: list[Row], month: date, dice: Random) -> Iterator[Row]:
    """What came back, was made good and was hurried, of what was sold in the month."""
    on = workday(month_start(month, 1) - timedelta(days=1), -1)
    spent = {firm.code: Decimal(0) for firm in suppliers}
    for row in rows:
        if row["kind"] == "goods" and row["date"][:7] == f"{month:%Y-%m}":
            spent[row["supplier_code"]] -= Decimal(row["amount"])
    for firm in suppliers:
        for letter, kind, shares in (
            ("Q", "quality", SPOILT),
            ("X", "expedite", HURRIED),
            ("Z", "returns", RETURNED),
        ):
            share = shares.get(_manner(firm), 0) * dice.randint(5, 15)
            amount = -(spent[firm.code] * share / 1000).quantize(CENT)
            if amount:
                item = dice.choice(firm.items).code
                yield _entry(
                    f"{letter}-{firm.code}-{month:%Y%m}", on, kind, amount, supplier=firm, item_code=item
                )


def _overheads(month: date, dice: Random) -> Iterator[Row]:
    """What no partner is the reason of, and fairs that some share."""
    on = workday(month + timedelta(days=14))
    yield _entry(f"O-{month:%Y%m}", on, "other", -Decimal(dice.randint(900_000, 1_300_000)) / 100)
    yield _entry(f"S-{month:%Y%m}", on, "service", -Decimal(dice.randint(300_000, 700_000)) / 100)
    if month.month in (3, 9):
        cost = -Decimal(dice.randint(1_800_000, 2_600_000)) / 100
        yield _entry(f"M-{month:%Y%m}", on, "marketing", cost, category="Trade fair")


def _weight(seller: Seller) -> int:
    """Some sell much, some little: per cent of the usual."""
    return 60 + seller.firm.place * 37 % 80 if seller.firm else 100


def _manner(firm: Firm) -> str:
    return firm.manner.name


def _entry(
    number: str,
    on: date,
    kind: str,
    amount: Decimal,
    *,
    seller: Seller = Seller(None),
    supplier: Firm | None = None,
    quantity: int | None = None,
    currency: str = "EUR",
    **texts: str,
) -> Row:
    row = {
        "entry_id": number,
        "date": on.isoformat(),
        "kind": kind,
        "amount": str(amount),
        "quantity": "" if quantity is None else str(quantity),
        "currency": currency,
        "supplier_code": supplier.code if supplier else "",
        "distributor_code": "",
        "agent_code": "",
        **{name: texts.get(name, "") for name in ("item_code", "category", "customer", "reference")},
    }
    if seller.firm:
        row[seller.column] = seller.code
    return row
