"""What partners contribute is brought in, and seen before it is stored, by those who answer for it."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.actors import Actor, system_actor
from portal.enums import StaffRole
from suppliers.actions import imports, profiles
from suppliers.actions.loading.run import Options
from suppliers.forms_imports import ImportForm
from suppliers.imports.datasets import DATASETS
from suppliers.imports.profiles import profile_of
from suppliers.models import ImportBatch, ImportProfile, LedgerEntry
from suppliers.permissions import can_import, check_can_import
from tests.factories import StaffFactory
from tests.integration.suppliers.imports.files import load
from tests.unit.suppliers.imports.files import csv_file

pytestmark = pytest.mark.django_db
PROFIT = {"ledger", "targets", "commission_agreements", "rates", "customer_counts"}
HEADER = "entry_id,date,kind,amount"
ENTRY = "E1,2026-09-14,revenue,1000"

BOTH = {
    "name": "both",
    "title": "Orders with what they cost",
    "columns": {
        "orders": {
            "partner_code": "p", "order_number": "o", "line_number": "l", "quantity": "q",
            "requested_on": "d",
        },
        "ledger": {"entry_id": "o", "date": "d", "kind": {"constant": "goods"}, "amount": "a"},
    },
}  # fmt: skip


@pytest.fixture
def buyer(db):
    return StaffFactory(name="Ben Buyer", email="ben@halden.example", role=StaffRole.BUYER)


@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize("dataset", [None, *DATASETS])
def test_who_brings_in_what(role, dataset):
    actor = Actor(user=StaffFactory(role=role))
    keepers = {StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER}
    expected = role in (keepers if dataset in PROFIT else {*keepers, StaffRole.BUYER})
    assert can_import(actor, dataset) is expected
    if not expected:
        with pytest.raises(PermissionDenied):
            check_can_import(actor, dataset)


@pytest.mark.parametrize("dataset", [None, *DATASETS])
def test_a_partners_people_bring_in_nothing_and_the_installation_all(dataset, bob, actor_of):
    assert not can_import(actor_of(bob), dataset)
    assert can_import(system_actor(), dataset)


def test_the_form_offers_what_its_reader_may_bring_in(alice, buyer):
    ImportProfile.objects.create(name="both", document=BOTH)
    offered = {}
    for user in (alice, buyer):
        fields = ImportForm(actor=Actor(user=user)).fields
        offered[user] = [{name for name, _title in fields[name].choices} for name in ("dataset", "profile")]
    assert offered[alice][0] == set(DATASETS)
    assert offered[buyer][0] == set(DATASETS) - PROFIT
    assert "both" in offered[alice][1]
    fed_with_profit = {"both", "northwind", "northwind-freight"}
    assert offered[buyer][1] == offered[alice][1] - fed_with_profit


def test_no_way_in_for_others(buyer, login):
    actor = Actor(user=buyer)
    with pytest.raises(PermissionDenied):
        load(actor, "ledger", csv_file(ENTRY, header=HEADER))
    with pytest.raises(PermissionDenied):
        imports.import_rows(by=actor, rows=[{"entry_id": "E1"}], options=Options("ledger"))
    file = csv_file("B,1,10,1,2026-09-14,-5", header="p,o,l,q,d,a")
    with pytest.raises(PermissionDenied):
        load(actor, "orders", file, profile=profile_of(BOTH))
    upload = SimpleUploadedFile("ledger.csv", f"{HEADER}\n{ENTRY}\n".encode())
    response = login(buyer).post("/imports/new/", {"dataset": "ledger", "file": upload})
    assert response.status_code == 422
    assert not LedgerEntry.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_file_of_the_ledger_is_seen_by_those_who_may_see_the_ledger(alice, buyer, login):
    load(Actor(user=alice), "ledger", csv_file(ENTRY, header=HEADER))
    load(Actor(user=alice), "orders", csv_file("B,1,10,1,2026-09-14,-5", header="p,o,l,q,d,a"),
         profile=profile_of(BOTH), create_partners=True)  # fmt: skip
    load(Actor(user=alice), "partners", csv_file("supplier,C,Cee", header="kind,code,name"))
    ledger, both, partners = ImportBatch.objects.order_by("pk")
    assert set(ImportBatch.objects.for_actor(Actor(user=buyer))) == {partners}
    assert set(ImportBatch.objects.for_actor(Actor(user=alice))) == {ledger, both, partners}
    for batch, status in ((ledger, 404), (both, 404), (partners, 200)):
        assert login(buyer).get(f"/imports/{batch.public_id}/").status_code == status
        assert login(alice).get(f"/imports/{batch.public_id}/").status_code == 200
    assert json.dumps(both.profile_document)


def test_a_file_that_nobody_has_mapped_yet_is_seen_by_its_sender(alice, buyer, login):
    """It may be the ledger with columns of its own."""
    batches = {}
    for user in (alice, buyer):
        file = SimpleUploadedFile("gl.csv", b"Beleg;Konto;Betrag\nX1;Erloese;4711,00\n")
        response = login(user).post("/imports/new/", {"dataset": "orders", "file": file})
        assert response.status_code == 422
        batches[user] = ImportBatch.objects.latest("pk")
    for user, other, status in ((buyer, alice, 404), (buyer, buyer, 200), (alice, buyer, 200)):
        for page in ("import", "import_map"):
            address = reverse(f"suppliers:{page}", args=[batches[other].public_id])
            assert login(user).get(address).status_code == status
    assert batches[alice].public_id not in login(buyer).get("/imports/").content.decode()


def test_a_profile_that_feeds_the_ledger_is_not_changed_by_a_buyer(buyer, alice):
    kept = ImportProfile.objects.create(name="both", document=BOTH)
    orders_only = profile_of({**BOTH, "columns": {"orders": BOTH["columns"]["orders"]}})
    with pytest.raises(PermissionDenied):
        profiles.save(by=Actor(user=buyer), kept=kept, profile=orders_only, version=kept.version)
    kept.refresh_from_db()
    assert "ledger" in kept.document["columns"]
    assert profiles.save(by=Actor(user=alice), kept=kept, profile=orders_only, version=kept.version)
