"""Links in mails that open one task without a password: for one person, one partner, one task.

The secret is in the mail alone: signed, so that a guessed one is refused unread, and kept as a hash. Looking
changes nothing; an answer is written as through a mail link, with the address it was sent to.
"""

import hashlib
import secrets
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.enums import Channel, Side
from portal.models import Notice, User
from portal.permissions import can_manage_people
from portal.registry import TaskWay
from suppliers.actions import cases, commitments, questions, remedies
from suppliers.actions.commitments import Answer, Problem, Said
from suppliers.enums import CaseAct, Fate, RemedyState, TaskKind
from suppliers.facts.people import ANSWERING
from suppliers.facts.tasks import (
    Done,
    not_answered_since,
    side_of_reader,
    still_waiting,
    waiting_case,
    waiting_lines,
    waiting_question,
    who_did,
)
from suppliers.models import Case, Membership, OrderLine, Partner, Question, QuestionMessage, TaskLink
from suppliers.permissions import can_see_directory
from suppliers.policies_cases import CaseRefused


class LinkState(Enum):
    """How a link stands; only an open one opens its task."""

    OPEN = auto()
    EXPIRED = auto()
    REVOKED = auto()
    LOST = auto()  # the person may no longer answer for the partner
    DONE = auto()


class LinkClosed(Exception):
    """The link stopped being open between the look and the answer."""

    def __init__(self, state: LinkState) -> None:
        super().__init__(state.name)
        self.state = state


@dataclass(frozen=True)
class Opened:
    """A link with how it stands. `actor` acts through it, while it is open; `done` says who did the task."""

    link: TaskLink
    state: LinkState
    actor: Actor | None = None
    done: Done | None = None

    @property
    def is_open(self) -> bool:
        return self.state == LinkState.OPEN


def ways(notices: Sequence[Notice], at: datetime) -> dict[int, TaskWay]:
    """For mails that are about to be made: a link each for a partner's person, the page for our own.

    What was done meanwhile, or is no longer this person's to answer or to know, is left out.
    """
    people = User.objects.in_bulk({notice.user_id for notice in notices})
    waiting = _waiting([one for one in notices if one.task], people)
    members = _memberships({pk for pk, user in people.items() if not user.role})
    houses = Counter(user_id for user_id, _scope in members)
    found, links = {}, []
    for notice in notices:
        user, member = people[notice.user_id], members.get((notice.user_id, notice.scope))
        if notice.task and (notice.task, notice.scope, notice.about) not in waiting[user.pk]:
            continue
        if not notice.scope or (user.role and can_see_directory(Actor(user))):
            found[notice.pk] = TaskWay(notice.path)
        elif member is not None and not notice.task:
            found[notice.pk] = TaskWay(_page(notice, has_choice=houses[user.pk] > 1))
        elif member is not None and member.role in ANSWERING:
            link, secret = _new_link(user, member.partner, notice, at)
            found[notice.pk] = TaskWay(reverse("suppliers:task", args=[secret]), link.expires_at)
            links.append(link)
    TaskLink.objects.bulk_create(links)
    return found


def find(*, secret: str, at: datetime) -> Opened | None:
    """The link with this secret, and how it stands; None for a secret that is none of ours. Only reads."""
    try:
        _signer().unsign(secret)
    except BadSignature:
        return None
    known = TaskLink.objects.select_related("user", "partner__owner")
    link = known.filter(secret_hash=hash_of(secret)).first()
    return _opened(link, at) if link is not None else None


@transaction.atomic
def answer(*, link: TaskLink, answers: Sequence[Answer], at: datetime | None = None) -> list[Said]:
    """Answer lines of this task, and no other line. Used up once nothing waits in it. Raises LinkClosed."""
    at = at or timezone.now()
    opened, by = _locked(link, at)
    allowed = {line.public_id for line in lines_of(by, link)}
    said = commitments.answer(
        by=by, answers=[one for one in answers if one.line in allowed], at=at, sent_to=opened.sent_to
    )
    by_line = {one.line: one for one in said}
    gone = _("This line waits no more: somebody answered it, or it changed.")
    refused = (Problem("line", gone),)
    all_said = [by_line.get(one.line) or Said(one.line, Fate.REFUSED, refused, gone) for one in answers]
    heard = [one for one in said if one.fate not in (Fate.REFUSED, Fate.STALE)]
    if heard:
        _record(by, opened, lines=len(heard))
    if not lines_of(by, link).exists():
        _use_up(opened, at)
    return all_said


@transaction.atomic
def reply(*, link: TaskLink, text: str, at: datetime | None = None) -> QuestionMessage:
    """Answer the question of this link, which is used up by it. Raises LinkClosed or QuestionRefused."""
    at = at or timezone.now()
    opened, by = _locked(link, at)
    question = question_of(by, opened)
    if question is None:
        raise LinkClosed(LinkState.DONE)
    message = questions.reply(by=by, question=question, text=text, at=at)
    _record(by, opened)
    _use_up(opened, at)
    return message


@transaction.atomic
def answer_case(*, link: TaskLink, act: CaseAct, text: str, at: datetime | None = None) -> None:
    """Write in the case of this link, or agree to the remedy or decline it. Used up by it.

    Raises LinkClosed, CaseRefused, or ValueError for another act.
    """
    at = at or timezone.now()
    opened, by = _locked(link, at)
    case = _case_waiting(by, opened)
    if act == CaseAct.SAY:
        cases.say(by=by, case=case, text=text, at=at)
    elif act in (CaseAct.AGREE, CaseAct.DECLINE):
        remedy = case.remedies.filter(state=RemedyState.OFFERED).first()
        if remedy is None:
            raise CaseRefused(_("This remedy is not on the table any more. Write to us instead."))
        answer = remedies.agree if act == CaseAct.AGREE else remedies.decline
        answer(by=by, remedy=remedy, words=text, at=at)
    else:
        raise ValueError(f"{act} is not done through a mail.")
    _record(by, opened)
    _use_up(opened, at)


@transaction.atomic
def mark_case(*, link: TaskLink, satisfaction: int, words: str, at: datetime | None = None) -> None:
    """Say how the case of this link was dealt with. Raises LinkClosed or CaseRefused."""
    at = at or timezone.now()
    opened, by = _locked(link, at)
    case = _case_waiting(by, opened)
    cases.mark(by=by, case=case, satisfaction=satisfaction, words=words, at=at)
    _record(by, opened)
    _use_up(opened, at)


@transaction.atomic
def revoke(*, by: Actor, link: TaskLink, at: datetime | None = None) -> bool:
    """It opens nothing from now on. For its person, and for who looks after the partner's people.

    False when it was taken back already. Raises PermissionDenied.
    """
    scope = link.partner.public_id if link.partner is not None else ""
    if not (by.user is not None and by.user.pk == link.user_id) and not can_manage_people(by, scope):
        raise PermissionDenied
    mine = TaskLink.objects.for_actor(by).filter(pk=link.pk, revoked_at=None)
    if not mine.update(revoked_at=at or timezone.now()):
        return False
    data = {"task": link.task, "sent_to": link.sent_to}
    audit.record(by=by, verb="task_link.revoked", obj=link, scope=scope, data=data)
    return True


def lines_of(by: Actor, link: TaskLink) -> QuerySet[OrderLine]:
    """The lines that wait in this link's task: of its partner alone."""
    lines = waiting_lines(OrderLine.objects.for_actor(by), link.task, link.about)
    return lines if link.task == TaskKind.RADAR else not_answered_since(lines, link.created_at)


def question_of(by: Actor, link: TaskLink) -> Question | None:
    """The question of this link, while it waits."""
    return waiting_question(Question.objects.for_actor(by), link.about, link.created_at)


def case_of(by: Actor, link: TaskLink) -> Case | None:
    """The case of this link, while it waits."""
    return waiting_case(Case.objects.for_actor(by), link.task, link.about, link.created_at)


def _case_waiting(by: Actor, link: TaskLink) -> Case:
    case = case_of(by, link)
    if case is None:
        raise LinkClosed(LinkState.DONE)
    return case


def hash_of(secret: str) -> str:
    """Of 192 random bits: a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _signer() -> Signer:
    return Signer(sep=".", salt="suppliers.task-link")


def _page(notice: Notice, *, has_choice: bool) -> str:
    """To news the page; who belongs to several partners is asked on the way for which of them it opens."""
    if not has_choice or not notice.path:
        return notice.path
    return f"{reverse('portal:switch')}?{urlencode({'for': notice.scope, 'next': notice.path})}"


def _new_link(user: User, partner: Partner, notice: Notice, at: datetime) -> tuple[TaskLink, str]:
    secret = _signer().sign(secrets.token_urlsafe(24))
    link = TaskLink(
        user=user,
        partner=partner,
        sent_to=user.email,
        task=notice.task,
        about=notice.about,
        secret_hash=hash_of(secret),
        created_at=at,
        expires_at=at + timedelta(days=settings.TASK_LINK_DAYS),
    )
    return link, secret


def _waiting(notices: Sequence[Notice], people: dict[int, User]) -> dict[int, set[tuple[str, str, str]]]:
    """By person: (task, scope, about) where something still waits for their side."""
    abouts: defaultdict[tuple[str, Side], set[str]] = defaultdict(set)
    for notice in notices:
        abouts[notice.task, side_of_reader(people[notice.user_id].role)].add(notice.about)
    found = {
        (task, side): {(task, scope, about) for scope, about in still_waiting(task, names, side)}
        for (task, side), names in abouts.items()
    }
    waiting: defaultdict[int, set[tuple[str, str, str]]] = defaultdict(set)
    for notice in notices:
        waiting[notice.user_id] |= found[notice.task, side_of_reader(people[notice.user_id].role)]
    return waiting


def _memberships(user_ids: set[int]) -> dict[tuple[int, str], Membership]:
    """All of these people, whatever their roles: a task is for who answers, news also for who looks on."""
    mine = Membership.objects.filter(user_id__in=user_ids, user__is_active=True)
    return {(one.user_id, one.partner.public_id): one for one in mine.select_related("partner")}


def _opened(link: TaskLink, at: datetime) -> Opened:
    if link.revoked_at is not None:
        return Opened(link, LinkState.REVOKED)
    if link.expires_at <= at:
        return Opened(link, LinkState.EXPIRED)
    actor = _actor_of(link)
    if actor is None:
        return Opened(link, LinkState.LOST)
    if link.used_at is not None or not _waits(actor, link):
        return Opened(link, LinkState.DONE, done=who_did(link))
    return Opened(link, LinkState.OPEN, actor)


def _actor_of(link: TaskLink) -> Actor | None:
    """What the person may do today bounds the link: their membership, their role, their being let in.

    Whoever reads the mailbox that they gave up is not them.
    """
    if not link.user.is_active or link.user.role or link.partner_id is None:
        return None
    if link.sent_to.casefold() != link.user.email.casefold():
        return None
    members = Membership.objects.filter(user_id=link.user_id, partner_id=link.partner_id, role__in=ANSWERING)
    member = members.select_related("partner__owner").first()
    return Actor(link.user, member, channel=Channel.MAIL_LINK) if member is not None else None


def _waits(by: Actor, link: TaskLink) -> bool:
    if link.task == TaskKind.QUESTION:
        return question_of(by, link) is not None
    if link.task in (TaskKind.CASE, TaskKind.CASE_MARK):
        return case_of(by, link) is not None
    return lines_of(by, link).exists()


def _locked(link: TaskLink, at: datetime) -> tuple[TaskLink, Actor]:
    """Held until the transaction ends: of two answers through one link the second sees the first."""
    locked = TaskLink.objects.select_for_update(of=("self",)).select_related("user").get(pk=link.pk)
    opened = _opened(locked, at)
    if opened.actor is None:
        raise LinkClosed(opened.state)
    return locked, opened.actor


def _use_up(link: TaskLink, at: datetime) -> None:
    TaskLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at)


def _record(by: Actor, link: TaskLink, **more: int) -> None:
    scope = by.membership.partner.public_id if by.membership is not None else ""
    data = {"task": link.task, "about": link.about, "sent_to": link.sent_to, **more}
    audit.record(by=by, verb="task_link.answered", obj=link, scope=scope, data=data)
