"""Who sees what our people have read and been trained in, and who notes a training."""

from django.core.exceptions import PermissionDenied

from cms.permissions import PUBLISHERS
from portal.actors import Actor
from portal.enums import StaffRole
from suppliers.permissions import can_see_directory

NOTERS = (*PUBLISHERS, StaffRole.PURCHASING_MANAGER)


def can_see_training(actor: Actor) -> bool:
    return can_see_directory(actor)


def check_can_see_training(actor: Actor) -> None:
    if not can_see_training(actor):
        raise PermissionDenied


def can_note_training(actor: Actor) -> bool:
    return actor.user is not None and actor.is_staff and actor.has_role(*NOTERS)


def check_can_note_training(actor: Actor) -> None:
    if not can_note_training(actor):
        raise PermissionDenied
