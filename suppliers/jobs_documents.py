"""Runs by itself: papers that run out, forms that come due, registrations that nobody confirmed."""

from django.utils import timezone

from portal.actors import system_actor
from portal.enums import Channel
from suppliers.actions import expiring, forms, registrations


def tell_expiring() -> None:
    """Several times a day; each is told once."""
    expiring.tell_expiring(now=timezone.now())


def remind_of_forms() -> None:
    """Several times a day; each is told once."""
    forms.remind(now=timezone.now())


def forget_unconfirmed() -> None:
    """Once a day."""
    registrations.forget_unconfirmed(by=system_actor(Channel.JOB), now=timezone.now())
