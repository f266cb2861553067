"""What was approved for a day goes live on it."""

from io import StringIO

from django.core.management import call_command


def publish_scheduled() -> None:
    """Runs every minute by itself; what was missed goes live with the next run."""
    call_command("publish_scheduled", stdout=StringIO())
