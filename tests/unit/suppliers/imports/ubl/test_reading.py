"""UBL messages in: every element that counts, and what is refused."""

import datetime as dt
from decimal import Decimal

import pytest

from suppliers.imports.pipeline import open_file
from suppliers.imports.problems import FileRefused
from suppliers.imports.ubl.parties import Identifier
from tests.unit.suppliers.imports.ubl.messages import (
    Everybody,
    asked_for,
    despatch,
    despatch_line,
    file,
    order,
    order_line,
)


def read(text, dataset="orders", encoding="utf-8", parties=None):
    """(records, errors) of a message."""
    reading = open_file(
        file(text, encoding), name="message.xml", dataset=dataset, parties=parties or Everybody()
    )
    parts = [row.parts[dataset] for row in reading.rows()]
    return [part.record for part in parts if part.record], [error for part in parts for error in part.errors]


def one(text, **options):
    records, errors = read(text, **options)
    assert not errors
    assert len(records) == 1
    return records[0]


def test_every_element_of_an_order_that_counts():
    line = order_line(
        item="""<cbc:Description>Long words</cbc:Description><cbc:Name>Volute cover</cbc:Name>
          <cac:BuyersItemIdentification><cbc:ID>VC-7</cbc:ID></cac:BuyersItemIdentification>
          <cac:SellersItemIdentification><cbc:ID>B-1</cbc:ID></cac:SellersItemIdentification>
          <cac:CommodityClassification>
          <cbc:ItemClassificationCode listID="STI">castings</cbc:ItemClassificationCode>
          </cac:CommodityClassification>""",
        delivery=asked_for(
            "<cbc:StartDate>2026-10-14</cbc:StartDate><cbc:EndDate>2026-10-16+02:00</cbc:EndDate>",
            """<cac:DeliveryLocation><cbc:Name>Dock 3</cbc:Name>
            <cac:Address><cbc:StreetName>Kaigata 1</cbc:StreetName>
            <cbc:CityName>Moss</cbc:CityName></cac:Address></cac:DeliveryLocation>""",
        ),
    )
    record = one(order(line, time="08:30:00+02:00"))
    assert record.model_dump(exclude_none=True) == {
        "partner_code": "BRANDT",
        "order_number": "4500130",
        "line_number": "10",
        "ordered_on": dt.date(2026, 9, 1),
        "sent_at": dt.datetime(2026, 9, 1, 6, 30, tzinfo=dt.UTC),
        "currency": "EUR",
        "buyer_email": "alice@halden.example",
        "item_code": "VC-7",
        "description": "Volute cover",
        "category": "castings",
        "quantity": Decimal(60),
        "unit": "pcs",
        "unit_price": Decimal(64),
        "requested_on": dt.date(2026, 10, 16),
        "ship_to": "Dock 3, Kaigata 1, Moss",
    }


def test_the_header_s_day_counts_where_a_line_has_none():
    header = asked_for("<cbc:StartDate>2026-11-02</cbc:StartDate>")
    text = order(order_line("10", day=""), order_line("20", day="2026-10-16"), delivery=header)
    records, _ = read(text)
    assert [record.requested_on for record in records] == [dt.date(2026, 11, 2), dt.date(2026, 10, 16)]


def test_a_line_without_any_day_is_refused_by_number():
    _, errors = read(order(order_line("10"), order_line("20", day="")))
    assert [(error.row, error.column) for error in errors] == [(3, "requested_on")]


@pytest.mark.parametrize(
    ("amount", "base", "price"),
    [
        ("640", "10", "64"),
        ("1", "3", "0.333333"),
        ("0.0000005", "1", "0"),  # half to even
        ("0.0000015", "1", "0.000002"),
        ("12.50", "", "12.5"),
    ],
)
def test_the_price_of_one(amount, base, price):
    quantity = base and f'<cbc:BaseQuantity unitCode="H87">{base}</cbc:BaseQuantity>'
    line = order_line(price=f'<cbc:PriceAmount currencyID="EUR">{amount}</cbc:PriceAmount>{quantity}')
    assert one(order(line)).unit_price == Decimal(price)


@pytest.mark.parametrize("base", ["0", "-1", "many"])
def test_an_impossible_base_quantity_is_refused(base):
    line = order_line(
        price=f"<cbc:PriceAmount>1</cbc:PriceAmount><cbc:BaseQuantity>{base}</cbc:BaseQuantity>"
    )
    with pytest.raises(FileRefused, match=f"Line 10 costs 1 for {base}"):
        read(order(line))


def test_a_price_in_another_currency_is_refused():
    line = order_line(price='<cbc:PriceAmount currencyID="USD">64</cbc:PriceAmount>')
    with pytest.raises(FileRefused, match="Line 10 has a price in USD; the order is in EUR"):
        read(order(line))


@pytest.mark.parametrize("kind", ["Sellers", "Standard"])
def test_another_item_code_where_ours_is_missing(kind):
    holder = f"cac:{kind}ItemIdentification"
    item = f"<cbc:Name>x</cbc:Name><{holder}><cbc:ID>B-1</cbc:ID></{holder}>"
    assert one(order(order_line(item=item))).item_code == "B-1"


def test_a_unit_without_a_word_is_kept():
    assert one(order(order_line(unit="BLL"))).unit == "BLL"


def test_a_time_without_a_zone_is_no_moment():
    assert one(order(order_line(), time="08:30:00")).sent_at is None


def test_the_parties_are_asked_about_with_all_their_numbers():
    seller = """<cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID>
      <cac:PartyIdentification><cbc:ID>BRANDT</cbc:ID></cac:PartyIdentification>
      <cac:PartyTaxScheme><cbc:CompanyID>DE123</cbc:CompanyID></cac:PartyTaxScheme>"""
    everybody = Everybody()
    read(order(order_line(), seller=seller), parties=everybody)
    us, partner = everybody.asked
    assert us.identifiers == (Identifier("987654325", "0192"),)
    assert [str(identifier) for identifier in partner.identifiers] == [
        "0088:7300010000001",
        "BRANDT",
        "DE123",
    ]
    assert str(partner) == "Brandt Castings (0088:7300010000001, BRANDT, DE123)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_in_any_unicode(encoding):
    assert one(order(order_line(), prolog="\n", number="Ø-1"), encoding=encoding).order_number == "Ø-1"


def test_a_number_without_a_scheme_fits_any():
    assert Identifier.parse("DE 1").fits(Identifier("de1", "9930"))
    assert not Identifier.parse("0088:1").fits(Identifier("1", "9930"))


# What was sent


def sent(text):
    records, errors = read(text, dataset="ship_notices")
    assert not errors
    return records


def test_every_element_of_a_despatch_advice_that_counts():
    records = sent(despatch(despatch_line(lots=["L-1"])))
    assert [record.model_dump() for record in records] == [
        {
            "partner_code": "BRANDT",
            "order_number": "4500130",
            "line_number": "10",
            "notice_number": "LS-77",
            "lot": "L-1",
            "shipped_on": dt.date(2026, 10, 13),
            "expected_on": dt.date(2026, 10, 16),
            "quantity": Decimal(60),
            "carrier": "Nordic Freight",
            "tracking": "NF-991",
        }
    ]


def test_lines_of_one_lot_add_up_and_nothing_sent_is_left_out():
    records = sent(
        despatch(
            despatch_line("1", quantity="20.5", lots=["L-1"]),
            despatch_line("2", quantity="0"),
            despatch_line("3", quantity="9.5", lots=["L-1"]),
            despatch_line("4", quantity="5", lots=["L-2", "L-3"]),
            despatch_line("5", quantity="1", order="4500131"),
        )
    )
    told = [(record.order_number, record.lot, record.quantity) for record in records]
    assert told == [("4500130", "L-1", 30), ("4500130", "L-2, L-3", 5), ("4500131", None, 1)]


def test_without_a_shipment_the_day_of_the_message_counts():
    record = sent(despatch(despatch_line(), shipment=""))[0]
    assert (record.shipped_on, record.expected_on, record.carrier) == (dt.date(2026, 10, 12), None, None)


@pytest.mark.parametrize("quantity", ["-1", "some"])
def test_an_impossible_quantity_is_refused(quantity):
    with pytest.raises(FileRefused, match=f"Line 1 of the despatch advice sends “{quantity}”"):
        sent(despatch(despatch_line(quantity=quantity)))


def test_nothing_sent_at_all_is_refused():
    with pytest.raises(FileRefused, match="of no line that something was sent"):
        sent(despatch(despatch_line(quantity="0")))


# What is no message for us


def test_a_message_for_another_dataset_says_which():
    with pytest.raises(FileRefused, match="for the dataset “ship_notices”, not for “orders”"):
        read(despatch(despatch_line()))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<html><body/></html>", "its root is “html”"),
        (order(), "The order has no line"),
        (
            order(order_line()).replace("SellerSupplierParty", "Other"),
            r"names no seller \(cac:SellerSupplierParty\)",
        ),
        (order(order_line()).replace("BuyerCustomerParty", "Other"), "names no buyer"),
        (order(order_line())[:-20], "cannot be read"),
        ("<Order>&amp;&unknown;</Order>", "neither|cannot be read"),
        (order("<cac:OrderLine/>"), "holds no item"),
    ],
)
def test_what_is_no_message_is_refused(text, says):
    with pytest.raises(FileRefused, match=says):
        read(text)


def test_whoever_knows_no_parties_reads_no_message():
    with pytest.raises(FileRefused, match="not read here"):
        open_file(file(order(order_line())), name="x.xml", dataset="orders")
