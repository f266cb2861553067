"""How we decide, in words that a partner can answer."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.models.base import PublicPage
from cms.models.controlled import ControlledPage
from cms.models.standard import StandardPage


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


class PolicyPage(ControlledPage):
    """One policy. `standards`: whether we keep it is shown by these."""

    standards = ParentalManyToManyField(
        StandardPage, verbose_name=_("do we keep it: service standards"), blank=True, related_name="policies"
    )

    template = "cms/policy/page.html"
    parent_page_types = ["cms.PolicyIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(ControlledPage.facts_panels, heading=_("Facts")),
        MultiFieldPanel([FieldPanel("audience"), FieldPanel("kinds")], heading=_("For whom")),
        FieldPanel("body"),
        MultiFieldPanel(ControlledPage.change_panels, heading=_("Against the version before")),
        MultiFieldPanel(ControlledPage.reading_panels, heading=_("Who says that they have read it")),
        FieldPanel("standards"),
        FieldPanel("evidence"),
    ]

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")

    @property
    def live_standards(self) -> Any:
        """Those that are published, in the order of their list."""
        return self.standards.filter(live=True).order_by("path")
