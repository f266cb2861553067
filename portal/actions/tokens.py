"""Keys for programs: made by the person they act for, shown once, taken back at any time."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor, MembershipLike
from portal.enums import Channel
from portal.models import ApiToken
from portal.models.token import LONGEST
from portal.permissions import check_can_have_tokens, scopes_of
from portal.registry import memberships_of

USED_AT_MOST_EVERY = timedelta(minutes=1)
MANY = 50


class TokenRefused(Exception):
    """It cannot be made; the message says why."""


def hash_of(secret: str) -> str:
    """Of 256 random bits: a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create(
    *, by: Actor, name: str, scopes: Iterable[str], expires_at: datetime, at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A token that acts as `by` does, and its secret, which nobody can read again.

    Raises PermissionDenied, or TokenRefused for scopes beyond the role, no scope, and a life over a year.
    """
    at = at or timezone.now()
    check_can_have_tokens(by)
    wanted = [scope for scope in scopes_of(by) if scope in set(scopes)]
    if not wanted or len(wanted) != len(set(scopes)):
        raise TokenRefused(_("Choose what the token may do, within what you may do yourself."))
    if not at < expires_at <= at + LONGEST:
        raise TokenRefused(_("A token ends within a year. Choose a day from tomorrow on."))
    if ApiToken.objects.for_actor(by).filter(revoked_at=None, expires_at__gt=at).count() >= MANY:
        raise TokenRefused(_("You have %(many)d tokens. Take back one that nobody uses.") % {"many": MANY})
    token = ApiToken(user=by.user, scope=_partner(by), name=name.strip(), expires_at=expires_at)
    token.scopes = [scope.value for scope in wanted]
    secret = token.prefix + secrets.token_urlsafe(32)
    token.secret_hash = hash_of(secret)
    token.save()
    data = {"name": token.name, "scopes": token.scopes, "until": expires_at.isoformat()}
    audit.record(by=by, verb="token.created", obj=token, scope=token.scope, data=data)
    return token, secret


@transaction.atomic
def revoke(*, by: Actor, token: ApiToken, at: datetime | None = None) -> bool:
    """The program that holds it is let in no more, from now on. False when that was so already."""
    mine = ApiToken.objects.for_actor(by).filter(pk=token.pk, revoked_at=None)
    if not mine.update(revoked_at=at or timezone.now()):
        return False
    audit.record(by=by, verb="token.revoked", obj=token, scope=token.scope, data={"name": token.name})
    return True


def find(*, secret: str, at: datetime) -> tuple[ApiToken, Actor] | None:
    """The token with this secret and whom it acts for: None when it is not, or no longer, good.

    What the person may do today bounds it: their role, their membership, their being let in at all.
    """
    public_id = secret.split("_", 2)[1] if secret.startswith("accord_") and secret.count("_") > 1 else ""
    token = ApiToken.objects.select_related("user").filter(public_id=public_id).first()
    if token is None or not hmac.compare_digest(token.secret_hash, hash_of(secret)):
        return None
    actor = _actor_of(token)
    return (token, actor) if token.is_good(at) and actor is not None else None


def note_use(*, token: ApiToken, at: datetime) -> None:
    """Once a minute at most: reading must not become writing."""
    if token.last_used_at is None or token.last_used_at < at - USED_AT_MOST_EVERY:
        unseen = Q(last_used_at=None) | Q(last_used_at__lt=at - USED_AT_MOST_EVERY)
        ApiToken.objects.filter(unseen, pk=token.pk).update(last_used_at=at)


def _actor_of(token: ApiToken) -> Actor | None:
    user = token.user
    if not user.is_active or bool(user.role) == bool(token.scope):
        return None  # who became staff acts for the company alone, and the other way round
    membership = _membership(token)
    if token.scope and membership is None:
        return None
    actor = Actor(user=user, membership=membership, channel=Channel.TOKEN)
    scopes = frozenset(scope.value for scope in scopes_of(actor)).intersection(token.scopes)
    return replace(actor, scopes=scopes)


def _membership(token: ApiToken) -> MembershipLike | None:
    if not token.scope:
        return None
    mine = (one for one in memberships_of(token.user) if one.partner.public_id == token.scope)
    return next(mine, None)


def _partner(by: Actor) -> str:
    return by.membership.partner.public_id if by.membership is not None else ""
