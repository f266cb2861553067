"""Who acts: every question of access starts from an Actor, never from a bare user."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from portal.enums import Channel


class MembershipLike(Protocol):
    """What the bottom app knows of a membership: suppliers.Membership fits it."""

    partner_id: int
    role: str

    @property
    def partner(self) -> Any: ...


@dataclass(frozen=True)
class Actor:
    """A user or none, one active membership or none, and the channel it acts through.

    A person who belongs to two rivals acts for one of them at a time: there is no Actor for both.
    """

    user: Any = None
    membership: MembershipLike | None = None
    channel: str = Channel.PAGE
    scopes: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_staff(self) -> bool:
        """Does it act for the company (and not, at the same time, for a partner)?"""
        return self.is_system or (self.user is not None and bool(self.user.role) and self.membership is None)

    @property
    def is_system(self) -> bool:
        """A command or job of the installation itself."""
        return self.user is None and self.channel in (Channel.COMMAND, Channel.JOB)

    @property
    def role(self) -> str:
        """The staff role; empty for partners and strangers."""
        return self.user.role if self.user is not None and self.membership is None else ""

    @property
    def partner_id(self) -> int | None:
        return self.membership.partner_id if self.membership is not None else None

    @property
    def partner_role(self) -> str:
        return self.membership.role if self.membership is not None else ""

    def through(self, channel: str) -> "Actor":
        """The same, as history should name the way it came. A request's lazy actor cannot be `replace`d."""
        return Actor(self.user, self.membership, channel, self.scopes)

    @property
    def label(self) -> str:
        """How history names it."""
        return (
            self.user.name or self.user.email if self.user is not None else str(Channel(self.channel).label)
        )

    def has_role(self, *roles: str) -> bool:
        """One of these staff or partner roles; the installation itself may do all that staff may."""
        return (
            self.is_system or self.role in roles or (self.partner_role != "" and self.partner_role in roles)
        )


ANONYMOUS = Actor()


def system_actor(channel: str = Channel.COMMAND) -> Actor:
    """The installation itself, through a command or a job."""
    return Actor(channel=channel)
