"""Who was trained in which playbook, noted by who answers for it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import TextVersion, Training
from cms.permissions_training import check_can_note_training
from portal.actions import audit
from portal.actors import Actor
from portal.clocks import local_day
from portal.models import User


class TrainingRefused(Exception):
    """It cannot be so; the message says why, `field` which of the answers it is about."""

    def __init__(self, message: str, field: str = "on") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def train(
    *,
    by: Actor,
    version: TextVersion,
    people: Iterable[User],
    on: date,
    note: str = "",
    at: datetime | None = None,
) -> list[Training]:
    """These of our people were trained in this version on that day; who has it noted already is left out.

    Raises PermissionDenied or TrainingRefused.
    """
    check_can_note_training(by)
    at = at or timezone.now()
    if on > local_day(at):
        raise TrainingRefused(_("That day is still to come: note it when it has been."))
    if on < version.in_force_from and on < local_day(version.issued_at):
        raise TrainingRefused(_("This version was not there on that day."))
    wanted = [one for one in people if one.is_active and one.role]
    if not wanted:
        raise TrainingRefused(_("Choose who was there."), "people")
    held = Training.objects.filter(version=version, on=on, taken_back_at=None)
    known = set(held.values_list("user_id", flat=True))
    rows = [
        Training(
            version=version,
            user=one,
            on=on,
            note=note.strip(),
            noted_by=by.user,
            noted_by_label=by.label,
            noted_at=at,
        )
        for one in wanted
        if one.pk not in known
    ]
    made = Training.objects.bulk_create(rows)
    names = ", ".join(str(one.user) for one in made)
    if made:
        data = {"text": version.title, "number": version.number, "on": str(on), "people": names}
        audit.record(by=by, verb="training.noted", obj=version, data=data)
    return made


@transaction.atomic
def take_back(*, by: Actor, training: Training, at: datetime | None = None) -> None:
    """It was noted by mistake: it counts no longer, and the trail keeps it."""
    check_can_note_training(by)
    locked = Training.objects.select_for_update().get(pk=training.pk)
    if locked.taken_back_at is None:
        locked.taken_back_at = at or timezone.now()
        locked.save(update_fields=["taken_back_at"])
        data = {"text": locked.version.title, "people": str(locked.user)}
        audit.record(by=by, verb="training.taken_back", obj=locked, data=data)
