"""Our half in words: bad news first, sorry for a loss, thanks for a gain, no figure of one partner."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.enums import Side
from scorecards.pages.ours import ours, promised
from scorecards.presenters import SharedSatisfaction
from tests.unit.scorecards.pages.test_standing import card
from tests.unit.scorecards.pages.test_words import KPI

PAID = replace(
    KPI, code="paid_within_terms", name="Paid within the terms", side=Side.COMPANY, counts="invoices",
    numerator=Decimal(41), n=44, excused=0, weight=Decimal(60), row_count=0,
)  # fmt: skip
HOURS = replace(
    KPI, code="answer_hours", name="Time to our first answer", side=Side.COMPANY, unit="hours",
    higher_is_better=False, target=Decimal(8), value=Decimal("6.5"), counts="questions", result="met",
    points=Decimal(100), row_count=0,
)  # fmt: skip


def half(*kpis, **changes):
    facts = {
        "our_kpis": kpis,
        "our_score": Decimal(88),
        "our_graded_count": len(kpis),
        "previous_period": "2026-08",
    }
    found = ours(card(**{**facts, **changes}), is_staff=False)
    return replace(found, honest=found.honest.replace("\u00a0", " "))


def test_a_loss_names_the_figures_that_did_it_and_says_sorry():
    found = half(replace(PAID, moved=Decimal("-2.4")), HOURS, our_moved=Decimal("-2.4"))

    assert found.honest == "We lost 2.4 points: Paid within the terms, 41 of 44 invoices (\u22122.4)."
    assert found.feeling == "We are sorry."


def test_a_gain_says_thanks():
    found = half(replace(PAID, moved=Decimal(3)), HOURS, our_moved=Decimal(3))

    assert found.honest.startswith("We gained 3.0 points: Paid within the terms")
    assert found.feeling.startswith("Thank you")


@pytest.mark.parametrize("moved", [None, Decimal(0), Decimal("0.04")])
def test_without_a_change_what_was_not_kept_is_said(moved):
    found = half(PAID, HOURS, our_moved=moved)

    assert found.honest == "We did not keep 1 of 2 promises: Paid within the terms."
    assert found.feeling == "We are sorry."


def test_all_kept_needs_no_sorry():
    found = half(replace(PAID, result="met"), HOURS)

    assert (found.honest, found.feeling) == ("We kept every promise that could be graded.", "")


def test_nothing_graded_is_said_as_it_is():
    found = half(replace(PAID, graded=False, points=None, result="not_graded"), our_score=None)

    assert found.honest == "Too little happened between us to grade ourselves."
    assert found.score == ""


def test_a_card_without_our_half_is_quiet():
    found = ours(card(), is_staff=False)

    assert not found.is_measured
    assert found.quiet == "We did not measure ourselves on this card."


def test_what_we_promised_is_a_least_or_a_most():
    assert promised(PAID).replace("\u00a0", " ") == "promised 95 %"
    assert promised(HOURS) == "promised at most 8 hours"


def test_nearly_is_not_met():
    (promise, _hours) = half(replace(PAID, result="near"), HOURS).promises

    assert (promise.result, promise.tone) == ("Not met", "bad")


class TestSatisfaction:
    SAID = replace(
        PAID, code="partner_satisfaction", name="What partners say of us", value=None, n=0, graded=False,
        points=None, result="no_data", numerator=None,
    )  # fmt: skip

    def test_it_is_that_of_all_partners_and_never_graded(self):
        found = half(self.SAID, satisfaction=SharedSatisfaction("2026-Q2", Decimal("7.44"), 14, 5))
        (row,) = found.figures

        assert (row.value, row.counted, row.result) == ("7.4 of 10", "all 14 partners together", "Not graded")
        assert "7.4 of 10" in found.satisfaction

    def test_under_five_there_is_no_number(self):
        found = half(self.SAID, satisfaction=SharedSatisfaction("2026-Q2", None, None, 5))
        (row,) = found.figures

        assert not row.has_value
        assert row.counted == "shown from 5 partners on"
        assert "shown from 5 partners on" in found.satisfaction


def test_each_side_reads_it_from_its_own():
    facts = card(our_kpis=(PAID,), our_score=Decimal(88))

    assert ours(facts, is_staff=True).title == "How we keep ours with Brandt Castings"
    assert ours(facts, is_staff=False).title == "How we keep ours, as your customer"
