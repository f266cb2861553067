"""Work that takes longer than a page, with progress that survives a reload."""

from django.conf import settings
from django.db import models

from portal.actors import Actor
from portal.enums import JobState
from portal.models.base import PublicId


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def for_actor(self, actor: Actor) -> "JobRunQuerySet":
        """Staff see the jobs of staff; a partner's person the ones they started for this partner."""
        if actor.is_staff:
            return self.filter(scope="")
        if actor.user is None or actor.membership is None:
            return self.none()
        return self.filter(started_by=actor.user, scope=actor.membership.partner.public_id)


class JobRun(PublicId):
    """One run of the job `task` (a dotted name) with `args`."""

    task = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=200, blank=True, db_index=True)
    scope = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED, db_index=True)
    args = models.JSONField(default=dict)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=250, blank=True)
    back_url = models.CharField(max_length=250, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "key"],
                condition=models.Q(state__in=(JobState.QUEUED, JobState.RUNNING)) & ~models.Q(key=""),
                name="one_unfinished_run_a_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.state})"

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)

    @property
    def percent(self) -> int:
        """0 to 100; 0 while the total is unknown."""
        return min(100, 100 * self.done // self.total) if self.total else 0


class ScheduleMark(models.Model):
    """When a scheduled job last ran: a missed run is caught up once."""

    task = models.CharField(max_length=200, unique=True)
    last_run_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.task


class WorkerBeat(models.Model):
    """A worker that is alive says so; /readyz reads it."""

    name = models.CharField(max_length=200, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
