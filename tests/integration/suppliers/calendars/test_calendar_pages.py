"""Working calendars: read by staff, kept by managers, never lost; what a change does is said before."""

from datetime import date

import pytest

from portal.models import AuditEvent
from scorecards.models import TemplateLine, TemplateVersion
from suppliers.models import Calendar
from tests.factories import LineFactory, OrderFactory, StaffFactory

pytestmark = pytest.mark.django_db


def typed(**more):
    return {"name": "Hamburg", "sites": "Hamburg", "weekend": ["5", "6"], "holidays": "2026-12-25", **more}


def words(response):
    return response.getvalue().decode().replace("\u00a0", " ")


def test_a_calendar_is_added_with_days_and_ranges(login, alice):
    client = login(alice)
    assert "No calendar yet" in words(client.get("/calendars/"))
    given = typed(sites="Hamburg\nhamburg\nAltona", holidays="2026-12-24 to 2026-12-26\n\n2026-05-01")
    page = client.post("/calendars/new/", given, follow=True)
    one = Calendar.objects.get()
    assert one.site_list == ["Hamburg", "Altona"]
    assert one.holidays == ["2026-05-01", "2026-12-24", "2026-12-25", "2026-12-26"]
    assert one.weekend == [5, 6]
    assert "Windows in working days count by it from now on." in words(page)
    assert "24 Dec 2026 – 26 Dec 2026" in words(page)
    listed = words(client.get("/calendars/"))
    assert "Hamburg, Altona" in listed
    assert "Saturday, Sunday" in listed
    assert AuditEvent.objects.get(verb="calendar.created").data["sites"] == ["Hamburg", "Altona"]


def test_the_file_of_the_list(login, alice):
    Calendar.objects.create(name="Gulf", sites="Dubai\nDoha", weekend=[4, 5], holidays=["2099-01-01"])
    lines = words(login(alice).get("/calendars/?format=csv")).lstrip("\ufeff").splitlines()
    assert lines[1].split(",")[:2] == ["Gulf", "Dubai; Doha"]
    assert lines[1].endswith("1,2099-01-01")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": " "}, "This field is required."),
        ({"name": "GULF"}, "Another calendar has this name."),
        ({"sites": "Berlin\ndubai"}, "dubai is in the calendar “Gulf” already"),
        ({"sites": ""}, "“Rest” is the calendar of all other sites already"),
        ({"weekend": list("0123456")}, "A week needs a working day."),
        ({"weekend": ["7"]}, "Select a valid choice."),
        ({"holidays": "2026-12-25\nEaster"}, "Line 2, “Easter”: write a day as 2026-12-25."),
        ({"holidays": "2026-12-25 to 2026-12-24"}, "the last day is before the first"),
        ({"holidays": "2026-01-01 to 2026-12-31"}, "a range has at most 92 days"),
        ({"holidays": "1066-10-14"}, "Holidays lie between 1970 and 2199."),
        ({"holidays": "\n".join("x" * 9)}, "And 4 lines more."),
    ],
)
def test_what_cannot_be_is_explained_and_kept(login, alice, given, told):
    Calendar.objects.create(name="Gulf", sites="Dubai")
    Calendar.objects.create(name="Rest")
    page = login(alice).post("/calendars/new/", typed(**given))
    assert page.status_code == 422
    assert told in words(page)
    assert given.get("holidays", "2026-12-25").split("\n")[-1] in words(page)
    assert Calendar.objects.count() == 2


def test_a_site_is_picked_from_those_we_know(login, alice, brandt):
    for site in ("Hamburg", "hamburg ", "Altona", ""):
        LineFactory(order=OrderFactory(partner=brandt), ship_to=site)
    client = login(alice)
    offered = words(client.get("/calendars/new/"))
    assert offered.count("<option value=") == 2
    client.post("/calendars/new/", typed(one_more="Altona"))
    assert Calendar.objects.get().site_list == ["Hamburg", "Altona"]


def test_a_stale_save_shows_both_values(login, alice, dana):
    one = Calendar.objects.create(name="Hamburg", sites="Hamburg", weekend=[5, 6])
    address = f"/calendars/{one.public_id}/edit/"
    login(dana).post(address, typed(version=1, weekend=["6"], holidays=""))
    page = login(alice).post(address, typed(version=1, weekend=["4", "5"], holidays="2026-12-25"))
    assert page.status_code == 409
    assert "Dana Lund" in words(page)
    assert "Friday, Saturday" in words(page)
    one.refresh_from_db()
    assert (one.weekend, one.holidays) == ([6], [])
    again = typed(version=2, weekend=["4", "5"], holidays="2026-12-25")
    login(alice).post(address, {**again, "keep-weekend": "theirs", "keep-holidays": "mine"})
    one.refresh_from_db()
    assert (one.weekend, one.holidays, one.version) == ([6], ["2026-12-25"], 3)


def test_what_counts_by_it_and_what_a_change_does(login, alice, brandt):
    one = Calendar.objects.create(name="Hamburg", sites="Hamburg")
    rest = Calendar.objects.create(name="Rest")
    for site in ("HAMBURG", "Bergen", "Bergen"):
        LineFactory(order=OrderFactory(partner=brandt), ship_to=site)
    client = login(alice)
    page = words(client.get(f"/calendars/{one.public_id}/"))
    assert "No scorecard template in use counts in working days yet." in page
    assert "1 open order line is on its way to these sites." in page
    assert "2 open order lines are on their way" in words(client.get(f"/calendars/{rest.public_id}/"))
    version = TemplateVersion.objects.get()
    TemplateLine.objects.filter(version=version, kpi="otif_lines").update(days="working")
    assert "Counts in working days: Delivery essentials." in words(client.get(f"/calendars/{one.public_id}/"))
    assert "become a new revision" in words(client.get(f"/calendars/{one.public_id}/edit/"))


def test_removing_asks_first(login, alice):
    one = Calendar.objects.create(name="Hamburg", sites="Hamburg", holidays=["2026-12-25"])
    client = login(alice)
    assert "Remove the calendar Hamburg?" in words(client.get(f"/calendars/{one.public_id}/remove/"))
    page = client.post(f"/calendars/{one.public_id}/remove/", follow=True)
    assert "Removed: Hamburg. The history keeps its days." in words(page)
    assert not Calendar.objects.exists()
    assert AuditEvent.objects.get(verb="calendar.removed").data["holidays"] == ["2026-12-25"]


def test_the_list_asks_no_more_for_more_rows(login, alice, django_assert_num_queries):
    client = login(alice)
    client.get("/calendars/")
    counts = []
    for number in range(3):
        Calendar.objects.create(name=f"Calendar {number}", sites=f"Site {number}")
        if number != 1:
            with django_assert_num_queries(counts[0] if counts else 5, exact=False) as asked:
                client.get("/calendars/")
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_those_who_look_do_not_change(login):
    viewer = StaffFactory(role="staff_viewer")
    one = Calendar.objects.create(name="Hamburg", sites="Hamburg")
    client = login(viewer)
    page = words(client.get(f"/calendars/{one.public_id}/"))
    assert "Remove…" not in page
    assert client.get(f"/calendars/{one.public_id}/edit/").status_code == 403
    assert client.post(f"/calendars/{one.public_id}/remove/").status_code == 403


# Through the API


def sent(client, method, address, data, **headers):
    return getattr(client, method)(address, data, content_type="application/json", headers=headers)


def test_added_read_and_changed_through_the_api(login, alice):
    client = login(alice)
    given = {
        "name": "Gulf",
        "sites": ["Dubai"],
        "weekend": ["saturday", "friday"],
        "holidays": ["2026-12-02"],
    }
    made = sent(client, "post", "/api/v1/calendars/", given)
    assert made.status_code == 201, made.json()
    assert made.json() | {"public_id": ""} == {
        "public_id": "",
        "name": "Gulf",
        "sites": ["Dubai"],
        "weekend": ["friday", "saturday"],
        "holidays": ["2026-12-02"],
    }
    assert client.get(made["Location"]).json() == made.json()
    address = f"/api/v1/calendars/{made.json()['public_id']}/"
    assert client.get(address, headers={"If-None-Match": made["ETag"]}).status_code == 304
    change = {"holidays": ["2026-12-03", "2026-12-02"]}
    assert sent(client, "patch", address, change).status_code == 428
    changed = sent(client, "patch", address, change, **{"If-Match": made["ETag"]})
    assert changed.json()["holidays"] == ["2026-12-02", "2026-12-03"]
    assert sent(client, "patch", address, change, **{"If-Match": made["ETag"]}).status_code == 412
    assert [one["name"] for one in client.get("/api/v1/calendars/").json()["results"]] == ["Gulf"]
    assert Calendar.objects.get().working.is_working(date(2026, 12, 6))


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "Gulf"}, "name"),
        ({"name": "Oslo", "sites": "Oslo"}, "sites"),
        ({"name": "Oslo", "sites": ["dubai"]}, "sites"),
        ({"name": "Oslo", "sites": ["A\nB"]}, "sites"),
        ({"name": "Oslo", "sites": []}, "sites"),
        ({"name": "Oslo", "weekend": ["domingo"]}, "weekend"),
        ({"name": "Oslo", "sites": ["Oslo"], "weekend": ["monday"] * 9}, "weekend"),
        ({"name": "Oslo", "holidays": ["25.12.2026"]}, "holidays"),
        ({"name": "Oslo", "sites": ["Oslo"], "holidays": ["1066-10-14"]}, "holidays"),
        ({"name": "Oslo", "closed": True}, "closed"),
    ],
)
def test_what_the_api_refuses_by_its_name(login, alice, given, column):
    Calendar.objects.create(name="Gulf", sites="Dubai")
    Calendar.objects.create(name="Rest")
    answer = sent(login(alice), "post", "/api/v1/calendars/", given)
    assert answer.status_code == 400
    assert [error["column"] for error in answer.json()["errors"]] == [column]
    assert Calendar.objects.count() == 2
