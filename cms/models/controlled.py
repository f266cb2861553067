"""Texts that are kept by version: policies, and playbooks for our own people."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.dispatch import receiver
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.signals import page_published

from cms.blocks import EvidenceBlock, SectionBlock
from cms.enums import ChangeKind
from cms.models.audience import ForReaders
from cms.models.base import OwnedPage, PublicPage
from cms.models.issuing import draft_of, issue
from cms.models.text_rules import ControlledForm
from cms.models.text_version import TextVersion
from portal.actors import Actor
from portal.clocks import local_day


class ControlledPage(ForReaders, OwnedPage, PublicPage):
    """Number, owner, audience, days, points. Publishing it issues a TextVersion: that is what people read.

    `change` and `reason` speak of the next version against the one before. `asks_partners`, `asks_staff`:
    who of the audience says that they have read it, within `read_days` of being asked.
    """

    reference = models.CharField(_("reference"), max_length=20, blank=True, help_text=_("Like POL-01."))
    summary = models.CharField(_("in one sentence"), max_length=250)
    in_force_from = models.DateField(_("in force from"))
    change = models.CharField(
        _("kind of change"),
        max_length=10,
        choices=ChangeKind.choices,
        default=ChangeKind.MATERIAL,
        help_text=_("A material change asks everybody again whether they have read it."),
    )
    reason = models.TextField(_("what changed, and why"), max_length=600, blank=True)
    body = StreamField([("section", SectionBlock())], verbose_name=_("text"))
    evidence = StreamField(
        [("evidence", EvidenceBlock())], verbose_name=_("what it was made from"), blank=True
    )
    asks_partners = models.BooleanField(_("the partners it is for say that they have read it"), default=False)
    asks_staff = models.BooleanField(_("our own people say that they have read it"), default=False)
    read_days = models.PositiveSmallIntegerField(
        _("within so many days"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
    )

    base_form_class = ControlledForm
    # Of a copy: it is another text, and nothing has changed in it yet.
    exclude_fields_in_copy = ["reference", "reason"]

    class Meta:
        abstract = True

    facts_panels: list[Any] = [
        FieldRowPanel([FieldPanel("reference"), FieldPanel("keeper")]),
        FieldRowPanel([FieldPanel("in_force_from"), FieldPanel("review_on")]),
    ]
    change_panels: list[Any] = [FieldPanel("change"), FieldPanel("reason")]
    reading_panels: list[Any] = [
        FieldPanel("asks_partners"), FieldPanel("asks_staff"), FieldPanel("read_days")
    ]  # fmt: skip

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        """By a workflow, a command or at its time: who did it is not always who wrote it."""
        revision.published_by = user
        with transaction.atomic():
            return super().publish(revision, user=user, **kwargs)

    def readable_by(self, actor: Actor) -> bool:
        """Whoever the version that holds is for; what is only to come, our own people alone."""
        holds = self.version_on(local_day())
        return actor.is_staff if holds is None else holds.readable_by(actor)

    def version_on(self, day: date) -> TextVersion | None:
        """The version that holds on this day; None before the first one does."""
        rows = TextVersion.objects.filter(page_id=self.pk, in_force_from__lte=day).select_related("owner")
        return rows.order_by("-major", "-minor").first()

    def said(self) -> tuple[str, str]:
        """Of the version that holds: what the page itself says may be still to come."""
        holds = self.version_on(local_day())
        return super().said() if holds is None else (holds.title, holds.summary)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`version`: the one that holds, before it the first to come, in a preview what is being written;
        `points`: its text as blocks; `index`: the list it stands in."""
        version = self._shown(is_preview=getattr(request, "is_preview", False))
        return super().get_context(
            request,
            *args,
            index=self.get_parent(),
            version=version,
            is_coming=version.in_force_from > local_day(),
            points=self.points_of(version),
            **kwargs,
        )

    def points_of(self, version: TextVersion) -> Any:
        """The text of a version as blocks of this page's stream."""
        return self._meta.get_field("body").to_python(version.body)

    def _shown(self, *, is_preview: bool) -> TextVersion:
        if is_preview:
            return draft_of(self)
        rows = TextVersion.objects.filter(page_id=self.pk).select_related("owner")
        found = self.version_on(local_day()) or rows.order_by("major", "minor").first()
        if found is None:
            raise Http404
        return found


@receiver(page_published)
def issue_version(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """However it is published, a version is issued with it. The editor's own button never calls `publish`:
    it publishes what the same person has just saved."""
    if isinstance(instance, ControlledPage) and revision is not None:
        with transaction.atomic():
            # Whoever publishes the same text at this moment waits, and takes the number after this one.
            page = type(instance).objects.select_for_update(of=("self",)).get(pk=instance.pk)
            if page.live and page.live_revision_id == revision.pk:
                user = getattr(revision, "published_by", revision.user)
                issue(page, revision=revision, user=user, at=timezone.now())
