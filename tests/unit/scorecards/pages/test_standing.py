"""How far to the next band, and what would have got there."""

from datetime import UTC, date, datetime
from decimal import Decimal

from scorecards.pages.standing import standing
from scorecards.pages.trend import score_trend
from scorecards.presenters import SharedBand, SharedGate, SharedScorecard, TrendPoint
from scorecards.presenters.card import next_step, shared_gates
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


BANDS = (
    SharedBand("At risk", Decimal(0), Decimal(50), False),
    SharedBand("Reliable", Decimal(50), Decimal(85), True),
    SharedBand("Preferred", Decimal(85), Decimal(100), False),
)
EXPIRED = SharedGate("ISO 9001", date(2026, 9, 3), "Reliable")


def held_card(score, *gates):
    following = next_step(score, "Reliable", BANDS, gates)
    return card(
        score=score,
        gates=gates,
        uncapped_band="Preferred" if score >= 85 else "Reliable",
        next_band=following.band,
        points_to_next=following.points,
        needed_documents=following.documents,
        kpis=(),
    )


def test_an_expired_certificate_that_holds_the_band_is_named_with_what_lifts_it():
    found = standing(held_card(Decimal("91.2"), EXPIRED))
    assert found.held == "Reliable at best: ISO 9001 expired on 3\u00a0Sep\u00a02026."
    assert found.lift == "With a valid ISO 9001 the score of 91.2 makes it Preferred."
    assert found.way == "One certificate from Preferred: ISO 9001."


def test_a_missing_certificate_says_so_and_two_that_hold_lift_only_together():
    missing = SharedGate("REACH", None, "Reliable")
    found = standing(held_card(Decimal("91.2"), EXPIRED, missing))
    assert found.held.endswith("Reliable at best: REACH is missing.")
    assert found.lift == "With valid documents (ISO 9001, REACH) the score of 91.2 makes it Preferred."
    assert found.way == "2 certificates from Preferred: ISO 9001, REACH."


def test_points_and_a_certificate_are_both_on_the_way_before_the_gate_holds_anything():
    found = standing(held_card(Decimal("82.3"), EXPIRED))
    assert found.held == found.lift == ""
    assert found.way == "2.7 points and one certificate from Preferred: ISO 9001."


def test_a_gate_that_allows_the_next_band_is_not_on_the_way():
    step = next_step(Decimal("60"), "Reliable", BANDS, [SharedGate("ISO 9001", None, "Preferred")])
    assert step.documents == ()
    assert step.points == 25


def test_lifting_one_gate_stops_at_the_cap_of_another():
    bands = (*BANDS[:2], SharedBand("Good", Decimal(70), Decimal(85), False), BANDS[2])
    other = SharedGate("REACH", None, "Good")
    found = standing(card(score=Decimal(91), bands=bands, gates=(EXPIRED, other), uncapped_band="Preferred"))
    assert found.lift == "With a valid ISO 9001 the score of 91.0 makes it Good."


def test_gates_are_read_as_cards_keep_them():
    kept = [["ISO 9001", "2026-09-03", "Reliable"], ["REACH", "missing", "Reliable"]]
    assert shared_gates(kept) == (EXPIRED, SharedGate("REACH", None, "Reliable"))
