"""We answer for contested lines: excused, and the card changes at once; or they stay, and we say why."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Side
from portal.presentation import moment
from scorecards.actions import telling_contests as telling
from scorecards.actions.contests import ContestRefused, check_open, checked, close, held, record
from scorecards.actions.revising import Revised, revise
from scorecards.enums import ContestState, RevisionCause, Verdict
from scorecards.models import Contest, ContestLine, ContestMessage, Scorecard
from scorecards.permissions import check_can_decide_contests, check_can_take_back
from suppliers.actions.exclusions import excuse, restore
from suppliers.models import Exclusion


class ContestStale(Exception):
    """Somebody else was faster: nothing was changed. The message says who, and what they decided."""


@transaction.atomic
def decide(
    *,
    by: Actor,
    contest: Contest,
    lines: Collection[str],
    verdict: str,
    text: str,
    at: datetime | None = None,
) -> list[Revised]:
    """Excuse these lines (public ids) of the contest, or let them stay; either way in words that they read.

    Excused, every newest card that counts them is made again in this transaction: returns these. Once each
    line has its answer the contest is decided. Raises PermissionDenied, ContestRefused or ContestStale.
    """
    at = at or timezone.now()
    check_can_decide_contests(by)
    text = checked(text)
    locked = held(contest)
    if locked.state == ContestState.DECIDED:
        raise ContestStale(_told_by(locked.lines.select_related("line__order")))
    check_open(locked)
    rows = _chosen(locked, lines)
    revised: list[Revised] = []
    made: dict[int, Exclusion] = {}
    if verdict == Verdict.EXCUSED:
        ids = [row.line_id for row in rows]
        made = {one.line_id: one for one in excuse(by=by, line_ids=ids, reason=text)}
        revised = revise(by=by, line_ids=ids, cause=RevisionCause.CONTEST, about=locked.public_id, at=at)
    before, after = _pair(locked, revised)
    for row in rows:
        row.verdict, row.note, row.decided_at = verdict, text, at
        row.decided_by, row.decided_by_label = by.user, by.label
        row.exclusion, row.before, row.after = made.get(row.line_id), before, after
        row.save()
    if not locked.lines.filter(verdict="").exists():
        close(locked, ContestState.DECIDED, at, contest)
    record(by, f"contest.{verdict}", locked, lines=len(rows), revised=len(revised))
    telling.tell_decided(by=by, contest=locked, rows=rows, verdict=verdict, text=text, revised=revised, at=at)
    return revised


@transaction.atomic
def take_back(*, by: Actor, contest: Contest, reason: str, at: datetime | None = None) -> list[Revised]:
    """The lines that were excused by this contest count again, and the partner reads why.

    Raises PermissionDenied, or ContestRefused when none of them is excused by it any more.
    """
    at = at or timezone.now()
    check_can_take_back(by)
    reason = checked(reason, field="reason")
    locked = held(contest)
    found = Exclusion.objects.filter(contested__contest=locked, undone_at=None)
    restored = restore(by=by, exclusions=found, at=at)
    if not restored:
        raise ContestRefused(_("No line is excused by this contest any more."))
    revised = revise(by=by, line_ids=restored, cause=RevisionCause.RESTORED, about=locked.public_id, at=at)
    ContestMessage.objects.create(
        contest=locked,
        partner_id=locked.partner_id,
        side=Side.COMPANY,
        said_by=by.label,
        user=by.user,
        at=at,
        text=reason,
    )
    record(by, "contest.taken_back", locked, lines=len(restored), revised=len(revised))
    telling.tell_taken_back(by=by, contest=locked, count=len(restored), reason=reason, revised=revised, at=at)
    return revised


def _chosen(contest: Contest, lines: Collection[str]) -> Sequence[ContestLine]:
    if not lines:
        raise ContestRefused(_("Tick the lines first that this is about."), "lines")
    found = list(
        contest.lines.filter(line__public_id__in=set(lines))
        .select_for_update(of=("self",))
        .select_related("line__order")
        .order_by("pk")
    )
    if len(found) != len(set(lines)):
        raise ContestRefused(_("One of these lines is not in this contest. Tick them again."), "lines")
    decided = [row for row in found if row.verdict]
    if decided:
        raise ContestStale(_told_by(decided))
    return found


def _told_by(rows: Collection[ContestLine]) -> str:
    last = max(rows, key=_when)
    return _("%(name)s was faster, %(moment)s. %(line)s: %(verdict)s. Nothing was changed.") % {
        "name": last.decided_by_label,
        "moment": moment(last.decided_at, "short"),
        "line": last.line,
        "verdict": Verdict(last.verdict).label,
    }


def _pair(contest: Contest, revised: Sequence[Revised]) -> tuple[Scorecard | None, Scorecard | None]:
    """The card that was contested, as it was and as it is now; none when it came out alike.

    Never that of a partner it was merged into: the two may part again, and read their own contests.
    """
    card = contest.card
    wanted = (card.partner_id, card.template_id, card.period)
    for one in revised:
        if (one.after.partner_id, one.after.template_id, one.after.period) == wanted:
            return one.before, one.after
    return None, None


def _when(row: ContestLine) -> tuple[bool, str]:
    return row.decided_at is not None, row.decided_at.isoformat() if row.decided_at else ""
