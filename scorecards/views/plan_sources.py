"""What a plan is started from: what it says for whom, about which KPI, by which rule and over which days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.actors import Actor
from portal.engine.periods import Period
from scorecards.engine.plan_terms import PlanRule
from scorecards.enums import PlanSource
from scorecards.facts.plans import can_be_planned, closing_day
from scorecards.models import Contest, PlanIdea, Scorecard
from suppliers.models import Case, Partner, ReliabilitySum

# The name in the address, what it makes of the plan, and the model. for_actor says who finds it.
STARTS: dict[str, tuple[str, Any]] = {
    "card": (PlanSource.CARD, Scorecard),
    "contest": (PlanSource.CONTEST, Contest),
    "case": (PlanSource.CASE, Case),
    "sum": (PlanSource.RELIABILITY, ReliabilitySum),
    "idea": (PlanSource.IDEA, PlanIdea),
}
HALF_YEAR = 6
MOST_USUAL = "otif_lines"


@dataclass(frozen=True)
class Start:
    """`thing` is None by hand. `span`: the first and the last day of a baseline that is closed."""

    source: str
    thing: Any
    partner: Partner | None
    kpi: str
    rule: PlanRule
    span: tuple[date, date]
    target: Decimal | None = None

    @property
    def about(self) -> str:
        return self.thing.public_id if self.thing is not None else ""


def start_of(actor: Actor, asked: Any, today: date) -> Start:
    """From the query of the form's address. What the actor may not see, or is another's, is a 404."""
    source, thing = PlanSource.HAND.value, None
    for name, (kind, model) in STARTS.items():
        if wanted := asked.get(name, ""):
            rows = model.objects.for_actor(actor).select_related("partner__merged_into", "partner__owner")
            source, thing = kind, get_object_or_404(rows, public_id=wanted)
            break
    partner = _partner(actor, asked.get("partner", ""), thing)
    kpi = asked.get("kpi", "")
    if kpi and not can_be_planned(kpi):
        raise Http404
    card = thing if isinstance(thing, Scorecard) else getattr(thing, "card", None)
    if isinstance(card, Scorecard):
        return _of_card(source, thing, card, partner, kpi)
    rule = PlanRule()
    kpi = kpi or (_kpi_of_sum(thing) if isinstance(thing, ReliabilitySum) else "")
    target = _target_of_sum(thing, kpi) if isinstance(thing, ReliabilitySum) else None
    return Start(source, thing, partner, kpi, rule, closed_span(rule, today), target)


def closed_span(rule: PlanRule, today: date, months: int = 3) -> tuple[date, date]:
    """The last whole months that are closed by this rule."""
    last = Period.containing(today).shifted(-1)
    while closing_day(rule, last.end) > today:
        last = last.shifted(-1)
    return last.shifted(1 - months).start, last.end


def half_a_year_on(today: date) -> date:
    """The last day of the month half a year from now: a first guess of by when."""
    month = today.month - 1 + HALF_YEAR
    year, month = today.year + month // 12, month % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _partner(actor: Actor, wanted: str, thing: Any) -> Partner | None:
    rows = Partner.objects.for_actor(actor).select_related("merged_into", "owner")
    named: Partner | None = get_object_or_404(rows, public_id=wanted) if wanted else None
    if not actor.is_staff:
        return get_object_or_404(rows, pk=actor.partner_id)
    found = thing.partner if thing is not None else named
    if thing is not None and named is not None and named.pk != found.pk:
        raise Http404
    return (found.merged_into or found) if found is not None else None


def _of_card(source: str, thing: Any, card: Scorecard, partner: Partner | None, kpi: str) -> Start:
    """By the card's own rule, over its own days, to its own target."""
    lines = {line.kpi: line for line in card.version.lines.all() if can_be_planned(line.kpi)}
    if kpi and kpi not in lines:
        raise Http404
    if not kpi and thing is not card:
        kpi = MOST_USUAL if MOST_USUAL in lines else ""
    line = lines.get(kpi)
    months = Period.parse(card.period).months
    rule = PlanRule(months=months)
    if line is not None:
        rule = PlanRule(
            basis=line.basis or rule.basis,
            early_days=line.early_days,
            late_days=line.late_days,
            tolerance=line.tolerance,
            days=line.days,
            months=months,
        )
    span = (card.starts_on, card.ends_on)
    return Start(source, thing, partner, kpi, rule, span, line.target if line is not None else None)


def _kpi_of_sum(kept: ReliabilitySum) -> str:
    """Which of the two the sum makes better; the spread of lead times where it does both."""
    given = kept.inputs
    return "lead_time_sd" if given.get("lead_sd_to") != given.get("lead_sd") else "lead_time_mean"


def _target_of_sum(kept: ReliabilitySum, kpi: str) -> Decimal | None:
    name = {"lead_time_sd": "lead_sd_to", "lead_time_mean": "lead_to"}.get(kpi, "")
    value = kept.inputs.get(name)
    return Decimal(value) if value else None
