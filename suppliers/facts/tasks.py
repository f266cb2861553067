"""What the task of a mail is about: lines, a question or a case that waits for a word, and who gave it.

`about` is the public id of an order, a question or a case; of a radar task the moment at which it was asked.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from portal.actors import system_actor
from portal.enums import Side
from suppliers.enums import CaseStage, LineStatus, PromiseEvent, TaskKind
from suppliers.facts.questions import other, waits_for, with_last
from suppliers.facts.standing import OPEN, with_standing
from suppliers.models import (
    Case,
    CaseMessage,
    OrderLine,
    Promise,
    Question,
    QuestionMessage,
    Reconfirmation,
    TaskLink,
)
from suppliers.policies_cases import OPEN_STAGES

# The partner was not heard yet, or not since we changed the line.
ASKED = ("", PromiseEvent.BUYER_CHANGE)
# By the task: the last word of the lines that wait in it.
_LAST_WORDS = {
    TaskKind.ORDER: ASKED,
    TaskKind.COUNTER: (PromiseEvent.COUNTER,),
    TaskKind.PROPOSAL: (PromiseEvent.PROPOSE, PromiseEvent.REJECT),
}
_PARTNERS_WORDS = (PromiseEvent.CONFIRM, PromiseEvent.PROPOSE, PromiseEvent.REJECT)
LINKS_SHOWN = 200  # on the page on which one may take them back
_MOMENT = "%Y%m%dT%H%M%S"


@dataclass(frozen=True)
class Done:
    """Who did it, and when."""

    by: str
    at: datetime


def about_of(asked_at: datetime) -> str:
    """A radar task's name: the moment at which it was asked, to the second."""
    return asked_at.astimezone(UTC).strftime(_MOMENT)


def asked_at_of(about: str) -> datetime:
    return datetime.strptime(about, _MOMENT).replace(tzinfo=UTC)


def waiting_lines(lines: QuerySet[OrderLine], task: str, about: str) -> QuerySet[OrderLine]:
    """Those of `lines` that still wait in this task, with their standing, by order and number."""
    running = with_standing(lines).filter(OPEN, status=LineStatus.CONFIRMED)
    if task == TaskKind.RADAR:
        asked = Reconfirmation.objects.filter(line_id=OuterRef("pk"), due_on=OuterRef("due_on"))
        return running.filter(Exists(asked.filter(asked_at=asked_at_of(about), answered_at=None)))
    return running.filter(order__public_id=about, last_event__in=_LAST_WORDS[TaskKind(task)])


def not_answered_since(lines: QuerySet[OrderLine], sent_at: datetime) -> QuerySet[OrderLine]:
    """Those of which the partner has not spoken since this mail: what was asked then is in a newer one."""
    said = Promise.objects.in_force().filter(
        line_id=OuterRef("pk"), event__in=_PARTNERS_WORDS, made_at__gt=sent_at
    )
    return lines.filter(~Exists(said))


def still_waiting(task: str, abouts: Collection[str], side: Side) -> set[tuple[str, str]]:
    """Of tasks that wait for `side`, those where something still does: (partner's public id, about).

    For mails about to be made: one statement.
    """
    if task == TaskKind.QUESTION:
        found = with_last(Question.objects.filter(public_id__in=abouts)).filter(waits_for(side))
        return set(found.values_list("partner__public_id", "public_id"))
    if task in (TaskKind.CASE, TaskKind.CASE_MARK):
        cases = Case.objects.filter(waiting_in(task, side), public_id__in=abouts)
        return set(cases.values_list("partner__public_id", "public_id"))
    if task == TaskKind.RADAR:
        moments = [asked_at_of(about) for about in abouts]
        asked = Reconfirmation.objects.filter(asked_at__in=moments, answered_at=None)
        asked = asked.filter(line__standing__is_open=True)
        return {(scope, about_of(at)) for scope, at in asked.values_list("partner__public_id", "asked_at")}
    everything = with_standing(OrderLine.objects.for_actor(system_actor()))
    running = everything.filter(OPEN, status=LineStatus.CONFIRMED, order__public_id__in=abouts)
    lines = running.filter(last_event__in=_LAST_WORDS[TaskKind(task)])
    return set(lines.values_list("partner__public_id", "order__public_id"))


def only_waiting(links: Iterable[TaskLink]) -> list[TaskLink]:
    """Of links to partners' people those whose task still waits; a statement for each kind of task."""
    links = list(links)
    abouts: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        abouts[link.task].add(link.about)
    waiting = {
        (task, scope, about)
        for task, names in abouts.items()
        for scope, about in still_waiting(task, names, Side.PARTNER)
    }
    return [one for one in links if one.partner and (one.task, one.partner.public_id, one.about) in waiting]


def who_did(link: TaskLink) -> Done | None:
    """Who gave the partner's word on this task since its mail was sent; None when nobody did."""
    if link.task == TaskKind.RADAR:
        answered = Reconfirmation.objects.filter(
            partner_id=link.partner_id, asked_at=asked_at_of(link.about), answered_at__gte=link.created_at
        ).order_by("answered_at")
        last = answered.last()
        return Done(last.answered_by, last.answered_at) if last and last.answered_at else None
    if link.task == TaskKind.QUESTION:
        message = QuestionMessage.objects.filter(
            question__public_id=link.about,
            partner_id=link.partner_id,
            side=Side.PARTNER,
            at__gte=link.created_at,
        ).last()
        return Done(message.said_by, message.at) if message else None
    if link.task in (TaskKind.CASE, TaskKind.CASE_MARK):
        return _who_spoke(link)
    said = Promise.objects.in_force().filter(
        line__order__public_id=link.about,
        partner_id=link.partner_id,
        event__in=_PARTNERS_WORDS,
        made_at__gte=link.created_at,
    )
    word = said.order_by("made_at", "pk").last()
    return Done(word.made_by, word.made_at) if word else None


def waiting_question(questions: QuerySet[Question], about: str, sent_at: datetime) -> Question | None:
    """This question of `questions`, while it waits for the partner, who has not answered since this mail."""
    answers = QuestionMessage.objects.filter(question_id=OuterRef("pk"), side=Side.PARTNER, at__gt=sent_at)
    mine = with_last(questions).filter(waits_for(Side.PARTNER), ~Exists(answers), public_id=about)
    return mine.select_related("partner__owner", "line__order", "order", "invoice").first()


def waiting_in(task: str, side: str) -> Q:
    """Cases in which this side is waited for: we, or they, spoke last; or the mark is still to be given."""
    if task == TaskKind.CASE_MARK:
        return Q(stage=CaseStage.CLOSED, satisfaction=None, opened_by_side=side)
    spoken = CaseMessage.objects.filter(case_id=OuterRef("pk"), staff_only=False).order_by("-at", "-pk")
    last = Case.objects.filter(stage__in=OPEN_STAGES).annotate(last=Subquery(spoken.values("side")[:1]))
    return Q(pk__in=last.filter(last=other(side)).values("pk"))


def waiting_case(cases: QuerySet[Case], task: str, about: str, sent_at: datetime) -> Case | None:
    """This case of `cases`, while the partner has not spoken in it, or marked it, since this mail."""
    if task == TaskKind.CASE:
        said = CaseMessage.objects.filter(case_id=OuterRef("pk"), side=Side.PARTNER, at__gt=sent_at)
        waiting = cases.filter(~Exists(said), stage__in=OPEN_STAGES, public_id=about)
    else:
        waiting = cases.filter(waiting_in(task, Side.PARTNER), public_id=about)
    return waiting.select_related("partner__owner", "owner").first()


def _who_spoke(link: TaskLink) -> Done | None:
    case = Case.objects.filter(public_id=link.about, partner_id=link.partner_id).first()
    if case is not None and link.task == TaskKind.CASE_MARK and case.satisfaction_at is not None:
        return Done(case.opened_by_label, case.satisfaction_at)
    said = CaseMessage.objects.filter(
        case=case, side=Side.PARTNER, staff_only=False, at__gte=link.created_at
    ).last()
    return Done(said.said_by, said.at) if said else None


def side_of_reader(role: str) -> Side:
    """Of a person: a staff role, or none."""
    return other(Side.PARTNER) if role else Side.PARTNER
