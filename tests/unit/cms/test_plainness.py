"""What can be read by anybody, by our own rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.engine.plainness import mentions, plainness

LONG = "We " + "very " * 24 + "much mean it"


def test_counts_sentences_and_words_over_several_texts():
    found = plainness(["We pay on time", "We say sorry. We put it right!"])
    assert (found.sentences, found.words, found.is_plain) == (3, 11, True)


@pytest.mark.parametrize(("words", "is_long"), [(25, False), (26, True)])
def test_a_sentence_is_long_from_26_words_on(words, is_long):
    assert bool(plainness([" ".join(["we"] * words)]).long_sentences) is is_long


def test_hard_words_are_long_or_jargon():
    found = plainness(
        ["Our interoperability leverages a well-known, trustworthy-minded team"], ["leverages "]
    )
    assert (found.hard_words, found.jargon) == (("interoperability",), ("leverages",))
    assert not found.is_plain


def test_jargon_is_never_forgiven():
    plain = ["We keep our word."] * 40
    assert plainness([*plain, "Interoperability"], ["leverage"]).is_plain
    assert not plainness([*plain, "We leverage"], ["leverage"]).is_plain


def test_a_little_is_forgiven():
    plain = ["We keep our word."] * 12
    assert plainness([*plain[:11], LONG]).is_plain
    assert not plainness([*plain[:10], LONG]).is_plain


@pytest.mark.parametrize(
    ("text", "said"),
    [("They come back.", True), ("They come home, back again", False), ("Keeping", False), ("KEEP it", True)],
)
def test_whole_words_are_looked_for(text, said):
    assert mentions([text], ["keep", "come back", ""]) is said


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_can_be_read(texts):
    found = plainness(texts)
    assert len(found.long_sentences) <= found.sentences <= found.words or found.words == 0
