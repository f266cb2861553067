"""What was approved for a day goes live on it; what waits is told to who may approve it now."""

from io import StringIO

from django.core.management import call_command

from cms.actions.approval import tell_newcomers


def publish_scheduled() -> None:
    """Runs every minute by itself; what was missed goes live with the next run."""
    call_command("publish_scheduled", stdout=StringIO())


def tell_waiting() -> None:
    """Runs every five minutes by itself: somebody may have become an executive, or come back."""
    tell_newcomers()
