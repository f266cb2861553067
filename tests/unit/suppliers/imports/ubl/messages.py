"""UBL messages for tests, written from the specification."""

import io

ROOT = "urn:oasis:names:specification:ubl:schema:xsd:"
SPACES = f'xmlns:cac="{ROOT}CommonAggregateComponents-2" xmlns:cbc="{ROOT}CommonBasicComponents-2"'
US = '<cbc:EndpointID schemeID="0192">987654325</cbc:EndpointID>'
NAME = (
    "<cac:PartyLegalEntity><cbc:RegistrationName>Brandt Castings</cbc:RegistrationName>"
    "</cac:PartyLegalEntity>"
)
BRANDT = '<cbc:EndpointID schemeID="9930">DE 123 456 789</cbc:EndpointID>'


def order(
    *lines,
    number="4500130",
    issued="2026-09-01",
    time="",
    currency="EUR",
    buyer=US,
    seller=BRANDT,
    delivery="",
    prolog='<?xml version="1.0" encoding="UTF-8"?>',
):
    """The text of an order (T01)."""
    contact = "<cac:Contact><cbc:ElectronicMail>alice@halden.example</cbc:ElectronicMail></cac:Contact>"
    return f"""{prolog}
<Order xmlns="{ROOT}Order-2" {SPACES}>
  <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3</cbc:ProfileID>
  <cbc:ID>{number}</cbc:ID>
  <cbc:IssueDate>{issued}</cbc:IssueDate>
  {time and f"<cbc:IssueTime>{time}</cbc:IssueTime>"}
  <cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>
  <cac:BuyerCustomerParty><cac:Party>{buyer}{contact}</cac:Party></cac:BuyerCustomerParty>
  <cac:SellerSupplierParty><cac:Party>{seller}{NAME}</cac:Party></cac:SellerSupplierParty>
  {delivery}
  {"".join(lines)}
</Order>
"""


def order_line(
    number="10",
    *,
    quantity="60",
    unit="H87",
    price='<cbc:PriceAmount currencyID="EUR">64.00</cbc:PriceAmount>',
    day="2026-10-16",
    delivery="",
    item="<cbc:Name>Volute cover</cbc:Name>",
):
    wanted = delivery or (day and asked_for(f"<cbc:EndDate>{day}</cbc:EndDate>"))
    return f"""<cac:OrderLine><cac:LineItem>
      <cbc:ID>{number}</cbc:ID><cbc:Quantity unitCode="{unit}">{quantity}</cbc:Quantity>
      {wanted}{price and f"<cac:Price>{price}</cac:Price>"}<cac:Item>{item}</cac:Item>
    </cac:LineItem></cac:OrderLine>"""


def asked_for(period, place=""):
    """A cac:Delivery."""
    return f"""<cac:Delivery>{place}
      <cac:RequestedDeliveryPeriod>{period}</cac:RequestedDeliveryPeriod></cac:Delivery>"""


def despatch(*lines, number="LS-77", order="4500130", sender=BRANDT, receiver=US, shipment=None):
    """The text of a despatch advice (T16)."""
    if shipment is None:
        shipment = """<cac:Shipment><cbc:ID>S1</cbc:ID>
          <cac:Consignment><cbc:ID>C1</cbc:ID>
          <cac:CarrierParty><cac:PartyName><cbc:Name>Nordic Freight</cbc:Name>
          </cac:PartyName></cac:CarrierParty></cac:Consignment>
          <cac:Delivery><cbc:TrackingID>NF-991</cbc:TrackingID>
          <cac:EstimatedDeliveryPeriod><cbc:StartDate>2026-10-15</cbc:StartDate><cbc:EndDate>2026-10-16</cbc:EndDate>
          </cac:EstimatedDeliveryPeriod>
          <cac:Despatch><cbc:ActualDespatchDate>2026-10-13</cbc:ActualDespatchDate></cac:Despatch>
          </cac:Delivery></cac:Shipment>"""
    reference = order and f"<cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<DespatchAdvice xmlns="{ROOT}DespatchAdvice-2" {SPACES}>
  <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:despatch_advice:3</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:despatch_advice:3</cbc:ProfileID>
  <cbc:ID>{number}</cbc:ID>
  <cbc:IssueDate>2026-10-12</cbc:IssueDate>
  {reference}
  <cac:DespatchSupplierParty><cac:Party>{sender}{NAME}</cac:Party></cac:DespatchSupplierParty>
  <cac:DeliveryCustomerParty><cac:Party>{receiver}</cac:Party></cac:DeliveryCustomerParty>
  {shipment}
  {"".join(lines)}
</DespatchAdvice>
"""


def despatch_line(number="1", *, line="10", quantity="60", lots=(), order=""):
    instances = "".join(
        f"<cac:ItemInstance><cac:LotIdentification><cbc:LotNumberID>{lot}</cbc:LotNumberID>"
        "</cac:LotIdentification></cac:ItemInstance>"
        for lot in lots
    )
    own = order and f"<cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>"
    return f"""<cac:DespatchLine><cbc:ID>{number}</cbc:ID>
      <cbc:DeliveredQuantity unitCode="H87">{quantity}</cbc:DeliveredQuantity>
      <cac:OrderLineReference><cbc:LineID>{line}</cbc:LineID>{own}</cac:OrderLineReference>
      <cac:Item><cbc:Name>Volute cover</cbc:Name>{instances}</cac:Item></cac:DespatchLine>"""


def file(text, encoding="utf-8"):
    return io.BytesIO(text.encode(encoding))


class Everybody:
    """Takes any buyer for us and any seller for Brandt, and remembers whom it was asked about."""

    def __init__(self):
        self.asked = []

    def check_is_us(self, party):
        self.asked.append(party)

    def code_of(self, party):
        self.asked.append(party)
        return "BRANDT"


def reply(*lines, code="CA", number="AB-1", order="4500130", note="", buyer=US, seller=BRANDT):
    """The text of an order response (T76)."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OrderResponse xmlns="{ROOT}OrderResponse-2" {SPACES}>
  <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order_response:3</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3</cbc:ProfileID>
  <cbc:ID>{number}</cbc:ID>
  <cbc:IssueDate>2026-09-02</cbc:IssueDate>
  <cbc:OrderResponseCode>{code}</cbc:OrderResponseCode>
  {note and f"<cbc:Note>{note}</cbc:Note>"}
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>
  <cac:SellerSupplierParty><cac:Party>{seller}{NAME}</cac:Party></cac:SellerSupplierParty>
  <cac:BuyerCustomerParty><cac:Party>{buyer}</cac:Party></cac:BuyerCustomerParty>
  {"".join(lines)}
</OrderResponse>
"""


def reply_line(
    number="10", status="3", *, quantity="60", unit="H87", days=("2026-10-20",), note="", price="", own=None
):
    """`days`: (start and) end of the promised period; `own`: pairs of quantity and day, each a delivery."""
    period = "".join(
        f"<cbc:{name}Date>{day}</cbc:{name}Date>"
        for name, day in zip(("Start", "End")[-len(days) :] if days else (), days, strict=True)
    )
    promised = "cac:PromisedDeliveryPeriod"
    deliveries = (
        period and f"<cac:Delivery><{promised}>{period}</{promised}></cac:Delivery>"
        if own is None
        else "".join(
            f"<cac:Delivery><cbc:Quantity>{many}</cbc:Quantity><{promised}><cbc:EndDate>{day}</cbc:EndDate>"
            f"</{promised}></cac:Delivery>"
            for many, day in own
        )
    )
    cost = price and f'<cac:Price><cbc:PriceAmount currencyID="EUR">{price}</cbc:PriceAmount></cac:Price>'
    amount = quantity and f'<cbc:Quantity unitCode="{unit}">{quantity}</cbc:Quantity>'
    return f"""<cac:OrderLine><cac:LineItem><cbc:ID>{number}</cbc:ID>
      {note and f"<cbc:Note>{note}</cbc:Note>"}<cbc:LineStatusCode>{status}</cbc:LineStatusCode>
      {amount}{deliveries}{cost}<cac:Item><cbc:Name>Volute cover</cbc:Name></cac:Item></cac:LineItem>
      <cac:OrderLineReference><cbc:LineID>{number}</cbc:LineID></cac:OrderLineReference></cac:OrderLine>"""
