"""What cases ask for by themselves: half of a promise's time is over, it is past, follow up, how did we do?

Runs often; whatever was missed is caught up, and each is told once (docs/cases.md).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from portal.actions.notices import notify
from portal.actors import system_actor
from portal.clocks import local_day
from portal.enums import Channel, Side
from portal.models import Notice, User
from suppliers.actions import wording_cases as wording
from suppliers.actions.asking import in_words_of
from suppliers.actions.telling_cases import hearing, notice
from suppliers.actions.wording import Words
from suppliers.enums import CaseStage, RemedyState, TaskKind
from suppliers.facts.case_clocks import FIELDS, PROMISED, half_of
from suppliers.models import Case, CaseRemedy
from suppliers.policies_cases import OPEN_STAGES, ower_of

HALF, LATE, FOLLOW_UP, UNDONE, MARK = "half", "late", "follow_up", "undone", "mark"


@dataclass(frozen=True)
class Reminder:
    """One thing to tell about a case, to one of its sides. `name` makes it once."""

    case: Case
    name: str
    side: Side
    words: Callable[[], Words]
    task: str = ""


def remind(*, now: datetime) -> int:
    """Tells what has come due since the last run; returns how many notices are new."""
    reminders = [*_of_clocks(now), *_of_follow_ups(now), *_of_remedies(now)]
    with transaction.atomic():
        return _tell(reminders, now)


def ask_for_marks(*, now: datetime) -> int:
    """Whoever had the problem is asked once, after it was closed; returns how many cases that is."""
    with transaction.atomic():
        rows = Case.objects.select_for_update(of=("self",))
        cases = list(
            rows.filter(stage=CaseStage.CLOSED, satisfaction=None, satisfaction_asked_at=None)
            .select_related("partner__owner", "owner", "opened_by", "heard_by")
            .order_by("pk")
        )
        reminders = [
            Reminder(
                one, MARK, Side(one.opened_by_side), partial(wording.mark_words, one), TaskKind.CASE_MARK
            )
            for one in cases
        ]
        _tell(reminders, now)
        Case.objects.filter(pk__in=[one.pk for one in cases]).update(satisfaction_asked_at=now)
    return len(cases)


def _of_clocks(now: datetime) -> Iterator[Reminder]:
    """A promise that is past is told as past; that half of its time was over is no news then."""
    for case in _open_cases():
        for kind in PROMISED:
            due_field, done_field = FIELDS[kind]
            due = getattr(case, due_field)
            if due is None or getattr(case, done_field) is not None:
                continue
            half = half_of(case, kind)
            if now > due:
                words = partial(wording.late_words, case, kind)
                yield Reminder(case, f"{LATE}:{kind}", ower_of(case), words)
            elif half is not None and now >= half:
                words = partial(wording.half_words, case, kind)
                yield Reminder(case, f"{HALF}:{kind}", ower_of(case), words)


def _of_follow_ups(now: datetime) -> Iterator[Reminder]:
    """The day of the follow-up has come, once for each remedy that was done."""
    due = _open_cases().filter(stage=CaseStage.AGREED, follow_up_on__lte=local_day(now))
    undone = CaseRemedy.objects.filter(state=RemedyState.AGREED, done_at=None)
    for case in due.exclude(pk__in=undone.values("case_id")):
        words = partial(wording.follow_up_words, case)
        yield Reminder(case, f"{FOLLOW_UP}:{case.follow_up_on:%Y-%m-%d}", ower_of(case), words)


def _of_remedies(now: datetime) -> Iterator[Reminder]:
    """What was agreed was to be done by a day that is past."""
    rows = CaseRemedy.objects.filter(
        state=RemedyState.AGREED, done_at=None, done_by__lt=local_day(now), case__stage__in=OPEN_STAGES
    ).select_related("case__partner__owner", "case__owner", "case__opened_by", "case__heard_by")
    for remedy in rows.order_by("pk"):
        words = partial(wording.undone_words, remedy)
        yield Reminder(remedy.case, f"{UNDONE}:{remedy.public_id}", ower_of(remedy.case), words)


def _open_cases() -> QuerySet[Case]:
    rows = Case.objects.filter(stage__in=OPEN_STAGES).order_by("pk")
    return rows.select_related("partner__owner", "owner", "opened_by", "heard_by")


def _tell(reminders: list[Reminder], now: datetime) -> int:
    """Only what nobody was told yet: a colleague who owns the case since then is not told again."""
    names = {f"case:{one.case.public_id}:{one.name}" for one in reminders}
    known = _told(names, {one.case.partner.public_id for one in reminders})
    new = [one for one in reminders if f"case:{one.case.public_id}:{one.name}" not in known]
    notices = [_notice(one, user, now) for one in new for user in hearing(one.case, one.side, now)]
    return notify(by=system_actor(Channel.JOB), notices=notices)


def _notice(one: Reminder, user: User, now: datetime) -> Notice:
    return notice(
        user,
        one.case,
        in_words_of(user, one.words),
        key=f"case:{one.case.public_id}:{one.name}:{user.pk}",
        at=now,
        task=one.task if not user.role else "",
    )


def _told(names: set[str], scopes: set[str]) -> set[str]:
    """Of these names those of which somebody was told: the key of a notice is a name and a person."""
    told: set[str] = set()
    ids = sorted(scopes)
    for start in range(0, len(ids), 500):
        keys = Notice.objects.filter(scope__in=ids[start : start + 500], key__startswith="case:")
        told.update(key.rpartition(":")[0] for key in keys.values_list("key", flat=True))
    return told & names
