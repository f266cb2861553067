"""News tells itself once it is public."""

from django.utils import timezone

from cms.actions.news_telling import tell_due


def tell() -> None:
    """Runs every minute by itself."""
    tell_due(now=timezone.now())
