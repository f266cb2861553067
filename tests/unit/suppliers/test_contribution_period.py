"""The period in the address of the pages about contribution."""

from datetime import date

import pytest

from suppliers.facts.contribution import Extent, Span
from suppliers.presenters.contribution.period import chosen

TODAY = date(2026, 11, 22)
LEDGER = Extent(202401, 202611, ("EUR",))
PARTS = ("", "-01", "-Q1", "-12", "-Q4")
TWELVE = Span(date(2025, 11, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("asked", "span", "query"),
    [
        ({}, TWELVE, "?period=12m"),
        ({"period": "12m"}, TWELVE, "?period=12m"),
        ({"period": "2026-Q3"}, Span(date(2026, 7, 1), date(2026, 9, 30)), "?period=2026-Q3"),
        ({"period": "2025"}, Span(date(2025, 1, 1), date(2025, 12, 31)), "?period=2025"),
        ({"period": "2024-02"}, Span(date(2024, 2, 1), date(2024, 2, 29)), "?period=2024-02"),
        (
            {"from": "2026-10-03", "to": "2026-10-05"},
            Span(date(2026, 10, 3), date(2026, 10, 5)),
            "?from=2026-10-03&to=2026-10-05",
        ),
        (
            {"period": "range", "from": "2026-10-03", "to": "2026-10-05"},
            Span(date(2026, 10, 3), date(2026, 10, 5)),
            "?from=2026-10-03&to=2026-10-05",
        ),
    ],
)
def test_what_the_address_asks_for(asked, span, query):
    found = chosen(asked, TODAY, LEDGER)
    assert (found.span, found.query, found.problem) == (span, query, "")
    current = [offer.label for _group, offers in found.groups for offer in offers if offer.is_current]
    assert current == [found.label]


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "2026-13"},
        {"period": "<b>"},
        *({"period": f"{year}{part}"} for year in ("0001", "1969", "2200", "9999") for part in PARTS),
        {"from": "2026-10-03"},
        {"from": "2026-10-05", "to": "2026-10-03"},
        {"from": "0001-01-01", "to": "2026-10-03"},
    ],
)
def test_what_cannot_be_read_is_said_and_twelve_months_are_shown(asked):
    found = chosen(asked, TODAY, LEDGER)
    assert found.span == TWELVE
    assert found.problem


def test_where_the_ledger_ended_long_ago_its_last_twelve_months_are_shown():
    found = chosen({}, TODAY, Extent(199607, 199805, ("USD",)))
    assert found.span == Span(date(1997, 6, 1), date(1998, 5, 31))
    offered = {offer.key for _group, offers in found.groups for offer in offers}
    assert {"12m", "1996", "1996-Q3", "1998-05"} <= offered
    assert "1995" not in offered


def test_the_same_days_a_year_before():
    assert chosen({"period": "2025-02"}, TODAY, LEDGER).before == Span(date(2024, 2, 1), date(2024, 2, 29))
