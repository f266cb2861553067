"""The directory: list, page, create and edit; both values on a stale save; rivals; query counts."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from portal.enums import PartnerRole, StaffRole
from portal.models import AuditEvent
from suppliers.actions import partners
from suppliers.enums import PartnerKind, PartnerStatus
from suppliers.models import Contact, Membership, Partner
from suppliers.registry import PartnerColumn, partner_columns
from tests.factories import (
    ContactFactory,
    LineFactory,
    OrderFactory,
    PartnerFactory,
    StaffFactory,
    promise,
    receipt,
)

TODAY = date(2026, 10, 6)
LIST = reverse("suppliers:partner_list")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 10, 6, 8, 40, tzinfo=UTC), tick=False):
        yield


def line_of(partner, due, **facts):
    line = LineFactory(order=OrderFactory(partner=partner, currency="EUR"), **facts)
    promise(line, due)
    return line


def page_of(partner):
    return reverse("suppliers:partner", args=[partner.public_id])


def edit_of(partner):
    return reverse("suppliers:partner_edit", args=[partner.public_id])


def typed(partner, **changes):
    """What the form posts for this partner."""
    given = {
        name: getattr(partner, name)
        for name in ("kind", "name", "code", "status", "segment", "city", "country", "version")
    }
    return {**given, "owner": partner.owner_id or "", **changes}


@pytest.fixture
def late_line(brandt):
    return line_of(brandt, TODAY - timedelta(days=4))


# --- the list -----------------------------------------------------------------------------------------------


def test_list_puts_partners_with_late_lines_first(login, alice, brandt, kestrel, late_line):
    brandt.name = "Zeta Castings"
    brandt.save()
    line_of(kestrel, TODAY + timedelta(days=4))
    text = login(alice).get(LIST).content.decode()
    assert "One of 2 partners has late lines" in text
    assert text.index("Zeta Castings") < text.index("Kestrel Forgings")
    assert "With late lines: 1" in text
    assert "Going well: 1" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=dealer", {"Carrow"}),
        ("status=on_hold", {"Carrow"}),
        ("segment=B", {"Brandt"}),
        ("country=SE", {"Brandt"}),
        ("lines=late", {"Brandt"}),
        ("q=maja", {"Brandt"}),
        ("q=maja@brandt.example", {"Brandt"}),
        ("q=leeds", {"Kestrel"}),
        ("q=KES", {"Kestrel"}),
        ("q=forgings+leeds", {"Kestrel"}),
        ("q=forgings+gävle", set()),
        ("kind=dealer&status=active", set()),
        ("kind=nonsense", {"Brandt", "Carrow", "Kestrel"}),
    ],
)
def test_filters(login, alice, query, found):
    brandt = PartnerFactory(name="Brandt", code="B1", segment="B", country="SE", city="Gävle", owner=alice)
    PartnerFactory(name="Kestrel", legal_name="Kestrel Forgings Ltd", code="KES", city="Leeds", country="GB")
    PartnerFactory(name="Carrow", code="C1", kind=PartnerKind.DEALER, status=PartnerStatus.ON_HOLD)
    ContactFactory(partner=brandt, name="Maja Lind", email="maja@brandt.example")
    ContactFactory(partner=brandt, name="Maja Berg")
    line_of(brandt, TODAY - timedelta(days=1))
    table = login(alice).get(f"{LIST}?{query}").context["table"]
    names = [row.record.name for row in table.rows]
    assert set(names) == found
    assert len(names) == len(found)


def test_mine_and_its_tab(login, alice, dana, brandt):
    PartnerFactory(owner=dana)
    page = login(alice).get(f"{LIST}?owner={alice.public_id}")
    assert [row.record.name for row in page.context["table"].rows] == ["Brandt Castings"]
    tabs = {tab.label: (tab.count, tab.current) for tab in page.context["tabs"]}
    assert tabs["Mine"] == (1, True)
    assert tabs["All"] == (2, False)


def test_a_filter_in_force_is_a_link_that_takes_it_away(login, alice, brandt):
    text = login(alice).get(f"{LIST}?kind=dealer&q=x&sort=-name").content.decode()
    assert "No partner fits" in text
    assert 'href="?q=x&amp;sort=-name"' in text


@pytest.mark.parametrize("descending", ["", "-"])
def test_every_column_sorts(login, alice, brandt, kestrel, late_line, descending):
    receipt(late_line, TODAY, accepted=1)
    client = login(alice)
    columns = [
        name
        for name, column in client.get(LIST).context["table"].base_columns.items()
        if column.orderable is not False
    ]
    assert {"name", "open_lines", "late_lines", "last_delivery", "owner"} <= set(columns)
    for name in columns:
        page = client.get(f"{LIST}?sort={descending}{name}&cols={name}")
        assert page.status_code == 200, name
        assert [heading.name for heading in page.context["table"].columns if heading.is_ordered] == [name]


def test_order_by_late_lines(login, alice, brandt, kestrel, late_line):
    rows = login(alice).get(f"{LIST}?sort=-late_lines").context["table"].rows
    assert [row.record.name for row in rows] == ["Brandt Castings", "Kestrel Forgings"]
    rows = login(alice).get(f"{LIST}?sort=late_lines").context["table"].rows
    assert [row.record.name for row in rows] == ["Kestrel Forgings", "Brandt Castings"]


def test_export_is_what_is_shown(login, alice, brandt, kestrel, late_line):
    PartnerFactory.create_batch(30, kind=PartnerKind.DEALER)
    client = login(alice)
    query = "kind=supplier&sort=-name&cols=code,late_lines"
    file = client.get(f"{LIST}?{query}&format=csv")
    assert file["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(file.getvalue().decode())))
    assert rows == [
        ["name", "code", "late_lines"],
        ["Kestrel Forgings", "KESTREL", "0"],
        ["Brandt Castings", "BRANDT", "1"],
    ]
    sheet = load_workbook(io.BytesIO(client.get(f"{LIST}?{query}&format=xlsx").getvalue())).active
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        ["name", "code", "late_lines"],
        ["Kestrel Forgings", "KESTREL", 0],
        ["Brandt Castings", "BRANDT", 1],
    ]
    everything = client.get(f"{LIST}?kind=dealer&format=csv").getvalue().decode()
    assert len(everything.splitlines()) == 31
    assert client.get(f"{LIST}?format=exe").status_code == 404


def test_export_never_runs_a_formula(login, alice):
    PartnerFactory(name='=cmd|"/c calc"!A1', code="+1")
    text = login(alice).get(f"{LIST}?format=csv&cols=code").getvalue().decode()
    assert "'=cmd" in text
    assert "'+1" in text


def test_a_column_of_an_upper_app(login, alice, brandt, kestrel, monkeypatch):
    asked = []

    def fill(actor, pks):
        asked.append(list(pks))
        return {brandt.pk: 82}

    from portal.tables import NumberColumn
    from suppliers import registry, tables

    column = PartnerColumn(
        "standing", lambda: NumberColumn("Standing", accessor="extra__standing"), fill, exceptions=True
    )
    monkeypatch.setattr(
        registry, "_partner_columns", {**{one.name: one for one in partner_columns()}, "standing": column}
    )
    tables.partner_table.cache_clear()
    try:
        client = login(alice)
        rows = client.get(f"{LIST}?sort=-standing&format=csv&cols=standing").getvalue().decode().split()
        assert rows == ["name,standing", "Brandt", "Castings,82", "Kestrel", "Forgings,"]
        assert [sorted(pks) for pks in asked] == [sorted([brandt.pk, kestrel.pk])]
        line_of(brandt, TODAY - timedelta(days=3))
        assert "Standing" in client.get("/home/").content.decode()
    finally:
        tables.partner_table.cache_clear()


def test_nothing_yet(login, alice):
    text = login(alice).get(LIST).content.decode()
    assert "Who do you work with?" in text
    assert "Add the first one" in text


@pytest.fixture
def asked():
    """How many statements an address costs once everything is warm."""

    def count(client, address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    return count


def test_list_asks_the_same_number_of_questions(login, alice, asked):
    def more(count):
        for number in range(count):
            partner = PartnerFactory(owner=alice, segment=str(number), country="SE")
            ContactFactory(partner=partner)
            receipt(line_of(partner, TODAY - timedelta(days=number)), TODAY, accepted=1)

    client = login(alice)
    more(1)
    few = asked(client, LIST)
    more(30)
    assert asked(client, LIST) == few


# --- one partner --------------------------------------------------------------------------------------------


def test_page_of_a_partner(login, alice, brandt, late_line):
    ContactFactory(partner=brandt, name="Maja Brandt", phone="+46 26 42")
    receipt(late_line, TODAY - timedelta(days=1), accepted=40)
    brandt.segment = "sentinel-segment"
    brandt.save()
    text = login(alice).get(page_of(brandt)).content.decode().replace("\xa0", " ")
    assert "4 days late" in text
    assert "Maja Brandt" in text
    assert 'href="tel:+462642"' in text
    assert "sentinel-segment" in text
    assert "What happened" in text


def test_lines_of_a_partner_by_tab(login, alice, brandt, late_line):
    done = line_of(brandt, TODAY - timedelta(days=9))
    receipt(done, TODAY - timedelta(days=9))
    line_of(brandt, TODAY + timedelta(days=9))
    client = login(alice)
    counts = {
        which: client.get(f"{page_of(brandt)}?lines={which}").context["table"].page.paginator.count
        for which in ("open", "late", "all", "nonsense")
    }
    assert counts == {"open": 2, "late": 1, "all": 3, "nonsense": 2}


def test_its_own_people_see_their_data_without_what_is_for_staff(login, bob, brandt, late_line):
    brandt.segment, brandt.lost_reason, brandt.city = "sentinel-segment", "sentinel-reason", "Gävle"
    brandt.save()
    late_line.standard_price = 987_654_321
    late_line.save()
    partners.edit(
        by=_staff_actor(), partner=brandt, version=brandt.version, changes={"city": "sentinel-city"}
    )
    client = login(bob)
    for url in (page_of(brandt), reverse("suppliers:partner_own")):
        text = client.get(url).content.decode()
        assert "Brandt Castings" in text
        assert "sentinel-segment" not in text
        assert "sentinel-reason" not in text
        assert "987" not in text
        assert "What happened" not in text
    text = client.get(reverse("suppliers:order_line", args=[late_line.public_id])).content.decode()
    assert "987" not in text


def _staff_actor():
    from portal.actors import system_actor

    return system_actor()


def test_page_asks_the_same_number_of_questions(login, alice, brandt, asked):
    def more(count):
        for number in range(count):
            ContactFactory(partner=brandt)
            receipt(line_of(brandt, TODAY - timedelta(days=number)), TODAY, accepted=1)
            partners.edit(
                by=_staff_actor(),
                partner=brandt,
                version=brandt.version,
                changes={"city": f"Town {number} of {count}"},
            )

    client = login(alice)
    more(1)
    few = asked(client, page_of(brandt))
    more(30)
    assert asked(client, page_of(brandt)) == few


# --- adding and changing ------------------------------------------------------------------------------------


def test_add_a_partner(login, alice):
    client = login(alice)
    answer = client.post(
        reverse("suppliers:partner_new"),
        {"kind": "agent", "name": "Mbeki", "code": " M1 ", "status": "prospect", "website": "mbeki.example"},
    )
    partner = Partner.objects.get(code="M1")
    assert answer.url == page_of(partner)
    assert (partner.kind, partner.status, partner.website) == ("agent", "prospect", "https://mbeki.example")
    event = AuditEvent.objects.get(verb="partner.created")
    assert (event.scope, event.actor_label) == (partner.public_id, "Alice Moreau")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"code": "kestrel"}, "code", "Another partner already has this code."),
        ({"code": ""}, "code", "This field is required."),
        ({"country": "XX"}, "country", "Select a valid choice"),
        ({"status": "prospect"}, "status", "cannot become"),
        ({"status": "lost"}, "lost_on", "Say on which day we lost them."),
        ({"status": "lost", "lost_on": "2026-10-01"}, "lost_reason", "Say why: it is how we learn."),
        ({"email": "no address"}, "email", "valid email"),
    ],
)
def test_errors_are_named_and_nothing_typed_is_lost(login, alice, brandt, kestrel, changes, field, words):
    answer = login(alice).post(edit_of(brandt), typed(brandt, city="Typed town", **changes))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert f'href="#id_{field}"' in text
    assert "Typed town" in text
    brandt.refresh_from_db()
    assert (brandt.city, brandt.version) == ("", 1)
    assert not AuditEvent.objects.filter(verb="partner.edited").exists()


def test_history_says_what_was_and_what_is(login, alice, brandt):
    client = login(alice)
    client.post(edit_of(brandt), typed(brandt, city="Gävle", status="on_hold"))
    brandt.refresh_from_db()
    assert (brandt.city, brandt.status, brandt.version, brandt.changed_by) == (
        "Gävle",
        "on_hold",
        2,
        "Alice Moreau",
    )
    event = AuditEvent.objects.get(verb="partner.edited")
    assert event.data == {"changes": {"city": ["", "Gävle"], "status": ["active", "on_hold"]}}
    happening = client.get(page_of(brandt)).context["history"][0]
    assert [(change.label, change.was, change.now) for change in happening.changes] == [
        ("Status", "Active", "On hold"),
        ("City", "nothing", "Gävle"),
    ]


def test_saving_the_same_changes_nothing(login, alice, brandt):
    login(alice).post(edit_of(brandt), typed(brandt))
    brandt.refresh_from_db()
    assert brandt.version == 1
    assert not AuditEvent.objects.filter(verb="partner.edited").exists()


def test_whoever_comes_back_is_lost_no_more(login, alice, brandt):
    brandt.status, brandt.lost_on, brandt.lost_reason = PartnerStatus.LOST, TODAY, "Price"
    brandt.save()
    login(alice).post(
        edit_of(brandt), typed(brandt, status="active", lost_on="2026-10-06", lost_reason="Price")
    )
    brandt.refresh_from_db()
    assert (brandt.status, brandt.lost_on, brandt.lost_reason) == ("active", None, "")


class TestTwoPeopleOneRow:
    def test_the_second_sees_both_values_and_who_was_faster(self, login, alice, dana, brandt, actor_of):
        opened = typed(brandt, city="Mine", segment="A")
        partners.edit(by=actor_of(dana), partner=brandt, version=1, changes={"city": "Theirs"})
        answer = login(alice).post(edit_of(brandt), opened)
        assert answer.status_code == 409
        conflict = answer.context["conflict"]
        assert conflict.who == "Dana Lund"
        assert {one.name: (one.theirs, one.mine) for one in conflict.differences} == {
            "city": ("Theirs", "Mine"),
            "segment": ("nothing", "A"),
        }
        brandt.refresh_from_db()
        assert (brandt.city, brandt.segment, brandt.version) == ("Theirs", "", 2)

    def test_then_each_field_is_chosen(self, login, alice, dana, brandt, actor_of):
        partners.edit(by=actor_of(dana), partner=brandt, version=1, changes={"city": "Theirs"})
        client = login(alice)
        shown = client.post(edit_of(brandt), typed(brandt, version=1, city="Mine", segment="A"))
        assert b'value="2"' in shown.content
        again = typed(brandt, version=2, city="Mine", segment="A") | {
            "keep-city": "theirs",
            "keep-segment": "mine",
        }
        assert client.post(edit_of(brandt), again).status_code == 302
        brandt.refresh_from_db()
        assert (brandt.city, brandt.segment, brandt.version) == ("Theirs", "A", 3)

    def test_without_a_version_nothing_is_overwritten(self, login, alice, brandt):
        given = typed(brandt, city="Mine")
        del given["version"]
        assert login(alice).post(edit_of(brandt), given).status_code == 409


# --- contacts -----------------------------------------------------------------------------------------------


def contact_url(name, contact):
    return reverse(f"suppliers:contact_{name}", args=[contact.public_id])


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_contacts_are_kept_by_both_sides(request, login, who, brandt, bob):
    client = login(request.getfixturevalue(who))
    new = reverse("suppliers:contact_new", args=[brandt.public_id])
    assert client.post(new, {"name": "Maja"}).status_code == 422
    assert client.post(new, {"name": "Maja", "phone": "+46 1"}).url == page_of(brandt)
    contact = Contact.objects.get()
    assert client.get(contact_url("edit", contact)).status_code == 200
    given = {"name": "Maja Lind", "phone": "+46 1", "version": 1}
    assert client.post(contact_url("edit", contact), given).status_code == 302
    assert client.post(contact_url("edit", contact), {**given, "name": "Stale"}).status_code == 409
    contact.refresh_from_db()
    assert contact.name == "Maja Lind"
    assert b"Remove Maja Lind" in client.get(contact_url("remove", contact)).content
    assert client.post(contact_url("remove", contact)).url == page_of(brandt)
    assert not Contact.objects.exists()
    verbs = AuditEvent.objects.filter(scope=brandt.public_id).order_by("pk").values_list("verb", "scope")
    assert list(verbs) == [
        ("contact.added", brandt.public_id),
        ("contact.edited", brandt.public_id),
        ("contact.removed", brandt.public_id),
    ]


def test_who_only_looks_changes_nothing(login, bob, brandt):
    Membership.objects.update(role=PartnerRole.VIEWER)
    contact = ContactFactory(partner=brandt, phone="1")
    client = login(bob)
    text = client.get(page_of(brandt)).content.decode()
    assert contact.name in text
    assert contact_url("edit", contact) not in text
    assert client.post(contact_url("remove", contact)).status_code == 403
    assert client.get(contact_url("edit", contact)).status_code == 403
    assert Contact.objects.count() == 1


# --- rivals -------------------------------------------------------------------------------------------------


def test_a_rival_finds_nothing(login, charlie, brandt, late_line):
    contact = ContactFactory(partner=brandt, name="Sentinel Contact", phone="1")
    client = login(charlie)
    for url in (
        page_of(brandt),
        f"{page_of(brandt)}?lines=all",
        edit_of(brandt),
        LIST,
        f"{LIST}?format=csv",
        f"{LIST}?format=xlsx",
        reverse("suppliers:partner_new"),
        reverse("suppliers:contact_new", args=[brandt.public_id]),
        contact_url("edit", contact),
        contact_url("remove", contact),
        reverse("suppliers:order_line", args=[late_line.public_id]),
    ):
        assert client.get(url).status_code == 404, url
    assert client.post(contact_url("remove", contact)).status_code == 404
    assert client.post(edit_of(brandt), typed(brandt, city="Hull")).status_code == 404
    for url in ("/home/", "/orders/", "/orders/?format=csv&state=all", reverse("suppliers:partner_own")):
        answer = client.get(url)
        body = answer.getvalue() if answer.streaming else answer.content
        assert answer.status_code == 200
        assert b"Brandt" not in body, url
        assert late_line.order.number.encode() not in body, url


@pytest.mark.parametrize("role", [StaffRole.EXECUTIVE, StaffRole.STAFF_VIEWER])
def test_readers_read_and_do_not_write(login, role, brandt):
    client = login(StaffFactory(role=role))
    assert client.get(LIST).status_code == 200
    text = client.get(page_of(brandt)).content.decode()
    assert edit_of(brandt) not in text
    assert client.get(edit_of(brandt)).status_code == 403
    assert client.post(edit_of(brandt), typed(brandt, city="X")).status_code == 403


def test_who_writes_pages_sees_no_partner(login, brandt):
    client = login(StaffFactory(role=StaffRole.CONTENT_EDITOR))
    for url in (LIST, page_of(brandt), "/orders/"):
        assert client.get(url).status_code == 403, url
    assert b"Brandt" not in client.get("/home/").content
