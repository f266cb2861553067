"""What service programmes did for the partners in them: a fixed number of queries for any number of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from suppliers.engine.effects import (
    Arrival,
    Demand,
    Effect,
    Span,
    Verdict,
    Wanted,
    demand_of,
    effect,
    monthly,
    spans,
)
from suppliers.engine.judging import Rule
from suppliers.enums import Basis, LineStatus
from suppliers.models import (
    DeliveryOutcome,
    Enrolment,
    Exclusion,
    JudgingRule,
    OrderLine,
    Partner,
    ServiceProgramme,
)

DEFAULT_RULE = Rule()


@dataclass(frozen=True)
class Compared:
    """One partner in a programme, before and after it joined. `months`: (first day, mean lead time, n)."""

    enrolment: Enrolment
    before_span: Span
    after_span: Span
    before: Effect
    after: Effect
    demand: Demand | None
    months_before: list[tuple[dt.date, object, int]]
    months_after: list[tuple[dt.date, object, int]]


def is_judged(programme: ServiceProgramme) -> bool:
    """Are the outcomes of its rule complete?"""
    return JudgingRule.objects.filter(key=programme.rule.key, is_ready=True).exists()


def fits(programme: ServiceProgramme, partner: Partner) -> bool:
    """Is it offered to partners of this kind, now?"""
    return programme.is_offered and programme.kind in ("", partner.kind) and partner.merged_into_id is None


def compared(programme: ServiceProgramme, enrolments: Sequence[Enrolment], today: dt.date) -> list[Compared]:
    """Each in the order given; three queries."""
    pairs = [spans(one.joined_on, min(one.left_on, today) if one.left_on else today) for one in enrolments]
    if not pairs:
        return []
    whole = Span(min(before.start for before, _ in pairs), max(after.end for _, after in pairs))
    partners = {one.partner_id for one in enrolments}
    arrivals = _arrivals(programme, partners, whole)
    verdicts = _verdicts(programme, partners, whole)
    wanted = _wanted(programme, partners, whole)
    found = []
    for enrolment, (before, after) in zip(enrolments, pairs, strict=True):
        key = enrolment.partner_id
        # One demand for both: what differs is then the partner's lead time alone.
        demand = demand_of(Span(before.start, after.end), wanted[key])
        sides = [
            effect(span, arrivals[key], verdicts[key], demand, lead_days=programme.lead_days)
            for span in (before, after)
        ]
        months = [monthly(span, arrivals[key]) for span in (before, after)]
        found.append(Compared(enrolment, before, after, *sides, demand, *months))
    return found


def _of_programme(programme: ServiceProgramme, prefix: str = "") -> Q:
    categories = programme.category_list
    return Q(**{f"{prefix}category__in": categories}) if categories else Q()


def _outcomes(
    programme: ServiceProgramme, partners: set[int], whole: Span, basis: str, rule: Rule
) -> QuerySet[DeliveryOutcome]:
    """Of lines that count; an excused line is out, on both sides."""
    excused = Exclusion.objects.filter(line_id=OuterRef("line_id"), undone_at__isnull=True)
    return (
        DeliveryOutcome.objects.filter(
            _of_programme(programme, "line__"),
            partner_id__in=partners,
            basis=basis,
            rule=rule.key,
            line__order__ordered_on__gte=whole.start,
            line__order__ordered_on__lt=whole.end,
        )
        .exclude(Exists(excused))
        .annotate(ordered_on=F("line__order__ordered_on"))
        .order_by()
    )


def _arrivals(
    programme: ServiceProgramme, partners: set[int], whole: Span
) -> defaultdict[int, list[Arrival]]:
    found: defaultdict[int, list[Arrival]] = defaultdict(list)
    rows = _outcomes(programme, partners, whole, Basis.REQUESTED, DEFAULT_RULE).values_list(
        "partner_id", "since", "until", "ordered_on", "due_on", "completed_on", "lead_days", "fails"
    )
    for partner, *facts in rows:
        found[partner].append(Arrival(*facts))
    return found


def _verdicts(
    programme: ServiceProgramme, partners: set[int], whole: Span
) -> defaultdict[int, list[Verdict]]:
    found: defaultdict[int, list[Verdict]] = defaultdict(list)
    rows = _outcomes(programme, partners, whole, Basis.FIRST_CONFIRMED, programme.rule).values_list(
        "partner_id", "since", "until", "ordered_on", "counts_from", "passed"
    )
    for partner, *facts in rows:
        found[partner].append(Verdict(*facts))
    return found


def _wanted(programme: ServiceProgramme, partners: set[int], whole: Span) -> defaultdict[int, list[Wanted]]:
    """What was ordered and not cancelled by us: what the partner cancelled was wanted all the same."""
    found: defaultdict[int, list[Wanted]] = defaultdict(list)
    rows = (
        OrderLine.objects.filter(
            _of_programme(programme),
            partner_id__in=partners,
            order__ordered_on__gte=whole.start,
            order__ordered_on__lt=whole.end,
        )
        .exclude(status__in=(LineStatus.DRAFT, LineStatus.CANCELLED_BY_US))
        .order_by()
        .values_list("partner_id", "order__ordered_on", "quantity", "unit")
    )
    for partner, *facts in rows:
        found[partner].append(Wanted(*facts))
    return found
