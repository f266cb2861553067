"""The other partners with a card of the same template and period, as figures without names.

What is compared is frozen: every revision of a card is compared with the cards that stood when its first
revision was published. So neither a later revision of one's own, nor one of somebody else's, moves the
quartiles, and no two readings of them can be subtracted from each other.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Min, Q

from portal.enums import Side
from scorecards.models import KpiResult, Scorecard


@dataclass(frozen=True)
class Others:
    """Graded figures of the others, in no order that says whose they are. `at`: when they stood so."""

    at: datetime
    scores: tuple[Decimal, ...]
    values: dict[str, tuple[Decimal, ...]]


def others(card: Scorecard, *, with_values: bool = True) -> Others:
    """Three queries, two without the values. Neither this partner nor one that was merged with it counts."""
    alike = Scorecard.objects.filter(template_id=card.template_id, period=card.period).order_by()
    first = alike.filter(partner_id=card.partner_id).aggregate(at=Min("published_at"))["at"]
    then = alike.filter(published_at__lte=first).exclude(_same(card))
    newest = {
        partner: (pk, score)
        for partner, pk, score in then.order_by("revision").values_list("partner_id", "pk", "score")
    }
    scores = tuple(sorted(score for _pk, score in newest.values() if score is not None))
    wanted = {pk for pk, _score in newest.values()}
    return Others(first, scores, _values(card, first, wanted) if with_values else {})


def _values(card: Scorecard, first: datetime, wanted: set[int]) -> dict[str, tuple[Decimal, ...]]:
    values: defaultdict[str, list[Decimal]] = defaultdict(list)
    graded = KpiResult.objects.filter(
        card__template_id=card.template_id,
        card__period=card.period,
        card__published_at__lte=first,
        side=Side.PARTNER,
        points__isnull=False,
        value__isnull=False,
    ).order_by()
    for pk, kpi, value in graded.values_list("card_id", "kpi", "value"):
        if pk in wanted:
            values[kpi].append(value)
    return {kpi: tuple(sorted(found)) for kpi, found in values.items()}


def _same(card: Scorecard) -> Q:
    """This partner, what was merged into it, and what it was merged into."""
    own = {card.partner_id, card.partner.merged_into_id} - {None}
    return Q(partner_id__in=own) | Q(partner__merged_into_id__in=own)
