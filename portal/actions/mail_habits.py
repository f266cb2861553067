"""How a person wants to hear of what waits for them."""

from typing import Any

from django.db import transaction

from portal.actions import audit
from portal.actors import Actor
from portal.models import MailPreference

HABITS = ("mode", "digest_hour", "quiet_from", "quiet_until")


def habits_of(*, by: Actor) -> MailPreference:
    """One's own; with the defaults, unsaved, for who has never said."""
    known = MailPreference.objects.filter(user=by.user).first()
    return known or MailPreference(user=by.user)


@transaction.atomic
def keep_habits(*, by: Actor, changes: dict[str, Any]) -> list[str]:
    """Change one's own; returns the names of what changed."""
    preference = habits_of(by=by)
    changed = [name for name in HABITS if name in changes and getattr(preference, name) != changes[name]]
    for name in changed:
        setattr(preference, name, changes[name])
    if changed:
        preference.save()
        data = {name: changes[name] for name in changed}
        audit.record(by=by, verb="person.mails_changed", obj=by.user, data=data)
    return changed
