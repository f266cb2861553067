"""Pictures are drawn while nobody waits for them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cms.actions import pictures as drawing
from cms.models import SitePicture
from portal import jobs
from portal.actors import system_actor

# Where a file is lost, a picture is not tried for ever.
LATELY = timedelta(days=1)


def draw_new() -> None:
    """Runs every minute by itself: what was sent in lately."""
    lately = SitePicture.objects.filter(created_at__gt=timezone.now() - LATELY)
    if waiting := list(lately.undrawn().order_by("pk").values_list("pk", flat=True)):
        jobs.enqueue("cms.jobs_media.draw", by=system_actor(), key="new pictures", pictures=waiting)


@jobs.job(retries=2)
def draw(run: Any, *, pictures: list[int]) -> int:
    """Every size that a page shows; returns how many files were drawn."""
    drawn = 0
    for done, picture in enumerate(SitePicture.objects.filter(pk__in=pictures).order_by("pk")):
        jobs.progress(run, done, len(pictures))
        drawn += drawing.draw(picture)
    return drawn
