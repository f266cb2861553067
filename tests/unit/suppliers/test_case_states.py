"""The guide to cases shows the table that holds; and tables and diagrams as they are drawn."""

from pathlib import Path

from portal.engine.states import diagram, table
from suppliers.management.commands.case_states import text

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "cases.md"


def test_the_guide_shows_the_table_that_holds():
    assert text() in GUIDE.read_text(encoding="utf-8")


def test_a_diagram():
    steps = [("new", "start", "open"), ("open", "stop", "done"), ("open", "drop", "done")]
    assert diagram(steps, start="new", ends=["done"]) == (
        "```mermaid\nstateDiagram-v2\n    [*] --> new\n    new --> open: start\n"
        "    open --> done: stop, drop\n    done --> [*]\n```"
    )


def test_a_table():
    states = {"new": {"start": "either"}, "open": {"stop": "owner"}}
    assert table(states, ["start", "stop"], corner="act") == (
        "| act | new | open |\n| --- | --- | --- |\n| start | either | · |\n| stop | · | owner |"
    )
