"""What passes by itself, what a buyer decides, what never passes: the only place that writes tolerances."""

from typing import Any

from django.db import transaction

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from suppliers.models import Tolerance
from suppliers.permissions import check_can_keep_tolerances


@transaction.atomic
def create(*, by: Actor, facts: dict[str, Any]) -> Tolerance:
    """For the group that `facts` name; promises that come from now on are judged by it."""
    check_can_keep_tolerances(by)
    tolerance = Tolerance.objects.create(**facts, changed_by=by.label)
    _record(by, "tolerance.created", tolerance, _limits(tolerance))
    return tolerance


@transaction.atomic
def edit(*, by: Actor, tolerance: Tolerance, version: int, changes: dict[str, Any]) -> list[str]:
    """Returns the changed fields' names. Raises StaleSave when somebody was faster."""
    check_can_keep_tolerances(by)
    was = {name: getattr(tolerance, name) for name in changes}
    changed = save_checked(by=by, row=tolerance, version=version, changes=changes)
    if changed:
        changes = {name: [_plain(was[name]), _plain(getattr(tolerance, name))] for name in changed}
        _record(by, "tolerance.edited", tolerance, {"changes": changes})
    return changed


@transaction.atomic
def remove(*, by: Actor, tolerance: Tolerance) -> None:
    """The next more general one holds from now on; history keeps what this one was."""
    check_can_keep_tolerances(by)
    _record(by, "tolerance.removed", tolerance, _limits(tolerance))
    tolerance.delete()


def _limits(tolerance: Tolerance) -> dict[str, str]:
    left_out = {"id", "public_id", "version", "changed_by", "created_at", "updated_at", "partner"}
    return {
        field.name: _plain(getattr(tolerance, field.name))
        for field in tolerance._meta.concrete_fields
        if field.name not in left_out
    }


def _record(by: Actor, verb: str, tolerance: Tolerance, data: dict[str, Any]) -> None:
    scope = tolerance.partner.public_id if tolerance.partner is not None else ""
    audit.record(by=by, verb=verb, obj=tolerance, scope=scope, data=data)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
