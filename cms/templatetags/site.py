"""What public pages say of themselves, and what they show of each other: only what the reader may read."""

from typing import Any

from django import template

from cms.models import NewsPage, PolicyPage, TextVersion
from cms.models.audience import readable_by
from cms.presenters.social import Head, head_of
from cms.visibility import texts
from portal.clocks import local_day

register = template.Library()


@register.simple_tag
def page_head(page: Any) -> Head:
    """{% page_head page as head %}"""
    return head_of(page)


@register.simple_tag(takes_context=True)
def latest_news(context: template.Context, most: int, but: Any = None) -> list[NewsPage]:
    """{% latest_news 3 as news %}: the newest that this reader may read; `but`: one that is left out."""
    news = NewsPage.objects.live().filter(readable_by(context["request"].actor)).select_related("picture")
    return list(news.exclude(pk=but.pk if but else None).order_by("-day", "-pk")[:most])


@register.simple_tag(takes_context=True)
def policies_to_read(context: template.Context, most: int) -> list[TextVersion]:
    """{% policies_to_read 5 as versions %}: of each policy the version that holds, by reference."""
    versions = texts(context["request"].actor, local_day()).filter(page__in=PolicyPage.objects.values("pk"))
    return list(versions.select_related("page").order_by("reference", "title")[:most])
