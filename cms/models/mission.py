"""What we promise to those who work with us."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.admin.panels import CommentPanel, FieldPanel, HelpPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Revision, Workflow

from cms.blocks import EvidenceBlock, GoalBlock, PointBlock, PromiseBlock
from cms.models.approval import APPROVALS_NEEDED, TWO_EXECUTIVES, OnlyTogether, signed
from cms.models.base import OwnedPage, PublicPage
from cms.models.policy import PolicyPage


class MissionPage(OwnedPage, PublicPage):
    """The mission statement: a sentence, promises that are measured, how we work, where we are going.

    It goes live when two executives have approved it: `approved_by` holds their names, `approved_on` the day.
    """

    lead = models.CharField(_("mission"), max_length=120, help_text=_("One sentence."))
    intro = models.TextField(_("what it means"), max_length=600)
    promises = StreamField([("promise", PromiseBlock())], verbose_name=_("what we promise"), blank=True)
    values = StreamField([("point", PointBlock())], verbose_name=_("how we work"), blank=True)
    goals = StreamField([("goal", GoalBlock())], verbose_name=_("where we are going"), blank=True)
    evidence = StreamField(
        [("evidence", EvidenceBlock())], verbose_name=_("what it was made from"), blank=True
    )
    approved_by = models.JSONField(default=list, editable=False)
    approved_on = models.DateField(null=True, blank=True, editable=False)

    template = "cms/mission_page.html"
    fixed_slug = "mission"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    content_panels = [
        HelpPanel(template="cms/editor/checklist.html", classname="ac-beside"),
        *PublicPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("intro"),
        FieldPanel("promises"),
        FieldPanel("values"),
        FieldPanel("goals"),
        FieldPanel("evidence"),
        MultiFieldPanel([FieldPanel("keeper"), FieldPanel("review_on")], heading=_("Who stands for it")),
    ]

    settings_panels = [PublishingPanel(), CommentPanel()]

    class Meta:
        verbose_name = _("mission page")

    def permissions_for_user(self, user: Any) -> OnlyTogether:
        return OnlyTogether(user, self)

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def get_workflow(self) -> Workflow | None:
        """Always that of the executives, whatever holds for the pages above."""
        return Workflow.objects.filter(name=TWO_EXECUTIVES, active=True).first()

    def publish(
        self, revision: Revision, user: Any = None, skip_permission_checks: bool = False, **kwargs: Any
    ) -> Any:
        """Also at its time, later: what it says of who approved it are the approvals of this revision.

        Without a user it is the installation itself that publishes: what was approved, or its first words.
        """
        names, day = signed(revision)
        if len(names) >= APPROVALS_NEEDED:
            revision.content |= {"approved_by": names, "approved_on": day and day.isoformat()}
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
        elif user is not None and not skip_permission_checks:
            raise PublishPagePermissionError(_("Two executives approve the mission before it is published."))
        return super().publish(revision, user=user, skip_permission_checks=True, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        policies = PolicyPage.objects.live().order_by("reference", "title")[:5]
        return super().get_context(request, *args, policies=policies, **kwargs)
