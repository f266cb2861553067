"""What the directory's pages ask about partners: score, OTIF, the day of the last review."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Max

from portal.actors import Actor
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import to_decimal
from scorecards.facts.scope import Scope
from scorecards.facts.sums import figures
from scorecards.models import ReviewPack, Scorecard, TemplateLine
from suppliers.registry import Measure

OTIF = "otif_lines"


def scores(actor: Actor, partners: Collection[int], start: date, end: date) -> dict[int, Measure]:
    """The score (0 to 100) of each partner's newest card that ends within the days: one query."""
    cards = Scorecard.objects.for_actor(actor).latest_revisions()
    cards = cards.filter(partner__in=partners, ends_on__range=(start, end), score__isnull=False)
    newest = cards.order_by("ends_on", "-starts_on", "pk").values_list("partner_id", "score")
    return {partner: Measure(score, n=1) for partner, score in newest}


def otif(actor: Actor, partners: Collection[int], start: date, end: date) -> dict[int, Measure]:
    """OTIF of the lines due within the days, on the first promise without a window; two queries.

    The target is that of the newest template that has one.
    """
    if not actor.is_staff:
        return {}
    kpi = CATALOGUE[OTIF]
    found = figures(kpi, Scope(start, end, end, partners=frozenset(partners)).for_kpi(kpi))
    target = (
        TemplateLine.objects.filter(kpi=OTIF, version__template__is_active=True)
        .order_by("-version_id")
        .values_list("target", flat=True)
        .first()
    )
    return {
        partner: Measure(to_decimal(one.value), one.n, target)
        for partner, one in found.items()
        if partner is not None and one.n
    }


def last_reviews(partners: Collection[int]) -> Mapping[int, date]:
    """The day of the last review pack with each partner: one query."""
    packs = ReviewPack.objects.filter(partner__in=partners).order_by().values_list("partner_id")
    return dict(packs.annotate(Max("as_of")))
