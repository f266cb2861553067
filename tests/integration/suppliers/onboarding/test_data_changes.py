"""Bank and tax data take two people; the old contacts hear of it; the number itself is nowhere else."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from portal.models import AuditEvent, Notice, OutboxMessage
from suppliers.actions import data_changes, partners
from suppliers.actions.data_changes import DataChangeRefused
from suppliers.enums import DataChangeState
from suppliers.models import BankAccount, Contact, DataChange
from tests.factories import ContactFactory

NOW = datetime(2026, 10, 6, 9, tzinfo=UTC)
IBAN, OTHER = "DE89370400440532013000", "DE02120300000000202051"
ACCOUNT = {
    "holder": "Brandt GmbH",
    "iban": "DE89 3704 0044 0532 0130 00",
    "bic": "",
    "bank": "",
    "currency": "EUR",
}


def asked(house, by=None, **more):
    return data_changes.ask(
        by=by or house.bob, partner=house.brandt, kind="bank", after={**ACCOUNT, **more}, why="", at=NOW
    )


def test_another_person_of_ours_approves_and_says_whom_they_asked(house):
    change = asked(house)
    assert BankAccount.objects.count() == 0
    with pytest.raises(DataChangeRefused, match="whom you asked back"):
        data_changes.approve(by=house.alice, change=change, asked_back=" ", at=NOW)
    done = data_changes.approve(by=house.alice, change=change, asked_back="Bob, by his mobile", at=NOW)
    assert BankAccount.objects.get().iban == IBAN
    assert done.after["iban"] == "•••• 3000"
    with pytest.raises(DataChangeRefused, match="Alice Moreau was faster"):
        data_changes.decline(by=house.dana, change=change, words="No.", at=NOW)
    again = asked(house, iban=OTHER)
    data_changes.approve(by=house.dana, change=again, asked_back="Maja, by phone", at=NOW)
    assert BankAccount.objects.in_use().get().iban == OTHER
    assert BankAccount.objects.count() == 2


@pytest.mark.parametrize("who", ["ben", "sven", "bob", "maja", "charlie"])
def test_nobody_else_decides(house, who):
    with pytest.raises(PermissionDenied):
        data_changes.approve(by=getattr(house, who), change=asked(house), asked_back="x", at=NOW)


def test_who_asked_does_not_decide(house):
    change = asked(house, by=house.alice)
    for act in (
        lambda: data_changes.approve(by=house.alice, change=change, asked_back="x", at=NOW),
        lambda: data_changes.decline(by=house.alice, change=change, words="x", at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()
    data_changes.withdraw(by=house.alice, change=change, at=NOW)


@pytest.mark.parametrize("who", ["maja", "vera", "sven", "charlie"])
def test_who_may_not_ask(house, who):
    with pytest.raises(PermissionDenied):
        asked(house, by=getattr(house, who))


def test_the_partners_administrator_stops_what_somebody_of_ours_asked(house):
    change = asked(house, by=house.ben)
    with pytest.raises(PermissionDenied):
        data_changes.withdraw(by=house.charlie, change=change, at=NOW)
    assert data_changes.withdraw(by=house.bob, change=change, at=NOW).state == DataChangeState.WITHDRAWN


def test_one_waits_at_a_time(house):
    asked(house)
    with pytest.raises(DataChangeRefused, match="waits already"):
        asked(house, iban=OTHER)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"iban": "DE89370400440532013001"}, "iban"),
        ({"iban": "0532013000"}, "iban"),
        ({"holder": " "}, "holder"),
        ({"bic": "COBADE"}, "bic"),
    ],
)
def test_what_cannot_be_an_account_is_named(house, more, field):
    with pytest.raises(DataChangeRefused) as refused:
        asked(house, **more)
    assert refused.value.field == field


def test_all_old_contacts_hear_when_it_is_asked_and_when_it_is_decided(house):
    ContactFactory(partner=house.brandt, email="Books@brandt.example")
    old = ContactFactory(partner=house.brandt, email="old@brandt.example")
    partners.edit_contact(by=house.bob, contact=old, version=1, changes={"email": "evil@elsewhere.example"})
    change = asked(house)
    wanted = {
        "post@brandt.example", "bob@brandt.example", "maja@brandt.example", "vera@brandt.example",
        "books@brandt.example", "old@brandt.example", "evil@elsewhere.example",
    }  # fmt: skip
    assert set(OutboxMessage.objects.values_list("to", flat=True)) == wanted
    Contact.objects.filter(email="Books@brandt.example").delete()  # who was told once is told the end
    data_changes.decline(by=house.dana, change=change, words="Nobody there knew of it.", at=NOW)
    for step in ("asked", "declined"):
        told = OutboxMessage.objects.filter(key__startswith=f"data_change:{change.public_id}:{step}:")
        assert {mail.to for mail in told} == wanted, step
    assert not OutboxMessage.objects.filter(to__contains="kestrel").exists()
    deciders = set(Notice.objects.filter(about=change.public_id).values_list("user__name", flat=True))
    assert deciders == {"Alice Moreau", "Dana Lund"}


def test_the_number_is_in_no_mail_no_notice_and_no_trail(house):
    change = asked(house)
    data_changes.approve(by=house.alice, change=change, asked_back="Bob, by mobile", at=NOW)
    said = [str(event.data) for event in AuditEvent.objects.all()]
    said += [mail.subject + mail.text + mail.html for mail in OutboxMessage.objects.all()]
    said += [f"{one.subject}{one.words}{one.facts}" for one in Notice.objects.all()]
    assert said
    for text in said:
        assert IBAN not in text.replace(" ", "") and "0532" not in text and "3000" not in text


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("alice", "whole"), ("dana", "whole"), ("bob", "whole"), ("maja", "end"), ("vera", "end"),
        ("ben", "nothing"), ("sven", "nothing"),
    ],
)  # fmt: skip
def test_who_reads_the_account(house, client, who, sees):
    data_changes.approve(by=house.alice, change=asked(house), asked_back="Bob", at=NOW)
    asked(house, iban=OTHER)
    client.force_login(getattr(house, who).user)
    for name in ("data_changes", "partner"):
        text = client.get(reverse(f"suppliers:{name}", args=[house.brandt.public_id])).content.decode()
        whole, end = "DE89 3704 0044 0532 0130 00" in text, "•••• 3000" in text
        if name == "data_changes":
            assert ("DE02 1203 0000 0000 2020 51" in text) is (sees == "whole")
            assert whole is (sees == "whole")
        else:
            assert not whole
            assert end is (sees != "nothing")
        waiting = "•••• 2051" in text or "2020 51" in text
        assert waiting is (sees != "nothing" and name == "data_changes")


def test_a_rival_finds_nothing(house, client):
    change = asked(house)
    client.force_login(house.charlie.user)
    assert client.get(reverse("suppliers:data_changes", args=[house.brandt.public_id])).status_code == 404
    url = reverse("suppliers:data_change_withdraw", args=[change.public_id])
    assert client.post(url).status_code == 404


def test_what_was_typed_stays_with_its_error(house, client):
    client.force_login(house.bob.user)
    url = reverse("suppliers:data_change_new", args=[house.brandt.public_id, "bank"])
    page = client.post(url, {**ACCOUNT, "iban": "DE89370400440532013001"})
    assert page.status_code == 422
    assert "check digits do not fit" in page.content.decode()
    assert "Brandt GmbH" in page.content.decode()
    assert (
        client.get(reverse("suppliers:data_change_new", args=[house.brandt.public_id, "x"])).status_code
        == 404
    )


def test_the_page_decides(house, client):
    change = asked(house)
    client.force_login(house.alice.user)
    url = reverse("suppliers:data_change_decide", args=[change.public_id])
    page = client.post(url, {"act": "approve", "asked_back": ""})
    assert page.status_code == 422
    assert client.post(url, {"act": "approve", "asked_back": "Bob, by mobile"}).status_code == 302
    change.refresh_from_db()
    assert change.state == DataChangeState.APPROVED


def test_a_tax_number_that_is_known_changes_only_so(house, client):
    changes = {"tax_id": "DE999999999"}
    with pytest.raises(ValidationError):
        partners.edit(by=house.alice, partner=house.brandt, version=1, changes=changes)
    partners.edit(
        by=house.alice, partner=house.kestrel, version=1, changes={"tax_id": "GB1"}
    )  # the first one
    client.force_login(house.alice.user)
    url = reverse("suppliers:partner_edit", args=[house.brandt.public_id])
    assert "Ask for another one: a second person decides." in client.get(url).content.decode()
    form = {
        "name": "Brandt",
        "code": "BRANDT",
        "kind": "supplier",
        "status": "active",
        "version": "1",
        **changes,
    }
    assert client.post(url, form).status_code == 302
    house.brandt.refresh_from_db()
    assert (house.brandt.name, house.brandt.tax_id) == ("Brandt", "DE123456789")
    change = data_changes.ask(
        by=house.bob, partner=house.brandt, kind="tax", after=changes, why="Moved", at=NOW
    )
    data_changes.approve(by=house.dana, change=change, asked_back="Maja", at=NOW)
    house.brandt.refresh_from_db()
    assert house.brandt.tax_id == "DE999999999"
    assert DataChange.objects.get().before == {"tax_id": "DE123456789"}
