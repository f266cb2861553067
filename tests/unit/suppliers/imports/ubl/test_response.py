"""Order responses: golden files, and the rules of Peppol BIS Ordering 3 over them and over any answer."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.imports.ubl.answers import Asked, Said, answer_to, answered_on
from suppliers.imports.ubl.names import UNITS, unit_code, unit_word, vat_scheme
from suppliers.imports.ubl.parties import Identifier
from suppliers.imports.ubl.response import OrderResponse, ResponseParty, order_response

GOLDEN = Path(__file__).parent / "golden"
SPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
SELLER = ResponseParty(Identifier("DE123456789", "9930"), "Brandt Castings GmbH", "BRANDT")
BUYER = ResponseParty(Identifier("987654325", "0192"), "Halden")
WANTED = dt.date(2026, 10, 16)
LATER = dt.date(2026, 10, 21)
SAID_ON = dt.date(2026, 9, 2)


def asked(number="10", *said, **facts):
    given = {
        "name": "Volute cover VC-7",
        "item_code": "VC-7",
        "quantity": Decimal(60),
        "unit": "pcs",
        "requested_on": WANTED,
        "price": Decimal(64),
    }
    return Asked(number=number, said=said, **{**given, **facts})


def confirm(*parts, event="confirm", **more):
    return Said(event, SAID_ON, tuple((day, Decimal(quantity)) for day, quantity in parts), **more)


def reject(reason=""):
    return Said("reject", SAID_ON, reason=reason)


def response(*lines):
    return OrderResponse(
        number="R-1",
        issued_on=answered_on(lines) or dt.date(2026, 9, 1),
        order_number="4500130",
        currency="EUR",
        seller=SELLER,
        buyer=BUYER,
        answer=answer_to(lines),
    )


CASES = {
    "received": (asked("10"), asked("20")),
    "accepted": (asked("10", confirm((WANTED, 60))), asked("20", confirm((WANTED, 20), (WANTED, 40)))),
    "rejected": (
        asked("10", reject("The pattern is broken & gone.")),
        asked("20", reject("No capacity.")),
    ),
    "changed": (
        asked("10", confirm((WANTED, 60))),
        asked("20", confirm((WANTED, 20), (LATER, 40), reason="Furnace is <down>.")),
        asked("30", confirm((WANTED, 50)), unit="kg", price=None),
        asked("40", confirm((WANTED, 60), price=Decimal("65.5"), event="propose")),
        asked("50", reject("Discontinued."), item_code=""),
        asked("60", status="cancelled_by_us", status_reason="Ordered twice."),
        asked("70", received=Decimal(60)),
    ),
}


def written(name):
    return order_response(response(*CASES[name]))


@pytest.mark.parametrize("name", CASES)
def test_the_file_is_the_golden_one(name):
    assert written(name).decode() == (GOLDEN / f"{name}.xml").read_text(encoding="utf-8")


# Which code


def code(*lines):
    return answer_to(lines).code


def statuses(*lines):
    return [line.status for line in answer_to(lines).lines]


def test_one_line_without_an_answer_keeps_the_order_received():
    answer = answer_to([asked("10", confirm((WANTED, 60))), asked("20")])
    assert (answer.code, answer.notes) == ("AB", ("1 of 2 lines are answered.",))
    assert answer_to([asked()]).notes == ()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (confirm((WANTED, 60)), "5"),
        (confirm((WANTED, 60), price=Decimal("64.00")), "5"),
        (confirm((WANTED, 60), event="propose"), "5"),
        (confirm((LATER, 60)), "3"),
        (confirm((WANTED, 59)), "3"),
        (confirm((WANTED, 61)), "3"),
        (confirm((WANTED, 60), price=Decimal(65)), "3"),
        (reject(), "7"),
    ],
)
def test_the_status_of_a_line(said, status):
    assert statuses(asked("10", said)) == [status]


def test_the_last_word_counts():
    assert statuses(asked("10", reject(), confirm((WANTED, 60)))) == ["5"]
    assert statuses(asked("10", confirm((WANTED, 60)), reject())) == ["7"]


def test_a_change_by_the_buyer_waits_for_its_own_answer():
    change = Said("buyer_change", SAID_ON, ((LATER, Decimal(60)),))
    assert statuses(asked("10", confirm((WANTED, 60)), change)) == [""]
    assert statuses(asked("10", change, confirm((LATER, 60)))) == ["5"]
    assert statuses(asked("10", change, confirm((WANTED, 60)))) == ["3"]
    assert answered_on([asked("10", change)]) is None


def test_what_we_cancelled_decides_nothing():
    ours = asked("20", status="cancelled_by_us")
    assert code(asked("10", confirm((WANTED, 60))), ours) == "AP"
    assert code(asked("10", reject()), ours) == "RE"
    assert code(asked("10"), ours) == "AB"
    assert code(ours) == "AB"


def test_what_the_partner_cancelled_is_refused():
    theirs = asked("20", confirm((WANTED, 60)), status="cancelled_by_partner")
    assert code(theirs) == "RE"
    assert code(asked("10", confirm((WANTED, 60))), theirs) == "CA"


# The rules of the specification, over the golden files and over anything

# Children in the order of the UBL schema, with how often the BIS wants them.
ORDER = {
    "OrderResponse": (
        "CustomizationID 1", "ProfileID 1", "ID 1", "IssueDate 1", "OrderResponseCode 1", "Note ?",
        "DocumentCurrencyCode 1", "OrderReference 1", "SellerSupplierParty 1", "BuyerCustomerParty 1",
        "Delivery ?", "OrderLine *",
    ),
    "OrderReference": ("ID 1",),
    "SellerSupplierParty": ("Party 1",),
    "BuyerCustomerParty": ("Party 1",),
    "Party": ("EndpointID 1", "PartyIdentification *", "PartyLegalEntity ?", "Contact ?"),
    "PartyIdentification": ("ID 1",),
    "PartyLegalEntity": ("RegistrationName 1",),
    "OrderLine": ("LineItem 1", "OrderLineReference 1"),
    "LineItem": (
        "ID 1", "Note ?", "LineStatusCode 1", "Quantity ?", "MaximumBackorderQuantity ?", "Delivery ?",
        "Price ?", "Item 1",
    ),
    "Delivery": ("PromisedDeliveryPeriod 1",),
    "PromisedDeliveryPeriod": ("StartDate ?", "EndDate ?"),
    "Price": ("PriceAmount 1", "BaseQuantity ?"),
    "Item": ("Name 1", "BuyersItemIdentification ?", "SellersItemIdentification ?"),
    "BuyersItemIdentification": ("ID 1",),
    "OrderLineReference": ("LineID 1",),
}  # fmt: skip
TIMES = {"1": (1, 1), "?": (0, 1), "*": (0, 10_000)}
ATTRIBUTES = {
    "EndpointID": ["schemeID"],
    "Quantity": ["unitCode"],
    "PriceAmount": ["currencyID"],
}


def local(node):
    return node.tag.rpartition("}")[2]


def broken_rules(content):
    """What the BIS has against a message; by its own names where it has one."""
    root = ElementTree.fromstring(content)
    return [*_of_structure(root), *_of_content(root)]


def _of_structure(node):
    name, children = local(node), [local(child) for child in node]
    if name not in ORDER:
        if children:
            yield f"{name} has children"
        elif not (node.text or "").strip():
            yield f"{name} is empty"
    else:
        known = [rule.split()[0] for rule in ORDER[name]]
        if any(child not in known for child in children):
            yield f"{name} holds {children}"
        elif children != sorted(children, key=known.index):
            yield f"{name} in the order {children}"
        for rule in ORDER[name]:
            child, times = rule.split()
            least, most = TIMES[times]
            if not least <= children.count(child) <= most:
                yield f"{child} {children.count(child)} times in {name}"
    if sorted(node.attrib) != ATTRIBUTES.get(name, []):
        yield f"{name} has the attributes {sorted(node.attrib)}"
    for child in node:
        yield from _of_structure(child)


def _of_content(root):
    def texts(path):
        return [node.text for node in root.findall(path, SPACES)]

    code = texts("cbc:OrderResponseCode")[0]
    lines = root.findall("cac:OrderLine", SPACES)
    if texts("cbc:CustomizationID") != ["urn:fdc:peppol.eu:poacc:trns:order_response:3"]:
        yield "CustomizationID"
    if texts("cbc:ProfileID") != ["urn:fdc:peppol.eu:poacc:bis:ordering:3"]:
        yield "ProfileID"
    if code not in ("AB", "RE", "AP", "CA"):
        yield f"code {code}"
    if (code == "CA") != bool(lines):
        yield f"{code} with {len(lines)} lines"
    if any(status not in ("1", "3", "5", "7", "42") for status in texts(".//cbc:LineStatusCode")):
        yield "line status"
    currency = texts("cbc:DocumentCurrencyCode")[0]
    prices = root.findall(".//cbc:PriceAmount", SPACES)
    if any(price.attrib["currencyID"] != currency for price in prices):
        yield "PEPPOL-T76-R005"
    for party in ("cac:BuyerCustomerParty", "cac:SellerSupplierParty"):
        if not texts(f"{party}/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName"):
            yield "PEPPOL-T76-R001, R002"
    ids = texts("cac:OrderLine/cac:LineItem/cbc:ID")
    if len(set(ids)) != len(ids):
        yield "PEPPOL-T76-R003"
    for period in root.findall(".//cac:PromisedDeliveryPeriod", SPACES):
        start, end = period.findtext("cbc:StartDate", "", SPACES), period.findtext("cbc:EndDate", "", SPACES)
        if start > end:
            yield "PEPPOL-T76-R004"


@pytest.mark.parametrize("name", CASES)
def test_the_golden_files_keep_the_rules(name):
    assert broken_rules((GOLDEN / f"{name}.xml").read_bytes()) == []


def test_a_broken_rule_is_noticed():
    """The test above can fail."""
    good = written("changed").decode()
    for was, now, rule in [
        ("<cbc:ID>20</cbc:ID>", "<cbc:ID>10</cbc:ID>", "PEPPOL-T76-R003"),
        ("2026-10-21</cbc:EndDate>", "2026-10-01</cbc:EndDate>", "PEPPOL-T76-R004"),
        ('currencyID="EUR">65.5', 'currencyID="USD">65.5', "PEPPOL-T76-R005"),
        (">42<", ">43<", "line status"),
        (">CA<", ">AP<", "AP with 7 lines"),
        ("<cbc:IssueDate>2026-09-02</cbc:IssueDate>\n", "", "IssueDate 0 times in OrderResponse"),
        ('<cbc:EndpointID schemeID="9930">', "<cbc:EndpointID>", "EndpointID has the attributes []"),
    ]:
        assert was in good
        assert rule in broken_rules(good.replace(was, now, 1).encode())


words = st.text(max_size=20)
days = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
amounts = st.decimals(min_value="0.000001", max_value="1000000", places=6)
saids = st.builds(
    Said,
    event=st.sampled_from(["confirm", "propose", "reject", "buyer_change"]),
    on=days,
    parts=st.lists(st.tuples(days, amounts), min_size=1, max_size=3).map(tuple),
    reason=words,
    price=st.none() | amounts,
)
lines = st.builds(
    Asked,
    number=st.uuids().map(str),
    name=words,
    item_code=words,
    quantity=amounts,
    unit=words,
    requested_on=days,
    price=st.none() | amounts,
    status=st.sampled_from(
        ["confirmed", "blocked", "cancelled_by_us", "cancelled_by_partner", "closed_short"]
    ),
    status_reason=words,
    received=amounts | st.just(Decimal(0)),
    said=st.lists(saids, max_size=3).map(tuple),
)


@given(st.lists(lines, min_size=1, max_size=4))
def test_any_answer_keeps_the_rules_and_is_deterministic(given_lines):
    one = response(*given_lines)
    content = order_response(one)
    assert broken_rules(content) == []
    assert content == order_response(replace(one, answer=answer_to(given_lines)))
    if one.answer.code == "CA":
        root = ElementTree.fromstring(content)
        named = [node.text for node in root.findall(".//cac:OrderLineReference/cbc:LineID", SPACES)]
        assert named == [line.number for line in given_lines]


# Units and schemes


@pytest.mark.parametrize("unit", UNITS)
def test_units_come_back_as_they_came(unit):
    assert unit_code(unit_word(unit)) == unit


def test_other_units():
    words = ("BLL", "", "Fässer", "Pieces")
    assert [unit_code(word) for word in words] == ["BLL", "C62", "C62", "H87"]


def test_the_scheme_of_a_vat_number():
    assert (vat_scheme("de1"), vat_scheme("12345"), vat_scheme("")) == ("9930", "", "")
