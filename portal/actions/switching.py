"""Changing hats is an act of its own: the trail of each partner shows who acted for it, and since when."""

from portal.actions import audit
from portal.actors import Actor, MembershipLike


def record(*, by: Actor, to: MembershipLike) -> None:
    """`by` acts for another partner from now on. Nothing names the partner that is left."""
    taken = Actor(user=by.user, membership=to, channel=by.channel)
    audit.record(by=taken, verb="session.switched_partner", obj=by.user, scope=to.partner.public_id)
