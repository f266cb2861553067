"""The signs that a partner may leave, for all of them at once: a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BigIntegerField, Case, Count, F, Max, Q, QuerySet, Sum, When
from django.db.models.functions import Cast

from portal.actors import Actor
from portal.enums import Side
from suppliers.engine.at_risk import (
    LISTED_FROM,
    PAPER_DAYS,
    SPAN,
    Sign,
    falling_orders,
    falling_score,
    late_payments,
    repeated,
    weight_of,
)
from suppliers.enums import CaseStage, LineStatus
from suppliers.facts.touch import contact_plan, open_promises
from suppliers.models import Case as Complaint
from suppliers.models import Invoice, OrderLine, Partner, PartnerDocument
from suppliers.registry import histories

ENDED = (CaseStage.CLOSED, CaseStage.WITHDRAWN)
# Values are summed in thousandths of thousandths of a unit: 10^12 of them would not fit.
_PART = 1_000


@dataclass(frozen=True)
class AtRisk:
    """One partner with the reasons, the heaviest first."""

    partner: Partner
    signs: tuple[Sign, ...]

    @property
    def weight(self) -> int:
        return weight_of(self.signs)


def at_risk(actor: Actor, partners: QuerySet[Partner], today: date) -> list[AtRisk]:
    """Active ones with reasons that weigh enough; the heaviest first, then by number and name."""
    plan = contact_plan(actor, partners, today)
    pks = [one.partner.pk for one in plan]
    signs: defaultdict[int, list[Sign]] = defaultdict(list)
    for found in (
        _scores(actor, pks),
        _orders(actor, pks, today),
        _cases(actor, pks, today),
        _late(actor, pks, today),
        _promises(actor, pks, today),
        _papers(actor, pks, today),
    ):
        for pk, some in found.items():
            signs[pk] += some
    for one in plan:
        if one.is_silent:
            signs[one.partner.pk].append(Sign("silent", (-1 if one.days is None else one.days,)))
    rows = [
        AtRisk(one.partner, tuple(sorted(signs[one.partner.pk], key=lambda sign: -sign.weight)))
        for one in plan
    ]
    listed = [row for row in rows if row.weight >= LISTED_FROM]
    return sorted(listed, key=lambda row: (-row.weight, -len(row.signs), row.partner.name.casefold()))


def _scores(actor: Actor, pks: Collection[int]) -> dict[int, list[Sign]]:
    return {
        pk: [sign]
        for pk, history in histories("score", actor, pks).items()
        if (sign := falling_score(history)) is not None
    }


def _orders(actor: Actor, pks: Collection[int], today: date) -> dict[int, list[Sign]]:
    """By the currency in which most was ordered before: one query."""
    span = timedelta(days=SPAN)
    starts = {"now": today - span, "before": today - 2 * span, "year_ago": today - span - timedelta(days=365)}
    worth = Cast(F("quantity") / _PART, BigIntegerField()) * (F("unit_price") / _PART)
    sums = {
        name: Sum(
            Case(
                When(order__ordered_on__gte=start, order__ordered_on__lt=start + span, then=worth),
                default=0,
                output_field=BigIntegerField(),
            )
        )
        for name, start in starts.items()
    }
    lines = OrderLine.objects.for_actor(actor).filter(
        partner__in=pks, unit_price__isnull=False, order__ordered_on__gte=starts["year_ago"]
    )
    lines = lines.exclude(status__in=(LineStatus.DRAFT, LineStatus.CANCELLED_BY_US)).order_by()
    best: dict[int, tuple[int, int, int]] = {}
    for row in lines.values("partner_id", "order__currency").annotate(**sums):
        known = best.get(row["partner_id"])
        if known is None or row["before"] > known[1]:
            best[row["partner_id"]] = (row["now"], row["before"], row["year_ago"])
    return {pk: [sign] for pk, three in best.items() if (sign := falling_orders(*three)) is not None}


def _cases(actor: Actor, pks: Collection[int], today: date) -> dict[int, list[Sign]]:
    """Theirs that are open, and those about the same within the span: one query."""
    since = today - timedelta(days=SPAN)
    rows = Complaint.objects.for_actor(actor).filter(partner__in=pks, opened_by_side=Side.PARTNER)
    counted = (
        rows.exclude(stage=CaseStage.WITHDRAWN)
        .order_by()
        .values("partner_id", "area")
        .annotate(
            open=Count("pk", filter=~Q(stage__in=ENDED)),
            lately=Count("pk", filter=Q(opened_at__date__gte=since) & ~Q(area="")),
        )
    )
    is_open: defaultdict[int, int] = defaultdict(int)
    most: defaultdict[int, int] = defaultdict(int)
    for row in counted:
        is_open[row["partner_id"]] += row["open"]
        most[row["partner_id"]] = max(most[row["partner_id"]], row["lately"])
    found: defaultdict[int, list[Sign]] = defaultdict(list)
    for pk, many in is_open.items():
        if many:
            found[pk].append(Sign("cases", (many,)))
        if (sign := repeated(most[pk])) is not None:
            found[pk].append(sign)
    return dict(found)


def _late(actor: Actor, pks: Collection[int], today: date) -> dict[int, list[Sign]]:
    """Their invoices that were due within the span: one query. What is disputed is not counted."""
    late = Q(paid_on__gt=F("due_on")) | Q(paid_on=None)
    rows = Invoice.objects.for_actor(actor).filter(
        partner__in=pks, due_on__gte=today - timedelta(days=SPAN), due_on__lt=today, disputed=False
    )
    counted = (
        rows.order_by().values_list("partner_id").annotate(late=Count("pk", filter=late), due=Count("pk"))
    )
    return {pk: [sign] for pk, many, due in counted if (sign := late_payments(many, due)) is not None}


def _promises(actor: Actor, pks: Collection[int], today: date) -> dict[int, list[Sign]]:
    """What we promised when we met, past its day: one query."""
    rows = open_promises(actor).filter(partner__in=pks, promised_by_side=Side.COMPANY, promised_by__lt=today)
    counted = rows.order_by().values_list("partner_id").annotate(Count("pk"))
    return {pk: [Sign("promise", (many,))] for pk, many in counted}


def _papers(actor: Actor, pks: Collection[int], today: date) -> dict[int, list[Sign]]:
    """Kinds of paper of which the newest ends soon or has ended: one query. Figures: how many, days left."""
    rows = PartnerDocument.objects.for_actor(actor).filter(partner__in=pks)
    newest = (
        rows.order_by()
        .values_list("partner_id", "type")
        .annotate(last=Max("expires_on"), endless=Count("pk", filter=Q(expires_on=None)))
    )
    ends: defaultdict[int, list[int]] = defaultdict(list)
    for pk, _type, expires_on, endless in newest:
        if not endless and expires_on is not None and (expires_on - today).days <= PAPER_DAYS:
            ends[pk].append((expires_on - today).days)
    return {pk: [Sign("papers", (len(days), min(days)))] for pk, days in ends.items()}
