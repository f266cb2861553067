"""Whom rules name, worked by hand: which rule comes first, shares to the cent, freight over the lines."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from suppliers.engine.attribution import Entry, Namer, Part, Rule, Texts, natural

ANNA, BEN, CARA = 1, 2, 3
HALF = ((ANNA, Fraction(1, 2)), (BEN, Fraction(1, 2)))
ENTRY = Entry(1, "E-1", date(2026, 3, 15), "revenue", 10_001, 10_001, "VALVE-9", "Valves", "Halden", "SO-7")


def rule(key=1, role="supplier", shares=((ANNA, Fraction(1)),), since=None, until=None, **texts):
    texts = {name: Texts.of(written) for name, written in texts.items()}
    return Rule(key, 1, role, shares, texts, since, until)


def named(entry, *rules, order=()):
    """{partner: amount} and the rule's key."""
    found = Namer(rules, lambda reference: order).naming(entry, "supplier")
    return None if found is None else (found.rule.key, [(p.partner, p.amount_minor) for p in found.parts])


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({}, True),
        ({"item_code": ["VALVE-9"]}, True),
        ({"item_code": ["VALVE"]}, False),
        ({"item_code": ["valve-9"]}, False),
        ({"item_code": ["VALVE*"]}, True),
        ({"item_code": ["VALVE-9*"]}, True),
        ({"item_code": ["PIPE*", "VALVE-*"]}, True),
        ({"item_code": ["*"]}, True),
        ({"category": ["Valves"], "customer": ["Halden"]}, True),
        ({"category": ["Valves"], "customer": ["Somebody"]}, False),
        ({"kind": ["revenue", "discount"]}, True),
        ({"kind": ["freight"]}, False),
        ({"reference": ["SO-7"]}, True),
        ({"since": date(2026, 3, 15)}, True),
        ({"since": date(2026, 3, 16)}, False),
        ({"until": date(2026, 3, 15)}, True),
        ({"until": date(2026, 3, 14)}, False),
    ],
)
def test_what_fits(conditions, fits):
    assert (named(ENTRY, rule(**conditions)) is not None) is fits


@pytest.mark.parametrize("written", [["*"], ["V*"], ["VALVE-9"]])
def test_an_entry_without_the_text_fits_no_condition_on_it(written):
    assert named(replace(ENTRY, item_code=""), rule(item_code=written)) is None


def test_the_first_that_fits_by_place_whatever_it_asks_for():
    wide, narrow = rule(1, shares=((BEN, Fraction(1)),)), rule(2, item_code=["VALVE-9"])
    assert named(ENTRY, wide, narrow) == (1, [(BEN, 10_001)])
    assert named(ENTRY, narrow, wide) == (2, [(ANNA, 10_001)])
    other = rule(3, reference=["SO-8"])
    assert named(ENTRY, other, narrow, wide) == (2, [(ANNA, 10_001)])


def test_shares_add_up_to_the_cent():
    assert named(ENTRY, rule(shares=HALF)) == (1, [(ANNA, 5_001), (BEN, 5_000)])
    thirds = tuple((key, Fraction(1, 3)) for key in (ANNA, BEN, CARA))
    cost = replace(ENTRY, amount_minor=-100, company_minor=-1001)
    (anna, ben, cara) = Namer([rule(shares=thirds)]).naming(cost, "supplier").parts
    assert [part.amount_minor for part in (anna, ben, cara)] == [-34, -33, -33]
    assert [part.company_minor for part in (anna, ben, cara)] == [-334, -334, -333]
    assert anna.item_code == "VALVE-9"


def test_what_the_file_names_no_rule_names_again():
    assert named(replace(ENTRY, supplier=CARA), rule()) is None
    # In another role the file names nobody.
    agent = rule(role="agent")
    assert Namer([agent]).naming(replace(ENTRY, supplier=CARA), "agent").rule is agent
    assert Namer([agent]).naming(replace(ENTRY, supplier=CARA), "supplier") is None


# Northwind's order 10248: 168.00 and 98.00 of one supplier's, 174.00 of another's; freight 32.38.
FREIGHT = Entry(9, "F-1", date(2026, 3, 15), "freight", -3238, -3238, reference="SO-1")
FOLLOW = rule(7, shares=(), kind=["freight", "duty"])


def line(key, minor, item, supplier=None, kind="revenue", entry_id=""):
    return Entry(
        key, entry_id or f"SO-1-{key}", date(2026, 3, 15), kind, minor, minor, item, reference="SO-1",
        supplier=supplier,
    )  # fmt: skip


def follow(*lines, entry=FREIGHT, rules=(FOLLOW,)):
    found = Namer(rules, lambda reference: [*lines, entry]).naming(entry, "supplier")
    return found and [(part.partner, part.item_code, part.amount_minor) for part in found.parts]


def test_freight_follows_the_lines_of_its_order():
    lines = line(1, 16_800, "11", ANNA), line(2, 9_800, "42", BEN), line(3, 17_400, "72", CARA)
    # 1236.33 721.19 1280.48: the unit left over goes to the last.
    assert follow(*lines) == [(ANNA, "11", -1236), (BEN, "42", -721), (CARA, "72", -1281)]


def test_a_discount_makes_its_line_smaller_whoever_it_names():
    sold, given = line(1, 10_000, "11", ANNA), line(2, -5_000, "11", kind="discount")
    other = line(3, 5_000, "42", BEN)
    assert follow(sold, given, other) == [(ANNA, "11", -1619), (BEN, "42", -1619)]
    assert follow(sold, replace(given, supplier=ANNA), other) == [(ANNA, "11", -1619), (BEN, "42", -1619)]


def test_of_equal_remainders_the_lowest_line_takes_the_unit():
    lines = [
        line(1, 100, "a", ANNA, entry_id="SO-1-10"),
        line(2, 100, "b", BEN, entry_id="SO-1-9"),
        line(3, 100, "c", CARA, entry_id="SO-1-2"),
    ]
    entry = replace(FREIGHT, amount_minor=-100, company_minor=-100)
    assert follow(*lines, entry=entry) == [(CARA, "c", -34), (BEN, "b", -33), (ANNA, "a", -33)]


def test_the_part_of_a_line_without_a_partner_stays_without():
    assert follow(line(1, 3_000, "11", ANNA), line(2, 1_000, "42")) == [(ANNA, "11", -2429)]  # 2428.5


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (line(1, 1_000, "11"),),  # nobody is named
        (line(1, 1_000, "11", ANNA), line(2, -1_000, "42", BEN, "returns")),  # worth nothing
        (line(1, 1_000, "11", ANNA), line(2, -1_001, "42", BEN, "returns")),
        (line(1, 1_000, "11", ANNA, "goods"),),  # what was paid is no line of the order
    ],
)
def test_without_worth_or_names_it_is_not_split(lines):
    assert follow(*lines) is None
    # Then the next rule may.
    second = rule(8, shares=((CARA, Fraction(1)),), kind=["freight"])
    assert follow(*lines, rules=(FOLLOW, second)) == [(CARA, "", -3238)]


def test_a_line_below_zero_takes_nothing():
    assert follow(line(1, 3_000, "11", ANNA), line(2, -1_000, "42", BEN, "returns")) == [(ANNA, "11", -3238)]


def test_lines_that_rules_name_count_as_named():
    by_item = rule(2, shares=HALF, item_code=["42"])
    lines = line(1, 5_000, "11", ANNA), line(2, 5_000, "42")
    found = follow(*lines, rules=(by_item, FOLLOW))
    # 1619, 809.5, 809.5: line 11 is Anna's, line 42 half hers and half Ben's.
    assert found == [(ANNA, "11", -1619), (ANNA, "42", -810), (BEN, "42", -809)]


def test_without_an_order_nothing_is_followed():
    entry = replace(FREIGHT, reference="")
    assert follow(line(1, 1_000, "11", ANNA), entry=entry) is None


def test_both_amounts_are_split_by_the_same_worth():
    entry = replace(FREIGHT, amount_minor=-100, company_minor=-11)
    lines = [line(1, 2_000, "a", ANNA), line(2, 1_000, "b", BEN), entry]
    parts = Namer([FOLLOW], lambda reference: lines).naming(entry, "supplier").parts
    assert parts == (Part(ANNA, "a", -67, -7), Part(BEN, "b", -33, -4))


def test_numbers_in_texts_sort_as_numbers():
    assert sorted(["NW-10-2", "NW-9-10", "NW-9-9", "A"], key=natural) == ["A", "NW-9-9", "NW-9-10", "NW-10-2"]
