"""A despatch advice (T16) as rows of the dataset `ship_notices`."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from suppliers.imports.cells import Cell
from suppliers.imports.markup import Node
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.numbers import DecimalStyle, read_decimal
from suppliers.imports.problems import CellRefused, FileRefused, shown
from suppliers.imports.ubl.names import day_of

COLUMNS = (
    "partner_code", "order_number", "line_number", "notice_number", "lot", "shipped_on", "expected_on",
    "quantity", "carrier", "tracking",
)  # fmt: skip
PARTS = (
    "cbc:ID", "cbc:IssueDate", "cac:OrderReference", "cac:DespatchSupplierParty", "cac:DeliveryCustomerParty",
    "cac:BuyerCustomerParty", "cac:Shipment",
)  # fmt: skip
LINE = "cac:DespatchLine"


def rows(root: dict[str, Node], lines: Iterable[Node], partner_code: str) -> Iterator[list[Cell]]:
    """A row for each order line and lot: quantities of several lines of the message add up.

    Lines of which nothing was sent are left out. Errors: FileRefused for a quantity that is no number, and
    when nothing at all was sent.
    """
    sums: dict[tuple[str, str, str], Decimal] = {}
    for line in lines:
        quantity = _quantity(line)
        if quantity:
            key = _order_number(root, line), line.at("cac:OrderLineReference", "cbc:LineID"), _lots(line)
            sums[key] = sums.get(key, Decimal(0)) + quantity
    if not sums:
        raise FileRefused(say(gettext_noop("The despatch advice says of no line that something was sent.")))
    shipment = root.get("cac:Shipment")
    delivery = shipment.find("cac:Delivery") if shipment is not None else None
    period = delivery.find("cac:EstimatedDeliveryPeriod") if delivery is not None else None
    for (order, number, lot), quantity in sums.items():
        yield [
            partner_code,
            order,
            number,
            root["cbc:ID"].text if "cbc:ID" in root else "",
            lot,
            day_of(delivery, "cac:Despatch", "cbc:ActualDespatchDate") or day_of(root.get("cbc:IssueDate")),
            day_of(period, "cbc:EndDate") or day_of(period, "cbc:StartDate"),
            format(quantity.normalize(), "f"),
            _carrier(shipment, delivery),
            delivery.at("cbc:TrackingID") if delivery is not None else "",
        ]


def _quantity(line: Node) -> Decimal:
    text = line.at("cbc:DeliveredQuantity")
    try:
        quantity = read_decimal(text, DecimalStyle.PLAIN)
    except CellRefused:
        quantity = Decimal(-1)
    if quantity < 0:
        raise FileRefused(
            say(
                gettext_noop(
                    "Line %(line)s of the despatch advice sends “%(quantity)s”: that is no quantity."
                ),
                line=shown(line.at("cbc:ID")),
                quantity=shown(text),
            )
        )
    return quantity


def _order_number(root: dict[str, Node], line: Node) -> str:
    """The line's own order, else the one of the whole message."""
    own = line.at("cac:OrderLineReference", "cac:OrderReference", "cbc:ID")
    return own or (root["cac:OrderReference"].at("cbc:ID") if "cac:OrderReference" in root else "")


def _lots(line: Node) -> str:
    item = line.find("cac:Item")
    instances = item.all("cac:ItemInstance") if item is not None else []
    lots = (one.at("cac:LotIdentification", "cbc:LotNumberID") for one in instances)
    return ", ".join(dict.fromkeys(filter(None, lots)))


def _carrier(shipment: Node | None, delivery: Node | None) -> str:
    """By name, else by number; of the consignment, else of the delivery."""
    for holder in (shipment.find("cac:Consignment") if shipment is not None else None, delivery):
        party = holder.find("cac:CarrierParty") if holder is not None else None
        if party is not None:
            return party.at("cac:PartyName", "cbc:Name") or party.at("cac:PartyIdentification", "cbc:ID")
    return ""
