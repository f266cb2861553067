"""Who hears of a plan or an idea: who looks after it on that side, once for each thing by its key."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q

from portal.actions.deputies import standing_in_for
from portal.actions.notices import notify
from portal.actors import Actor
from portal.clocks import local_day
from portal.enums import PartnerRole, Side, StaffRole
from portal.models import Notice, User
from scorecards.models import ImprovementPlan, PlanIdea
from scorecards.permissions import PUBLISHERS
from suppliers.actions.asking import in_words_of, readers_of
from suppliers.actions.wording import Words
from suppliers.models import Membership, Partner

LONGEST = 250


def other(side: str) -> str:
    return Side.PARTNER if side == Side.COMPANY else Side.COMPANY


def people_of(plan: ImprovementPlan, side: str, at: datetime) -> list[User]:
    """Who looks after the plan on this side; else the partner's owner, or all of its people who answer."""
    if side == Side.COMPANY:
        return _here(_ours(plan.our_owner, plan.partner), "", at)
    own = plan.their_owner
    if own is not None and _belongs(own, plan.partner):
        return _here([own], _partner_of(plan.partner).public_id, at)
    return _theirs(plan.partner, at)


def signers_of(plan: ImprovementPlan, side: str, at: datetime) -> list[User]:
    """Those who look after it and, where none of them may sign, those who may."""
    mine = people_of(plan, side, at)
    if side == Side.COMPANY:
        signing = {*PUBLISHERS, StaffRole.EXECUTIVE}
        if any(user.role in signing for user in mine):
            return mine
        more = User.objects.filter(role__in=PUBLISHERS, is_active=True)
    else:
        partner = _partner_of(plan.partner)
        more = User.objects.filter(
            memberships__partner=partner, memberships__role=PartnerRole.ADMIN, is_active=True, role=""
        )
        if more.filter(pk__in=[user.pk for user in mine]).exists():
            return mine
    return _once([*mine, *more.order_by("name", "pk")])


def escalation_of(plan: ImprovementPlan, side: str) -> list[User]:
    """The named person; else the partner's owner, or the partner's administrators."""
    named = plan.our_escalation if side == Side.COMPANY else plan.their_escalation
    if side == Side.COMPANY:
        return _ours(named, plan.partner)
    if named is not None and _belongs(named, plan.partner):
        return [named]
    admins = Q(memberships__partner=_partner_of(plan.partner), memberships__role=PartnerRole.ADMIN)
    return list(User.objects.filter(admins, is_active=True, role="").order_by("name", "pk"))


def idea_people(idea: PlanIdea, side: str, at: datetime) -> list[User]:
    """Of a confidential idea only those of ours who may read it."""
    if side == Side.PARTNER:
        return _theirs(idea.partner, at)
    found = _here(_ours(None, idea.partner), "", at)
    if not idea.is_confidential:
        return found
    owner = idea.partner.owner_id
    return [user for user in found if user.role in PUBLISHERS or user.pk == owner]


def tell(
    *,
    by: Actor,
    plan: ImprovementPlan,
    people: Iterable[User],
    words: Callable[[], Words],
    key: str,
    at: datetime,
    is_overtaken: bool = False,
) -> int:
    """One notice for each of these people but who did it; `key` makes it once for each of them.

    What is overtaken by a later one is noted as told, and not mailed.
    """
    path, about = f"/plans/{plan.public_id}/", plan.public_id
    dropped = at if is_overtaken else None
    return _tell(by, plan.partner, people, words, key, at, path=path, about=about, dropped=dropped)


def tell_idea(
    *,
    by: Actor,
    idea: PlanIdea,
    side: str,
    words: Callable[[], Words],
    key: str,
    at: datetime,
    is_overtaken: bool = False,
) -> int:
    people, path = idea_people(idea, side, at), f"/plans/ideas/{idea.public_id}/"
    dropped = at if is_overtaken else None
    return _tell(by, idea.partner, people, words, key, at, path=path, about=idea.public_id, dropped=dropped)


def _tell(
    by: Actor,
    partner: Partner,
    people: Iterable[User],
    words_of: Callable[[], Words],
    key: str,
    at: datetime,
    *,
    path: str,
    about: str,
    dropped: datetime | None,
) -> int:
    notices = []
    for user in people:
        if by.user is not None and user.pk == by.user.pk:
            continue
        words = in_words_of(user, words_of)
        notices.append(
            Notice(
                user=user,
                scope=partner.public_id,
                key=f"{key}:{user.pk}",
                about=about,
                path=path,
                subject=" ".join(words.subject.split())[:LONGEST],
                words=words.text,
                act=words.act,
                facts=words.facts,
                created_at=at,
                dropped_at=dropped,
            )
        )
    return notify(by=by, notices=notices)


def _ours(named: User | None, partner: Partner) -> list[User]:
    for one in (named, partner.owner):
        if one is not None and one.is_active and one.role:
            return [one]
    return list(User.objects.filter(role__in=PUBLISHERS, is_active=True).order_by("name", "pk"))


def _theirs(partner: Partner, at: datetime) -> list[User]:
    live = _partner_of(partner)
    return readers_of([live], at).get(live.pk, [])


def _partner_of(partner: Partner) -> Partner:
    """Whose people speak for it: the one into which it was merged."""
    return partner.merged_into or partner


def _belongs(user: User, partner: Partner) -> bool:
    live = _partner_of(partner)
    return user.is_active and Membership.objects.filter(user=user, partner=live).exists()


def _here(users: list[User], scope: str, at: datetime) -> list[User]:
    """Who is away is not written to: who stands in is."""
    away = standing_in_for(users, scope, local_day(at))
    return _once([away.get(user.pk, user) for user in users])


def _once(users: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in users}.values())
