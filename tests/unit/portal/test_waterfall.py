"""The waterfall: where its bars stand, also below zero."""

import pytest

from portal.charts.waterfall import Step, waterfall

EARNS = [
    Step("Net revenue", 100, "100", is_total=True),
    Step("Goods", -60, "−60"),
    Step("Paid back", 10, "+10"),
    Step("Contribution", 50, "50", is_total=True),
]
COSTS = [
    Step("Net revenue", 40, "40", is_total=True),
    Step("Goods", -60, "−60"),
    Step("Contribution", -20, "−20", is_total=True),
]


def bars(drawing):
    return [dict(mark.attributes) for mark in drawing.marks if mark.tag == "rect"]


def words(drawing):
    return [mark.text for mark in drawing.marks if mark.tag == "text"]


def spans(drawing, start, length):
    return [(float(bar[start]), float(bar[start]) + float(bar[length])) for bar in bars(drawing)]


def test_each_step_starts_where_the_one_before_it_ended():
    pair = waterfall(EARNS, "Half is left")
    revenue, goods, back, left = spans(pair.wide, "y", "height")
    assert goods[0] == revenue[0]  # from the top of the revenue down
    assert goods[1] == pytest.approx(back[1], abs=0.11)
    assert back[0] == pytest.approx(left[0], abs=0.11)
    assert left[1] == pytest.approx(revenue[1], abs=0.11)
    assert (left[1] - left[0]) == pytest.approx((revenue[1] - revenue[0]) / 2, abs=0.2)


def test_rows_keep_the_same_proportions():
    pair = waterfall(EARNS, "Half is left")
    revenue, goods, back, left = spans(pair.narrow, "x", "width")
    assert goods[1] == pytest.approx(revenue[1], abs=0.11)
    assert back[0] == pytest.approx(goods[0], abs=0.11)
    assert left == pytest.approx((revenue[0], back[1]), abs=0.11)
    assert all(0 <= start <= end <= pair.narrow.width for start, end in spans(pair.narrow, "x", "width"))


def test_a_loss_lies_below_zero_and_is_red():
    pair = waterfall(COSTS, "It costs")
    revenue, goods, left = spans(pair.wide, "y", "height")
    zero = revenue[1]
    assert left[0] == pytest.approx(zero, abs=0.11)
    assert goods[1] == pytest.approx(left[1], abs=0.11)
    assert left[1] > zero
    assert [bar["class"] for bar in bars(pair.wide)] == ["f-you", "f-mid", "f-bad"]
    lowest = max(float(dict(mark.attributes)["y"]) for mark in pair.wide.marks if mark.tag == "text")
    assert lowest <= pair.wide.height


def test_what_is_taken_is_pale_what_is_added_green_and_everything_has_a_literal_colour():
    pair = waterfall(EARNS, "Half is left")
    assert [bar["class"] for bar in bars(pair.wide)] == ["f-you", "f-mid", "f-ok", "f-you"]
    for drawing in pair.drawings:
        for mark in drawing.marks:
            named = dict(mark.attributes)
            assert any(named.get(name, "").startswith("#") for name in ("fill", "stroke"))


def test_every_amount_and_name_is_written_in_both():
    pair = waterfall(EARNS, "Half is left")
    for drawing in pair.drawings:
        assert drawing.label == "Half is left"
        assert {"100", "−60", "+10", "50", "Net revenue", "Goods"} <= set(words(drawing))


def test_a_long_name_takes_two_lines():
    steps = [Step(f"A very long name {number}", 1, "1", is_total=True) for number in range(8)]
    assert {"A very long", "name 0"} <= set(words(waterfall(steps, "x").wide))


def test_a_step_of_nothing_has_its_word_and_no_bar():
    steps = [*EARNS[:2], Step("Other", 0, "0"), Step("Contribution", 40, "40", is_total=True)]
    pair = waterfall(steps, "x")
    assert len(bars(pair.wide)) == 3
    assert "Other" in words(pair.wide)


@pytest.mark.parametrize("steps", [[], [Step("Net revenue", 0, "0", is_total=True)]])
def test_nothing_to_show(steps):
    assert waterfall(steps, "x") is None
