"""What we promise to those who work with us."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks import GoalBlock, PointBlock, PromiseBlock
from cms.models.base import PublicPage
from cms.models.policy import PolicyPage


class MissionPage(PublicPage):
    """The mission statement: a sentence, promises that can be counted, how we work, where we are going."""

    lead = models.CharField(_("mission"), max_length=120, help_text=_("One sentence."))
    intro = models.TextField(_("what it means"), max_length=600)
    promises = StreamField([("promise", PromiseBlock())], verbose_name=_("what we promise"), blank=True)
    values = StreamField([("point", PointBlock())], verbose_name=_("how we work"), blank=True)
    goals = StreamField([("goal", GoalBlock())], verbose_name=_("where we are going"), blank=True)
    approved_by = models.CharField(_("approved by"), max_length=150, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)

    template = "cms/mission_page.html"
    fixed_slug = "mission"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("intro"),
        FieldPanel("promises"),
        FieldPanel("values"),
        FieldPanel("goals"),
        MultiFieldPanel(
            [FieldPanel("approved_by"), FieldPanel("approved_on"), FieldPanel("review_on")],
            heading=_("Who stands for it"),
        ),
    ]

    class Meta:
        verbose_name = _("mission page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        policies = PolicyPage.objects.live().order_by("reference", "title")[:5]
        return super().get_context(request, *args, policies=policies, **kwargs)
