"""A mapping on its way to a profile: what it amounts to, what it misses, TOML that reads as it was."""

import datetime as dt
import io
from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from suppliers.imports.drafts import draft_from, draft_of, half_profile, missing_of, profile_document
from suppliers.imports.profiles import ColumnSpec, Profile, RowFilter, parse_profile, profile_of
from suppliers.imports.suggest import read_sample, suggest
from suppliers.imports.suggest.looking import look
from suppliers.imports.suggest.packing import packed, unpacked
from suppliers.imports.toml import document_of, to_toml
from tests.unit.suppliers.imports.files import workbook

FILE = "PO;Line;Vendor;Qty;Need by;State\n1;10;V1;1.234;03/04/2026;offen\n1;20;V1;x;04/05/2026;confirmed\n"


def guess(text=FILE):
    return suggest(read_sample(io.BytesIO(text.encode()), "a.csv"))


def missing(draft, suggestion):
    return [str(message) for message in missing_of(draft, suggestion)]


def whole(draft):
    """Everything that FILE leaves open, said."""
    return replace(draft, days={4: "%d/%m/%Y"}, decimal="comma")


def test_what_can_be_read_in_two_ways_is_asked():
    suggestion = guess()
    draft = draft_of(suggestion)
    said = missing(draft, suggestion)
    assert said == ["how days are written in “Need by”", "which sign is the decimal one"]
    assert missing(whole(draft), suggestion) == []


def test_what_is_required_and_not_fed_is_named_and_a_constant_feeds_it():
    suggestion = guess()
    draft = whole(draft_of(suggestion))
    without = replace(draft, targets={index: keys for index, keys in draft.targets.items() if index != 0})
    assert missing(without, suggestion) == ["which column is “order number”"]
    constant = replace(without, constants={"orders.order_number": "7"})
    assert missing(constant, suggestion) == []
    document = profile_document(constant, suggestion.sample, name="a")
    assert profile_of(document).specs("orders")["order_number"].constant == "7"


def test_two_columns_that_are_the_same_one_of_ours_are_named():
    suggestion = guess()
    draft = whole(draft_of(suggestion))
    twice = replace(draft, targets={**draft.targets, 5: ("order_number",)})
    assert missing(twice, suggestion) == ["which of “PO”, “State” is “order number”"]


def test_words_that_we_do_not_know_are_asked_and_become_values():
    suggestion = guess()
    draft = whole(draft_of(suggestion))
    draft = replace(draft, targets={**draft.targets, 5: ("orders.status",)})
    assert missing(draft, suggestion) == ["what “offen” in “State” means"]
    said = replace(draft, words={5: {"offen": "draft"}})
    assert missing(said, suggestion) == []
    profile = profile_of(profile_document(said, suggestion.sample, name="a"))
    rows = look(suggestion.sample, profile, ZoneInfo("UTC"))[0].rows
    assert [row.cells["status"].value for row in rows] == ["draft", "confirmed"]


def test_a_look_shows_values_errors_and_works_while_half_is_missing():
    suggestion = guess()
    draft = whole(draft_of(suggestion))
    draft = replace(draft, targets={3: ("orders.quantity",), 4: ("orders.requested_on",)})
    [looked] = look(
        suggestion.sample, half_profile(profile_document(draft, suggestion.sample, name="a")), ZoneInfo("UTC")
    )
    first, second = looked.rows
    assert str(first.cells["quantity"].value) == "1234"
    assert first.cells["requested_on"].value.isoformat() == "2026-04-03"
    assert not first.is_refused
    assert str(second.cells["quantity"].reason) == "“x” is not a number."


def test_a_profile_becomes_a_draft_and_the_same_profile_again():
    suggestion = guess()
    draft = whole(draft_of(suggestion, "Europe/Oslo"))
    profile = profile_of(profile_document(draft, suggestion.sample, name="a", title="A"))
    again = draft_from(profile, suggestion.sample)
    assert profile_of(profile_document(again, suggestion.sample, name="a", title="A")) == profile


def test_what_pointing_cannot_say_stays_with_the_profile():
    suggestion = guess()
    draft = whole(draft_of(suggestion))
    document = profile_document(draft, suggestion.sample, name="a")
    document["filters"] = [{"column": "State", "drop": ["offen"]}]
    document["columns"]["orders"]["quantity"] = {"column": "Qty", "subtract": ["Line"]}
    base = profile_of(document)
    again = profile_document(draft_from(base, suggestion.sample), suggestion.sample, name="a", base=base)
    assert profile_of(again) == base


def test_a_workbooks_sample_comes_back_with_its_types():
    moment = dt.datetime(2026, 10, 16, 8, 30)
    sample = read_sample(workbook(["a", "b", "c"], [1.5, "x", moment], [True, None, 3]), "a.xlsx")
    assert unpacked(packed(sample)) == sample


TEXT = st.text(min_size=1, max_size=8).filter(
    lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text)
)
SPEC = st.one_of(
    TEXT,
    st.builds(ColumnSpec, column=TEXT, dates=st.lists(st.sampled_from(["%d.%m.%Y", "%d-%b-%y"]), max_size=2),
              empty=st.lists(TEXT, max_size=2), values=st.dictionaries(TEXT, TEXT, max_size=2)),
    st.builds(ColumnSpec, constant=TEXT),
)  # fmt: skip
NEEDED = ("partner_code", "order_number", "line_number", "quantity", "requested_on")


@settings(max_examples=60, deadline=None)
@given(
    columns=st.fixed_dictionaries(dict.fromkeys(NEEDED, SPEC), optional={"currency": SPEC}),
    title=TEXT,
    empty=st.lists(TEXT, max_size=2),
    filters=st.lists(
        st.builds(RowFilter, column=TEXT, keep=st.lists(TEXT, min_size=1, max_size=2)), max_size=1
    ),
)
def test_any_profile_comes_back_from_its_toml(columns, title, empty, filters):
    profile = Profile(name="a", title=title, empty=empty, filters=filters, columns={"orders": columns})
    read = parse_profile(to_toml(profile).encode())
    assert read == profile_of(document_of(profile))
    assert read.specs("orders") == profile.specs("orders")
    assert (read.title, read.empty, read.filters) == (profile.title, profile.empty, profile.filters)
