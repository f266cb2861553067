"""Saving what two people may edit at the same time: the second sees the first's values, nothing is lost."""

from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.models import Versioned

Row = TypeVar("Row", bound=Versioned)


class StaleSave(Exception):
    """Somebody saved this row in between. `current` is the row as it is now."""

    def __init__(self, current: Versioned) -> None:
        super().__init__(
            _("%(who)s saved this in the meantime.") % {"who": current.changed_by or _("Somebody")}
        )
        self.current = current


def save_checked(*, by: Actor, row: Row, version: int, changes: dict[str, Any]) -> list[str]:
    """Set `changes` on `row` if it still has `version`; returns the names of the fields that changed.

    Raises StaleSave, carrying the current row, when somebody was faster.
    """
    model = type(row)
    with transaction.atomic():
        current = model._base_manager.select_for_update().get(pk=row.pk)
        if current.version != version:
            raise StaleSave(current)
        changed = [name for name, value in changes.items() if getattr(current, name) != value]
        if changed:
            _apply(current, {name: changes[name] for name in changed}, by)
    row.refresh_from_db()
    return changed


def _apply(row: Versioned, changes: dict[str, Any], by: Actor) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    row.changed_by = by.label
    row.save()
