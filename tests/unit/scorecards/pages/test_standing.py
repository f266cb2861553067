"""How far to the next band, and what would have got there."""

from datetime import UTC, date, datetime
from decimal import Decimal

from scorecards.pages.standing import standing
from scorecards.pages.trend import score_trend
from scorecards.presenters import SharedBand, SharedScorecard, TrendPoint
from tests.unit.scorecards.pages.test_words import KPI


def card(**changes):
    facts = {
        "public_id": "x" * 16,
        "partner_public_id": "y" * 16,
        "partner_name": "Brandt Castings",
        "template": "Delivery essentials",
        "version": 1,
        "period": "2026-09",
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2026, 9, 30),
        "as_of": date(2026, 10, 3),
        "revision": 1,
        "is_latest": True,
        "revisions": (),
        "published_at": datetime(2026, 10, 5, tzinfo=UTC),
        "published_by": "Alice",
        "digest": "",
        "engine_version": 1,
        "score": Decimal("84.57"),
        "coverage": Decimal(1),
        "band": "Reliable",
        "bands": (
            SharedBand("At risk", Decimal(0), Decimal(50), False),
            SharedBand("Reliable", Decimal(50), Decimal(85), True),
            SharedBand("Preferred", Decimal(85), Decimal(100), False),
        ),
        "next_band": "Preferred",
        "points_to_next": Decimal("0.43"),
        "previous_period": "",
        "previous_score": None,
        "moved": None,
        "kpis": (KPI,),
        "graded_count": 1,
        "trend": (),
        "responses": (),
        "acknowledged_at": None,
    }
    return SharedScorecard(**{**facts, **changes})


def test_one_more_line_would_have_done():
    found = standing(card())
    assert found.way == (
        "0.4 points from Preferred. 1 more line on time and in full would have made it 90.5."
    )
    assert found.sum_words == "Weighted points of the graded KPIs ÷ 30"


def test_the_highest_band_has_no_way_to_go():
    assert standing(card(next_band="", points_to_next=None)).way == ""


def test_a_score_on_less_than_half_of_the_weight_has_no_band():
    found = standing(card(band="", coverage=Decimal("0.3"), next_band="", points_to_next=None))
    assert found.band == ""
    assert found.no_band == "No band"
    assert "A band needs half of the weight." in found.coverage


def test_without_a_score_nothing_is_drawn():
    found = standing(card(score=None, band="", kpis=(), next_band="", points_to_next=None))
    assert (found.score, found.ruler, found.no_band) == ("", None, "Not graded")


def test_periods_without_a_card_are_gaps():
    points = (
        TrendPoint("2026-06", date(2026, 6, 1), Decimal(60)),
        TrendPoint("2026-09", date(2026, 9, 1), Decimal(84)),
    )
    found = score_trend(card(trend=points))
    assert [point.label for point in found.points] == ["Jun", "Jul", "Aug", "Sep"]
    assert [point.score for point in found.points] == ["60.0", "–", "–", "84.0"]
    assert found.title.replace("\u00a0", " ") == "Up 24.0 points since June 2026"


def test_one_card_is_no_trend():
    found = score_trend(card(trend=(TrendPoint("2026-09", date(2026, 9, 1), Decimal(84)),)))
    assert found.chart is None
    assert found.empty == "A trend needs two cards: this is the first."
