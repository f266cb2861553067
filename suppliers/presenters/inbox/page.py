"""The inbox as a page: whose asks, which kinds, in which order, each with its clock."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actions import deputies
from portal.actors import Actor
from portal.enums import StaffRole
from portal.presentation import day, number
from suppliers.facts.inbox import Whose, our_people
from suppliers.models import Partner
from suppliers.presenters.clocks import Clock, running
from suppliers.presenters.directory import Tab
from suppliers.presenters.words import sentence_case, spelled
from suppliers.registry import Ask, Done, Stub, ask_sources

SHOWN = 25
DONE = "done"
EVERYBODY = "all"


@dataclass(frozen=True)
class Card:
    """One ask with its clock, its kind, and for whom it is answered, if not for the reader."""

    ask: Ask
    kind: str
    clock: Clock
    instead: str = ""

    @property
    def key(self) -> str:
        return self.ask.stub.key


@dataclass(frozen=True)
class Together:
    """All proposals of one partner, to accept at once. `picks`: what a form sends for each line."""

    name: str
    count: int
    past: int
    picks: tuple[str, ...]


@dataclass(frozen=True)
class InboxPage:
    title: str
    reason: str
    tabs: list[Tab]
    whose: list[Tab]
    cards: list[Card]
    total: int
    done: list[Done]
    together: list[Together]
    partner: Partner | None = None

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


def can_see_all(actor: Actor) -> bool:
    """Managers look over everybody's asks; a buyer's are their own and those they stand in for."""
    return actor.has_role(StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)


def whose_asks(actor: Actor, today: dt.date, *, everybody: bool) -> Whose:
    """Two queries."""
    away = deputies.standing_in("", today)
    mine = {actor.user.pk} | {pk for pk, one in away.items() if one.deputy_id == actor.user.pk}
    return Whose(actor.user.pk, None if everybody else frozenset(mine), away)


def inbox_page(
    actor: Actor,
    now: dt.datetime,
    today: dt.date,
    *,
    kind: str,
    everybody: bool,
    partner: Partner | None = None,
    extra: str = "",
) -> InboxPage:
    """A fixed number of queries for any number of asks. `extra`: the key of one that is shown in any case.

    With `partner` its asks alone; who may look over all sees them whoever answers them.
    """
    everybody = can_see_all(actor) and (everybody or partner is not None)
    ours, sources = our_people(), ask_sources()
    whose = whose_asks(actor, today, everybody=everybody)
    found = [
        stub
        for source in sources
        for stub in source.waiting(actor, ours)
        if partner is None or stub.partner_id == partner.pk
    ]
    mine = sorted(
        (stub for stub in found if whose.holds(stub.owners)), key=lambda stub: (stub.due_at, stub.key)
    )
    wanted = [stub for stub in mine if kind in ("", stub.kind) or stub.key == extra]
    page = wanted[:SHOWN] + [stub for stub in wanted[SHOWN:] if stub.key == extra]
    monday = week_start(now)
    done = {} if partner else {source.kind: source.answered(actor, monday) for source in sources}
    counts = Counter(stub.kind for stub in mine)
    cards = [] if kind == DONE else _cards(actor, page, whose, now)
    title, reason = _head(mine, now)
    return InboxPage(
        title=title,
        reason=reason,
        tabs=_tabs(kind, everybody, counts, sum(map(len, done.values())), partner),
        whose=_whose_tabs(actor, kind, everybody, found, whose) if partner is None else [],
        cards=cards,
        total=0 if kind == DONE else len(wanted),
        done=sorted((one for rows in done.values() for one in rows), key=lambda one: one.at, reverse=True)
        if kind == DONE
        else [],
        together=_together(cards),
        partner=partner,
    )


def week_start(now: dt.datetime) -> dt.datetime:
    """Monday at midnight, in the zone of `now`."""
    monday = now.date() - dt.timedelta(days=now.weekday())
    return dt.datetime.combine(monday, dt.time(), now.tzinfo)


def _cards(actor: Actor, page: Sequence[Stub], whose: Whose, now: dt.datetime) -> list[Card]:
    asks: dict[tuple[str, str], Ask] = {}
    labels = {}
    for source in ask_sources():
        labels[source.kind] = str(source.label)
        stubs = [stub for stub in page if stub.kind == source.kind]
        if stubs:
            asks |= {(ask.stub.kind, ask.stub.key): ask for ask in source.asks(actor, stubs, now)}
    cards = []
    for stub in page:
        ask = asks.get((stub.kind, stub.key))
        if ask is not None:
            clock = stub.clock or running(stub.asked_at, stub.due_at, now)
            cards.append(Card(ask, labels[stub.kind], clock, _instead(whose, stub)))
    return cards


def _instead(whose: Whose, stub: Stub) -> str:
    one = whose.instead_of(stub.owners)
    if one is None:
        return ""
    return _("for %(name)s, away until %(day)s") % {
        "name": one.user.get_short_name(),
        "day": day(one.last_on, "week"),
    }


def _head(mine: Sequence[Stub], now: dt.datetime) -> tuple[str, str]:
    promised = ngettext(
        "We promise an answer in %(n)s working hour.",
        "We promise an answer in %(n)s working hours.",
        settings.ANSWER_HOURS,
    ) % {"n": number(settings.ANSWER_HOURS)}
    partners = len({stub.partner_id for stub in mine})
    if not partners:
        return _("Nobody waits for you"), _("Every proposal, refusal and question has its answer. Thank you.")
    title = ngettext(
        "%(n)s partner waits for your answer", "%(n)s partners wait for your answer", partners
    ) % {"n": spelled(partners)}
    over = sum(stub.due_at < now for stub in mine)
    if over:
        words = ngettext("%(n)s clock has run out.", "%(n)s clocks have run out.", over) % {
            "n": spelled(over)
        }
    else:
        clock = mine[0].clock or running(mine[0].asked_at, mine[0].due_at, now)
        words = _("The first one has %(clock)s.") % {"clock": clock.words}
    return sentence_case(title), f"{sentence_case(words)} {promised}"


def _tabs(
    kind: str, everybody: bool, counts: Mapping[str, int], done: int, partner: Partner | None
) -> list[Tab]:
    """Of one partner only the kinds that wait."""
    tail = f"partner={partner.public_id}" if partner else f"whose={EVERYBODY}" if everybody else ""

    def url(wanted: str) -> str:
        return "?" + "&".join(filter(None, [f"kind={wanted}" if wanted else "", tail]))

    tabs = [Tab(_("All"), url(""), sum(counts.values()), not kind)]
    tabs += [
        Tab(str(source.tab), url(source.kind), counts.get(source.kind, 0), kind == source.kind)
        for source in ask_sources()
        if partner is None or counts.get(source.kind) or kind == source.kind
    ]
    return tabs if partner else [*tabs, Tab(_("Answered this week"), url(DONE), done, kind == DONE)]


def _whose_tabs(actor: Actor, kind: str, everybody: bool, found: Sequence[Stub], whose: Whose) -> list[Tab]:
    """Offered to who may look over all."""
    if not can_see_all(actor):
        return []
    mine = whose_own(whose, actor)
    tail = f"&kind={kind}" if kind else ""
    return [
        Tab(_("Mine"), f"?{tail.lstrip('&')}", sum(mine(stub) for stub in found), not everybody),
        Tab(_("All buyers’"), f"?whose={EVERYBODY}{tail}", len(found), everybody),
    ]


def whose_own(whose: Whose, actor: Actor) -> Callable[[Stub], bool]:
    me = actor.user.pk
    people = {me} | {pk for pk, one in whose.away.items() if one.deputy_id == me}
    return lambda stub: not stub.owners or bool(stub.owners & people)


def _together(cards: Sequence[Card]) -> list[Together]:
    """Partners with two or more proposals on this page, the most first."""
    found: dict[str, list[Any]] = {}
    for card in cards:
        if pick := getattr(card.ask.detail, "pick", ""):
            found.setdefault(card.ask.partner_name, []).append((pick, card.ask.detail.is_past))
    rows = [
        Together(name, len(picks), sum(past for _pick, past in picks), tuple(pick for pick, _past in picks))
        for name, picks in found.items()
        if len(picks) > 1
    ]
    return sorted(rows, key=lambda row: (-row.count, row.name))
