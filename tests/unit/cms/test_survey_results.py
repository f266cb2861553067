"""Results of a round: by hand, and that nothing in them tells of fewer people than the least."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.engine.questions import CHOICE, RANKING, SCALE, SCORE, TEXT, Question
from cms.engine.results import Reply, results
from cms.engine.tallies import Promoters, tally

NPS = Question("a", SCORE, "Would you recommend us?", nps=True)
WORDS = Question("b", SCALE, "How easy was it?", options=("hard", "so so", "easy"))
ONE = Question("c", CHOICE, "What do you miss most?", options=("time", "money"))
SEVERAL = Question("d", CHOICE, "What do you use?", options=("mail", "phone", "portal"), several=True)
OWN = Question("e", TEXT, "What else?")
RANKED = Question("f", RANKING, "What matters most?", options=("price", "word", "time"))
ALL = (NPS, WORDS, ONE, SEVERAL, OWN, RANKED)

ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "a": st.integers(0, 10) | st.none(),
        "b": st.integers(0, 2),
        "c": st.integers(0, 1),
        "d": st.lists(st.integers(0, 2), min_size=1, unique=True),
        "e": st.text(min_size=1, max_size=3),
        "f": st.permutations(range(3)),
    },
)
REPLIES = st.lists(st.builds(Reply, st.sampled_from(["", "x", "y", "z", "w"]), ANSWERS), max_size=40)


def combined(shown):
    sets = {frozenset(one) for one in shown}
    while True:
        more = {new for a, b in combinations(sets, 2) for new in (a | b, a & b, a - b, b - a)} - sets
        if not more:
            return sets
        sets |= more


def people_behind(found, replies):
    """Of each question, the replies behind every figure that is shown of it."""
    for one in found.questions:
        if one.tally is None:
            assert one.slices == ()
            continue
        who = {i for i, reply in enumerate(replies) if reply.answers.get(one.question.key) is not None}
        assert len(who) == one.tally.n
        named = {part.name for part in one.slices if not part.is_rest}
        shown = [who]
        for part in one.slices:
            behind = {
                i
                for i in who
                if (replies[i].group not in named if part.is_rest else replies[i].group == part.name)
            }
            assert len(behind) == part.tally.n
            shown.append(behind)
        yield shown


@given(REPLIES, st.integers(2, 8))
def test_no_sum_or_difference_of_what_is_shown_tells_of_too_few(replies, least):
    found = results(ALL, replies, least)

    assert (found is None) == (len(replies) < least)
    for shown in people_behind(found, replies) if found else ():
        for people in combined(shown):
            assert len(people) == 0 or len(people) >= least


@given(REPLIES)
def test_the_parts_of_a_question_add_up_to_the_whole(replies):
    found = results(ALL, replies, 3)

    for one in found.questions if found else ():
        if one.slices:
            assert sum(part.tally.n for part in one.slices) == one.tally.n
            pairs = zip(*(part.tally.counts for part in one.slices), strict=True)
            assert tuple(map(sum, pairs)) == one.tally.counts


@given(st.lists(st.integers(0, 10), min_size=1))
def test_promoters_passives_and_detractors_are_everybody(scores):
    found = tally(NPS, scores).nps

    assert found.promoters + found.passives + found.detractors == len(scores)
    assert found.score == Fraction(
        100 * (sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)), len(scores)
    )
    assert -100 <= found.score <= 100


@given(st.lists(st.permutations(range(4)), min_size=1))
def test_ranks_add_up_and_each_lies_between_first_and_last(rankings):
    question = Question("r", RANKING, "?", options=("a", "b", "c", "d"))
    found = tally(question, rankings)

    assert sum(found.ranks) == 1 + 2 + 3 + 4
    assert all(1 <= rank <= 4 for rank in found.ranks)
    assert sum(found.counts) == len(rankings)


def test_by_hand():
    assert tally(NPS, [10, 9, 9, 8, 7, 6, 0, None]).nps == Promoters(3, 2, 2)
    assert tally(NPS, [10, 9, 9, 8, 7, 6, 0]).nps.score == Fraction(100, 7)
    assert tally(NPS, [10, 0]).mean == 5
    assert tally(WORDS, [0, 2, 2, 2]).mean == Fraction(5, 2)  # words count from 1
    assert tally(WORDS, [0, 2, 2, 2]).counts == (1, 0, 3)
    assert tally(SEVERAL, [[0, 2], [2], None]).counts == (1, 0, 2)
    assert tally(SEVERAL, [[0, 2], [2], None]).n == 2
    assert tally(RANKED, [[1, 0, 2], [1, 2, 0]]).ranks == (Fraction(5, 2), 1, Fraction(5, 2))
    assert tally(RANKED, [[1, 0, 2], [1, 2, 0]]).counts == (0, 2, 0)
    assert tally(OWN, ["a", None]).n == 1
    assert tally(NPS, []).mean is None


def test_a_group_that_few_of_answered_a_question_is_parted_from_it_there_alone():
    replies = [Reply("x", {"a": 9, "b": 1}) for _ in range(6)]
    replies += [Reply("y", {"a": 3, **({"b": 0} if i < 4 else {})}) for i in range(6)]
    score, words = results((NPS, WORDS), replies, 5).questions

    assert [(part.name, part.tally.n) for part in score.slices] == [("x", 6), ("y", 6)]
    assert words.tally.n == 10
    assert words.slices == ()


def test_what_too_few_answered_is_not_there_even_where_many_replied():
    replies = [Reply("", {"a": 9, **({"e": "x"} if i < 4 else {})}) for i in range(9)]
    score, own = results((NPS, OWN), replies, 5).questions

    assert (score.tally.n, own.tally) == (9, None)


@pytest.mark.parametrize(
    ("question", "fits", "fails"),
    [
        (NPS, [0, 10], [11, -1, "5", True, [1], 2.0]),
        (WORDS, [0, 2], [3, "easy"]),
        (ONE, [1], [2, [0]]),
        (SEVERAL, [[0], [2, 0]], [[], [0, 0], [3], 1, [True]]),
        (OWN, ["so"], ["", "  ", 3, "x" * 2001]),
        (RANKED, [[2, 0, 1]], [[0, 1], [0, 1, 1], [1, 2, 3], 0]),
    ],
)
def test_what_is_an_answer_to_which_question(question, fits, fails):
    assert [question.refusal(answer) for answer in fits] == [""] * len(fits)
    assert [question.refusal(answer) for answer in fails] == ["unknown"] * len(fails)
    assert question.refusal(None) == ""


def test_a_question_that_must_be_answered_misses_its_answer():
    assert Question("a", TEXT, "Why?", required=True).refusal(None) == "missing"


@pytest.mark.parametrize("question", ALL)
def test_a_question_comes_back_as_it_was_frozen(question):
    assert Question.thawed(question.frozen()) == question


def test_a_question_compares_with_one_in_the_same_words_alone():
    again = Question("z", SCORE, NPS.text, nps=True)
    reworded = Question("a", SCORE, "Would you tell a friend of us?", nps=True)

    assert NPS.is_same(again)
    assert not NPS.is_same(reworded)
    assert not NPS.is_same(Question("a", SCORE, NPS.text))
    assert not WORDS.is_same(Question("b", SCALE, WORDS.text, options=("hard", "easy")))
