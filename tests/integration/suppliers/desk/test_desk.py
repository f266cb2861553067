"""The desk: which lines stand where, what saving does, what is never lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.engine.scaled import SCALE
from suppliers.actions import commitments
from suppliers.actions.commitments import Answer
from suppliers.enums import Act, LineStatus, PromiseEvent
from suppliers.models import LineSkip, LineStanding, Promise, Reconfirmation
from tests.factories import LineFactory, OrderFactory, promise
from tests.integration.suppliers.desk.conftest import NOW, TODAY, day

DESK = reverse("suppliers:desk")


def shown(answer):
    return [[row.view.number for row in group.rows] for group in answer.context["desk"].groups]


def counts(answer):
    return answer.context["desk"].counts.tabs


def parts_of(line):
    last = line.promises.order_by("pk").last()
    return last and (last.event, [(part.quantity // SCALE, part.promised_on) for part in last.parts.all()])


@pytest.fixture
def stories(line_of):
    """One line of each kind, numbered in the order of the desk."""
    late, changed, countered, fresh, waits, blocked, good, again = (
        line_of(number, 10) for number in (10, 20, 30, 40, 50, 60, 70, 80)
    )
    at = NOW - timedelta(days=3)
    promise(late, day(-2), at=at)
    promise(changed, day(8), at=at)
    promise(changed, day(9), at=at + timedelta(days=1), event=PromiseEvent.BUYER_CHANGE)
    promise(countered, day(20), at=at, event=PromiseEvent.PROPOSE)
    promise(countered, day(12), at=at + timedelta(days=1), event=PromiseEvent.COUNTER)
    promise(waits, day(30), at=at, event=PromiseEvent.PROPOSE)
    blocked.status, blocked.status_reason = LineStatus.BLOCKED, "Drawing in review"
    blocked.save()
    promise(good, day(10), at=at)
    promise(again, day(10), at=at)
    Reconfirmation.objects.create(line=again, partner=again.partner, due_on=day(10), asked_at=NOW)
    return late, changed, countered, fresh, waits, blocked, good, again


def test_needs_you_in_the_order_of_what_needs_doing(bob, login, stories):
    answer = login(bob).get(DESK)
    assert shown(answer) == [["10", "20", "30", "40", "80"], ["60"]]
    assert "Drawing in review" in answer.content.decode()
    blocked = answer.context["desk"].groups[1].rows[0]
    assert blocked.cells == () and not blocked.may_answer
    assert counts(answer) == {
        "needs": 5, "late": 1, "changed": 2, "to_confirm": 1, "soon": 7, "waiting": 2, "all": 8,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tab", "numbers"),
    [
        ("late", ["10"]),
        ("changed", ["20", "30"]),
        ("to_confirm", ["40"]),
        ("waiting", ["50", "60"]),
        ("all", ["10", "20", "30", "40", "50", "60", "70", "80"]),
    ],
)
def test_each_tab_shows_as_many_as_it_counts(bob, login, stories, tab, numbers):
    answer = login(bob).get(DESK, {"tab": tab})
    assert sorted(row.view.number for row in answer.context["desk"].rows) == numbers
    assert counts(answer)[tab] == len(numbers)


def test_a_late_line_with_a_proposal_waits_for_us(bob, login, stories):
    promise(stories[0], day(5), at=NOW - timedelta(hours=1), event=PromiseEvent.PROPOSE)
    answer = login(bob).get(DESK)
    assert "10" not in shown(answer)[0]
    assert counts(answer)["late"] == 1


def test_search_and_what_finds_nothing(bob, login, line_of):
    line_of(10, item_code="PH-40")
    line_of(20, item_code="IM-12", description="Impeller")
    assert shown(login(bob).get(DESK, {"q": "4500 impell"})) == [["20"]]
    assert "Nothing fits this search" in login(bob).get(DESK, {"q": "nowhere"}).content.decode()


def test_the_radar_asks_and_still_good_answers(bob, login, stories, cells):
    client, line = login(bob), stories[-1]
    page = client.get(DESK)
    assert "Still good?" in page.content.decode()
    client.post(DESK, {"do": "save", **cells(page, line, act="keep")})
    asked = Reconfirmation.objects.get(line=line)
    assert (asked.answer, asked.answered_by) == ("keep", "Bob Brandt")
    assert counts(client.get(DESK))["needs"] == 4


def test_lines_are_saved_and_show_their_new_state(bob, login, line_of, cells):
    client, first, second = login(bob), line_of(10), line_of(20)
    page = client.get(DESK)
    data = {
        **cells(page, first, act="accept"),
        **cells(page, second, day="+3", reason="material"),
        "do": "save",
    }
    answer = client.post(DESK, data, follow=True)
    assert answer.redirect_chain == [(DESK, 302)]
    assert parts_of(first) == (PromiseEvent.CONFIRM, [(100, day(14))])
    assert parts_of(second) == (PromiseEvent.PROPOSE, [(100, day(17))])
    assert shown(answer) == [["10", "20"]]
    text = answer.content.decode()
    assert "2 lines are saved." in text and "Saved just now" in text and "Halden answers." in text
    assert shown(client.get(DESK)) == []


def test_a_price_and_fewer_pieces_are_proposed(bob, login, line_of, cells):
    client, line = login(bob), line_of(10)
    data = cells(client.get(DESK), line, quantity="80", price="70.50", reason="price")
    client.post(DESK, {"do": "save", **data})
    said = line.promises.get()
    assert (said.event, said.price, said.reason_code) == (PromiseEvent.PROPOSE, 70_500_000, "price")
    assert parts_of(line)[1] == [(80, day(14))]


def test_what_is_refused_keeps_what_was_typed(bob, login, line_of, cells):
    client, good, rubbish, silent = login(bob), line_of(10), line_of(20), line_of(30)
    page = client.get(DESK)
    data = {
        **cells(page, good, act="accept"),
        **cells(page, rubbish, day="soonish", quantity="x"),
        **cells(page, silent, day="24 Dec", note="see mail"),
        "do": "save",
    }
    answer = client.post(DESK, data)
    assert answer.status_code == 422
    assert parts_of(good) == (PromiseEvent.CONFIRM, [(100, day(14))])
    assert not rubbish.promises.exists() and not silent.promises.exists()
    text = answer.content.decode()
    assert 'value="soonish"' in text and 'value="24 Dec"' in text and 'value="see mail"' in text
    anchors = {anchor for anchor, _name, _text in answer.context["desk"].problems}
    assert anchors == {
        f"{rubbish.public_id}-day",
        f"{rubbish.public_id}-quantity",
        f"{silent.public_id}-reason",
    }
    assert all(f'id="{anchor}"' in text for anchor in anchors)


def test_the_second_writer_sees_the_first_ones_values_beside_their_own(
    bob, login, line_of, cells, actor_of, brandt
):
    from tests.factories import MembershipFactory, UserFactory

    cara = UserFactory(name="Cara Brandt")
    MembershipFactory(user=cara, partner=brandt)
    client, line = login(bob), line_of(10)
    page = client.get(DESK)
    promised = ((100 * SCALE, day(14)),)
    commitments.answer(by=actor_of(cara), answers=[Answer(line.public_id, Act.PROMISE, promised)])
    answer = client.post(DESK, {"do": "save", **cells(page, line, day="24 Dec", reason="material")})
    assert answer.status_code == 422
    assert "Cara Brandt was faster" in answer.content.decode()
    (row,) = answer.context["desk"].rows
    assert row.cells[1].value == "24 Dec" and row.cells[1].was == "Tue 20 Oct"
    assert line.promises.count() == 1
    # Sent again as it stands, it counts: they have seen it now.
    client.post(DESK, {"do": "save", **cells(answer, line, reason="material")})
    assert parts_of(line)[0] == PromiseEvent.PROPOSE


def test_untouched_lines_are_left_alone(bob, login, line_of, cells):
    client, line = login(bob), line_of(10)
    answer = client.post(DESK, {"do": "save", **cells(client.get(DESK), line)}, follow=True)
    assert "Nothing was changed" in answer.content.decode()
    assert not line.promises.exists()


@pytest.mark.parametrize(
    ("given", "typed"),
    [
        ({"do": "accept"}, {"act": "accept"}),
        ({"do": "move", "move": "+3"}, {"day": "Fri 23 Oct"}),
        ({"do": "move", "move": "24 Dec"}, {"day": "Thu 24 Dec"}),
        ({"do": "reason", "bulk-reason": "machine"}, {"reason": "machine"}),
    ],
)
def test_without_scripts_a_change_for_many_is_prepared_and_then_saved(
    bob, login, line_of, cells, given, typed
):
    client, line, other = login(bob), line_of(10), line_of(20)
    page = client.get(DESK)
    data = {**cells(page, line), **cells(page, other), "pick": line.public_id, **given}
    answer = client.post(DESK, data)
    assert "Not saved yet" in answer.content.decode()
    assert not Promise.objects.exists()
    found = {row.view.number: row.typed for row in answer.context["desk"].rows}
    assert {name: getattr(found["10"], name) for name in typed} == typed
    assert found["20"] is None


def test_skipped_lines_stand_aside_until_their_day(bob, login, line_of):
    client, line = login(bob), line_of(10)
    line_of(20)
    client.post(DESK, {"do": "skip", "until": "+7", "pick": line.public_id})
    assert LineSkip.objects.get().until == day(7)
    page = client.get(DESK)
    assert shown(page) == [["20"]] and "1 line is skipped for now." in page.content.decode()
    assert shown(client.get(DESK, {"skipped": "shown"})) == [["10", "20"]]
    client.post(DESK, {"do": "unskip", "pick": line.public_id})
    assert shown(client.get(DESK)) == [["10", "20"]]


def test_skip_until_yesterday_is_refused(bob, login, line_of):
    line = line_of(10)
    answer = login(bob).post(DESK, {"do": "skip", "until": "1.10.", "pick": line.public_id})
    assert answer.status_code == 422 and not LineSkip.objects.exists()


def test_whoever_was_signed_out_finds_what_was_typed(bob, client, login, line_of, cells):
    line = line_of(10)
    data = {"do": "save", **cells(login(bob).get(DESK), line, day="24 Dec", reason="material")}
    client.logout()
    answer = client.post(DESK, data)
    assert answer.status_code == 302 and "login" in answer.url
    assert not line.promises.exists()
    page = login(bob).get(DESK)
    assert 'value="24 Dec"' in page.content.decode()
    assert "24 Dec" not in login(bob).get(DESK).content.decode()


def test_who_only_looks_sees_the_lines_and_saves_nothing(viewer, bob, login, line_of, cells):
    line = line_of(10)
    data = {"do": "save", **cells(login(bob).get(DESK), line, act="accept")}
    page = login(viewer).get(DESK)
    assert shown(page) == [["10"]]
    assert '<input class="ac-edit' not in page.content.decode()
    assert login(viewer).post(DESK, data).status_code == 403
    assert not line.promises.exists()


def test_a_rivals_line_is_neither_shown_nor_answered(charlie, bob, login, line_of, cells, kestrel):
    line = line_of(10)
    LineFactory(order=OrderFactory(partner=kestrel), description="Forged hook", requested_on=day(5))
    data = {"do": "save", **cells(login(bob).get(DESK), line, act="accept")}
    page = login(charlie).get(DESK, {"tab": "all"})
    assert "Forged hook" in page.content.decode() and "Pump housing" not in page.content.decode()
    answer = login(charlie).post(DESK, data)
    assert answer.status_code == 422 and "Pump housing" not in answer.content.decode()
    assert not line.promises.exists()


def test_staff_go_to_the_orders(alice, login):
    answer = login(alice).get(DESK)
    assert (answer.status_code, answer.url) == (302, reverse("suppliers:order_list"))
    assert login(alice).post(DESK, {}).status_code == 404


def test_days_as_they_are_typed(bob, login):
    query = {"text": ["+2", "24 Dec", "soon"], "base": ["2026-11-30", "", ""]}
    days = login(bob).get(reverse("suppliers:desk_days"), query).json()["days"]
    assert days[0] == {"iso": "2026-12-02", "words": "Wed 2 Dec"}
    assert days[1]["iso"] == "2026-12-24"
    assert "soon" in days[2]["error"]


def test_as_many_statements_for_one_line_as_for_sixty(bob, login, line_of):
    client = login(bob)
    made, found = 0, []
    for wanted in (1, 3, 60):
        for number in range(made, wanted):
            line = line_of(number, 10 - number % 20)
            if number % 3 == 0:
                promise(line, day(number % 9), at=NOW - timedelta(days=2))
        made = wanted
        client.get(DESK)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(DESK, {"tab": "all"})
        assert answer.status_code == 200
        found.append(len(captured))
    assert found == [found[0]] * 3
    assert len(answer.context["desk"].rows) == 50
    assert len(client.get(DESK, {"tab": "all", "per": "500"}).context["desk"].rows) == 60


def test_five_hundred_lines_at_once(bob, login, line_of, cells):
    client = login(bob)
    lines = [line_of(number, 14) for number in range(1, 161)]
    page = client.get(DESK, {"per": "500"})
    data = {"do": "save"}
    for line in lines:
        data |= cells(page, line, act="accept")
    assert client.post(DESK, data, follow=True).status_code == 200
    assert LineStanding.objects.filter(last_event=PromiseEvent.CONFIRM).count() == len(lines)


def test_the_navigation_counts_what_needs_a_word(bob, login, stories):
    text = login(bob).get(reverse("portal:home")).content.decode()
    assert f'href="{DESK}"' in text
    assert TODAY and "needs" in counts(login(bob).get(DESK))
