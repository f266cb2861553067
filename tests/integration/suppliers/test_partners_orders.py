"""Order lines and the first screens: states, filters, exports, heads, query counts."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.engine.scaled import SCALE
from portal.enums import StaffRole
from suppliers import registry
from suppliers.enums import LineState, LineStatus, PromiseEvent
from suppliers.facts.standing import with_state
from suppliers.models import OrderLine
from suppliers.presenters.home_partner import partner_day
from suppliers.presenters.home_staff import staff_day
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
NOW = datetime(2026, 10, 6, 6, 40, tzinfo=UTC)
LINES = reverse("suppliers:order_list")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def day(offset):
    return TODAY + timedelta(days=offset)


def line_of(partner, asked, **facts):
    return LineFactory(order=OrderFactory(partner=partner, currency="EUR"), requested_on=day(asked), **facts)


def at(days):
    return NOW - timedelta(days=days)


# What was said and what came, and where the line then stands.
STORIES = {
    "late": lambda line: promise(line, day(-1)),
    "late without a word": lambda line: None,
    "due today": lambda line: promise(line, day(0)),
    "to confirm": lambda line: None,
    "proposed": lambda line: (
        promise(line, day(3), at=at(9)),
        promise(line, day(8), event="propose", at=at(1)),
    ),
    "changed": lambda line: (
        promise(line, day(3), at=at(9)),
        promise(line, day(1), event=PromiseEvent.BUYER_CHANGE, at=at(1)),
    ),
    "changed, then late": lambda line: (
        promise(line, day(3), at=at(9)),
        promise(line, day(-1), event=PromiseEvent.BUYER_CHANGE, at=at(1)),
    ),
    "rejected": lambda line: promise(line, None, event=PromiseEvent.REJECT),
    "taken back": lambda line: promise(
        line, None, event=PromiseEvent.VOID, at=at(1), voids=promise(line, day(3), at=at(9))
    ),
    "slipped": lambda line: promise(line, day(9)),
    "received": lambda line: (promise(line, day(-9)), receipt(line, day(-8))),
    "received, a part rejected": lambda line: (promise(line, day(-9)), receipt(line, day(-8), 90, 10)),
    "received in part": lambda line: (promise(line, day(-9)), receipt(line, day(-8), 90)),
}


@pytest.mark.parametrize(
    ("story", "asked", "status", "state"),
    [
        ("late", -3, LineStatus.CONFIRMED, LineState.LATE),
        ("late without a word", -1, LineStatus.CONFIRMED, LineState.LATE),
        ("due today", 0, LineStatus.CONFIRMED, LineState.ON_TRACK),
        ("to confirm", 0, LineStatus.CONFIRMED, LineState.TO_CONFIRM),
        ("proposed", 3, LineStatus.CONFIRMED, LineState.PROPOSED),
        ("changed", 3, LineStatus.CONFIRMED, LineState.CHANGED),
        ("changed, then late", 3, LineStatus.CONFIRMED, LineState.LATE),
        ("rejected", 3, LineStatus.CONFIRMED, LineState.REJECTED),
        ("taken back", 3, LineStatus.CONFIRMED, LineState.TO_CONFIRM),
        ("slipped", 3, LineStatus.CONFIRMED, LineState.SLIPPED),
        ("received", -9, LineStatus.CONFIRMED, LineState.RECEIVED),
        ("received, a part rejected", -9, LineStatus.CONFIRMED, LineState.RECEIVED),
        ("received in part", -9, LineStatus.CONFIRMED, LineState.LATE),
        ("late", -3, LineStatus.BLOCKED, LineState.BLOCKED),
        ("late", -3, LineStatus.DRAFT, LineState.DRAFT),
        ("late", -3, LineStatus.CANCELLED_BY_US, LineState.CLOSED),
        ("received in part", -3, LineStatus.CLOSED_SHORT, LineState.CLOSED),
    ],
)
def test_where_a_line_stands(login, alice, bob, brandt, story, asked, status, state):
    line = line_of(brandt, asked, status=status, status_reason="Why so")
    STORIES[story](line)
    assert with_state(OrderLine.objects.all(), TODAY).get().state == state
    url = reverse("suppliers:order_line", args=[line.public_id])
    assert login(alice).get(url).status_code == 200
    assert login(bob).get(url).status_code == (404 if status == LineStatus.DRAFT else 200)


def test_drafts_are_our_own_until_they_are_sent(login, bob, brandt):
    line_of(brandt, 3, status=LineStatus.DRAFT, description="Sentinel draft")
    client = login(bob)
    assert b"Sentinel" not in client.get(f"{LINES}?state=all").content
    assert b"Sentinel" not in client.get(f"{LINES}?state=all&format=csv").getvalue()
    assert client.get("/api/v1/orders/").json()["results"] == []


def test_list_of_lines(login, alice, bob, brandt, kestrel):
    promise(line_of(brandt, -4, description="Late housing"), day(-4))
    promise(line_of(kestrel, 4, description="Good ring"), day(4))
    done = line_of(brandt, -9, description="Done cover")
    receipt(done, day(-9))
    client = login(alice)
    text = client.get(LINES).content.decode()
    assert "One of 2 open lines is late" in text
    assert text.index("Late housing") < text.index("Good ring")
    assert "Done cover" not in text
    assert "Done cover" in client.get(f"{LINES}?state=all").content.decode()
    assert "Done cover" in client.get(f"{LINES}?q=cover").content.decode()
    page = client.get(f"{LINES}?state=late&partner={kestrel.public_id}")
    assert not page.context["table"].page.paginator.count
    mine = login(bob).get(f"{LINES}?state=all&partner={kestrel.public_id}").content.decode()
    assert "Late housing" in mine
    assert "Good ring" not in mine
    assert "Kestrel" not in mine


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=needs", {"late", "word"}),
        ("state=risk", {"late", "slipped"}),
        ("state=to_confirm", {"word"}),
        ("due_from=2026-10-07", {"word", "slipped"}),
        ("due_until=2026-10-06", {"late"}),
        ("q=slip", {"slipped"}),
    ],
)
def test_filters_of_lines(login, alice, brandt, query, found):
    promise(line_of(brandt, -4, description="late"), day(-4))
    line_of(brandt, 4, description="word")
    promise(line_of(brandt, 4, description="slipped"), day(8))
    rows = login(alice).get(f"{LINES}?{query}").context["table"].rows
    assert {row.record.description for row in rows} == found


@pytest.mark.parametrize("descending", ["", "-"])
@pytest.mark.parametrize("who", ["alice", "bob"])
def test_every_column_of_lines_sorts(request, login, who, bob, brandt, descending):
    receipt(line_of(brandt, -4), day(-4), accepted=1)
    line_of(brandt, 4)
    client = login(request.getfixturevalue(who))
    table = client.get(LINES).context["table"]
    for name, _label, _shown in [*table.choosable, ("line", "", True)]:
        if name == "track":
            continue
        page = client.get(f"{LINES}?sort={descending}{name}&cols={name}")
        ordered = [heading.name for heading in page.context["table"].columns if heading.is_ordered]
        assert ordered[:1] == [name]


def test_export_of_lines(login, bob, brandt):
    order = OrderFactory(partner=brandt, number="4500118", currency="EUR")
    line = LineFactory(order=order, number="20", requested_on=day(-4), item_code="PH-40", unit="pcs")
    promise(line, day(-3))
    receipt(line, day(-1), accepted=40)
    text = login(bob).get(f"{LINES}?cols=due_on,open_quantity,state&format=csv").getvalue().decode()
    assert list(csv.reader(io.StringIO(text))) == [
        ["order_number", "line_number", "item", "due_on", "open_quantity", "state"],
        ["4500118", "20", "PH-40", "2026-10-03", "60", "late"],
    ]


@pytest.mark.parametrize("many", [1, 3, 30])
def test_lines_ask_the_same_number_of_questions(login, alice, brandt, django_assert_num_queries, many):
    for number in range(many):
        line = line_of(brandt, number - 4)
        promise(line, day(number - 4))
        receipt(line, TODAY, accepted=1)
    client = login(alice)
    client.get(LINES)
    with django_assert_num_queries(LINE_LIST_QUERIES):
        client.get(LINES)


LINE_LIST_QUERIES = 12


def test_story_of_a_line(login, alice, bob, brandt):
    line = line_of(brandt, -4, description="Impeller", unit="pcs")
    promise(line, day(-5), at=at(30), reason="")
    promise(line, day(2), at=at(3), reason="A core box broke")
    receipt(line, day(-1), accepted=40, rejected=2)
    url = reverse("suppliers:order_line", args=[line.public_id])
    for user in (alice, bob):
        page = login(user).get(url)
        words = [step.words.replace("\xa0", " ") for step in page.context["story"]]
        assert words == [
            "Received 40 pcs, 2 pcs rejected",
            "Promised 100 pcs on Thu 8 Oct 2026",
            "Promised 100 pcs on Thu 1 Oct 2026",
            "Asked for 100 pcs on Fri 2 Oct 2026",
        ]
        assert "A core box broke" in page.content.decode()


# --- first screens ------------------------------------------------------------------------------------------


def test_staff_start_with_the_worst(login, alice, brandt, kestrel):
    ContactFactory(partner=brandt, name="Maja Brandt", phone="+46 26")
    for _number in range(2):
        promise(line_of(brandt, -4, unit_price=10 * SCALE), day(-4))
    promise(line_of(kestrel, -4, unit_price=1000 * SCALE), day(-4))
    line_of(kestrel, 9)
    page = login(alice).get("/home/")
    text = page.content.decode().replace("\xa0", " ")
    assert "Good morning, Alice. Start with Brandt Castings." in text
    assert "Two late lines there; what is late or promised too late is worth EUR 2,000." in text
    assert "Call Maja Brandt" in text
    assert f"/orders/?partner={brandt.public_id}&amp;state=late" in text
    rows = [(row.name, row.late, row.unanswered, row.at_risk) for row in _day(page).rows]
    assert [(name, late, waiting, risk.replace("\xa0", " ")) for name, late, waiting, risk in rows] == [
        ("Brandt Castings", 2, 0, "EUR 2,000"),
        ("Kestrel Forgings", 1, 1, "EUR 100,000"),
    ]
    assert (_day(page).late, _day(page).partners, _day(page).well) == (3, 2, 0)


def _day(page):
    return next(panel["day"] for panel in page.context["panels"] if panel["name"] == "exceptions")


def test_sums_in_different_currencies_stay_apart(login, alice, brandt):
    line = line_of(brandt, -4, unit_price=10 * SCALE)
    promise(line, day(-4))
    order = OrderFactory(partner=brandt, currency="USD")
    promise(LineFactory(order=order, requested_on=day(-4), unit_price=SCALE // 2), day(-4))
    unpriced = line_of(brandt, -4)
    promise(unpriced, day(-4))
    risk = _day(login(alice).get("/home/")).rows[0].at_risk
    assert risk.replace("\xa0", " ") == "EUR 1,000 + USD 50"


def test_what_moved_this_week(login, alice, brandt):
    moved = line_of(brandt, 3)
    promise(moved, day(3), at=at(30))
    promise(moved, day(6), at=at(2))
    again = line_of(brandt, 3)
    promise(again, day(3), at=at(30))
    promise(again, day(3), at=at(2))
    earlier = line_of(brandt, 3)
    promise(earlier, day(3), at=at(30))
    promise(earlier, day(6), at=at(12))
    assert _day(login(alice).get("/home/")).rows[0].moved == 1


def test_nothing_is_late(login, alice, brandt):
    promise(line_of(brandt, 3), day(3))
    text = login(alice).get("/home/").content.decode()
    assert "Good morning, Alice. No line is late." in text
    assert "Nothing is late, nothing moved" in text


def test_an_executive_reads_how_we_stand(login, erin, brandt):
    promise(line_of(brandt, -4), day(-4))
    text = login(erin).get("/home/").content.decode()
    assert "One line is late." in text
    assert "Start with" not in text
    assert "Exceptions by partner" in text


def test_who_writes_pages_has_a_first_screen_too(login, brandt):
    promise(line_of(brandt, -4), day(-4))
    page = login(StaffFactory(role=StaffRole.CONTENT_EDITOR, name="Wim Writer")).get("/home/")
    assert page.status_code == 200
    assert "Welcome, Wim." in page.content.decode()
    assert "Brandt" not in page.content.decode()


def test_a_partner_sees_what_to_do(login, bob, brandt):
    promise(line_of(brandt, -4, description="Late housing"), day(-4))
    line_of(brandt, 9, description="New bracket")
    changed = line_of(brandt, 9, description="Moved cover")
    promise(changed, day(9), at=at(20))
    promise(changed, day(5), event=PromiseEvent.BUYER_CHANGE, at=at(1))
    promise(line_of(brandt, 2, description="Next ring"), day(2))
    promise(line_of(brandt, 20, description="Far ring"), day(20))
    page = login(bob).get("/home/")
    text = page.content.decode()
    assert "Good morning, Bob. Three lines need you." in text
    assert "One is late: Halden’s planners" in text
    order = [text.index(words) for words in ("Late housing", "Moved cover", "New bracket", "Next ring")]
    assert order == sorted(order)
    assert "Far ring" not in text
    assert "1 line in the next 14 days" in text
    assert f'href="{reverse("suppliers:desk")}"' in text
    assert [text.index(words) for words in ("Give a new date", "Look and answer", "Confirm<")]


def test_a_partner_with_nothing_to_do_is_thanked(login, bob, brandt):
    promise(line_of(brandt, 20), day(20))
    text = login(bob).get("/home/").content.decode()
    assert "Nothing waits for you" in text
    assert "Thank you" in text


def test_both_sees_one_rival_at_a_time(login, both, brandt, kestrel):
    promise(line_of(brandt, -4, description="Housing of Brandt"), day(-4))
    promise(line_of(kestrel, -4, description="Forging of Kestrel"), day(-4))
    for mine, theirs, partner in (("Housing", "Forging", brandt), ("Forging", "Housing", kestrel)):
        client = login(both, partner)
        for url in ("/home/", LINES, f"{LINES}?format=csv", reverse("suppliers:partner_own")):
            answer = client.get(url)
            body = (answer.getvalue() if answer.streaming else answer.content).decode()
            assert theirs not in body, url
            assert mine in body or "format" in url, url


def more_trade(brandt, many):
    """So many partners more, and so many lines of each kind for them and for Brandt."""
    for _number in range(many):
        for owner in (brandt, PartnerFactory()):
            late, soon = line_of(owner, -4), line_of(owner, 3)
            line_of(owner, 4)
            promise(late, day(-4), at=at(30))
            promise(late, day(-3), at=at(2))
            promise(soon, day(3))


@pytest.mark.parametrize("many", [1, 3, 30])
def test_a_day_asks_the_same_number_of_questions(
    brandt, alice, bob, actor_of, many, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(registry, "_partner_columns", {})
    more_trade(brandt, many)
    staff, partner = actor_of(alice), actor_of(bob)
    with django_assert_num_queries(7):
        assert staff_day(staff, NOW).late == 2 * many
    with django_assert_num_queries(5):
        assert partner_day(partner, NOW).late == many


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_homes_ask_the_same_number_of_questions(request, login, brandt, bob, who):
    client = login(request.getfixturevalue(who))
    more_trade(brandt, 1)
    client.get("/home/")
    with CaptureQueriesContext(connection) as few:
        client.get("/home/")
    more_trade(brandt, 10)
    with CaptureQueriesContext(connection) as many:
        client.get("/home/")
    assert len(many) == len(few)
