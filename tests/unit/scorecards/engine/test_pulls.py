"""Which rows cost points, worked by hand."""

from decimal import Decimal
from fractions import Fraction

from scorecards.engine.catalogue import CATALOGUE, COLUMNS
from scorecards.engine.pulls import pulls
from scorecards.engine.scoring import Scale


def rows(kpi, *given):
    """Rows with the columns of the KPI's source; what is not given is 0."""
    columns = COLUMNS[CATALOGUE[kpi].source]
    filled = []
    for index, values in enumerate(given):
        row = dict.fromkeys(columns, 0) | {
            "line": f"l{index}",
            "order_number": "A",
            "line_number": str(index),
        }
        filled.append(tuple((row | values)[name] for name in columns))
    return filled


def scale(target, floor):
    return Scale(Decimal(str(target)), Decimal(str(floor)))


def test_four_late_lines_of_ten():
    """6 of 10 is 60 %: target 100 %, floor 0, so 60 points. Without the four: 100. Each alone: 6 of 9."""
    kpi = CATALOGUE["otif_lines"]
    found = pulls(kpi, rows("otif_lines", *[{"passed": 1}] * 6, *[{"passed": 0}] * 4), scale(1, 0))
    assert found.points == 60
    assert found.cost == 40
    assert [one.alone for one in found.rows] == [Fraction(600, 9) - 60] * 4


def test_excused_rows_cost_nothing():
    kpi = CATALOGUE["otif_lines"]
    given = rows("otif_lines", {"passed": 1}, {"passed": 1}, {"passed": 0, "excused": 1})
    found = pulls(kpi, given, scale(1, 0))
    assert (found.rows, found.cost, found.points) == ((), 0, 100)


def test_at_the_floor_one_row_alone_costs_nothing_but_all_of_them_do():
    """1 of 4 is 25 %, under the floor of 50 %: 0 points. Without one: 1 of 3, still 0. Without all: 100."""
    kpi = CATALOGUE["otif_lines"]
    found = pulls(kpi, rows("otif_lines", {"passed": 1}, *[{"passed": 0}] * 3), scale(1, "0.5"))
    assert found.points == 0
    assert [one.alone for one in found.rows] == [0, 0, 0]
    assert found.cost == 100


def test_nothing_is_left_without_them():
    kpi = CATALOGUE["otif_lines"]
    found = pulls(kpi, rows("otif_lines", {"passed": 0}), scale(1, 0))
    assert found.cost is None
    assert [one.alone for one in found.rows] == [None]


def test_quantities_that_are_short():
    """170 of 200 units is 85 %: target 95 %, floor 75 %, so 50 points. Without the short line 100 of 100."""
    kpi = CATALOGUE["otif_units"]
    given = rows(
        "otif_units",
        {"quantity": 100_000_000, "accepted_in_window": 100_000_000},
        {"quantity": 100_000_000, "accepted_in_window": 70_000_000},
    )
    found = pulls(kpi, given, scale("0.95", "0.75"))
    assert (found.points, found.cost) == (50, 50)
    assert [one.row[0] for one in found.rows] == ["l1"]


def test_rejected_pieces_less_is_better():
    """3 of 3000 is 1000 ppm: target 500, floor 1500, so 50 points. Without the receipt: 0 ppm, 100 points."""
    kpi = CATALOGUE["rejected_ppm"]
    given = rows(
        "rejected_ppm",
        {"received": 2_000_000_000},
        {"received": 1_000_000_000, "rejected": 3_000_000},
    )
    found = pulls(kpi, given, scale(500, 1500))
    assert (found.points, found.cost) == (50, 50)
    assert [one.row[0] for one in found.rows] == ["l1"]


def test_lead_times_worse_than_the_target():
    """Mean of 10, 10, 40 is 20: target 10, floor 30, so 50 points; the line of 40 days alone costs 50."""
    kpi = CATALOGUE["lead_time_mean"]
    given = rows("lead_time_mean", {"lead_days": 10}, {"lead_days": 10}, {"lead_days": 40})
    found = pulls(kpi, given, scale(10, 30))
    assert (found.points, found.cost) == (50, 50)
    assert [one.alone for one in found.rows] == [50]


def test_a_median_of_hours_leaves_its_scale_behind():
    """Hours 2, 4, 30: the median is 4. Target 3, floor 5: 50 points. Without 4 and 30 it is 2: 100 points."""
    kpi = CATALOGUE["response_hours"]
    given = rows("response_hours", {"hours": 2_000_000}, {"hours": 4_000_000}, {"hours": 30_000_000})
    found = pulls(kpi, given, scale(3, 5))
    assert (found.points, found.cost) == (50, 50)
    assert {one.row[0] for one in found.rows} == {"l1", "l2"}


def test_a_spread_names_what_makes_it_wide():
    """10, 10, 10, 30: only the last widens the spread; without it there is none."""
    kpi = CATALOGUE["lead_time_sd"]
    given = rows("lead_time_sd", *[{"lead_days": 10}] * 3, {"lead_days": 30})
    found = pulls(kpi, given, scale(0, 20))
    assert [one.row[0] for one in found.rows] == ["l3"]
    assert found.points == 50
    assert found.cost == 50


def test_the_dearest_row_stands_first():
    kpi = CATALOGUE["lead_time_mean"]
    given = rows("lead_time_mean", {"lead_days": 12}, {"lead_days": 10}, {"lead_days": 20})
    assert [one.row[0] for one in pulls(kpi, given, scale(10, 30)).rows] == ["l2", "l0"]
