"""Keys for programs that act for a person, and what such a program was answered."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.models.base import PublicId

LONGEST = timedelta(days=366)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def for_actor(self, actor: Actor) -> "ApiTokenQuerySet":
        """One's own, for whom one acts at the moment: the company, or one partner."""
        if actor.user is None:
            return self.none()
        if actor.membership is not None:
            return self.filter(user=actor.user, scope=actor.membership.partner.public_id)
        return self.filter(user=actor.user, scope="") if actor.is_staff else self.none()


class ApiToken(PublicId):
    """Acts for `user`: for staff (`scope` empty), or for the partner with the public id `scope`.

    Only a hash of the secret is stored. `scopes` are words of portal.enums.Scope.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    scope = models.CharField(max_length=16, blank=True, db_index=True)
    name = models.CharField(_("name"), max_length=100)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("what it may do"), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("good until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self) -> str:
        return self.name

    @property
    def prefix(self) -> str:
        """How every secret of it starts; by it a secret that was found somewhere is recognised."""
        return f"accord_{self.public_id}_"

    @property
    def last_moment(self) -> datetime:
        """On its last day, where `expires_at` is the midnight after it."""
        return self.expires_at - timedelta(seconds=1)

    def is_good(self, at: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > at


class IdempotencyRecord(models.Model):
    """The answer to a request that carried an Idempotency-Key: given again when the request comes again.

    `identity` says who asked, `digest` what. `status` is 0 while the first one is still at work.
    """

    identity = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identity", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.key})"
