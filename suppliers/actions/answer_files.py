"""Answers that came as a sheet: what they would do, told before anything is kept."""

from collections.abc import Sequence

from django.db import transaction

from portal.actors import Actor
from portal.enums import Channel
from suppliers.actions import commitments
from suppliers.actions.commitments import Answer, Said


def rehearse(*, by: Actor, answers: Sequence[Answer]) -> list[Said]:
    """What `save` would say; everything is taken back at once. Raises PermissionDenied."""
    with transaction.atomic():
        said = save(by=by, answers=answers)
        transaction.set_rollback(True)
    return said


def save(*, by: Actor, answers: Sequence[Answer]) -> list[Said]:
    """Answer the lines; history says that it came by spreadsheet. Raises PermissionDenied."""
    return commitments.answer(by=by.through(Channel.SPREADSHEET), answers=answers)
