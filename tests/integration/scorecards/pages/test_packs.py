"""Review packs: frozen as of their day, for both sides and nobody else, on the page and as PDF/UA."""

import re
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.models import AuditEvent, OutboxMessage
from scorecards.engine.evidence import digest_of
from scorecards.models import Frozen, ReviewPack, Scorecard
from suppliers.models import Invoice, LedgerEntry, OrderLine, Partner, Question, Recognition
from tests.factories import LineFactory, promise

pytestmark = pytest.mark.django_db

SENTINEL = 987_654_321


@pytest.fixture
def card(brandt, kestrel, deliver, publish_period, built_fonts):
    """August and September of Brandt, September of Kestrel, and what is open today."""
    deliver(brandt, [0] * 9 + [9], due=date(2026, 8, 20), ordered=date(2026, 7, 1))
    deliver(brandt, [0] * 6 + [9] * 4)
    deliver(kestrel)
    publish_period("2026-08")
    publish_period()
    line = LineFactory(order__partner=brandt, order__number="LATE-1", requested_on=date(2026, 9, 28))
    promise(line, date(2026, 9, 28))
    Invoice.objects.create(
        partner=brandt, number="RE-77", received_on=date(2026, 8, 1), due_on=date(2026, 9, 1),
        currency="EUR", amount_minor=123_450,
    )  # fmt: skip
    LedgerEntry.objects.create(
        entry_id="SENTINEL", date=date(2026, 9, 5), month=202609, kind="goods", amount_minor=-SENTINEL,
        company_minor=-SENTINEL, currency="EUR", supplier=brandt, customer="Sentinel customer",
    )  # fmt: skip
    return Scorecard.objects.get(partner=brandt, period="2026-09")


def make(client, card):
    answer = client.post(f"/scorecards/{card.public_id}/pack/")
    assert answer.status_code == 302
    return ReviewPack.objects.get(public_id=answer.url.strip("/").split("/")[-1])


def main_of(client, pack):
    text = client.get(f"/reviews/{pack.public_id}/").content.decode()
    return re.sub(r"\s+", " ", text.split("<main")[1].split("</main>")[0]).replace("\u00a0", " ")


def pdf_of(client, pack):
    answer = client.get(f"/reviews/{pack.public_id}/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def pdf_text(reader):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_one_click_and_both_sides_read_it(login, alice, bob, card):
    pack = make(login(alice), card)
    ours, theirs = main_of(login(alice), pack), main_of(login(bob), pack)
    for text in (ours, theirs):
        for words in (
            "Review of September 2026",
            "What moved the scores since August 2026",
            "In September 2026 4 lines cost",
            "1 late",
            "LATE-1",
            "RE-77",
            "EUR 1,234.50".replace("EUR ", ""),
            "Agenda",
        ):
            assert words in text, words
    assert pack.digest == digest_of({"schema": 1, **pack.document})
    assert AuditEvent.objects.get(verb="pack.made").scope == card.partner.public_id


def test_the_partner_makes_one_too_and_the_buyer_hears_of_it(login, alice, bob, card, brandt):
    Partner.objects.filter(pk=brandt.pk).update(owner=alice)
    make(login(bob), card)
    mail = OutboxMessage.objects.get(subject__startswith="The review pack")
    assert mail.to == alice.email
    assert mail.scope == brandt.public_id
    assert "of 100" not in mail.text


def test_the_partner_hears_of_ours(login, alice, bob, card):
    pack = make(login(alice), card)
    mail = OutboxMessage.objects.get(subject__startswith="The review pack", to=bob.email)
    assert f"/reviews/{pack.public_id}/" in mail.text


def test_in_a_year_it_says_the_same(login, alice, bob, card, brandt, deliver, publish_period):
    """Names, lines, invoices and questions change, a revision comes: page and PDF stay as they are."""
    client = login(alice)
    pack = make(client, card)
    page, paper = main_of(client, pack), pdf_text(pdf_of(client, pack))
    Partner.objects.filter(pk=brandt.pk).update(name="Renamed Castings")
    OrderLine.objects.filter(partner=brandt).update(description="Renamed item")
    Invoice.objects.filter(partner=brandt).update(paid_on=date(2026, 11, 1))
    Question.objects.filter(partner=brandt).delete()
    Recognition.objects.create(
        partner=brandt, text="Later thanks", by=alice, by_label="Alice", at=datetime(2026, 10, 1, tzinfo=UTC)
    )
    deliver(brandt, [9] * 8)
    publish_period()
    assert Scorecard.objects.get(partner=brandt, period="2026-09", is_latest=True).revision == 2
    assert main_of(client, pack).split("Agenda")[0].endswith(page.split("Agenda")[0][-4000:])
    assert pdf_text(pdf_of(client, pack)) == paper
    assert "Renamed" not in main_of(client, pack)
    assert "Brandt Castings" in paper


def test_it_cannot_be_changed(login, alice, card):
    pack = make(login(alice), card)
    pack.document = {}
    with pytest.raises(Frozen):
        pack.save()
    with pytest.raises(Frozen):
        ReviewPack.objects.update(document={})


def test_the_same_of_the_same_day_is_kept_once(login, alice, card):
    client = login(alice)
    first, mails = make(client, card), OutboxMessage.objects.count()
    assert make(client, card) == first
    assert OutboxMessage.objects.count() == mails


def test_a_sheet_for_everybody(login, bob, card):
    """Tagged, PDF/UA-1, with title and language, on two to six pages."""
    client = login(bob)
    reader = pdf_of(client, make(client, card))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "Brandt Castings with" in reader.metadata.title
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert 2 <= len(reader.pages) <= 6


def test_nothing_of_the_ledger_is_in_it(login, alice, bob, card):
    pack = make(login(alice), card)
    seen = f"{main_of(login(bob), pack)} {pdf_text(pdf_of(login(bob), pack))} {pack.document}"
    for words in ("987654321", "9,876,543.21", "9876543.21", "Sentinel"):
        assert words not in seen


def test_a_rival_finds_nothing(login, alice, charlie, card, kestrel):
    pack = make(login(alice), card)
    client = login(charlie)
    for path in ("", "pdf/"):
        assert client.get(f"/reviews/{pack.public_id}/{path}").status_code == 404
    assert client.post(f"/scorecards/{card.public_id}/pack/").status_code == 404
    assert pack.public_id not in client.get("/reviews/").content.decode()
    assert "Kestrel" not in str(pack.document)


def test_who_only_looks_reads_and_makes_none(login, vic, vera, erin, alice, card):
    pack = make(login(alice), card)
    for user in (vic, vera, erin):
        client = login(user)
        assert client.get(f"/reviews/{pack.public_id}/").status_code == 200
        assert "Make review pack" not in client.get(f"/scorecards/{card.public_id}/").content.decode()
        assert client.post(f"/scorecards/{card.public_id}/pack/").status_code == 403
    assert ReviewPack.objects.count() == 1


def test_the_list_of_either_side(login, alice, bob, card):
    pack = make(login(alice), card)
    for user in (alice, bob):
        text = login(user).get("/reviews/").content.decode()
        assert pack.public_id in text
        assert "September 2026" in text.replace("\u00a0", " ")
    body = b"".join(login(bob).get("/reviews/?format=csv").streaming_content).decode("utf-8-sig")
    assert body.splitlines()[0] == "period,as_of,made_by"


def test_no_get_makes_one(login, alice, card):
    assert login(alice).get(f"/scorecards/{card.public_id}/pack/").status_code == 405


@pytest.mark.parametrize("packs", [1, 3])
def test_the_list_costs_the_same_however_long(login, alice, card, packs, django_assert_num_queries):
    client = login(alice)
    made = make(client, card)
    kept = {name: getattr(made, name) for name in ("partner", "period", "starts_on", "ends_on", "as_of")}
    for more in range(packs - 1):
        ReviewPack.objects.create(
            **kept, document={}, digest=str(more), schema_version=1, made_at=made.made_at, made_by="Alice"
        )
    client.get("/reviews/")
    with django_assert_num_queries(6):
        client.get("/reviews/")


def test_reading_one_reads_nothing_else(login, bob, alice, card, django_assert_num_queries):
    pack, client = make(login(alice), card), login(bob)
    main_of(client, pack)
    with django_assert_num_queries(7):
        main_of(client, pack)
