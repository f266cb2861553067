"""What upper apps tell the directory: columns of the partner list, measures, and how the trail reads.

A column's figures come from one query for all partners of a list, never one by one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.actors import Actor
from portal.engine.icalendar import Event


@dataclass(frozen=True)
class PartnerColumn:
    """`make` builds a portal.tables Column with accessor `extra__<name>`; `fill` gives {partner pk: value}.

    `exceptions`: also shown beside the exceptions on the home page of staff.
    """

    name: str
    make: Callable[[], Any]
    fill: Callable[[Actor, Sequence[int]], Mapping[int, Any]]
    exceptions: bool = False


_partner_columns: dict[str, PartnerColumn] = {}
_sentences: dict[str, Any] = {}


def register_partner_column(column: PartnerColumn) -> None:
    _partner_columns.setdefault(column.name, column)


def partner_columns() -> list[PartnerColumn]:
    return list(_partner_columns.values())


def register_sentence(verb: str, sentence: Any) -> None:
    """How an audited verb reads in a partner's history; `%(name)s` comes from the event's data."""
    _sentences[verb] = sentence


def sentence_of(verb: str) -> Any:
    """The registered sentence, or the verb itself in plain words."""
    return _sentences.get(verb) or verb.replace(".", " ").replace("_", " ").capitalize()


@dataclass(frozen=True)
class Stub:
    """One ask that waits for us, before it is read whole. `owners`: whom it is for; empty: anybody.

    `clock`: how much is left, where it is not counted in working hours.
    """

    kind: str
    key: str
    partner_id: int
    asked_at: datetime
    due_at: datetime
    owners: frozenset[int] = frozenset()
    clock: Any = None


@dataclass(frozen=True)
class Ask:
    """One card of the inbox: `template` draws what is asked and its acts, from `detail`."""

    stub: Stub
    partner_name: str
    title: str
    template: str
    detail: Any
    side: str = ""  # a few words for the list beside the cards


@dataclass(frozen=True)
class Done:
    """What one of us answered: who, what, when, and the page it is on."""

    at: datetime
    who: str
    words: str
    partner_name: str
    url: str


@dataclass(frozen=True)
class InboxSource:
    """One kind of ask. `waiting` finds the stubs of an actor with one query, `asks` reads those of a page.

    `answered` lists what we answered since a moment, the newest first. None of them asks more for more rows.
    `mine(actor, away)` is the queryset of what waits for a buyer, with `away` the Deputy rows in which they
    stand in: it is counted on every page, in the one statement that counts the others.
    """

    kind: str
    label: Any  # one of them
    tab: Any  # all of them
    waiting: Callable[[Actor, Mapping[str, int]], list[Stub]]
    asks: Callable[[Actor, Sequence[Stub], datetime], list[Ask]]
    answered: Callable[[Actor, datetime], list[Done]]
    order: int = 50
    mine: Callable[[Actor, Any], Any] | None = None


_ask_sources: dict[str, InboxSource] = {}


def register_ask(source: InboxSource) -> None:
    """What else waits for a buyer: `source.kind` is its name in addresses."""
    _ask_sources.setdefault(source.kind, source)


def ask_sources() -> list[InboxSource]:
    return sorted(_ask_sources.values(), key=lambda source: source.order)


_calendar_uses: list[Callable[[], list[str]]] = []


def register_calendar_use(use: Callable[[], list[str]]) -> None:
    """`use` names what counts in the working days of the calendars, as a person knows it."""
    if use not in _calendar_uses:
        _calendar_uses.append(use)


def calendar_uses() -> list[str]:
    return [name for use in _calendar_uses for name in use()]


@dataclass(frozen=True)
class Measure:
    """How a partner does: `value` None without data, `n` what it rests on, `target` where there is one."""

    value: Decimal | None
    n: int = 0
    target: Decimal | None = None


_measures: dict[str, Callable[[Actor, Collection[int], date, date], Mapping[int, Measure]]] = {}


def register_measure(
    name: str, finder: Callable[[Actor, Collection[int], date, date], Mapping[int, Measure]]
) -> None:
    """`finder(actor, partner pks, first day, last day)`: a fixed number of queries. The names in use:
    "score" (0 to 100, of the newest card that ends within the days) and "otif" (0 to 1)."""
    _measures[name] = finder


def measures(
    name: str, actor: Actor, partners: Collection[int], start: date, end: date
) -> Mapping[int, Measure]:
    """By partner pk; partners without data are left out, and so is everybody when nobody measures."""
    finder = _measures.get(name)
    return finder(actor, partners, start, end) if finder and partners else {}


_reviews: list[Callable[[Collection[int]], Mapping[int, date]]] = []


def register_reviews(finder: Callable[[Collection[int]], Mapping[int, date]]) -> None:
    """`finder(partner pks)` gives the day of the last review with each, with one query."""
    if finder not in _reviews:
        _reviews.append(finder)


def last_reviews(partners: Collection[int]) -> Mapping[int, date]:
    """By partner pk; partners that were never reviewed are left out."""
    found: dict[int, date] = {}
    for finder in _reviews:
        for pk, day in finder(partners).items():
            found[pk] = max(day, found.get(pk, day))
    return found


_words: dict[str, Callable[[Actor, Collection[int]], Mapping[int, datetime]]] = {}


def register_words(name: str, finder: Callable[[Actor, Collection[int]], Mapping[int, datetime]]) -> None:
    """`finder(actor, partner pks)` gives the moment of the last word exchanged with each, with one query."""
    _words[name] = finder


def last_words(actor: Actor, partners: Collection[int]) -> Mapping[int, datetime]:
    """By partner pk, whichever upper app heard it last."""
    found: dict[int, datetime] = {}
    for finder in _words.values():
        for pk, moment in finder(actor, partners).items():
            found[pk] = max(moment, found.get(pk, moment))
    return found


_histories: dict[str, Callable[[Actor, Collection[int]], Mapping[int, Sequence[Decimal | None]]]] = {}


def register_history(
    name: str, finder: Callable[[Actor, Collection[int]], Mapping[int, Sequence[Decimal | None]]]
) -> None:
    """`finder(actor, partner pks)` gives the values of the last periods, oldest first; a fixed number of
    queries. The name in use: "score" (0 to 100)."""
    _histories[name] = finder


def histories(name: str, actor: Actor, partners: Collection[int]) -> Mapping[int, Sequence[Decimal | None]]:
    """By partner pk; empty when nobody measures."""
    finder = _histories.get(name)
    return finder(actor, partners) if finder and partners else {}


_events: list[Callable[[Actor, date, date], Iterable[Event]]] = []


def register_events(finder: Callable[[Actor, date, date], Iterable[Event]]) -> None:
    """`finder(actor, first day, last day)`: what else stands in a person's calendar; a few queries."""
    if finder not in _events:
        _events.append(finder)


def events(actor: Actor, start: date, end: date) -> list[Event]:
    return [event for find in _events for event in find(actor, start, end)]
