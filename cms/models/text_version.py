"""Versions of policies and playbooks as they were issued, and who has read them."""

from datetime import date

from django.db import models
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from cms.enums import ChangeKind
from cms.models.audience import ForReaders, readable_by
from portal.actors import Actor
from portal.clocks import local_day
from portal.models import PublicId, User
from portal.registry import scopes_of


class TextVersionQuerySet(models.QuerySet["TextVersion"]):
    def for_actor(self, actor: Actor) -> "TextVersionQuerySet":
        """Of the actor's audience; what does not hold yet, only for our own people."""
        rows = self.filter(readable_by(actor))
        return rows if actor.is_staff else rows.filter(in_force_from__lte=local_day())

    def in_force(self, on: date) -> "TextVersionQuerySet":
        """The newest version of each text that holds on this day."""
        newer = TextVersion.objects.filter(page=models.OuterRef("page"), in_force_from__lte=on)
        newest = newer.order_by("-major", "-minor").values("pk")[:1]
        return self.filter(pk=models.Subquery(newest))


class TextVersion(PublicId, ForReaders, index.Indexed):
    """A policy or playbook as it was issued: never changed, readable at its address for good.

    A material change makes 3 of 2.1, an editorial one 2.2. `body` is the stream's raw data, `approved_by`
    holds names.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="text_versions")
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=255)
    reference = models.CharField(max_length=20, blank=True)
    summary = models.CharField(max_length=250)
    body = models.JSONField(default=list)
    in_force_from = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    change = models.CharField(max_length=10, choices=ChangeKind.choices)
    reason = models.TextField(blank=True)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner_name = models.CharField(max_length=150, blank=True)
    approved_by = models.JSONField(default=list)
    asks_partners = models.BooleanField(default=False)
    asks_staff = models.BooleanField(default=False)
    read_days = models.PositiveSmallIntegerField(default=14)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    issued_by_label = models.CharField(max_length=200)

    objects = TextVersionQuerySet.as_manager()
    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("reference"),
        index.SearchField("summary"),
        index.SearchField("words"),
        index.FilterField("id"),
    ]

    class Meta:
        ordering = ["page", "-major", "-minor"]
        constraints = [
            models.UniqueConstraint(fields=["page", "major", "minor"], name="one_text_version_each"),
        ]
        indexes = [models.Index(fields=["page", "in_force_from"], name="text_version_by_day")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def number(self) -> str:
        """ "3", or "2.1" after an editorial change."""
        return f"{self.major}.{self.minor}" if self.minor else str(self.major)

    def words(self) -> str:
        """All that is written in its points, without marks: what the search reads."""
        points = [block["value"] for block in self.body]
        return " ".join(f"{point['title']} {get_text_for_indexing(point['text'])}" for point in points)


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def for_actor(self, actor: Actor) -> "AcknowledgementQuerySet":
        """Our people see the whole register, a partner's people that of their own house."""
        if actor.is_staff:
            return self.all()
        if actor.membership is None:
            return self.none()
        return self.filter(scope__in=scopes_of(actor.membership))


class Acknowledgement(PublicId):
    """Somebody was asked to read a version, and has said that they did.

    Asked once for each material version. `scope`: public id of the partner they were asked for, empty for
    our own people. `read_number`: the version that lay before them when they said so.
    """

    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="acknowledgements")
    scope = models.CharField(max_length=16, blank=True, db_index=True)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    said_at = models.DateTimeField(null=True, blank=True)
    read_number = models.CharField(max_length=12, blank=True)
    channel = models.CharField(max_length=12, blank=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="asked_once_a_version"),
        ]
        indexes = [models.Index(fields=["user", "said_at"], name="acknowledgement_by_user")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.user_id}"


class TrainingQuerySet(models.QuerySet["Training"]):
    def for_actor(self, actor: Actor) -> "TrainingQuerySet":
        return self.all() if actor.is_staff else self.none()


class Training(PublicId):
    """Somebody was trained in a playbook, on a day, by somebody."""

    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="trainings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="trainings")
    on = models.DateField()
    note = models.CharField(max_length=250, blank=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_by_label = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.user_id}"
