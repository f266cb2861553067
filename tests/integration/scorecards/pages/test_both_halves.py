"""Ours stands beside theirs: as large, as exact, and sorry where we lost."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.engine.periods import Period
from portal.enums import Side
from scorecards.engine.catalogue import COLUMNS, Source
from scorecards.engine.evidence import ENGINE_VERSION, SCHEMA_VERSION, pack
from scorecards.models import (
    Band,
    Evidence,
    KpiResult,
    Scorecard,
    ScorecardTemplate,
    TemplateLine,
    TemplateVersion,
)
from scorecards.presenters import present

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 5, 9, tzinfo=UTC)


@pytest.fixture
def both_sides(db):
    """A version with one KPI of theirs and two of ours."""
    template = ScorecardTemplate.objects.create(name="Castings")
    version = TemplateVersion.objects.create(template=template, number=1)
    for position, (kpi, side, weight, target, floor) in enumerate(
        [
            ("otif_lines", Side.PARTNER, 100, "0.95", "0.6"),
            ("paid_within_terms", Side.COMPANY, 60, "0.95", "0.7"),
            ("answer_hours", Side.COMPANY, 40, "8", "40"),
        ]
    ):
        TemplateLine.objects.create(
            version=version, position=position, kpi=kpi, side=side, weight=weight, target=Decimal(target),
            floor=Decimal(floor),
        )  # fmt: skip
    Band.objects.create(version=version, name="At risk", lower=0, upper=70)
    Band.objects.create(version=version, name="Reliable", lower=70, upper=100)
    return version


@pytest.fixture
def publish_both(both_sides):
    """`publish_both(partner, "2026-09", score=82, paid=93, hours=6)`: points of our two figures are given."""

    def make(partner, key, score, paid, hours, our_score):
        period = Period.parse(key)
        card = Scorecard.objects.create(
            partner=partner, template=both_sides.template, version=both_sides, period=key,
            starts_on=period.start, ends_on=period.end, as_of=period.closing_day(3, 0), score=score,
            coverage=1, band="Reliable", our_score=our_score, our_coverage=1, digest="d" * 64,
            engine_version=ENGINE_VERSION, published_at=AT, published_by="Alice",
        )  # fmt: skip
        rows = {
            Side.PARTNER: _evidence(card, "judged", COLUMNS[Source.JUDGED_LINES], []),
            Side.COMPANY: _evidence(card, "due_invoices", ("number", "in_terms"), [["RE-1", 1]]),
        }
        points = {"otif_lines": score, "paid_within_terms": paid, "answer_hours": hours}
        for line in both_sides.lines.all():
            found = points[line.kpi]
            KpiResult.objects.create(
                card=card, line=line, evidence=rows[line.side], side=line.side, position=line.position,
                kpi=line.kpi,
                value=Decimal("0.932") if line.kpi != "answer_hours" else Decimal("6.5"),
                numerator=Decimal(41), denominator=Decimal(44), n=44, points=found, graded=found is not None,
            )  # fmt: skip
        return card

    return make


@pytest.fixture
def two_months(brandt, publish_both):
    publish_both(brandt, "2026-08", Decimal(78), Decimal(84), Decimal(100), Decimal("90.4"))
    return publish_both(brandt, "2026-09", Decimal(82), Decimal(80), Decimal(100), Decimal(88))


def _evidence(card, source, columns, rows):
    packed = pack(source, columns, rows)
    return Evidence.objects.create(
        card=card, source=source, rows=packed.content, row_count=packed.row_count, digest=packed.digest,
        schema_version=SCHEMA_VERSION, engine_version=ENGINE_VERSION,
    )  # fmt: skip


def words(response):
    return response.content.decode().replace("\u00a0", " ")


class TestPresented:
    def test_each_half_has_its_own_figures(self, two_months):
        shared = present(two_months)

        assert [one.code for one in shared.kpis] == ["otif_lines"]
        assert [one.code for one in shared.our_kpis] == ["paid_within_terms", "answer_hours"]
        assert (shared.score, shared.our_score) == (82, 88)
        assert shared.kpi("answer_hours").side == Side.COMPANY

    def test_what_moved_ours_adds_up_to_its_change(self, two_months):
        shared = present(two_months)

        assert shared.our_moved == Decimal("-2.4")
        assert sum(one.moved for one in shared.our_kpis) == shared.our_moved
        assert [point.value for point in shared.our_trend] == [Decimal("90.4"), 88]

    def test_the_number_of_queries_does_not_depend_on_the_history(
        self, two_months, brandt, publish_both, django_assert_num_queries
    ):
        card = Scorecard.objects.select_related("partner", "template", "version").get(pk=two_months.pk)
        with django_assert_num_queries(9):
            present(card)
        publish_both(brandt, "2026-07", Decimal(70), Decimal(80), Decimal(90), Decimal(84))
        with django_assert_num_queries(9):
            present(card)


class TestPage:
    def test_the_partner_reads_both_and_that_we_are_sorry(self, login, bob, two_months):
        text = words(login(bob).get(f"/scorecards/{two_months.public_id}/"))

        assert "How you keep your promises" in text
        assert "How we keep ours, as your customer" in text
        assert "88.0 <small>of 100" in text
        assert "We lost 2.4 points: Paid within the terms" in text
        assert "We are sorry." in text
        assert "promised 95 %" in text
        assert "promised at most 8 hours" in text
        assert "Not met" in text
        assert "Both scores over 12 months" in text

    def test_staff_read_the_same_from_their_side(self, login, alice, two_months):
        text = words(login(alice).get(f"/scorecards/{two_months.public_id}/"))

        assert "How Brandt Castings keeps its promises" in text
        assert "How we keep ours with Brandt Castings" in text
        assert "We lost 2.4 points" in text

    def test_thanks_when_ours_rose(self, login, bob, brandt, publish_both):
        publish_both(brandt, "2026-08", Decimal(78), Decimal(60), Decimal(100), Decimal(76))
        card = publish_both(brandt, "2026-09", Decimal(82), Decimal(80), Decimal(100), Decimal(88))

        text = words(login(bob).get(f"/scorecards/{card.public_id}/"))

        assert "We gained 12.0 points: Paid within the terms" in text
        assert "Thank you" in text
        assert "We are sorry" not in text

    def test_a_figure_of_ours_opens_its_rows_and_its_explanation(self, login, bob, two_months):
        text = words(login(bob).get(f"/scorecards/{two_months.public_id}/"))

        assert f'href="/scorecards/{two_months.public_id}/rows/paid_within_terms/"' in text
        assert 'href="/numbers/#paid_within_terms"' in text

    def test_a_card_of_before_says_quietly_that_we_were_not_measured(
        self, login, bob, brandt, both_sides, publish_both
    ):
        both_sides.lines.filter(side=Side.COMPANY).delete()
        card = publish_both(brandt, "2026-09", Decimal(82), None, None, None)
        text = words(login(bob).get(f"/scorecards/{card.public_id}/"))

        assert "We did not measure ourselves on this card." in text
        assert "How we keep ours" not in text

    def test_the_paper_has_both_halves(self, login, bob, two_months, built_fonts):
        response = login(bob).get(f"/scorecards/{two_months.public_id}/pdf/")

        pages = PdfReader(BytesIO(response.content)).pages
        text = " ".join(" ".join(one.extract_text() for one in pages).split()).replace("\u00a0", " ")
        assert "How we keep ours" in text
        assert "We lost 2.4 points" in text
        assert "We are sorry." in text
        assert "Both scores over 12 months" in text


class TestAround:
    def test_the_partners_home_shows_both(self, login, bob, two_months):
        text = words(login(bob).get("/home/"))

        assert "Our promises to you" in text
        assert "We lost 2.4 points" in text

    def test_the_partners_page_shows_ours_to_staff(self, login, alice, brandt, two_months):
        text = words(login(alice).get(f"/partners/{brandt.public_id}/"))

        assert "How we keep ours" in text
        assert f"/scorecards/{two_months.public_id}/#ours" in text

    def test_a_rival_sees_neither(self, login, charlie, two_months):
        assert login(charlie).get(f"/scorecards/{two_months.public_id}/").status_code == 404
        assert "Our promises to you" not in words(login(charlie).get("/home/"))


def test_not_one_field_is_about_profit_or_cost():
    from dataclasses import fields

    from scorecards.presenters import SharedKpi, SharedScorecard

    names = {one.name for kind in (SharedScorecard, SharedKpi) for one in fields(kind)}
    assert not [name for name in names if any(word in name for word in ("profit", "cost", "margin", "price"))]


@pytest.mark.parametrize("day", [date(2026, 10, 3)])
def test_without_a_survey_nothing_is_said_of_one(two_months, day):
    assert present(two_months).satisfaction is None
