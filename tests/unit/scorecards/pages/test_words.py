"""Periods, values and counts as a person reads them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.engine.periods import Period
from scorecards.pages import words
from scorecards.presenters import SharedKpi

KPI = SharedKpi(
    code="otif_lines",
    name="On time and in full, by line",
    basis="first promise",
    rule="window",
    unit="share",
    higher_is_better=True,
    counts="lines",
    value=Decimal("0.896"),
    low=Decimal("0.778"),
    high=Decimal("0.955"),
    numerator=Decimal(43),
    denominator=Decimal(48),
    n=48,
    excused=1,
    needed_n=5,
    target=Decimal("0.95"),
    floor=Decimal("0.6"),
    weight=Decimal(30),
    points=Decimal("84.57"),
    graded=True,
    result="below",
    contribution=None,
    moved=None,
    row_count=49,
    digest="",
    trend=(),
)


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("key", "name", "short", "back"),
    [
        ("2026-09", "September 2026", "Sep", "12 months"),
        ("2026-Q3", "Q3 2026", "Q3", "12 quarters"),
        ("2014", "2014", "2014", "12 years"),
    ],
)
def test_periods(key, name, short, back):
    period = Period.parse(key)
    assert plain(words.period_name(period)) == name
    assert words.period_short(period) == short
    assert words.periods_back(period) == back


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("share", Decimal("0.896"), "89.6 %"),
        ("share", Decimal(1), "100.0 %"),
        ("days", Decimal("12.44"), "12.4 days"),
        ("ppm", Decimal("1127.4"), "1,127 ppm"),
        ("unit_days", Decimal(10840), "10,840 unit-days"),
        ("share", None, "no data"),
        ("unit_days", None, "no data"),
    ],
)
def test_values(unit, value, shown):
    assert plain(words.figure_text(unit, value)) == shown


def test_a_target_has_the_decimals_it_was_given():
    assert plain(words.target_text("share", Decimal("0.950000"))) == "95 %"
    assert plain(words.target_text("share", Decimal("0.975"))) == "97.5 %"
    assert words.target_text("days", Decimal("21.000000")) == "21 days"
    assert words.target_text("days", None) == "–"


def test_counts_say_what_they_count():
    assert words.counted_text(KPI) == "43 of 48 lines, 1 excused"
    assert words.counted_text(replace(KPI, n=3, numerator=Decimal(3), excused=0)) == "3 of 3 lines, 5 needed"
    assert words.counted_text(replace(KPI, n=0, numerator=Decimal(0), excused=0)) == "0 lines, 5 needed"
    units = replace(
        KPI, code="on_time_quantity", numerator=Decimal("17925.5"), denominator=Decimal(18400), excused=0
    )
    assert words.counted_text(units) == "17,925.5 of 18,400 units, 48 lines"
    parts = replace(KPI, code="promise_kept", counts="parts", excused=0)
    assert words.counted_text(parts) == "43 of 48 parts"
    assert words.counted_text(replace(KPI, code="lead_time_mean", excused=0)) == "48 lines"


def test_an_interval_is_written_once():
    assert plain(words.interval_text(Decimal("0.778"), Decimal("0.955"))) == "77.8 to 95.5 %"
    assert words.interval_text(None, None) == ""
