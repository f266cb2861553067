"""Around the promises: what passes by itself, what was asked again, skipped, or opened through a mail."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import PartnerRole, StaffRole
from portal.models import PublicId, Timestamped, Versioned
from suppliers.enums import PartnerKind, TaskKind
from suppliers.models.order import OrderLine
from suppliers.models.partner import OfPartnerQuerySet, Partner


class ToleranceQuerySet(models.QuerySet["Tolerance"]):
    def for_actor(self, actor: Actor) -> Self:
        """The company's own; a partner meets them as answers, never as a list of who may what."""
        return self.all() if actor.is_staff else self.none()


class Tolerance(PublicId, Versioned, Timestamped):
    """How far a promise may lie from what was agreed: for one partner, a segment, a kind, or all (all empty).

    The most particular one holds. `*_days` and `*_pct` pass by themselves (exactly at the limit passes);
    beyond them the buyer decides; beyond `*_never` it is refused. None: no limit. Days are calendar days,
    percentages of the agreed quantity and price.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    segment = models.CharField(_("segment"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PartnerKind.choices, blank=True)
    later_days = models.PositiveSmallIntegerField(_("days later"), null=True, blank=True, default=0)
    later_never = models.PositiveSmallIntegerField(_("days later, never"), null=True, blank=True)
    earlier_days = models.PositiveSmallIntegerField(_("days earlier"), null=True, blank=True)
    less_pct = models.DecimalField(
        _("less, %"), max_digits=6, decimal_places=2, null=True, blank=True, default=0
    )
    less_never = models.DecimalField(
        _("less, %, never"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    more_pct = models.DecimalField(
        _("more, %"), max_digits=6, decimal_places=2, null=True, blank=True, default=0
    )
    more_never = models.DecimalField(
        _("more, %, never"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    dearer_pct = models.DecimalField(
        _("dearer, %"), max_digits=6, decimal_places=2, null=True, blank=True, default=0
    )
    dearer_never = models.DecimalField(
        _("dearer, %, never"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    may_split = models.BooleanField(_("several parts pass by themselves"), default=True)

    objects = ToleranceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("tolerance")
        verbose_name_plural = _("tolerances")
        constraints = [
            models.UniqueConstraint(fields=["partner"], name="one_tolerance_a_partner"),
            models.UniqueConstraint(
                fields=["segment", "kind"],
                condition=models.Q(partner__isnull=True),
                name="one_tolerance_a_group",
            ),
            models.CheckConstraint(
                name="tolerance_of_one_group",
                condition=models.Q(partner__isnull=True)
                | (models.Q(partner__isnull=False) & models.Q(segment="", kind="")),
            ),
        ]

    def __str__(self) -> str:
        return self.partner.name if self.partner else self.segment or self.kind or "all"


class Reconfirmation(PublicId):
    """Once for a line and its promised day we asked: still good? `answer` is the Act that answered it."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="reconfirmations")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=12, blank=True)

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["line", "due_on"], name="asked_once_a_day_of_a_line")]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.due_on}"


class LineSkip(models.Model):
    """The partner looks at this line again on `until`; before it does not stand under what needs doing."""

    line = models.OneToOneField(OrderLine, on_delete=models.CASCADE, primary_key=True, related_name="skip")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    skipped_by = models.CharField(max_length=200)
    skipped_at = models.DateTimeField(auto_now=True)

    objects = OfPartnerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.line_id}: {self.until}"


class TaskLinkQuerySet(models.QuerySet["TaskLink"]):
    def for_actor(self, actor: Actor) -> Self:
        """Those sent to oneself, for whom one acts at the moment; and those of the people one looks after."""
        if actor.user is None:
            return self.none()
        mine = models.Q(user=actor.user, partner_id=actor.partner_id)
        if actor.is_staff and actor.has_role(StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER):
            mine |= models.Q(partner__isnull=False)
        if actor.partner_id is not None and actor.has_role(PartnerRole.ADMIN):
            mine |= models.Q(partner_id=actor.partner_id)
        return self.filter(mine)

    def open_at(self, at: datetime) -> Self:
        """Neither used nor taken back nor expired; its task may be done all the same."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=at)


class TaskLink(PublicId):
    """What a mail's link opens: one task, of one partner (None: of the company's own), for one person.

    Only a hash of the secret is stored. `about` is the public id of what the task is about. Used up when the
    task is done; nothing that is only looked at uses it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="task_links")
    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="task_links"
    )
    sent_to = models.EmailField()
    task = models.CharField(max_length=20, choices=TaskKind.choices)
    about = models.CharField(max_length=16)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TaskLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["task", "about"], name="task_link_by_task")]

    def __str__(self) -> str:
        return f"{self.task} for {self.sent_to}"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def for_actor(self, actor: Actor) -> Self:
        """One's own, for whom one acts at the moment."""
        if actor.user is None or not (actor.is_staff or actor.partner_id):
            return self.none()
        return self.filter(user=actor.user, partner_id=actor.partner_id)


class CalendarFeed(PublicId):
    """Promised days at a secret address: of one partner, or (None) of those a buyer looks after."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds")
    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="feeds"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user}"
