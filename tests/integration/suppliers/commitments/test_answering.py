"""What becomes of a partner's answer to a line: as asked, kept, rejected; frozen, stale, and what follows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.engine.scaled import SCALE
from portal.enums import Channel
from portal.models import AuditEvent, Notice
from suppliers.actions import commitments
from suppliers.enums import Act, Fate, LineStatus, PartnerStatus, PromiseEvent
from suppliers.models import LineStanding, Promise, Reconfirmation, ShipNotice
from tests.factories import promise, receipt
from tests.integration.suppliers.commitments.conftest import ASKED, LATE, NOW, TODAY, fields, parts_of


class TestAccept:
    def test_as_asked(self, say, line, held):
        said = say(line, Act.ACCEPT)
        assert said.fate == Fate.ACCEPTED
        assert said.promise.event == PromiseEvent.CONFIRM
        assert (said.promise.made_by, said.promise.channel) == ("Bob Brandt", Channel.PAGE)
        assert parts_of(said.promise) == [(100, ASKED)]
        assert held(line).talk.turn == ""

    def test_the_rest_of_what_came_keeps_the_day_asked_for(self, say, line):
        receipt(line, date(2026, 9, 1), 40)
        assert parts_of(say(line, Act.ACCEPT).promise) == [(100, ASKED)]

    def test_twice_is_said_once(self, say, line):
        say(line, Act.ACCEPT)
        assert say(line, Act.ACCEPT).fate == Fate.KEPT
        assert line.promises.count() == 1

    def test_a_day_that_has_passed_cannot_be_accepted(self, say, line):
        said = say(line, Act.ACCEPT, at=NOW + timedelta(days=20))
        assert said.fate == Fate.REFUSED
        assert said.why == "The day asked for, 15\xa0Sep\xa02026, has passed. Please give a day."
        assert not line.promises.exists()

    def test_on_its_day_it_can(self, say, line):
        assert say(line, Act.ACCEPT, at=NOW + timedelta(days=14)).fate == Fate.ACCEPTED

    def test_it_brings_back_what_was_asked_when_a_later_day_was_promised(self, say, line, held):
        promise(line, LATE)
        assert say(line, Act.ACCEPT).fate == Fate.ACCEPTED
        assert [part.due_on for part in held(line).talk.parts] == [ASKED]


class TestKeep:
    def test_still_good_is_on_record(self, say, line):
        promise(line, LATE)
        said = say(line, Act.KEEP)
        assert (said.fate, said.promise.event) == (Fate.KEPT, PromiseEvent.CONFIRM)
        assert parts_of(said.promise) == [(100, LATE)]
        assert said.why == "Still promised: 100\xa0pcs on 25\xa0Sep\xa02026."

    def test_it_answers_what_was_asked_again(self, say, line, brandt):
        promise(line, ASKED)
        asked = Reconfirmation.objects.create(line=line, partner=brandt, due_on=ASKED, asked_at=NOW)
        say(line, Act.KEEP)
        asked.refresh_from_db()
        assert (asked.answered_at, asked.answered_by, asked.answer) == (NOW, "Bob Brandt", "keep")

    def test_nothing_promised_cannot_be_kept(self, say, line):
        assert say(line, Act.KEEP).why == "Nothing was promised yet. Please give a day."

    def test_a_day_that_has_passed_cannot_be_kept(self, say, line):
        promise(line, ASKED)
        said = say(line, Act.KEEP, at=NOW + timedelta(days=15))
        assert said.why == "15\xa0Sep\xa02026 has passed. Please give a day."

    def test_what_was_changed_is_accepted_not_kept(self, say, line):
        promise(line, ASKED)
        promise(line, LATE, at=NOW - timedelta(hours=1), event=PromiseEvent.BUYER_CHANGE)
        assert say(line, Act.KEEP).why.startswith("Halden changed this line.")

    def test_less_than_is_open_has_arrived(self, say, line):
        promise(line, ASKED, 40)
        receipt(line, TODAY, 40)
        assert say(line, Act.KEEP).why == "All that was promised has arrived. Please promise the rest."


class TestRejectAndWithdraw:
    def test_a_refusal_waits_for_us(self, say, line, held):
        said = say(line, Act.REJECT, reason_code="discontinued", note="Since May")
        assert (said.fate, said.promise.event) == (Fate.REJECTED, PromiseEvent.REJECT)
        assert held(line).talk.turn == "company"

    def test_twice_is_said_once(self, say, line):
        say(line, Act.REJECT, reason_code="discontinued")
        assert say(line, Act.REJECT, reason_code="discontinued").fate == Fate.REJECTED
        assert line.promises.count() == 1

    def test_a_withdrawn_proposal_leaves_what_held(self, say, line, held):
        say(line, Act.ACCEPT)
        proposed = say(line, Act.PROMISE, (100, LATE), reason_code="material").promise
        said = say(line, Act.WITHDRAW)
        assert (said.fate, said.promise.event, said.promise.voids) == (
            Fate.WITHDRAWN,
            PromiseEvent.VOID,
            proposed,
        )
        assert held(line).talk.pending is None
        assert LineStanding.objects.get(line=line).last_event == "confirm"

    def test_a_refusal_can_be_withdrawn_too(self, say, line, held):
        say(line, Act.REJECT, reason_code="discontinued")
        assert say(line, Act.WITHDRAW).fate == Fate.WITHDRAWN
        assert held(line).talk.turn == "partner"

    def test_nothing_waits(self, say, line):
        say(line, Act.ACCEPT)
        assert say(line, Act.WITHDRAW).fate == Fate.REFUSED

    def test_a_promise_is_not_withdrawn(self, say, line):
        say(line, Act.ACCEPT)
        say(line, Act.WITHDRAW)
        assert line.promises.count() == 1


class TestFrozen:
    @pytest.mark.parametrize(
        ("status", "why"),
        [
            (LineStatus.BLOCKED, "Blocked: drawing 4 is missing"),
            (LineStatus.CANCELLED_BY_US, "Cancelled by us: drawing 4 is missing"),
            (LineStatus.CANCELLED_BY_PARTNER, "Cancelled by the partner: drawing 4 is missing"),
            (LineStatus.CLOSED_SHORT, "Closed short by us: drawing 4 is missing"),
        ],
    )
    @pytest.mark.parametrize("act", Act)
    def test_by_its_status(self, say, line, act, status, why):
        line.status, line.status_reason = status, "drawing 4 is missing"
        line.save()
        said = say(line, act, (100, ASKED), reason_code="material")
        assert (said.fate, said.why, fields(said)) == (Fate.REFUSED, why, {"line"})
        assert not line.promises.exists()

    def test_received(self, say, line):
        receipt(line, TODAY, 100)
        assert say(line, Act.ACCEPT).why == "All of it has arrived."

    def test_shipped(self, say, line, brandt):
        for number, quantity in (("1", 60), ("2", 40)):
            assert say(line, Act.ACCEPT).fate in (Fate.ACCEPTED, Fate.KEPT)
            ShipNotice.objects.create(
                line=line, partner=brandt, number=number, shipped_on=TODAY, quantity=quantity * SCALE
            )
        assert say(line, Act.ACCEPT).why == "All of it has been shipped."

    @pytest.mark.parametrize("status", [PartnerStatus.ON_HOLD, PartnerStatus.LOST])
    def test_a_partner_at_rest(self, say, line, brandt, status):
        brandt.status = status
        brandt.save()
        why = say(line, Act.ACCEPT).why
        assert why == "At the moment nothing is agreed with Brandt Castings."
        assert str(PartnerStatus(status).label) not in why, "that is for staff alone"


class TestWhoMay:
    def test_a_rival_finds_no_such_line(self, say, line, charlie, actor_of):
        said = say(line, Act.ACCEPT, by=actor_of(charlie))
        assert (said.fate, fields(said)) == (Fate.REFUSED, {"line"})
        assert said.why == "There is no such line."
        assert not Promise.objects.exists()
        assert not AuditEvent.objects.filter(verb="lines.answered").exists()

    def test_a_draft_is_no_line_yet(self, say, line):
        line.status = LineStatus.DRAFT
        line.save()
        assert say(line, Act.ACCEPT).why == "There is no such line."


class TestSeen:
    def test_what_was_seen_is_what_is(self, say, line, held):
        assert say(line, Act.ACCEPT, seen=held(line).seen).fate == Fate.ACCEPTED

    def test_a_colleague_was_faster(self, say, line, held, colleague):
        seen = held(line).seen
        say(line, Act.PROMISE, (60, ASKED), (40, date(2026, 9, 10)), by=colleague)
        said = say(line, Act.PROMISE, (100, LATE), reason_code="material", seen=seen)
        assert (said.fate, fields(said)) == (Fate.STALE, {"seen"})
        assert said.why == (
            "Cara Brandt was faster. Confirmed: "
            "40\xa0pcs on 10\xa0Sep\xa02026, 60\xa0pcs on 15\xa0Sep\xa02026."
        )
        assert line.promises.count() == 1

    def test_also_when_both_say_the_same(self, say, line, held, colleague):
        seen = held(line).seen
        say(line, Act.ACCEPT, by=colleague)
        assert say(line, Act.ACCEPT, seen=seen).fate == Fate.STALE

    def test_the_same_form_twice_is_no_conflict(self, say, line, held):
        seen = held(line).seen
        assert say(line, Act.ACCEPT, seen=seen).fate == Fate.ACCEPTED
        assert say(line, Act.ACCEPT, seen=seen).fate == Fate.KEPT
        assert line.promises.count() == 1

    def test_kept_twice_by_the_same_form_is_said_once(self, say, line, held):
        promise(line, ASKED)
        seen = held(line).seen
        fates = [say(line, Act.KEEP, seen=seen).fate for _ in range(2)]
        assert (fates, line.promises.count()) == ([Fate.KEPT, Fate.KEPT], 2)

    def test_something_else_from_the_same_old_form_is(self, say, line, held):
        seen = held(line).seen
        say(line, Act.ACCEPT, seen=seen)
        said = say(line, Act.PROMISE, (100, LATE), reason_code="material", seen=seen)
        assert said.fate == Fate.STALE

    def test_the_line_itself_was_changed(self, say, line, held):
        seen = held(line).seen
        line.version += 1
        line.save()
        said = say(line, Act.ACCEPT, seen=seen)
        assert said.why == "Halden changed this line in the meantime. Please look at it again."

    @pytest.mark.parametrize("seen", ["1", "x.y", "1.-1", "1.99", "2.0", "."])
    def test_nonsense_was_not_seen(self, say, line, seen):
        assert say(line, Act.ACCEPT, seen=seen).fate == Fate.STALE

    def test_a_number_that_is_none_of_ours_is_refused_kindly(self, say, line):
        said = say(line, Act.ACCEPT, seen=f"{line.version}.{'9' * 4999}")
        assert said.fate == Fate.STALE
        assert not Promise.objects.exists()


class TestWhatFollows:
    def test_the_trail_has_one_event_for_a_partner(self, say, line, brandt):
        say(line, Act.ACCEPT, sent_to="bob@brandt.example")
        (event,) = AuditEvent.objects.filter(verb="lines.answered")
        assert (event.scope, event.object_id, event.actor_label) == (
            brandt.public_id,
            line.public_id,
            "Bob Brandt",
        )
        assert event.data == {"lines": 1, "accepted": 1, "sent_to": "bob@brandt.example"}

    def test_the_address_of_the_mail_link_is_on_record(self, say, line):
        assert say(line, Act.ACCEPT, sent_to="bob@brandt.example").promise.sent_to == "bob@brandt.example"

    def test_the_buyer_hears_of_what_waits(self, say, line, alice):
        say(line, Act.PROMISE, (100, LATE), reason_code="material")
        assert [notice.user for notice in Notice.objects.all()] == [alice]

    def test_and_of_refusals(self, say, line, alice):
        say(line, Act.REJECT, reason_code="discontinued")
        assert [notice.user for notice in Notice.objects.all()] == [alice]

    def test_not_of_what_passes(self, say, line):
        say(line, Act.ACCEPT)
        assert not Notice.objects.exists()

    def test_an_answered_line_is_skipped_no_more(self, say, line, bob, actor_of):
        commitments.skip(by=actor_of(bob), line=line, until=ASKED)
        say(line, Act.REJECT)
        assert line.__class__.objects.filter(skip__until=ASKED).exists()  # refused: nothing was answered
        say(line, Act.ACCEPT)
        assert not line.__class__.objects.filter(skip__isnull=False).exists()

    def test_it_is_judged_and_stands_anew(self, say, line):
        say(line, Act.ACCEPT)
        standing = LineStanding.objects.get(line=line)
        assert (standing.due_on, standing.last_event, standing.words) == (ASKED, "confirm", 1)
        assert line.outcomes.filter(basis="first_confirmed").exists()

    def test_a_word_is_later_than_those_before_it(self, say, line, held):
        """The clock of a file may run ahead of ours."""
        promise(line, LATE, at=datetime(2026, 9, 2, tzinfo=UTC))
        say(line, Act.ACCEPT, at=NOW)
        assert [part.due_on for part in held(line).talk.parts] == [ASKED]
