"""The whale curve and the spots in four quarters: where everything stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts import Level, Quarters, Spot, Stretch, scatter, whale
from portal.charts.whale import MOST_POINTS

POINTS = (0, 60, 90, 110, 125, 135, 140, 140, 137.5, 125, 100)
STRETCHES = (
    Stretch("A", 4, "4 partners"),
    Stretch("B", 1, "1 partner"),
    Stretch("C", 2, "2 partners"),
    Stretch("D", 3, "3 partners"),
)
HUNDRED = Level(100, "100 %: what is left")
PEAK = ("140 % from the best 6", "140 %: the best 6")
CORNERS = Quarters(75, 300, ("Help first", "Grow together", "Decide", "Keep simple"))
TITLES = ("Score", "Contribution")


def curve(points=POINTS, stretches=STRETCHES, **more):
    more = {"peak": 6, "peak_words": PEAK, "level": HUNDRED} | more
    return whale(points, stretches, "A sentence", **more)


def of(drawing, tag, css=""):
    found = [dict(mark.attributes) for mark in drawing.marks if mark.tag == tag]
    return [one for one in found if css in one.get("class", "")]


def words(drawing):
    return [mark.text for mark in drawing.marks if mark.text]


def corners(shape):
    return [tuple(map(float, place.split(","))) for place in shape["points"].split()]


class TestWhale:
    def test_nobody_is_no_chart(self):
        assert whale((0,), (), "Nothing", peak=0, peak_words=("", "")) is None

    def test_the_curve_starts_at_the_axis_and_ends_at_the_level(self):
        for drawing in curve().drawings:
            way = corners(of(drawing, "polyline")[0])
            assert len(way) == 11
            level = of(drawing, "line", "c-target")[0]
            assert way[-1][1] == float(level["y1"])
            assert way[0][1] == max(height for _x, height in way)
            assert min(way, key=lambda place: place[1])[0] == way[6][0]

    def test_every_partner_has_a_dot_and_the_peak_a_larger_one_with_words(self):
        drawing = curve().wide
        dots = of(drawing, "circle")
        assert [dot["r"] for dot in dots] == ["2.2"] * 10 + ["5"]
        way = corners(of(drawing, "polyline")[0])
        assert (float(dots[-1]["cx"]), float(dots[-1]["cy"])) == way[6]
        assert PEAK[0] in words(drawing)
        assert PEAK[1] in words(curve().narrow)

    def test_what_is_given_back_has_its_ground(self):
        drawing = curve().wide
        (ground,) = of(drawing, "polygon")
        assert (ground["class"], ground["fill"]) == ("f-bad-soft", "#fcebe8")
        level = float(of(drawing, "line", "c-target")[0]["y1"])
        assert all(height <= level for _x, height in corners(ground))
        assert not of(curve(peak=10).wide, "polygon")

    def test_classes_are_named_where_there_is_room(self):
        assert [word for word in words(curve().wide) if word in "ABCD"] == ["A", "B", "C", "D"]
        tight = curve(
            (0, *range(100, 300)), [Stretch("A", 1, "1"), Stretch("B", 199, "199 partners")], peak=9
        )
        assert "A" not in words(tight.narrow)
        assert {"B", "199 partners"} <= set(words(tight.narrow))

    def test_the_level_says_what_it_is_unless_the_curve_passes_there(self):
        assert HUNDRED.words in words(curve((0, 20, 40, 100), [Stretch("A", 3, "")], peak=3).wide)
        assert HUNDRED.words not in words(curve((0, 120, 140, 100), [Stretch("A", 3, "")], peak=2).wide)

    def test_in_currency_there_is_no_level_and_the_curve_may_end_below_zero(self):
        drawing = curve((0, 30, 20, -20), [Stretch("A", 1, ""), Stretch("D", 2, "")], level=None, peak=1).wide
        assert not of(drawing, "line", "c-target")
        zero = float(of(drawing, "line", "c-axis")[0]["y1"])
        assert corners(of(drawing, "polyline")[0])[-1][1] > zero

    def test_stretches_that_do_not_fit_are_refused(self):
        with pytest.raises(ValueError, match="as long as the curve"):
            curve(POINTS, STRETCHES[:2])

    def test_two_thousand_are_a_line_of_a_bounded_size(self):
        best = range(2000, 0, -1)
        points = [0.0]
        for one in best:
            points.append(points[-1] + one)
        drawing = curve(points, [Stretch("A", 2000, "2,000 partners")], peak=2000, level=None).wide
        assert len(of(drawing, "circle")) == 1
        way = corners(of(drawing, "polyline")[0])
        assert len(way) <= MOST_POINTS + 2
        assert way[-1] == (float(of(drawing, "circle")[0]["cx"]), float(of(drawing, "circle")[0]["cy"]))

    @given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=80))
    def test_everything_stays_on_the_paper(self, given_):
        points = [0]
        for one in sorted(given_, reverse=True):
            points.append(points[-1] + one)
        peak = sum(one > 0 for one in given_)
        pair = curve(points, [Stretch("A", len(given_), "n")], peak=peak, level=None)
        for drawing in pair.drawings:
            for x, y in corners(of(drawing, "polyline")[0]):
                assert 0 <= x <= drawing.width
                assert 0 <= y <= drawing.height


def spots(count):
    return [Spot(50 + index % 50, index * 7 % 900 - 200, f"Partner {index}") for index in range(count)]


class TestScatter:
    def test_nobody_is_no_chart(self):
        assert scatter([], CORNERS, "Nothing", titles=TITLES) is None

    def test_four_named_quarters(self):
        for drawing in scatter(spots(5), CORNERS, "A sentence", titles=TITLES).drawings:
            assert set(CORNERS.names) <= set(words(drawing))
            assert len(of(drawing, "line", "c-target")) == 2
            assert set(TITLES) <= set(words(drawing))

    def test_a_spot_stands_in_its_quarter(self):
        drawing = scatter([Spot(90, 800, "Best"), Spot(60, -100, "Worst")], CORNERS, "", titles=TITLES).wide
        upright, level = of(drawing, "line", "c-target")
        best, worst = of(drawing, "circle")
        assert float(best["cx"]) > float(upright["x1"]) > float(worst["cx"])
        assert float(best["cy"]) < float(level["y1"]) < float(worst["cy"])

    def test_kinds_have_shapes_of_their_own(self):
        shapes = [Spot(60, 1, "S"), Spot(70, 2, "D", "square", "us"), Spot(80, 3, "A", "triangle", "ink")]
        drawing = scatter(shapes, CORNERS, "", titles=TITLES).wide
        assert [len(of(drawing, *shape)) for shape in (("circle",), ("rect", "f-us"), ("path",))] == [1, 1, 1]

    def test_the_first_are_named_and_no_two_words_meet(self):
        pair = scatter(
            [Spot(80, 500, "One"), Spot(80.2, 505, "Two"), Spot(70, 100, "Three")], CORNERS, "", titles=TITLES
        )
        assert {"One", "Three"} <= set(words(pair.wide))
        assert not {"One", "Two", "Three"} & set(words(pair.narrow))
        assert (
            len(
                [
                    word
                    for word in words(scatter(spots(60), CORNERS, "", titles=TITLES).wide)
                    if "Partner" in word
                ]
            )
            <= 9
        )

    def test_two_thousand_on_few_places_are_few_spots(self):
        drawing = scatter([*spots(2000)] * 2, CORNERS, "", titles=TITLES).wide
        places = {(spot["cx"], spot["cy"]) for spot in of(drawing, "circle")}
        assert len(places) == len(of(drawing, "circle")) <= 2000

    @given(st.lists(st.tuples(st.integers(0, 100), st.integers(-(10**6), 10**6)), min_size=1, max_size=40))
    def test_every_spot_is_on_the_paper(self, given_):
        for drawing in scatter(
            [Spot(x, y, "Somebody") for x, y in given_], CORNERS, "", titles=TITLES
        ).drawings:
            for spot in of(drawing, "circle"):
                assert 0 < float(spot["cx"]) < drawing.width
                assert 0 < float(spot["cy"]) < drawing.height
