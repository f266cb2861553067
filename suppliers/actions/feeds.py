"""Calendars at a secret address: made by the person, shown once, taken back at any time."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.enums import Channel
from suppliers.models import CalendarFeed, Membership
from suppliers.permissions import can_see_orders

MANY = 5
USED_AT_MOST_EVERY = timedelta(hours=1)


class FeedRefused(Exception):
    """It cannot be made; the message says why."""


@transaction.atomic
def create(*, by: Actor) -> tuple[CalendarFeed, str]:
    """A calendar of what `by` sees, and its secret, which nobody can read again.

    Raises PermissionDenied, or FeedRefused for more than a few.
    """
    if by.user is None or by.channel != Channel.PAGE or not can_see_orders(by):
        raise PermissionDenied
    if CalendarFeed.objects.for_actor(by).filter(revoked_at=None).count() >= MANY:
        raise FeedRefused(_("You have %(many)d calendars. Take back one that nobody reads.") % {"many": MANY})
    secret = _signer().sign(secrets.token_urlsafe(24))
    feed = CalendarFeed.objects.create(user=by.user, partner_id=by.partner_id, secret_hash=_hash_of(secret))
    audit.record(by=by, verb="feed.created", obj=feed, scope=_scope(by))
    return feed, secret


@transaction.atomic
def revoke(*, by: Actor, feed: CalendarFeed, at: datetime | None = None) -> bool:
    """It shows nothing from now on. False when that was so already."""
    mine = CalendarFeed.objects.for_actor(by).filter(pk=feed.pk, revoked_at=None)
    if not mine.update(revoked_at=at or timezone.now()):
        return False
    audit.record(by=by, verb="feed.revoked", obj=feed, scope=_scope(by))
    return True


def find(*, secret: str) -> tuple[CalendarFeed, Actor | None] | None:
    """The feed with this secret and whom it shows the lines of; None for a secret that is none of ours.

    No actor: it was taken back, or the person has lost what it showed.
    """
    try:
        _signer().unsign(secret)
    except BadSignature:
        return None
    known = CalendarFeed.objects.select_related("user", "partner")
    feed = known.filter(secret_hash=_hash_of(secret)).first()
    return (feed, _actor_of(feed)) if feed is not None else None


def note_use(*, feed: CalendarFeed, at: datetime) -> None:
    """Once an hour at most: reading must not become writing."""
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=at - USED_AT_MOST_EVERY)
    if feed.last_used_at is None or feed.last_used_at < at - USED_AT_MOST_EVERY:
        CalendarFeed.objects.filter(long_ago, pk=feed.pk).update(last_used_at=at)


def _actor_of(feed: CalendarFeed) -> Actor | None:
    """With no scope of the API: it can read what `for_actor` shows, and nothing else."""
    user = feed.user
    if feed.revoked_at is not None or not user.is_active or bool(user.role) == bool(feed.partner_id):
        return None
    if feed.partner_id is None:
        actor = Actor(user, channel=Channel.TOKEN)
        return actor if can_see_orders(actor) else None
    mine = Membership.objects.filter(user=user, partner_id=feed.partner_id).select_related("partner")
    member = mine.first()
    return Actor(user, member, channel=Channel.TOKEN) if member is not None else None


def _signer() -> Signer:
    return Signer(sep=".", salt="suppliers.calendar-feed")


def _hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _scope(by: Actor) -> str:
    return by.membership.partner.public_id if by.membership is not None else ""
