"""What both sides still owe each other on a day, for a review: the partner's open lines, our open answers.

Only rows that the actor may see, and of them those of one partner. Ten statements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from portal.actors import Actor
from portal.enums import Side
from scorecards.enums import BandAction, ContestState
from scorecards.models import Contest, ContestLine, ProposedAction, Scorecard, TierGrant
from suppliers.enums import LineState
from suppliers.facts.desk import DeskCounts, counts_of, in_order, on_desk
from suppliers.facts.questions import with_last
from suppliers.models import Invoice, OrderLine, Partner, Question, Recognition

MOST = 12  # rows of one list on the sheet; the counts are of all


@dataclass(frozen=True)
class Owed:
    """Lists hold MOST rows at most, the most urgent first; counts are of all."""

    counts: DeskCounts
    late: tuple[OrderLine, ...]
    questions: tuple[Question, ...]
    question_count: int
    invoices: tuple[Invoice, ...]
    invoice_count: int
    contests: tuple[Contest, ...]


def owed(actor: Actor, partner: Partner, today: date) -> Owed:
    """On this day: what is late and open, not answered, not paid, not decided."""
    lines = OrderLine.objects.for_actor(actor).filter(partner=partner)
    late = on_desk(lines, today).filter(state=LineState.LATE).select_related("order")
    questions = (
        with_last(Question.objects.for_actor(actor).filter(partner=partner))
        .filter(asked_by_side=Side.PARTNER, answered_at=None, closed_at=None)
        .select_related("line", "order", "invoice")
        .order_by("answer_due_at", "pk")
    )
    invoices = (
        Invoice.objects.for_actor(actor)
        .filter(partner=partner, paid_on=None, due_on__lt=today, disputed=False, amount_minor__gt=0)
        .order_by("due_on", "pk")
    )
    open_contests = Contest.objects.for_actor(actor).filter(partner=partner, state=ContestState.OPEN)
    return Owed(
        counts=counts_of(lines, today),
        late=tuple(in_order(late)[:MOST]),
        questions=tuple(questions[:MOST]),
        question_count=questions.count(),
        invoices=tuple(invoices[:MOST]),
        invoice_count=invoices.count(),
        contests=tuple(open_contests.order_by("due_on", "pk")),
    )


def decided(actor: Actor, card: Scorecard) -> Sequence[ContestLine]:
    """Lines of contests about any revision of the card, with the cards before and after."""
    contests = (
        Contest.objects.for_actor(actor)
        .filter(card__partner=card.partner_id, card__template=card.template_id, card__period=card.period)
        .exclude(state=ContestState.WITHDRAWN)
    )
    return list(
        ContestLine.objects.filter(contest__in=contests)
        .select_related("contest", "line__order", "before", "after")
        .order_by("contest__filed_at", "contest_id", "pk")
    )


def tier_of(actor: Actor, partner: Partner, today: date) -> TierGrant | None:
    """The tier in force on this day."""
    grants = TierGrant.objects.for_actor(actor).filter(partner=partner).select_related("tier")
    return grants.in_force(today).first()


def proposals_of(actor: Actor, partner: Partner) -> QuerySet[ProposedAction]:
    """What waits for a person's decision; thanks are no news to the partner before somebody says them."""
    rows = ProposedAction.objects.for_actor(actor).filter(partner=partner, decision="")
    rows = rows.exclude(action=BandAction.THANK)
    return rows.select_related("tier", "from_tier").order_by("proposed_at", "pk")


def thanks_of(actor: Actor, card: Scorecard, today: date) -> QuerySet[Recognition]:
    """Said since the period began, and not taken back."""
    rows = Recognition.objects.for_actor(actor).filter(
        partner_id=card.partner_id, taken_back_at=None, at__date__gte=card.starts_on, at__date__lte=today
    )
    return rows.order_by("at", "pk")
