"""What is known about published cards as a list: who has the word, the newest score of each partner."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from portal.actors import Actor
from portal.engine.periods import Period
from scorecards.enums import CardState, ResponseKind
from scorecards.facts.contests import open_about
from scorecards.models import Response, Scorecard


def with_state(cards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """Annotates `state`, a CardState: an open answer waits for us, even after the partner has agreed; so does
    an open contest of any of its revisions."""
    said = Response.objects.filter(card=OuterRef("pk"))
    return cards.annotate(
        last_kind=Subquery(said.order_by("-at", "-pk").values("kind")[:1]),
        is_agreed=Exists(said.filter(kind=ResponseKind.ACKNOWLEDGED)),
        is_contested=Exists(open_about()),
    ).annotate(
        state=Case(
            When(last_kind=ResponseKind.COMMENT, then=Value(CardState.WITH_US)),
            When(is_contested=True, then=Value(CardState.WITH_US)),
            When(is_agreed=True, then=Value(CardState.AGREED)),
            default=Value(CardState.WITH_PARTNER),
        )
    )


@dataclass(frozen=True)
class PartnerScore:
    """The newest card of a partner, with the scores of the periods before it, oldest first."""

    public_id: str
    period: str
    score: Decimal | None
    band: str
    change: Decimal | None
    history: tuple[Decimal | None, ...]
    our_score: Decimal | None = None
    our_history: tuple[Decimal | None, ...] = ()


@dataclass(frozen=True)
class _Card:
    template: int
    public_id: str
    period: Period
    ends_on: date
    score: Decimal | None
    band: str
    our_score: Decimal | None


def newest_scores(actor: Actor, partners: Collection[int], length: int = 12) -> dict[int, PartnerScore]:
    """For each partner that has a card: one query for all of them."""
    rows = (
        Scorecard.objects.for_actor(actor)
        .filter(Q(partner_id__in=partners), is_latest=True)
        .order_by("partner_id", "ends_on", "starts_on")
        .values_list(
            "partner_id", "template_id", "public_id", "period", "ends_on", "score", "band", "our_score"
        )
    )
    cards: dict[int, list[_Card]] = {}
    for partner, template, public_id, period, *rest in rows:
        card = _Card(template, public_id, Period.parse(period), *rest)
        cards.setdefault(partner, []).append(card)
    return {partner: _summed(known, length) for partner, known in cards.items()}


def _summed(cards: list[_Card], length: int) -> PartnerScore:
    """The newest card leads; only cards of its template and its length of period are its history."""
    last = cards[-1]
    alike = {
        card.period: card
        for card in cards
        if card.template == last.template and card.period.months == last.period.months
    }
    row = [alike.get(last.period.shifted(back)) for back in range(1 - length, 1)]
    history = tuple(card and card.score for card in row)
    our_history = tuple(card and card.our_score for card in row)
    before = history[-2] if length > 1 else None
    change = last.score - before if last.score is not None and before is not None else None
    return PartnerScore(
        last.public_id, last.period.key, last.score, last.band, change, history, last.our_score, our_history
    )
