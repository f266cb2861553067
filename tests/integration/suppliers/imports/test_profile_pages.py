"""Profiles of one's own: written, versioned, compared, copied, retired; shipped ones stay as they are."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.actors import Actor
from portal.models import AuditEvent
from suppliers.actions import profiles
from suppliers.facts.profiles import UnknownProfile, find_profile, profile_choices, profile_of_batch, shipped
from suppliers.imports.profiles import parse_profile, profile_of
from suppliers.imports.toml import to_toml
from suppliers.models import ImportBatch, ImportProfile, ImportProfileVersion

pytestmark = pytest.mark.django_db
LIST = "/imports/profiles/"
TOML = """name = "sap"
title = "Open orders of SAP"
decimal = "comma"

[columns.orders]
partner_code = "LIFNR"
order_number = "EBELN"
line_number = "EBELP"
quantity = "MENGE"
requested_on = { column = "EINDT", dates = ["%d.%m.%Y"] }
"""


@pytest.fixture
def alices(login, alice):
    return login(alice)


@pytest.fixture
def sap(alice):
    return profiles.create(by=Actor(user=alice), profile=parse_profile(TOML.encode()))


def edit(client, text, version):
    return client.post(f"{LIST}sap/edit/", {"document": text, "version": version})


def test_the_list_names_the_shipped_and_ones_own_and_asks_as_often_for_three_as_for_one(alices, alice, sap):
    for number in range(2):
        ImportBatch.objects.create(profile="sap", file_name=f"{number}.csv", channel="page", created_by=alice)
    alices.get(LIST)  # what is cached for good is cached now
    with CaptureQueriesContext(
        connection,
    ) as one:
        text = alices.get(LIST).content.decode()
    assert "Open orders of SAP" in text
    assert "Alice Moreau" in text
    assert all(name in text for name in shipped())
    by = Actor(user=alice)
    for name in ("b", "c"):
        profiles.create(by=by, profile=parse_profile(TOML.replace('"sap"', f'"{name}"').encode()))
    with CaptureQueriesContext(connection) as three:
        alices.get(LIST)
    assert len(three) == len(one)


def test_a_page_shows_how_a_profile_reads(alices, sap):
    text = alices.get(f"{LIST}sap/").content.decode()
    assert "EINDT" in text
    assert "day.month.year" in text
    assert "manage.py import orders FILE --profile sap" in text
    shipped_page = alices.get(f"{LIST}usaid-scms/").content.decode()
    assert "always “confirm”" in shipped_page
    assert "Edit the document" not in shipped_page


def test_a_document_makes_the_next_version_and_two_can_be_compared(alices, alice, sap):
    assert edit(alices, TOML.replace("comma", "point"), 1).status_code == 302
    sap.refresh_from_db()
    assert (sap.version, find_profile("sap").decimal) == (2, "point")
    assert list(ImportProfileVersion.objects.values_list("version", flat=True)) == [2, 1]
    text = alices.get(f"{LIST}sap/?from=1&to=2").content.decode()
    assert '<del class="ac-was">comma</del>' in text
    assert '<ins class="ac-now">point</ins>' in text
    verbs = AuditEvent.objects.filter(object_type="suppliers.importprofile").values_list("verb", flat=True)
    assert set(verbs) == {"import_profile.created", "import_profile.saved"}


def test_saving_what_is_saved_already_makes_no_version(alices, sap):
    assert edit(alices, TOML, 1).status_code == 302
    assert ImportProfileVersion.objects.count() == 1


def test_a_second_person_is_shown_what_the_first_saved_and_keeps_what_they_typed(alices, sap):
    edit(alices, TOML.replace("comma", "point"), 1)
    answer = edit(alices, TOML.replace("MENGE", "BSTMG"), 1)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Alice Moreau saved this in the meantime." in text
    assert "BSTMG" in text
    assert "point" in text
    sap.refresh_from_db()
    assert sap.version == 2
    assert edit(alices, TOML.replace("MENGE", "BSTMG"), 2).status_code == 302


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "neither TOML nor JSON"),
        (TOML.replace("EBELP", "").replace('line_number = ""\n', ""), "nothing feeds line_number"),
        (TOML.replace("quantity", "quantum"), "unknown quantum"),
        (TOML.replace('"sap"', '"other"'), "A name does not change"),
    ],
)
def test_what_is_wrong_with_a_document_stands_beside_it(alices, sap, text, says):
    answer = edit(alices, text, 1)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    sap.refresh_from_db()
    assert sap.version == 1


def test_a_shipped_one_is_copied_not_changed(alices):
    assert alices.get(f"{LIST}usaid-scms/edit/").status_code == 404
    assert alices.post(f"{LIST}usaid-scms/retire/").status_code == 404
    text = alices.get(f"{LIST}new/?copy=usaid-scms").context["form"]["document"].value()
    assert 'name = "usaid-scms-2"' in text
    assert alices.post(f"{LIST}new/", {"document": text}).status_code == 302
    assert find_profile("usaid-scms-2").columns == find_profile("usaid-scms").columns
    again = alices.post(f"{LIST}new/", {"document": text})
    assert "There is a profile “usaid-scms-2” already" in again.content.decode()


@pytest.mark.parametrize("name", ["usaid-scms", "new"])
def test_a_name_that_is_taken_is_refused(alices, name):
    answer = alices.post(f"{LIST}new/", {"document": TOML.replace('"sap"', f'"{name}"')})
    assert answer.status_code == 422
    assert "comes with the product" in answer.content.decode()
    assert not ImportProfile.objects.exists()


def test_a_file_in_toml_or_json_becomes_a_profile(alices):
    file = SimpleUploadedFile("sap.toml", TOML.encode())
    assert alices.post(f"{LIST}new/", {"file": file}).status_code == 302
    assert find_profile("sap").title == "Open orders of SAP"
    bad = SimpleUploadedFile("sap.toml", b"\xff\xfe")
    assert "not in UTF-8" in alices.post(f"{LIST}new/", {"file": bad}).content.decode()


def test_the_download_reads_as_the_same_profile(alices, sap):
    file = alices.get(f"{LIST}sap/toml/")
    assert parse_profile(file.content) == find_profile("sap")
    assert 'filename="sap.toml"' in file["Content-Disposition"]
    edit(alices, TOML.replace("comma", "point"), 1)
    assert parse_profile(alices.get(f"{LIST}sap/toml/?version=1").content).decimal == "comma"
    assert b"# " in alices.get(f"{LIST}usaid-scms/toml/").content


def test_a_retired_one_is_offered_to_nobody_and_comes_back_when_it_is_saved(alices, sap):
    assert alices.post(f"{LIST}sap/retire/", {"version": 7}, follow=True).status_code == 200
    assert find_profile("sap")
    alices.post(f"{LIST}sap/retire/", {"version": 1})
    assert "sap" not in dict(profile_choices())
    with pytest.raises(UnknownProfile):
        find_profile("sap")
    assert "retired" in alices.get(LIST).content.decode()
    edit(alices, TOML, 2)
    assert find_profile("sap")


def test_a_batch_keeps_the_profile_it_came_with(sap, alices):
    batch = ImportBatch(profile="sap", profile_document=sap.document)
    edit(alices, TOML.replace("comma", "point"), 1)
    assert (profile_of_batch(batch).decimal, find_profile("sap").decimal) == ("comma", "point")


def test_a_sample_file_changes_a_profile_by_pointing(alices, sap, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    content = "LIFNR;EBELN;EBELP;MENGE;EINDT;WAERS\nL1;1;10;5,5;16.10.2026;EUR\n"
    answer = alices.post(f"{LIST}sap/map/", {"file": SimpleUploadedFile("a.csv", content.encode())})
    page = alices.get(answer.url)
    view = page.context["map"]
    assert view.draft.targets[0] == ("partner_code",)
    data = {f"c{index}": list(keys) for index, keys in view.draft.targets.items()}
    data |= {"c5": "orders.currency", "f4": "%d.%m.%Y", "decimal": "comma", "header_row": 1}
    data |= {"feeds": ["orders"], "fed": ["orders"], "encoding": "utf-8", "delimiter": ";"}
    data |= {"shape": page.context["shape"], "version": "1", "act": "version"}
    assert alices.post(answer.url, data).status_code == 302
    assert find_profile("sap").specs("orders")["currency"].column == "WAERS"
    assert find_profile("sap").title == "Open orders of SAP"
    assert ImportBatch.objects.get().profile == "sap"


@pytest.mark.parametrize(("person", "code"), [("bob", 404), ("erin", 403), ("dana", 200)])
def test_who_sees_them(request, login, alices, sap, person, code):
    client = login(request.getfixturevalue(person))
    for path in (LIST, f"{LIST}new/", f"{LIST}sap/", f"{LIST}sap/edit/", f"{LIST}sap/toml/"):
        assert client.get(path).status_code == code
    assert client.get(f"{LIST}nothing/").status_code == (404 if code == 200 else code)


def test_a_profile_that_looks_things_up_is_changed_as_a_document(alices, alice):
    text = 'file = "Lines.csv"\n' + TOML + '[[lookups]]\nfile = "Heads.csv"\nkey = "EBELN"\n'
    profiles.create(by=Actor(user=alice), profile=parse_profile(text.encode()))
    assert "Change it by pointing" not in alices.get(f"{LIST}sap/").content.decode()
    file = SimpleUploadedFile("a.csv", b"LIFNR;EBELN\n1;2\n")
    answer = alices.post(f"{LIST}sap/map/", {"file": file}, follow=True)
    assert "looks things up in further files" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_every_shipped_profile_comes_back_from_its_toml():
    for profile in shipped().values():
        assert parse_profile(to_toml(profile).encode()) == profile
        assert profile_of(parse_profile(to_toml(profile).encode()).model_dump(mode="json")) == profile
