"""Where lines, dots and words of the charts stand."""

import doctest
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts import (
    Band,
    Column,
    DayAxis,
    Series,
    Target,
    band_ruler,
    columns,
    moved,
    promise_track,
    scales,
    sparkline,
    trend,
)
from portal.charts.labels import every, spread, text_width
from portal.charts.scales import Scale, nice_ticks, plain

BANDS = [Band("At risk", 0), Band("Developing", 50), Band("Reliable", 70), Band("Preferred", 85)]
YEAR = ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"]
YOU = [62.4, 63.8, 66.1, 64.9, 68.7, 71.2, 70.3, 73.9, 76.1, 75.2, 78.7, 82.3]
HALDEN = [84.1, 82.6, 85.0, 86.2, 83.9, 84.8, 82.2, 80.7, 79.4, 80.9, 79.8, 78.3]


def attributes(drawing, tag, css=""):
    return [
        dict(mark.attributes)
        for mark in drawing.marks
        if mark.tag == tag and css in dict(mark.attributes)["class"]
    ]


def words(drawing):
    return [mark.text for mark in drawing.marks if mark.text]


def test_the_examples_in_the_scales_hold():
    assert doctest.testmod(scales).failed == 0


@given(
    low=st.decimals(-10_000, 10_000, places=2), span=st.decimals(0, 10_000, places=2), most=st.integers(3, 8)
)
def test_ticks_enclose_the_range_evenly_and_are_few(low, span, most):
    ticks = nice_ticks(low, low + span, most)
    assert 2 <= len(ticks) <= most
    assert ticks[0] <= low
    assert ticks[-1] >= low + span
    assert len({after - before for before, after in pairwise(ticks)}) == 1


def test_ticks_of_an_impossible_range_are_an_error():
    with pytest.raises(ValueError, match="no range"):
        nice_ticks(2, 1)


def test_a_tick_is_written_without_exponent():
    assert [plain(tick) for tick in nice_ticks(0, 1_000_000)][-1] == "1000000"
    assert plain(Decimal("-2.50")) == "−2.5"


def test_a_flat_scale_maps_to_its_middle():
    assert Scale(5, 5, 0, 10)(5) == 5


@given(st.lists(st.floats(0, 100), max_size=6))
def test_labels_are_moved_apart_and_stay_inside(places):
    placed = spread(places, 15, 0, 100)
    assert all(-1e-6 <= place <= 100 + 1e-6 for place in placed)
    ordered = sorted(placed)
    assert all(after - before >= 15 - 1e-6 for before, after in pairwise(ordered))


def test_labels_that_have_room_stay_where_they_are():
    assert spread([10, 60], 15, 0, 100) == [10, 60]


def test_not_every_month_is_named_when_the_place_is_narrow():
    assert every(12, 430, text_width("Oct")) == 1
    assert every(12, 216, text_width("Oct")) == 2
    assert every(1, 10, 100) == 1


def test_a_sparkline_runs_from_old_to_new_inside_its_box():
    drawing = sparkline(YOU, "Score over twelve months", target=85)
    points = [pair.split(",") for pair in attributes(drawing, "polyline")[0]["points"].split()]
    assert [float(x) for x, _ in points] == sorted(float(x) for x, _ in points)
    assert all(0 <= float(x) <= 92 and 0 <= float(y) <= 26 for x, y in points)
    assert attributes(drawing, "line", "c-target")[0]["y1"] == "4"


def test_a_gap_in_a_sparkline_stays_a_gap():
    drawing = sparkline([1, 2, None, 2, 3], "x")
    assert len(attributes(drawing, "polyline")) == 2


def test_a_sparkline_of_nothing_is_nothing():
    assert sparkline([None, None], "x") is None
    assert sparkline([], "x") is None


def test_a_single_value_is_a_dot():
    drawing = sparkline([None, 5], "x")
    assert not attributes(drawing, "polyline")
    assert attributes(drawing, "circle")


def test_a_trend_names_its_lines_at_their_end_and_the_target_on_its_line():
    chart = trend(
        [Series("You 82.3", YOU), Series("Halden 78.3", HALDEN, "us")],
        YEAR,
        "Your score rose",
        target=Target(85, "Preferred 85"),
    )
    assert {"You 82.3", "Halden 78.3", "Preferred 85", "60", "90"} <= set(words(chart.wide))
    assert chart.wide.label == chart.narrow.label == "Your score rose"
    assert chart.narrow.width < 330 < chart.wide.width


def test_the_last_month_is_named_in_both_widths():
    chart = trend([Series("You", YOU)], YEAR, "x")
    assert "Sep" in words(chart.wide)
    assert "Sep" in words(chart.narrow)
    assert len(words(chart.narrow)) < len(words(chart.wide))


def test_the_names_of_two_lines_that_end_together_do_not_touch():
    chart = trend([Series("You 80", [70, 80]), Series("Halden 80", [75, 80], "us")], ["Aug", "Sep"], "x")
    heights = [float(entry["y"]) for entry in attributes(chart.wide, "text", "c-t-")]
    assert abs(heights[0] - heights[1]) >= 14.9


@pytest.mark.parametrize(
    ("values", "anchor", "above"),
    [
        ([60, 62, 64, 62, 60], "end", True),
        ([60, 62, 64, 84, 89], "start", True),
        ([89, 84, 60, 84, 89], "end", False),
    ],
)
def test_the_name_of_the_target_stands_where_no_line_passes(values, anchor, above):
    chart = trend([Series("You", values)], list("abcde"), "x", target=Target(85, "Preferred 85"))
    name = next(dict(mark.attributes) for mark in chart.wide.marks if mark.text == "Preferred 85")
    level = float(attributes(chart.wide, "line", "c-target")[0]["y1"])
    assert (name["text-anchor"], float(name["y"]) < level) == (anchor, above)


def test_no_mark_of_a_trend_leaves_its_drawing():
    chart = trend(
        [Series("You 96.1 %", [Decimal("0.91"), None, Decimal("0.961")])],
        ["a", "b", "c"],
        "x",
        floor=0,
        ceiling=1,
    )
    for drawing in chart.drawings:
        for entry in attributes(drawing, "text"):
            assert 0 <= float(entry["x"]) <= drawing.width
            assert 0 <= float(entry["y"]) <= drawing.height


def test_a_trend_without_a_value_is_nothing():
    assert trend([Series("You", [None, None])], ["a", "b"], "x") is None


def test_a_trend_needs_a_value_for_each_label():
    with pytest.raises(ValueError, match="one value"):
        trend([Series("You", [1])], ["a", "b"], "x")


def test_an_axis_never_passes_what_is_possible():
    chart = trend([Series("x", [0.97, 1])], ["a", "b"], "x", floor=0, ceiling=1)
    assert all(float(tick) <= 1 for tick in words(chart.wide) if tick.replace(".", "").isdigit())


@pytest.mark.parametrize(
    ("score", "band"),
    [(12, "At risk"), (49.9, "At risk"), (70, "Reliable"), (82.3, "Reliable"), (100, "Preferred")],
)
def test_the_scores_own_band_is_the_bold_one(score, band):
    for drawing in band_ruler(score, BANDS, "x").drawings:
        bold = [mark.text for mark in drawing.marks if dict(mark.attributes).get("class") == "c-t-ink"]
        assert bold == [band]


@given(st.floats(0, 100))
def test_the_mark_of_a_score_stands_inside_the_ruler(score):
    for drawing in band_ruler(score, BANDS, "x").drawings:
        place = float(attributes(drawing, "circle")[0]["cx"])
        assert 0 <= place <= drawing.width


def test_a_ruler_without_a_score_shows_the_bands_only():
    drawing = band_ruler(None, BANDS, "not graded").wide
    assert not attributes(drawing, "circle")
    assert "c-t-ink" not in {dict(mark.attributes).get("class") for mark in drawing.marks}


def test_a_ruler_without_bands_is_an_error():
    with pytest.raises(ValueError, match="at least one band"):
        band_ruler(5, [], "x")


def test_tracks_of_one_axis_share_their_today():
    axis = DayAxis(date(2026, 9, 24), date(2026, 10, 30))
    today = date(2026, 10, 6)
    tracks = [
        promise_track(
            axis, "a", asked=date(2026, 9, 28), first=date(2026, 9, 30), now=date(2026, 10, 2), today=today
        ),
        promise_track(axis, "b", asked=date(2026, 10, 21), today=today),
    ]
    assert len({attributes(track, "line", "c-ink")[0]["x1"] for track in tracks}) == 1


def test_a_promise_that_slipped_is_red_between_first_and_now():
    axis = DayAxis(date(2026, 9, 1), date(2026, 9, 30))
    kept = promise_track(axis, "x", first=date(2026, 9, 10), now=date(2026, 9, 10))
    slipped = promise_track(axis, "x", first=date(2026, 9, 10), now=date(2026, 9, 12))
    earlier = promise_track(axis, "x", first=date(2026, 9, 10), now=date(2026, 9, 8))
    assert [len(attributes(track, "line", "c-bad")) for track in (kept, slipped, earlier)] == [0, 1, 0]


def test_each_receipt_is_a_tick():
    axis = DayAxis(date(2026, 9, 1), date(2026, 9, 30))
    track = promise_track(axis, "x", received=[date(2026, 9, 3), date(2026, 9, 5)])
    assert len(attributes(track, "path", "c-ok")) == 2


@given(st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), min_size=1))
def test_an_axis_holds_all_its_days_with_room(days):
    axis = DayAxis.around(days)
    assert axis.start < min(days)
    assert max(days) < axis.end
    assert (axis.end - axis.start).days >= 28


def test_a_day_outside_the_axis_stands_at_its_end():
    axis = DayAxis(date(2026, 9, 1), date(2026, 9, 30))
    assert axis.place(date(2025, 1, 1), 148) == 4
    assert axis.place(date(2027, 1, 1), 148) == 144


def test_what_moved_is_ordered_and_leaves_out_what_did_not():
    moves = moved([("Same", 0), ("Down", Decimal("-0.3")), ("Up", Decimal("1.5"))])
    assert [(move.name, move.written) for move in moves] == [("Up", "+1.5"), ("Down", "−0.3")]
    assert attributes(moves[1].drawing, "rect")[0]["class"] == "f-bad"


def test_bars_of_moves_share_one_scale():
    up, _, down = moved([("Up", 6), ("Little", 1), ("Down", -6)])
    assert attributes(up.drawing, "rect")[0]["width"] == attributes(down.drawing, "rect")[0]["width"] == "60"


def test_columns_start_at_zero_and_the_tallest_fills_the_height():
    chart = columns([Column("Sep", 10, "10"), Column("Oct", 20, "20"), Column("Nov", 0, "0")], "x")
    small, tall = attributes(chart.wide, "rect")
    assert float(tall["height"]) == pytest.approx(2 * float(small["height"]), abs=0.2)


def test_columns_below_zero_are_an_error_and_nothing_is_nothing():
    assert columns([], "x") is None
    with pytest.raises(ValueError, match="zero"):
        columns([Column("a", -1, "")], "x")


def test_every_shape_has_a_literal_colour_and_a_class():
    chart = trend([Series("You", YOU), Series("We", HALDEN, "us")], YEAR, "x", target=Target(85, "t"))
    drawings = [*chart.drawings, *band_ruler(82.3, BANDS, "x").drawings, sparkline(YOU, "x", target=85)]
    for mark in (mark for drawing in drawings for mark in drawing.marks):
        facts = dict(mark.attributes)
        assert facts["class"].startswith(("c-", "f-"))
        assert any(facts.get(paint, "none").startswith("#") for paint in ("fill", "stroke"))
