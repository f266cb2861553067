"""Order lines as both sides see them: what was asked and promised, what came, where it stands, in words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.charts.marks import Drawing, Pair
from portal.charts.track import DayAxis, promise_track
from portal.presentation import day, quantity
from suppliers.engine.lines import Basis, LineFacts, Part, PromiseFact, ReceiptFact
from suppliers.engine.plans import plans
from suppliers.enums import LineState, LineStatus, PromiseEvent
from suppliers.facts.standing import with_state
from suppliers.models import OrderLine, Promise, Receipt

# What lies further from today stands at the end of the track.
FAR = dt.timedelta(days=45)

# Tone and picture of each state's chip.
LOOKS = {
    LineState.LATE: ("bad", "alert"),
    LineState.PROPOSED: ("warn", "clock"),
    LineState.CHANGED: ("us", "swap"),
    LineState.COUNTERED: ("us", "swap"),
    LineState.TO_CONFIRM: ("open", "ask"),
    LineState.REJECTED: ("warn", "x"),
    LineState.BLOCKED: ("", "lock"),
    LineState.SLIPPED: ("warn", "clock"),
    LineState.ON_TRACK: ("ok", "check"),
    LineState.RECEIVED: ("ok", "check"),
    LineState.DRAFT: ("", "pen"),
    LineState.CLOSED: ("", "x"),
}


@dataclass(frozen=True)
class State:
    """Where a line stands: the words of a chip, its tone and picture, and a sentence."""

    key: str
    word: str
    tone: str = ""
    picture: str = "dash"
    why: str = ""
    days: int = 0


@dataclass(frozen=True)
class LineView:
    """One order line. No field here is for staff alone."""

    pk: int
    public_id: str
    url: str
    partner_name: str
    partner_id: int
    order_number: str
    number: str
    what: str
    item_code: str
    description: str
    quantity: int
    received: int
    open_quantity: int
    unit: str
    unit_price: int | None
    currency: str
    asked: dt.date
    first: dt.date | None
    now: dt.date | None
    due_on: dt.date
    last_received: dt.date | None
    ship_to: str
    state: State
    proposed: dt.date | None = None
    countered: dt.date | None = None
    received_days: tuple[dt.date, ...] = ()
    track: Drawing | None = None

    @property
    def name(self) -> str:
        """Order and line, as both sides call it."""
        return f"{self.order_number}-{self.number}"

    @property
    def days(self) -> list[dt.date]:
        """Every day that stands on its track."""
        there = [self.asked, self.first, self.now, *self.received_days[-1:]]
        return [one for one in there if one is not None]

    @property
    def how_many(self) -> str:
        """“120 pieces”, or “120 of 300 pieces open”."""
        if 0 < self.open_quantity < self.quantity:
            return _("%(open)s of %(all)s open") % {
                "open": quantity(self.open_quantity),
                "all": quantity(self.quantity, self.unit),
            }
        return quantity(self.quantity, self.unit)


def shown(lines: QuerySet[OrderLine], today: dt.date) -> QuerySet[OrderLine]:
    """Lines with all that `line_views` reads: five queries for any number of them."""
    promises = Promise.objects.select_related("answers").prefetch_related("parts")
    return (
        with_state(lines, today)
        .select_related("order", "partner")
        .prefetch_related(Prefetch("promises", promises), Prefetch("receipts", Receipt.objects.all()))
    )


def line_views(lines: Iterable[OrderLine], actor: Actor, today: dt.date) -> list[LineView]:
    """Views of `shown` lines, with their tracks on one axis."""
    return with_tracks([line_view(line, actor, today) for line in lines], today)


def line_view(line: OrderLine, actor: Actor, today: dt.date) -> LineView:
    facts = line_facts(line)
    held = {plan.basis: plan for plan in plans(facts) if plan.holds_on(max(today, line.requested_on))}
    receipts = sorted({receipt.received_on for receipt in facts.receipts})
    asked = held.get(Basis.REQUESTED)
    first, now = held.get(Basis.FIRST_CONFIRMED), held.get(Basis.LAST_CONFIRMED)
    view = LineView(
        pk=line.pk,
        public_id=line.public_id,
        url=reverse("suppliers:order_line", args=[line.public_id]),
        partner_name=line.partner.name,
        partner_id=line.partner_id,
        order_number=line.order.number,
        number=line.number,
        what=_what(line),
        item_code=line.item_code,
        description=line.description,
        quantity=line.quantity,
        received=line.received,
        open_quantity=line.open_quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        currency=line.order.currency,
        asked=asked.due_on if asked else line.requested_on,
        first=first.due_on if first else None,
        now=now.due_on if now else None,
        due_on=line.due_on,
        last_received=receipts[-1] if receipts else None,
        ship_to=line.ship_to,
        state=State("", ""),
        proposed=_pending_day(line, PromiseEvent.PROPOSE),
        countered=_pending_day(line, PromiseEvent.COUNTER),
        received_days=tuple(receipts),
    )
    return replace(view, state=state_of(line, view, actor, today))


def line_facts(line: OrderLine) -> LineFacts:
    """The line as the engine sees it; reads what `shown` has loaded."""
    promises = [
        PromiseFact(
            promise.event,
            promise.made_at,
            timezone.localtime(promise.made_at, timezone.get_default_timezone()).date(),
            tuple(Part(part.promised_on, part.number, part.quantity) for part in promise.parts.all()),
        )
        for promise in in_force(line.promises.all())
    ]
    receipts = [
        ReceiptFact(receipt.received_on, receipt.accepted_quantity, receipt.rejected_quantity)
        for receipt in line.receipts.all()
    ]
    quantity, requested_on = line.asked_first
    return LineFacts(
        quantity, requested_on, line.status, line.order.ordered_on, tuple(promises), tuple(receipts)
    )


def in_force(promises: Iterable[Promise]) -> list[Promise]:
    """Without what was taken back, and without the taking back: as the queryset of the same name."""
    promises = list(promises)
    taken_back = {promise.voids_id for promise in promises}
    return [
        promise for promise in promises if promise.event != PromiseEvent.VOID and promise.pk not in taken_back
    ]


def _what(line: OrderLine) -> str:
    """Description and item, or what there is of them."""
    return " ".join(filter(None, [line.description, line.item_code])) or _("Line %(number)s") % {
        "number": line.number
    }


def _pending_day(line: OrderLine, event: PromiseEvent) -> dt.date | None:
    """The last day of a proposal, or counter-proposal, that still waits for an answer."""
    if line.last_event != event:
        return None
    said = [promise for promise in in_force(line.promises.all()) if promise.event == event]
    days = [part.promised_on for part in said[-1].parts.all()] if said else []
    return max(days, default=None)


def state_of(line: OrderLine, view: LineView, actor: Actor, today: dt.date) -> State:
    """The line's state in words: a chip, and a sentence that says what, by when."""
    state = LineState(line.state)
    tone, picture = LOOKS[state]
    past = (today - line.due_on).days if state == LineState.LATE else 0
    return State(
        state.key, _word(line, state, actor, past), tone, picture, _why(line, state, view, actor), past
    )


def _word(line: OrderLine, state: LineState, actor: Actor, past: int) -> str:
    if state == LineState.LATE:
        return ngettext("%(days)s day late", "%(days)s days late", past) % {"days": past}
    if state == LineState.CHANGED:
        ours = _("Changed by %(company)s") % {"company": settings.COMPANY_NAME}
        return _("Changed by us") if actor.is_staff else ours
    if state == LineState.COUNTERED and not actor.is_staff:
        return _("%(company)s asks") % {"company": settings.COMPANY_NAME}
    if state == LineState.CLOSED:
        return str(LineStatus(line.status).label)
    return str(state.label)


def _why(line: OrderLine, state: LineState, view: LineView, actor: Actor) -> str:
    due, asked = day(line.due_on, "week"), day(view.asked, "week")
    match state:
        case LineState.LATE if view.proposed:
            words = _("they propose %s") if actor.is_staff else _("you proposed %s, it waits for an answer")
            return words % day(view.proposed, "week")
        case LineState.LATE if view.now:
            return _("promised for %s") % due
        case LineState.LATE:
            return _("asked for %s, nothing was promised") % due
        case LineState.PROPOSED:
            words = _("they propose %s") if actor.is_staff else _("you proposed %s, it waits for an answer")
            return words % day(view.proposed, "week")
        case LineState.COUNTERED:
            words = _("we asked for %s instead") if actor.is_staff else _("could you do %s instead?")
            return words % day(view.countered, "week")
        case LineState.CHANGED:
            return (_("we need it %s") if actor.is_staff else _("now needed %s")) % due
        case LineState.SLIPPED:
            return _("promised for %(due)s, asked for %(asked)s") % {"due": due, "asked": asked}
        case LineState.ON_TRACK:
            return _("promised for %s") % due
        case LineState.RECEIVED:
            return _("arrived %s") % day(view.last_received, "week")
        case LineState.BLOCKED | LineState.CLOSED | LineState.DRAFT:
            return line.status_reason
    return _("asked for %s") % asked


def with_tracks(views: Sequence[LineView], today: dt.date) -> list[LineView]:
    """The same views, with promise tracks on one axis of days, so that today is one line down the list."""
    days = [one for view in views for one in view.days]
    near = [one for one in days if abs(one - today) <= FAR]
    if days and not near:
        # A page of the past: its own days, without a today.
        axis = DayAxis.around(days)
        return [replace(view, track=_track(view, axis, None)) for view in views]
    axis = DayAxis.around([today, *near])
    return [replace(view, track=_track(view, axis, today)) for view in views]


def wide_track(view: LineView, today: dt.date) -> Pair:
    """The track of one line alone, for its page and for a phone."""
    axis = DayAxis.around([today, *view.days])
    wide, narrow = _track(view, axis, today, 640), _track(view, axis, today, 330)
    return Pair(replace(wide, css="ac-chart wide"), replace(narrow, css="ac-chart narrow"))


def _track(view: LineView, axis: DayAxis, today: dt.date | None, width: int = 148) -> Drawing:
    said = [_("asked for %s") % day(view.asked)]
    if view.first and view.first != view.now:
        said.append(_("first promised for %s") % day(view.first))
    if view.now:
        said.append(_("promised for %s") % day(view.now))
    if view.received_days:
        said.append(_("received %s") % ", ".join(day(one) for one in view.received_days))
    return promise_track(
        axis,
        f"{view.what}: {', '.join(said)}",
        asked=view.asked,
        first=view.first,
        now=view.now,
        received=view.received_days[-1:],
        today=today,
        width=width,
    )
