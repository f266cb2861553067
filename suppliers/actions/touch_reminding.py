"""Reminders, each once: of a meeting tomorrow, of a promise on its day, of silence once a week.

The key of a notice makes it one, also after missed runs: a meeting by its day (planned anew, told anew),
a promise by its day, a silence by the last word before it. Of all silences that one person should hear of
there is one mail a week; `silence:` rows, which are never mailed, remember which were told.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actions.deputies import standing_in_for
from portal.actions.notices import notify
from portal.actors import Actor, system_actor
from portal.clocks import local_day
from portal.enums import Channel, StaffRole
from portal.models import Notice, User
from portal.presentation import day, number
from suppliers.facts.importing import is_importing
from suppliers.facts.touch import Contact
from suppliers.facts.touch_due import gone_silent, meets_tomorrow, promises_due
from suppliers.models import Partner, Touchpoint

LISTED = 20


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Returns how many notices are new."""
    if is_importing():
        return 0
    by, today = system_actor(Channel.JOB), local_day(now)
    notices = [
        *_each(meets_tomorrow(by, today), _meeting, now),
        *_each(promises_due(by, today), _promise, now),
    ]
    known = _known(notice.key for notice in notices)
    new = [notice for notice in notices if notice.key not in known]
    return notify(by=by, notices=new) + _tell_silent(by, today, now)


def _each(
    rows: Iterable[Touchpoint], make: Callable[[Touchpoint, User, datetime], Notice], now: datetime
) -> list[Notice]:
    """For whoever of us was or will be there, or who looks after the partner; or who stands in for them."""
    pairs = [(row, user) for row in rows if (user := _whose(row)) is not None]
    here = standing_in_for([user for _row, user in pairs], "", local_day(now))
    return [make(row, here.get(user.pk, user), now) for row, user in pairs]


def _whose(row: Touchpoint) -> User | None:
    for user in (row.by, row.partner.owner):
        if user is not None and user.is_active and user.role:
            return user
    return None


def _meeting(row: Touchpoint, user: User, now: datetime) -> Notice:
    def words() -> tuple[str, str, str]:
        what = {"kind": row.get_kind_display(), "name": row.partner.name, "day": day(row.on, "full")}
        return (
            _("%(kind)s with %(name)s on %(day)s") % what,
            row.text or _("What do they expect of us, and what did we promise last time?"),
            _("See what was said before"),
        )

    return _notice(row.partner, user, f"touch:meet:{row.public_id}:{row.on}", words, now)


def _promise(row: Touchpoint, user: User, now: datetime) -> Notice:
    def words() -> tuple[str, str, str]:
        return (
            _("What you promised %(name)s is due on %(day)s")
            % {"name": row.partner.name, "day": day(row.promised_by)},
            row.promised,
            _("Say that it is done"),
        )

    return _notice(row.partner, user, f"touch:promise:{row.public_id}:{row.promised_by}", words, now)


def _notice(
    partner: Partner, user: User, key: str, words: Callable[[], tuple[str, str, str]], now: datetime
) -> Notice:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject, text, act = words()
    return Notice(
        user=user,
        scope=partner.public_id,
        key=key,
        path=reverse("suppliers:partner_touchpoints", args=[partner.public_id]),
        subject=" ".join(subject.split())[:250],
        words=text,
        act=act,
        facts=[],
        created_at=now,
    )


def _tell_silent(by: Actor, today: date, now: datetime) -> int:
    """Once a week and person, about those of whom nobody was told yet in this silence."""
    silent = gone_silent(by, today)
    told = _known(_silence(one) for one in silent)
    readers = _readers(today)
    new: defaultdict[User, list[Contact]] = defaultdict(list)
    for one in silent:
        if _silence(one) not in told:
            for user in readers(one.partner):
                new[user].append(one)
    week = "{}-{:02}".format(*today.isocalendar()[:2])
    had = _known(f"silent:{week}:{user.pk}" for user in new)
    notices: list[Notice] = []
    for user, some in new.items():
        key = f"silent:{week}:{user.pk}"
        if key in had:
            continue
        notices.append(_digest(user, some, key, now))
        notices += [
            Notice(
                user=user,
                scope=one.partner.public_id,
                key=_silence(one),
                subject="silence",
                facts=[],
                created_at=now,
                dropped_at=now,
            )
            for one in some
        ]
    notify(by=by, notices=notices)
    return sum(notice.dropped_at is None for notice in notices)


def _silence(one: Contact) -> str:
    return f"silence:{one.partner.public_id}:{one.silent_since}"


def _readers(today: date) -> Callable[[Partner], list[User]]:
    """Who looks after a partner; of one that nobody looks after, a purchasing manager hears."""
    managers = User.objects.filter(role=StaffRole.PURCHASING_MANAGER, is_active=True).order_by("pk")
    first = list(managers[:1])
    owners = list(
        User.objects.filter(partners_owned__isnull=False, is_active=True).exclude(role="").distinct()
    )
    here = standing_in_for([*owners, *first], "", today)
    known = {user.pk: here.get(user.pk, user) for user in (*owners, *first)}

    def readers(partner: Partner) -> list[User]:
        found = known.get(partner.owner_id) if partner.owner_id else None
        return [found] if found is not None else [known[user.pk] for user in first]

    return readers


def _digest(user: User, some: list[Contact], key: str, now: datetime) -> Notice:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = ngettext(
            "Nobody has spoken to %(n)s partner for too long",
            "Nobody has spoken to %(n)s partners for too long",
            len(some),
        ) % {"n": number(len(some))}
        facts = [[one.partner.name, _silent_words(one)] for one in some[:LISTED]]
        return Notice(
            user=user,
            key=key,
            path=reverse("suppliers:contact_plan") + "?state=unplanned",
            subject=subject,
            words=_("A call is enough. Each is told once; the contact plan has all of them."),
            act=_("Open the contact plan"),
            facts=facts,
            created_at=now,
        )


def _silent_words(one: Contact) -> str:
    if one.last is None:
        return _("never yet")
    return _("last on %(day)s, %(days)s days ago") % {
        "day": day(one.last.on),
        "days": number(one.days),
    }


def _known(keys: Iterable[str]) -> set[str]:
    """Those that were told already; a database takes only so many at once."""
    wanted, known = list(keys), set[str]()
    for start in range(0, len(wanted), 5_000):
        known.update(
            Notice.objects.filter(key__in=wanted[start : start + 5_000]).values_list("key", flat=True)
        )
    return known
