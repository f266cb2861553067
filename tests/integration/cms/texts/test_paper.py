"""Each version on paper, as it was issued."""

import io

import pytest
from pypdf import PdfReader

from tests.texts import publish

PAGE = "/policies/paying-on-time/"

pytestmark = pytest.mark.usefixtures("today", "built_fonts")


def paper(client, number):
    answer = client.get(f"{PAGE}versions/{number}.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return " ".join(text.replace("\xa0", " ").split())


def test_a_version_is_printed_as_it_was_issued(login, bob, paying):
    text = paper(login(bob), "1")
    assert "2. When the clock starts" in text
    assert "our inspection accepts the goods" in text
    assert "1 Feb 2025 to 11 Mar 2025" in text
    assert f"{PAGE}versions/1/" in text
    assert "Approved by Erin" in text


def test_the_one_that_holds_says_since_when_and_what_changed(login, bob, paying):
    text = paper(login(bob), "2")
    assert "since 1 Jan 2026" in text
    assert "41 of 61 late invoices" in text
    assert "Comingword" not in text


def test_addresses_of_ours_carry_our_name(login, erin, paying, settings):
    settings.SITE_URL = "https://partners.halden.example"
    link = ("More", '<p>See <a href="/mission/">our mission</a>.</p>')
    publish(paying, paying.text_versions.first().in_force_from, points=[link], reason="A link")
    answer = login(erin).get(f"{PAGE}versions/4.pdf")
    links = [
        note.get_object()["/A"]["/URI"]
        for page in PdfReader(io.BytesIO(answer.content)).pages
        for note in page.get("/Annots", [])
    ]
    assert links == ["https://partners.halden.example/mission/"]
