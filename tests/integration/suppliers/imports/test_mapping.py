"""A foreign file's way: refused with an offer, kept, mapped, previewed, saved."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.actors import Actor
from portal.enums import StaffRole
from suppliers.imports.datasets import DATASETS
from suppliers.models import ImportBatch, ImportProfile, ImportProfileVersion, OrderLine, PromisePart
from suppliers.permissions import can_import
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db
GERMAN = """Beleg-Nr.;Pos.;Kreditor;Name des Lieferanten;Menge;Nettopreis;Währung;Bestelldatum;Wunschtermin;Zugesagt am
4711;10;L100;Müller Gehäuse GmbH;1.200,5;12,30;EUR;01.09.2026;16.10.2026;20.10.2026
4711;20;L100;Müller Gehäuse GmbH;3;1.001,00;EUR;01.09.2026;17.10.2026;17.10.2026
"""  # noqa: E501


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def alices(login, alice):
    return login(alice)


def send(client, text=GERMAN, encoding="cp1252", **fields):
    file = SimpleUploadedFile("bestellungen.csv", text.encode(encoding))
    return client.post("/imports/new/", {"dataset": "orders", "file": file, **fields})


def kept(client, text=GERMAN, **options):
    """A foreign file that waits for its columns, and the address of its mapping."""
    send(client, text, **options)
    batch = ImportBatch.objects.get()
    return batch, reverse("suppliers:import_map", args=[batch.public_id])


def said(page):
    """What the page's form would send as it stands."""
    view = page.context["map"]
    data = {"shape": page.context["shape"], "header_row": view.sample.header_row}
    data["feeds"] = data["fed"] = list(view.draft.feeds)
    data["encoding"], data["delimiter"] = view.sample.encoding, view.sample.delimiter
    data |= {f"c{index}": list(keys) for index, keys in view.draft.targets.items()}
    data |= {f"f{index}": form for index, form in view.draft.days.items()}
    data |= {f"k-{name}": value for name, value in view.draft.constants.items()}
    return data | {"decimal": view.draft.decimal, "empty": view.empty, "time_zone": view.draft.time_zone}


def test_a_foreign_file_is_refused_with_an_offer_and_kept(alices, media):
    answer = send(alices)
    text = answer.content.decode()
    assert answer.status_code == 422
    batch = ImportBatch.objects.get()
    assert reverse("suppliers:import_map", args=[batch.public_id]) in text
    assert "Map its columns" in text
    assert len(list(Path(media, "imports").glob("*"))) == 1
    assert "Map its columns" in alices.get(f"/imports/{batch.public_id}/").content.decode()


def test_what_is_no_table_is_refused_without_an_offer(alices):
    answer = send(alices, "partner_code,order_number\n")
    assert "Map its columns" not in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_from_a_foreign_file_to_saved_orders(alices):
    batch, address = kept(alices)
    page = alices.get(address)
    assert "Nothing is missing" in page.content.decode()
    assert "1,200.5" in page.content.decode()
    answer = alices.post(address, {**said(page), "create_partners": "on", "act": "once"})
    assert answer.url == reverse("suppliers:import", args=[batch.public_id])
    batch.refresh_from_db()
    assert (batch.state, batch.profile, batch.counts["orders"]["new"]) == ("preview", "", 2)
    assert batch.profile_document["encoding"] == "cp1252"
    alices.post(f"{answer.url}save/", {"what": "good"})
    lines = OrderLine.objects.order_by("number")
    assert [line.quantity for line in lines] == [1_200_500_000, 3_000_000]
    assert PromisePart.objects.count() == 2
    assert lines[0].partner.name == "Müller Gehäuse GmbH"


def test_saved_as_a_profile_it_reads_the_next_file(alices):
    _, address = kept(alices)
    data = {
        **said(alices.get(address)),
        "create_partners": "on",
        "title": "Open orders of SAP",
        "act": "keep",
    }
    alices.post(address, data)
    profile = ImportProfile.objects.get()
    assert (profile.name, profile.version) == ("open-orders-of-sap", 1)
    assert ImportProfileVersion.objects.filter(profile=profile, version=1).exists()
    assert ImportBatch.objects.get().profile == profile.name
    answer = send(alices, profile=profile.name)
    assert answer.status_code == 302
    assert ImportBatch.objects.filter(profile=profile.name, state="preview").count() == 2


def test_what_is_missing_is_said_in_one_sentence_and_nothing_goes_on(alices):
    batch, address = kept(alices)
    data = said(alices.get(address))
    data = {**data, "c0": "", "f8": "", "act": "once"}
    answer = alices.post(address, data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "which column is “order number”" in text
    batch.refresh_from_db()
    assert batch.options["unmapped"]


def test_look_again_keeps_what_was_said_and_shows_errors_beside_cells(alices):
    _, address = kept(alices)
    data = {**said(alices.get(address)), "decimal": "point"}
    page = alices.post(f"{address}look/", data)
    text = page.content.decode()
    assert "“1.200,5” is not a number." in text.replace("&quot;", '"')
    assert page.context["map"].draft.decimal == "point"
    assert "<html" not in text


def test_every_cell_stands_below_its_own_column_with_errors_too(alices):
    _, address = kept(alices)
    page = alices.post(f"{address}look/", {**said(alices.get(address)), "decimal": "point"})
    table = page.context["map"].becomes[0]
    bad = [cells for _number, cells in table.rows if any(problem for _words, problem in cells)]
    assert bad
    for cells in bad:
        wrong = {name for name, (_words, problem) in zip(table.columns, cells, strict=True) if problem}
        assert wrong <= {"quantity", "unit price"}
        shown = dict(zip(table.columns, (words for words, _problem in cells), strict=True))
        assert shown["partner code"].isupper()


def test_another_delimiter_starts_anew(alices):
    _, address = kept(alices)
    page = alices.post(f"{address}look/", {**said(alices.get(address)), "delimiter": ","})
    assert len(page.context["map"].columns) < 10


def test_an_encoding_that_does_not_fit_is_said_and_harms_nothing(alices):
    _, address = kept(alices)
    page = alices.post(f"{address}look/", {**said(alices.get(address)), "encoding": "utf-8"})
    assert (page.status_code, "not in utf-8" in page.content.decode()) == (422, True)


def test_one_more_dataset_is_proposed_beside_what_was_said(alices):
    _, address = kept(alices)
    data = said(alices.get(address))
    fewer = alices.post(f"{address}look/", {**data, "feeds": ["orders"]})
    assert fewer.context["map"].draft.feeds == ("orders",)
    more = alices.post(f"{address}look/", {**said(fewer), "feeds": ["orders", "promises"], "fed": ["orders"]})
    assert "promises.promised_on" in more.context["map"].draft.targets[9]
    assert more.context["map"].missing == ""


def test_after_the_preview_the_columns_can_be_pointed_at_again(alices):
    batch, address = kept(alices)
    alices.post(address, {**said(alices.get(address)), "act": "once"})
    page = alices.get(address)
    assert page.context["map"].draft.targets[0] == ("order_number",)
    data = {**said(page), "create_partners": "on", "act": "once"}
    assert alices.post(address, data).status_code == 302
    batch.refresh_from_db()
    assert batch.counts["orders"]["new"] == 2


def test_it_can_be_thrown_away(alices, media):
    batch, _ = kept(alices)
    alices.post(f"/imports/{batch.public_id}/discard/")
    batch.refresh_from_db()
    assert (batch.state, list(Path(media, "imports").glob("*"))) == ("discarded", [])


@pytest.mark.parametrize(("person", "code"), [("bob", 404), ("erin", 403)])
def test_nobody_else_maps(request, login, alices, person, code):
    _, address = kept(alices)
    client = login(request.getfixturevalue(person))
    assert client.get(address).status_code == code
    assert client.post(address, {"act": "once"}).status_code == code
    assert client.post(f"{address}look/").status_code == code


def test_a_mapping_offers_what_its_reader_may_bring_in(login, alice):
    buyer = StaffFactory(role=StaffRole.BUYER)
    for user in (alice, buyer):
        client = login(user)
        ImportBatch.objects.all().delete()
        _, address = kept(client)
        offered = {option.value for option in client.get(address).context["map"].feeds}
        assert offered == {name for name in DATASETS if can_import(Actor(user=user), name)}
    assert "ledger" not in offered
