"""Rounds of surveys: opened, answered, closed, published. What is frozen at opening never changes.

Of an anonymous round nothing leads from a reply to who gave it: no person, no partner, no moment, no order,
no event in the trail, and no group that is too small to be shown.
"""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from cms.actions import telling_surveys as telling
from cms.enums import SplitBy, SurveyAudience
from cms.facts.surveys import group_of_partner, partners_to_ask, people_to_ask
from cms.models import SurveyInvitation, SurveyPage, SurveyReply, SurveyRound
from cms.permissions_surveys import check_can_answer, check_can_open_rounds
from portal.actions import audit
from portal.actions.notices import drop
from portal.actors import Actor
from portal.clocks import local_day

LONGEST_DAYS = 92
MOST_ADDRESSES = 2_000


class SurveyRefused(Exception):
    """It cannot be done so; the message says why, `field` names the question or input that is wrong."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


class AlreadyAnswered(SurveyRefused):
    """Once only: a colleague may have been faster."""


@dataclass(frozen=True)
class Address:
    """A customer to ask; `group`: what results may be split by."""

    email: str
    group: str = ""


@transaction.atomic
def open_round(
    *,
    by: Actor,
    page: SurveyPage,
    opens_on: date,
    closes_on: date,
    addresses: Sequence[Address] = (),
    at: datetime,
) -> SurveyRound:
    """Freezes the questions and who is asked. They are written to on the first day. Raises SurveyRefused."""
    check_can_open_rounds(by)
    page = SurveyPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    _check_openable(page, opens_on, closes_on, local_day(at))
    asked = _asked(page, addresses)
    if len(asked) < (page.min_group if page.is_anonymous else 1):
        words = _("Only %(asked)s would be asked: whatever they answer, nothing could be shown.")
        raise SurveyRefused(words % {"asked": len(asked)}, "addresses")
    last = page.rounds.order_by("-number").values_list("number", flat=True).first() or 0
    survey_round = SurveyRound.objects.create(
        page=page,
        number=last + 1,
        title=page.title,
        questions=[question.frozen() for question in page.frozen_questions()],
        asked=page.asked,
        kinds=page.kinds,
        is_anonymous=page.is_anonymous,
        min_group=page.min_group,
        split_by=page.split_by,
        opens_on=opens_on,
        closes_on=closes_on,
        opened_by_label=by.label[:200],
        opened_at=at,
    )
    _invite(survey_round, asked)
    data = {"survey": page.title, "asked": len(asked), "until": closes_on.isoformat()}
    audit.record(by=by, verb="listening.opened", obj=survey_round, data=data)
    if opens_on <= local_day(at):
        telling.ask(by=by, survey_round=survey_round, at=at)
    return survey_round


def _check_openable(page: SurveyPage, opens_on: date, closes_on: date, today: date) -> None:
    if not page.live:
        raise SurveyRefused(_("Publish the survey first: people open its page."))
    if page.rounds.filter(closed_at=None).exists():
        raise SurveyRefused(_("A round of this survey is not closed yet: nobody is asked twice at a time."))
    if opens_on < today:
        raise SurveyRefused(_("The first day cannot lie in the past."), "opens_on")
    _check_last_day(opens_on, closes_on)


def _check_last_day(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise SurveyRefused(_("The last day cannot come before the first."), "closes_on")
    if (closes_on - opens_on).days > LONGEST_DAYS:
        words = _("A round is open for %(days)s days at most.")
        raise SurveyRefused(words % {"days": LONGEST_DAYS}, "closes_on")


def _asked(page: SurveyPage, addresses: Sequence[Address]) -> list[SurveyInvitation]:
    if page.asked == SurveyAudience.PARTNERS:
        return [
            SurveyInvitation(partner=one, group=group_of_partner(one, page.split_by))
            for one in partners_to_ask(page)
        ]
    if page.asked == SurveyAudience.STAFF:
        is_split = page.split_by == SplitBy.ROLE
        return [SurveyInvitation(user=one, group=one.role if is_split else "") for one in people_to_ask()]
    is_split = page.split_by == SplitBy.GROUP
    by_address = {one.email.lower(): one for one in addresses}
    return [
        SurveyInvitation(email=email, group=one.group if is_split else "")
        for email, one in by_address.items()
    ]


def _invite(survey_round: SurveyRound, asked: list[SurveyInvitation]) -> None:
    """A group of too few is nobody's from the start: no reply could be shown by it."""
    sizes = Counter(one.group for one in asked)
    for one in asked:
        one.round = survey_round
        if survey_round.is_anonymous and sizes[one.group] < survey_round.min_group:
            one.group = ""
        if one.email:
            one.secret_hash = SurveyInvitation.hash_of(one.secret)
    SurveyInvitation.objects.bulk_create(asked, batch_size=500)


def find(*, secret: str) -> SurveyInvitation | None:
    """Whose link this is. Only reads."""
    rows = SurveyInvitation.objects.select_related("round__page")
    found: SurveyInvitation | None = rows.filter(secret_hash=SurveyInvitation.hash_of(secret)).first()
    return found


@sensitive_variables()
@transaction.atomic
def answer(*, by: Actor, invitation: SurveyInvitation, answers: Mapping[str, Any], at: datetime) -> None:
    """Who was asked answers, once: an answer for each question's key, None for none.

    `by` is nobody for an address: its link is who it is. Raises PermissionDenied, AlreadyAnswered, or
    SurveyRefused when the round is not open or an answer does not fit its question.
    """
    if not invitation.email:
        check_can_answer(by, invitation)
    # Held until it is written: nothing is under way when the round is closed.
    survey_round = SurveyRound.objects.select_for_update().get(pk=invitation.round_id)
    if not survey_round.is_open(local_day(at)):
        raise SurveyRefused(_("This survey is not open now."))
    given = _checked(survey_round, answers)
    waiting = SurveyInvitation.objects.filter(pk=invitation.pk, has_answered=False)
    if not waiting.update(has_answered=True):
        raise AlreadyAnswered(_("This was answered already. Thank you."))
    is_named = not survey_round.is_anonymous
    SurveyReply.objects.create(
        key=secrets.token_hex(16),
        round=survey_round,
        group=invitation.group,
        answers=given,
        who=_name_of(by, invitation) if is_named else "",
        partner=invitation.partner if is_named else None,
    )
    if is_named:
        audit.record(by=by, verb="listening.answered", obj=survey_round, data={"survey": survey_round.title})
    # Colleagues of who answered are not asked any more; what was mailed already is.
    scope = invitation.partner.public_id if invitation.partner is not None else ""
    if scope:
        drop(task="", about=survey_round.public_id, scope=scope, at=at)


@sensitive_variables()
def _checked(survey_round: SurveyRound, answers: Mapping[str, Any]) -> dict[str, Any]:
    questions = survey_round.asked_questions
    if set(answers) - {question.key for question in questions}:
        raise SurveyRefused(_("This survey does not ask that."))
    for question in questions:
        if refusal := question.refusal(answers.get(question.key)):
            words = (
                _("This question needs an answer.") if refusal == "missing" else _("That is no answer to it.")
            )
            raise SurveyRefused(words, question.key)
    given = {key: value for key, value in answers.items() if value is not None}
    if not given:
        raise SurveyRefused(_("Answer at least one question, or leave the survey for now."))
    return given


def _name_of(by: Actor, invitation: SurveyInvitation) -> str:
    return invitation.email or by.label[:200]


@transaction.atomic
def move(*, by: Actor, survey_round: SurveyRound, closes_on: date, at: datetime) -> SurveyRound:
    """Another last day, while it is open. Raises SurveyRefused."""
    check_can_open_rounds(by)
    held = still_open(survey_round)
    if closes_on < local_day(at):
        raise SurveyRefused(_("The last day cannot lie in the past."), "closes_on")
    _check_last_day(held.opens_on, closes_on)
    was, held.closes_on = held.closes_on, closes_on
    held.save(update_fields=["closes_on"])
    data = {"survey": held.title, "was": was.isoformat(), "until": closes_on.isoformat()}
    audit.record(by=by, verb="listening.moved", obj=held, data=data)
    return held


@transaction.atomic
def close(*, by: Actor, survey_round: SurveyRound, at: datetime) -> SurveyRound:
    """For good: what came in later would be read from the difference. Raises SurveyRefused."""
    check_can_open_rounds(by)
    held = still_open(survey_round)
    held.closed_at = at
    # One that is closed before its first day was never open.
    held.closes_on = max(held.opens_on, min(held.closes_on, local_day(at)))
    held.save(update_fields=["closed_at", "closes_on"])
    if held.is_anonymous:
        _forget_small_groups(held)
    drop(task="", about=held.public_id, at=at)
    audit.record(by=by, verb="listening.closed", obj=held, data={"survey": held.title})
    telling.tell_closed(by=by, survey_round=held, at=at)
    return held


def still_open(survey_round: SurveyRound) -> SurveyRound:
    """Held until the caller's transaction ends. Raises SurveyRefused where it is closed."""
    held = SurveyRound.objects.select_for_update().get(pk=survey_round.pk)
    if held.closed_at is not None:
        raise SurveyRefused(_("This round is closed: it is not opened again."))
    return held


def _forget_small_groups(survey_round: SurveyRound) -> None:
    """A group of too few replies is not kept with them either."""
    replies = SurveyReply.objects.filter(round=survey_round)
    sizes = replies.order_by().values_list("group").annotate(n=Count("pk"))
    small = [group for group, n in sizes if n < survey_round.min_group]
    replies.filter(group__in=small).update(group="")


@transaction.atomic
def publish(*, by: Actor, survey_round: SurveyRound, at: datetime) -> SurveyRound:
    """Everybody who was asked may read the results; what customers said everybody. Raises SurveyRefused."""
    check_can_open_rounds(by)
    held = SurveyRound.objects.select_for_update().get(pk=survey_round.pk)
    if held.closed_at is None:
        raise SurveyRefused(_("There are no results before the round is closed."))
    if held.replies.count() < held.min_group:
        raise SurveyRefused(_("Too few answered: there is nothing to publish."))
    if held.published_at is not None:
        return held
    held.published_at = at
    held.save(update_fields=["published_at"])
    audit.record(by=by, verb="listening.published", obj=held, data={"survey": held.title})
    telling.tell_published(by=by, survey_round=held, at=at)
    return held


@transaction.atomic
def take_back(*, by: Actor, survey_round: SurveyRound) -> SurveyRound:
    """Only who opens rounds reads the results again."""
    check_can_open_rounds(by)
    held = SurveyRound.objects.select_for_update().get(pk=survey_round.pk)
    if held.published_at is not None:
        held.published_at = None
        held.save(update_fields=["published_at"])
        audit.record(by=by, verb="listening.taken_back", obj=held, data={"survey": held.title})
    return held
