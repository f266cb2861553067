"""A way in: sent by mail, used once, for a while."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import PartnerRole, StaffRole
from portal.models.base import PublicId


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_actor(self, actor: Actor) -> "InvitationQuerySet":
        """Administrators see all, purchasing managers those to partners, a partner's administrator its."""
        if actor.has_role(StaffRole.ADMINISTRATOR):
            return self.all()
        if actor.has_role(StaffRole.PURCHASING_MANAGER):
            return self.exclude(scope="")
        if actor.membership is not None and actor.has_role(PartnerRole.ADMIN):
            return self.filter(scope=actor.membership.partner.public_id)
        return self.none()

    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor taken back; some of them may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(PublicId):
    """To a partner (`scope` is its public id, `role` a partner role) or to staff (`scope` empty).

    Only a hash of the secret is stored; the secret itself is in the mail alone.
    """

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    scope = models.CharField(max_length=16, blank=True, db_index=True)
    role = models.CharField(_("role"), max_length=20)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_accepted",
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def role_label(self) -> str:
        return str((PartnerRole if self.scope else StaffRole)(self.role).label)

    def is_open(self, at: datetime) -> bool:
        """Can it be accepted now?"""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > at
