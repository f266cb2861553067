"""The quarters of our promises are published by themselves."""

from django.utils import timezone

from cms.actions.snapshots import take
from portal.actors import system_actor
from portal.enums import Channel


def take_snapshots() -> None:
    """Runs every hour by itself; each quarter of each standard once, on the day it closes or after it."""
    take(by=system_actor(Channel.JOB), at=timezone.now())
