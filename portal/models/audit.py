"""Who did what, when: append-only, without foreign keys, so that it outlives what it speaks of."""

from django.db import models

from portal.enums import Channel


class AuditEvent(models.Model):
    """One act. `scope` is the public id of the partner it concerns, empty when none.

    Rows are inserted unsealed; a job seals them into a hash chain. Triggers refuse any other change.
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

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.verb}"
