"""How we decide, in words that a partner can answer."""

from datetime import date
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks import SectionBlock
from cms.models.base import PublicPage


class PolicyIndexPage(PublicPage):
    """The list of policies. There is one."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)

    template = "cms/policy_index_page.html"
    fixed_slug = "policies"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.PolicyPage"]
    max_count = 1

    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of policies")

    def policies(self) -> models.QuerySet["PolicyPage"]:
        """The published ones, by their reference."""
        return PolicyPage.objects.child_of(self).live().order_by("reference", "title")


class PolicyPage(PublicPage):
    """One policy: whom it is for, who owns it, from when on it holds, and its numbered points."""

    reference = models.CharField(_("reference"), max_length=20, blank=True, help_text=_("Like POL-01."))
    summary = models.CharField(_("in one sentence"), max_length=250)
    owner_name = models.CharField(_("owner"), max_length=150, help_text=_("Who answers questions about it."))
    audience = models.CharField(_("for whom"), max_length=120, blank=True)
    in_force_from = models.DateField(_("in force from"))
    review_on = models.DateField(_("next review"), null=True, blank=True)
    body = StreamField([("section", SectionBlock())], verbose_name=_("the policy"))

    template = "cms/policy_page.html"
    parent_page_types = ["cms.PolicyIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("reference"),
                FieldPanel("owner_name"),
                FieldPanel("audience"),
                FieldPanel("in_force_from"),
                FieldPanel("review_on"),
            ],
            heading=_("Facts"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")

    def is_in_force(self, on: date) -> bool:
        return self.in_force_from <= on

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(
            request, *args, in_force=self.is_in_force(timezone.localdate()), index=self.get_parent(), **kwargs
        )
