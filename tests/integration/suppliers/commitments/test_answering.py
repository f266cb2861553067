"""What becomes of a partner's answer to a line, rule by rule."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.engine.scaled import SCALE
from portal.enums import Channel
from portal.models import AuditEvent, Notice
from suppliers.actions import commitments, proposals
from suppliers.enums import Act, Fate, LineStatus, PartnerStatus, PromiseEvent
from suppliers.models import LineStanding, Promise, Reconfirmation, ShipNotice, Tolerance
from tests.factories import promise, receipt
from tests.integration.suppliers.commitments.conftest import ASKED, NOW

LATE = date(2026, 9, 25)
TODAY = date(2026, 9, 1)


def parts_of(made):
    return [(part.quantity // SCALE, part.promised_on) for part in made.parts.all()]


def fields(said):
    return {problem.field for problem in said.problems}


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


class TestPromise:
    def test_within_the_tolerance_at_once(self, say, line):
        Tolerance.objects.create(later_days=10)
        said = say(line, Act.PROMISE, (100, LATE), reason_code="material", note="Ore is late")
        assert said.fate == Fate.ACCEPTED
        assert said.promise.event == PromiseEvent.CONFIRM
        assert (said.promise.reason_code, said.promise.reason) == ("material", "Ore is late")

    def test_outside_it_waits(self, say, line, held):
        Tolerance.objects.create(later_days=3)
        said = say(line, Act.PROMISE, (100, LATE), reason_code="material")
        assert said.fate == Fate.WAITING
        assert said.why == "10 days later than agreed; 3 pass by themselves. Halden answers."
        assert held(line).talk.parts == ()
        assert said.promise.event == PromiseEvent.PROPOSE

    def test_never_is_refused(self, say, line):
        Tolerance.objects.create(later_days=3, later_never=9)
        said = say(line, Act.PROMISE, (100, LATE), reason_code="material")
        assert (said.fate, fields(said)) == (Fate.REFUSED, {"parts"})
        assert said.why == "10 days later than agreed; more than 9 is not possible."
        assert not line.promises.exists()

    def test_exactly_at_never_waits(self, say, line):
        Tolerance.objects.create(later_days=3, later_never=10)
        assert say(line, Act.PROMISE, (100, LATE), reason_code="material").fate == Fate.WAITING

    def test_what_passes_by_itself_does_not_creep(self, say, line):
        Tolerance.objects.create(later_days=3)
        days = [ASKED + timedelta(days=n) for n in (3, 4, 6)]
        fates = [say(line, Act.PROMISE, (100, day), reason_code="material").fate for day in days]
        assert fates == [Fate.ACCEPTED, Fate.WAITING, Fate.WAITING]

    def test_from_an_accepted_proposal_on_it_is_measured_by_that(self, say, line, alice, actor_of):
        Tolerance.objects.create(later_days=3)
        say(line, Act.PROMISE, (100, LATE), reason_code="material")
        proposals.accept(by=actor_of(alice), line=line, at=NOW)
        said = say(line, Act.PROMISE, (100, LATE + timedelta(days=3)), reason_code="material")
        assert said.fate == Fate.ACCEPTED
        said = say(line, Act.PROMISE, (100, LATE + timedelta(days=4)), reason_code="material")
        assert said.fate == Fate.WAITING

    def test_what_the_company_changed_is_what_was_agreed(self, say, line):
        say(line, Act.ACCEPT)
        line.requested_on = LATE
        line.save()
        promise(line, LATE, at=NOW + timedelta(hours=1), event=PromiseEvent.BUYER_CHANGE)
        assert say(line, Act.PROMISE, (100, LATE), at=NOW + timedelta(hours=2)).fate == Fate.ACCEPTED

    def test_in_parts(self, say, line):
        said = say(line, Act.PROMISE, (60, date(2026, 9, 10)), (40, ASKED))
        assert said.fate == Fate.ACCEPTED
        assert parts_of(said.promise) == [(60, date(2026, 9, 10)), (40, ASKED)]
        assert "60\xa0pcs on 10\xa0Sep\xa02026, 40\xa0pcs on 15\xa0Sep\xa02026" in said.why

    def test_where_parts_are_asked_about(self, say, line):
        Tolerance.objects.create(may_split=False)
        said = say(line, Act.PROMISE, (60, date(2026, 9, 10)), (40, ASKED))
        assert said.why == "2 parts; one passes by itself. Halden answers."

    def test_what_came_keeps_the_day_it_was_promised_for(self, say, line):
        Tolerance.objects.create(later_days=30)
        promise(line, ASKED)
        receipt(line, TODAY, 40)
        said = say(line, Act.PROMISE, (60, LATE), reason_code="machine")
        assert parts_of(said.promise) == [(40, ASKED), (60, LATE)]

    def test_less_than_is_open(self, say, line):
        Tolerance.objects.create(less_pct=Decimal(5))
        receipt(line, TODAY, 40)
        assert say(line, Act.PROMISE, (55, ASKED), reason_code="quality").fate == Fate.ACCEPTED
        said = say(line, Act.PROMISE, (54, ASKED), reason_code="quality")
        assert said.why == "6\xa0% less than agreed; 5\xa0% pass by themselves. Halden answers."

    def test_the_same_again_is_no_new_promise(self, say, line):
        say(line, Act.ACCEPT)
        said = say(line, Act.PROMISE, (60, ASKED), (40, ASKED))
        assert (said.fate, said.promise) == (Fate.KEPT, None)
        assert line.promises.count() == 1

    def test_the_proposal_again_is_no_new_proposal(self, say, line):
        say(line, Act.PROMISE, (100, LATE), reason_code="material")
        said = say(line, Act.PROMISE, (100, LATE), reason_code="machine")
        assert (said.fate, line.promises.count()) == (Fate.WAITING, 1)
        assert "10 days later" in said.why

    def test_what_holds_ends_a_proposal(self, say, line, held):
        say(line, Act.ACCEPT)
        say(line, Act.PROMISE, (100, LATE), reason_code="material")
        assert say(line, Act.PROMISE, (100, ASKED)).fate == Fate.ACCEPTED
        assert held(line).talk.pending is None

    def test_an_import_may_hold_what_no_tolerance_lets_pass(self, say, line):
        """What is in force can be said again, however far it lies."""
        Tolerance.objects.create(later_never=1)
        promise(line, LATE)
        assert say(line, Act.PROMISE, (100, LATE)).fate == Fate.KEPT

    @pytest.mark.parametrize(
        ("given", "problem"),
        [
            ([], "Please say how many will come, and when."),
            ([(0, ASKED)], "A part needs a quantity above 0."),
            ([(-5, ASKED)], "A part needs a quantity above 0."),
            ([(10**12, ASKED)], "A part has too large a quantity."),
            ([(100, date(2026, 8, 31))], "31\xa0Aug\xa02026 has passed. Please give a day."),
            ([(100, date(2031, 9, 2))], "2\xa0Sep\xa02031 is further away than 5 years."),
            ([(4, date(2026, 9, day)) for day in range(1, 26)], "At most 24 parts."),
        ],
    )
    def test_impossible_parts(self, say, line, given, problem):
        said = say(line, Act.PROMISE, *given, reason_code="material")
        assert (said.fate, fields(said), said.problems[0].message) == (Fate.REFUSED, {"parts"}, problem)
        assert not line.promises.exists()

    def test_at_the_edges_of_the_possible(self, say, line):
        Tolerance.objects.create(later_days=None)
        assert say(line, Act.PROMISE, (100, TODAY)).fate == Fate.ACCEPTED
        said = say(line, Act.PROMISE, (100, date(2031, 9, 1)), reason_code="material")
        assert said.fate == Fate.ACCEPTED
        many = [(4, date(2026, 9, day)) for day in range(1, 25)]
        assert say(line, Act.PROMISE, *many, reason_code="material").fate == Fate.WAITING  # 96 of 100


class TestPrice:
    def test_dearer_waits_and_comes_with_the_acceptance(self, say, line, alice, actor_of, held):
        said = say(line, Act.PROMISE, (100, ASKED), price=Decimal("66.56"), reason_code="price")
        assert (said.fate, said.promise.price) == (Fate.WAITING, 66_560_000)
        assert said.why == "4\xa0% dearer than agreed; that is for a person to decide. Halden answers."
        accepted = proposals.accept(by=actor_of(alice), line=line, at=NOW)
        assert accepted.price == 66_560_000
        line.refresh_from_db()
        assert line.unit_price == 64 * SCALE
        assert held(line).talk.agreed_price == 66_560_000

    def test_an_agreed_price_stays_when_only_the_day_moves(self, say, line, alice, actor_of):
        say(line, Act.PROMISE, (100, ASKED), price=70, reason_code="price")
        proposals.accept(by=actor_of(alice), line=line, at=NOW)
        said = say(line, Act.PROMISE, (100, date(2026, 9, 14)))
        assert (said.fate, said.promise.price) == (Fate.ACCEPTED, 70 * SCALE)

    def test_the_agreed_price_is_no_difference(self, say, line):
        assert say(line, Act.PROMISE, (100, ASKED), price=64).fate == Fate.ACCEPTED

    def test_cheaper_passes(self, say, line):
        said = say(line, Act.PROMISE, (100, ASKED), price=60)
        assert (said.fate, said.promise.price) == (Fate.ACCEPTED, 60 * SCALE)

    def test_where_none_was_agreed_it_asks(self, say, line):
        line.unit_price = None
        line.save()
        said = say(line, Act.PROMISE, (100, ASKED), price=1, reason_code="price")
        assert said.why == "No price was agreed so far. Halden answers."

    @pytest.mark.parametrize("price", [0, -1, 10**12])
    def test_no_price_at_all(self, say, line, price):
        said = say(line, Act.PROMISE, (100, ASKED), price=price, reason_code="price")
        assert (said.fate, fields(said)) == (Fate.REFUSED, {"price"})

    def test_never_dearer_stands_at_the_price(self, say, line):
        Tolerance.objects.create(dearer_never=Decimal(1))
        said = say(line, Act.PROMISE, (100, ASKED), price=70, reason_code="price")
        assert (said.fate, fields(said)) == (Fate.REFUSED, {"price"})


class TestReasons:
    def test_what_leaves_the_agreed_needs_a_reason(self, say, line):
        said = say(line, Act.PROMISE, (100, LATE))
        assert (said.fate, fields(said)) == (Fate.REFUSED, {"reason_code"})

    def test_also_where_it_passes_by_itself(self, say, line):
        Tolerance.objects.create(later_days=30)
        assert fields(say(line, Act.PROMISE, (100, LATE))) == {"reason_code"}

    def test_another_reason_needs_words(self, say, line):
        assert fields(say(line, Act.PROMISE, (100, LATE), reason_code="other", note=" ")) == {"note"}
        assert say(line, Act.PROMISE, (100, LATE), reason_code="other", note="A fire").fate == Fate.WAITING

    def test_a_reason_that_is_none(self, say, line):
        assert fields(say(line, Act.PROMISE, (100, LATE), reason_code="weather")) == {"reason_code"}

    def test_earlier_needs_none(self, say, line):
        assert say(line, Act.PROMISE, (100, date(2026, 9, 10))).fate == Fate.ACCEPTED

    def test_a_long_note_is_not_cut(self, say, line):
        said = say(line, Act.PROMISE, (100, LATE), reason_code="material", note="x" * 201)
        assert (said.fate, fields(said)) == (Fate.REFUSED, {"note"})

    def test_a_refusal_needs_one(self, say, line):
        assert fields(say(line, Act.REJECT)) == {"reason_code"}


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


def test_a_word_of_what_was_seen_that_is_none_of_ours_is_refused_kindly(say, line):
    said = say(line, Act.ACCEPT, seen=f"{line.version}.{'9' * 4999}")
    assert said.fate == Fate.STALE
    assert not Promise.objects.exists()
