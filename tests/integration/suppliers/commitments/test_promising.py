"""What becomes of a promise of another day, quantity or price, rule by rule."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.engine.scaled import SCALE
from suppliers.actions import proposals
from suppliers.enums import Act, Fate, PromiseEvent
from suppliers.models import Tolerance
from tests.factories import promise, receipt
from tests.integration.suppliers.commitments.conftest import ASKED, LATE, NOW, TODAY, fields, parts_of


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
