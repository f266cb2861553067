"""Days and moments by declared spellings."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.imports.dates import ISO, check_format, read_date, read_moment
from suppliers.imports.problems import CellRefused

OSLO = ZoneInfo("Europe/Oslo")
AMERICAN = ("%m/%d/%Y", "%m-%d-%Y")


@pytest.mark.parametrize(
    ("text", "formats", "day"),
    [
        ("2026-10-16", ISO, (2026, 10, 16)),
        ("02-Jun-06", ("%d-%b-%y", "%d-%m-%Y"), (2006, 6, 2)),
        ("16-02-2010", ("%d-%b-%y", "%d-%m-%Y"), (2010, 2, 16)),
        ("11/13/2006", AMERICAN, (2006, 11, 13)),
        ("12-01-2006", AMERICAN, (2006, 12, 1)),
        ("1. Sept 2026", ("%d. %b %Y",), (2026, 9, 1)),
        ("29-Feb-2024", ("%d-%b-%Y",), (2024, 2, 29)),
        ("31-Dec-99", ("%d-%b-%y",), (1999, 12, 31)),
    ],
)
def test_the_first_spelling_that_fits_counts(text, formats, day):
    assert read_date(text, formats) == dt.date(*day)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2026-09-31", "that month has 30 days"),
        ("2025-02-29", "that month has 28 days"),
        ("2026-13-01", "no month 13"),
        ("0214-01-01", "year 214"),
        ("16.10.2026", "not a day we can read"),
        ("", "not a day we can read"),
        (46311.0, "a number, not a day"),
        (True, "a number, not a day"),
    ],
)
def test_an_impossible_day_is_refused_with_its_reason(cell, says):
    with pytest.raises(CellRefused, match=says):
        read_date(cell, ISO)


def test_the_way_out_shows_the_spellings():
    with pytest.raises(CellRefused) as refused:
        read_date("soon", ("%d-%b-%y", "%m/%d/%Y"))
    assert str(refused.value.way_out) == "Write the day as 16-Oct-26, 10/16/2026."


@given(st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)), st.sampled_from([*ISO, *AMERICAN, "%d-%m-%y"]))
def test_what_is_written_is_read_back(day, spelling):
    assert read_date(day.strftime(spelling), (spelling,)) == day


@pytest.mark.parametrize("text", ["%d.%m", "%d %d %m %Y", "%j %Y", "%m/%Y", "%d/%m/%Y %H"])
def test_a_spelling_names_one_day_month_and_year(text):
    with pytest.raises(ValueError, match="must hold one year"):
        check_format(text)


def moment(cell, text_zone=None):
    return read_moment(cell, ISO, text_zone=text_zone, zone=OSLO)


def test_a_moment_is_kept_in_utc():
    at = dt.datetime(2026, 10, 16, 6, 30, tzinfo=dt.UTC)
    assert moment("2026-10-16T08:30:00+02:00") == moment("2026-10-16 06:30Z") == at
    assert moment("2026-10-16T08:30:00", text_zone=OSLO) == at


def test_a_time_of_day_needs_a_zone():
    with pytest.raises(CellRefused, match="which time zone"):
        moment("2026-10-16T08:30:00")
    with pytest.raises(CellRefused, match="not a moment"):
        moment("08:30 on Monday")


def test_a_mere_day_and_a_spreadsheets_cell_are_in_the_companys_zone():
    assert moment("2026-10-16") == dt.datetime(2026, 10, 15, 22, tzinfo=dt.UTC)
    assert moment(dt.datetime(2026, 1, 16, 8)) == dt.datetime(2026, 1, 16, 7, tzinfo=dt.UTC)
