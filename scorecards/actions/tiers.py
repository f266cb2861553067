"""Offering tiers and changing them. Who has one keeps it until its day, also when it is offered no longer."""

from typing import Any

from django.db import transaction

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from scorecards.models import Tier
from scorecards.permissions import check_can_keep_tiers


@transaction.atomic
def offer(*, by: Actor, facts: dict[str, Any]) -> Tier:
    """A new tier from `facts`, named as the model's fields. Raises PermissionDenied."""
    check_can_keep_tiers(by)
    tier: Tier = Tier.objects.create(**facts, changed_by=by.label)
    audit.record(by=by, verb="tier.offered", obj=tier, data={"name": tier.name})
    return tier


@transaction.atomic
def edit(*, by: Actor, tier: Tier, version: int, changes: dict[str, Any]) -> list[str]:
    """Save `changes` if it still has `version`; returns the changed fields. Raises StaleSave."""
    check_can_keep_tiers(by)
    was = {name: str(getattr(tier, name)) for name in changes}
    changed = save_checked(by=by, row=tier, version=version, changes=changes)
    if changed:
        values = {name: [was[name], str(getattr(tier, name))] for name in changed}
        audit.record(by=by, verb="tier.edited", obj=tier, data={"name": tier.name, "changes": values})
    return changed
