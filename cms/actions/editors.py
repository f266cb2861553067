"""Wagtail asks groups what a person may do; the groups follow from the person's role, never the other way."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from cms.permissions import PUBLISHERS, WRITERS
from portal.actions import audit
from portal.actors import Actor

GROUPS = {
    "Pages: publish": PUBLISHERS,
    "Pages: write": WRITERS,
}


def groups_for(role: str) -> set[str]:
    """The names of the groups that people of this role belong to."""
    return {name for name, roles in GROUPS.items() if role in roles}


def align_groups(*, by: Actor, user: Any) -> bool:
    """Give `user` exactly the page groups of their role; returns whether anything changed."""
    wanted = groups_for(user.role)
    held = set(user.groups.filter(name__in=GROUPS).values_list("name", flat=True))
    if wanted == held:
        return False
    with transaction.atomic():
        user.groups.remove(*Group.objects.filter(name__in=held - wanted))
        user.groups.add(*Group.objects.filter(name__in=wanted - held))
        audit.record(by=by, verb="page groups changed", obj=user, data={"groups": sorted(wanted)})
    return True
