"""Cases: what comes due by itself."""

from django.utils import timezone

from suppliers.actions import reminding_cases


def look_after_cases() -> None:
    """Runs every few minutes by itself: promises that run out, follow-ups, remedies, marks."""
    now = timezone.now()
    reminding_cases.remind(now=now)
    reminding_cases.ask_for_marks(now=now)
