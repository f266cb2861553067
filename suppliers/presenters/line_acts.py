"""What a reader can do about one order line, and what waits for whose answer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.presentation import day, quantity, unit_price
from suppliers.actions.deciding import Answer, Impossible, decide
from suppliers.engine.commitments import Word
from suppliers.engine.tolerance import Limits
from suppliers.enums import Act, Fate, PromiseEvent
from suppliers.facts.differences import parts_in_words
from suppliers.facts.promises import Held, held_of
from suppliers.forms_line import (
    AgreeForm,
    CounterForm,
    DeclineForm,
    PhoneForm,
    PromiseForm,
    RejectForm,
    SeenForm,
    ShipForm,
    SkipForm,
    amount,
    rows_of,
)
from suppliers.models import LineSkip, OrderLine, Promise, Receipt, ShipNotice
from suppliers.permissions import can_answer, can_decide
from suppliers.policies import frozen_why

_PARTNER = (PromiseForm, RejectForm, ShipForm, SkipForm)
_COMPANY = (CounterForm, DeclineForm, AgreeForm, PhoneForm)


@dataclass(frozen=True)
class Waits:
    """A proposal, a refusal or a counter-proposal without its answer yet. `is_ours`: the company said it."""

    event: str
    title: str
    words: str
    reason: str
    who: str
    at: dt.datetime
    is_ours: bool


@dataclass(frozen=True)
class Sent:
    """A ship notice. `may_undo`: nothing has arrived since."""

    public_id: str
    words: str
    meta: str
    may_undo: bool


@dataclass(frozen=True)
class LineActs:
    """`side`: `you` for the partner's people who answer, `us` for ours who decide, empty for who looks.

    `accept` and `keep` say what they would promise; empty: not possible, or nothing new. `forms` by act.
    """

    side: str
    title: str
    frozen: str
    seen: str
    open_words: str
    waits: Waits | None = None
    accept: str = ""
    keep: str = ""
    sent: tuple[Sent, ...] = ()
    skipped: str = ""
    forms: Mapping[str, SeenForm] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    note: str = ""

    @property
    def accepts_first(self) -> bool:
        """Is accepting the one thing to do? Not while the partner's own proposal waits."""
        return self.waits is None or self.waits.is_ours

    @property
    def is_asked_anew(self) -> bool:
        """Neither what is asked nor what was promised can be: a new day has to be typed."""
        return not (self.accept or self.keep or self.waits)

    @property
    def is_shown(self) -> bool:
        return bool(self.side and (self.forms or self.frozen or self.waits or self.sent))


def line_acts(
    line: OrderLine,
    actor: Actor,
    today: dt.date,
    typed: Mapping[str, SeenForm] | None = None,
    note: str = "",
) -> LineActs:
    """`typed` forms take the place of fresh ones; reads what `shown` has loaded, and six statements more."""
    (held,) = held_of([line])
    side = "you" if can_answer(actor) else "us" if can_decide(actor) else ""
    if not side:
        return LineActs("", "", "", held.seen, "")
    frozen = frozen_why(line, received=held.received, shipped=held.shipped)
    forms = {} if frozen else _forms(side, held, today)
    for act, form in (typed or {}).items():
        if form.is_bound:
            form.see(held.seen)
        forms[act] = form
    mine = side == "you"
    skip = LineSkip.objects.filter(line=line, until__gt=today).first() if mine else None
    waits = _waits(held, actor)
    return LineActs(
        side,
        _title(held, side, frozen, waits, today),
        frozen,
        held.seen,
        quantity(held.open_quantity, line.unit),
        waits,
        _accept(held, today) if mine and not frozen else "",
        _keep(held, today) if mine and not frozen else "",
        tuple(_sent(line, actor)),
        _skipped(skip) if skip else "",
        forms,
        frozenset(typed or ()),
        note,
    )


def fresh(kind: type[SeenForm], held: Held, today: dt.date, data: Any = None) -> SeenForm:
    """A form of this line as it starts, or with what was typed."""
    options: dict[str, Any] = {"initial": {"seen": held.seen, **_initial(kind, held, today)}}
    if issubclass(kind, (PromiseForm, CounterForm)):
        options |= {"open_quantity": held.open_quantity, "unit": held.line.unit}
    return kind(data, **options)


def _forms(side: str, held: Held, today: dt.date) -> dict[str, SeenForm]:
    kinds = _PARTNER if side == "you" else _COMPANY
    pending = held.talk.pending
    waits_for = {
        DeclineForm: (PromiseEvent.PROPOSE,),
        CounterForm: (PromiseEvent.PROPOSE, PromiseEvent.REJECT),
        AgreeForm: (PromiseEvent.REJECT,),
    }
    return {
        kind.act: fresh(kind, held, today)
        for kind in kinds
        if kind not in waits_for or (pending is not None and pending.event in waits_for[kind])
    }


def _initial(kind: type[SeenForm], held: Held, today: dt.date) -> dict[str, Any]:
    line = held.line
    if issubclass(kind, CounterForm):
        return {"quantity_1": amount(held.open_quantity), "day_1": line.requested_on}
    if issubclass(kind, PromiseForm):
        return rows_of(held.open_parts, today) if held.open_parts else _all_open(held)
    if kind is ShipForm:
        rest = line.quantity - max(held.shipped, held.received)
        return {"quantity": amount(max(rest, 0)), "shipped_on": today}
    return {"until": today + dt.timedelta(days=7)} if kind is SkipForm else {}


def _all_open(held: Held) -> dict[str, Any]:
    return {"quantity_1": amount(held.open_quantity)}


def _decided(held: Held, act: Act, today: dt.date) -> Any:
    """What this act would do, None where it cannot be. Accepting and keeping ask no tolerance."""
    try:
        return decide(held, Answer(held.line.public_id, act), Limits(), today)
    except Impossible:
        return None


def _accept(held: Held, today: dt.date) -> str:
    decision = _decided(held, Act.ACCEPT, today)
    if decision is None or decision.fate == Fate.KEPT:
        return ""
    return parts_in_words(held.still_open(decision.parts), held.line.unit)


def _keep(held: Held, today: dt.date) -> str:
    """Only where the partner's own word holds: to a proposal that waits nothing is “still good”."""
    decision = None if held.talk.pending is not None else _decided(held, Act.KEEP, today)
    return "" if decision is None else parts_in_words(held.still_open(decision.parts), held.line.unit)


def _title(held: Held, side: str, frozen: str, waits: Waits | None, today: dt.date) -> str:
    if frozen:
        return _("Nothing to do here")
    if side == "us":
        return (
            _("Your answer to %(name)s") % {"name": held.line.partner.name} if waits else _("What they say")
        )
    if waits is not None and not waits.is_ours:
        return _("Waits for %(company)s") % {"company": settings.COMPANY_NAME}
    if any(part.due_on < today for part in held.open_parts):
        return _("When will it come?")
    return _("What can you promise?") if held.talk.turn else _("Does it still hold?")


def _waits(held: Held, actor: Actor) -> Waits | None:
    pending = held.talk.pending
    if pending is None:
        return None
    said = Promise.objects.get(pk=pending.key)
    is_ours = pending.event == PromiseEvent.COUNTER
    return Waits(
        pending.event,
        _waits_title(pending, held, actor),
        _offered(pending, held),
        ": ".join(filter(None, [said.get_reason_code_display(), said.reason])),
        said.made_by,
        said.made_at,
        is_ours,
    )


def _waits_title(pending: Word, held: Held, actor: Actor) -> str:
    names = {"company": settings.COMPANY_NAME, "partner": held.line.partner.name}
    if pending.event == PromiseEvent.COUNTER:
        return (_("You ask for") if actor.is_staff else _("%(company)s asks for")) % names
    if pending.event == PromiseEvent.REJECT:
        return (_("%(partner)s cannot deliver it") if actor.is_staff else _("You cannot deliver it")) % names
    return (_("%(partner)s proposes") if actor.is_staff else _("You propose")) % names


def _offered(pending: Word, held: Held) -> str:
    words = parts_in_words(held.still_open(pending.parts), held.line.unit)
    currency = held.line.order.currency
    if pending.price is None or pending.price == held.talk.agreed_price or not currency:
        return words
    return _("%(parts)s, at %(price)s") % {"parts": words, "price": unit_price(pending.price, currency)}


def _sent(line: OrderLine, actor: Actor) -> list[Sent]:
    arrived = max((one.received_on for one in _receipts(line)), default=None)
    mine = can_answer(actor)
    return [
        Sent(
            notice.public_id,
            _("%(quantity)s shipped on %(day)s")
            % {"quantity": quantity(notice.quantity, line.unit), "day": day(notice.shipped_on)},
            _notice_meta(notice),
            mine and (arrived is None or arrived < notice.shipped_on),
        )
        for notice in ShipNotice.objects.for_actor(actor).filter(line=line)
    ]


def _receipts(line: OrderLine) -> list[Receipt]:
    return list(line.receipts.all())


def _notice_meta(notice: ShipNotice) -> str:
    expected = _("expected on %s") % day(notice.expected_on) if notice.expected_on else ""
    lot = _("lot %s") % notice.lot if notice.lot else ""
    return ", ".join(filter(None, [notice.number, lot, notice.carrier, notice.tracking, expected]))


def _skipped(skip: LineSkip) -> str:
    words = _("Skipped until %(day)s by %(who)s: before, it does not stand under what needs you.")
    return words % {"day": day(skip.until, "full"), "who": skip.skipped_by}
