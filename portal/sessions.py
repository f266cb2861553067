"""Which hat a person wears in this session: staff, or one of the partners they belong to."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest

from portal.actors import ANONYMOUS, Actor, MembershipLike
from portal.enums import Channel
from portal.registry import memberships_of

ACTIVE_PARTNER = "active_partner"


def actor_for_request(request: HttpRequest) -> Actor:
    """The actor of this request: anonymous, staff, or a member of exactly one partner."""
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    return Actor(user=user, membership=_active_membership(request), channel=Channel.PAGE)


def choices_for_request(request: HttpRequest) -> Sequence[MembershipLike]:
    """The memberships between which this person may switch; read once per request."""
    if not hasattr(request, "_memberships"):
        request._memberships = memberships_of(request.user)
    return request._memberships


def act_for(request: HttpRequest, scope: str) -> None:
    """From the next request on this person acts for the partner with the public id `scope`.

    What the page meant to say about the other partner is dropped with it.
    """
    for _unread in messages.get_messages(request):
        pass
    request.session[ACTIVE_PARTNER] = scope


def _active_membership(request: HttpRequest) -> MembershipLike | None:
    if request.user.role:
        # Staff act for the company, whatever else they belong to.
        return None
    memberships = choices_for_request(request)
    wanted = request.session.get(ACTIVE_PARTNER)
    for membership in memberships:
        if membership.partner.public_id == wanted:
            return membership
    return memberships[0] if memberships else None
