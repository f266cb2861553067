"""Who asks about a text, reads what was asked, and answers. Content editors see no partner's words."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cms.facts.answers import RESPONSIBLE, stands_in
from cms.models import PolicyComment
from cms.permissions import PUBLISHERS
from portal.actors import Actor
from portal.clocks import local_day
from portal.enums import PartnerRole
from suppliers.facts.colleagues import KEEPERS
from suppliers.facts.people import ANSWERING
from suppliers.permissions import can_see_directory


def can_see_answers(actor: Actor) -> bool:
    """What was asked: our people all of it, a partner's people their own (for_actor's answer)."""
    return can_see_directory(actor) or actor.partner_id is not None


def check_can_see_answers(actor: Actor) -> None:
    if not can_see_answers(actor):
        raise PermissionDenied


def can_ask(actor: Actor) -> bool:
    """A partner's people but those who only look; our own people but those, and who only writes pages."""
    if actor.user is None:
        return False
    if actor.is_staff:
        return actor.has_role(*RESPONSIBLE)
    return actor.membership is not None and actor.has_role(*ANSWERING)


def check_can_ask(actor: Actor) -> None:
    if not can_ask(actor):
        raise PermissionDenied(_("Your role reads; it does not ask or propose."))


def can_answer(actor: Actor, comment: PolicyComment) -> bool:
    """Its owner, who keeps partners (so that whoever stands in can), and who publishes texts."""
    if actor.user is None or not actor.is_staff:
        return False
    return (
        (actor.user.pk == comment.owner_id and actor.has_role(*RESPONSIBLE))
        or actor.has_role(*PUBLISHERS)
        or (
            comment.owner_id is not None
            and actor.has_role(*KEEPERS)
            and stands_in(actor.user, comment.owner_id, local_day())
        )
    )


def check_can_answer(actor: Actor, comment: PolicyComment) -> None:
    if not can_answer(actor, comment):
        raise PermissionDenied(_("Whoever owns the text answers, or who publishes it."))


def can_take_back(actor: Actor, comment: PolicyComment) -> bool:
    """Who asked; in a partner's house also its administrators."""
    if actor.user is None or not can_ask(actor):
        return False
    if comment.partner_id is None or actor.is_staff:
        return actor.is_staff and comment.partner_id is None and actor.user.pk == comment.user_id
    assert comment.partner is not None
    is_own = actor.partner_id in (comment.partner_id, comment.partner.merged_into_id)
    return is_own and (actor.user.pk == comment.user_id or actor.has_role(PartnerRole.ADMIN))


def check_can_take_back(actor: Actor, comment: PolicyComment) -> None:
    if not can_take_back(actor, comment):
        raise PermissionDenied
