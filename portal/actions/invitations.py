"""Ways in: one secret link each, good for a while, once, and only for the address it was sent to."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import registry
from portal.actions import audit, outbox
from portal.actions.people import create_person
from portal.actors import Actor
from portal.enums import Channel, PartnerRole, StaffRole
from portal.models import Invitation, User
from portal.permissions import check_can_manage_people

LIFETIME = timedelta(days=14)
MAX_A_DAY = 30  # from one person of a partner: an account in the wrong hands must not become a mail cannon


class InvitationRefused(Exception):
    """It cannot be sent or accepted; the message says why, and what to do instead."""


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite(
    *, by: Actor, email: str, role: str, scope: str = "", name: str = "", at: datetime | None = None
) -> Invitation:
    """Invite `email` to the partner `scope` in a partner role, or to the staff (empty scope) in a staff role.

    Raises PermissionDenied, or InvitationRefused when the address is in already or its invitation waits.
    """
    at = at or timezone.now()
    check_can_manage_people(by, scope)
    if role not in (PartnerRole.values if scope else StaffRole.values):
        raise ValueError(f"{role!r} is not a role there")
    email = email.strip().lower()
    _check_is_new(by, email, scope, at)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=name.strip(),
        scope=scope,
        role=role,
        secret_hash=hash_of(secret),
        invited_by=by.user,
        expires_at=at + LIFETIME,
    )
    _mail(by, invitation, secret, at)
    audit.record(
        by=by, verb="invitation.sent", obj=invitation, scope=scope, data={"email": email, "role": role}
    )
    return invitation


@transaction.atomic
def send_again(*, by: Actor, invitation: Invitation, at: datetime | None = None) -> None:
    """A new link, good for the whole time again; the old one stops working."""
    at = at or timezone.now()
    check_can_manage_people(by, invitation.scope)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _check_waits(invitation)
    _check_not_too_many(by, at)
    secret = secrets.token_urlsafe(32)
    invitation.secret_hash = hash_of(secret)
    invitation.expires_at = at + LIFETIME
    invitation.save(update_fields=["secret_hash", "expires_at"])
    _mail(by, invitation, secret, at)
    audit.record(by=by, verb="invitation.sent_again", obj=invitation, scope=invitation.scope)


@transaction.atomic
def revoke(*, by: Actor, invitation: Invitation, at: datetime | None = None) -> None:
    """Take it back: the link stops working at once."""
    check_can_manage_people(by, invitation.scope)
    if not Invitation.objects.waiting().filter(pk=invitation.pk).update(revoked_at=at or timezone.now()):
        raise InvitationRefused(_("This invitation has been answered or taken back already."))
    audit.record(by=by, verb="invitation.revoked", obj=invitation, scope=invitation.scope)


@transaction.atomic
def accept_as_new(*, invitation: Invitation, name: str, password: str, at: datetime | None = None) -> User:
    """Somebody without an account comes in. `password` is validated already."""
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise InvitationRefused(_("This address has an account. Sign in, then accept."))
    user = create_person(
        by=Actor(channel=Channel.MAIL_LINK), email=invitation.email, name=name, password=password
    )
    accept(user=user, invitation=invitation, at=at)
    return user


@transaction.atomic
def accept(*, user: User, invitation: Invitation, at: datetime | None = None) -> None:
    """The owner of the address, logged in, comes in. Raises InvitationRefused for everybody else."""
    at = at or timezone.now()
    if not user.is_active or user.email.lower() != invitation.email.lower():
        raise InvitationRefused(_("This invitation is for another address."))
    taken = (
        Invitation.objects.waiting()
        .filter(pk=invitation.pk, secret_hash=invitation.secret_hash, expires_at__gt=at)
        .update(accepted_at=at, accepted_by=user)
    )
    if not taken:
        raise InvitationRefused(_("This invitation is no longer good."))
    by = Actor(user=user, channel=Channel.MAIL_LINK)
    if invitation.scope:
        _check_no_staff(user)
        registry.accept_invitation(user=user, scope=invitation.scope, role=invitation.role, by=by)
    else:
        _join_staff(user, invitation.role)
    audit.record(by=by, verb="invitation.accepted", obj=invitation, scope=invitation.scope)


def _join_staff(user: User, role: str) -> None:
    if registry.memberships_of(user):
        raise InvitationRefused(_("You act for a partner with this address; staff need one of their own."))
    user.role = role
    user.save(update_fields=["role"])
    registry.staff_changed(user)


def _check_no_staff(user: User) -> None:
    if user.role:
        raise InvitationRefused(
            _("You work for %(company)s; with this address you cannot act for a partner.")
            % {"company": settings.COMPANY_NAME}
        )


def _check_is_new(by: Actor, email: str, scope: str, at: datetime) -> None:
    waiting = Invitation.objects.waiting().filter(email__iexact=email, scope=scope)
    if waiting.exists():
        raise InvitationRefused(_("%(email)s is invited already: send that one again.") % {"email": email})
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        _check_may_join(by, user, scope)
    _check_not_too_many(by, at)


def _check_may_join(by: Actor, user: User, scope: str) -> None:
    """A partner's people learn only of their own partner; the rest is refused when it is accepted."""
    memberships = registry.memberships_of(user)
    if scope and any(membership.partner.public_id == scope for membership in memberships):
        raise InvitationRefused(_("%(email)s belongs to this partner already.") % {"email": user.email})
    if not by.is_staff:
        return
    if user.role:
        raise InvitationRefused(_("%(email)s is one of our own people already.") % {"email": user.email})
    if not scope and memberships:
        raise InvitationRefused(
            _("%(email)s acts for a partner: staff need another address.") % {"email": user.email}
        )


def _check_waits(invitation: Invitation) -> None:
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationRefused(_("This invitation has been answered or taken back already."))


def _check_not_too_many(by: Actor, at: datetime) -> None:
    if by.is_staff:
        return
    today = audit.count(
        by=by, verbs=["invitation.sent", "invitation.sent_again"], since=at - timedelta(days=1)
    )
    if today >= MAX_A_DAY:
        raise InvitationRefused(
            _("You have sent %(many)d invitations today. Go on tomorrow.") % {"many": today}
        )


def _mail(by: Actor, invitation: Invitation, secret: str, at: datetime) -> None:
    place = registry.scope_names([invitation.scope]).get(invitation.scope, "")
    link = settings.SITE_URL + reverse("portal:invitation", args=[secret])
    context = {"invitation": invitation, "inviter": by.user, "place": place, "link": link}
    mail = outbox.Mail(
        to=invitation.email,
        template="invitation",
        context=context,
        scope=invitation.scope,
        reply_to=by.user.email,
        forget=True,
    )
    outbox.send(by=by, mail=mail, at=at)
