"""Excusing many lines at once: one person proposes, a second one approves; cards are made again, and told.

The exclusions themselves are written by suppliers.actions.exclusions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from scorecards.actions import telling_contests as telling
from scorecards.actions.revising import revise
from scorecards.enums import RevisionCause
from scorecards.permissions import check_can_decide_contests, check_can_take_back
from suppliers.actions.exclusions import LONGEST_REASON, excuse, restore
from suppliers.enums import ExclusionState, LineStatus
from suppliers.models import Exclusion, ExclusionCandidate, ExclusionRequest, OrderLine, Partner

MOST_LINES = 20_000
_AT_ONCE = 500
Progress = Callable[[int, int, str], None]


class ExclusionRefused(Exception):
    """It cannot be so; the message says why, `field` which answer it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ExclusionStale(Exception):
    """Somebody else decided in the meantime: nothing was changed. The message says who."""


@dataclass(frozen=True)
class Span:
    """Lines by requested day, `start` and `end` included; of one site or one partner, if named."""

    start: date
    end: date
    site: str = ""
    partner: Partner | None = None


@dataclass(frozen=True)
class Excluded:
    """What was done: lines excused or restored, those that were so already, cards made again, people told."""

    lines: int
    skipped: int
    cards: int
    partners: int

    def as_json(self) -> dict[str, Any]:
        return {
            "lines": self.lines,
            "skipped": self.skipped,
            "cards": self.cards,
            "partners": self.partners,
        }


def matching(actor: Actor, span: Span) -> QuerySet[OrderLine]:
    """The lines of this span, drafts aside, also those that are excused already."""
    lines = OrderLine.objects.for_actor(actor).exclude(status=LineStatus.DRAFT)
    lines = lines.filter(requested_on__range=(span.start, span.end))
    if span.site:
        lines = lines.filter(ship_to=span.site)
    if span.partner is not None:
        lines = lines.filter(partner=span.partner)
    return lines


def not_excused(lines: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    return lines.exclude(pk__in=Exclusion.objects.filter(undone_at=None).values("line_id"))


@transaction.atomic
def propose(*, by: Actor, span: Span, reason: str, at: datetime | None = None) -> ExclusionRequest:
    """Keeps which lines match now, those excused already aside; a second person decides about just these.

    Raises PermissionDenied or ExclusionRefused.
    """
    check_can_decide_contests(by)
    at = at or timezone.now()
    reason = checked_reason(reason, "reason")
    check_span(span)
    found = not_excused(matching(by, span)).order_by("pk").values_list("pk", "partner_id")
    lines = list(found[: MOST_LINES + 1])
    if not lines:
        raise ExclusionRefused(_("No line fits that is not excused already."))
    if len(lines) > MOST_LINES:
        words = _("More than %(most)s lines fit: choose fewer days, one site or one partner.")
        raise ExclusionRefused(words % {"most": MOST_LINES})
    request = ExclusionRequest.objects.create(
        reason=reason,
        partner=span.partner,
        site=span.site,
        starts_on=span.start,
        ends_on=span.end,
        line_count=len(lines),
        proposed_by=by.user,
        proposed_at=at,
    )
    ExclusionCandidate.objects.bulk_create(
        (ExclusionCandidate(request=request, line_id=line, partner_id=partner) for line, partner in lines),
        batch_size=_AT_ONCE,
    )
    _record(by, "exclusion.proposed", request, lines=len(lines))
    telling.tell_proposed(by=by, request=request, at=at)
    return request


@transaction.atomic
def approve(
    *,
    by: Actor,
    request: ExclusionRequest,
    note: str = "",
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Excluded:
    """Excuse all its lines and make the cards again that count them, in one transaction.

    Raises PermissionDenied (also for who proposed it), ExclusionRefused or ExclusionStale.
    """
    check_can_take_back(by)
    at, note = at or timezone.now(), checked_note(note)
    locked = _held(request)
    check_second_person(by, locked)
    check_proposed(locked)
    lines = list(locked.candidates.order_by("line_id").values_list("line_id", flat=True))
    _tell(progress, 0, _("Excusing lines"))
    made = excuse(by=by, line_ids=lines, reason=locked.reason, request=locked)
    _tell(progress, 1, _("Making cards again"))
    revised = revise(
        by=by,
        line_ids=[one.line_id for one in made],
        cause=RevisionCause.EXCLUSION,
        about=locked.public_id,
        at=at,
    )
    _tell(progress, 2, _("Writing mails"))
    _decided(by, locked, ExclusionState.APPROVED, note, at)
    telling.tell_excluded(by=by, request=locked, revised=revised, undone=False, at=at)
    done = Excluded(
        len(made), len(lines) - len(made), len(revised), len({one.after.partner_id for one in revised})
    )
    _record(by, "exclusion.approved", locked, **done.as_json())
    telling.tell_request_decided(by=by, request=locked, words=_approved_words(by, done), at=at)
    _tell(progress, 3, "")
    return done


@transaction.atomic
def decline(*, by: Actor, request: ExclusionRequest, note: str, at: datetime | None = None) -> None:
    """The lines stay, and who proposed it reads why."""
    check_can_take_back(by)
    at, note = at or timezone.now(), checked_reason(note, "note")
    locked = _held(request)
    check_second_person(by, locked)
    check_proposed(locked)
    _decided(by, locked, ExclusionState.DECLINED, note, at)
    _record(by, "exclusion.declined", locked)
    telling.tell_request_decided(by=by, request=locked, words=_declined_words(by, note), at=at)


@transaction.atomic
def withdraw(*, by: Actor, request: ExclusionRequest, at: datetime | None = None) -> None:
    """Who proposed it, or who could approve it, takes it off the table before it is decided."""
    check_can_decide_contests(by)
    locked = _held(request)
    if by.user.pk != locked.proposed_by_id:
        check_can_take_back(by)
    check_proposed(locked)
    _decided(by, locked, ExclusionState.WITHDRAWN, "", at or timezone.now())
    _record(by, "exclusion.withdrawn", locked)


@transaction.atomic
def undo(
    *, by: Actor, request: ExclusionRequest, at: datetime | None = None, progress: Progress | None = None
) -> Excluded:
    """The lines it excused count again, and the cards are made again, in one transaction.

    Raises PermissionDenied, ExclusionRefused or ExclusionStale.
    """
    check_can_take_back(by)
    at = at or timezone.now()
    locked = _held(request)
    if locked.state == ExclusionState.UNDONE:
        words = _("%(name)s took this back already, nothing was changed.")
        raise ExclusionStale(words % {"name": locked.undone_by})
    if locked.state != ExclusionState.APPROVED:
        raise ExclusionRefused(_("Only what was approved can be taken back."))
    _tell(progress, 0, _("Restoring lines"))
    restored = restore(by=by, exclusions=locked.exclusions.filter(undone_at=None), at=at)
    _tell(progress, 1, _("Making cards again"))
    revised = revise(by=by, line_ids=restored, cause=RevisionCause.RESTORED, about=locked.public_id, at=at)
    _tell(progress, 2, _("Writing mails"))
    locked.state, locked.undone_by, locked.undone_at = ExclusionState.UNDONE, by.user, at
    locked.save(update_fields=["state", "undone_by", "undone_at"])
    telling.tell_excluded(by=by, request=locked, revised=revised, undone=True, at=at)
    known = locked.exclusions.count()
    done = Excluded(
        len(restored), known - len(restored), len(revised), len({one.after.partner_id for one in revised})
    )
    _record(by, "exclusion.undone", locked, **done.as_json())
    _tell(progress, 3, "")
    return done


def checked_reason(text: str, field: str) -> str:
    """In one line, as it stands beside each line. Raises ExclusionRefused."""
    words = checked_note(text, field)
    if not words:
        raise ExclusionRefused(_("Write a few words first."), field)
    return words


def checked_note(text: str, field: str = "note") -> str:
    words = " ".join(text.replace("\x00", "").split())
    if len(words) > LONGEST_REASON:
        raise ExclusionRefused(
            _("That is %(n)d characters; %(most)d fit. Could you say it shorter?")
            % {"n": len(words), "most": LONGEST_REASON},
            field,
        )
    return words


def check_span(span: Span) -> None:
    """Raises ExclusionRefused for days that are no span, or for all lines of all partners."""
    if span.end < span.start:
        raise ExclusionRefused(_("The last day comes before the first."), "end")
    if not span.site and span.partner is None and (span.end - span.start).days > 366:
        raise ExclusionRefused(
            _("That is more than a year of all partners: name a site or a partner."), "end"
        )


def check_second_person(by: Actor, request: ExclusionRequest) -> None:
    """Raises ExclusionRefused for who proposed it."""
    if by.user.pk == request.proposed_by_id:
        raise ExclusionRefused(_("You proposed this: a second person decides."))


def check_proposed(request: ExclusionRequest) -> None:
    """Raises ExclusionStale once it was decided or withdrawn."""
    if request.state == ExclusionState.PROPOSED:
        return
    who = request.decided_by or request.proposed_by
    words = _("%(name)s decided in the meantime: %(state)s. Nothing was changed.")
    raise ExclusionStale(words % {"name": who, "state": request.get_state_display()})


def _held(request: ExclusionRequest) -> ExclusionRequest:
    rows = ExclusionRequest.objects.select_for_update(of=("self",))
    locked: ExclusionRequest = rows.select_related("proposed_by", "decided_by", "undone_by").get(
        pk=request.pk
    )
    return locked


def _decided(by: Actor, request: ExclusionRequest, state: str, note: str, at: datetime) -> None:
    request.state, request.decision_note = state, note
    request.decided_by, request.decided_at = by.user, at
    request.save(update_fields=["state", "decision_note", "decided_by", "decided_at"])


def _tell(progress: Progress | None, done: int, words: str) -> None:
    if progress is not None:
        progress(done, 3, words)


def _approved_words(by: Actor, done: Excluded) -> telling.Words:
    return lambda: {
        "subject": _("Approved: %(lines)s lines are excused") % {"lines": done.lines},
        "intro": _("%(name)s approved it. %(cards)s cards were made again.")
        % {"name": by.label, "cards": done.cards},
        "act": _("Open it"),
    }


def _declined_words(by: Actor, note: str) -> telling.Words:
    return lambda: {
        "subject": _("Declined: the lines are not excused"),
        "intro": _("%(name)s declined it, and says why:") % {"name": by.label},
        "quote": note,
        "act": _("Open it"),
    }


def _record(by: Actor, verb: str, request: ExclusionRequest, **data: Any) -> None:
    """Once for all lines; of one partner's, in its history."""
    scope = request.partner.public_id if request.partner is not None else ""
    audit.record(by=by, verb=verb, obj=request, scope=scope, data={"reason": request.reason, **data})
