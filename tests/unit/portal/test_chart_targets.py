"""Columns against their targets: where everything stands."""

import pytest

from portal.charts.targets import LEFT, Aimed, targets

BARS = (Aimed("Jan", 40_000, 50_000), Aimed("Feb", 60_000, 50_000), Aimed("Mar", None, 50_000))


def of(drawing, tag, css=""):
    found = [dict(mark.attributes) for mark in drawing.marks if mark.tag == tag]
    return [one for one in found if css in one.get("class", "")]


def words(drawing):
    return [mark.text for mark in drawing.marks if mark.text]


def test_without_values_there_is_no_chart():
    assert targets((), "Nothing", "Target") is None
    assert targets((Aimed("Jan", None), Aimed("Feb", 0)), "Nothing", "Target") is None


def test_a_month_that_is_to_come_has_its_target_only():
    for drawing in targets(BARS, "A sentence", "Target").drawings:
        assert len(of(drawing, "rect", "f-you")) == 2
        assert len(of(drawing, "rect", "f-surface")) == 1  # where the mark lies on a column
        assert len(of(drawing, "line", "c-target")) == 3 + 1  # and the one that is named
        assert "Target" in words(drawing)


def test_a_column_stands_on_zero_and_meets_its_target_when_it_is_reached():
    drawing = targets((Aimed("Jan", 50_000, 50_000),), "A sentence", "Target").wide
    column = of(drawing, "rect", "f-you")[0]
    mark = of(drawing, "line", "c-target")[0]
    zero = of(drawing, "line", "c-axis")[0]
    assert float(column["y"]) == pytest.approx(float(mark["y1"]))
    assert float(column["y"]) + float(column["height"]) == pytest.approx(float(zero["y1"]))


def test_what_was_given_back_hangs_below_zero():
    drawing = targets((Aimed("Jan", -10_000, 5_000), Aimed("Feb", 20_000, 5_000)), "A", "Target").wide
    zero = float(of(drawing, "line", "c-axis")[0]["y1"])
    below, above = of(drawing, "rect", "f-you")
    assert float(below["y"]) == pytest.approx(zero)
    assert float(above["y"]) < zero


def test_without_targets_none_is_named():
    drawing = targets((Aimed("Jan", 1_500_000),), "A", "Target").wide
    assert "Target" not in words(drawing)
    assert "1 M" in words(drawing) or "1.5 M" in words(drawing)


def test_all_stays_inside():
    for drawing in targets(BARS * 4, "A sentence", "Target").drawings:
        for box in of(drawing, "rect"):
            assert float(box["x"]) >= LEFT and float(box["x"]) + float(box["width"]) <= drawing.width
            assert float(box["y"]) >= 0 and float(box["y"]) + float(box["height"]) <= drawing.height
