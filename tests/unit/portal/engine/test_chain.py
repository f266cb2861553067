"""The hash chain: it holds as written, and any change shows at the first place it touches."""

from hypothesis import given
from hypothesis import strategies as st

from portal.engine.chain import START, first_break, seal_of

FACTS = st.dictionaries(st.sampled_from(["id", "who", "what"]), st.text(max_size=8) | st.integers())
ROWS = st.lists(FACTS, min_size=1, max_size=8)


def chain(rows):
    links, before = [], START
    for place, facts in enumerate(rows, start=1):
        before = seal_of(before, facts)
        links.append((place, before, facts))
    return links


def test_an_empty_chain_holds():
    assert first_break([]) is None


@given(ROWS)
def test_a_chain_holds_as_it_was_written(rows):
    assert first_break(chain(rows)) is None


@given(ROWS, st.data())
def test_a_changed_row_breaks_it_there(rows, data):
    links = chain(rows)
    at = data.draw(st.integers(0, len(rows) - 1))
    place, seal, facts = links[at]
    links[at] = (place, seal, {**facts, "added": 1})
    assert first_break(links) == at + 1


@given(st.lists(FACTS, min_size=2, max_size=8), st.data())
def test_a_row_that_is_gone_breaks_it_there_unless_it_was_the_last(rows, data):
    links = chain(rows)
    at = data.draw(st.integers(0, len(rows) - 2))
    del links[at]
    assert first_break(links) == at + 1


def test_the_order_of_names_does_not_matter_and_values_do():
    assert seal_of(START, {"a": 1, "b": 2}) == seal_of(START, {"b": 2, "a": 1})
    assert seal_of(START, {"a": 1}) != seal_of(START, {"a": "1"})
    assert seal_of(START, {"a": 1}) != seal_of("f" * 64, {"a": 1})
