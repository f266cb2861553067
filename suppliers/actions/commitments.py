"""What partners say of their order lines: accepted, promised, kept, rejected, withdrawn, skipped for now."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from suppliers.actions import asking
from suppliers.actions.deciding import LONGEST_NOTE, Answer, Decision, Impossible, Problem, decide
from suppliers.actions.saying import (
    Saying,
    answer_asked_again,
    day_of,
    lock_lines,
    said_by,
    say,
    what_came_between,
)
from suppliers.engine.tolerance import Limits
from suppliers.enums import Act, Fate, PromiseEvent
from suppliers.facts.promises import Held
from suppliers.facts.tolerances import limits_of
from suppliers.models import LineSkip, OrderLine, Promise
from suppliers.permissions import check_can_answer
from suppliers.policies import frozen_why

__all__ = ["Answer", "Problem", "Said", "answer", "skip", "unskip"]

AT_ONCE = 500

# What is an answer to “still good?”; who takes back a proposal has not said so.
_ANSWERED = (Fate.ACCEPTED, Fate.WAITING, Fate.REJECTED, Fate.KEPT)


@dataclass(frozen=True)
class Said:
    """What became of an answer. `why`: what happened, or why it waits; `promise`: what was recorded."""

    line: str
    fate: Fate
    problems: tuple[Problem, ...] = ()
    why: str = ""
    promise: Promise | None = None


def answer(
    *, by: Actor, answers: Sequence[Answer], at: dt.datetime | None = None, sent_to: str = ""
) -> list[Said]:
    """Answer lines: those that are refused or stale store nothing, the others are stored; in the same order.

    500 answers are one transaction with a fixed number of statements. `sent_to` is the address whose mail
    link was used. Raises PermissionDenied for whoever may never answer.
    """
    check_can_answer(by)
    said: list[Said] = []
    for start in range(0, len(answers), AT_ONCE):
        with transaction.atomic():
            said += _answer(by, answers[start : start + AT_ONCE], at or timezone.now(), sent_to)
    return said


def _answer(by: Actor, answers: Sequence[Answer], at: dt.datetime, sent_to: str) -> list[Said]:
    held = {one.line.public_id: one for one in lock_lines(by, [one.line for one in answers])}
    limits = limits_of({one.line.partner for one in held.values()})
    decisions = _decisions(by, answers, held, limits, day_of(at))
    new = [number for number, decision in enumerate(decisions) if decision.event is not None]
    sayings = [_saying(held[answers[number].line], answers[number], decisions[number]) for number in new]
    promises = dict(zip(new, say(by=by, sayings=sayings, at=at, sent_to=sent_to), strict=True))
    heard = [
        (held[one.line], one.act, decision)
        for one, decision in zip(answers, decisions, strict=True)
        if decision.fate not in (Fate.REFUSED, Fate.STALE)
    ]
    _follow(by, heard, at, sent_to)
    return [
        Said(one.line, decision.fate, decision.problems, decision.why, promises.get(number))
        for number, (one, decision) in enumerate(zip(answers, decisions, strict=True))
    ]


def _decisions(
    by: Actor, answers: Sequence[Answer], held: dict[str, Held], limits: dict[int, Limits], today: dt.date
) -> list[Decision]:
    decisions, met = [], set()
    for one in answers:
        line = held.get(one.line)
        if line is None:
            decisions.append(_refused(Problem("line", _("There is no such line."))))
        elif one.line in met:
            decisions.append(
                _refused(Problem("line", _("This line stands here twice: the first was taken.")))
            )
        else:
            decisions.append(_decision(by, line, one, limits[line.line.partner_id], today))
        met.add(one.line)
    return decisions


def _decision(by: Actor, held: Held, one: Answer, limits: Limits, today: dt.date) -> Decision:
    if why := frozen_why(held.line, received=held.received, shipped=held.shipped):
        return _refused(Problem("line", why))
    between = what_came_between(held, one.seen, by)
    if between and not _is_own_echo(by, held, one.seen):
        return Decision(Fate.STALE, between, problems=(Problem("seen", between),))
    if len(one.note) > LONGEST_NOTE:
        return _refused(Problem("note", _("At most %s characters, please.") % LONGEST_NOTE))
    try:
        decision = decide(held, one, limits, today)
    except Impossible as impossible:
        return _refused(*impossible.problems)
    if between and decision.fate == Fate.KEPT and held.talk.last_event == PromiseEvent.CONFIRM:
        return replace(decision, event=None)
    if between and decision.event is not None:
        return Decision(Fate.STALE, between, problems=(Problem("seen", between),))
    return decision


def _is_own_echo(by: Actor, held: Held, seen: str) -> bool:
    """Did nobody but this person speak in between? The same form sent twice is no conflict."""
    since = held.said_since(seen)
    return bool(since) and {word.made_by for word in since or ()} == {said_by(by, held.line)}


def _refused(*problems: Problem) -> Decision:
    return Decision(Fate.REFUSED, problems[0].message, problems=problems)


def _saying(held: Held, one: Answer, decision: Decision) -> Saying:
    assert decision.event is not None
    is_void = decision.event == PromiseEvent.VOID
    return Saying(
        held,
        decision.event,
        decision.parts,
        decision.price,
        "" if is_void else one.reason_code,
        one.note.strip(),
        decision.answers,
        decision.voids,
    )


def _follow(by: Actor, heard: Sequence[tuple[Held, Act, Decision]], at: dt.datetime, sent_to: str) -> None:
    """What answered lines cause: the radar and the skips are answered, the trail written, the buyers told."""
    answer_asked_again(
        by=by,
        acts={held.line.pk: act.value for held, act, decision in heard if decision.fate in _ANSWERED},
        at=at,
    )
    said = [(held, decision) for held, _act, decision in heard if decision.event is not None]
    _audit(by, said, sent_to)
    if proposed := _lines_with(said, PromiseEvent.PROPOSE):
        asking.tell_proposed(by=by, lines=proposed)
    if rejected := _lines_with(said, PromiseEvent.REJECT):
        asking.tell_rejected(by=by, lines=rejected)


def _lines_with(said: Iterable[tuple[Held, Decision]], event: PromiseEvent) -> list[OrderLine]:
    return [held.line for held, decision in said if decision.event == event]


def _audit(by: Actor, said: Iterable[tuple[Held, Decision]], sent_to: str) -> None:
    """One event for each partner, whatever the number of lines."""
    by_partner: dict[str, list[tuple[Held, Decision]]] = defaultdict(list)
    for held, decision in said:
        by_partner[held.line.partner.public_id].append((held, decision))
    for scope, group in sorted(by_partner.items()):
        data: dict[str, object] = {"lines": len(group)}
        data.update(Counter(decision.fate.value for _held, decision in group))
        if sent_to:
            data["sent_to"] = sent_to
        line = group[0][0].line if len(group) == 1 else None
        audit.record(by=by, verb="lines.answered", obj=line, scope=scope, data=data)


def skip(*, by: Actor, line: OrderLine, until: dt.date) -> LineSkip:
    """Look at this line again on `until`. Raises PermissionDenied."""
    _check_own(by, line)
    kept, _is_new = LineSkip.objects.update_or_create(
        line=line,
        defaults={"partner_id": line.partner_id, "until": until, "skipped_by": by.label[:200]},
    )
    return kept


def unskip(*, by: Actor, line: OrderLine) -> bool:
    """It stands where it stood before; False when it was not skipped. Raises PermissionDenied."""
    _check_own(by, line)
    deleted, _by_model = LineSkip.objects.filter(line=line).delete()
    return bool(deleted)


def _check_own(by: Actor, line: OrderLine) -> None:
    check_can_answer(by)
    if by.partner_id is not None and line.partner_id != by.partner_id:
        raise PermissionDenied
