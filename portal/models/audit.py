"""Who did what, when: append-only, without foreign keys, so that it outlives what it speaks of."""

from django.db import models

from portal.actors import Actor
from portal.enums import Channel, StaffRole


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def for_actor(self, actor: Actor) -> "AuditEventQuerySet":
        """The whole trail for an administrator, nothing for anybody else."""
        return self.all() if actor.has_role(StaffRole.ADMINISTRATOR) else self.none()

    def unsealed(self) -> "AuditEventQuerySet":
        return self.filter(place=None).order_by("id")

    def chain(self) -> "AuditEventQuerySet":
        """The sealed rows, first seal first."""
        return self.exclude(place=None).order_by("place")


class AuditEvent(models.Model):
    """One act. `scope` is the public id of the partner it concerns, empty when none.

    Rows are inserted unsealed; a job gives each its `place` in a chain of hashes and its `seal`. Triggers of
    the database (portal.db.trail) refuse every other change. The place is not the id: a long transaction
    commits a small id late.
    """

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    verb = models.CharField(max_length=60, db_index=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    scope = models.CharField(max_length=16, blank=True, db_index=True)
    data = models.JSONField(default=dict)
    seal = models.CharField(max_length=64, blank=True)
    place = models.BigIntegerField(null=True, blank=True, unique=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.verb}"
