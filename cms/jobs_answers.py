"""Questions about our texts that remind by themselves."""

from django.utils import timezone

from cms.actions.answer_reminding import remind


def look_after_answers() -> None:
    """Runs every hour by itself."""
    remind(now=timezone.now())
