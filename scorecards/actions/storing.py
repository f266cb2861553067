"""Writes cards: the one place where they come to be. What was published before stays as it was."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max

from portal.actors import Actor
from portal.engine.periods import Period
from scorecards.actions.drafting import CardDraft, Drafts, KpiDraft
from scorecards.engine.catalogue import kpi_of
from scorecards.engine.evidence import ENGINE_VERSION, SCHEMA_VERSION
from scorecards.engine.figures import to_decimal
from scorecards.enums import RevisionCause
from scorecards.models import Evidence, KpiResult, Scorecard, ScorecardTemplate
from suppliers.models import Exclusion, Partner

_ROWS_AT_ONCE = 500


@dataclass
class Stored:
    """First cards, and revisions with the card that each replaces."""

    published: list[Scorecard] = field(default_factory=list)
    revised: list[tuple[Scorecard, Scorecard]] = field(default_factory=list)


def hold(partners: Collection[int]) -> None:
    """Of two that write cards of a partner the second waits, and sees what the first wrote."""
    rows = Partner.objects.filter(pk__in=partners).select_for_update(no_key=True)
    list(rows.order_by("pk").values_list("pk"))


@dataclass(frozen=True)
class Mark:
    """What of a partner tells whether its card must be made again: its newest card, and what is excused."""

    card: int | None
    excused: tuple[int, int] | None  # how many lines, and the last of them


def marks(template: ScorecardTemplate, period: Period) -> dict[int, Mark]:
    """Of every partner that has a card of this period, or an excused line at all."""
    cards = dict(
        Scorecard.objects.filter(template=template, period=period.key, is_latest=True).values_list(
            "partner_id", "pk"
        )
    )
    open_ones = Exclusion.objects.filter(undone_at__isnull=True).order_by()
    found = open_ones.values("partner_id").annotate(lines=Count("pk"), last=Max("pk"))
    excused = {row["partner_id"]: (row["lines"], row["last"]) for row in found}
    return {one: Mark(cards.get(one), excused.get(one)) for one in cards.keys() | excused.keys()}


def store(
    *,
    by: Actor,
    drafts: Drafts,
    cards: Collection[CardDraft],
    at: datetime,
    cause: str = RevisionCause.FACTS,
    about: str = "",
) -> Stored:
    """Cards that differ from the newest ones, or are the first; a fixed number of statements for 500 rows.

    Inside the caller's transaction, which holds the partners. `cause` and `about` are written on revisions.
    """
    latest = {
        card.partner_id: card
        for card in Scorecard.objects.filter(
            template=drafts.sheet.template, period=drafts.period.key, is_latest=True
        )
    }
    changed = [
        one for one in cards if one.partner_id not in latest or latest[one.partner_id].digest != one.digest
    ]
    replaced = [latest[one.partner_id] for one in changed if one.partner_id in latest]
    # Only this mark of a published card ever moves.
    Scorecard._base_manager.filter(pk__in=[card.pk for card in replaced]).update(is_latest=False)
    stored = Stored()
    for one, card in zip(changed, _insert(drafts, changed, latest, by, at, (cause, about)), strict=True):
        before = latest.get(one.partner_id)
        if before is None:
            stored.published.append(card)
        else:
            stored.revised.append((before, card))
    return stored


def _insert(
    drafts: Drafts,
    changed: Sequence[CardDraft],
    latest: dict[int, Scorecard],
    by: Actor,
    at: datetime,
    why: tuple[str, str],
) -> list[Scorecard]:
    cards = [_card_row(drafts, one, latest.get(one.partner_id), by, at, why) for one in changed]
    Scorecard.objects.bulk_create(cards, batch_size=_ROWS_AT_ONCE)
    evidence = [_evidence_rows(card, one) for card, one in zip(cards, changed, strict=True)]
    Evidence.objects.bulk_create(
        (row for rows in evidence for row in rows.values()), batch_size=_ROWS_AT_ONCE
    )
    KpiResult.objects.bulk_create(
        (
            _result_row(card, kpi, rows)
            for card, one, rows in zip(cards, changed, evidence, strict=True)
            for kpi in one.kpis
        ),
        batch_size=_ROWS_AT_ONCE,
    )
    return cards


def _card_row(
    drafts: Drafts,
    one: CardDraft,
    before: Scorecard | None,
    by: Actor,
    at: datetime,
    why: tuple[str, str],
) -> Scorecard:
    cause, about = why if before is not None else ("", "")
    return Scorecard(
        partner_id=one.partner_id,
        template=drafts.sheet.template,
        version=drafts.sheet.version,
        period=drafts.period.key,
        starts_on=drafts.period.start,
        ends_on=drafts.period.end,
        revision=before.revision + 1 if before is not None else 1,
        as_of=drafts.as_of,
        score=one.score,
        coverage=one.coverage,
        band=one.band,
        uncapped_band=one.uncapped_band,
        gates=list(one.gates),
        our_score=one.our_score,
        our_coverage=one.our_coverage,
        cause=cause,
        cause_about=about,
        digest=one.digest,
        engine_version=ENGINE_VERSION,
        published_at=at,
        published_by=by.label,
    )


def _evidence_rows(card: Scorecard, one: CardDraft) -> dict[str, Evidence]:
    return {
        source: Evidence(
            card=card,
            source=source,
            rows=packed.content,
            row_count=packed.row_count,
            digest=packed.digest,
            schema_version=SCHEMA_VERSION,
            engine_version=ENGINE_VERSION,
        )
        for source, packed in one.evidence.items()
    }


def _result_row(card: Scorecard, kpi: KpiDraft, evidence: dict[str, Evidence]) -> KpiResult:
    line = kpi.line
    return KpiResult(
        card=card,
        line=line,
        evidence=evidence[kpi.source] if kpi.source else None,
        side=line.side,
        position=line.position,
        kpi=line.kpi,
        basis=line.basis if line.formula else kpi_of(line.kpi).basis(line.basis),
        value=to_decimal(kpi.figure.value),
        numerator=kpi.figure.numerator,
        denominator=kpi.figure.denominator,
        n=kpi.figure.n,
        excused=kpi.figure.excused,
        low=kpi.low,
        high=kpi.high,
        points=kpi.points,
        graded=kpi.points is not None,
        inputs=[one.as_json() for one in kpi.inputs] if line.formula else [],
    )
