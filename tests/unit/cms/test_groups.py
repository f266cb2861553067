"""No combination of what is shown tells of fewer people than the least; hypothesis tries to find one."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.engine.groups import Part, safe_groups

COUNTS = st.dictionaries(st.text("abcdefgh", max_size=2), st.integers(0, 14), max_size=8)
LEAST = st.integers(1, 9)


def combined(shown):
    """Every set of groups that sums and differences of the shown ones can single out."""
    sets = {frozenset(one) for one in shown}
    while True:
        more = {new for a, b in combinations(sets, 2) for new in (a | b, a & b, a - b, b - a)} - sets
        if not more:
            return sets
        sets |= more


@given(COUNTS, LEAST)
def test_whatever_is_added_up_or_taken_away_has_nobody_or_the_least(counts, least):
    whole = frozenset(name for name, n in counts.items() if n)
    parts = safe_groups(counts, least)
    if sum(counts.values()) < least:
        assert parts == ()
    shown = [whole, *(frozenset(part.names) for part in parts)]

    for one in combined(shown):
        n = sum(counts[name] for name in one)
        assert n == 0 or n >= least or not parts


@given(COUNTS, LEAST)
def test_parts_are_a_partition_of_the_whole(counts, least):
    parts = safe_groups(counts, least)

    if parts:
        names = [name for part in parts for name in part.names]
        assert sorted(names) == sorted(name for name, n in counts.items() if n)
        assert [part.n for part in parts] == [sum(counts[name] for name in part.names) for part in parts]
        assert sum(part.n for part in parts) == sum(counts.values())


@given(COUNTS, LEAST)
def test_who_is_in_no_group_is_named_in_none(counts, least):
    parts = safe_groups(counts, least)

    assert all(part.is_rest for part in parts if "" in part.names)
    assert sum(part.is_rest for part in parts) <= 1
    assert not any(part.is_rest for part in parts[:-1])


@given(COUNTS, LEAST)
def test_the_order_in_which_groups_come_changes_nothing(counts, least):
    assert safe_groups(dict(reversed(counts.items())), least) == safe_groups(counts, least)


@given(COUNTS, LEAST)
def test_as_many_parts_as_can_be(counts, least):
    """A part that is not the rest is one group; and nothing is hidden where all groups are large enough."""
    parts = safe_groups(counts, least)
    large = [name for name, n in counts.items() if n >= least and name]
    small = [name for name, n in counts.items() if n > 0 and name not in large]

    assert all(len(part.names) == 1 for part in parts if not part.is_rest)
    if not small and len(large) > 1:
        assert {part.names[0] for part in parts} == set(large)


@pytest.mark.parametrize(
    ("counts", "parts"),
    [
        ({"a": 9, "b": 7}, (Part(("a",), 9), Part(("b",), 7))),
        # c alone could be told from the whole less a and b: b goes with it
        ({"a": 9, "b": 7, "c": 1}, (Part(("a",), 9), Part(("b", "c"), 8, True))),
        ({"a": 9, "b": 3, "c": 2}, (Part(("a",), 9), Part(("b", "c"), 5, True))),
        ({"a": 9, "c": 1}, ()),
        ({"a": 9}, ()),
        ({"a": 4, "b": 4}, ()),
        ({"a": 9, "b": 0}, ()),
        ({}, ()),
        ({"": 6, "a": 6}, (Part(("a",), 6), Part(("",), 6, True))),
    ],
)
def test_by_hand(counts, parts):
    assert safe_groups(counts, 5) == parts


def test_a_group_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one person"):
        safe_groups({"a": 3}, 0)
