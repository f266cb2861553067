"""Makes mails of notices, as each person prefers: at once, once a day, or never; and not in quiet hours.

Runs every minute. A notice is marked in the transaction that puts its mail into the outbox, with the person's
rows locked: two workers, or a run after a long pause, never make two mails of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone, translation

from portal import registry
from portal.actions import outbox
from portal.actors import Actor, system_actor
from portal.engine.mail_hours import MailHours
from portal.enums import Channel, MailMode
from portal.models import MailPreference, Notice, User

MANY = 5  # so many at once become one mail, also for those who want each by itself


@dataclass(frozen=True)
class Letter:
    """One notice as its mail shows it. `until`: so long its link needs no password."""

    notice: Notice
    url: str
    until: datetime | None
    place: str


def mail_notices(now: datetime | None = None) -> int:
    """Sends what is due; returns how many mails were made. Who has nothing due costs no transaction."""
    now, by = now or timezone.now(), system_actor(Channel.JOB)
    waiting = Notice.objects.filter(mailed_at=None, dropped_at=None, created_at__lte=now).order_by()
    oldest = dict(waiting.values_list("user").annotate(oldest=Min("created_at")))
    people = User.objects.in_bulk(list(oldest))
    preferences = MailPreference.objects.in_bulk(list(oldest))
    made = 0
    for pk, since in sorted(oldest.items()):
        user = people[pk]
        preference = preferences.get(pk) or MailPreference(user=user)
        if not user.is_active or _is_due(user, preference, since, now):
            made += _mail(by, user, preference, now)
    return made


def _is_due(user: User, preference: MailPreference, since: datetime, now: datetime) -> bool:
    if preference.mode == MailMode.NONE:
        return True  # to be set aside
    hours = hours_of(user, preference)
    return not hours.is_quiet(now) and hours.takes(since, now)


def hours_of(user: User, preference: MailPreference) -> MailHours:
    """When this person may be written to."""
    return MailHours(
        zone=ZoneInfo(user.time_zone or settings.TIME_ZONE),
        digest_hour=preference.digest_hour if preference.mode == MailMode.DIGEST else None,
        quiet_from=preference.quiet_from,
        quiet_until=preference.quiet_until,
    )


@transaction.atomic
def _mail(by: Actor, user: User, preference: MailPreference, now: datetime) -> int:
    waiting = Notice.objects.filter(user=user, mailed_at=None, dropped_at=None, created_at__lte=now)
    if preference.mode == MailMode.NONE or not user.is_active:
        waiting.update(dropped_at=now)
        return 0
    hours = hours_of(user, preference)
    due = [one for one in waiting.select_for_update().order_by("pk") if hours.takes(one.created_at, now)]
    letters = _letters(due, now)
    said = {letter.notice.pk for letter in letters}
    Notice.objects.filter(pk__in=said).update(mailed_at=now)
    Notice.objects.filter(pk__in=[one.pk for one in due if one.pk not in said]).update(dropped_at=now)
    together = preference.mode == MailMode.DIGEST or len(letters) > MANY
    mails = _digest(user, letters) if together else [_single(user, letter) for letter in letters]
    if mails:
        with translation.override(user.language or settings.LANGUAGE_CODE), timezone.override(hours.zone):
            outbox.send_all(by=by, mails=mails, at=now)
    return len(mails)


def _letters(due: Sequence[Notice], now: datetime) -> list[Letter]:
    """What still holds of it: a task that was done, or is no longer this person's, has no way in."""
    ways = registry.ways_of(due, now)
    places = registry.scope_names({one.scope for one in due})
    letters = []
    for notice in due:
        if (way := ways.get(notice.pk)) is not None:
            url = settings.SITE_URL + way.path
            letters.append(Letter(notice, url, way.until, places.get(notice.scope, "")))
    return letters


def _single(user: User, letter: Letter) -> outbox.Mail:
    notice = letter.notice
    return outbox.Mail(
        to=user.email,
        template="notice",
        context={"name": user.get_short_name(), "letter": letter, "notice": notice, "place": letter.place},
        scope=notice.scope,
        key=f"notice:{notice.public_id}",
        reply_to=notice.reply_to,
        forget=True,
    )


def _digest(user: User, letters: Sequence[Letter]) -> list[outbox.Mail]:
    """One mail for each partner that it speaks of: rivals never stand in one mail to a partner's person."""
    if not letters:
        return []
    scopes = sorted({letter.notice.scope for letter in letters}) if not user.role else [""]
    mails = []
    for scope in scopes:
        mine = [letter for letter in letters if user.role or letter.notice.scope == scope]
        replies = {letter.notice.reply_to for letter in mine}
        mails.append(
            outbox.Mail(
                to=user.email,
                template="digest",
                context={
                    "name": user.get_short_name(),
                    "letters": mine,
                    "place": mine[0].place if not user.role else "",
                    "has_links": any(letter.until for letter in mine),
                },
                scope=scope,
                key=f"digest:{mine[0].notice.public_id}",
                reply_to=replies.pop() if len(replies) == 1 else "",
                forget=True,
            )
        )
    return mails
