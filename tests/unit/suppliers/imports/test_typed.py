"""Days and numbers as people type them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.imports.numbers import DecimalStyle
from suppliers.imports.problems import CellRefused
from suppliers.imports.typed import Habits, read_day, read_number

TODAY = date(2026, 10, 6)
MONTHS = {"oct": 10, "october": 10, "okt": 10, "nov": 11, "jan": 1, "feb": 2, "dec": 12}
ENGLISH = Habits(MONTHS, frozenset({"mon", "monday", "wed"}))
AMERICAN = Habits(MONTHS, day_first=False)
GERMAN = Habits(MONTHS, decimal=DecimalStyle.COMMA)


@pytest.mark.parametrize(
    "text",
    [
        "12.10.",
        "12.10",
        "12. 10.",
        "12.10.26",
        "12.10.2026",
        "12/10",
        "12/10/2026",
        "12 Oct",
        "12 oct.",
        "12 October 2026",
        "Mon 12 Oct",
        "Mon, 12 Oct 2026",
        "Oct 12",
        "October 12, 2026",
        "12th Oct",
        "2026-10-12",
        "+6",
        " 12\u00a0Oct ",
    ],
)
def test_a_day_in_many_spellings(text):
    assert read_day(text, habits=ENGLISH, today=TODAY) == date(2026, 10, 12)


def test_an_american_writes_the_month_first_but_points_stand_behind_days():
    assert read_day("10/12", habits=AMERICAN, today=TODAY) == date(2026, 10, 12)
    assert read_day("12.10.", habits=AMERICAN, today=TODAY) == date(2026, 10, 12)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 Jan", date(2027, 1, 3)),
        ("30 Dec", date(2026, 12, 30)),
        ("1.8.", date(2026, 8, 1)),  # a promise that has passed is still named
        ("1.2.", date(2027, 2, 1)),
        ("29 Feb", date(2028, 2, 29)),
    ],
)
def test_without_a_year_it_is_the_next_one(text, day):
    today = date(2027, 10, 6) if day.year == 2028 else TODAY
    assert read_day(text, habits=ENGLISH, today=today) == day


def test_so_many_days_on_count_from_what_stands_there():
    base = date(2026, 12, 30)
    assert read_day("+3", habits=ENGLISH, today=TODAY, base=base) == date(2027, 1, 2)
    assert read_day("\u22122", habits=ENGLISH, today=TODAY, base=base) == date(2026, 12, 28)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31.2.",
        "32 Oct",
        "13/13",
        "12",
        "12 Foo",
        "+99999",
        "9999-01-01",
        "12.10.2026 x",
        "x" * 99,
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(CellRefused):
        read_day(text, habits=ENGLISH, today=TODAY)


@given(st.dates(date(2000, 1, 1), date(2150, 1, 1)))
def test_a_whole_day_reads_the_same_whatever_today_is(day):
    for text in (day.isoformat(), f"{day.day}.{day.month}.{day.year}"):
        assert read_day(text, habits=ENGLISH, today=TODAY) == day


@given(st.integers(-80, 240))
def test_a_day_shown_without_its_year_comes_back(days):
    """As suppliers.presenters.typing shows it."""
    day = TODAY + timedelta(days)
    assert read_day(f"{day.day}.{day.month}.", habits=ENGLISH, today=TODAY) == day


@pytest.mark.parametrize(
    ("habits", "text", "value"),
    [
        (ENGLISH, "1,200", "1200"),
        (ENGLISH, "12.5", "12.5"),
        (ENGLISH, "12,5", "12.5"),
        (GERMAN, "1.200", "1200"),
        (GERMAN, "12,5", "12.5"),
    ],
)
def test_a_number_as_the_reader_writes_it(habits, text, value):
    assert read_number(text, habits) == Decimal(value)


def test_no_number_is_guessed():
    with pytest.raises(CellRefused):
        read_number("twelve", ENGLISH)
