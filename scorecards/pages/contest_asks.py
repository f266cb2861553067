"""Contests as cards of the buyer's inbox, and as lines of the home pages."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.periods import Period
from portal.models import Attachment, Deputy
from portal.presentation import moment, number
from scorecards.actions.effects import CardBook, Effect, books_of
from scorecards.enums import ContestReason, ContestState, Verdict
from scorecards.facts.contests import due_at, waiting
from scorecards.forms.contests import DecideForm
from scorecards.models import Contest, ContestLine, Scorecard
from scorecards.pages import words
from scorecards.pages.clocks import clock_of
from scorecards.pages.contests import File, effect_sentence, excused_this_year, file_of
from scorecards.pages.disputes import points_words, score_words
from scorecards.pages.tracks import Story, axis_of, days_words, stories_of, track
from suppliers.facts.colleagues import acting_people
from suppliers.models import OrderLine, Receipt
from suppliers.registry import Ask, Done, Stub

KIND = "contests"
SHOWN_LINES = 3
SHOWN = 5


@dataclass(frozen=True)
class AskedLine:
    public_id: str
    name: str
    number: str
    url: str
    track: Any
    days: str


@dataclass(frozen=True)
class ContestAsk:
    url: str
    decide_url: str
    lines: list[AskedLine]
    more: int
    keys: list[str]
    text: str
    who: str
    at: dt.datetime
    files: list[File]
    known: list[str]
    effect: str
    effect_points: str
    tel: str
    call: str
    several: bool
    forms: dict[str, Any] = field(default_factory=dict)


def waiting_stubs(actor: Actor, ours: Mapping[str, int]) -> list[Stub]:
    known = set(ours.values())
    today = local_day(timezone.now())
    return [
        Stub(
            KIND,
            one.public_id,
            one.partner_id,
            one.filed_at,
            due_at(one),
            frozenset({one.owner_id} & known),
            clock=clock_of(one, today),
        )
        for one in waiting(actor).only(
            "public_id", "partner", "filed_at", "due_on", "owner", "state", "closed_at"
        )
    ]


def mine(actor: Actor, away: QuerySet[Deputy]) -> QuerySet[Contest]:
    """Those of this buyer, of those for whom they stand in, and of nobody."""
    me, ours = actor.user, acting_people("").order_by()
    return waiting(actor).filter(
        Q(owner=me) | Q(owner__in=away.values("user_id")) | Q(owner=None) | ~Q(owner__in=ours.values("pk"))
    )


def asks(actor: Actor, stubs: Sequence[Stub], now: dt.datetime) -> list[Ask]:
    """A fixed number of queries for any number of contests."""
    by_key = {stub.key: stub for stub in stubs}
    rows = list(
        Contest.objects.for_actor(actor)
        .filter(public_id__in=by_key)
        .select_related("partner", "card", "filed_by")
        .prefetch_related("lines__line__order")
    )
    books = _books(rows)
    lines = {one.line_id: one.line for row in rows for one in row.lines.all()}
    told = stories_of(OrderLine.objects.filter(pk__in=lines), local_day(now))
    files = Attachment.objects.for_actor(actor).by_thing(list(by_key))
    excused = excused_this_year({row.partner_id for row in rows}, local_day(now))
    booked = _booked(lines)
    return [
        _ask(
            by_key[row.public_id],
            row,
            books.get(_series(row.card)),
            told,
            [file_of(one) for one in files.get(row.public_id, [])],
            excused[row.partner_id],
            booked,
        )
        for row in rows
    ]


def _ask(
    stub: Stub,
    row: Contest,
    book: CardBook | None,
    told: Mapping[str, Story],
    files: list[File],
    excused: int,
    booked: Mapping[int, str],
) -> Ask:
    disputed = [one for one in row.lines.all() if not one.verdict]
    keys = [one.line.public_id for one in disputed]
    effect = book.without(keys) if book is not None else None
    axis = axis_of([told[key] for key in keys if key in told])
    shown = disputed[:SHOWN_LINES]
    detail = ContestAsk(
        url=reverse("scorecards:contest", args=[row.public_id]),
        decide_url=reverse("scorecards:contest_decide", args=[row.public_id]) + "?next=inbox",
        lines=[_line(one.line, told.get(one.line.public_id) or Story(), axis) for one in shown],
        more=len(disputed) - len(shown),
        keys=keys,
        text=row.text,
        who=row.filed_by_label,
        at=row.filed_at,
        files=files,
        known=_known(row, shown, excused, booked),
        effect=effect_sentence(effect, len(keys)) if effect is not None else "",
        effect_points=points_words(effect),
        tel="".join(sign for sign in row.filed_by.phone if sign.isdigit() or sign == "+"),
        call=row.filed_by.get_short_name(),
        several=len(keys) > 1,
        forms={"decide": DecideForm(prefix="decide", reason=row.reason, auto_id=f"{row.public_id}-%s")},
    )
    title = _("%(partner)s: ‘%(why)s’") % {
        "partner": row.partner.name,
        "why": ContestReason(row.reason).label,
    }
    return Ask(
        stub, row.partner.name, title, "scorecards/contests/ask.html", detail, _side(row, effect, len(keys))
    )


def _side(row: Contest, effect: Effect | None, count: int) -> str:
    if effect is not None and effect.points:
        before, after = score_words(effect)
        return _("card %(before)s would be %(after)s") % {"before": before, "after": after}
    lines = ngettext("%(n)s line", "%(n)s lines", count) % {"n": number(count)}
    return _("%(lines)s of %(period)s") % {
        "lines": lines,
        "period": words.period_name(Period.parse(row.card.period)),
    }


def _line(line: OrderLine, story: Story, axis: Any) -> AskedLine:
    return AskedLine(
        public_id=line.public_id,
        name=story.item or _("Order line"),
        number=str(line),
        url=reverse("suppliers:order_line", args=[line.public_id]),
        track=track(story, axis, width=148),
        days=days_words(story),
    )


def _known(row: Contest, shown: Sequence[ContestLine], excused: int, booked: Mapping[int, str]) -> list[str]:
    """What our own records say about it."""
    found = [booked[one.line_id] for one in shown if one.line_id in booked]
    year = ngettext(
        "%(n)s line of theirs is excused this year", "%(n)s lines of theirs are excused this year", excused
    )
    if excused:
        found.append(year % {"n": number(excused)})
    return found or [_("No receipt is booked on it")]


def _booked(lines: Mapping[int, OrderLine]) -> dict[int, str]:
    """The last receipt of each line, with the moment it was booked: one query."""
    rows = Receipt.objects.filter(line_id__in=lines).order_by("received_on", "pk")
    return {
        one.line_id: _("Receipt %(number)s of %(line)s booked %(moment)s")
        % {
            "number": one.number,
            "line": lines[one.line_id],
            "moment": moment(one.recorded_at or one.created_at, "week"),
        }
        for one in rows
    }


def _books(rows: Sequence[Contest]) -> dict[tuple[int, int, str], CardBook]:
    """The newest revisions of the contested cards, by partner, template and period."""
    wanted = {_series(row.card) for row in rows}
    cards = Scorecard.objects.filter(
        is_latest=True,
        partner_id__in={one[0] for one in wanted},
        template_id__in={one[1] for one in wanted},
        period__in={one[2] for one in wanted},
    )
    return {_series(book.card): book for book in books_of(cards).values()}


def _series(card: Scorecard) -> tuple[int, int, str]:
    return card.partner_id, card.template_id, card.period


def answered(actor: Actor, since: dt.datetime) -> list[Done]:
    """Each answer of ours once, however many lines it was about: one query."""
    contests = Contest.objects.for_actor(actor)
    rows = (
        ContestLine.objects.filter(contest__in=contests, decided_at__gte=since)
        .select_related("contest__partner")
        .order_by("-decided_at", "pk")
    )
    found: dict[tuple[int, dt.datetime | None, str], list[ContestLine]] = {}
    for row in rows:
        found.setdefault((row.contest_id, row.decided_at, row.verdict), []).append(row)
    return [
        Done(
            group[0].decided_at,
            group[0].decided_by_label,
            _("Contest: %(n)s excused") % {"n": number(len(group))}
            if verdict == Verdict.EXCUSED
            else _("Contest: %(n)s explained") % {"n": number(len(group))},
            group[0].contest.partner.name,
            reverse("scorecards:contest", args=[group[0].contest.public_id]),
        )
        for (_contest, _at, verdict), group in found.items()
        if group[0].decided_at is not None
    ]


@dataclass(frozen=True)
class HomeLine:
    """A contest on a home page."""

    what: str
    why: str
    clock: Any
    url: str
    act: str


def home_lines(actor: Actor, today: dt.date) -> tuple[list[HomeLine], int]:
    """The open ones with the least time left, and how many there are: two queries."""
    rows = waiting(actor).select_related("partner", "card")
    found = [_home_line(row, actor, today) for row in rows[:SHOWN]]
    return found, len(found) if len(found) < SHOWN else rows.count()


def decided_lines(actor: Actor, since: dt.datetime, today: dt.date) -> list[HomeLine]:
    """What was decided lately, for the partner: one query."""
    rows = Contest.objects.for_actor(actor).filter(state=ContestState.DECIDED, closed_at__gte=since)
    rows = rows.select_related("partner", "card").order_by("-closed_at", "-pk")
    return [_home_line(row, actor, today) for row in rows[:SHOWN]]


def _home_line(row: Contest, actor: Actor, today: dt.date) -> HomeLine:
    period = words.period_name(Period.parse(row.card.period))
    if actor.is_staff:
        what = _("%(partner)s, card for %(period)s") % {"partner": row.partner.name, "period": period}
    else:
        what = _("Card for %(period)s") % {"period": period}
    act = _("Decide") if actor.is_staff else _("Open")
    why = str(ContestReason(row.reason).label)
    return HomeLine(what, why, clock_of(row, today), reverse("scorecards:contest", args=[row.public_id]), act)
