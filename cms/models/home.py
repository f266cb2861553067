"""The front door."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks import PointBlock
from cms.models.base import PublicPage
from cms.models.mission import MissionPage


class HomePage(PublicPage):
    """Who we are to our partners, and how to reach a person. There is one."""

    lead = models.CharField(_("first sentence"), max_length=120, blank=True)
    intro = models.TextField(_("who we are"), max_length=500, blank=True)
    inside = StreamField([("point", PointBlock())], verbose_name=_("what partners find here"), blank=True)
    reach_text = models.CharField(_("how soon we answer"), max_length=200, blank=True)
    reach_email = models.EmailField(_("e-mail address"), blank=True)
    reach_phone = models.CharField(_("phone"), max_length=40, blank=True)

    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.MissionPage",
        "cms.StandardIndexPage",
        "cms.PolicyIndexPage",
        "cms.PlaybookIndexPage",
        "cms.NewsIndexPage",
        "cms.SurveyIndexPage",
        "cms.ReachPage",
        "cms.JoinPage",
        "cms.ThanksPage",
        "cms.TextPage",
    ]
    max_count = 1

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("intro"),
        FieldPanel("inside"),
        MultiFieldPanel(
            [FieldPanel("reach_text"), FieldPanel("reach_email"), FieldPanel("reach_phone")],
            heading=_("Reach a person"),
        ),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`mission`: the one that is live, if any."""
        mission = self.get_children().live().type(MissionPage).specific().first()
        return super().get_context(request, *args, mission=mission, **kwargs)
