"""Ideas of either side: the other answers within IDEA_DAYS working days, yes or why not."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.clocks import working_hours
from portal.enums import Side
from portal.places import currencies
from scorecards.actions import plan_wording as wording
from scorecards.actions.plan_keeping import checked
from scorecards.actions.plan_proposing import check_not_too_many
from scorecards.actions.telling_plans import other, tell_idea
from scorecards.enums import IdeaState
from scorecards.models import PlanIdea
from scorecards.permissions_plans import (
    check_can_decide_idea,
    check_can_propose_idea,
    check_can_withdraw_idea,
    side_of,
)
from scorecards.policies_plans import PlanRefused
from scorecards.policies_terms import MOST_MINOR
from suppliers.models import Partner


@transaction.atomic
def propose(
    *,
    by: Actor,
    partner: Partner,
    title: str,
    text: str,
    is_confidential: bool = False,
    their_minor: int | None = None,
    our_minor: int | None = None,
    currency: str = "",
    basis: str = "",
    at: datetime | None = None,
) -> PlanIdea:
    """Say what could be better. `their_minor`, `our_minor`: what the partner and we might gain a year.

    A confidential one is read by those of us who decide and by the partner's buyer alone; only partners'
    ideas can be so. Raises PermissionDenied or PlanRefused.
    """
    at = at or timezone.now()
    check_can_propose_idea(by, partner)
    side = side_of(by)
    if partner.merged_into is not None:
        raise PlanRefused(_("%(name)s is another name now.") % {"name": partner.name})
    title = " ".join(title.replace("\x00", "").split())
    if not title or len(title) > 200:
        raise PlanRefused(_("Say it in one line of up to 200 signs."), "title")
    text = checked(text, "text")
    currency = _check_money(their_minor, our_minor, currency, basis)
    check_not_too_many(by, at)
    idea = PlanIdea.objects.create(
        partner=partner,
        side=side,
        title=title,
        text=text,
        is_confidential=is_confidential and side == Side.PARTNER,
        their_minor=their_minor,
        our_minor=our_minor,
        currency=currency,
        basis=basis.strip(),
        proposed_by=by.user,
        proposed_by_label=by.label,
        proposed_at=at,
        decide_by=working_hours().after_days(at, settings.IDEA_DAYS).date(),
        changed_by=by.label,
    )
    _record(by, "idea.proposed", idea)
    words = partial(wording.idea_proposed, idea, by.label)
    tell_idea(by=by, idea=idea, side=other(side), words=words, key=f"idea:{idea.public_id}", at=at)
    return idea


@transaction.atomic
def accept(*, by: Actor, idea: PlanIdea, words: str = "", at: datetime | None = None) -> None:
    """Yes: a plan may grow from it. Raises PermissionDenied or PlanRefused."""
    _decide(by, idea, IdeaState.ACCEPTED, checked(words, "words", is_needed=False), at or timezone.now())


@transaction.atomic
def decline(*, by: Actor, idea: PlanIdea, words: str, at: datetime | None = None) -> None:
    """No, and why not. Raises PermissionDenied or PlanRefused."""
    _decide(by, idea, IdeaState.DECLINED, checked(words, "words"), at or timezone.now())


@transaction.atomic
def withdraw(*, by: Actor, idea: PlanIdea, words: str = "", at: datetime | None = None) -> None:
    """The side that had it needs no answer any more. Raises PermissionDenied or PlanRefused."""
    at, words = at or timezone.now(), checked(words, "words", is_needed=False)
    check_can_withdraw_idea(by, idea)
    locked = _held(idea)
    _keep(by, locked, idea, IdeaState.WITHDRAWN, words, at)
    _record(by, "idea.withdrawn", locked)
    said = partial(wording.idea_withdrawn, locked, by.label)
    key = f"idea-withdrawn:{locked.public_id}"
    tell_idea(by=by, idea=locked, side=other(locked.side), words=said, key=key, at=at)


def _decide(by: Actor, idea: PlanIdea, state: IdeaState, words: str, at: datetime) -> None:
    check_can_decide_idea(by, idea)
    locked = _held(idea)
    _keep(by, locked, idea, state, words, at)
    _record(by, f"idea.{state}", locked)
    said = partial(wording.idea_decided, locked, by.label, is_accepted=state == IdeaState.ACCEPTED)
    tell_idea(by=by, idea=locked, side=locked.side, words=said, key=f"idea-decided:{locked.public_id}", at=at)


def _held(idea: PlanIdea) -> PlanIdea:
    rows = PlanIdea.objects.select_for_update(of=("self",)).select_related("partner__owner")
    locked: PlanIdea = rows.get(pk=idea.pk)
    if locked.state != IdeaState.WAITING:
        raise PlanRefused(
            {
                IdeaState.ACCEPTED: _("This idea is accepted already: propose a plan from it."),
                IdeaState.DECLINED: _("This idea is declined already. Propose it again if things changed."),
                IdeaState.WITHDRAWN: _("This idea was withdrawn."),
            }[IdeaState(locked.state)]
        )
    return locked


def _keep(by: Actor, locked: PlanIdea, idea: PlanIdea, state: IdeaState, words: str, at: datetime) -> None:
    locked.state, locked.words = state, words
    locked.decided_by, locked.decided_by_label, locked.decided_at = by.user, by.label, at
    locked.version += 1
    locked.changed_by = by.label
    locked.save()
    idea.refresh_from_db()


def _check_money(theirs: int | None, ours: int | None, currency: str, basis: str) -> str:
    """The currency to keep: none without an amount."""
    if theirs is None and ours is None:
        return ""
    for name, minor in (("their_minor", theirs), ("our_minor", ours)):
        if minor is not None and not 0 <= minor < MOST_MINOR:
            raise PlanRefused(_("What might be gained is zero or more."), name)
    currency = currency or settings.COMPANY_CURRENCY
    if currency not in dict(currencies()):
        raise PlanRefused(_("Choose a currency."), "currency")
    if not basis.strip() or len(basis) > 500:
        raise PlanRefused(_("Say in a few words how that was worked out."), "basis")
    return currency


def _record(by: Actor, verb: str, idea: PlanIdea) -> None:
    """What a confidential idea is about stays out of the trail."""
    audit.record(by=by, verb=verb, obj=idea, scope=idea.partner.public_id)
