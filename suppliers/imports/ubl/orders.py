"""An order (T01) as rows of the dataset `orders`."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from suppliers.imports.cells import Cell
from suppliers.imports.markup import Node
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.numbers import DecimalStyle, read_decimal
from suppliers.imports.problems import CellRefused, FileRefused, shown
from suppliers.imports.ubl.names import day_of, unit_word

COLUMNS = (
    "partner_code", "order_number", "line_number", "ordered_on", "sent_at", "currency", "buyer_email",
    "item_code", "description", "category", "quantity", "unit", "unit_price", "requested_on", "ship_to",
)  # fmt: skip
PARTS = (
    "cbc:ID", "cbc:IssueDate", "cbc:IssueTime", "cbc:DocumentCurrencyCode", "cac:BuyerCustomerParty",
    "cac:SellerSupplierParty", "cac:Delivery",
)  # fmt: skip
LINE = "cac:OrderLine"
_MICRO = Decimal("0.000001")


def rows(root: dict[str, Node], lines: Iterable[Node], partner_code: str) -> Iterator[list[Cell]]:
    """A row a line. Errors: FileRefused for a price in another currency or by an impossible base quantity."""
    currency = _text(root, "cbc:DocumentCurrencyCode")
    delivery = root.get("cac:Delivery")
    buyer = root["cac:BuyerCustomerParty"].at("cac:Party", "cac:Contact", "cbc:ElectronicMail")
    for line in lines:
        item = line.find("cac:LineItem")
        if item is None:
            raise FileRefused(say(gettext_noop("A line of the order holds no item (cac:LineItem).")))
        quantity, own = item.find("cbc:Quantity"), item.find("cac:Delivery")
        code = quantity.attributes.get("unitCode", "") if quantity is not None else ""
        yield [
            partner_code,
            _text(root, "cbc:ID"),
            item.at("cbc:ID"),
            day_of(root.get("cbc:IssueDate")),
            _sent_at(root),
            currency,
            buyer,
            _item_code(item),
            item.at("cac:Item", "cbc:Name") or item.at("cac:Item", "cbc:Description"),
            item.at("cac:Item", "cac:CommodityClassification", "cbc:ItemClassificationCode"),
            quantity.text if quantity is not None else "",
            unit_word(code),
            price_of(item, currency),
            _requested_on(own) or _requested_on(delivery),
            _ship_to(own) or _ship_to(delivery),
        ]


def _text(root: dict[str, Node], name: str) -> str:
    return root[name].text if name in root else ""


def _sent_at(root: dict[str, Node]) -> str:
    """The moment of issue when the message says in which time zone."""
    time = _text(root, "cbc:IssueTime")
    zoned = time.endswith("Z") or "+" in time or "-" in time
    return f"{day_of(root.get('cbc:IssueDate'))}T{time}" if zoned else ""


def _item_code(item: Node) -> str:
    """Ours, else the seller's, else the standard one."""
    for kind in ("Buyers", "Sellers", "Standard"):
        if code := item.at("cac:Item", f"cac:{kind}ItemIdentification", "cbc:ID"):
            return code
    return ""


def price_of(item: Node, currency: str) -> str:
    """Of one unit: the amount by the base quantity, to six decimals, half to even."""
    amount, base = item.find("cac:Price", "cbc:PriceAmount"), item.at("cac:Price", "cbc:BaseQuantity")
    if amount is None:
        return ""
    stated = amount.attributes.get("currencyID", "")
    if currency and stated and stated != currency:
        raise FileRefused(
            say(
                gettext_noop("Line %(line)s has a price in %(stated)s; the order is in %(currency)s."),
                line=shown(item.at("cbc:ID")), stated=shown(stated), currency=shown(currency),
            )
        )  # fmt: skip
    if not base:
        return amount.text
    try:
        divisor = read_decimal(base, DecimalStyle.PLAIN)
        price = read_decimal(amount.text, DecimalStyle.PLAIN, places=12)
    except CellRefused:
        divisor = price = Decimal(0)
    if divisor <= 0:
        raise FileRefused(
            say(
                gettext_noop("Line %(line)s costs %(price)s for %(base)s: no price of one can be found."),
                line=shown(item.at("cbc:ID")), price=shown(amount.text), base=shown(base),
            )
        )  # fmt: skip
    return format((price / divisor).quantize(_MICRO, ROUND_HALF_EVEN).normalize(), "f")


def _requested_on(delivery: Node | None) -> str:
    """The last day of the period that was asked for, else its first."""
    period = delivery.find("cac:RequestedDeliveryPeriod") if delivery is not None else None
    return day_of(period, "cbc:EndDate") or day_of(period, "cbc:StartDate")


def _ship_to(delivery: Node | None) -> str:
    place = delivery.find("cac:DeliveryLocation") if delivery is not None else None
    if place is None:
        return ""
    parts = [place.at("cbc:Name")]
    parts += [place.at("cac:Address", name) for name in ("cbc:StreetName", "cbc:PostalZone", "cbc:CityName")]
    return ", ".join(dict.fromkeys(filter(None, parts))) or place.at("cbc:ID")
