"""Publishes a period for all partners at once. Nothing published changes: late facts make a revision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.actions import audit
from portal.actors import Actor
from portal.engine.periods import Period
from scorecards.actions.drafting import CardDraft, Drafts, Progress, as_of_day, draft
from scorecards.actions.telling import tell_published
from scorecards.engine.catalogue import kpi_of
from scorecards.engine.evidence import ENGINE_VERSION, SCHEMA_VERSION
from scorecards.engine.figures import to_decimal
from scorecards.models import Evidence, KpiResult, Scorecard, ScorecardTemplate, TemplateVersion
from scorecards.permissions import check_can_publish
from scorecards.policies import NotClosed
from scorecards.policies import check_can_publish as check_is_closed

_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class PublishResult:
    """How many partners got a first card, kept theirs, or got a revision; `refused` says why none did."""

    period: str
    published: int = 0
    unchanged: int = 0
    revised: int = 0
    refused: tuple[dict[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "period": self.period,
            "published": self.published,
            "unchanged": self.unchanged,
            "revised": self.revised,
            "refused": list(self.refused),
        }


def preview(*, by: Actor, template: ScorecardTemplate, period: Period) -> Drafts:
    """The cards as they would be published by what is known; nothing is stored."""
    check_can_publish(by)
    version, _ = _version_for(template, period)
    return draft(version, period)


def publish(
    *,
    by: Actor,
    template: ScorecardTemplate,
    period: Period,
    today: date,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> PublishResult:
    """Publish the period of `template` for every partner with a row in it; a second run changes nothing.

    Refused, with the day from which it is possible, while the period is open on `today`. `at`: the moment
    written on the cards, now by default.
    """
    at = at or timezone.now()
    check_can_publish(by)
    version, known = _version_for(template, period)
    try:
        check_is_closed(period, as_of_day(version, list(version.lines.all()), period), today)
    except NotClosed as refusal:
        return PublishResult(period.key, refused=(_refusal(period, refusal),))
    drafts = draft(version, period, also=frozenset(known), progress=progress)
    try:
        return _store(by, drafts, at)
    except IntegrityError:
        # Somebody else published the same cards between our look and our write: look again.
        return _store(by, drafts, at)


def _refusal(period: Period, refusal: NotClosed) -> dict[str, str]:
    return {"period": period.key, "reason": str(refusal), "from": refusal.possible_from.isoformat()}


def _version_for(template: ScorecardTemplate, period: Period) -> tuple[TemplateVersion, frozenset[int]]:
    """The version a period was published with, else the newest; and who has a card already.

    The cards of a partner that was merged into another since are not made again: its facts are there now.
    """
    cards = list(
        Scorecard.objects.filter(template=template, period=period.key, is_latest=True).values_list(
            "partner_id", "version_id", "partner__merged_into"
        )
    )
    versions = template.versions.prefetch_related("lines", "bands").select_related("template")
    if cards:
        known = frozenset(partner for partner, _, survivor in cards if survivor is None)
        return versions.get(pk=max(version for _, version, _ in cards)), known
    return versions.order_by("-number")[:1].get(), frozenset()


@transaction.atomic
def _store(by: Actor, drafts: Drafts, at: datetime) -> PublishResult:
    """Write what differs from the newest revisions, in one transaction."""
    template = drafts.version.template
    latest = {
        partner: (pk, revision, digest)
        for partner, pk, revision, digest in Scorecard.objects.filter(
            template=template, period=drafts.period.key, is_latest=True
        ).values_list("partner_id", "pk", "revision", "digest")
    }
    changed = [
        card
        for partner, card in drafts.cards.items()
        if partner not in latest or latest[partner][2] != card.digest
    ]
    revised = [latest[card.partner_id][0] for card in changed if card.partner_id in latest]
    result = PublishResult(
        drafts.period.key,
        published=len(changed) - len(revised),
        unchanged=len(drafts.cards) - len(changed),
        revised=len(revised),
    )
    if changed:
        # Only this mark of a published card ever moves.
        Scorecard._base_manager.filter(pk__in=revised).update(is_latest=False)
        revisions = {partner: revision for partner, (_, revision, _) in latest.items()}
        cards = _insert(drafts, changed, revisions, by, at)
        tell_published(by=by, period=drafts.period, cards=cards, at=at)
        audit.record(by=by, verb="scorecards.published", obj=template, data=result.as_json())
    return result


def _insert(
    drafts: Drafts, changed: Sequence[CardDraft], revisions: dict[int, int], by: Actor, at: datetime
) -> list[Scorecard]:
    """Cards, their evidence and their figures: one statement for 500 rows."""
    cards = [
        Scorecard(
            partner_id=one.partner_id,
            template=drafts.version.template,
            version=drafts.version,
            period=drafts.period.key,
            starts_on=drafts.period.start,
            ends_on=drafts.period.end,
            revision=revisions.get(one.partner_id, 0) + 1,
            as_of=drafts.as_of,
            score=one.score,
            coverage=one.coverage,
            band=one.band,
            digest=one.digest,
            engine_version=ENGINE_VERSION,
            published_at=at,
            published_by=by.label,
        )
        for one in changed
    ]
    Scorecard.objects.bulk_create(cards, batch_size=_ROWS_AT_ONCE)
    evidence = [_evidence_rows(card, one) for card, one in zip(cards, changed, strict=True)]
    Evidence.objects.bulk_create(
        (row for rows in evidence for row in rows.values()), batch_size=_ROWS_AT_ONCE
    )
    KpiResult.objects.bulk_create(
        (
            row
            for card, one, rows in zip(cards, changed, evidence, strict=True)
            for row in _result_rows(card, one, rows)
        ),
        batch_size=_ROWS_AT_ONCE,
    )
    return cards


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


def _result_rows(card: Scorecard, one: CardDraft, evidence: dict[str, Evidence]) -> Iterable[KpiResult]:
    for kpi in one.kpis:
        yield KpiResult(
            card=card,
            line=kpi.line,
            evidence=evidence[kpi.source],
            position=kpi.line.position,
            kpi=kpi.line.kpi,
            basis=kpi_of(kpi.line.kpi).basis(kpi.line.basis),
            value=to_decimal(kpi.figure.value),
            numerator=kpi.figure.numerator,
            denominator=kpi.figure.denominator,
            n=kpi.figure.n,
            excused=kpi.figure.excused,
            low=kpi.low,
            high=kpi.high,
            points=kpi.points,
            graded=kpi.points is not None,
        )
