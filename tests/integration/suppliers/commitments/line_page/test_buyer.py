"""What the buyer decides and notes on the line's page."""

from datetime import date, timedelta

import pytest

from portal.enums import Channel
from suppliers.enums import Act, PromiseEvent
from tests.integration.suppliers.commitments.conftest import ASKED
from tests.integration.suppliers.commitments.line_page.conftest import BETWEEN, LATE, rows, said, shown


class TestTheBuyer:
    def test_accepts(self, post, alice, line, proposed, held):
        assert post(alice, "take", seen=held(line).seen).status_code == 302
        assert said(line)[-1] == ("confirm", [(100, LATE)])

    def test_counters(self, post, alice, line, proposed):
        data = rows("counter", (50, BETWEEN), (50, LATE), note="Half?")
        post(alice, "counter", **data)
        made = line.promises.get(event=PromiseEvent.COUNTER)
        assert (made.answers, made.reason) == (proposed, "Half?")

    def test_counters_with_something_to_put_right(self, post, alice, line, proposed):
        response = post(alice, "counter", **rows("counter", (50, date(2026, 8, 1)), note="Half?"))
        assert response.status_code == 422
        assert "has passed" in shown(response)
        assert 'value="2026-08-01"' in shown(response)
        assert line.promises.count() == 1

    def test_declines_with_an_explanation(self, post, alice, line, proposed):
        assert post(alice, "decline", **{"decline-note": " "}).status_code == 422
        post(alice, "decline", **{"decline-note": "The pump ships on the 18th"})
        assert line.promises.get(event=PromiseEvent.DECLINE).reason == "The pump ships on the 18th"

    def test_agrees_to_a_refusal(self, login, post, alice, line, say, page):
        refused = say(line, Act.REJECT, reason_code="capacity").promise
        assert set(login(alice).get(page).context["acts"].forms) == {"counter", "agree", "noted"}
        post(alice, "agree")
        assert line.promises.get(event=PromiseEvent.AGREE).answers == refused

    def test_is_told_that_the_partner_was_faster(self, post, alice, line, proposed, held, say):
        seen = held(line).seen
        say(line, Act.PROMISE, (100, LATE + timedelta(days=9)), reason_code="machine")
        response = post(alice, "take", seen=seen)
        assert (response.status_code, line.promises.count()) == (409, 2)
        assert "Bob Brandt was faster." in shown(response)

    def test_notes_what_was_said_on_the_phone(self, post, alice, line):
        data = rows("noted", (100, ASKED), says="promise")
        post(alice, "noted", **data)
        made = line.promises.get()
        assert (made.channel, made.made_by) == (Channel.PHONE, "Brandt Castings, noted by Alice Moreau")

    @pytest.mark.parametrize(
        ("says", "event"), [("accept", PromiseEvent.CONFIRM), ("reject", PromiseEvent.REJECT)]
    )
    def test_other_words_on_the_phone(self, post, alice, line, says, event):
        post(alice, "noted", **{"noted-says": says, "noted-reason_code": "capacity"})
        assert [one.event for one in line.promises.all()] == [event]

    def test_a_day_that_was_typed_is_not_passed_over(self, post, alice, line):
        response = post(alice, "noted", **rows("noted", (100, LATE), says="accept"))
        assert response.status_code == 422
        assert "You typed a day or a price" in shown(response)
        assert not line.promises.exists()
