"""Whether this reader has read a text, beside it."""

from django import template
from django.template import Context

from cms.models import TextVersion
from cms.presenters import reading as words
from cms.presenters.reading_places import Place, places
from portal.clocks import local_day

register = template.Library()


@register.simple_tag(takes_context=True)
def reading_of(context: Context, version: TextVersion) -> words.Reading | None:
    """{% reading_of version as reading %}; None for a draft, and for who has nothing to do with it."""
    if version.pk is None:
        return None
    return words.reading(context["request"].actor, version, local_day())


@register.simple_tag(takes_context=True)
def text_places(context: Context) -> list[Place]:
    """{% text_places as places %}: the tabs of all pages about texts."""
    request = context["request"]
    return places(request.actor, request.path)
