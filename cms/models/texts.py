"""Pages of the site that say one thing each: about us, how to reach us, become a partner, thanks."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.blocks import ARTICLE, ChannelBlock, PointBlock
from cms.models.base import PublicPage
from suppliers.facts.wall import shown

THANKS_EACH_PAGE = 30


class TextPage(PublicPage):
    """Whatever else there is to say: about us, accessibility, how the numbers work."""

    intro = models.CharField(_("in one sentence"), max_length=250, blank=True)
    body = StreamField(ARTICLE, verbose_name=_("text"), blank=True)

    template = "cms/text_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("text page")


class ReachPage(PublicPage):
    """Every way to reach us. There is one."""

    intro = models.CharField(_("in one sentence"), max_length=250, blank=True)
    channels = StreamField([("channel", ChannelBlock())], verbose_name=_("ways to reach us"), blank=True)

    template = "cms/reach_page.html"
    fixed_slug = "reach"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    content_panels = [*PublicPage.content_panels, FieldPanel("intro"), FieldPanel("channels")]

    class Meta:
        verbose_name = _("how to reach us")


class JoinPage(PublicPage):
    """What it is like to work with us, and the way to the registration. There is one."""

    intro = models.CharField(_("in one sentence"), max_length=250, blank=True)
    points = StreamField([("point", PointBlock())], verbose_name=_("what to expect"), blank=True)

    template = "cms/join_page.html"
    fixed_slug = "join"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    content_panels = [*PublicPage.content_panels, FieldPanel("intro"), FieldPanel("points")]

    class Meta:
        verbose_name = _("become a partner")


class ThanksPage(PublicPage):
    """The wall of thanks: only what a partner has said may be shown. There is one."""

    intro = models.CharField(_("in one sentence"), max_length=250, blank=True)

    template = "cms/thanks_page.html"
    fixed_slug = "wall-of-thanks"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("wall of thanks")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`thanks`: one page of what partners said yes to."""
        thanks = Paginator(shown(), THANKS_EACH_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, thanks=thanks, **kwargs)
