"""Service programmes: offered by staff, joined and left by partners, and what they did."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.actions.saving import StaleSave
from portal.actors import Actor, system_actor
from portal.engine.scaled import SCALE
from portal.enums import PartnerRole, StaffRole
from portal.models import AuditEvent, JobRun
from suppliers.actions import programmes
from suppliers.actions.judging import judge_lines
from suppliers.enums import PartnerKind
from suppliers.facts.programmes import compared, is_judged
from suppliers.jobs_programmes import judge_programme
from suppliers.models import Enrolment, Exclusion, JudgingRule, ServiceProgramme
from tests.factories import (
    LineFactory,
    MembershipFactory,
    OrderFactory,
    PartnerFactory,
    StaffFactory,
    UserFactory,
    promise,
    receipt,
)

pytestmark = pytest.mark.django_db
JOINED = date(2026, 6, 1)
UNTIL = date(2026, 7, 1)
FACTS = {
    "name": "Ten days",
    "promise": "Castings in ten days.",
    "benefits": "Firm orders for a quarter\nPaid in 14 days",
    "categories": "castings",
    "lead_days": 10,
    "early_days": 3,
    "late_days": 1,
    "tolerance": Decimal(5),
}


@pytest.fixture
def manager(actor_of, alice):
    return actor_of(alice)


@pytest.fixture
def programme(manager):
    return programmes.offer(by=manager, facts=FACTS)


def ordered(partner, on, days, *, category="castings", late=0, quantity=70, unit="pcs"):
    """A line ordered on `on`, promised for `days` later, which came `late` days after that."""
    order = OrderFactory(partner=partner, ordered_on=on)
    due = on + timedelta(days=days)
    line = LineFactory(order=order, category=category, requested_on=due, quantity=quantity * SCALE, unit=unit)
    promise(line, due, at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC))
    receipt(line, due + timedelta(days=late))
    judge_lines(by=system_actor(), line_ids=[line.pk])
    return line


def enrolled(programme, partner, on=JOINED, left_on=None):
    return Enrolment.objects.create(
        programme=programme, partner=partner, joined_on=on, joined_by="Bob", left_on=left_on
    )


def figures(programme, enrolment, today=UNTIL):
    (one,) = compared(programme, [enrolment], today)
    return one.before, one.after, one


# Offering, joining, leaving


def test_offering_judges_by_its_rule_and_is_on_record(programme, alice):
    assert is_judged(programme)
    assert JudgingRule.objects.filter(key="3-1-5", is_ready=True).exists()
    event = AuditEvent.objects.get(verb="programme.offered")
    assert (event.actor_label, event.data["name"]) == ("Alice Moreau", "Ten days")


def test_much_is_judged_in_the_background(manager, brandt, monkeypatch):
    monkeypatch.setattr(programmes, "AT_ONCE", 1)
    for _ in range(2):
        ordered(brandt, JOINED, 8)
    programme = programmes.offer(by=manager, facts=FACTS)
    run = JobRun.objects.get()
    assert run.title == "Judging lines by the rule of “Ten days”"
    judge_programme(run, **run.args)
    assert is_judged(programme)


@pytest.mark.parametrize("role", [StaffRole.BUYER, StaffRole.EXECUTIVE, StaffRole.STAFF_VIEWER])
def test_only_managers_offer(role, actor_of):
    with pytest.raises(PermissionDenied):
        programmes.offer(by=actor_of(StaffFactory(role=role)), facts=FACTS)
    assert not ServiceProgramme.objects.exists()


def test_no_partner_offers(actor_of, bob):
    with pytest.raises(PermissionDenied):
        programmes.offer(by=actor_of(bob), facts=FACTS)


def test_the_second_of_two_editors_is_told(manager, programme):
    changes = {"lead_days": 12}
    assert programmes.edit(by=manager, programme=programme, version=1, changes=changes) == ["lead_days"]
    with pytest.raises(StaleSave):
        programmes.edit(by=manager, programme=programme, version=1, changes={"lead_days": 14})
    programme.refresh_from_db()
    assert (programme.lead_days, programme.version) == (12, 2)


def test_a_new_window_is_judged_as_well(manager, programme, brandt):
    ordered(brandt, JOINED, 8)
    programmes.edit(by=manager, programme=programme, version=1, changes={"late_days": 4})
    assert JudgingRule.objects.filter(key="3-4-5", is_ready=True).exists()


def test_join_is_once_however_often_it_is_clicked(programme, actor_of, bob, brandt):
    first = programmes.join(by=actor_of(bob), programme=programme, on=JOINED)
    again = programmes.join(by=actor_of(bob), programme=programme, on=UNTIL)
    assert (again.pk, again.joined_on, again.joined_by) == (first.pk, JOINED, "Bob Brandt")
    event = AuditEvent.objects.get(verb="programme.joined")
    assert event.scope == brandt.public_id
    with pytest.raises(IntegrityError), transaction.atomic():
        enrolled(programme, brandt)


def test_leave_and_join_again(programme, actor_of, bob):
    by = actor_of(bob)
    programmes.join(by=by, programme=programme, on=JOINED)
    left = programmes.leave(by=by, programme=programme, on=UNTIL)
    assert (left.left_on, left.left_by) == (UNTIL, "Bob Brandt")
    assert programmes.leave(by=by, programme=programme) is None
    assert programmes.join(by=by, programme=programme, on=UNTIL).pk != left.pk
    assert Enrolment.objects.count() == 2


def test_who_only_looks_does_not_join(programme, brandt, actor_of):
    viewer = UserFactory()
    MembershipFactory(user=viewer, partner=brandt, role=PartnerRole.VIEWER)
    with pytest.raises(PermissionDenied):
        programmes.join(by=actor_of(viewer), programme=programme)
    with pytest.raises(PermissionDenied):
        programmes.leave(by=actor_of(viewer), programme=programme)


def test_staff_join_for_nobody(programme, manager):
    with pytest.raises(PermissionDenied):
        programmes.join(by=manager, programme=programme)


@pytest.mark.parametrize("change", [{"is_offered": False}, {"kind": PartnerKind.AGENT}])
def test_what_is_not_offered_takes_nobody(programme, manager, actor_of, bob, change):
    programmes.edit(by=manager, programme=programme, version=1, changes=change)
    with pytest.raises(programmes.NotOffered):
        programmes.join(by=actor_of(bob), programme=programme)


def test_who_is_in_it_stays_when_it_closes(programme, manager, actor_of, bob):
    by = actor_of(bob)
    programmes.join(by=by, programme=programme)
    programmes.edit(by=manager, programme=programme, version=1, changes={"is_offered": False})
    assert ServiceProgramme.objects.for_actor(by).get() == programme
    assert programmes.join(by=by, programme=programme).left_on is None


def test_a_partner_sees_what_is_offered_to_its_kind(programme, manager, actor_of, bob, charlie, brandt):
    programmes.offer(by=manager, facts={**FACTS, "name": "For agents", "kind": PartnerKind.AGENT})
    closed = programmes.offer(by=manager, facts={**FACTS, "name": "Closed", "is_offered": False})
    enrolled(closed, brandt)
    names = {one.name for one in ServiceProgramme.objects.for_actor(actor_of(bob))}
    assert names == {"Ten days", "Closed"}
    assert {one.name for one in ServiceProgramme.objects.for_actor(actor_of(charlie))} == {"Ten days"}
    assert not ServiceProgramme.objects.for_actor(Actor()).exists()


# What it did


def test_before_and_after(programme, brandt):
    for day, late in ((2, 4), (6, 0), (10, 8), (15, 0)):  # of May
        ordered(brandt, date(2026, 5, day), 8, late=late)
    for day, late in ((2, 0), (9, 2), (16, 0), (20, 0)):  # of June
        ordered(brandt, date(2026, 6, day), 6, late=late)
    before, after, one = figures(programme, enrolled(programme, brandt))
    assert (before.lead, before.lead_n) == (11, 4)
    assert (after.lead, after.lead_n) == (Decimal("6.5"), 4)
    assert (before.within, after.within) == (2, 4)
    assert (before.otif, before.otif_n) == (Decimal("0.5"), 4)
    assert (after.otif, after.otif_n) == (Decimal("0.75"), 4)  # two days late is outside its window
    assert (before.waited, after.waited) == (3, Decimal("0.5"))
    assert one.demand.weeks == 8
    assert after.stock < before.stock


def test_only_its_categories_count(programme, brandt):
    ordered(brandt, JOINED, 8)
    ordered(brandt, JOINED, 8, category="gaskets")
    assert figures(programme, enrolled(programme, brandt))[1].lead_n == 1


def test_without_categories_all_count(manager, brandt):
    programme = programmes.offer(by=manager, facts={**FACTS, "categories": " \n"})
    ordered(brandt, JOINED, 8)
    ordered(brandt, JOINED, 8, category="gaskets")
    assert figures(programme, enrolled(programme, brandt))[1].lead_n == 2


def test_what_was_ordered_before_joining_is_before(programme, brandt):
    ordered(brandt, JOINED - timedelta(days=1), 8)
    ordered(brandt, JOINED, 8)
    before, after, _one = figures(programme, enrolled(programme, brandt))
    assert (before.lead_n, after.lead_n) == (0, 1)  # the line of 31 May was not complete on that day
    assert before.lead is None


def test_after_leaving_nothing_counts_any_more(programme, brandt):
    ordered(brandt, date(2026, 6, 2), 6)
    ordered(brandt, date(2026, 6, 20), 6)
    left = enrolled(programme, brandt, left_on=date(2026, 6, 15))
    assert figures(programme, left)[1].lead_n == 1


def test_excused_lines_are_out(programme, brandt, alice):
    line = ordered(brandt, date(2026, 6, 2), 6)
    Exclusion.objects.create(line=line, partner=brandt, reason="strike", approved_by=alice)
    _before, after, _one = figures(programme, enrolled(programme, brandt))
    assert (after.lead_n, after.otif_n, after.waited_n) == (0, 0, 0)


def test_several_units_have_no_stock(programme, brandt):
    for unit in ("pcs", "kg"):
        for day in (2, 4):
            ordered(brandt, date(2026, 6, day), 6, unit=unit)
    _before, after, one = figures(programme, enrolled(programme, brandt))
    assert (one.demand, after.stock) == (None, None)
    assert after.lead == 6


def test_no_data_is_no_data(programme, brandt):
    before, after, one = figures(programme, enrolled(programme, brandt))
    assert (before.lead, after.lead, after.otif, after.waited, after.stock, one.demand) == (None,) * 6


def test_the_lines_of_others_do_not_count(programme, brandt, kestrel):
    ordered(kestrel, date(2026, 6, 2), 6)
    assert figures(programme, enrolled(programme, brandt))[1].lead_n == 0


@pytest.mark.parametrize("many", [1, 3])
def test_three_queries_for_any_number_of_partners(programme, many, django_assert_num_queries):
    inside = []
    for _ in range(many):
        partner = PartnerFactory()
        ordered(partner, date(2026, 6, 2), 6)
        inside.append(enrolled(programme, partner))
    with django_assert_num_queries(3):
        found = compared(programme, inside, UNTIL)
    assert [one.after.lead_n for one in found] == [1] * many


# Pages


def text_of(response):
    return response.content.decode()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def busy(programme, brandt, kestrel, today):
    """Brandt is in it for four weeks, with orders on both sides; Kestrel too, with a word of its own."""
    for days in (50, 43, 36, 30):
        ordered(brandt, today - timedelta(days=days), 7, late=3)
    for days in (27, 20, 15, 13):
        ordered(brandt, today - timedelta(days=days), 6)
    enrolled(programme, brandt, on=today - timedelta(days=28))
    enrolled(programme, kestrel, on=today - timedelta(days=28))
    return programme


def test_a_partner_is_offered_and_joins_with_one_click(login, bob, programme, brandt):
    client = login(bob)
    page = text_of(client.get("/programmes/"))
    assert "offers you one programme" in page
    assert "Join Ten days" in page
    assert "Paid in 14 days" in page
    response = client.post(f"/programmes/{programme.public_id}/join/", follow=True)
    assert "Lines ordered from today on are in it" in text_of(response)
    assert Enrolment.objects.get().partner == brandt
    assert "Leave the programme" in text_of(response)
    response = client.post(f"/programmes/{programme.public_id}/leave/", follow=True)
    assert "You have left" in text_of(response)
    assert Enrolment.objects.get().left_on is not None


def test_the_page_says_what_it_did(login, bob, busy):
    page = text_of(login(bob).get(f"/programmes/{busy.public_id}/"))
    assert "days faster than before" in page
    assert "released" in page
    assert "4 lines" in page
    assert "Kestrel" not in page


def test_who_is_not_in_it_sees_how_it_would_stand(login, bob, programme, brandt, today):
    ordered(brandt, today - timedelta(days=30), 7)
    page = text_of(login(bob).get(f"/programmes/{programme.public_id}/"))
    assert "How you stand by its rule today" in page
    assert "Last half year" in page


def test_staff_see_all_in_it_and_open_one(login, alice, busy, brandt):
    client = login(alice)
    page = text_of(client.get(f"/programmes/{busy.public_id}/"))
    assert "Brandt Castings" in page
    assert "Kestrel Forgings" in page
    assert "Choose a partner above" in page
    page = text_of(client.get(f"/programmes/{busy.public_id}/?partner={brandt.public_id}"))
    assert "Brandt Castings: " in page.replace("\n", "")
    assert "days faster than before" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_partners_in_it_as_a_file(login, alice, busy, kind):
    response = login(alice).get(f"/programmes/{busy.public_id}/?format={kind}")
    content = b"".join(response.streaming_content)
    assert response["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        assert "Brandt Castings" in content.decode("utf-8-sig")


def test_a_partner_exports_its_own_list(login, bob, busy):
    content = b"".join(login(bob).get("/programmes/?format=csv").streaming_content).decode("utf-8-sig")
    assert "Ten days" in content
    assert "Kestrel" not in content


def test_no_programme_says_what_that_means(login, bob, alice):
    assert "No programme is offered to you now" in text_of(login(bob).get("/programmes/"))
    assert "Offer the first one" in text_of(login(alice).get("/programmes/"))


def test_nobody_in_it_yet(login, alice, programme):
    assert "Nobody has joined yet" in text_of(login(alice).get(f"/programmes/{programme.public_id}/"))


def test_offer_on_the_page(login, alice):
    data = {**FACTS, "kind": "", "is_offered": "on", "tolerance": "5"}
    response = login(alice).post("/programmes/new/", data)
    programme = ServiceProgramme.objects.get()
    assert response.url == f"/programmes/{programme.public_id}/"
    assert (programme.lead_days, programme.early_days, programme.is_offered) == (10, 3, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [("lead_days", "0"), ("lead_days", "400"), ("late_days", "-1"), ("tolerance", "101"), ("benefits", "")],
)
def test_what_cannot_be_meant_is_refused_and_kept(login, alice, field, value):
    data = {**FACTS, "kind": "", "tolerance": "5", field: value}
    response = login(alice).post("/programmes/new/", data)
    assert response.status_code == 422
    assert "Firm orders" in text_of(response) or field == "benefits"
    assert not ServiceProgramme.objects.exists()


def test_a_stale_edit_shows_both_values(login, alice, dana, programme, actor_of):
    programmes.edit(by=actor_of(dana), programme=programme, version=1, changes={"lead_days": 12})
    data = {**FACTS, "kind": "", "is_offered": "on", "lead_days": "14", "version": "1"}
    response = login(alice).post(f"/programmes/{programme.public_id}/edit/", data)
    assert response.status_code == 409
    page = text_of(response)
    assert "Dana Lund" in page
    assert "12" in page
    assert "14" in page
    programme.refresh_from_db()
    assert programme.lead_days == 12


def test_the_list_costs_the_same_however_long(login, alice, manager):
    client = login(alice)
    asked = []
    for number in range(3):
        programmes.offer(by=manager, facts={**FACTS, "name": f"P{number}"})
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/programmes/").status_code == 200
        asked.append(len(captured))
    assert asked[1] == asked[2]


@pytest.mark.parametrize("sort", ["partner", "-joined_on", "lead_after", "otif_after", "-released"])
def test_every_column_of_partners_sorts(login, alice, busy, sort):
    assert login(alice).get(f"/programmes/{busy.public_id}/?sort={sort}").status_code == 200
