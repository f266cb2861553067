"""What the partner sees and says on the line's page."""

from datetime import date, timedelta

import pytest

from portal.engine.scaled import SCALE
from portal.enums import StaffRole
from suppliers.actions import proposals
from suppliers.enums import Act, LineStatus, PromiseEvent
from suppliers.models import LineSkip, OrderLine, ShipNotice
from tests.factories import StaffFactory, promise, receipt
from tests.integration.suppliers.commitments.conftest import ASKED, NOW
from tests.integration.suppliers.commitments.line_page.conftest import BETWEEN, LATE, rows, said, shown, words


class TestWhatStandsThere:
    def test_a_line_without_a_word(self, login, bob, page):
        text = shown(login(bob).get(page))
        assert "What can you promise?" in text
        assert "Promise 100 pcs on 15 Sep 2026" in text
        assert "Still good" not in text

    def test_a_promised_line(self, login, bob, page, say, line):
        say(line, Act.ACCEPT)
        text = shown(login(bob).get(page))
        assert "Does it still hold?" in text
        assert "Still good: 100 pcs on 15 Sep 2026" in text
        assert "Promise 100 pcs" not in text

    def test_a_proposal_can_be_taken_back(self, login, bob, page, proposed):
        text = shown(login(bob).get(page))
        assert "Waits for Halden" in text
        assert "Take it back" in text

    def test_a_late_line_asks_for_a_new_day(self, login, bob, page, line):
        promise(line, date(2026, 8, 30), at=NOW - timedelta(days=20))
        OrderLine.objects.filter(pk=line.pk).update(requested_on=date(2026, 8, 30))
        response = login(bob).get(page)
        ((quantity, day), *_others) = response.context["acts"].forms["promise"].rows
        assert "When will it come?" in shown(response)
        assert 'id="promise" open' in shown(response)
        assert (quantity.value(), day.value()) == ("100", None)

    def test_at_least_three_parts(self, login, bob, page):
        acts = login(bob).get(page).context["acts"]
        assert acts.forms["promise"].row_count == 3

    @pytest.mark.parametrize(
        ("status", "why"),
        [(LineStatus.BLOCKED, "Blocked: Drawing in review"), (LineStatus.CLOSED_SHORT, "Closed short by us")],
    )
    def test_a_frozen_line_says_why_and_has_no_acts(self, login, bob, page, line, status, why):
        OrderLine.objects.filter(pk=line.pk).update(status=status, status_reason="Drawing in review")
        response = login(bob).get(page)
        assert why in shown(response)
        assert response.context["acts"].forms == {}
        assert "/promise/" not in shown(response)

    def test_who_only_looks_has_no_acts(self, login, viewer, page, proposed):
        response = login(viewer).get(page)
        assert response.status_code == 200
        assert not response.context["acts"].is_shown

    def test_staff_who_only_look_have_none(self, login, page, proposed):
        executive = StaffFactory(role=StaffRole.EXECUTIVE)
        assert not login(executive).get(page).context["acts"].is_shown

    def test_the_buyer_sees_the_proposal_and_three_answers(self, login, alice, page, proposed):
        response = login(alice).get(page)
        text = shown(response)
        assert "Your answer to Brandt Castings" in text
        assert "Brandt Castings proposes <b>100 pcs on 25 Sep 2026" in text
        assert "Material is late: Ore" in text
        assert set(response.context["acts"].forms) == {"counter", "decline", "noted"}

    def test_what_the_page_asks_the_database(
        self, login, bob, page, say, line, django_assert_max_num_queries
    ):
        client = login(bob)
        client.get(page)
        for _ in range(3):
            say(line, Act.PROMISE, (100, LATE), reason_code="material")
            say(line, Act.WITHDRAW)
        with django_assert_max_num_queries(34):
            client.get(page)

    def test_the_words_of_a_promise_are_shown_as_words(self, login, bob, page, line):
        promise(line, LATE, event="propose", reason="<script>alert(1)</script>")
        assert "<script>alert(1)" not in shown(login(bob).get(page))


class TestAnswering:
    def test_accept(self, post, bob, line, page, held):
        response = post(bob, "accept", seen=held(line).seen)
        assert (response.status_code, response.url) == (302, page)
        assert said(line) == [("confirm", [(100, ASKED)])]

    def test_accept_tells_what_is_promised(self, login, post, bob, page):
        post(bob, "accept")
        assert words(login(bob).get(page)) == ["Promised: 100\xa0pcs on 15\xa0Sep\xa02026."]

    def test_still_good(self, post, bob, line, say):
        say(line, Act.ACCEPT)
        post(bob, "keep")
        assert said(line) == [("confirm", [(100, ASKED)])] * 2

    def test_two_parts(self, post, bob, line):
        data = rows("promise", (60, ASKED - timedelta(days=2)), ("", None), (40, ASKED))
        assert post(bob, "promise", **data).status_code == 302
        assert said(line) == [("confirm", [(60, ASKED - timedelta(days=2)), (40, ASKED)])]

    def test_outside_tolerance_it_waits(self, login, post, bob, line, page):
        data = rows("promise", (100, LATE), reason_code="material", note="Ore", price="64.5")
        post(bob, "promise", **data)
        made = line.promises.get()
        assert (made.event, made.reason_code, made.price) == (PromiseEvent.PROPOSE, "material", 64_500_000)
        (told,) = words(login(bob).get(page))
        assert told.startswith("Waits for Halden: 10 days later than agreed")

    def test_without_a_reason_what_was_typed_stays(self, post, bob, line):
        response = post(bob, "promise", **rows("promise", (100, LATE), note="Ore"))
        text = shown(response)
        assert response.status_code == 422
        assert not line.promises.exists()
        assert '<a href="#id_promise-reason_code">' in text
        assert 'value="2026-09-25"' in text
        assert ">\nOre</textarea>" in text
        assert 'id="promise" open' in text

    def test_a_part_without_its_day(self, post, bob, line):
        response = post(bob, "promise", **rows("promise", (60, ASKED), (40, None)))
        assert response.status_code == 422
        assert "On which day?" in shown(response)
        assert "The parts add up to 100 pcs of 100 pcs that are open." in shown(response)
        assert not line.promises.exists()

    def test_one_more_part_stores_nothing(self, post, bob, line):
        data = rows("promise", (60, ASKED), ("abc", None), more_rows="3")
        response = post(bob, "promise", more="1", **data)
        form = response.context["acts"].forms["promise"]
        assert (response.status_code, form.row_count) == (200, 4)
        assert [field.value() for field, _day in form.rows] == ["60", "abc", "", None]
        assert "has-error" not in shown(response)
        assert not line.promises.exists()

    def test_a_fourth_part(self, post, bob, line):
        parts = [(25, ASKED - timedelta(days=number)) for number in range(4)]
        post(bob, "promise", **rows("promise", *parts, more_rows="4"))
        assert len(said(line)[0][1]) == 4

    def test_many_rows_are_not_too_many(self, post, bob, line):
        response = post(bob, "promise", **rows("promise", more_rows="999"))
        assert response.context["acts"].forms["promise"].row_count == 24

    def test_reject(self, post, bob, line):
        assert post(bob, "reject").status_code == 422
        post(bob, "reject", **{"reject-reason_code": "capacity", "reject-note": "Sorry"})
        assert [one.event for one in line.promises.all()] == [PromiseEvent.REJECT]

    def test_withdraw(self, post, bob, line, proposed):
        post(bob, "withdraw")
        assert line.promises.get(event=PromiseEvent.VOID).voids == proposed

    def test_our_counter_is_accepted(self, post, bob, line, proposed, alice, actor_of, login, page):
        parts = ((100 * SCALE, BETWEEN),)
        proposals.counter(by=actor_of(alice), line=line, parts=parts, note="Please", at=NOW)
        text = shown(login(bob).get(page))
        assert "Halden asks for <b>100 pcs on 20 Sep 2026" in text
        assert "Promise 100 pcs on 20 Sep 2026" in text
        post(bob, "accept")
        assert said(line)[-1] == ("confirm", [(100, BETWEEN)])

    def test_the_second_sees_the_values_of_the_first(self, post, bob, line, held, say, colleague):
        seen = held(line).seen
        say(line, Act.PROMISE, (100, ASKED - timedelta(days=1)), by=colleague)
        data = rows("promise", (90, LATE), reason_code="material", seen=seen)
        response = post(bob, "promise", **data)
        text = shown(response)
        assert response.status_code == 409
        assert "Cara Brandt was faster. Confirmed: 100 pcs on 14 Sep 2026." in text
        assert 'value="2026-09-25"' in text
        assert line.promises.count() == 1
        again = response.context["acts"].forms["promise"]["seen"].value()
        data["promise-seen"] = again
        assert post(bob, "promise", **data).status_code == 302
        assert line.promises.count() == 2

    def test_accepting_what_nobody_could_see(self, post, bob, line, held, say, colleague):
        seen = held(line).seen
        say(line, Act.PROMISE, (100, LATE), by=colleague, reason_code="material")
        response = post(bob, "accept", seen=seen)
        assert (response.status_code, line.promises.count()) == (409, 1)
        assert "Nothing was changed. Cara Brandt was faster." in shown(response)

    def test_of_what_has_come_only_the_rest(self, login, post, bob, line, page):
        receipt(line, date(2026, 8, 30), 40)
        assert "Promise 60 pcs on 15 Sep 2026" in shown(login(bob).get(page))
        post(bob, "accept")
        assert said(line) == [("confirm", [(100, ASKED)])]


class TestShipping:
    FIELDS = {"ship-number": "LS-1", "ship-quantity": "60", "ship-shipped_on": "2026-09-01"}

    def test_the_rest_is_filled_in(self, login, post, bob, page):
        post(bob, "ship", **self.FIELDS)
        acts = login(bob).get(page).context["acts"]
        assert acts.forms["ship"]["quantity"].value() == "40"
        assert [one.words.replace("\xa0", " ") for one in acts.sent] == ["60 pcs shipped on 1 Sep 2026"]

    def test_all_that_it_says(self, post, bob, line):
        more = {
            "ship-carrier": "DHL",
            "ship-tracking": "7",
            "ship-lot": "L1",
            "ship-expected_on": "2026-09-03",
        }
        post(bob, "ship", **self.FIELDS, **more)
        notice = ShipNotice.objects.get()
        assert (notice.line, notice.quantity, notice.carrier) == (line, 60 * SCALE, "DHL")
        assert (notice.tracking, notice.lot, notice.expected_on) == ("7", "L1", date(2026, 9, 3))

    def test_more_than_is_wanted(self, post, bob):
        response = post(bob, "ship", **{**self.FIELDS, "ship-quantity": "101"})
        assert response.status_code == 422
        assert '<a href="#id_ship-quantity">' in shown(response)
        assert 'value="LS-1"' in shown(response)
        assert not ShipNotice.objects.exists()

    def test_take_back(self, post, bob):
        post(bob, "ship", **self.FIELDS)
        notice = ShipNotice.objects.get()
        assert post(bob, "unship", notice.public_id).status_code == 302
        assert not ShipNotice.objects.exists()

    def test_not_when_something_has_arrived(self, login, post, bob, line, page):
        post(bob, "ship", **self.FIELDS)
        receipt(line, date(2026, 9, 1), 10)
        assert "Take back" not in shown(login(bob).get(page))
        response = post(bob, "unship", ShipNotice.objects.get().public_id)
        assert (response.status_code, ShipNotice.objects.count()) == (422, 1)

    def test_all_shipped_can_still_be_taken_back(self, login, post, bob, page):
        post(bob, "ship", **{**self.FIELDS, "ship-quantity": "100"})
        text = shown(login(bob).get(page))
        assert "All of it has been shipped." in text
        assert "Take back" in text


class TestSkipping:
    def test_skip_and_undo(self, login, post, bob, line, page):
        post(bob, "skip", **{"skip-until": "2026-09-05"})
        assert LineSkip.objects.get(line=line).until == date(2026, 9, 5)
        assert "Skipped until Sat 5 Sep 2026 by Bob Brandt" in shown(login(bob).get(page))
        post(bob, "unskip")
        assert not LineSkip.objects.exists()

    @pytest.mark.parametrize("until", ["2026-09-01", "2027-09-01", ""])
    def test_impossible_days(self, post, bob, until):
        assert post(bob, "skip", **{"skip-until": until}).status_code == 422
        assert not LineSkip.objects.exists()
