"""Papers on their pages: who may, what counts, what an import learns."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.enums import Side
from portal.models import Attachment
from scorecards.facts.documents import documents_by_partner
from suppliers.actions import documents
from suppliers.actions.documents import DocumentRefused
from suppliers.actions.loading.papers import DocumentLoader
from suppliers.facts.documents import NeedState, needed_by_partner
from suppliers.models import DocumentNeed, PartnerDocument

NOW = datetime(2026, 10, 6, 9, tzinfo=UTC)
TODAY = date(2026, 10, 6)
ISO = {"type": "ISO 9001", "number": "QM 1", "issued_on": date(2023, 11, 10), "expires_on": date(2026, 11, 9)}


def gate(partner):
    return documents_by_partner(["ISO 9001"], TODAY, [partner.pk])[partner.pk]


def test_what_a_partner_adds_counts_once_we_have_looked_at_it(house):
    document = documents.add(by=house.bob, partner=house.brandt, facts=ISO, at=NOW)
    assert document.waits_for_a_look
    assert gate(house.brandt) == []
    with pytest.raises(PermissionDenied):
        documents.look_at(by=house.bob, document=document, at=NOW)
    documents.look_at(by=house.ben, document=document, at=NOW)
    assert [row[1] for row in gate(house.brandt)] == ["QM 1"]
    document.refresh_from_db()
    assert document.checked_by_label == "Ben Okafor"


@pytest.mark.parametrize("side", ["", Side.COMPANY])
def test_what_was_there_before_counts_as_before(house, side):
    PartnerDocument.objects.create(partner=house.brandt, **ISO, added_by_side=side)
    assert len(gate(house.brandt)) == 1


def test_a_partner_renews_what_was_looked_at_and_does_not_change_it(house):
    old = documents.add(by=house.alice, partner=house.brandt, facts=ISO, at=NOW)
    with pytest.raises(PermissionDenied):
        documents.edit(by=house.bob, document=old, facts=ISO, at=NOW)
    with pytest.raises(PermissionDenied):
        documents.remove(by=house.bob, document=old)
    facts = {**ISO, "issued_on": None, "expires_on": date(2029, 11, 9)}
    new = documents.add(by=house.bob, partner=house.brandt, facts=facts, renews=old, at=NOW)
    assert new.number == "QM 1 (2029)"
    assert [row[1] for row in gate(house.brandt)] == ["QM 1"]  # the old one holds until we have looked
    with pytest.raises(DocumentRefused) as refused:
        documents.add(by=house.bob, partner=house.brandt, facts=ISO, renews=new, at=NOW)
    assert refused.value.field == "expires_on"


def test_the_same_paper_twice_is_refused_with_the_way_out(house):
    documents.add(by=house.alice, partner=house.brandt, facts=ISO, at=NOW)
    with pytest.raises(DocumentRefused, match="Renew it"):
        documents.add(by=house.bob, partner=house.brandt, facts=ISO, at=NOW)


def test_needed_papers_and_how_they_stand(house):
    iso = DocumentNeed.objects.create(type="ISO 9001", kinds=["supplier"])
    DocumentNeed.objects.create(type="Insurance")
    DocumentNeed.objects.create(type="Agency contract", kinds=["agent"])

    def states():
        found = needed_by_partner([house.brandt], TODAY)[house.brandt.pk]
        return {one.need.type: one.state for one in found}

    assert states() == {"ISO 9001": NeedState.MISSING, "Insurance": NeedState.MISSING}
    new = documents.add(by=house.bob, partner=house.brandt, facts=ISO, at=NOW)
    assert states()["ISO 9001"] == NeedState.CHECKING
    documents.look_at(by=house.alice, document=new, at=NOW)
    assert states()["ISO 9001"] == NeedState.MET
    PartnerDocument.objects.update(expires_on=date(2026, 10, 5))
    assert states()["ISO 9001"] == NeedState.EXPIRED
    PartnerDocument.objects.update(expires_on=None)
    assert states()["ISO 9001"] == NeedState.MISSING  # it must have a last day
    iso.must_expire = False
    iso.save()
    assert states()["ISO 9001"] == NeedState.MET


def test_the_page_of_both_sides(house, client):
    old = documents.add(by=house.alice, partner=house.brandt, facts=ISO, at=NOW)
    client.force_login(house.bob.user)
    url = reverse("suppliers:document_new", args=[house.brandt.public_id]) + f"?renews={old.public_id}"
    assert "How long is the new ISO 9001 good?" in client.get(url).content.decode()
    sent = {"type": "ISO 9001", "number": "QM 1", "expires_on": "2029-11-09"}
    upload = SimpleUploadedFile("certificate.txt", b"certified")
    page = client.post(url, {**sent, "files": upload}, follow=True)
    text = page.content.decode()
    assert "Waits for a look" in text and "certificate.txt" in text
    new = PartnerDocument.objects.get(number="QM 1 (2029)")
    assert Attachment.objects.get(about=new.public_id).scope == house.brandt.public_id
    client.force_login(house.charlie.user)
    for name, key in (("documents", house.brandt.public_id), ("document_edit", new.public_id)):
        assert client.get(reverse(f"suppliers:{name}", args=[key])).status_code == 404
    client.force_login(house.ben.user)
    client.post(reverse("suppliers:document_look", args=[new.public_id]))
    new.refresh_from_db()
    assert not new.waits_for_a_look


def test_what_was_typed_stays_when_it_is_refused(house, client):
    client.force_login(house.bob.user)
    url = reverse("suppliers:document_new", args=[house.brandt.public_id])
    page = client.post(
        url, {"type": "Insurance", "number": "77", "issued_on": "2026-01-01", "expires_on": "2025-01-01"}
    )
    assert page.status_code == 422
    assert 'value="77"' in page.content.decode()
    assert "before the day it was issued" in page.content.decode()


def test_no_query_more_for_more_papers(house, client):
    client.force_login(house.alice.user)
    url = reverse("suppliers:documents", args=[house.brandt.public_id])
    counts = []
    for number in ("1", "2", "3"):
        documents.add(by=house.bob, partner=house.brandt, facts={**ISO, "number": number}, at=NOW)
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        counts.append(len(caught))
    assert counts[1] == counts[2]


def test_an_import_learns_the_day_when_it_changes(house):
    loader = DocumentLoader.__new__(DocumentLoader)
    loader.book = type("Book", (), {"now": NOW})()
    record = type("Record", (), {"issued_on": None, "expires_on": date(2027, 1, 1)})()
    stored = PartnerDocument.objects.create(partner=house.brandt, **ISO)
    assert loader.values(record, stored)["expiry_set_on"] == TODAY
    stored.expires_on = date(2027, 1, 1)
    assert "expiry_set_on" not in loader.values(record, stored)
    assert "expiry_set_on" not in loader.values(record, None)
