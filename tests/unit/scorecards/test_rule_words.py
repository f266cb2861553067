"""The window of a figure in words: how wide, and in which days."""

from decimal import Decimal

import pytest

from scorecards.models import KpiResult, TemplateLine
from scorecards.presenters import rule_in_words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "not late"),
        ({"late_days": 2}, "however early, up to 2 days late"),
        ({"late_days": 2, "days": "working"}, "however early, up to 2 working days late"),
        ({"early_days": 2, "late_days": 0}, "window −2/+0 days"),
        ({"early_days": 2, "late_days": 1, "days": "working"}, "window −2/+1 working days"),
        ({"early_days": 0, "tolerance": Decimal(5)}, "window −0/+0 days, 5\u00a0% may be missing"),
        ({"formula": "otif_lines / 2", "late_days": 2}, ""),
    ],
)
def test_a_window_says_its_days(given, words):
    line = TemplateLine(kpi="otif_lines", **given)
    assert rule_in_words(KpiResult(kpi="otif_lines", line=line)) == words


def test_a_kpi_without_a_window_has_no_words():
    line = TemplateLine(kpi="rejected_ppm", late_days=2, days="working")
    assert rule_in_words(KpiResult(kpi="rejected_ppm", line=line)) == ""
