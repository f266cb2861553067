"""Pictures on the pages of the site: sized, in the lightest format a browser knows."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.images.models import Picture
from wagtail.images.shortcuts import get_renditions_or_not_found

from cms.models import SitePicture
from cms.models.media import ACROSS

register = template.Library()


@register.simple_tag(takes_context=True)
def picture(
    context: template.Context,
    image: SitePicture | None,
    spec: str = ACROSS,
    *,
    sizes: str = "(min-width: 48rem) 42rem, 100vw",
    eager: bool = False,
) -> SafeString | str:
    """<picture> in AVIF, WebP and a format that everybody knows; nothing for who may not see it.

    `spec`: ACROSS or SMALL of cms.models.media, which are drawn before anybody reads. `eager`: it is what
    a reader sees first.
    """
    request = context.get("request")
    if image is None or (request is not None and not image.readable_by(request.actor)):
        return ""
    return as_html(image, spec, sizes=sizes, eager=eager)


def as_html(image: SitePicture, spec: str, *, sizes: str, eager: bool = False) -> SafeString:
    renditions = get_renditions_or_not_found(image, image.drawn_as(spec))
    attributes: dict[str, Any] = {"sizes": sizes} if "{" in spec else {}
    if eager:
        attributes["fetchpriority"] = "high"
    else:
        attributes |= {"loading": "lazy", "decoding": "async"}
    html: SafeString = Picture(renditions, attributes).__html__()
    return html
