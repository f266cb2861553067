"""The guide to plans shows the table that holds."""

from pathlib import Path

from scorecards.management.commands.plan_states import text

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "plans.md"


def test_the_guide_shows_the_table_that_holds():
    assert text() in GUIDE.read_text(encoding="utf-8")
