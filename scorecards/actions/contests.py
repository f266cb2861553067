"""A partner contests lines of its card: a clock runs until we have answered for each of them.

What is decided stands in scorecards.actions.deciding.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actions import audit
from portal.actions.attachments import Upload, attach
from portal.actors import Actor
from portal.clocks import local_day
from portal.enums import Side
from portal.models import User
from scorecards.actions import telling_contests as telling
from scorecards.engine.evidence import unpack
from scorecards.enums import ContestReason, ContestState
from scorecards.facts.contests import disputed
from scorecards.models import Contest, ContestLine, ContestMessage, Scorecard
from scorecards.permissions import (
    can_contest,
    check_can_contest,
    check_can_decide_contests,
)
from suppliers.facts.colleagues import acting_people
from suppliers.models import Exclusion, OrderLine

LONGEST = 4000
MOST_LINES = 200
# From one person: an account in the wrong hands must not flood the other side.
MAX_AN_HOUR = 60


class ContestRefused(Exception):
    """It cannot be so; the message says why, `field` which answer it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def file(
    *,
    by: Actor,
    card: Scorecard,
    lines: Collection[str],
    reason: str,
    text: str,
    uploads: Iterable[Upload] = (),
    at: datetime | None = None,
) -> Contest:
    """Contest these lines (public ids) of the newest revision of one's own card.

    The answer is due CONTEST_DAYS calendar days after the day in the company's zone, and that never moves.
    Raises PermissionDenied, ContestRefused or AttachmentRefused.
    """
    at = at or timezone.now()
    check_can_contest(by, card.partner)
    if reason not in ContestReason.values:
        raise ContestRefused(_("Choose why these lines should not count."), "reason")
    text = checked(text)
    _check_not_too_many(by, at)
    found = _held(card, lines)
    filed_on = local_day(at)
    owner = card.partner.owner
    contest = Contest.objects.create(
        card=card,
        partner=card.partner,
        reason=reason,
        text=text,
        filed_by=by.user,
        filed_by_label=by.label,
        filed_at=at,
        due_on=filed_on + timedelta(days=settings.CONTEST_DAYS),
        owner=owner if owner is not None and acting_people("").filter(pk=owner.pk).exists() else None,
    )
    ContestLine.objects.bulk_create(ContestLine(contest=contest, line=line) for line in found)
    files = attach(by=by, scope=card.partner.public_id, about=contest.public_id, uploads=uploads, at=at)
    record(by, "contest.filed", contest, lines=len(found), files=len(files), reason=reason)
    telling.tell_filed(by=by, contest=contest, lines=found, at=at)
    return contest


@transaction.atomic
def withdraw(*, by: Actor, contest: Contest, at: datetime | None = None) -> None:
    """The partner needs no answer any more; what was decided before stays. Raises ContestRefused."""
    check_can_contest(by, contest.partner)
    locked = held(contest)
    check_open(locked)
    close(locked, ContestState.WITHDRAWN, at or timezone.now(), contest)
    record(by, "contest.withdrawn", locked)
    telling.tell_withdrawn(by=by, contest=locked, at=at or timezone.now())


@transaction.atomic
def say(
    *,
    by: Actor,
    contest: Contest,
    text: str,
    uploads: Iterable[Upload] = (),
    at: datetime | None = None,
) -> ContestMessage:
    """Add words, and files as long as it is open, on either side.

    Raises PermissionDenied, ContestRefused or AttachmentRefused.
    """
    at, uploads = at or timezone.now(), list(uploads)
    if not can_contest(by, contest.partner):
        check_can_decide_contests(by)
    text = checked(text)
    _check_not_too_many(by, at)
    locked = held(contest)
    if uploads:
        check_open(locked)
    message = ContestMessage.objects.create(
        contest=locked,
        partner_id=locked.partner_id,
        side=Side.COMPANY if by.is_staff else Side.PARTNER,
        said_by=by.label,
        user=by.user,
        at=at,
        text=text,
    )
    attach(by=by, scope=locked.partner.public_id, about=locked.public_id, uploads=uploads, at=at)
    record(by, "contest.said", locked, files=len(uploads))
    telling.tell_said(by=by, message=message, at=at)
    return message


@transaction.atomic
def hand_over(*, by: Actor, contest: Contest, to: User, at: datetime | None = None) -> None:
    """A colleague answers instead; the clock does not move. Raises PermissionDenied or ContestRefused."""
    check_can_decide_contests(by)
    if not acting_people("").filter(pk=to.pk).exists():
        raise ContestRefused(_("%(name)s does not decide contests.") % {"name": to}, "to")
    locked = held(contest)
    check_open(locked)
    if locked.owner_id == to.pk:
        return
    was, locked.owner = locked.owner, to
    locked.save(update_fields=["owner"])
    contest.owner = to
    record(by, "contest.handed_over", locked, **{"from": str(was) if was else "", "to": str(to)})
    telling.tell_handed_over(by=by, contest=locked, at=at or timezone.now())


def checked(text: str, *, field: str = "text") -> str:
    """Line ends as one sign each, so that what a browser counts is what we count."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise ContestRefused(_("Write a few words first."), field)
    if len(text) > LONGEST:
        raise ContestRefused(
            _("That is %(n)d characters; %(most)d fit. Could you say it shorter?")
            % {"n": len(text), "most": LONGEST},
            field,
        )
    return text


def contestable(card: Scorecard) -> set[str]:
    """The public ids of the lines that count against the partner on this card: not the excused ones."""
    lines: set[str] = set()
    kept = {one.source: one for one in card.evidence.all()}
    for source in _sources(card):
        columns, rows = unpack(bytes(kept[source].rows), kept[source].digest)
        if "line" in columns and "excused" in columns:
            line, excused = columns.index("line"), columns.index("excused")
            lines.update(row[line] for row in rows if not row[excused])
    return lines


def _sources(card: Scorecard) -> set[str]:
    """The rows behind the partner's half, those behind formulas too."""
    found = set()
    for result in card.results.filter(side=Side.PARTNER).select_related("evidence").defer("evidence__rows"):
        if result.evidence is not None:
            found.add(result.evidence.source)
        found.update(one["source"] for one in result.inputs)
    return found


def held(contest: Contest) -> Contest:
    """The contest as it stands now, held until the transaction ends."""
    rows = Contest.objects.select_for_update(of=("self",)).select_related("owner", "partner", "card__partner")
    locked: Contest = rows.get(pk=contest.pk)
    return locked


def check_open(contest: Contest) -> None:
    """Raises ContestRefused for one that was decided or withdrawn."""
    if contest.state == ContestState.DECIDED:
        raise ContestRefused(_("This contest is decided already."))
    if contest.state == ContestState.WITHDRAWN:
        raise ContestRefused(_("%(partner)s has withdrawn this contest.") % {"partner": contest.partner.name})


def close(locked: Contest, state: str, at: datetime, contest: Contest) -> None:
    """No longer open, and the caller's row knows."""
    locked.state, locked.closed_at = state, at
    locked.save(update_fields=["state", "closed_at"])
    contest.state, contest.closed_at = state, at


def record(by: Actor, verb: str, contest: Contest, **data: Any) -> None:
    """The trail says who did what when; the words themselves stay in the contest."""
    audit.record(
        by=by,
        verb=verb,
        obj=contest,
        scope=contest.partner.public_id,
        data={"period": contest.card.period, **data},
    )


def _held(card: Scorecard, wanted: Collection[str]) -> Sequence[OrderLine]:
    """The lines, held so that nobody contests or excuses them at the same time. Raises ContestRefused."""
    wanted = set(wanted)
    if not wanted:
        raise ContestRefused(_("Tick the lines first that should not count."), "lines")
    if len(wanted) > MOST_LINES:
        words = ngettext(
            "At most %(n)s line fits one contest.", "At most %(n)s lines fit one contest.", MOST_LINES
        )
        raise ContestRefused(words % {"n": MOST_LINES}, "lines")
    if not Scorecard.objects.filter(pk=card.pk, is_latest=True).exists():
        raise ContestRefused(_("There is a newer revision of this card: contest the lines there."), "lines")
    if card.partner.merged_into_id is not None:
        raise ContestRefused(_("This card is of another name of the partner, and is made no more."), "lines")
    rows = OrderLine.objects.filter(partner=card.partner_id, public_id__in=wanted).order_by("pk")
    found = list(rows.select_for_update(of=("self",), no_key=True).select_related("order"))
    if len(found) != len(wanted) or not wanted <= contestable(card):
        raise ContestRefused(
            _("One of these lines does not count on this card, or is excused already. Tick them again."),
            "lines",
        )
    keys = [line.pk for line in found]
    excused = set(
        Exclusion.objects.filter(line_id__in=keys, undone_at=None).values_list("line_id", flat=True)
    )
    taken = excused or disputed(keys).keys()
    for line in found:
        if line.pk in taken:
            words = (
                _("%(line)s is excused already.") if excused else _("%(line)s is in an open contest already.")
            )
            raise ContestRefused(words % {"line": line}, "lines")
    return found


def _check_not_too_many(by: Actor, at: datetime) -> None:
    verbs = ["contest.filed", "contest.said"]
    if audit.count(by=by, verbs=verbs, since=at - timedelta(hours=1)) >= MAX_AN_HOUR:
        raise ContestRefused(_("You have written a great deal in the last hour. Go on a little later."))
