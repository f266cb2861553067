"""The buyer answers what waits, and the partner answers the buyer."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.engine.scaled import SCALE
from portal.enums import StaffRole
from portal.models import AuditEvent, Notice
from suppliers.actions import commitments, proposals
from suppliers.actions.commitments import Answer
from suppliers.enums import Act, Fate, LineStatus, PartnerStatus, PromiseEvent
from suppliers.facts.proposals import effects_of
from suppliers.models import LineStanding, OrderLine, Promise, Tolerance
from tests.factories import LineFactory, StaffFactory, promise, receipt
from tests.integration.suppliers.commitments.conftest import ASKED, NOW

LATE, BETWEEN = date(2026, 9, 25), date(2026, 9, 20)
SOON = NOW + timedelta(hours=1)


@pytest.fixture
def buyer(alice, actor_of):
    return actor_of(alice)


@pytest.fixture
def proposed(say, line):
    """Bob proposes 100 ten days late."""
    return say(line, Act.PROMISE, (100, LATE), reason_code="material", note="Ore").promise


def whole(*pairs):
    return tuple((quantity * SCALE, day) for quantity, day in pairs)


def parts_of(made):
    return [(part.quantity // SCALE, part.promised_on) for part in made.parts.all()]


class TestAccept:
    def test_it_is_promised_from_now_on(self, line, proposed, buyer, held, bob):
        made = proposals.accept(by=buyer, line=line, note="Thank you", at=SOON)
        assert (made.event, made.answers, made.made_by) == (PromiseEvent.CONFIRM, proposed, "Alice Moreau")
        assert (made.reason, parts_of(made)) == ("Thank you", [(100, LATE)])
        assert LineStanding.objects.get(line=line).due_on == LATE
        assert held(line).talk.turn == ""
        assert Notice.objects.filter(user=bob).exists()

    def test_once(self, line, proposed, buyer):
        proposals.accept(by=buyer, line=line, at=SOON)
        with pytest.raises(proposals.ProposalRefused, match="no proposal that waits"):
            proposals.accept(by=buyer, line=line, at=SOON)

    def test_not_what_was_withdrawn(self, say, line, proposed, buyer):
        say(line, Act.WITHDRAW)
        with pytest.raises(proposals.ProposalRefused):
            proposals.accept(by=buyer, line=line, at=SOON)
        assert line.promises.count() == 2

    def test_not_a_day_that_has_passed(self, line, proposed, buyer):
        with pytest.raises(proposals.ProposalRefused, match="has passed"):
            proposals.accept(by=buyer, line=line, at=NOW + timedelta(days=30))

    def test_not_on_a_blocked_line(self, line, proposed, buyer):
        OrderLine.objects.filter(pk=line.pk).update(status=LineStatus.BLOCKED)
        with pytest.raises(proposals.ProposalRefused, match="Blocked"):
            proposals.accept(by=buyer, line=line, at=SOON)

    def test_of_a_partner_on_hold_what_waits_can_be_settled(self, line, proposed, buyer, brandt):
        brandt.status = PartnerStatus.ON_HOLD
        brandt.save()
        assert proposals.accept(by=buyer, line=line, at=SOON)

    def test_what_the_reader_had_not_seen(self, say, line, proposed, buyer, held):
        seen = held(line).seen
        say(line, Act.PROMISE, (100, LATE + timedelta(days=9)), reason_code="machine")
        with pytest.raises(proposals.Stale) as stale:
            proposals.accept(by=buyer, line=line, seen=seen, at=SOON)
        assert stale.value.words == "Bob Brandt was faster. Proposed: 100\xa0pcs on 4\xa0Oct\xa02026."
        assert not line.promises.filter(event=PromiseEvent.CONFIRM).exists()

    def test_the_trail(self, line, proposed, buyer, brandt):
        proposals.accept(by=buyer, line=line, at=SOON)
        event = AuditEvent.objects.get(verb="proposal.accepted")
        assert (event.scope, event.object_id) == (brandt.public_id, line.public_id)


class TestCounter:
    def test_it_waits_for_the_partner(self, line, proposed, buyer, held):
        made = proposals.counter(by=buyer, line=line, parts=whole((100, BETWEEN)), note="Please", at=SOON)
        assert (made.event, made.answers) == (PromiseEvent.COUNTER, proposed)
        assert held(line).talk.turn == "partner"
        assert LineStanding.objects.get(line=line).due_on == ASKED

    def test_the_partner_accepts(self, say, line, proposed, buyer, held):
        counter = proposals.counter(by=buyer, line=line, parts=whole((100, BETWEEN)), note="", at=SOON)
        said = say(line, Act.ACCEPT)
        assert (said.fate, said.promise.answers, parts_of(said.promise)) == (
            Fate.ACCEPTED,
            counter,
            [(100, BETWEEN)],
        )
        assert [part.due_on for part in held(line).talk.agreed] == [BETWEEN]

    def test_promising_what_it_says_accepts_it(self, say, line, proposed, buyer):
        counter = proposals.counter(by=buyer, line=line, parts=whole((100, BETWEEN)), note="", at=SOON)
        said = say(line, Act.PROMISE, (100, BETWEEN))
        assert (said.fate, said.promise.answers) == (Fate.ACCEPTED, counter)

    def test_what_lies_near_it_passes_and_is_measured_by_it(self, say, line, proposed, buyer):
        Tolerance.objects.create(later_days=2)
        proposals.counter(by=buyer, line=line, parts=whole((100, BETWEEN)), note="", at=SOON)
        near, far = BETWEEN + timedelta(days=2), BETWEEN + timedelta(days=3)
        assert say(line, Act.PROMISE, (100, near), reason_code="material").fate == Fate.ACCEPTED
        said = say(line, Act.PROMISE, (100, far), reason_code="material")
        assert said.why == "3 days later than agreed; 2 pass by themselves. Halden answers."

    def test_the_partner_proposes_again(self, say, line, proposed, buyer):
        counter = proposals.counter(by=buyer, line=line, parts=whole((100, BETWEEN)), note="", at=SOON)
        said = say(line, Act.PROMISE, (100, LATE), reason_code="material")
        assert (said.fate, said.promise.answers) == (Fate.WAITING, counter)

    def test_it_can_answer_a_refusal(self, say, line, buyer):
        refused = say(line, Act.REJECT, reason_code="capacity").promise
        made = proposals.counter(by=buyer, line=line, parts=whole((50, BETWEEN)), note="Half?", at=SOON)
        assert (made.answers, parts_of(made)) == (refused, [(50, BETWEEN)])
        assert say(line, Act.ACCEPT).fate == Fate.ACCEPTED

    def test_what_came_is_in_it(self, line, proposed, buyer, say):
        receipt(line, date(2026, 9, 1), 40)
        made = proposals.counter(by=buyer, line=line, parts=whole((60, BETWEEN)), note="", at=SOON)
        assert parts_of(made) == [(40, ASKED), (60, BETWEEN)]
        said = say(line, Act.ACCEPT)
        assert said.why == "Promised: 60\xa0pcs on 20\xa0Sep\xa02026."

    @pytest.mark.parametrize("pairs", [(), ((0, BETWEEN),), ((100, date(2026, 8, 1)),)])
    def test_impossible_parts(self, line, proposed, buyer, pairs):
        with pytest.raises(proposals.ProposalRefused):
            proposals.counter(by=buyer, line=line, parts=whole(*pairs), note="", at=SOON)
        assert line.promises.count() == 1

    def test_a_counter_that_has_passed_cannot_be_accepted(self, say, line, proposed, buyer):
        proposals.counter(by=buyer, line=line, parts=whole((100, BETWEEN)), note="", at=SOON)
        said = say(line, Act.ACCEPT, at=NOW + timedelta(days=20))
        assert said.why == "20\xa0Sep\xa02026 has passed. Please give a day."

    def test_keeping_is_no_answer_to_it(self, say, line, buyer):
        promise(line, ASKED, at=NOW - timedelta(days=1))
        say(line, Act.PROMISE, (100, LATE), reason_code="material")
        proposals.counter(by=buyer, line=line, parts=whole((100, BETWEEN)), note="", at=SOON)
        assert say(line, Act.KEEP).why.startswith("Halden made a counter-proposal.")


class TestDeclineAndAgree:
    def test_what_held_before_holds(self, say, line, buyer, held):
        say(line, Act.ACCEPT)
        proposed = say(line, Act.PROMISE, (100, LATE), reason_code="material").promise
        made = proposals.decline(by=buyer, line=line, note="We need it", at=SOON)
        assert (made.event, made.answers, parts_of(made)) == (PromiseEvent.DECLINE, proposed, [])
        assert held(line).talk.last_event == PromiseEvent.CONFIRM
        assert LineStanding.objects.get(line=line).last_event == PromiseEvent.CONFIRM

    def test_a_declined_first_proposal_is_the_partners_turn(self, line, proposed, buyer, held):
        proposals.decline(by=buyer, line=line, note="", at=SOON)
        assert held(line).talk.turn == "partner"
        assert LineStanding.objects.get(line=line).last_event == ""

    def test_a_refusal_is_agreed_to(self, say, line, buyer, held):
        refused = say(line, Act.REJECT, reason_code="capacity").promise
        made = proposals.agree(by=buyer, line=line, at=SOON)
        assert (made.event, made.answers) == (PromiseEvent.AGREE, refused)
        assert held(line).talk.pending is None

    def test_not_a_refusal_declined_nor_a_proposal_agreed_to(self, line, proposed, buyer, say):
        with pytest.raises(proposals.ProposalRefused, match="no refusal"):
            proposals.agree(by=buyer, line=line, at=SOON)
        say(line, Act.REJECT, reason_code="capacity")
        with pytest.raises(proposals.ProposalRefused, match="no proposal"):
            proposals.decline(by=buyer, line=line, note="", at=SOON)


class TestWhoMay:
    @pytest.mark.parametrize("role", [StaffRole.EXECUTIVE, StaffRole.STAFF_VIEWER, StaffRole.CONTENT_EDITOR])
    def test_only_who_keeps_partners(self, line, proposed, actor_of, role):
        with pytest.raises(PermissionDenied):
            proposals.accept(by=actor_of(StaffFactory(role=role)), line=line, at=SOON)

    def test_never_the_partner(self, line, proposed, bob, actor_of):
        with pytest.raises(PermissionDenied):
            proposals.accept(by=actor_of(bob), line=line, at=SOON)
        assert Promise.objects.count() == 1


class TestEffects:
    @pytest.fixture
    def three(self, order, line, bob, actor_of):
        """Two go past their day, the third comes before it; all proposed together."""
        lines = [line, *(LineFactory(order=order, requested_on=day) for day in (ASKED, date(2026, 10, 30)))]
        answers = [
            Answer(one.public_id, Act.PROMISE, whole((90, LATE)), reason_code="material") for one in lines
        ]
        commitments.answer(by=actor_of(bob), answers=answers, at=NOW)
        return lines

    def test_what_accepting_does(self, three):
        effects = effects_of(three)
        found = [(effects[one.pk].days_past, effects[one.pk].moved) for one in three]
        assert found == [(10, None), (10, None), (-35, None)]
        assert {(one.with_it, one.past_with_it) for one in effects.values()} == {(3, 2)}

    def test_what_is_at_stake(self, three, line):
        receipt(line, date(2026, 9, 1), 25)
        effects = effects_of(three)
        assert (effects[line.pk].at_risk.minor, effects[line.pk].at_risk.currency) == (480_000, "EUR")
        assert effects[three[1].pk].at_risk is None  # no price

    def test_later_than_what_holds(self, say, line):
        promise(line, date(2026, 9, 18), at=NOW - timedelta(days=1))
        say(line, Act.PROMISE, (100, LATE), reason_code="material")
        assert effects_of([line])[line.pk].moved == 7

    def test_nothing_waits(self, say, line):
        say(line, Act.ACCEPT)
        assert effects_of([line]) == {}

    def test_a_fixed_number_of_statements(self, three, django_assert_num_queries):
        lines = list(OrderLine.objects.select_related("order", "partner"))
        for some in (lines[:1], lines):
            with django_assert_num_queries(5):
                effects_of(some)
