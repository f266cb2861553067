"""Yes and no, months, shares: what their cells may hold."""

import datetime as dt
from decimal import Decimal

import pytest

from suppliers.imports.columns import BooleanColumn, DecimalColumn, MonthColumn, Rules, ShareColumn
from suppliers.imports.numbers import DecimalStyle
from suppliers.imports.problems import CellRefused

YES_NO = BooleanColumn(identifier="disputed", help="")
MONTH = MonthColumn(identifier="month", help="")
SHARE = ShareColumn(identifier="rate", help="")
FINE = DecimalColumn(identifier="rate", help="", places=9)
GERMAN = Rules(dates=("%d.%m.%Y",), decimal=DecimalStyle.COMMA)


def refusal(column, cell, rules=None):
    with pytest.raises(CellRefused) as refused:
        column.clean(cell, rules or Rules())
    return str(refused.value.reason)


@pytest.mark.parametrize("cell", [True, "true", "TRUE", "Yes", "ja", "Oui", "1", 1, 1.0, "x", "wahr"])
def test_yes(cell):
    assert YES_NO.clean(cell, Rules()) is True


@pytest.mark.parametrize("cell", [False, "false", "No", "nein", "nei", "non", "0", 0, 0.0, "Falsch"])
def test_no(cell):
    assert YES_NO.clean(cell, Rules()) is False


@pytest.mark.parametrize("cell", ["maybe", "2", 2, "yes!", dt.date(2026, 1, 1)])
def test_neither_yes_nor_no(cell):
    assert "neither yes nor no" in refusal(YES_NO, cell)


@pytest.mark.parametrize(
    ("cell", "rules"),
    [
        ("2026-09", Rules()),
        ("2026-9", Rules()),
        ("2026-09-01", Rules()),
        (dt.date(2026, 9, 1), Rules()),
        (dt.datetime(2026, 9, 1), Rules()),
        ("01.09.2026", GERMAN),
    ],
)
def test_a_month(cell, rules):
    assert MONTH.clean(cell, rules) == "2026-09"


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2026-13", "There is no month 13."),
        ("2026-00", "There is no month 0."),
        ("1899-01", "The year 1899 cannot be right."),
        ("2026-09-02", "not a month"),
        (dt.date(2026, 9, 30), "not a month"),
        ("01.09.2026", "not a month"),
        ("September", "not a month"),
        (202609, "not a month"),
        (True, "not a month"),
    ],
)
def test_no_month(cell, says):
    assert says in refusal(MONTH, cell)


@pytest.mark.parametrize(
    ("cell", "rules", "share"),
    [
        ("0.05", Rules(), "0.05"),
        (0.05, Rules(), "0.05"),
        ("5%", Rules(), "0.05"),
        ("5 %", Rules(), "0.05"),
        ("12,5 %", GERMAN, "0.125"),
        ("0,125", GERMAN, "0.125"),
        (1, Rules(), "1"),
        ("100 %", Rules(), "1"),
        ("0", Rules(), "0"),
    ],
)
def test_a_share(cell, rules, share):
    assert SHARE.clean(cell, rules) == Decimal(share)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("5", "5 is not a share between 0 and 1."),
        ("-0.1", "not a share"),
        ("101 %", "101 % is not a share"),
        ("five %", "not a number"),
        ("1.23456 %", "more than 4 decimals"),
    ],
)
def test_no_share(cell, says):
    assert says in refusal(SHARE, cell)


def test_rates_are_finer_than_quantities():
    assert FINE.clean("0.000012345", Rules()) == Decimal("0.000012345")
    assert "more than 9 decimals" in refusal(FINE, "0.0000123456")
    assert "more than 6 decimals" in refusal(DecimalColumn(identifier="q", help=""), "0.0000123")
