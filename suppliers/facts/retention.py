"""Who stayed and who was lost: from partners as they are kept, from customers as they are counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet

from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.periods import Period
from suppliers.engine.retention import Counted, Life, Month, of_customers, of_partners
from suppliers.enums import LossCause, PartnerStatus
from suppliers.models import CustomerCount, Partner

# Nobody has said why, or because of us.
COUNTED_CAUSES = ("", LossCause.DISSATISFIED)
_OF_A_LIFE = ("since", "created_at", "status", "lost_on", "updated_at", "lost_cause")


@dataclass(frozen=True)
class Span:
    """One period. `last` is its end, or today where it still runs. `customers` None: not brought in."""

    period: Period
    last: date
    partners: Counted
    customers: Counted | None
    is_running: bool


def maximum() -> Decimal:
    """Per cent of those active at the start that we allow ourselves to lose to dissatisfaction."""
    return Decimal(settings.MAX_LOST_PERCENT)


def known_partners(actor: Actor) -> QuerySet[Partner]:
    """Whoever ever worked with us: neither other names, nor who is only being won."""
    return ever_with_us(Partner.objects.for_actor(actor))


def ever_with_us(rows: QuerySet[Partner]) -> QuerySet[Partner]:
    """The same of any of the partners."""
    known = rows.filter(merged_into=None)
    return known.exclude(status__in=(PartnerStatus.PROSPECT, PartnerStatus.ONBOARDING))


def lost_partners(actor: Actor) -> QuerySet[Partner]:
    return known_partners(actor).filter(status=PartnerStatus.LOST)


def lives(actor: Actor, kind: str = "") -> list[Life]:
    """One query. Without a first day it is that of the entry, without a last one that of the last change."""
    rows = known_partners(actor)
    if kind:
        rows = rows.filter(kind=kind)
    return [_life(*row) for row in rows.order_by().values_list(*_OF_A_LIFE)]


def named_lives(rows: QuerySet[Partner]) -> Iterator[tuple[int, str, Life]]:
    """(key, code, life) of each of these that ever worked with us: one query."""
    found = ever_with_us(rows).order_by("code").values_list("pk", "code", *_OF_A_LIFE)
    return ((pk, code, _life(*row)) for pk, code, *row in found)


def measured(actor: Actor, first: date, last: date, kind: str = "") -> Counted:
    """Partners from `first` to `last`, both included: one query."""
    return of_partners(lives(actor, kind), first, last)


def by_period(actor: Actor, periods: Sequence[Period], today: date, kind: str = "") -> list[Span]:
    """Each of these periods; two queries, however many there are."""
    known = lives(actor, kind)
    months = [] if kind else _months(actor)
    spans = []
    for period in periods:
        last = min(period.end, today)
        spans.append(
            Span(
                period,
                last,
                of_partners(known, period.start, last),
                of_customers(months, _numbers(period, last)),
                is_running=period.end >= today,
            )
        )
    return spans


def _life(
    since: date | None, created_at: object, status: str, lost_on: date | None, changed_at: object, cause: str
) -> Life:
    began = since or local_day(created_at)  # type: ignore[arg-type]
    if status != PartnerStatus.LOST:
        return Life(began, None, False)
    lost = lost_on or local_day(changed_at)  # type: ignore[arg-type]
    return Life(min(began, lost), lost, cause in COUNTED_CAUSES)


def _months(actor: Actor) -> list[Month]:
    rows = CustomerCount.objects.for_actor(actor).values_list(
        "month", "active_at_start", "lost_dissatisfied", "lost_other", "won"
    )
    return [Month(*row) for row in rows]


def _numbers(period: Period, last: date) -> list[int]:
    """The months of a period that are over on `last`."""
    months = []
    for offset in range(period.months):
        month = Period(period.start, 1).shifted(offset)
        if month.end <= last:
            months.append(month.start.year * 100 + month.start.month)
    return months
