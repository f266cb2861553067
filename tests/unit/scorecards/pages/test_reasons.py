"""Why a row did not pass, in words."""

from datetime import date
from decimal import Decimal

import pytest

from scorecards.engine.catalogue import CATALOGUE, Source
from scorecards.pages.reasons import passed, reason

DAY = date(2026, 9, 11)


def line(**changes):
    """100 due on the 8th, complete on the 11th, all of it late."""
    return {
        "quantity": Decimal(100),
        "quantity_in_window": Decimal(0),
        "accepted_in_window": Decimal(0),
        "passed": 0,
        "completed_on": DAY,
        "days_late": 3,
        "open_quantity": Decimal(0),
        "open_quantity_days": Decimal(0),
        **changes,
    }


def said(values, kpi="otif_lines", source=Source.JUDGED_LINES, early=None):
    return reason(kpi, source, values, early).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Complete on 11 Sep, 3 days late"),
        ({"days_late": 1}, "Complete on 11 Sep, 1 day late"),
        ({"accepted_in_window": Decimal(60)}, "40 came later, complete on 11 Sep"),
        (
            {"quantity_in_window": Decimal(100), "accepted_in_window": Decimal(91)},
            "9 rejected, replaced by 11 Sep",
        ),
        ({"completed_on": None, "days_late": None, "open_quantity": Decimal(100)}, "Nothing has come"),
        ({"completed_on": None, "days_late": None, "open_quantity": Decimal(30)}, "30 of 100 still open"),
        ({"passed": 1, "days_late": 0}, "Complete on the day, 11 Sep"),
        ({"passed": 1, "days_late": -2}, "Complete on 11 Sep, 2 days early"),
    ],
)
def test_a_line_says_why(changes, words):
    assert said(line(**changes)) == words


def test_too_early_names_the_window():
    assert said(line(days_late=-6), early=2) == "6 days early, the window is 2"


def test_parts_promises_answers_and_receipts():
    part = {"kept": 0, "quantity": Decimal(40), "accepted_in_window": Decimal(10)}
    assert said(part, "promise_kept", Source.PROMISED_PARTS) == "10 of 40 came in the window"
    assert said({**part, "accepted_in_window": Decimal(0)}, "promise_kept", Source.PROMISED_PARTS) == (
        "Nothing came in the window"
    )
    assert said({**part, "kept": 1}, "promise_kept", Source.PROMISED_PARTS) == "Kept"
    moved = {"stayed": 0, "last_due_on": DAY}
    assert said(moved, "promise_stability", Source.CONFIRMED_LINES) == "Moved to 11 Sep"
    unanswered = {"confirmed_quantity": Decimal(0), "quantity": Decimal(5)}
    assert said(unanswered, "acceptance_rate", Source.ANSWERED_LINES) == "Not confirmed"
    assert said({"rejected": Decimal(7)}, "rejected_ppm", Source.RECEIPTS) == "7 rejected"
    assert said({"lead_days": 12}, "lead_time_mean", Source.COMPLETED_LINES) == ""


def test_each_kpi_judges_its_own_way():
    late = line(quantity_in_window=Decimal(100))
    assert passed(CATALOGUE["otif_lines"], late) is False
    assert passed(CATALOGUE["on_time_quantity"], late) is True
    assert passed(CATALOGUE["overdue_quantity_days"], late) is True
    assert passed(CATALOGUE["overdue_quantity_days"], line(open_quantity=Decimal(1))) is False
    assert passed(CATALOGUE["lead_time_mean"], {}) is None
