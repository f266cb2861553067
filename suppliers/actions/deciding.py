"""What becomes of an answer to a line: decided from what is held, without writing anything."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, number
from suppliers.engine.commitments import Word, are_same, compose
from suppliers.engine.lines import Part
from suppliers.engine.tolerance import Judgement, Kind, Limits, Verdict, judge
from suppliers.enums import Act, Fate, PromiseEvent, ReasonCode
from suppliers.facts.differences import parts_in_words, verdict_in_words
from suppliers.facts.promises import Held
from suppliers.facts.terms import terms_of

MOST_PARTS = 24
FARTHEST = 5  # years from today
LARGEST = 10**17  # of a scaled quantity or price
LONGEST_NOTE = 200

Rest = tuple[tuple[int, dt.date], ...]


@dataclass(frozen=True)
class Answer:
    """What somebody says of one line; quantities and prices are scaled by 10^6.

    `line` is the line's public id. `parts` are (quantity, day) of what is still open, for PROMISE. `price`
    None: as agreed. `seen` is `facts.promises.seen_of` when the form was made; empty: not checked.
    """

    line: str
    act: Act
    parts: Rest = ()
    price: int | None = None
    reason_code: str = ""
    note: str = ""
    seen: str = ""


@dataclass(frozen=True)
class Problem:
    """`field` is one of parts, price, reason_code, note, line, seen."""

    field: str
    message: str


@dataclass(frozen=True)
class Decision:
    """`event` None: nothing new is said. `parts` cover the whole line."""

    fate: Fate
    why: str = ""
    event: PromiseEvent | None = None
    parts: tuple[Part, ...] = ()
    price: int | None = None
    answers: int | None = None
    voids: int | None = None
    problems: tuple[Problem, ...] = field(default=())


class Impossible(Exception):
    """This answer cannot be: with what stands where."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def decide(held: Held, answer: Answer, limits: Limits, today: dt.date) -> Decision:
    """What this answer does to this line, which is not frozen. Raises Impossible."""
    return _ACTS[answer.act](held, answer, limits, today)


def _accept(held: Held, answer: Answer, limits: Limits, today: dt.date) -> Decision:
    """As asked now; where our counter-proposal waits, as it says."""
    if counter := held.pending(PromiseEvent.COUNTER):
        check_not_past(held, counter.parts, today)
        return _confirm(held, counter.parts, counter.price, answers=counter.key)
    asked_on = held.line.requested_on
    if asked_on < today:
        passed = _("The day asked for, %s, has passed. Please give a day.")
        raise Impossible(Problem("parts", passed % day(asked_on)))
    parts = compose(held.talk.parts, held.received, [(held.open_quantity, asked_on)], asked_on)
    return _confirm(held, parts, held.talk.price)


def _keep(held: Held, answer: Answer, limits: Limits, today: dt.date) -> Decision:
    """The same parts again, so that it is on record that they still hold."""
    talk = held.talk
    if not talk.parts:
        raise Impossible(Problem("line", _("Nothing was promised yet. Please give a day.")))
    if talk.last_event == PromiseEvent.BUYER_CHANGE:
        changed = _("%(company)s changed this line. Accept it as it is now, or promise what you can.")
        raise Impossible(Problem("line", changed % {"company": settings.COMPANY_NAME}))
    if held.pending(PromiseEvent.COUNTER):
        waits = _("%(company)s made a counter-proposal. Accept it, or promise what you can.")
        raise Impossible(Problem("line", waits % {"company": settings.COMPANY_NAME}))
    if not held.open_parts:
        raise Impossible(Problem("line", _("All that was promised has arrived. Please promise the rest.")))
    check_not_past(held, talk.parts, today)
    return Decision(Fate.KEPT, _still(held, talk.parts), PromiseEvent.CONFIRM, talk.parts, talk.price)


def _promise(held: Held, answer: Answer, limits: Limits, today: dt.date) -> Decision:
    problems = check_rest(answer.parts, today)
    if answer.price is not None and not 0 < answer.price <= LARGEST:
        problems.append(Problem("price", _("A price is more than nothing. Leave it empty: as agreed.")))
    if problems:
        raise Impossible(*problems)
    talk, pending = held.talk, held.talk.pending
    parts = compose(talk.parts, held.received, answer.parts, held.line.requested_on)
    price = talk.price if answer.price is None else answer.price
    if talk.parts and are_same(parts, talk.parts) and talk.price_of(price) == talk.price_of(talk.price):
        return _confirm(held, parts, talk.price)
    if pending is not None and _says(held, pending, parts, price):
        if pending.event == PromiseEvent.PROPOSE:
            return Decision(Fate.WAITING, _waits(_verdict(held, parts, price, limits)))
        return _confirm(held, parts, price, answers=pending.key)
    return _offer(held, answer, parts, price, limits)


def _says(held: Held, word: Word, parts: tuple[Part, ...], price: int | None) -> bool:
    """Is it what this proposal or counter-proposal says?"""
    return are_same(parts, word.parts) and held.talk.price_of(price) == held.talk.price_of(word.price)


def _offer(
    held: Held, answer: Answer, parts: tuple[Part, ...], price: int | None, limits: Limits
) -> Decision:
    """Something new: judged by what was agreed, and by our own counter-proposal where one waits."""
    verdict, counter = _verdict(held, parts, price, limits), held.pending(PromiseEvent.COUNTER)
    is_near = False
    if counter is not None and verdict.judgement != Judgement.WITHIN:
        near = _against(held, counter, parts, price, limits)
        is_near = near.judgement == Judgement.WITHIN
        verdict = near if near.judgement < verdict.judgement else verdict
    if verdict.judgement == Judgement.NEVER:
        raise Impossible(Problem(_field_of(verdict), verdict_in_words(verdict)))
    if verdict.is_worse:
        check_reason(answer)
    if verdict.judgement == Judgement.WITHIN:
        return _confirm(held, parts, price, answers=counter.key if counter and is_near else None)
    answers = counter.key if counter else None
    return Decision(Fate.WAITING, _waits(verdict), PromiseEvent.PROPOSE, parts, price, answers)


def _field_of(verdict: Verdict) -> str:
    """Where it has to be changed."""
    return "price" if verdict.reasons[0].kind in (Kind.DEARER, Kind.PRICED) else "parts"


def _against(held: Held, word: Word, parts: tuple[Part, ...], price: int | None, limits: Limits) -> Verdict:
    """Against what we said ourselves would do."""
    wanted = terms_of(held, word.parts, held.talk.price_of(word.price))
    return judge(wanted, terms_of(held, parts, held.talk.price_of(price)), limits)


def _verdict(held: Held, parts: tuple[Part, ...], price: int | None, limits: Limits) -> Verdict:
    """Against what a person of ours last said yes to: what passed by itself cannot creep."""
    agreed = terms_of(held, held.talk.agreed, held.talk.agreed_price)
    return judge(agreed, terms_of(held, parts, held.talk.price_of(price)), limits)


def _reject(held: Held, answer: Answer, limits: Limits, today: dt.date) -> Decision:
    check_reason(answer)
    waits = _("%(company)s answers.") % {"company": settings.COMPANY_NAME}
    if held.pending(PromiseEvent.REJECT):
        return Decision(Fate.REJECTED, waits)
    counter = held.pending(PromiseEvent.COUNTER)
    return Decision(Fate.REJECTED, waits, PromiseEvent.REJECT, answers=counter.key if counter else None)


def _withdraw(held: Held, answer: Answer, limits: Limits, today: dt.date) -> Decision:
    pending = held.pending(PromiseEvent.PROPOSE, PromiseEvent.REJECT)
    if pending is None:
        raise Impossible(Problem("line", _("Nothing of yours waits for an answer here.")))
    return Decision(Fate.WITHDRAWN, _("What held before holds."), PromiseEvent.VOID, voids=pending.key)


_ACTS: dict[Act, Callable[[Held, Answer, Limits, dt.date], Decision]] = {
    Act.ACCEPT: _accept,
    Act.PROMISE: _promise,
    Act.KEEP: _keep,
    Act.REJECT: _reject,
    Act.WITHDRAW: _withdraw,
}


def _confirm(
    held: Held, parts: tuple[Part, ...], price: int | None, *, answers: int | None = None
) -> Decision:
    """An accepted promise; where it says what holds already, nothing new is said."""
    talk = held.talk
    holds = talk.last_event == PromiseEvent.CONFIRM and are_same(parts, talk.parts)
    if holds and talk.price_of(price) == talk.price_of(talk.price):
        return Decision(Fate.KEPT, _still(held, parts))
    said = _("Promised: %s.") % parts_in_words(held.still_open(parts), held.line.unit)
    return Decision(Fate.ACCEPTED, said, PromiseEvent.CONFIRM, parts, price, answers)


def _still(held: Held, parts: tuple[Part, ...]) -> str:
    return _("Still promised: %s.") % parts_in_words(held.still_open(parts), held.line.unit)


def _waits(verdict: Verdict) -> str:
    words = _("%(why)s %(company)s answers.")
    return (words % {"why": verdict_in_words(verdict), "company": settings.COMPANY_NAME}).strip()


def check_reason(answer: Answer) -> None:
    """Who leaves what was agreed says why; another reason needs words. Raises Impossible."""
    if answer.reason_code not in ReasonCode.values:
        raise Impossible(Problem("reason_code", _("Please say why, so that we can help.")))
    if answer.reason_code == ReasonCode.OTHER and not answer.note.strip():
        raise Impossible(Problem("note", _("Please say which reason it is.")))


def check_not_past(held: Held, parts: tuple[Part, ...], today: dt.date) -> None:
    """What is still to come of these parts can still come in time. Raises Impossible."""
    past = [part.due_on for part in held.still_open(parts) if part.due_on < today]
    if past:
        words = _("%s has passed. Please give a day.") % day(past[0])
        raise Impossible(Problem("parts", words))


def check_rest(rest: Rest, today: dt.date) -> list[Problem]:
    """What is wrong with parts as somebody gave them."""
    if not rest:
        return [Problem("parts", _("Please say how many will come, and when."))]
    if len(rest) > MOST_PARTS:
        words = ngettext("At most %s part.", "At most %s parts.", MOST_PARTS)
        return [Problem("parts", words % number(MOST_PARTS))]
    latest = _years_on(today, FARTHEST)
    problems = []
    for quantity, on in rest:
        if quantity <= 0:
            problems.append(Problem("parts", _("A part needs a quantity above 0.")))
        elif quantity > LARGEST:
            problems.append(Problem("parts", _("A part has too large a quantity.")))
        if on < today:
            problems.append(Problem("parts", _("%s has passed. Please give a day.") % day(on)))
        elif on > latest:
            words = _("%(day)s is further away than %(years)s years.")
            problems.append(Problem("parts", words % {"day": day(on), "years": number(FARTHEST)}))
    return list(dict.fromkeys(problems))


def _years_on(today: dt.date, years: int) -> dt.date:
    try:
        return today.replace(year=today.year + years)
    except ValueError:  # 29 February
        return today.replace(year=today.year + years, day=28)
