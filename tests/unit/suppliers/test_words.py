"""Numbers at the head of a page."""

import pytest

from suppliers.presenters.words import sentence_case, spelled


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no"), (1, "one"), (12, "twelve"), (13, "13"), (1204, "1,204")]
)
def test_spelled(count, words):
    assert spelled(count) == words


def test_only_the_first_letter_grows():
    assert sentence_case("two of Brandt’s lines") == "Two of Brandt’s lines"
    assert sentence_case("") == ""
