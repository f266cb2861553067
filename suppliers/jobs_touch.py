"""Reminders of what was planned and promised, and of who was silent too long."""

from django.utils import timezone

from suppliers.actions import touch_reminding


def remind() -> None:
    """Runs every hour by itself: what was reminded of once is not again, nor lost when a run was missed."""
    touch_reminding.remind(now=timezone.now())
