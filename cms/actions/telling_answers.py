"""Who hears of a question or proposal about a text, of its answer, and of what came of it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.urls import reverse

from cms.actions import answer_wording as wording
from cms.facts.answers import FALLBACK, RESPONSIBLE
from cms.models import PolicyComment
from portal.actions.deputies import standing_in_for
from portal.actions.notices import notify
from portal.actors import Actor
from portal.clocks import local_day
from portal.models import Notice, User
from suppliers.actions.asking import in_words_of, readers_of
from suppliers.actions.wording import Words


def tell_asked(*, by: Actor, comment: PolicyComment) -> int:
    """Who answers hears of it at once."""
    people = [one for one in answering(comment, comment.at) if one.pk != comment.user_id]
    return tell(
        by=by,
        comment=comment,
        people=people,
        words=partial(wording.asked, comment),
        key=f"policy-asked:{comment.public_id}",
        at=comment.at,
    )


def tell_answered(*, by: Actor, comment: PolicyComment) -> int:
    """Who asked hears the answer."""
    assert comment.answered_at is not None
    return tell(
        by=by,
        comment=comment,
        people=asking(comment, comment.answered_at),
        words=partial(wording.answered, comment),
        key=f"policy-answered:{comment.public_id}",
        at=comment.answered_at,
    )


def answering(comment: PolicyComment, at: datetime) -> list[User]:
    """Its owner, or who stands in; where that one has left, everybody who answers for texts."""
    owner = comment.owner
    if owner is not None and owner.is_active and owner.role in RESPONSIBLE:
        return [standing_in_for([owner], "", local_day(at)).get(owner.pk, owner)]
    return list(User.objects.filter(role__in=FALLBACK, is_active=True).order_by("name", "pk"))


def asking(comment: PolicyComment, at: datetime) -> list[User]:
    """Who asked; where they have left their house, those who answer for it."""
    if comment.partner is None:
        return [comment.user] if comment.user.is_active and comment.user.role else []
    partner = comment.partner.merged_into or comment.partner
    here = readers_of([partner], at).get(partner.pk, [])
    return [one for one in here if one.pk == comment.user_id] or here


def tell(
    *,
    by: Actor,
    comment: PolicyComment,
    people: Iterable[User],
    words: Callable[[], Words],
    key: str,
    at: datetime,
    is_overtaken: bool = False,
    path: str = "",
) -> int:
    """`is_overtaken`: noted, but a later one says it; `path`: where it leads, else to what was asked."""
    found = []
    for user in people:
        said = in_words_of(user, words)
        found.append(
            Notice(
                user=user,
                scope=_scope(comment),
                key=f"{key}:{user.pk}",
                about=comment.public_id,
                path=path or reverse("cms:policy_comment", args=[comment.public_id]),
                subject=" ".join(said.subject.split())[:250],
                words=said.text,
                act=said.act,
                facts=said.facts,
                created_at=at,
                dropped_at=at if is_overtaken else None,
            )
        )
    return notify(by=by, notices=found)


def _scope(comment: PolicyComment) -> str:
    """The house that it is kept for today, so that its people hear of it."""
    if comment.partner is None:
        return ""
    return (comment.partner.merged_into or comment.partner).public_id
