"""Proposals and refusals as cards: what they say, why, and what a yes would do."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.charts.marks import Drawing
from portal.charts.track import DayAxis, promise_track
from portal.clocks import answer_due
from portal.engine.scaled import from_scaled
from portal.enums import Channel
from portal.presentation import day, money, number, unit_price
from suppliers.enums import PromiseEvent, ReasonCode
from suppliers.facts.differences import parts_in_words, verdict_in_words
from suppliers.facts.inbox import decided_since, owners_of, waiting_lines
from suppliers.facts.promises import Held, held_of
from suppliers.facts.proposals import Effect, effects_of_held
from suppliers.facts.terms import last_day_of
from suppliers.forms_inbox import CounterForm, DeclineForm, NoteForm
from suppliers.models import Contact, OrderLine, Promise
from suppliers.presenters.lines import LineView, line_view, shown
from suppliers.registry import Ask, Done, InboxSource, Stub

PROPOSALS, REFUSALS = "proposals", "refusals"
EVENTS = {PROPOSALS: PromiseEvent.PROPOSE, REFUSALS: PromiseEvent.REJECT}


@dataclass(frozen=True)
class Row:
    """What one answer would do."""

    act: str
    past: str
    at_risk: str
    follows: str


@dataclass(frozen=True)
class LineAsk:
    """What a card of a line shows. `pick` is what a tick sends: the line, and what was seen of it."""

    line: LineView
    seen: str
    quote: str
    who: str
    said: str
    reason: str
    is_ours: bool
    offer: str
    why: str
    accept: str
    track: Drawing
    rows: tuple[Row, ...] = ()
    together: str = ""
    is_past: bool = False
    pick: str = ""
    call: str = ""
    tel: str = ""
    forms: dict[str, Any] = field(default_factory=dict)


def waiting(kind: str, actor: Actor, ours: Mapping[str, int]) -> list[Stub]:
    rows = waiting_lines(actor, EVENTS[kind]).values_list(
        "public_id", "partner_id", "partner__owner_id", "order__buyer_email", "standing__last_at"
    )
    return [
        Stub(kind, key, partner, asked_at, answer_due(asked_at), owners_of(owner, email, ours))
        for key, partner, owner, email, asked_at in rows.order_by()
    ]


def asks(kind: str, actor: Actor, stubs: Sequence[Stub], now: dt.datetime) -> list[Ask]:
    """A fixed number of queries for any number of lines."""
    today = timezone.localdate(now)
    keys = {stub.key: stub for stub in stubs}
    lines = list(shown(OrderLine.objects.for_actor(actor), today).filter(public_id__in=keys))
    held = {one.line.pk: one for one in held_of(lines)}
    effects = effects_of_held(list(held.values()))
    people = _contacts({line.partner_id for line in lines})
    views = {line.pk: line_view(line, actor, today) for line in lines}
    proposed = [last_day_of(held[pk], effect.proposal.parts) for pk, effect in effects.items()]
    axis = DayAxis.around([today, *proposed, *(one for view in views.values() for one in _near(view, today))])
    found = []
    for line in lines:
        one = _Line(
            line, views[line.pk], held[line.pk], effects.get(line.pk), people.get(line.partner_id, [])
        )
        if one.promise is not None:
            found.append(one.ask(keys[line.public_id], axis, today))
    return found


def answered(kind: str, actor: Actor, since: dt.datetime) -> list[Done]:
    return [
        Done(
            promise.made_at,
            promise.made_by,
            _("%(what)s: %(line)s") % {"what": promise.get_event_display(), "line": promise.line},
            promise.partner.name,
            reverse("suppliers:order_line", args=[promise.line.public_id]),
        )
        for promise in decided_since(actor, since, EVENTS[kind])
    ]


def _near(view: LineView, today: dt.date) -> Iterable[dt.date]:
    """Its days, but not those so far away that the track would be all axis."""
    return [one for one in view.days if abs((one - today).days) <= 120]


def _contacts(partners: Iterable[int]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = {}
    for contact in Contact.objects.filter(partner_id__in=list(partners)).exclude(phone=""):
        found.setdefault(contact.partner_id, []).append(contact)
    return found


@dataclass(frozen=True)
class _Line:
    """One line, while its card is made."""

    line: OrderLine
    view: LineView
    held: Held
    effect: Effect | None
    contacts: Sequence[Contact]

    @property
    def promise(self) -> Promise | None:
        """The row of the word that waits: it carries reason and channel."""
        pending = self.held.talk.pending
        if pending is None:
            return None
        return next((one for one in self.line.promises.all() if one.pk == pending.key), None)

    def ask(self, stub: Stub, axis: DayAxis, today: dt.date) -> Ask:
        promise = self.promise
        assert promise is not None
        is_proposal = self.effect is not None
        name = self.contact_name(promise)
        detail = LineAsk(
            line=self.view,
            seen=self.held.seen,
            quote=promise.reason,
            who=promise.made_by,
            said=self._said(promise),
            reason=str(ReasonCode(promise.reason_code).label) if promise.reason_code else "",
            is_ours=bool(promise.reason_code) and ReasonCode(promise.reason_code).is_buyers,
            offer=self._offer(),
            why=verdict_in_words(self.effect.verdict) if self.effect else "",
            accept=self._accept(),
            track=self._track(axis, today),
            rows=self._rows(),
            together=self._together(),
            is_past=self.effect is not None and self.effect.days_past > 0,
            pick=f"{self.line.public_id}:{self.held.seen}" if is_proposal else "",
            call=name,
            tel=self._tel(name),
            forms=self._forms(is_proposal),
        )
        words = {"partner": self.view.partner_name, "what": self._title()}
        template = "suppliers/inbox/proposal.html" if is_proposal else "suppliers/inbox/refusal.html"
        side = f"{self.view.name}, {detail.offer}" if is_proposal else self.view.name
        return Ask(stub, self.view.partner_name, _("%(partner)s: %(what)s") % words, template, detail, side)

    def _title(self) -> str:
        item = self.line.item_code or self.view.what
        if self.effect is None:
            return _("they cannot deliver %(item)s") % {"item": item}
        was, now = self._days()
        if was != now:
            words = {"item": item, "now": day(now, "short"), "was": day(was, "short")}
            return _("%(item)s on %(now)s instead of %(was)s") % words
        price = self.effect.proposal.price
        if price is not None and price != self.held.talk.agreed_price:
            return _("%(item)s for %(price)s") % {"item": item, "price": self._price(price)}
        return _("%(item)s: %(offer)s") % {"item": item, "offer": self._offer()}

    def _days(self) -> tuple[dt.date, dt.date]:
        """The day that holds, or was asked for; the day that is proposed."""
        assert self.effect is not None
        parts = self.held.talk.parts
        was = last_day_of(self.held, parts) if parts else self.line.requested_on
        return was, last_day_of(self.held, self.effect.proposal.parts)

    def _price(self, price: int) -> str:
        return unit_price(price, self.line.order.currency)

    def _offer(self) -> str:
        """“60 pcs on 8 Oct 2026, 60 pcs on 12 Oct 2026”, with the price where one was named."""
        if self.effect is None:
            return ""
        rest = self.held.still_open(self.effect.proposal.parts) or self.effect.proposal.parts
        words = parts_in_words(rest, self.line.unit)
        price = self.effect.proposal.price
        if price is not None and price != self.held.talk.agreed_price:
            words = _("%(parts)s, at %(price)s each") % {"parts": words, "price": self._price(price)}
        return words

    def _accept(self) -> str:
        if self.effect is None:
            return _("Take note")
        _was, now = self._days()
        return _("Accept %(day)s") % {"day": day(now, "short")}

    def _said(self, promise: Promise) -> str:
        words = timezone.localtime(promise.made_at).strftime("%H:%M")
        told = [f"{day(timezone.localtime(promise.made_at).date(), 'week')}, {words}"]
        if promise.channel != Channel.PAGE:
            told.append(_("by %(channel)s") % {"channel": promise.get_channel_display()})
        return ", ".join(told)

    def _rows(self) -> tuple[Row, ...]:
        effect = self.effect
        if effect is None:
            return ()
        was, _proposed = self._days()
        first = self.view.first
        follows = (
            _("Judged against %(day)s, the first promise") % {"day": day(first, "short")}
            if first
            else _("It becomes the first promise, and is judged")
        )
        holds = (
            _("What was promised holds: %(day)s") % {"day": day(was, "short")}
            if self.held.talk.parts
            else _("Nothing is promised yet; they give another day")
        )
        risk = money(effect.at_risk, cents=False) if effect.at_risk else _("no price")
        before = (was - self.line.requested_on).days
        return (
            Row(self._accept(), _past(effect.days_past), risk if effect.days_past > 0 else "\u2013", follows),
            Row(_("Say no"), _past(before), risk if before > 0 else "\u2013", holds),
        )

    def _together(self) -> str:
        """What goes past its day with everything proposed in the same moment."""
        effect = self.effect
        if effect is None or effect.with_it < 2:
            return ""
        if not effect.past_with_it:
            words = ngettext(
                "Proposed together with %(n)s other line; none goes past its day.",
                "Proposed together with %(n)s other lines; none goes past its day.",
                effect.with_it - 1,
            )
            return words % {"n": number(effect.with_it - 1)}
        words = ngettext(
            "Of %(all)s lines proposed together, accepting moves %(n)s past its day.",
            "Of %(all)s lines proposed together, accepting moves %(n)s past their day.",
            effect.past_with_it,
        )
        return words % {"all": number(effect.with_it), "n": number(effect.past_with_it)}

    def _track(self, axis: DayAxis, today: dt.date) -> Drawing:
        said = [_("asked for %s") % day(self.view.asked)]
        if self.view.first:
            said.append(_("first promised for %s") % day(self.view.first))
        now = self.view.now
        if self.effect is not None:
            now = self._days()[1]
            said.append(_("proposed %s") % day(now))
        words = f"{self.view.what}: {', '.join(said)}"
        return promise_track(axis, words, asked=self.view.asked, first=self.view.first, now=now, today=today)

    def contact_name(self, promise: Promise) -> str:
        """Who said it, if we have their number; else the first contact whom we can call."""
        names = [contact.name for contact in self.contacts]
        if promise.made_by in names:
            return promise.made_by
        if self.line.partner.phone:
            return self.view.partner_name
        return names[0] if names else ""

    def _tel(self, name: str) -> str:
        numbers = {contact.name: contact.phone for contact in self.contacts}
        phone = numbers.get(name) or self.line.partner.phone
        return "".join(sign for sign in phone if sign.isdigit() or sign == "+")

    def _forms(self, is_proposal: bool) -> dict[str, Any]:
        key = self.line.public_id
        first = {"quantity_1": from_scaled(self.held.open_quantity), "day_1": self.line.requested_on}
        forms: dict[str, Any] = {"counter": CounterForm(prefix=f"counter-{key}", initial=first)}
        if is_proposal:
            return forms | {"decline": DeclineForm(prefix=f"decline-{key}")}
        return forms | {"agree": NoteForm(prefix=f"agree-{key}")}


def _past(days: int) -> str:
    if days <= 0:
        return _("in time")
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": number(days)}


def source(kind: str, label: Any, tab: Any, order: int) -> InboxSource:
    return InboxSource(
        kind=kind,
        label=label,
        tab=tab,
        waiting=partial(waiting, kind),
        asks=partial(asks, kind),
        answered=partial(answered, kind),
        order=order,
    )
