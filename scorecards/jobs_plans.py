"""Plans and ideas that remind by themselves."""

from django.utils import timezone

from scorecards.actions.plan_reminding import remind


def remind_of_plans() -> None:
    """Runs every hour by itself."""
    remind(now=timezone.now())
