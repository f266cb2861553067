"""Questions with a clock: one side asks, the other owes an answer by a promised time.

The clock starts when it is asked and stops with the first answer; nothing else moves it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.clocks import answer_due
from portal.enums import Side
from portal.models import User
from suppliers.actions import asking
from suppliers.facts.colleagues import acting_people
from suppliers.facts.people import buyer_of, buyers_by_address
from suppliers.facts.questions import side_of
from suppliers.models import Invoice, Order, OrderLine, Partner, Question, QuestionMessage
from suppliers.permissions import check_can_talk

LONGEST = 4000
# From one person: an account in the wrong hands must not flood the other side.
MAX_AN_HOUR = 60


class QuestionRefused(Exception):
    """It cannot be asked, answered or handed over so; the message says why."""


@transaction.atomic
def ask(
    *,
    by: Actor,
    partner: Partner,
    text: str,
    line: OrderLine | None = None,
    order: Order | None = None,
    invoice: Invoice | None = None,
    at: datetime | None = None,
) -> Question:
    """Ask the other side, about one thing or in general. Raises PermissionDenied or QuestionRefused."""
    at = at or timezone.now()
    check_can_talk(by, partner)
    if sum(about is not None for about in (line, order, invoice)) > 1:
        raise ValueError("A question is about one thing.")
    for about in (line, order, invoice):
        if about is not None and about.partner_id != partner.pk:
            raise ValueError(f"{about} is not of {partner}.")
    text = _checked(text)
    _check_not_too_many(by, at)
    side = side_of(by)
    question = Question.objects.create(
        partner=partner,
        line=line,
        order=order,
        invoice=invoice,
        asked_by_side=side,
        asked_by=by.user,
        owner=_our_owner(partner, line.order if line is not None else order)
        if side == Side.PARTNER
        else None,
        asked_at=at,
        answer_due_at=answer_due(at),
    )
    message = _say(by, question, text, at)
    _record(by, "question.asked", question, about=str(line or order or invoice or ""))
    asking.tell_question(by=by, question=question, message=message)
    return question


@transaction.atomic
def reply(*, by: Actor, question: Question, text: str, at: datetime | None = None) -> QuestionMessage:
    """Say something in it. The other side's first word is the answer; a closed question is open again.

    Raises PermissionDenied or QuestionRefused.
    """
    at = at or timezone.now()
    check_can_talk(by, question.partner)
    text = _checked(text)
    _check_not_too_many(by, at)
    locked = _locked(question)
    message = _say(by, locked, text, at)
    reopened = locked.closed_at is not None
    locked.closed_at = None
    if locked.answered_at is None and message.side != locked.asked_by_side:
        locked.answered_at = at
    _keep(locked, question)
    _record(by, "question.replied", locked, reopened=reopened)
    asking.tell_question(by=by, question=locked, message=message)
    return message


@transaction.atomic
def close(*, by: Actor, question: Question, at: datetime | None = None) -> None:
    """Who asked has what they need. Raises PermissionDenied, or QuestionRefused for the other side."""
    check_can_talk(by, question.partner)
    if side_of(by) != question.asked_by_side:
        raise QuestionRefused(_("Only the side that asked knows whether it has its answer."))
    locked = _locked(question)
    if locked.closed_at is None:
        locked.closed_at = at or timezone.now()
        _record(by, "question.closed", locked)
    _keep(locked, question)


@transaction.atomic
def hand_over(*, by: Actor, question: Question, to: User, at: datetime | None = None) -> None:
    """A colleague of the side that owes the answer takes it; the promised time stays.

    Raises PermissionDenied, or QuestionRefused for who does not answer on that side.
    """
    check_can_talk(by, question.partner)
    if side_of(by) == question.asked_by_side:
        raise QuestionRefused(_("The other side decides who answers."))
    scope = "" if by.is_staff else question.partner.public_id
    if not acting_people(scope).filter(pk=to.pk).exists():
        raise QuestionRefused(_("%(name)s does not answer questions there.") % {"name": to})
    locked = _locked(question)
    if locked.owner_id == to.pk:
        return
    was, locked.owner = locked.owner, to
    _keep(locked, question)
    _record(by, "question.handed_over", locked, **{"from": str(was) if was else "", "to": str(to)})
    last = locked.messages.filter(side=locked.asked_by_side).last()
    if last is not None:
        asking.tell_question(by=by, question=locked, message=last)


def _checked(text: str) -> str:
    """Line ends as one sign each, so that what a browser counts is what we count."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise QuestionRefused(_("Write a few words first."))
    if len(text) > LONGEST:
        raise QuestionRefused(
            _("That is %(n)d characters; %(most)d fit. Could you say it shorter?")
            % {"n": len(text), "most": LONGEST}
        )
    return text


def _check_not_too_many(by: Actor, at: datetime) -> None:
    verbs = ["question.asked", "question.replied"]
    if audit.count(by=by, verbs=verbs, since=at - timedelta(hours=1)) >= MAX_AN_HOUR:
        raise QuestionRefused(_("You have written a great deal in the last hour. Go on a little later."))


def _our_owner(partner: Partner, order: Order | None) -> User | None:
    return buyer_of(partner, order, buyers_by_address([order.buyer_email] if order is not None else []))


def _locked(question: Question) -> Question:
    rows = Question.objects.select_for_update(of=("self",)).select_related("owner", "partner")
    locked: Question = rows.get(pk=question.pk)
    return locked


def _keep(locked: Question, question: Question) -> None:
    """Saves what may change, and lets the caller's row know."""
    locked.save(update_fields=["owner", "answered_at", "closed_at"])
    question.owner, question.answered_at, question.closed_at = (
        locked.owner,
        locked.answered_at,
        locked.closed_at,
    )


def _say(by: Actor, question: Question, text: str, at: datetime) -> QuestionMessage:
    return QuestionMessage.objects.create(
        question=question,
        partner_id=question.partner_id,
        side=side_of(by),
        said_by=by.label,
        user=by.user,
        at=at,
        channel=by.channel,
        text=text,
    )


def _record(by: Actor, verb: str, question: Question, **data: object) -> None:
    """The trail says who did what when; the words themselves stay in the question."""
    audit.record(by=by, verb=verb, obj=question, scope=question.partner.public_id, data=data)
