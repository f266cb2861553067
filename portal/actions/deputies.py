"""Who stands in for whom while they are away: what waits for one waits for the other as well."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import registry
from portal.actions import audit
from portal.actors import Actor
from portal.models import Deputy, User
from portal.presentation import day

LONGEST_DAYS = 366


class DeputyRefused(Exception):
    """It cannot be so; the message says why, `field` which of the answers it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def scope_of(actor: Actor) -> str:
    """Where this person acts: a partner's public id, empty for the company."""
    return actor.membership.partner.public_id if actor.membership is not None else ""


def can_be_away(actor: Actor) -> bool:
    """Whoever acts has something to hand to a colleague; who only reads has not."""
    return (
        actor.user is not None and registry.acting_people(scope_of(actor)).filter(pk=actor.user.pk).exists()
    )


def check_can_be_away(actor: Actor) -> None:
    """Raises PermissionDenied where `can_be_away` is False."""
    if not can_be_away(actor):
        raise PermissionDenied(_("Nothing waits for your role, so nobody needs to stand in for you."))


@transaction.atomic
def name(*, by: Actor, deputy: User, first_on: date, last_on: date, at: datetime | None = None) -> Deputy:
    """From the first to the last day `deputy` takes what waits for `by`.

    Raises PermissionDenied, or DeputyRefused for days that are over, or that meet those of another deputy.
    """
    check_can_be_away(by)
    scope, today = scope_of(by), timezone.localdate(at)
    if deputy.pk == by.user.pk or not registry.acting_people(scope).filter(pk=deputy.pk).exists():
        raise DeputyRefused(_("Choose a colleague who acts here too."), "deputy")
    _check_days(first_on, last_on, today)
    taken = Deputy.objects.filter(
        user=by.user, scope=scope, ended_at=None, first_on__lte=last_on, last_on__gte=first_on
    ).first()
    if taken is not None:
        words = _("%(name)s stands in for you from %(first)s to %(last)s already. End that first.")
        days = {"first": day(taken.first_on), "last": day(taken.last_on)}
        raise DeputyRefused(words % {"name": taken.deputy, **days}, "first_on")
    made = Deputy.objects.create(user=by.user, deputy=deputy, scope=scope, first_on=first_on, last_on=last_on)
    _record(by, "deputy.named", made)
    return made


@transaction.atomic
def end(*, by: Actor, deputy: Deputy, at: datetime | None = None) -> None:
    """Back early, or not going at all. The one who is away ends it, or the one who stands in."""
    locked = Deputy.objects.select_for_update().get(pk=deputy.pk)
    if by.user is None or by.user.pk not in (locked.user_id, locked.deputy_id):
        raise PermissionDenied
    if locked.ended_at is None:
        locked.ended_at = at or timezone.now()
        locked.save(update_fields=["ended_at"])
        _record(by, "deputy.ended", locked)


def standing_in(scope: str, on: date) -> dict[int, Deputy]:
    """By the person who is away: who stands in there on that day, as long as they act there: two queries.

    When the deputy is away too, theirs stands in, unless that leads back to somebody who is away.
    """
    named = Deputy.objects.filter(scope=scope).on(on).select_related("deputy", "user")
    known = {one.user_id: one for one in named}
    if not known:
        return {}
    acting = set(registry.acting_people(scope).values_list("pk", flat=True))
    found = {}
    for away in known:
        last = _last(away, known)
        if last is not None and last.deputy_id in acting:
            found[away] = last
    return found


def standing_in_for(users: Iterable[User], scope: str, on: date) -> dict[int, User]:
    """By the primary key of those who are away on that day: the colleague who stands in."""
    wanted = {user.pk for user in users}
    return {away: one.deputy for away, one in standing_in(scope, on).items() if away in wanted}


def _last(away: int, known: dict[int, Deputy]) -> Deputy | None:
    """The end of the chain that starts there; None for a circle of people who are all away."""
    seen, here = {away}, known[away]
    while here.deputy_id in known:
        if here.deputy_id in seen:
            return None
        seen.add(here.deputy_id)
        here = known[here.deputy_id]
    return here


def _check_days(first_on: date, last_on: date, today: date) -> None:
    if last_on < first_on:
        raise DeputyRefused(_("The last day comes before the first."), "last_on")
    if last_on < today:
        raise DeputyRefused(_("That is over already."), "last_on")
    if (last_on - first_on).days >= LONGEST_DAYS:
        raise DeputyRefused(_("That is more than a year: hand your partners over instead."), "last_on")


def _record(by: Actor, verb: str, deputy: Deputy) -> None:
    data = {
        "name": str(deputy.user),
        "deputy": str(deputy.deputy),
        "first_on": str(deputy.first_on),
        "last_on": str(deputy.last_on),
    }
    audit.record(by=by, verb=verb, obj=deputy, scope=deputy.scope, data=data)
