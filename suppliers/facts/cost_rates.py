"""What the cost rates make of the trouble of the last twelve months, and would make of it otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from portal.actors import Actor
from portal.engine.periods import Period
from suppliers.engine.trouble import CostRates, Rate, Trouble, estimated
from suppliers.facts.contribution import Span
from suppliers.facts.trouble import known_rates, troubles
from suppliers.models import CostRate


@dataclass(frozen=True)
class Amount:
    """Trouble of a kind: how much (scaled by 10^6), and what it costs by rates; None where none held."""

    quantity: int = 0
    minor: int | None = None


@dataclass(frozen=True)
class Effect:
    """What was estimated over `span` as the rates are, and as they would be; None: nothing is estimated."""

    span: Span
    now: int | None
    then: int | None


def last_twelve(today: date) -> Span:
    """The twelve last whole months."""
    newest = Period.containing(today).shifted(-1)
    return Span(newest.shifted(-11).start, newest.end)


def by_kind(actor: Actor, span: Span, as_of: date) -> dict[str, Amount]:
    """By CostRateKind, of all partners: three queries."""
    rates = CostRates(known_rates(actor))
    quantities: dict[str, int] = defaultdict(int)
    amounts: dict[str, int] = defaultdict(int)
    for trouble in troubles(actor, span.start, span.end, as_of):
        quantities[trouble.kind] += trouble.quantity
        for piece in estimated(trouble, rates, settings.COMPANY_CURRENCY):
            if piece.minor is not None:
                amounts[trouble.kind] += piece.minor
    return {kind: Amount(quantity, amounts.get(kind)) for kind, quantity in quantities.items()}


def effect(
    actor: Actor, today: date, *, instead_of: CostRate | None = None, with_rate: Rate | None = None
) -> Effect:
    """Of one rate that is added (`with_rate`), changed (both) or removed (`instead_of`): three queries."""
    span = last_twelve(today)
    now = known_rates(actor)
    then = known_rates(actor, without=instead_of) if instead_of else list(now)
    then += [with_rate] if with_rate else []
    found = troubles(actor, span.start, span.end, today)
    return Effect(span, _total(found, now), _total(found, then))


def _total(found: Sequence[Trouble], rates: Iterable[Rate]) -> int | None:
    known = CostRates(rates)
    amounts = [
        piece.minor
        for trouble in (found if known else ())
        for piece in estimated(trouble, known, settings.COMPANY_CURRENCY)
        if piece.minor is not None
    ]
    return sum(amounts) if amounts else None


def with_holding(rows: QuerySet[CostRate], today: date) -> QuerySet[CostRate]:
    """Adds `is_coming` (from a later day on) and `is_past` (another took its place by today)."""
    newer = (
        CostRate.objects.annotate(whose=Coalesce("partner_id", 0))
        .filter(
            kind=OuterRef("kind"),
            whose=Coalesce(OuterRef("partner_id"), 0),
            valid_from__gt=OuterRef("valid_from"),
            valid_from__lte=today,
        )
        .order_by()
    )
    return rows.annotate(is_coming=Q(valid_from__gt=today), is_past=Exists(newer))
