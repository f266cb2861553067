"""Writes what was said of lines, once it is decided: append-only words, their parts, and all that follows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actors import Actor
from suppliers.actions.judging import judge_lines
from suppliers.engine.lines import Part
from suppliers.enums import PromiseEvent
from suppliers.facts.differences import parts_in_words
from suppliers.facts.promises import Held, held_of
from suppliers.models import LineSkip, OrderLine, Promise, PromisePart, Reconfirmation
from suppliers.permissions import NOTED

_TICK = dt.timedelta(microseconds=1)
_NAME = 200


@dataclass(frozen=True)
class Saying:
    """A word about to be recorded. `parts` cover the whole line; `answers` and `voids` name promises."""

    held: Held
    event: PromiseEvent
    parts: tuple[Part, ...] = ()
    price: int | None = None
    reason_code: str = ""
    reason: str = ""
    answers: int | None = None
    voids: int | None = None


def lock_lines(by: Actor, public_ids: Sequence[str]) -> list[Held]:
    """Those of these lines that `by` may see, held until the transaction ends; five statements.

    What they read comes after the lock, so of two writers the second sees what the first wrote.
    """
    lines = (
        OrderLine.objects.for_actor(by)
        .filter(public_id__in=list(public_ids))
        .select_related("order", "partner")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    return held_of(list(lines))


def say(*, by: Actor, sayings: Sequence[Saying], at: dt.datetime, sent_to: str = "") -> list[Promise]:
    """Record these words, at most one of a line, and judge their lines again; a fixed number of statements.

    A word is later than all that was said of its line before, whatever the clocks of those who said it.
    """
    if not sayings:
        return []
    made = [_promise_of(by, one, at, sent_to) for one in sayings]
    Promise.objects.bulk_create(made)
    PromisePart.objects.bulk_create(
        PromisePart(promise=promise, number=part.number, quantity=part.quantity, promised_on=part.due_on)
        for promise, one in zip(made, sayings, strict=True)
        for part in one.parts
    )
    judge_lines(by=by, line_ids=sorted(promise.line_id for promise in made))
    return made


def _promise_of(by: Actor, one: Saying, at: dt.datetime, sent_to: str) -> Promise:
    latest = max((word.made_at for word in one.held.words), default=at - _TICK)
    return Promise(
        line=one.held.line,
        partner_id=one.held.line.partner_id,
        event=one.event,
        made_at=max(at, latest + _TICK),
        made_by=said_by(by, one.held.line),
        channel=by.channel,
        reason_code=one.reason_code,
        reason=one.reason,
        price=one.price,
        sent_to=sent_to,
        answers_id=one.answers,
        voids_id=one.voids,
    )


def said_by(by: Actor, line: OrderLine) -> str:
    """How history names who said it: where we noted a partner's word, both."""
    if not by.is_staff or by.channel not in NOTED:
        return by.label[:_NAME]
    noted = _("%(partner)s, noted by %(who)s")
    return (noted % {"partner": line.partner.name, "who": by.label})[:_NAME]


def answer_asked_again(*, by: Actor, acts: dict[int, str], at: dt.datetime) -> None:
    """What we had asked again of these lines (id -> act) is answered; none is skipped any more."""
    for act in sorted(set(acts.values())):
        lines = [pk for pk, one in acts.items() if one == act]
        Reconfirmation.objects.filter(line_id__in=lines, answered_at=None).update(
            answered_at=at, answered_by=by.label[:_NAME], answer=act
        )
    if acts:
        LineSkip.objects.filter(line_id__in=acts).delete()


def day_of(at: dt.datetime) -> dt.date:
    """The company's calendar day at this moment."""
    return timezone.localtime(at, timezone.get_default_timezone()).date()


def what_came_between(held: Held, seen: str, by: Actor) -> str:
    """Who said what since the reader had looked, in words; empty when nothing happened."""
    if not seen or seen == held.seen:
        return ""
    since = held.said_since(seen)
    if not since:
        who = held.line.changed_by if by.is_staff and held.line.changed_by else settings.COMPANY_NAME
        return _("%(who)s changed this line in the meantime. Please look at it again.") % {"who": who}
    newest = since[-1]
    event = PromiseEvent(newest.event)
    said = {
        "who": newest.made_by or _("Somebody"),
        "what": event.label,
        "parts": parts_in_words(newest.parts, held.line.unit),
    }
    if newest.parts:
        return _("%(who)s was faster. %(what)s: %(parts)s.") % said
    return _("%(who)s was faster. %(what)s.") % said
