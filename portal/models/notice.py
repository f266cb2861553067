"""What waits for a person, how they want to hear of it, and who stands in while they are away."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import MailMode
from portal.models.base import PublicId


class MailPreference(models.Model):
    """How one person hears of what waits for them. Hours are of their own time zone.

    From `quiet_from` until `quiet_until` (over midnight too; equal: never) nothing is sent; it comes after.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="mail_preference"
    )
    mode = models.CharField(_("mails"), max_length=10, choices=MailMode.choices, default=MailMode.SINGLE)
    digest_hour = models.PositiveSmallIntegerField(_("hour of the daily mail"), default=7)
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), default=20)
    quiet_until = models.PositiveSmallIntegerField(_("quiet until"), default=6)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_hours_of_a_day",
                condition=models.Q(digest_hour__lt=24, quiet_from__lt=24, quiet_until__lt=24),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.mode}"


class Notice(PublicId):
    """One thing that waits for one person; a job makes a mail of it, as they prefer.

    `task` and `about` name what the mail's link opens (see portal.registry.register_task_links); `scope` is
    the public id of the one partner it speaks of. `key` makes it once only. `facts`: pairs of label and word.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    scope = models.CharField(max_length=16, blank=True, db_index=True)
    key = models.CharField(max_length=200, unique=True)
    task = models.CharField(max_length=20, blank=True)
    about = models.CharField(max_length=16, blank=True)
    path = models.CharField(max_length=250, blank=True)
    subject = models.CharField(max_length=250)
    words = models.TextField(blank=True)
    act = models.CharField(max_length=100, blank=True)
    facts = models.JSONField(default=list)
    reply_to = models.EmailField(blank=True)
    created_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.subject


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def for_actor(self, actor: Actor) -> Self:
        """One's own, where one acts at the moment: those one named, and those who named one."""
        if actor.user is None:
            return self.none()
        scope = actor.membership.partner.public_id if actor.membership is not None else ""
        if not scope and not actor.is_staff:
            return self.none()
        return self.filter(models.Q(user=actor.user) | models.Q(deputy=actor.user), scope=scope)

    def on(self, day: date) -> Self:
        return self.filter(first_on__lte=day, last_on__gte=day, ended_at=None)


class Deputy(PublicId):
    """From `first_on` to `last_on`, both included, `deputy` takes what waits for `user`.

    `scope`: public id of the partner for whose people it holds; empty among the company's own.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who stands in"),
        on_delete=models.CASCADE,
        related_name="stands_in_for",
    )
    scope = models.CharField(max_length=16, blank=True, db_index=True)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        ordering = ["-first_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="deputy_for_some_days", condition=models.Q(last_on__gte=models.F("first_on"))
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_deputy", condition=~models.Q(user=models.F("deputy"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.user}"
