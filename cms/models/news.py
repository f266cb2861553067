"""News for everybody, for partners of a kind, or for our own people."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks import ARTICLE
from cms.models.audience import ForReaders, readable_by
from cms.models.base import PublicPage

EACH_PAGE = 20


class NewsIndexPage(PublicPage):
    """The list of news. There is one."""

    intro = models.CharField(_("in one sentence"), max_length=250, blank=True)

    template = "cms/news_index_page.html"
    fixed_slug = "news"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count = 1
    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`shown`: one page of what this reader may read, the newest first."""
        news = NewsPage.objects.child_of(self).live().filter(readable_by(request.actor))
        newest = news.select_related("picture").order_by("-day", "-pk")
        shown = Paginator(newest, EACH_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, shown=shown, **kwargs)


class NewsPage(ForReaders, PublicPage):
    """One announcement. `tell`: everybody of its audience who has an account hears of it, once."""

    day = models.DateField(_("day"), default=timezone.localdate)
    summary = models.CharField(_("in one sentence"), max_length=250)
    picture = models.ForeignKey(
        "cms.SitePicture",
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    body = StreamField(ARTICLE, verbose_name=_("text"), blank=True)
    tell = models.BooleanField(
        _("tell them"), default=False, help_text=_("A mail to everybody of the audience who has an account.")
    )
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    template = "cms/news_page.html"
    # A copy is other news: whoever writes it says whether people hear of it.
    exclude_fields_in_copy = ["tell", "told_at"]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("day"), FieldPanel("picture")]),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("kinds"), FieldPanel("tell")], heading=_("For whom")
        ),
    ]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """That it was told stays true, whichever draft is published after it."""
        page = super().with_content_json(content)
        page.told_at = self.told_at
        return page
