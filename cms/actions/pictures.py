"""Pictures are drawn in every size that pages show before anybody reads them."""

from logging import getLogger
from typing import Any

from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from cms.models import SitePicture
from portal import jobs
from portal.actors import system_actor

log = getLogger(__name__)


def draw(picture: SitePicture) -> int:
    """What is missing of its sizes; returns how many files were drawn."""
    before = picture.renditions.count()
    try:
        picture.get_renditions(*picture.drawn_on_pages())
    except SourceImageIOError as lost:
        log.warning("Picture %s cannot be drawn: %s", picture.pk, lost)
    return picture.renditions.count() - before


def draw_soon(page: Page) -> None:
    """The pictures of a page that has just been published."""
    if found := pictures_on(page):
        jobs.enqueue("cms.jobs_media.draw", by=system_actor(), key=f"page {page.pk}", pictures=found)


def pictures_on(page: Any) -> list[int]:
    """Their numbers, wherever on the page they stand."""
    found = set()
    for field in page._meta.concrete_fields:
        value = field.value_from_object(page)
        if field.related_model is SitePicture and value:
            found.add(value)
        elif hasattr(field, "extract_references"):
            found |= {int(pk) for model, pk, *_ in field.extract_references(value) if model is SitePicture}
    return sorted(found)
