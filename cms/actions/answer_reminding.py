"""What reminds of unanswered questions by itself, and thanks for what changed a text: each once.

Also after missed runs: of several reminders that a run has missed only the latest is mailed.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from django.db import transaction

from cms.actions import answer_wording as wording
from cms.actions.telling_answers import answering, asking, tell
from cms.facts.answers import WAITING
from cms.models import PolicyComment
from portal.actors import Actor, system_actor
from portal.clocks import local_day
from portal.enums import Channel, StaffRole
from portal.models import Notice, User
from scorecards.actions.plan_reminding import passed

# Calendar days after the promised day: before it, on it, after it.
DUE_DAYS = (-3, 0, 1)
# So many days after it, executives hear that somebody waits.
LATE_DAYS = 5
_WITH = ("version", "partner__merged_into", "owner", "user", "led_to")


def remind(*, now: datetime) -> int:
    """All that is due by now; returns how many notices were asked for."""
    by, today = system_actor(Channel.JOB), local_day(now)
    with transaction.atomic():
        return _remind_owners(by, today, now) + _thank(by, today, now)


def _remind_owners(by: Actor, today: date, now: datetime) -> int:
    rows = list(PolicyComment.objects.filter(WAITING).select_related(*_WITH))
    known, count = _told(rows), 0
    for comment in rows:
        for key, people, is_overtaken in _due(comment, today, now):
            if key not in known:
                words = partial(wording.due, comment, today)
                count += tell(
                    by=by,
                    comment=comment,
                    people=people,
                    words=words,
                    key=key,
                    at=now,
                    is_overtaken=is_overtaken,
                )
    return count


def _due(comment: PolicyComment, today: date, now: datetime) -> Iterator[tuple[str, list[User], bool]]:
    asked_on = local_day(comment.at)
    come = passed(DUE_DAYS, comment.due_on, today, asked_on)
    for days in come:
        yield f"policy-due:{comment.public_id}:{days}", answering(comment, now), days != come[-1]
    if passed((LATE_DAYS,), comment.due_on, today, asked_on):
        told = {one.pk for one in answering(comment, now)}
        executives = User.objects.filter(role=StaffRole.EXECUTIVE, is_active=True).exclude(pk__in=told)
        yield f"policy-late:{comment.public_id}", list(executives), False


def _thank(by: Actor, today: date, now: datetime) -> int:
    """Whoever asked hears of the version that came of it from the day on which it holds."""
    rows = PolicyComment.objects.filter(led_to__in_force_from__lte=today, withdrawn_at=None)
    found = list(rows.select_related(*_WITH).order_by("pk"))
    known, count = _told(found), 0
    for comment in found:
        version = comment.led_to
        assert version is not None
        key = f"policy-thanks:{comment.public_id}:{version.public_id}"
        if key not in known:
            words = partial(wording.taken_up, comment)
            people = asking(comment, now)
            count += tell(by=by, comment=comment, people=people, words=words, key=key, at=now)
    return count


def _told(rows: list[PolicyComment]) -> set[str]:
    """The keys, without their reader, of what was told about these."""
    abouts = [one.public_id for one in rows]
    keys = Notice.objects.filter(about__in=abouts).values_list("key", flat=True)
    return {key.rpartition(":")[0] for key in keys}
