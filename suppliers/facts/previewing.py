"""What a tolerance would have done with the promises of the last 90 days."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from suppliers.engine.tolerance import Judgement, Terms, judge
from suppliers.enums import PromiseEvent
from suppliers.facts.tolerances import in_limits, tolerances_of
from suppliers.models import Partner, Promise, Tolerance

LOOKS_BACK = dt.timedelta(days=90)
MOST = 5000  # promises, the newest ones


@dataclass(frozen=True)
class Preview:
    """Of `n` promises: as asked or better, otherwise but within, left to a buyer, refused."""

    n: int
    as_asked: int
    within: int
    waiting: int
    refused: int
    partners: int


def preview(tolerance: Tolerance, now: dt.datetime) -> Preview:
    """Each promise and proposal of the group's partners against what was asked first: five queries."""
    partners = _of_group(tolerance)
    said = (
        Promise.objects.in_force()
        .filter(
            Q(event=PromiseEvent.PROPOSE)
            | Q(event=PromiseEvent.CONFIRM) & (Q(answers=None) | ~Q(answers__event=PromiseEvent.PROPOSE)),
            partner_id__in=partners,
            made_at__gte=now - LOOKS_BACK,
        )
        .select_related("line")
        .prefetch_related("parts")
        .order_by("-made_at", "-pk")[:MOST]
    )
    counts = dict.fromkeys(Judgement, 0)
    as_asked, limits = 0, in_limits(tolerance)
    for promise in said:
        parts = [part for part in promise.parts.all() if part.quantity > 0]
        if not parts:
            continue
        line = promise.line
        quantity, day = line.asked_first
        agreed = Terms(quantity, day, 1, line.unit_price)
        price = line.unit_price if promise.price is None else promise.price
        offer = Terms(
            sum(part.quantity for part in parts), max(part.promised_on for part in parts), len(parts), price
        )
        verdict = judge(agreed, offer, limits)
        if verdict.is_worse or verdict.judgement != Judgement.WITHIN:
            counts[verdict.judgement] += 1
        else:
            as_asked += 1
    return Preview(
        as_asked + sum(counts.values()),
        as_asked,
        counts[Judgement.WITHIN],
        counts[Judgement.ASK],
        counts[Judgement.NEVER],
        len(partners),
    )


def _of_group(tolerance: Tolerance) -> list[int]:
    """The partners for whom it would hold: those of its group that have none more particular."""
    wanted: dict[str, object] = {"merged_into": None}
    if tolerance.partner_id is not None:
        wanted["pk"] = tolerance.partner_id
    if tolerance.segment:
        wanted["segment"] = tolerance.segment
    if tolerance.kind:
        wanted["kind"] = tolerance.kind
    partners = list(Partner.objects.filter(**wanted))
    held, own = tolerances_of(partners), _rank(tolerance)
    return [
        pk for pk, other in held.items() if other is None or other.pk == tolerance.pk or own <= _rank(other)
    ]


def _rank(tolerance: Tolerance) -> int:
    """The most particular first."""
    if tolerance.partner_id is not None:
        return 0
    return {(True, True): 1, (True, False): 2, (False, True): 3, (False, False): 4}[
        (bool(tolerance.segment), bool(tolerance.kind))
    ]
