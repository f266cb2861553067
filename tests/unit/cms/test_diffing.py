"""What the words of a diff must always add up to, and how it reads."""

from hypothesis import given
from hypothesis import strategies as st

from cms.engine.diffing import ADDED, KEPT, TAKEN, Pair, Piece, pair_points, paragraphs, words_changed

TEXTS = st.lists(st.sampled_from(["we", "pay", "on", "time", "late", "\n"]), max_size=25).map(" ".join)


def words(pieces, *kinds):
    return [word for piece in pieces if piece.how in kinds for word in piece.text.split(" ")]


@given(TEXTS, TEXTS)
def test_nothing_is_lost_and_nothing_is_made_up(old, new):
    pieces = words_changed(old, new)
    assert words(pieces, KEPT, TAKEN) == old.split(" ") * bool(old)
    assert words(pieces, KEPT, ADDED) == new.split(" ") * bool(new)


@given(TEXTS)
def test_the_same_text_has_no_changes(text):
    assert {piece.how for piece in words_changed(text, text)} <= {KEPT}


@given(TEXTS, TEXTS)
def test_a_paragraph_never_holds_the_end_of_another(old, new):
    found = paragraphs(words_changed(old, new))
    assert all(found)
    assert not any("\n" in piece.text for one in found for piece in one)
    assert words([p for one in found for p in one], KEPT, ADDED) == [w for w in new.split() if w != "\n"]


def test_changes_with_one_word_between_them_are_one_change():
    pieces = words_changed("the day our inspection accepts the goods", "the day your truck brings the load")
    assert pieces == [
        Piece(KEPT, "the day"),
        Piece(TAKEN, "our inspection accepts the goods"),
        Piece(ADDED, "your truck brings the load"),
    ]


def test_changes_with_two_words_between_them_stay_apart():
    pieces = words_changed("a one two b", "c one two d")
    assert [piece.how for piece in pieces] == [TAKEN, ADDED, KEPT, TAKEN, ADDED]


def test_points_are_found_again_by_their_headings():
    assert pair_points(["Promise", "Clock", "Late"], ["Promise", "Wrong", "Late", "Thanks"]) == [
        Pair(0, 0),
        Pair(1, 1),
        Pair(2, 2),
        Pair(None, 3),
    ]


def test_a_point_that_moved_up_is_not_taken_for_another():
    assert Pair(1, 0) in pair_points(["A", "B"], ["B"])
    assert Pair(0, None) in pair_points(["A", "B"], ["B"])


def test_words_do_not_wander_over_the_end_of_a_paragraph():
    found = paragraphs(words_changed("Pay.\nTell.", "Pay.\nSay sorry.\nTell."))
    assert found == [
        [Piece(KEPT, "Pay.")],
        [Piece(ADDED, "Say sorry.")],
        [Piece(KEPT, "Tell.")],
    ]
