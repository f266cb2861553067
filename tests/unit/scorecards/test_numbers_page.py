"""The page of definitions is what the code computes."""

from pathlib import Path

from scorecards.presenters.numbers import numbers_page
from tests.golden.otif import EXPECTED, PRINTED

PAGE = Path(__file__).resolve().parents[3] / "docs" / "numbers.md"


def test_the_page_is_the_catalogue():
    """When it is not: manage.py numbers_page > docs/numbers.md"""
    assert PAGE.read_text(encoding="utf-8") == numbers_page()


def test_the_worked_example_on_the_page_is_the_tested_one():
    text = numbers_page()
    for basis, ((passed, lines), _, _, _) in EXPECTED.items():
        shares = " | ".join(f"{share} %" for share in PRINTED[basis])
        assert f"| {passed} of {lines} | {shares} |" in text
