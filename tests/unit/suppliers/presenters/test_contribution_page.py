"""What the contribution page is asked, in which units it writes, and what it finds worth a title."""

from datetime import date
from decimal import Decimal

import pytest

from portal.presentation import NBSP
from suppliers.engine.contribution import groups, ranked
from suppliers.facts.contribution import Extent, Span
from suppliers.facts.ranking import Ranked, Ranking
from suppliers.models import Partner
from suppliers.presenters.contribution.asked import asked
from suppliers.presenters.contribution.lines import (
    Line,
    lines,
    quarters,
    quarters_span,
    searched,
    together,
)
from suppliers.presenters.contribution.pictures import dividing, scatter_picture, whale_picture
from suppliers.presenters.contribution.scale import Scale, scale_for
from suppliers.registry import Measure

TODAY = date(2026, 10, 5)
HELD = Extent(202401, 202609, ("EUR", "USD"))
EUR = Scale("EUR")


def ranking_of(*contributions, names=""):
    """Partners with these contributions in cents, all of it revenue or goods."""
    people = [
        Partner(pk=pk, public_id=f"p{pk}", name=names[pk] if names else f"Partner {pk}", code=f"P{pk}")
        for pk in range(len(contributions))
    ]
    figures = [groups({"revenue" if minor >= 0 else "goods": minor}) for minor in contributions]
    whole = groups({"revenue": sum(contributions)})
    places = ranked(dict(enumerate(contributions)), sum(contributions))
    rows = tuple(Ranked(people[one.key], figures[one.key], one) for one in places)
    return Ranking("supplier", Span(TODAY, TODAY), "", rows, {}, whole, groups({}))


class TestAsked:
    @pytest.mark.parametrize("given", [{}, {"kind": "friend", "currency": "XXX", "amounts": "all"}])
    def test_what_is_not_understood_is_left_out(self, given):
        found = asked(given, TODAY, HELD)
        assert (found.kind, found.booked_in, found.exact, found.q) == ("supplier", "", False, "")
        assert found.period.span == Span(date(2025, 10, 1), date(2026, 9, 30))

    def test_a_currency_is_chosen_only_where_there_are_others(self):
        assert [one.key for one in asked({"currency": "USD"}, TODAY, HELD).currencies] == ["", "EUR", "USD"]
        assert asked({}, TODAY, Extent(202401, 202609, ("EUR",))).currencies == ()

    @pytest.mark.parametrize(
        ("given", "earlier", "later"),
        [
            ({"period": "2026-03"}, ("2026-02", ""), ("2026-04", "")),
            ({"period": "2025-Q4"}, ("2025-Q3", ""), ("2026-Q1", "")),
            ({"period": "2024"}, None, ("2025", "")),
            ({}, ("", "2024-10-01"), None),
            ({"from": "2026-03-10", "to": "2026-03-19"}, ("", "2026-02-28"), ("", "2026-03-20")),
            ({"period": "2026-09"}, ("2026-08", ""), None),
        ],
    )
    def test_earlier_and_later_as_long_as_there_is_something(self, given, earlier, later):
        found = asked(given, TODAY, HELD)
        for step, expected in ((found.earlier, earlier), (found.later, later)):
            assert (step and (step.period, step.start)) == expected

    def test_no_days_before_the_first(self):
        assert asked({"from": "1970-01-01", "to": "2199-12-31"}, TODAY, HELD).earlier is None


class TestScale:
    def test_millions_are_written_in_thousands(self):
        scale = scale_for("EUR", -1_000_000_00)
        assert (scale.unit, scale.write(842_499_99), scale.signed(12_000_00)) == ("k EUR", "842", "+12")

    def test_less_in_whole_units(self):
        scale = scale_for("EUR", 999_999_99)
        assert (scale.unit, scale.write(-842_50)) == ("EUR", "−843")

    def test_to_the_cent_where_there_are_cents(self):
        assert scale_for("EUR", 10**12, exact=True).write(123_456) == "1,234.56"
        assert scale_for("JPY", 10**12, exact=True).write(123_456) == "123,456"

    def test_a_cell_keeps_the_exact_amount(self):
        assert scale_for("EUR", 10**12).cell(842_499_99) == (
            f'<data value="84249999" title="EUR{NBSP}842,499.99">842</data>'
        )


class TestLines:
    def test_change_and_score_where_there_are_any(self):
        first, second = lines(ranking_of(300, 100), {0: 250}, {1: Measure(Decimal(80), 5)})
        assert (first.change, first.score) == (50, None)
        assert (second.change, second.score) == (None, 80)

    def test_all_words_must_be_there(self):
        found = lines(ranking_of(3, 2, 1, names=["Brandt Castings", "Brandt Wire", "Kestrel"]), {}, {})
        assert [one.name for one in searched(found, "BRANDT wire")] == ["Brandt Wire"]
        assert [one.name for one in searched(found, "p2")] == ["Kestrel"]

    def test_sums_of_several(self):
        found = together(lines(ranking_of(300, -100), {}, {}))
        assert (found.net_revenue, found.goods, found.contribution) == (300, -100, 200)

    def test_eight_times_three_months(self):
        span = Span(date(2026, 2, 10), date(2026, 8, 31))
        assert quarters_span(span) == Span(date(2024, 9, 1), date(2026, 8, 31))
        months = {(7, 202409): 1, (7, 202411): 2, (7, 202412): 4, (7, 202608): 8, (8, 202608): 99}
        assert quarters(span, months, 7) == [3, 4, None, None, None, None, None, 8]


class TestPictures:
    @pytest.mark.parametrize(
        ("given", "title"),
        [
            (
                (120, 60, 40, 30, 20, 10, 0, -5, -25, -50),
                f"The best six earn 140{NBSP}%, three give 40{NBSP}% back",
            ),
            ((150, -50), f"The best partner earns 150{NBSP}%, one gives 50{NBSP}% back"),
            ((80, 15, 5), f"The best partner brings 80{NBSP}% of what all bring"),
            ((50, 40, 10), f"The best two partners bring 90{NBSP}% of what all bring"),
            ((100_00, -300_00), f"Together −200{NBSP}EUR: one in the black, one in the red"),
            ((), "Nobody is named in an entry of these days"),
        ],
    )
    def test_the_finding_of_the_whale_curve(self, given, title):
        assert whale_picture(ranking_of(*given), EUR).title == title

    def test_in_currency_where_all_earn_nothing(self):
        words = [
            mark.text
            for mark in whale_picture(ranking_of(100_00, -300_00), EUR).chart.wide.marks
            if mark.text
        ]
        assert not [word for word in words if "%" in word]

    def test_class_a_lies_above_the_line(self):
        found = lines(ranking_of(500, 300, 100, -20), {}, {})
        assert [one.grade for one in found] == ["A", "A", "B", "D"]
        assert dividing(found) == 200
        assert dividing(lines(ranking_of(-5, -7), {}, {})) == 0

    def test_who_to_grow_with_and_whom_to_help(self):
        ranking = ranking_of(500, 400, 50, names=["Best", "Needy", "Small"])
        scores = {0: Measure(Decimal(90)), 1: Measure(Decimal(74)), 2: Measure(Decimal(99))}
        picture = scatter_picture("supplier", lines(ranking, {}, scores), EUR)
        assert picture.title == "Grow with Best, help Needy first"
        assert "Help first: 1; Grow together: 1; Decide: 0; Keep simple: 1" in picture.chart.wide.label

    def test_without_scores_it_says_why_there_is_no_picture(self):
        picture = scatter_picture("supplier", lines(ranking_of(5), {}, {}), EUR)
        assert picture.chart is None
        assert "graded card" in picture.note

    def test_who_has_no_score_is_counted(self):
        scores = {0: Measure(Decimal(90))}
        note = scatter_picture("agent", lines(ranking_of(5, 4, 3), {}, scores), EUR).note
        assert "2 partners without a graded card are left out." in note


def test_a_line_is_of_its_figures():
    line = Line(1, "p", "N", "C", "A", groups({"revenue": 400, "goods": -300}))
    assert (line.margin, line.contribution) == (Decimal("0.25"), 100)
