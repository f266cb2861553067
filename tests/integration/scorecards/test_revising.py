"""An excuse makes revision n+1 of every card that counts the line, and nothing undoes it by accident."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from portal.actors import system_actor
from portal.engine.periods import Period
from scorecards.actions import publishing
from scorecards.actions.publishing import publish
from scorecards.actions.revising import revise
from scorecards.actions.templates import GateSpec, LineSpec, add_version
from scorecards.actions.verifying import Checked, verify
from scorecards.enums import RevisionCause
from scorecards.models import Scorecard, TemplateLine
from suppliers.models import Exclusion, Partner, PartnerDocument
from tests.factories import PartnerFactory
from tests.integration.scorecards.test_publish import ONE_BAND, run

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 21, 9, tzinfo=UTC)
LATER = date(2027, 2, 1)


def excuse(line, alice):
    with transaction.atomic():
        Exclusion.objects.create(line=line, partner=line.partner, reason="Our drawing", approved_by=alice)
        return revise(by=system_actor(), line_ids=[line.pk], cause=RevisionCause.CONTEST, about="c1", at=AT)


def test_every_card_that_counts_the_line_is_revised_and_no_other(template, brandt, alice, deliver):
    rival = PartnerFactory()
    lines = deliver(brandt, [0, 0, 0, 0, 0, 3])
    deliver(rival, [0, 0, 0, 0, 0, 3])
    deliver(brandt, due=date(2026, 8, 20))
    for period in ("2026-08", "2026-09", "2026-Q3"):
        run(template, period=Period.parse(period), today=LATER)
    done = excuse(lines[-1], alice)
    assert sorted(one.after.period for one in done) == ["2026-09", "2026-Q3"]
    card = Scorecard.objects.get(partner=brandt, period="2026-09", is_latest=True)
    assert (card.revision, card.cause, card.cause_about) == (2, "contest", "c1")
    assert card.results.get(kpi="otif_lines").excused == 1
    assert card.results.get(kpi="otif_lines").value == 1
    assert {one.revision for one in Scorecard.objects.filter(partner=rival)} == {1}
    assert Scorecard.objects.get(partner=brandt, period="2026-08").revision == 1
    assert list(verify(Checked())) == []


def test_publishing_that_began_before_the_excuse_does_not_undo_it(
    template, brandt, alice, deliver, monkeypatch
):
    lines = deliver(brandt, [0, 0, 0, 0, 0, 3])
    run(template)
    drafting = publishing.draft
    meanwhile = []

    def slow_draft(*args, **options):
        drafts = drafting(*args, **options)
        if not meanwhile:
            meanwhile.append(excuse(lines[-1], alice))
        return drafts

    monkeypatch.setattr(publishing, "draft", slow_draft)
    result = run(template)
    assert (result.published, result.unchanged, result.revised) == (0, 1, 0)
    assert Scorecard.objects.get(is_latest=True).revision == 2


@pytest.mark.parametrize("moved", [{"segment": "B"}, {"kind": "dealer"}])
def test_a_card_keeps_its_rows_when_its_partner_is_of_another_segment_by_now(
    template, brandt, alice, deliver, moved
):
    template.segment, template.kind = "A", "supplier"
    template.save()
    Partner.objects.filter(pk=brandt.pk).update(segment="A", kind="supplier")
    stranger = PartnerFactory(segment="B")
    lines = deliver(brandt, [0, 0, 0, 0, 0, 3])
    deliver(stranger)
    run(template)
    Partner.objects.filter(pk=brandt.pk).update(**moved)
    assert run(template).as_json()["unchanged"] == 1
    assert list(verify(Checked())) == []
    (done,) = excuse(lines[-1], alice)
    otif = done.after.results.get(kpi="otif_lines")
    assert (otif.value, otif.n, otif.excused) == (1, 5, 1)
    assert not Scorecard.objects.filter(partner=stranger).exists()


def test_a_first_card_counts_an_excuse_that_came_while_it_was_made(
    template, brandt, alice, deliver, monkeypatch
):
    lines = deliver(brandt, [0, 0, 0, 0, 0, 3])
    drafting = publishing.draft
    meanwhile = []

    def slow_draft(*args, **options):
        drafts = drafting(*args, **options)
        if not meanwhile:
            meanwhile.append(excuse(lines[-1], alice))
        return drafts

    monkeypatch.setattr(publishing, "draft", slow_draft)
    assert run(template).published == 1
    assert meanwhile == [[]]
    assert Scorecard.objects.get().results.get(kpi="otif_lines").excused == 1


def test_a_missing_document_caps_the_band_and_says_so(template, brandt, deliver):
    lines = [LineSpec("otif_lines", Decimal(100), Decimal("0.95"), Decimal("0.60"))]
    bands = [
        ONE_BAND[0].__class__("Developing", Decimal(0), Decimal(80)),
        ONE_BAND[0].__class__("Preferred", Decimal(80), Decimal(100)),
    ]
    gates = [GateSpec("ISO 9001", "Developing")]
    add_version(by=system_actor(), template=template, lines=lines, bands=bands, gates=gates)
    deliver(brandt)
    run(template)
    card = Scorecard.objects.get()
    assert (card.score, card.band, card.uncapped_band) == (100, "Developing", "Preferred")
    assert card.gates == [["ISO 9001", "missing", "Developing"]]
    PartnerDocument.objects.create(partner=brandt, type="ISO 9001", expires_on=date(2026, 10, 2))
    run(template)
    card = Scorecard.objects.get(is_latest=True)
    assert (card.band, card.gates) == ("Developing", [["ISO 9001", "2026-10-02", "Developing"]])
    PartnerDocument.objects.update(expires_on=date(2026, 10, 3))  # the as-of day: still valid
    run(template)
    card = Scorecard.objects.get(is_latest=True)
    assert (card.band, card.gates, card.revision) == ("Preferred", [], 3)
    assert list(verify(Checked())) == []
    PartnerDocument.objects.all().delete()
    assert [(one.kpi, one.against) for one in verify(Checked())] == [("gates", "facts")]


def test_nothing_that_differs_passes_in_silence(template, brandt, deliver):
    """The same rows, graded otherwise: the points, the score and the facts all say so."""
    deliver(brandt, [0, 0, 0, 0, 0, 3])
    run(template)
    assert list(verify(Checked())) == []
    TemplateLine.objects.filter(version__template=template, kpi="otif_lines").update(target=Decimal("0.99"))
    found = {(one.kpi, one.against) for one in verify(Checked())}
    assert found == {("otif_lines", "evidence"), ("score", "evidence"), ("score", "facts")}


def test_a_formula_is_recomputed_from_the_rows_of_its_inputs(template, brandt, deliver):
    formula = LineSpec(
        "care",
        Decimal(100),
        Decimal(1),
        Decimal("0.5"),
        formula="(otif_lines + on_time_quantity) / 2",
        name="Care",
        unit="share",
    )
    add_version(by=system_actor(), template=template, lines=[formula], bands=ONE_BAND)
    deliver(brandt, [0, 0, 0, 0, 0, 3])
    publish(by=system_actor(), template=template, period=Period.parse("2026-09"), today=LATER)
    result = Scorecard.objects.get().results.get()
    assert result.value.quantize(Decimal("0.000001")) == Decimal("0.833333")
    assert (result.n, result.evidence) == (6, None)
    assert [one["kpi"] for one in result.inputs] == ["otif_lines", "on_time_quantity"]
    assert list(verify(Checked())) == []
