"""The chart of a plan's effect: what stands where."""

from decimal import Decimal

from portal.charts import Course, NamedLevel, Point, effect


def course(**given: object) -> Course:
    points = [
        Point("Jan", Decimal("0.72"), Decimal("0.6"), Decimal("0.8")),
        Point("Feb"),
        Point("Mar", Decimal("0.89"), is_after=True),
        Point("Apr"),
    ]
    found = {
        "points": points,
        "target": NamedLevel(Decimal("0.9"), "Target 90 %"),
        "baseline": NamedLevel(Decimal("0.708"), "Baseline 70.8 %"),
        "signed": 1.5,
        "signed_words": "Signed",
        "hold": (3, 4),
        "hold_words": "must hold",
        "done": (2.2, 2.4),
        "end": "89 %",
    }
    return Course(**{**found, **given})


def words(drawing: object) -> list[str]:
    return [mark.text for mark in drawing.marks if mark.tag == "text"]


def test_both_widths_name_baseline_target_value_and_months() -> None:
    for drawing in effect(course(), "It rose", floor=0, ceiling=1).drawings:
        assert {"Baseline 70.8 %", "Target 90 %", "Signed", "89 %", "Jan", "Apr"} <= set(words(drawing))
        assert drawing.label == "It rose"


def test_a_period_without_data_has_no_point() -> None:
    wide = effect(course(), "It rose").wide
    assert sum(mark.tag == "circle" for mark in wide.marks) == 2
    assert not [mark for mark in wide.marks if mark.tag == "polyline"]


def test_the_interval_is_a_bar_and_the_holding_time_a_band() -> None:
    wide = effect(course(), "It rose").wide
    assert (
        sum(dict(mark.attributes).get("stroke") == "#6f2b60" for mark in wide.marks if mark.tag == "line")
        == 1
    )
    assert sum(mark.tag == "rect" for mark in wide.marks) == 1
    assert not [mark for mark in effect(course(hold=None), "x").wide.marks if mark.tag == "rect"]


def test_nothing_measured_yet_shows_target_and_months() -> None:
    wide = effect(course(points=[Point("Jan")], baseline=None, end="", hold=None, done=()), "x").wide
    assert "Target 90 %" in words(wide)


def test_the_axis_of_a_share_ends_at_one() -> None:
    high = effect(course(points=[Point("Jan", 1, 0.9, 1)]), "x", floor=0, ceiling=1).wide
    tops = [float(dict(mark.attributes)["y1"]) for mark in high.marks if mark.tag == "line"]
    assert min(tops) >= 0
