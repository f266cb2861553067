"""Pictures on the pages of the site: sized, in the lightest format a browser knows."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.images.models import Filter, Picture
from wagtail.images.shortcuts import get_renditions_or_not_found

from cms.models import SitePicture

register = template.Library()

# What draws a picture that may have clear parts.
CLEAR = ("png", "gif")
QUALITY = {"avif": "|avifquality-60", "webp": "|webpquality-78", "jpeg": "|jpegquality-80", "png": ""}


@register.simple_tag(takes_context=True)
def picture(
    context: template.Context,
    image: SitePicture | None,
    spec: str = "width-{400,800,1200}",
    *,
    sizes: str = "(min-width: 48rem) 42rem, 100vw",
    eager: bool = False,
) -> SafeString | str:
    """<picture> in AVIF, WebP and a format that everybody knows; nothing for who may not see it.

    `spec`: one of Wagtail's filters, or several widths in braces. `eager`: it is what a reader sees first.
    """
    request = context.get("request")
    if image is None or (request is not None and not image.readable_by(request.actor)):
        return ""
    return as_html(image, spec, sizes=sizes, eager=eager)


def as_html(image: SitePicture, spec: str, *, sizes: str, eager: bool = False) -> SafeString:
    plain = "png" if image.file.name.lower().endswith(CLEAR) else "jpeg"
    sizes_of = Filter.expand_spec(spec)
    # Each names its own quality alone: a file is named after all of it.
    specs = [f"{one}|format-{kind}{QUALITY[kind]}" for kind in ("avif", "webp", plain) for one in sizes_of]
    renditions = get_renditions_or_not_found(image, [Filter(spec=one) for one in specs])
    attributes: dict[str, Any] = {"sizes": sizes} if "{" in spec else {}
    if eager:
        attributes["fetchpriority"] = "high"
    else:
        attributes |= {"loading": "lazy", "decoding": "async"}
    html: SafeString = Picture(renditions, attributes).__html__()
    return html
