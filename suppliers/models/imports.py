"""Files that came in: what they were, what became of their rows."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import Channel
from portal.models import JobRun, PublicId, Timestamped, Versioned
from suppliers.enums import BatchState
from suppliers.models.ledger import PROFIT_DATASETS, PROFIT_READERS


class StaffOnlyQuerySet(models.QuerySet[Any]):
    """Rows no partner ever sees."""

    def for_actor(self, actor: Actor) -> "StaffOnlyQuerySet":
        return self.all() if actor.is_staff else self.none()


class BatchQuerySet(StaffOnlyQuerySet):
    def for_actor(self, actor: Actor) -> "BatchQuerySet":
        """A file shows what is in it: what only those see who answer for the profit, only they see here."""
        rows = super().for_actor(actor)
        if actor.has_role(*PROFIT_READERS):
            return rows
        fed = models.Q(profile_document__columns__has_any_keys=list(PROFIT_DATASETS))
        # What nobody has mapped yet may be anything: only who sent it sees it until then.
        unknown = models.Q(dataset="") & ~models.Q(created_by=actor.user)
        return rows.exclude(dataset__in=PROFIT_DATASETS).exclude(fed).exclude(unknown)


class ImportProfile(PublicId, Versioned, Timestamped):
    """How a foreign file's columns become ours; the document's form is checked by suppliers.imports."""

    name = models.SlugField(_("name"), max_length=80, unique=True)
    document = models.JSONField(_("document"))
    is_retired = models.BooleanField(default=False, editable=False)

    objects = StaffOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImportProfileVersion(models.Model):
    """What a profile was at each of its versions."""

    profile = models.ForeignKey(ImportProfile, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    document = models.JSONField()
    saved_by = models.CharField(max_length=200, blank=True)
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "version"], name="one_profile_version_each")
        ]

    def __str__(self) -> str:
        return f"{self.profile} {self.version}"


class ImportBatch(PublicId):
    """One file through the door. `counts` and `preview` are by dataset, as the preview shows them.

    `profile_document`: the profile as it was when the file came. `undo_report`: what could not be taken back.
    """

    dataset = models.CharField(_("dataset"), max_length=40)
    profile = models.CharField(_("profile"), max_length=80, blank=True)
    profile_document = models.JSONField(null=True, blank=True)
    file_name = models.CharField(_("file"), max_length=250)
    file = models.FileField(upload_to="imports/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.CHECKING)
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    job = models.ForeignKey(JobRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="imports"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    loaded_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)
    undo_report = models.JSONField(default=list)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file_name

    @property
    def datasets(self) -> tuple[str, ...]:
        """What the file feeds."""
        return tuple(self.profile_document["columns"]) if self.profile_document else (self.dataset,)


class ImportStep(models.Model):
    """One transaction of a loading: how many rows of the file it took, and what it did to which row of ours.

    Written in that transaction, so after a break the loading goes on behind it, exactly once; and what it did
    can be taken back.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    tallies = models.JSONField(default=dict)
    trace = models.JSONField(default=dict)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_step_number_each")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"


class ImportRefusedRow(models.Model):
    """The cells of a refused row as the file had them, to be mended and sent again."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="refused_rows")
    row = models.PositiveIntegerField()
    cells = models.JSONField()

    class Meta:
        ordering = ["row"]

    def __str__(self) -> str:
        return str(self.row)


class ImportError(models.Model):
    """A refused row: by number (as the spreadsheet shows it), column, value and reason."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="errors")
    dataset = models.CharField(max_length=40, blank=True)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=250, blank=True)
    reason = models.CharField(max_length=500)
    way_out = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"
