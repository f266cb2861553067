"""Asking people to read a text, and their word that they did: bound to a version and a person, each once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.actions import reading_wording as wording
from cms.actions.telling_reading import tell
from cms.facts.reading import Everybody, asking, everybody, first_of, of_major
from cms.facts.texts import in_force
from cms.models import Acknowledgement, TextVersion
from cms.permissions_reading import check_can_say_read
from portal.actions import audit
from portal.actions.notices import drop
from portal.actors import Actor, system_actor
from portal.clocks import local_day
from portal.enums import Channel


class ReadingRefused(Exception):
    """It cannot be said; the message says why."""


def ask(*, now: datetime) -> int:
    """Ask whoever has not been asked yet; returns how many were. Who comes later is asked by a later run."""
    by, people = system_actor(Channel.JOB), everybody()
    return sum(_ask(by, version, people, now) for version in asking(local_day(now)))


@transaction.atomic
def say_read(*, by: Actor, version: TextVersion, at: datetime | None = None) -> Acknowledgement:
    """This person has read this version; said again, it stays what it was.

    Raises TextVersion.DoesNotExist for a text that is not theirs to read, PermissionDenied where nobody asks
    them, or ReadingRefused for a version that holds no longer or not yet.
    """
    at = at or timezone.now()
    if not version.readable_by(by):
        raise TextVersion.DoesNotExist
    today = local_day(at)
    holds = in_force(version.page, today)
    if version.in_force_from > today and not by.is_staff:
        raise TextVersion.DoesNotExist
    check_can_say_read(by, holds or version)
    _check_holds(version, holds)
    row = _row(by, version, at)
    if row.said_at is None:
        row.said_at, row.read_number, row.channel = at, version.number, by.channel
        row.save(update_fields=["said_at", "read_number", "channel"])
        data = {"text": version.title, "number": version.number}
        audit.record(by=by, verb="text.read", obj=row, scope=row.scope, data=data)
        drop(task="", about=row.public_id, at=at)
    return row


def _check_holds(version: TextVersion, holds: TextVersion | None) -> None:
    if holds is None:
        raise ReadingRefused(_("It is not in force yet."))
    if holds.major != version.major:
        words = _("Version %(number)s is in force now: please read that one.") % {"number": holds.number}
        raise ReadingRefused(words)


def _row(by: Actor, version: TextVersion, at: datetime) -> Acknowledgement:
    """What they were asked; who reads before the job has asked them is asked at that moment."""
    found = of_major(version).filter(user=by.user).order_by("said_at", "pk").first()
    if found is None:
        scope = by.membership.partner.public_id if by.membership is not None else ""
        found, _new = Acknowledgement.objects.get_or_create(
            version=first_of(version),
            user=by.user,
            defaults={"scope": scope, "asked_at": at, "due_on": _due_on(version, at)},
        )
    return Acknowledgement.objects.select_for_update().get(pk=found.pk)


@transaction.atomic
def _ask(by: Actor, version: TextVersion, people: Everybody, now: datetime) -> int:
    wanted = people.asked(version)
    known = {row.user_id: row for row in of_major(version).select_related("user")}
    _move([row for row in known.values() if row.said_at is None], wanted)
    first = first_of(version)
    rows = [
        Acknowledgement(
            version=first, user_id=user, scope=scopes[0], asked_at=now, due_on=_due_on(version, now)
        )
        for user, scopes in wanted.items()
        if user not in known
    ]
    Acknowledgement.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    made = of_major(version).filter(public_id__in=[row.public_id for row in rows]).select_related("user")
    return sum(
        tell(by=by, row=row, version=version, words=partial(wording.asked, version, row), key="asked", at=now)
        for row in made.order_by("pk")
    )


def _move(rows: Iterable[Acknowledgement], wanted: dict[int, list[str]]) -> None:
    """Who left the house for which they were asked is asked for another of theirs that is asked."""
    for row in rows:
        scopes = wanted.get(row.user_id, [])
        if scopes and row.scope not in scopes:
            row.scope = scopes[0]
            row.save(update_fields=["scope"])


def _due_on(version: TextVersion, at: datetime) -> date:
    return local_day(at) + timedelta(days=version.read_days)
