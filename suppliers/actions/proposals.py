"""The buyer's side of the conversation: accept, counter or decline a proposal, agree to a refusal."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from suppliers.actions import asking
from suppliers.actions.deciding import LONGEST_NOTE, Impossible, Rest, check_not_past, check_rest
from suppliers.actions.saying import Saying, day_of, lock_lines, say, what_came_between
from suppliers.engine.commitments import Word, compose
from suppliers.enums import PromiseEvent
from suppliers.facts.promises import Held
from suppliers.models import OrderLine, Promise
from suppliers.permissions import check_can_decide
from suppliers.policies import closed_why


class ProposalRefused(Exception):
    """The state of the line does not allow it, or what was given is not possible; says why."""


class Stale(Exception):
    """Somebody was faster. `words`: who said what since the reader had looked."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def accept(
    *, by: Actor, line: OrderLine, seen: str = "", note: str = "", at: dt.datetime | None = None
) -> Promise:
    """The proposal that waits is promised from now on, with its price. Raises ProposalRefused or Stale."""

    def confirm(held: Held, now: dt.datetime) -> Saying:
        proposal = _pending(held, PromiseEvent.PROPOSE)
        _check_open(held)
        try:
            check_not_past(held, proposal.parts[-1:], day_of(now))
        except Impossible as impossible:
            raise ProposalRefused(str(impossible)) from impossible
        parts, price = proposal.parts, proposal.price
        return Saying(held, PromiseEvent.CONFIRM, parts, price, "", note.strip(), proposal.key)

    return _say(by, line, seen, note, at, "proposal.accepted", confirm)


def counter(
    *,
    by: Actor,
    line: OrderLine,
    parts: Rest,
    note: str,
    seen: str = "",
    at: dt.datetime | None = None,
) -> Promise:
    """Say what would do instead: (scaled quantity, day) of what is still open. It waits for the partner.

    Answers a proposal or a refusal; the price stays as agreed. Raises ProposalRefused or Stale.
    """

    def propose(held: Held, now: dt.datetime) -> Saying:
        pending = _pending(held, PromiseEvent.PROPOSE, PromiseEvent.REJECT)
        _check_open(held)
        if problems := check_rest(parts, day_of(now)):
            raise ProposalRefused(" ".join(problem.message for problem in problems))
        whole = compose(held.talk.parts, held.received, parts, held.line.requested_on)
        price = held.talk.price
        return Saying(held, PromiseEvent.COUNTER, whole, price, "", note.strip(), pending.key)

    return _say(by, line, seen, note, at, "proposal.countered", propose)


def decline(
    *, by: Actor, line: OrderLine, note: str, seen: str = "", at: dt.datetime | None = None
) -> Promise:
    """The proposal is not possible for us: what held before holds. Raises ProposalRefused or Stale."""

    def refuse(held: Held, now: dt.datetime) -> Saying:
        pending = _pending(held, PromiseEvent.PROPOSE)
        return Saying(held, PromiseEvent.DECLINE, reason=note.strip(), answers=pending.key)

    return _say(by, line, seen, note, at, "proposal.declined", refuse)


def agree(
    *, by: Actor, line: OrderLine, note: str = "", seen: str = "", at: dt.datetime | None = None
) -> Promise:
    """We take note of the refusal; the order is changed where it is kept. Raises ProposalRefused or Stale."""

    def note_it(held: Held, now: dt.datetime) -> Saying:
        pending = _pending(held, PromiseEvent.REJECT)
        return Saying(held, PromiseEvent.AGREE, reason=note.strip(), answers=pending.key)

    return _say(by, line, seen, note, at, "proposal.agreed", note_it)


def _say(
    by: Actor,
    line: OrderLine,
    seen: str,
    note: str,
    at: dt.datetime | None,
    verb: str,
    saying_of: Callable[[Held, dt.datetime], Saying],
) -> Promise:
    check_can_decide(by)
    now = at or timezone.now()
    if len(note) > LONGEST_NOTE:
        raise ProposalRefused(_("At most %s characters, please.") % LONGEST_NOTE)
    with transaction.atomic():
        (held,) = lock_lines(by, [line.public_id])
        if between := what_came_between(held, seen, by):
            raise Stale(between)
        (promise,) = say(by=by, sayings=[saying_of(held, now)], at=now)
        partner = held.line.partner
        data = {"line": str(held.line), "answers": promise.answers_id}
        audit.record(by=by, verb=verb, obj=held.line, scope=partner.public_id, data=data)
        asking.tell_answered(by=by, lines=[held.line])
    return promise


def _pending(held: Held, *events: PromiseEvent) -> Word:
    """What waits for our answer, if it is one of these. Raises ProposalRefused."""
    if pending := held.pending(*events):
        return pending
    if PromiseEvent.REJECT in events and PromiseEvent.PROPOSE not in events:
        raise ProposalRefused(_("There is no refusal that waits for an answer."))
    raise ProposalRefused(_("There is no proposal that waits for an answer."))


def _check_open(held: Held) -> None:
    if why := closed_why(held.line, received=held.received):
        raise ProposalRefused(why)
