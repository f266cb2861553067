"""Texts ask to be read, remind, and are looked at again by themselves."""

from django.utils import timezone

from cms.actions import reading_reminding, review_reminding
from cms.actions.issuing import catch_up
from cms.actions.reading import ask


def look_after_texts() -> None:
    """Runs every hour by itself; what was missed is made up for, each thing once."""
    now = timezone.now()
    catch_up(now=now)
    ask(now=now)
    reading_reminding.remind(now=now)
    review_reminding.remind(now=now)
