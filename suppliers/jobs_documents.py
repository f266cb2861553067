"""Runs by itself: papers that run out, and forms that come due."""

from django.utils import timezone

from suppliers.actions import expiring


def tell_expiring() -> None:
    """Several times a day; each is told once."""
    expiring.tell_expiring(now=timezone.now())
