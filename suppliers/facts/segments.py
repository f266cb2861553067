"""Where each partner of a kind stands: what it contributes, what we risk with it, when we speak next.

A fixed number of queries, however many partners.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from portal.actors import Actor
from suppliers.engine.contribution import to_decimal
from suppliers.engine.segments import ATTRACTIVENESS, RISK, due_on, quadrant, score
from suppliers.enums import PartnerStatus, Quadrant
from suppliers.facts.contribution import Span
from suppliers.facts.ranking import ranking
from suppliers.models import Assessment, Partner, SegmentRule
from suppliers.registry import last_reviews

_GONE = (PartnerStatus.LOST, PartnerStatus.PROSPECT)


@dataclass(frozen=True)
class Segmented:
    """One partner. `share`: of the positive contributions of its kind; `grade` is empty without an entry.

    `risk` and `attractiveness` None: not assessed, which is never low. `review_due` None: no quadrant yet.
    """

    partner: Partner
    contribution: int | None
    share: Decimal | None
    grade: str
    assessment: Assessment | None
    risk: Decimal | None
    attractiveness: Decimal | None
    quadrant: str
    last_review: date | None
    review_due: date | None
    is_overdue: bool

    @property
    def is_decided(self) -> bool:
        """Did somebody decide otherwise than the inputs say?"""
        return self.assessment is not None and bool(self.assessment.override)

    @property
    def words(self) -> str:
        """Its quadrant as a person reads it."""
        return str(Quadrant(self.quadrant).label) if self.quadrant else ""


@dataclass(frozen=True)
class Segments:
    """All of a kind, by contribution. `cut`: the least share of a partner with a high contribution."""

    rows: tuple[Segmented, ...]
    cut: Decimal | None
    rules: Mapping[str, SegmentRule]


def newest(actor: Actor, partners: list[int]) -> dict[int, Assessment]:
    """The assessment that holds, by partner: one query."""
    rows = Assessment.objects.for_actor(actor).filter(partner__in=partners).order_by("at", "pk")
    return {row.partner_id: row for row in rows}


def rules_of(actor: Actor) -> dict[str, SegmentRule]:
    return {row.quadrant: row for row in SegmentRule.objects.for_actor(actor)}


def segments(actor: Actor, kind: str, span: Span, today: date) -> Segments:
    """Partners that are neither lost nor prospects, nor aliases."""
    people = list(
        Partner.objects.for_actor(actor)
        .filter(kind=kind, merged_into=None)
        .exclude(status__in=_GONE)
        .order_by("name", "pk")
    )
    keys = [one.pk for one in people]
    places = {row.partner.pk: row.place for row in ranking(actor, kind, span).rows}
    positive = sum(place.contribution for place in places.values() if place.contribution > 0)
    known, reviews, rules = newest(actor, keys), last_reviews(keys), rules_of(actor)
    rows = []
    for one in people:
        place, said, reviewed = places.get(one.pk), known.get(one.pk), reviews.get(one.pk)
        grade = place.grade if place else ""
        risk = score(said.risk, RISK) if said else None
        stands = quadrant(grade, risk, said.override if said else "")
        due = _due(rules.get(stands), reviewed, said)
        rows.append(
            Segmented(
                partner=one,
                contribution=place.contribution if place else None,
                share=to_decimal(Fraction(place.contribution, positive)) if place and positive else None,
                grade=grade,
                assessment=said,
                risk=risk,
                attractiveness=score(said.attractiveness, ATTRACTIVENESS) if said else None,
                quadrant=stands,
                last_review=reviewed,
                review_due=due,
                is_overdue=due is not None and due < today,
            )
        )
    rows.sort(key=lambda row: -(row.contribution or 0))
    high = [row.share for row in rows if row.grade == "A" and row.share is not None]
    return Segments(tuple(rows), min(high, default=None), rules)


def _due(rule: SegmentRule | None, reviewed: date | None, said: Assessment | None) -> date | None:
    """After the last review; where there was none, after the day it was assessed."""
    since = reviewed or (timezone.localdate(said.at) if said else None)
    return due_on(since, rule.review_every_months) if rule and since else None
