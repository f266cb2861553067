"""Calendars at a secret address: one's own promised days, for nobody else, until they are taken back."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.test import Client

from portal.enums import PartnerRole, StaffRole
from portal.models import AuditEvent
from suppliers.models import CalendarFeed, Membership
from tests.factories import LineFactory, MembershipFactory, OrderFactory, StaffFactory, promise, receipt
from tests.integration.suppliers.mail.conftest import NOW
from tests.unit.portal.engine.test_icalendar import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised(lines, kestrel):
    """Two of Brandt's lines are promised, one is not; a rival has promised one too."""
    promise(lines[0], date(2026, 11, 5))
    promise(lines[1], date(2026, 11, 6))
    rival = LineFactory(order=OrderFactory(partner=kestrel, number="77001"), item_code="RIVAL-1")
    promise(rival, date(2026, 11, 7))
    return lines


@pytest.fixture
def feed(login):
    """`feed(user)`: the path of a new calendar of this person."""

    def make(user, partner=None):
        response = login(user, partner).post("/account/calendar/")
        assert response.status_code == 200
        return response.context["address"].removeprefix("http://localhost:8000")

    return make


def events(path, client=None):
    response = (client or Client()).get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return read(response.content)


def test_a_partner_s_person_reads_what_they_promised_and_nobody_else_s(promised, bob, feed):
    found = events(feed(bob))
    assert [event["DTSTART;VALUE=DATE"] for event in found] == ["20261105", "20261106"]
    assert [event["SUMMARY"] for event in found] == [
        "100\u00a0pcs · PH-40 · 4500121-10",
        "100\u00a0pcs · PH-40 · 4500121-20",
    ]
    assert found[0]["UID"] == f"{promised[0].public_id}-1@localhost:8000"
    assert found[0]["URL"] == f"http://localhost:8000/orders/{promised[0].public_id}/"


def test_a_buyer_reads_those_of_the_partners_they_look_after(promised, alice, feed):
    other = StaffFactory(role=StaffRole.BUYER)
    assert {event["SUMMARY"].split(" · ")[0] for event in events(feed(alice))} == {
        "Brandt Castings",
        "Kestrel Forgings",
    }
    assert events(feed(other)) == []


def test_a_person_of_two_rivals_has_a_calendar_for_each(promised, both, brandt, kestrel, feed):
    ours, theirs = feed(both, brandt), feed(both, kestrel)
    assert {event["SUMMARY"].split(" · ")[1] for event in events(ours)} == {"PH-40"}
    assert {event["SUMMARY"].split(" · ")[1] for event in events(theirs)} == {"RIVAL-1"}


def test_no_field_of_staff_and_no_price_is_in_it(promised, bob, alice, brandt, feed):
    brandt.segment = "SEGMENT-A"
    brandt.save()
    promised[0].unit_price, promised[0].standard_price = 123_456_789, 987_654_321
    promised[0].save()
    for user in (bob, alice):
        body = Client().get(feed(user)).content.decode()
        for word in ("SEGMENT", "123", "987", "alice@"):
            assert word not in body.replace("4500121", ""), word


def test_a_part_keeps_its_uid_and_its_sequence_grows(promised, bob, feed):
    path = feed(bob)
    first = events(path)[0]
    promise(promised[0], date(2026, 11, 25), at=NOW - timedelta(days=1))
    moved = next(event for event in events(path) if event["UID"] == first["UID"])
    assert moved["DTSTART;VALUE=DATE"] == "20261125"
    assert int(moved["SEQUENCE"]) > int(first["SEQUENCE"])
    receipt(promised[0], date(2026, 10, 19), accepted=40)
    fewer = next(event for event in events(path) if event["UID"] == first["UID"])
    assert fewer["SUMMARY"].startswith("60\u00a0pcs")
    assert int(fewer["SEQUENCE"]) > int(moved["SEQUENCE"])


def test_what_came_is_gone(promised, bob, feed):
    path = feed(bob)
    receipt(promised[0], date(2026, 10, 19))
    assert len(events(path)) == 1


def test_nothing_new_is_answered_with_304(promised, bob, feed, at_noon):
    path, client = feed(bob), Client()
    etag = client.get(path)["ETag"]
    at_noon.move_to(NOW + timedelta(minutes=5))
    again = client.get(path, HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, again.content) == (304, b"")
    promise(promised[2], date(2026, 11, 9))
    assert client.get(path, HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_reading_writes_when_it_was_read_once_an_hour_and_nothing_else(promised, bob, feed, at_noon):
    path, client = feed(bob), Client()

    def rest():
        return {
            model._meta.label: sorted(model.objects.order_by().values_list(), key=repr)
            for model in apps.get_models()
            if model not in (CalendarFeed,)
        }

    before = rest()
    client.get(path)
    client.head(path)
    assert rest() == before
    at_noon.move_to(NOW + timedelta(minutes=59))
    client.get(path)
    assert CalendarFeed.objects.get().last_used_at == NOW
    at_noon.move_to(NOW + timedelta(minutes=61))
    client.get(path)
    assert CalendarFeed.objects.get().last_used_at == NOW + timedelta(minutes=61)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(promised, bob, feed, method):
    assert getattr(Client(), method)(feed(bob)).status_code == 405


def test_unknown_ones_say_nothing(promised, bob, feed):
    path = feed(bob)
    for wrong in ("/calendar/x.ics", "/calendar/a.b.ics", path.replace(".ics", "x.ics"), path[:-10] + ".ics"):
        response = Client().get(wrong)
        assert response.status_code == 404
        assert b"VEVENT" not in response.content


@pytest.mark.parametrize("how", ["revoked", "removed", "shut out", "became staff"])
def test_it_is_dead_when_the_person_loses_access(promised, bob, carol, login, feed, how):
    MembershipFactory(partner=promised[0].partner, role=PartnerRole.ADMIN)
    path = feed(bob)
    if how == "revoked":
        feed_id = CalendarFeed.objects.get().public_id
        assert login(bob).post(f"/account/calendar/{feed_id}/revoke/").status_code == 302
        assert AuditEvent.objects.filter(verb="feed.revoked").count() == 1
    elif how == "removed":
        Membership.objects.filter(user=bob).delete()
    else:
        bob.is_active, bob.role = how != "shut out", "buyer" if how == "became staff" else ""
        bob.save()
    response = Client().get(path)
    assert response.status_code == 410
    assert b"VEVENT" not in response.content


def test_a_buyer_who_only_writes_pages_now_reads_nothing(promised, alice, feed):
    path = feed(alice)
    alice.role = StaffRole.CONTENT_EDITOR
    alice.save()
    assert Client().get(path).status_code == 410


def test_nobody_takes_back_another_s(promised, bob, carol, charlie, alice, login, feed):
    feed(bob)
    kept = CalendarFeed.objects.get()
    for user in (carol, charlie, alice):
        assert login(user).post(f"/account/calendar/{kept.public_id}/revoke/").status_code == 404
    kept.refresh_from_db()
    assert kept.revoked_at is None


def test_the_address_is_shown_once_and_only_its_hash_is_kept(bob, promised, feed, login):
    secret = feed(bob).removeprefix("/calendar/").removesuffix(".ics")
    assert secret not in login(bob).get("/account/calendar/").content.decode()
    assert secret not in repr(list(CalendarFeed.objects.values_list()))
    assert secret not in repr(list(AuditEvent.objects.values_list()))


def test_there_are_only_a_few_each(bob, promised, login):
    for _ in range(5):
        assert login(bob).post("/account/calendar/").status_code == 200
    assert login(bob).post("/account/calendar/").status_code == 302
    assert CalendarFeed.objects.count() == 5


def test_only_so_often(promised, bob, feed):
    path, client = feed(bob), Client()
    assert {client.get(path).status_code for _ in range(60)} == {200}
    assert client.get(path).status_code == 429


def test_many_lines_cost_no_more_statements_than_two(promised, bob, feed, django_assert_max_num_queries):
    path, client = feed(bob), Client()
    client.get(path)
    with django_assert_max_num_queries(10) as few:
        client.get(path)
    for n in range(30):
        promise(LineFactory(order=promised[0].order, number=str(1000 + n)), date(2026, 11, 8))
    with django_assert_max_num_queries(len(few)):
        assert client.get(path).content.count(b"BEGIN:VEVENT") == 32
