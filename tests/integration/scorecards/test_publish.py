"""Publishing: once, for all, unchangeable, with the rows behind it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.actors import system_actor
from portal.engine.periods import Period
from portal.models import AuditEvent, OutboxMessage
from scorecards.actions import publishing
from scorecards.actions.publishing import preview, publish
from scorecards.actions.templates import BandSpec, LineSpec, add_version
from scorecards.engine.catalogue import kpi_of
from scorecards.engine.evidence import unpack
from scorecards.engine.figures import figure, sums_of, to_decimal
from scorecards.engine.scoring import BadTemplate
from scorecards.models import Evidence, Frozen, KpiResult, Scorecard
from scorecards.pages.home import to_publish
from scorecards.presenters import present, rows_of
from suppliers.actions.judging import judge_lines
from suppliers.engine.judging import Rule
from suppliers.models import Exclusion
from tests.factories import PartnerFactory, receipt

pytestmark = pytest.mark.django_db
SEPTEMBER = Period.parse("2026-09")
LATER = date(2026, 10, 20)
ONE_BAND = [BandSpec("All", Decimal(0), Decimal(100))]


def run(template, today=LATER, by=None, period=SEPTEMBER):
    return publish(by=by or system_actor(), template=template, period=period, today=today)


def counts(result):
    return result.published, result.unchanged, result.revised


def test_a_card_says_what_the_deliveries_say(template, brandt, deliver):
    deliver(brandt, [0, 0, 0, 0, 0, -4, 3, None])
    assert counts(run(template)) == (1, 0, 0)
    card = Scorecard.objects.get()
    assert (card.as_of, card.revision, card.coverage) == (date(2026, 10, 3), 1, 1)
    values = {one.kpi: one.value for one in card.results.all()}
    assert values["otif_lines"] == Decimal("0.75")
    assert values["on_time_quantity"] == Decimal("0.75")
    assert values["promise_kept"] == Decimal("0.75")
    assert values["overdue_quantity_days"] == 100 * 23
    assert values["lead_time_mean"] == to_decimal(Fraction(38 * 7 - 4 + 3, 7))


def test_a_retired_template_makes_no_new_cards_and_keeps_its_own_right(template, brandt, deliver):
    deliver(brandt, due=date(2026, 8, 10))
    deliver(brandt)
    run(template, period=Period.parse("2026-08"))
    template.is_active = False
    template.save()
    refused = run(template)
    assert counts(refused) == (0, 0, 0)
    assert "is retired: take it into use again" in refused.refused[0]["reason"]
    assert counts(run(template, period=Period.parse("2026-08"))) == (0, 1, 0)


def test_the_first_screen_names_the_month_from_its_closing_day_on(template):
    assert to_publish(date(2026, 10, 2)).title == "August\u00a02026 is ready to publish"
    assert to_publish(date(2026, 10, 3)).title == "September\u00a02026 is ready to publish"
    template.is_active = False
    template.save()
    assert to_publish(date(2026, 10, 3)) is None


def test_a_second_run_changes_nothing(template, brandt, bob, deliver):
    deliver(brandt)
    run(template)
    before = (Scorecard.objects.count(), OutboxMessage.objects.count(), AuditEvent.objects.count())
    assert counts(run(template)) == (0, 1, 0)
    assert counts(run(template, today=date(2027, 3, 1))) == (0, 1, 0)
    assert (Scorecard.objects.count(), OutboxMessage.objects.count(), AuditEvent.objects.count()) == before


def test_before_it_closes_there_is_only_a_preview(template, brandt, deliver):
    deliver(brandt)
    result = run(template, today=date(2026, 10, 2))
    assert counts(result) == (0, 0, 0)
    assert result.refused[0]["from"] == "2026-10-03"
    assert not Scorecard.objects.exists()
    drafts = preview(by=system_actor(), template=template, period=SEPTEMBER)
    assert drafts.cards[brandt.pk].score is not None
    assert counts(run(template, today=date(2026, 10, 3))) == (1, 0, 0)


def test_late_facts_make_a_revision_beside_the_first(template, brandt, kestrel, deliver):
    lines = deliver(brandt, [0, 0, 0, 0, 0, None])
    deliver(kestrel)
    run(template)
    first = Scorecard.objects.get(partner=brandt)
    # Booked only now, but it came in time.
    receipt(lines[-1], date(2026, 9, 9))
    judge_lines(by=system_actor(), line_ids=[lines[-1].pk])
    assert counts(run(template)) == (0, 1, 1)
    old, new = Scorecard.objects.filter(partner=brandt).order_by("revision")
    assert (old.pk, old.score, old.digest) == (first.pk, first.score, first.digest)
    assert (new.revision, new.is_latest, old.is_latest) == (2, True, False)
    assert new.score > old.score
    shown = present(new)
    assert [one.revision for one in shown.revisions] == [1, 2]


def test_what_happens_after_the_as_of_day_changes_nothing(template, brandt, deliver):
    lines = deliver(brandt, [0, 0, 0, 0, 0, None])
    run(template)
    receipt(lines[-1], date(2026, 10, 4))
    judge_lines(by=system_actor(), line_ids=[lines[-1].pk])
    assert counts(run(template)) == (0, 1, 0)


def test_an_excuse_makes_a_revision_and_is_counted(template, brandt, alice, deliver):
    lines = deliver(brandt, [0, 0, 0, 0, 0, 3])
    run(template)
    Exclusion.objects.create(line=lines[-1], partner=brandt, reason="our drawing changed", approved_by=alice)
    assert counts(run(template)) == (0, 0, 1)
    result = KpiResult.objects.get(card__revision=2, kpi="otif_lines")
    assert (result.value, result.n, result.excused) == (1, 5, 1)
    rows = rows_of(result.card, "otif_lines").rows
    assert [row.excused for row in rows].count(True) == 1


def test_few_lines_are_shown_and_not_graded(template, brandt, deliver):
    deliver(brandt, [0, 0, 0])
    run(template)
    card = Scorecard.objects.get()
    assert (card.score, card.coverage, card.band) == (None, 0, "")
    result = card.results.get(kpi="otif_lines")
    assert (result.value, result.n, result.graded, result.points) == (1, 3, False, None)
    assert round(result.low, 3) == Decimal("0.439")
    assert present(card).kpi("otif_lines").result == "not_graded"


def test_no_data_is_none(template, brandt, deliver):
    deliver(brandt, [0] * 6, due=date(2026, 9, 30), ordered=None)
    run(template)
    result = KpiResult.objects.get(kpi="lead_time_mean")
    assert (result.value, result.n, result.points) == (None, 0, None)
    assert present(result.card).kpi("lead_time_mean").result == "no_data"
    assert Scorecard.objects.get().coverage == Decimal("0.85")


def test_every_value_follows_from_its_evidence(template, brandt, kestrel, deliver):
    deliver(brandt, [0, 0, 2, -9, None, 0, 40])
    deliver(kestrel, [1, 2, 3, 4, 5, 6])
    run(template)
    for result in KpiResult.objects.select_related("evidence"):
        kpi = kpi_of(result.kpi)
        _, rows = unpack(bytes(result.evidence.rows), result.evidence.digest)
        again = figure(kpi, sums_of(kpi, rows))
        assert to_decimal(again.value) == result.value
        assert (again.numerator, again.denominator) == (result.numerator, result.denominator)
        assert (again.n, again.excused) == (result.n, result.excused)


def test_kpis_that_count_the_same_rows_share_them(template, brandt, deliver):
    deliver(brandt)
    run(template)
    theirs = Evidence.objects.filter(results__side="partner").distinct()
    assert sorted(theirs.values_list("source", flat=True)) == [
        "completed_lines",
        "judged_lines/first_confirmed/none-0-0",
        "promised_parts/first_confirmed/none-0-0",
    ]


def test_what_is_published_cannot_be_changed(template, brandt, deliver):
    deliver(brandt)
    run(template)
    card = Scorecard.objects.get()
    card.score = Decimal(100)
    with pytest.raises(Frozen):
        card.save()
    with pytest.raises(Frozen):
        KpiResult.objects.get(kpi="otif_lines").save()


def test_mails_and_the_trail(template, brandt, kestrel, bob, charlie, deliver):
    deliver(brandt)
    deliver(kestrel)
    run(template)
    assert AuditEvent.objects.filter(verb="scorecards.published").count() == 1
    mails = {mail.to: mail for mail in OutboxMessage.objects.all()}
    assert set(mails) == {bob.email, charlie.email}
    card = Scorecard.objects.get(partner=brandt)
    assert mails[bob.email].scope == brandt.public_id
    assert card.public_id in mails[bob.email].text
    assert "Kestrel" not in mails[bob.email].text + mails[bob.email].html
    assert "September 2026" in mails[bob.email].subject.replace("\u00a0", " ")


def test_only_who_may_publish_does(template, alice, bob, erin, brandt, actor_of, deliver):
    deliver(brandt)
    for user in (bob, erin):
        with pytest.raises(PermissionDenied):
            run(template, by=actor_of(user))
    assert counts(run(template, by=actor_of(alice))) == (1, 0, 0)


def test_the_presenter_says_what_moved(template, brandt, deliver):
    deliver(brandt, [0, 0, 0, 0, 0, 3], due=date(2026, 8, 20))
    deliver(brandt)
    run(template, period=Period.parse("2026-08"))
    run(template)
    shown = present(Scorecard.objects.get(period="2026-09"))
    assert (shown.previous_period, len(shown.trend)) == ("2026-08", 2)
    assert shown.kpi("otif_lines").value == 1
    assert shown.kpi("otif_lines").moved > 0
    assert abs(sum(one.moved or 0 for one in shown.kpis) - shown.moved) < Decimal("1e-9")
    assert shown.band == "Preferred"
    assert timezone.is_aware(shown.published_at)


def test_two_who_publish_at_the_same_time_publish_once(template, brandt, bob, deliver, monkeypatch):
    """The other one is quicker between our look at the facts and our write."""
    deliver(brandt)
    drafting = publishing.draft
    others = []

    def slow_draft(*args, **options):
        drafts = drafting(*args, **options)
        if not others:
            others.append(None)
            others[0] = run(template)
        return drafts

    monkeypatch.setattr(publishing, "draft", slow_draft)
    assert counts(run(template)) == (0, 1, 0)
    assert counts(others[0]) == (1, 0, 0)
    assert (Scorecard.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_old_periods_keep_their_version(template, brandt, deliver):
    deliver(brandt)
    deliver(brandt, due=date(2026, 10, 10))
    run(template)
    lines = [LineSpec("otif_lines", Decimal(100), target=Decimal("0.9"), floor=Decimal("0.5"))]
    add_version(by=system_actor(), template=template, lines=lines, bands=ONE_BAND)
    assert counts(run(template)) == (0, 1, 0)
    run(template, period=Period.parse("2026-10"), today=date(2026, 12, 1))
    found = Scorecard.objects.order_by("period").values_list("period", "version__number", "band")
    assert list(found) == [("2026-09", 1, "Preferred"), ("2026-10", 2, "All")]


def test_a_template_that_does_not_add_up_is_refused(template):
    lines = [LineSpec("otif_lines", Decimal("99.5"), target=Decimal(1), floor=Decimal(0))]
    with pytest.raises(BadTemplate, match=r"sum to 99\.5, not to 100"):
        add_version(by=system_actor(), template=template, lines=lines, bands=[])
    assert template.versions.count() == 1


def test_a_wider_late_window_closes_later(template, brandt, deliver):
    deliver(brandt, [4] * 6, due=date(2026, 9, 30))
    rule = Rule(early_days=2, late_days=5)
    lines = [LineSpec("otif_lines", Decimal(100), Decimal(1), Decimal(0), rule=rule)]
    add_version(by=system_actor(), template=template, lines=lines, bands=ONE_BAND)
    assert run(template, today=date(2026, 10, 5)).refused[0]["from"] == "2026-10-06"
    assert counts(run(template)) == (1, 0, 0)
    assert KpiResult.objects.get().value == 1


def test_a_card_for_partners_of_one_kind(template, brandt, deliver):
    deliver(brandt)
    agent = PartnerFactory(kind="agent")
    deliver(agent)
    template.kind = "agent"
    template.save()
    run(template)
    assert list(Scorecard.objects.values_list("partner_id", flat=True)) == [agent.pk]
