"""Pictures are ready before the first reader comes."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published

from cms.actions import pictures
from portal.registry import Scheduled, register_schedule


def _published(sender: Any, instance: Page, **kwargs: Any) -> None:
    pictures.draw_soon(instance)


page_published.connect(_published, dispatch_uid="pictures_of_published")
register_schedule(Scheduled("cms.jobs_media.draw_new", 60))
