"""What tiers are judged by: the last graded cards, valid documents, the grants in force. One query each."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.engine.periods import Period
from scorecards.engine.scoring import MIN_COVERAGE
from scorecards.engine.tiers import Progress, TierRule, progress
from scorecards.facts.documents import documents_by_partner
from scorecards.models import Scorecard, Tier, TierGrant
from suppliers.models import Partner

Series = tuple[int, int]  # template and months of its periods


@dataclass(frozen=True, slots=True)
class TierCard:
    """A card as tiers look at it."""

    public_id: str
    period: str
    ends_on: date
    score: Decimal | None
    coverage: Decimal

    @property
    def is_graded(self) -> bool:
        """Without a band for want of coverage it neither counts for a tier nor breaks a row."""
        return self.score is not None and self.coverage >= MIN_COVERAGE


@dataclass(frozen=True)
class Record:
    """The cards of a partner in the series of its newest one, the newest first."""

    series: Series
    cards: tuple[TierCard, ...]

    @property
    def graded(self) -> tuple[TierCard, ...]:
        return tuple(card for card in self.cards if card.is_graded)

    @property
    def scores(self) -> list[Decimal]:
        return [card.score for card in self.graded if card.score is not None]


@dataclass(frozen=True)
class Standings:
    """All that is needed to judge these partners: rules by tier, records, grants, valid documents."""

    tiers: tuple[Tier, ...]
    records: dict[int, Record]
    grants: dict[int, TierGrant]
    valid: dict[int, frozenset[str]]

    def rules_for(self, partner: Partner) -> list[TierRule]:
        return [rule_of(tier) for tier in self.tiers if fits(tier, partner)]

    def tier(self, key: int) -> Tier:
        return next(tier for tier in self.tiers if tier.pk == key)

    def progress(self, tier: Tier, partner: int) -> Progress:
        record = self.records.get(partner)
        return progress(rule_of(tier), record.scores if record else (), self.valid.get(partner, frozenset()))


def fits(tier: Tier, partner: Partner) -> bool:
    """Is it offered to partners of this kind?"""
    return tier.is_active and tier.kind in ("", partner.kind)


def rule_of(tier: Tier) -> TierRule:
    return TierRule(tier.pk, tier.rank, tier.min_score, tier.periods, tuple(tier.document_list))


def standings(partners: Collection[int], on: date) -> Standings:
    """Four queries for any number of partners (two without a tier)."""
    tiers = tuple(Tier.objects.filter(is_active=True))
    grants = {
        grant.partner_id: grant
        for grant in TierGrant.objects.in_force(on).filter(partner__in=partners).select_related("tier")
    }
    if not tiers:
        return Standings((), {}, grants, {})
    documents = {name for tier in tiers for name in tier.document_list}
    return Standings(tiers, records(partners), grants, valid_documents(partners, documents, on))


def records(partners: Collection[int]) -> dict[int, Record]:
    """Of each partner that has a card."""
    rows = (
        Scorecard.objects.filter(partner__in=partners, is_latest=True)
        .order_by("-ends_on", "-starts_on", "-pk")
        .values_list("partner_id", "template_id", "public_id", "period", "ends_on", "score", "coverage")
    )
    series: dict[int, Series] = {}
    cards: defaultdict[int, list[TierCard]] = defaultdict(list)
    for partner, template, *facts in rows:
        card = TierCard(*facts)
        own = (template, Period.parse(card.period).months)
        if series.setdefault(partner, own) == own:
            cards[partner].append(card)
    return {partner: Record(series[partner], tuple(found)) for partner, found in cards.items()}


def valid_documents(partners: Collection[int], types: Collection[str], on: date) -> dict[int, frozenset[str]]:
    """The types of documents that are valid on that day."""
    found = documents_by_partner(types, on, partners)
    return {
        partner: frozenset(kind for kind, *_, is_valid in rows if is_valid) for partner, rows in found.items()
    }
