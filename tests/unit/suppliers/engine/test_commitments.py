"""A line's conversation: parts composed by hand, histories told and told again."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from suppliers.engine.commitments import Asked, Word, are_same, compose, first_of, replay, rest_of
from suppliers.engine.lines import Part

START = datetime(2026, 9, 1, 8, tzinfo=UTC)
D10, D15, D20, D25 = (date(2026, 9, day) for day in (10, 15, 20, 25))
ASKED = Asked(100, D10, 640)


def parts(*pairs):
    return tuple(Part(day, number, quantity) for number, (quantity, day) in enumerate(pairs, 1))


def compared(found):
    return [(part.quantity, part.due_on) for part in found]


class TestCompose:
    def test_nothing_came_and_nothing_was_promised(self):
        assert compared(compose((), 0, [(100, D15)], D10)) == [(100, D15)]

    def test_what_came_without_a_promise_keeps_the_day_asked_for(self):
        assert compared(compose((), 40, [(60, D20)], D10)) == [(40, D10), (60, D20)]

    def test_what_came_keeps_its_promised_day(self):
        assert compared(compose(parts((100, D15)), 40, [(60, D20)], D10)) == [(40, D15), (60, D20)]

    def test_first_in_first_out_over_several_parts(self):
        before = parts((50, D10), (50, D20))
        assert compared(compose(before, 70, [(30, D25)], D10)) == [(50, D10), (20, D20), (30, D25)]

    def test_the_order_of_the_days_counts_not_that_of_the_numbers(self):
        before = parts((50, D20), (50, D10))
        assert compared(compose(before, 60, [(40, D25)], D10)) == [(50, D10), (10, D20), (40, D25)]

    def test_more_came_than_was_promised(self):
        assert compared(compose(parts((50, D15)), 70, [(30, D25)], D10)) == [(20, D10), (50, D15), (30, D25)]

    def test_what_came_is_never_due_after_what_is_to_come(self):
        """It came by today, and the rest is for today or later: nothing looks later than it was."""
        before = parts((100, D20))
        assert compared(compose(before, 40, [(30, D10), (30, D15)], D10)) == [(70, D10), (30, D15)]
        assert compared(compose((), 40, [(60, D10)], D25)) == [(100, D10)]

    def test_one_day_is_one_part(self):
        before = parts((100, D15))
        assert compared(compose(before, 40, [(30, D15), (30, D15)], D10)) == [(100, D15)]

    def test_parts_are_numbered_by_their_days(self):
        assert [one.number for one in compose((), 0, [(1, D25), (1, D10), (1, D15)], D10)] == [1, 2, 3]


some = st.lists(
    st.tuples(st.integers(1, 50), st.integers(0, 40).map(lambda n: D10 + timedelta(days=n))), max_size=5
)


@given(some, st.integers(0, 300), some)
def test_a_composition_covers_what_came_and_what_is_promised_for_the_rest(before, received, rest):
    whole = compose(parts(*before), received, rest, D10)
    assert sum(one.quantity for one in whole) == received + sum(quantity for quantity, _day in rest)
    assert [one.due_on for one in whole] == sorted({one.due_on for one in whole})
    assert not rest or are_same(rest_of(whole, received), parts(*rest))


@given(some, st.integers(0, 300))
def test_what_came_and_what_is_still_to_come_are_all_of_it(before, received):
    promised = parts(*before)
    assert are_same([*first_of(promised, received), *rest_of(promised, received)], promised)


class Line:
    """Words of one line, a minute apart."""

    def __init__(self):
        self.words, self._keys = [], count(1)

    def __call__(self, event, *pairs, price=None, answers=None, voids=None):
        key = next(self._keys)
        at = START + timedelta(minutes=key)
        self.words.append(
            Word(key, event, at, parts(*pairs), price, answers and answers.key, voids and voids.key)
        )
        return self.words[-1]

    def stands(self, asked=ASKED):
        return replay(self.words, asked)


class TestReplay:
    def test_nothing_said(self):
        talk = Line().stands()
        assert (talk.parts, talk.pending, talk.turn, talk.last_event) == ((), None, "partner", "")
        assert compared(talk.agreed) == [(100, D10)]
        assert talk.agreed_price == 640

    def test_a_promise_accepted_by_itself_is_not_what_was_agreed(self):
        line = Line()
        line("confirm", (100, D15))
        talk = line.stands()
        assert compared(talk.parts) == compared(talk.first) == [(100, D15)]
        assert compared(talk.agreed) == [(100, D10)]
        assert talk.turn == ""

    def test_the_first_promise_stays_the_first(self):
        line = Line()
        line("confirm", (100, D15))
        line("confirm", (100, D20))
        assert compared(line.stands().first) == [(100, D15)]
        assert compared(line.stands().parts) == [(100, D20)]

    def test_a_proposal_waits_and_changes_nothing(self):
        line = Line()
        line("confirm", (100, D10))
        proposal = line("propose", (100, D25))
        talk = line.stands()
        assert talk.pending == proposal
        assert talk.turn == "company"
        assert compared(talk.parts) == [(100, D10)]

    def test_an_accepted_proposal_is_what_was_agreed_with_its_price(self):
        line = Line()
        proposal = line("propose", (100, D25), price=700)
        line("confirm", (100, D25), price=700, answers=proposal)
        talk = line.stands()
        assert compared(talk.agreed) == compared(talk.parts) == [(100, D25)]
        assert (talk.agreed_price, talk.price, talk.turn) == (700, 700, "")

    def test_of_a_counter_what_it_said_is_agreed_not_what_came_of_it(self):
        line = Line()
        proposal = line("propose", (100, D25))
        counter = line("counter", (100, D15), answers=proposal)
        assert line.stands().turn == "partner"
        assert line.stands().pending == counter
        line("confirm", (100, D20), answers=counter)
        assert compared(line.stands().agreed) == [(100, D15)]
        assert compared(line.stands().parts) == [(100, D20)]

    def test_a_declined_proposal_leaves_what_held_before(self):
        line = Line()
        line("confirm", (100, D10))
        proposal = line("propose", (100, D25))
        line("decline", answers=proposal)
        talk = line.stands()
        assert (talk.last_event, talk.pending, talk.turn) == ("confirm", None, "")
        assert compared(talk.parts) == [(100, D10)]

    def test_a_declined_first_proposal_leaves_the_line_to_be_answered(self):
        line = Line()
        line("decline", answers=line("propose", (100, D25)))
        assert (line.stands().last_event, line.stands().turn) == ("", "partner")

    def test_a_decline_brings_back_a_change_that_was_not_answered(self):
        line = Line()
        line("confirm", (100, D10))
        line("buyer_change", (100, D15))
        line("decline", answers=line("propose", (100, D25)))
        assert (line.stands().last_event, line.stands().turn) == ("buyer_change", "partner")

    def test_a_refusal_waits_until_it_is_agreed_to(self):
        line = Line()
        refusal = line("reject")
        assert (line.stands().turn, line.stands().pending) == ("company", refusal)
        line("agree", answers=refusal)
        talk = line.stands()
        assert (talk.turn, talk.pending, talk.last_event) == ("", None, "reject")

    def test_after_an_agreed_refusal_the_partner_may_find_a_way(self):
        line = Line()
        line("agree", answers=line("reject"))
        line("confirm", (100, D20))
        assert (line.stands().turn, line.stands().last_event) == ("", "confirm")

    def test_what_we_agreed_to_does_not_wait_again(self):
        line = Line()
        line("agree", answers=line("reject"))
        line("decline", answers=line("propose", (100, D25)))
        assert (line.stands().pending, line.stands().last_event) == (None, "reject")

    def test_a_refusal_waits_again_when_the_proposal_after_it_is_declined(self):
        line = Line()
        refusal = line("reject")
        line("decline", answers=line("propose", (100, D25)))
        assert line.stands().pending == refusal

    def test_our_own_change_moves_the_baseline_and_what_was_agreed(self):
        line = Line()
        proposal = line("propose", (100, D15))
        line("confirm", (100, D15), answers=proposal)
        line("buyer_change", (80, D20))
        talk = line.stands(Asked(80, D20, 640))
        assert compared(talk.agreed) == compared(talk.first) == compared(talk.parts) == [(80, D20)]
        assert talk.turn == "partner"

    def test_our_change_of_what_was_never_promised_is_no_promise(self):
        line = Line()
        line("propose", (100, D15))
        line("buyer_change", (80, D20))
        talk = line.stands(Asked(80, D20, 640))
        assert (talk.parts, talk.first, talk.pending) == ((), (), None)

    def test_what_was_taken_back_was_never_said(self):
        line = Line()
        line("confirm", (100, D10))
        proposal = line("propose", (100, D25))
        line("void", voids=proposal)
        talk = line.stands()
        assert (talk.last_event, talk.pending, talk.words) == ("confirm", None, 3)

    def test_a_counter_keeps_the_agreed_price(self):
        line = Line()
        proposal = line("propose", (100, D25), price=900)
        counter = line("counter", (100, D15), answers=proposal)
        line("confirm", (100, D15), answers=counter)
        assert line.stands().agreed_price == 640

    def test_the_moment_counts_not_the_order_of_recording(self):
        line = Line()
        line("confirm", (100, D10))
        line("confirm", (100, D20))
        line.words.reverse()
        assert compared(line.stands().parts) == [(100, D20)]
