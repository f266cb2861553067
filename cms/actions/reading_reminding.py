"""What reminds of texts that wait to be read: the person, and once a week the owner. Each once.

Also after missed runs: of several reminders that a run has missed only the latest is mailed.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse

from cms.actions import reading_wording as wording
from cms.actions.telling_reading import notice_to, tell
from cms.facts.answers import FALLBACK
from cms.facts.reading import OVERDUE, asking, missing
from cms.facts.texts import keepers
from cms.models import TextVersion
from portal.actions.deputies import standing_in_for
from portal.actions.notices import notify
from portal.actors import Actor, system_actor
from portal.clocks import local_day
from portal.enums import Channel
from portal.models import Notice, User
from scorecards.actions.plan_reminding import passed

# Calendar days after the day by which it is to be read: before it, on it, and three weeks after it.
DUE_DAYS = (-3, 0, 7, 14, 21)


def remind(*, now: datetime) -> int:
    """All that is due by now; returns how many notices were asked for."""
    by, today = system_actor(Channel.JOB), local_day(now)
    versions = asking(today)
    with transaction.atomic():
        return _remind_people(by, versions, today, now) + _tell_owners(by, versions, today, now)


def _remind_people(by: Actor, versions: list[TextVersion], today: date, now: datetime) -> int:
    holds = {(one.page_id, one.major): one for one in versions}
    rows = list(missing(versions).filter(due_on__lte=today + timedelta(days=-DUE_DAYS[0])))
    known, count = _told([row.public_id for row in rows]), 0
    for row in rows:
        version = holds[row.version.page_id, row.version.major]
        come = passed(DUE_DAYS, row.due_on, today, local_day(row.asked_at))
        for days in come:
            key = f"due{days}"
            if f"reading-{key}:{row.public_id}" not in known:
                words = partial(wording.due, version, row, today)
                late = days != come[-1]
                count += tell(
                    by=by, row=row, version=version, words=words, key=key, at=now, is_overtaken=late
                )
    return count


def _tell_owners(by: Actor, versions: list[TextVersion], today: date, now: datetime) -> int:
    """Once in each week that starts with somebody overdue: how many they are."""
    monday = today - timedelta(days=today.weekday())
    counts: Counter[tuple[int, int]] = Counter(
        (row.version.page_id, row.version.major) for row in missing(versions).filter(due_on__lt=monday)
    )
    late = [one for one in versions if counts[one.page_id, one.major]]
    known, count = _told([one.public_id for one in late]), 0
    owners = keepers(one.page_id for one in late)
    for version in late:
        key = f"reading-overdue:{version.public_id}:{monday}"
        if key not in known:
            words = partial(wording.overdue, version, counts[version.page_id, version.major])
            path = f"{reverse('cms:reading')}?text={version.page.slug}&state={OVERDUE}"
            notices = [
                notice_to(user, words, key=f"{key}:{user.pk}", about=version.public_id, path=path, at=now)
                for user in answering(owners.get(version.page_id), now)
            ]
            count += notify(by=by, notices=notices)
    return count


def answering(owner: User | None, at: datetime) -> list[User]:
    """Who owns a text, or stands in; where that one has left, everybody who answers for texts."""
    if owner is not None and owner.is_active and owner.role:
        return [standing_in_for([owner], "", local_day(at)).get(owner.pk, owner)]
    return list(User.objects.filter(role__in=FALLBACK, is_active=True).order_by("name", "pk"))


def _told(abouts: Iterable[str]) -> set[str]:
    """The keys, without their reader, of what was told about these."""
    wanted = sorted(abouts)
    known: set[str] = set()
    for start in range(0, len(wanted), 500):
        keys = Notice.objects.filter(about__in=wanted[start : start + 500]).values_list("key", flat=True)
        known.update(key.rpartition(":")[0] for key in keys)
    return known
