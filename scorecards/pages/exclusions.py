"""Excusing many lines at once, as its pages say it: which lines, of whom, what became of it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.enums import JobState
from portal.models import JobRun
from portal.presentation import day, number, quantity
from scorecards.actions.excluding import MOST_LINES, Span, matching, not_excused
from scorecards.models import Scorecard
from scorecards.pages import words
from scorecards.permissions import can_decide_contests, can_take_back
from suppliers.enums import ExclusionState
from suppliers.models import Exclusion, ExclusionRequest, OrderLine

SAMPLE = 20
STATES = {
    ExclusionState.PROPOSED: ("open", "clock"),
    ExclusionState.APPROVED: ("ok", "check"),
    ExclusionState.DECLINED: ("", "x"),
    ExclusionState.WITHDRAWN: ("", "undo"),
    ExclusionState.UNDONE: ("warn", "undo"),
}


@dataclass(frozen=True)
class Sample:
    partner: str
    number: str
    url: str
    item: str
    how_many: str
    requested: str
    site: str


@dataclass(frozen=True)
class Preview:
    """What a proposal would be about."""

    count: int
    title: str
    partners: list[tuple[str, str]]
    more_partners: int
    skipped: str
    cards: str
    sample: list[Sample]
    too_many: bool


@dataclass(frozen=True)
class Step:
    is_done: bool
    words: str
    who: str
    at: dt.datetime | None
    note: str = ""


@dataclass(frozen=True)
class RequestPage:
    title: str
    span: str
    state: str
    tone: str
    picture: str
    reason: str
    lines_words: str
    partners: list[tuple[str, str]]
    sample: list[Sample]
    steps: list[Step]
    cards: list[tuple[str, str, str]]
    running_url: str
    failed: str
    may_approve: bool
    is_own: bool
    may_withdraw: bool
    may_undo: bool


def preview_of(actor: Actor, span: Span) -> Preview:
    """Six queries for any number of lines."""
    found = matching(actor, span)
    lines = not_excused(found)
    count = lines.count()
    skipped = found.count() - count
    partners = _by_partner(lines)
    cards = Scorecard.objects.filter(
        is_latest=True, partner__in=lines.values("partner"), starts_on__lte=span.end, ends_on__gte=span.start
    )
    return Preview(
        count=count,
        title=ngettext("%(n)s line would be excused", "%(n)s lines would be excused", count)
        % {"n": number(count)},
        partners=partners[:10],
        more_partners=max(0, len(partners) - 10),
        skipped=_skipped(skipped),
        cards=_cards(cards.count()),
        sample=_sample(lines),
        too_many=count > MOST_LINES,
    )


def request_page(actor: Actor, request: ExclusionRequest) -> RequestPage:
    lines = OrderLine.objects.for_actor(actor).filter(pk__in=request.candidates.values("line_id"))
    tone, picture = STATES[ExclusionState(request.state)]
    last = JobRun.objects.filter(key=job_key(request)).order_by("-pk").first()
    is_own = actor.user is not None and actor.user.pk == request.proposed_by_id
    proposed = request.state == ExclusionState.PROPOSED
    running = last is not None and not last.is_over
    return RequestPage(
        title=ngettext("Excuse %(n)s line", "Excuse %(n)s lines", request.line_count)
        % {"n": number(request.line_count)},
        span=span_words(request),
        state=str(request.get_state_display()),
        tone=tone,
        picture=picture,
        reason=request.reason,
        lines_words=_lines_words(request),
        partners=_by_partner(lines),
        sample=_sample(lines),
        steps=_steps(request),
        cards=_changed(actor, request),
        running_url=reverse("portal:job", args=[last.public_id]) if running else "",
        failed=last.error if last is not None and last.state == JobState.FAILED else "",
        may_approve=can_take_back(actor) and not is_own and proposed and not running,
        is_own=is_own and proposed,
        may_withdraw=proposed
        and not running
        and (can_take_back(actor) or (is_own and can_decide_contests(actor))),
        may_undo=can_take_back(actor) and request.state == ExclusionState.APPROVED and not running,
    )


def job_key(request: ExclusionRequest) -> str:
    return f"exclusion:{request.public_id}"


def span_words(request: ExclusionRequest) -> str:
    """Requested 1 to 14 Sep 2026, site Oslo, Brandt Castings"""
    parts = [
        _("Requested %(start)s to %(end)s") % {"start": day(request.starts_on), "end": day(request.ends_on)}
    ]
    if request.site:
        parts.append(_("site %(site)s") % {"site": request.site})
    parts.append(request.partner.name if request.partner is not None else _("all partners"))
    return ", ".join(parts)


def export_rows(lines: QuerySet[OrderLine]) -> Iterable[list[Any]]:
    """All the lines, as a file."""
    yield [
        "partner_code",
        "order_number",
        "line_number",
        "item_code",
        "description",
        "requested_on",
        "ship_to",
    ]
    for line in lines.select_related("order", "partner").order_by("partner__code", "order__number", "pk"):
        yield [
            line.partner.code, line.order.number, line.number, line.item_code, line.description,
            line.requested_on, line.ship_to,
        ]  # fmt: skip


def _by_partner(lines: QuerySet[OrderLine]) -> list[tuple[str, str]]:
    rows = lines.order_by().values("partner__name").annotate(n=Count("pk")).order_by("-n", "partner__name")
    return [(row["partner__name"], number(row["n"])) for row in rows]


def _sample(lines: QuerySet[OrderLine]) -> list[Sample]:
    rows = lines.select_related("order", "partner").order_by("requested_on", "pk")[:SAMPLE]
    return [
        Sample(
            line.partner.name,
            str(line),
            reverse("suppliers:order_line", args=[line.public_id]),
            line.description or line.item_code,
            quantity(line.quantity, line.unit),
            day(line.requested_on),
            line.ship_to,
        )
        for line in rows
    ]


def _skipped(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(n)s line more is excused already and stays so.",
        "%(n)s lines more are excused already and stay so.",
        count,
    ) % {"n": number(count)}


def _cards(count: int) -> str:
    if not count:
        return _("No published card counts them yet.")
    return ngettext(
        "%(n)s published card is looked at again; if it differs, a revision replaces it and its partner gets "
        "one mail.",
        "%(n)s published cards are looked at again; those that differ get a revision, and each partner "
        "one mail.",
        count,
    ) % {"n": number(count)}


def _lines_words(request: ExclusionRequest) -> str:
    if request.state not in (ExclusionState.APPROVED, ExclusionState.UNDONE):
        return ""
    excused = Exclusion.objects.filter(request=request).count()
    skipped = request.line_count - excused
    text = ngettext("%(n)s line was excused.", "%(n)s lines were excused.", excused) % {"n": number(excused)}
    return f"{text} {_already(skipped)}".strip()


def _already(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)s line was excused already.", "%(n)s lines were excused already.", count) % {
        "n": number(count)
    }


def _changed(actor: Actor, request: ExclusionRequest) -> list[tuple[str, str, str]]:
    """The cards that were made again: partner and period, score, address."""
    cards = Scorecard.objects.for_actor(actor).filter(cause_about=request.public_id)
    return [
        (
            f"{card.partner.name}, {card.period}, {_('revision %(n)s') % {'n': card.revision}}",
            words.points_text(card.score),
            reverse("scorecards:compare", args=[card.public_id]),
        )
        for card in cards.select_related("partner").order_by("partner__name", "starts_on", "revision")[:100]
    ]


def _steps(request: ExclusionRequest) -> list[Step]:
    steps = [Step(True, _("Proposed"), request.proposed_by.name, request.proposed_at)]
    if request.decided_by is None:
        return [*steps, Step(False, _("A second person decides"), "", None)]
    state = ExclusionState(request.state)
    decided = ExclusionState.APPROVED if state == ExclusionState.UNDONE else state
    steps.append(
        Step(True, str(decided.label), request.decided_by.name, request.decided_at, request.decision_note)
    )
    if request.undone_by is not None:
        steps.append(Step(True, _("Taken back"), request.undone_by.name, request.undone_at))
    return steps
