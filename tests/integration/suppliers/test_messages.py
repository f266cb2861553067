"""UBL messages: in through the loaders, out from the promises; parties known, foreign ones refused."""

import datetime as dt
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal.actors import Actor, system_actor
from portal.engine.scaled import SCALE
from suppliers.actions import merging
from suppliers.actions.imports import import_file
from suppliers.actions.loading.run import Options
from suppliers.actions.messages import KnownParties, MessageRefused, response_to
from suppliers.enums import LineStatus, PromiseEvent
from suppliers.imports.pipeline import open_file
from suppliers.imports.problems import FileRefused
from suppliers.models import ImportBatch, Order, OrderLine, ShipNotice
from tests.factories import LineFactory, OrderFactory, PartnerFactory, promise, receipt
from tests.unit.suppliers.imports.ubl.messages import despatch, despatch_line, file, order, order_line

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 16)


@pytest.fixture(autouse=True)
def identifiers(settings):
    settings.COMPANY_IDENTIFIERS = ["0192:987654325", "NO987654325MVA"]


@pytest.fixture
def brandt(brandt):
    brandt.tax_id = "DE123456789"
    brandt.save()
    return brandt


@pytest.fixture
def manager(alice):
    return Actor(user=alice)


def load(text, dataset="orders", by=None, **options):
    report, batch = import_file(
        by=by or system_actor(),
        stream=file(text),
        name="message.xml",
        options=Options(dataset, **options),
    )
    return report.tallies[dataset], batch


def refused(text, dataset="orders", by=None):
    with pytest.raises(FileRefused) as refusal:
        load(text, dataset, by)
    assert not Order.objects.exists()
    assert not ImportBatch.objects.exists()
    return str(refusal.value.message)


# In


def test_an_order_becomes_an_order_and_a_second_time_nothing(brandt):
    tally, batch = load(order(order_line("10"), order_line("20", quantity="1.5")))
    assert (tally.new, tally.refused) == (2, 0)
    stored = Order.objects.get()
    assert (stored.partner, stored.number, stored.currency, stored.buyer_email) == (
        brandt, "4500130", "EUR", "alice@halden.example",
    )  # fmt: skip
    assert list(stored.lines.values_list("number", "quantity", "unit", "unit_price", "requested_on")) == [
        ("10", 60 * SCALE, "pcs", 64 * SCALE, DAY),
        ("20", 3 * SCALE // 2, "pcs", 64 * SCALE, DAY),
    ]
    assert batch.file_name == "message.xml"
    again, _ = load(order(order_line("10"), order_line("20", quantity="1.5")))
    assert (again.same, again.new, again.changed) == (2, 0, 0)
    changed, _ = load(order(order_line("10", quantity="70"), order_line("20", quantity="1.5")))
    assert (changed.changed, changed.same) == (1, 1)


def test_one_bad_line_refuses_the_order(brandt):
    tally, batch = load(order(order_line("10"), order_line("20", quantity="0")))
    assert batch is None
    assert not Order.objects.exists()
    assert [(error.row, error.column) for error in tally.errors] == [(3, "quantity")]


@pytest.mark.parametrize(
    "numbers",
    [
        '<cbc:EndpointID schemeID="9930">DE 123 456 789</cbc:EndpointID>',
        "<cac:PartyIdentification><cbc:ID>brandt</cbc:ID></cac:PartyIdentification>",
        "<cac:PartyTaxScheme><cbc:CompanyID>DE123456789</cbc:CompanyID></cac:PartyTaxScheme>",
        '<cbc:EndpointID schemeID="0088">1</cbc:EndpointID><cac:PartyIdentification><cbc:ID>BRANDT</cbc:ID>'
        "</cac:PartyIdentification>",
    ],
)
def test_a_partner_is_known_by_code_or_tax_number(numbers, brandt, kestrel):
    load(order(order_line(), seller=numbers))
    assert Order.objects.get().partner == brandt


def test_an_order_of_somebody_else_is_refused(brandt):
    other = '<cbc:EndpointID schemeID="0192">111</cbc:EndpointID>'
    said = refused(order(order_line(), buyer=other))
    assert "The buyer is 0192:111, not us: we are Halden (0192:987654325, NO987654325MVA)." in said


def test_our_number_in_another_scheme_is_not_ours(brandt):
    other = '<cbc:EndpointID schemeID="0088">987654325</cbc:EndpointID>'
    assert "not us" in refused(order(order_line(), buyer=other))


def test_our_other_number_is_ours_too(brandt):
    ours = "<cac:PartyTaxScheme><cbc:CompanyID>NO 987654325 MVA</cbc:CompanyID></cac:PartyTaxScheme>"
    load(order(order_line(), buyer=ours))


def test_without_identifiers_nobody_can_say(brandt, settings):
    settings.COMPANY_IDENTIFIERS = []
    assert "COMPANY_IDENTIFIERS is not set" in refused(order(order_line()))


def test_an_unknown_seller_is_refused(kestrel):
    said = refused(order(order_line()))
    assert "The seller Brandt Castings (9930:DE 123 456 789) is no partner of ours" in said


def test_numbers_of_two_partners_are_refused(brandt, kestrel):
    both = """<cbc:EndpointID schemeID="9930">DE123456789</cbc:EndpointID>
      <cac:PartyIdentification><cbc:ID>KESTREL</cbc:ID></cac:PartyIdentification>"""
    assert "fits several partners: Brandt Castings, Kestrel Forgings" in refused(
        order(order_line(), seller=both)
    )


def test_a_merged_partner_is_its_survivor(manager, brandt, kestrel):
    kestrel.tax_id = "DE9"
    kestrel.save()
    merging.merge(by=manager, alias=brandt, survivor=kestrel, reason="One firm")
    load(order(order_line()))
    assert Order.objects.get().partner == kestrel


def test_a_partner_hears_of_no_other_partner(actor_of, charlie, brandt):
    """Charlie of Kestrel names Brandt, whom he has a good guess at."""
    parties = KnownParties(actor_of(charlie))
    with pytest.raises(FileRefused) as refusal:
        read_parties(parties)
    said = str(refusal.value.message)
    assert "you act for Kestrel Forgings" in said
    assert "BRANDT" not in said  # only what the file itself says


def read_parties(parties):
    return open_file(file(order(order_line())), name="x.xml", dataset="orders", parties=parties)


def test_a_despatch_advice_becomes_ship_notices(brandt):
    load(order(order_line("10"), order_line("20")))
    text = despatch(despatch_line("1", line="10", lots=["L-1"]), despatch_line("2", line="20", quantity="5"))
    tally, _ = load(text, "ship_notices")
    assert (tally.new, tally.refused) == (2, 0)
    told = ShipNotice.objects.values_list("line__number", "number", "lot", "quantity", "carrier", "tracking")
    assert set(told) == {
        ("10", "LS-77", "L-1", 60 * SCALE, "Nordic Freight", "NF-991"),
        ("20", "LS-77", "", 5 * SCALE, "Nordic Freight", "NF-991"),
    }
    again, _ = load(text, "ship_notices")
    assert (again.same, again.new) == (2, 0)


def test_a_despatch_advice_of_another_s_order_is_refused(brandt, kestrel):
    load(order(order_line("10")))
    sender = "<cac:PartyIdentification><cbc:ID>KESTREL</cbc:ID></cac:PartyIdentification>"
    tally, batch = load(despatch(despatch_line(), sender=sender), "ship_notices")
    assert batch is None
    assert "belongs to Brandt Castings, not to Kestrel Forgings" in str(tally.errors[0].reason)
    assert not ShipNotice.objects.exists()


def test_a_despatch_advice_to_somebody_else_is_refused(brandt):
    receiver = '<cbc:EndpointID schemeID="0192">111</cbc:EndpointID>'
    said = refused(despatch(despatch_line(), receiver=receiver), "ship_notices")
    assert "The receiver is 0192:111, not us" in said


def test_by_command(brandt, tmp_path, capsys):
    path = tmp_path / "order.xml"
    path.write_text(order(order_line()))
    out = io.StringIO()
    call_command("import", "orders", str(path), "--json", stdout=out)
    assert json.loads(out.getvalue())["new"] == 1


def test_in_the_browser(login, alice, brandt):
    upload = SimpleUploadedFile("order.xml", order(order_line()).encode(), "application/xml")
    client = login(alice)
    assert ".xml" in client.get(reverse("suppliers:import_new")).content.decode()
    page = client.post(reverse("suppliers:import_new"), {"dataset": "orders", "file": upload}, follow=True)
    batch = ImportBatch.objects.get()
    assert page.status_code == 200
    assert batch.counts["orders"]["new"] == 1
    text = page.content.decode()
    assert "saved as a whole, or not at all" in text
    assert 'name="what"' not in text, "there is nothing to choose"
    client.post(reverse("suppliers:import_save", args=[batch.public_id]), {"what": "good"})
    assert OrderLine.objects.get().partner == brandt


def test_a_message_with_a_bad_line_is_not_offered_to_be_saved_in_part(login, alice, brandt):
    text = order(order_line("10"), order_line("20", quantity="0"))
    upload = SimpleUploadedFile("order.xml", text.encode(), "application/xml")
    page = login(alice).post(
        reverse("suppliers:import_new"), {"dataset": "orders", "file": upload}, follow=True
    )
    batch = ImportBatch.objects.get()
    assert (batch.counts["orders"]["new"], batch.counts["orders"]["refused"]) == (1, 1)
    said = page.content.decode()
    assert "A message is saved as a whole" in said
    assert reverse("suppliers:import_save", args=[batch.public_id]) not in said


def test_a_document_type_is_refused_in_the_browser(login, alice, brandt):
    text = order(order_line(), prolog="<!DOCTYPE Order>")
    upload = SimpleUploadedFile("order.xml", text.encode(), "application/xml")
    page = login(alice).post(reverse("suppliers:import_new"), {"dataset": "orders", "file": upload})
    assert page.status_code == 422
    assert "document type" in page.content.decode()


# Out


@pytest.fixture
def line(brandt):
    return LineFactory(order=OrderFactory(partner=brandt, number="4500130"), number="10", requested_on=DAY)


def code_of(text):
    return text.decode().split("<cbc:OrderResponseCode>")[1][:2]


def test_an_order_goes_from_received_to_accepted(line):
    first = response_to(by=system_actor(), order=line.order)
    assert code_of(first) == "AB"
    promise(line, DAY)
    answered = response_to(by=system_actor(), order=line.order)
    assert code_of(answered) == "AP"
    assert b"<cbc:IssueDate>2026-08-04</cbc:IssueDate>" in answered
    assert answered == response_to(by=system_actor(), order=line.order)
    assert answered != first


def test_what_was_taken_back_is_no_answer(line):
    said = promise(line, DAY)
    promise(line, None, at=dt.datetime(2026, 8, 5, tzinfo=dt.UTC), event=PromiseEvent.VOID, voids=said)
    assert code_of(response_to(by=system_actor(), order=line.order)) == "AB"


def test_a_day_too_late_is_a_change_with_all_lines(line):
    other = LineFactory(order=line.order, number="20", requested_on=DAY)
    promise(line, DAY)
    promise(other, dt.date(2026, 10, 20), reason="Furnace")
    text = response_to(by=system_actor(), order=line.order)
    assert code_of(text) == "CA"
    assert text.count(b"<cac:OrderLine>") == 2


def test_drafts_are_no_part_of_the_answer(line):
    LineFactory(order=line.order, number="20", status=LineStatus.DRAFT)
    promise(line, DAY)
    assert code_of(response_to(by=system_actor(), order=line.order)) == "AP"


def test_delivered_without_a_word(line):
    receipt(line, DAY)
    text = response_to(by=system_actor(), order=line.order)
    assert code_of(text) == "CA"
    assert b"<cbc:LineStatusCode>42</cbc:LineStatusCode>" in text


def test_an_address_is_needed(line, brandt, settings):
    brandt.tax_id = ""
    brandt.save()
    stored = Order.objects.get()
    with pytest.raises(MessageRefused, match="Brandt Castings has no electronic address"):
        response_to(by=system_actor(), order=stored)
    brandt.email = "office@brandt.example"
    brandt.save()
    text = response_to(by=system_actor(), order=Order.objects.get())
    assert b'<cbc:EndpointID schemeID="EM">office@brandt.example</cbc:EndpointID>' in text
    settings.COMPANY_IDENTIFIERS = ["12345"]
    with pytest.raises(MessageRefused, match="set COMPANY_IDENTIFIERS"):
        response_to(by=system_actor(), order=Order.objects.get())


def test_an_answer_costs_a_fixed_number_of_queries(line, django_assert_max_num_queries):
    for number in range(30):
        promise(LineFactory(order=line.order, number=str(100 + number)), DAY)
    stored = Order.objects.select_related("partner").get()
    with django_assert_max_num_queries(4):
        response_to(by=system_actor(), order=stored)


def test_both_sides_can_have_it_and_a_rival_cannot(login, alice, bob, charlie, line):
    promise(line, DAY)
    address = reverse("suppliers:order_response", args=[line.public_id])
    for user in (alice, bob):
        client = login(user)
        assert address in client.get(reverse("suppliers:order_line", args=[line.public_id])).content.decode()
        answer = client.get(address)
        assert answer["Content-Type"] == "application/xml; charset=utf-8"
        assert 'filename="order-response-4500130.xml"' in answer["Content-Disposition"]
        assert code_of(answer.content) == "AP"
    assert login(charlie).get(address).status_code == 404


def test_a_page_says_what_is_missing(login, alice, line, settings):
    settings.COMPANY_IDENTIFIERS = []
    address = reverse("suppliers:order_response", args=[line.public_id])
    assert "COMPANY_IDENTIFIERS" in login(alice).get(address, follow=True).content.decode()


def test_the_command_writes_or_says_it(line, tmp_path):
    out = io.StringIO()
    call_command("order_response", "BRANDT", "4500130", stdout=out)
    path = tmp_path / "response.xml"
    call_command("order_response", "BRANDT", "4500130", str(path))
    assert path.read_text() == out.getvalue()
    with pytest.raises(CommandError, match="BRANDT has no order 9") as error:
        call_command("order_response", "BRANDT", "9")
    assert error.value.returncode == 2


def test_the_command_knows_the_old_code(line, manager, brandt):
    now = PartnerFactory(name="Now", code="NOW", email="now@now.example")
    merging.merge(by=manager, alias=brandt, survivor=now, reason="One firm")
    out = io.StringIO()
    call_command("order_response", "BRANDT", "4500130", stdout=out)
    assert "<cbc:RegistrationName>Now</cbc:RegistrationName>" in out.getvalue()


def test_the_api_gives_it_to_both_sides_and_not_to_a_rival(login, alice, bob, charlie, line, settings):
    promise(line, DAY)
    address = f"/api/v1/orders/{line.public_id}/response/"
    for user in (alice, bob):
        for accepted in ("*/*", "application/xml", "application/json"):
            answer = login(user).get(address, headers={"accept": accepted})
            assert answer["Content-Type"] == "application/xml; charset=utf-8"
            assert code_of(answer.content) == "AP"
    for accepted in ("*/*", "application/xml"):
        refusal = login(charlie).get(address, headers={"accept": accepted})
        assert (refusal.status_code, refusal["Content-Type"]) == (404, "application/json")
        json.loads(refusal.content)
    settings.COMPANY_IDENTIFIERS = []
    missing = login(alice).get(address)
    assert (missing.status_code, "COMPANY_IDENTIFIERS" in missing.content.decode()) == (409, True)
