"""The page behind a mail's link: what is asked, of which lines, and what one click would say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.engine.scaled import from_scaled
from portal.presentation import day, number, quantity
from suppliers.engine.lines import Part
from suppliers.enums import Act, PromiseEvent, TaskKind
from suppliers.facts.differences import parts_in_words
from suppliers.facts.promises import Held
from suppliers.forms_tasks import Choice, LineAnswerForm
from suppliers.models import Promise, Question, TaskLink


@dataclass(frozen=True)
class TaskLine:
    """One line that waits. `offer` is what agreeing would promise, `before` what was promised so far."""

    public_id: str
    name: str
    what: str
    offer: str
    before: str
    why: str
    form: LineAnswerForm
    is_open: bool  # its form is unfolded: something in it has to be put right, or was chosen


@dataclass(frozen=True)
class TaskPage:
    """`agree`: the words of the one button that agrees to all lines."""

    title: str
    reason: str
    agree: str
    lines: tuple[TaskLine, ...] = ()


# What agreeing to a line is in each task.
AGREES = {TaskKind.ORDER: Act.ACCEPT, TaskKind.COUNTER: Act.ACCEPT, TaskKind.RADAR: Act.KEEP}


def agree_words(task: str) -> str:
    """What agreeing to one line is called."""
    return {
        TaskKind.RADAR: _("Still good"),
        TaskKind.COUNTER: _("Accept what is proposed"),
    }.get(TaskKind(task), _("Confirm as asked"))


def task_page(link: TaskLink, held: Sequence[Held], forms: Mapping[str, LineAnswerForm]) -> TaskPage:
    """`forms` by the lines' public ids: bound ones keep what was typed."""
    reasons = _reasons(held)
    lines = tuple(_line(link.task, one, forms[one.line.public_id], reasons) for one in held)
    n, company = len(lines), settings.COMPANY_NAME
    order = held[0].line.order.number if held else ""
    names = {"n": number(n), "order": order, "company": company}
    match TaskKind(link.task):
        case TaskKind.RADAR:
            title = ngettext("Still good?", "Still good? %(n)s lines", n)
            reason = _("%(company)s counts on these days. If one will not hold, a new day now helps most.")
            agree = ngettext("Yes, still good", "Yes, all %(n)s are still good", n)
        case TaskKind.COUNTER:
            title = _("Order %(order)s: would this work instead?")
            reason = _("%(company)s cannot take what you proposed, and proposes this.")
            agree = ngettext("Accept it", "Accept all %(n)s", n)
        case _other:
            title = ngettext("Confirm a line of order %(order)s", "Confirm %(n)s lines of order %(order)s", n)
            reason = _("By when will it come? What works as asked is one click.")
            agree = ngettext("Confirm as asked", "Confirm all %(n)s as asked", n)
    return TaskPage(title % names, reason % names, agree % names, lines)


def question_page(question: Question) -> TaskPage:
    """The page of a question: who asks what."""
    about = question.line or question.order or question.invoice
    names = {"company": settings.COMPANY_NAME, "about": str(about or "")}
    title = _("%(company)s asks about %(about)s") if about else _("%(company)s has a question")
    due = _("We hope for an answer by %s.") % day(question.answer_due_at, "full")
    return TaskPage(title % names, due, _("Send the answer"))


def initial_of(held: Held) -> dict[str, Any]:
    """What the form of a line starts from: all that is open, on the day offered, promised or asked."""
    offered = _offered(held) or held.open_parts
    return {
        "quantity": quantity_of(held),
        "day": max((part.due_on for part in offered), default=held.line.requested_on),
        "seen": held.seen,
    }


def quantity_of(held: Held) -> str:
    """As an input shows it, without groups of digits."""
    return f"{from_scaled(held.open_quantity):f}"


def masked(address: str) -> str:
    """“b…@brandt.example”: enough to know it again."""
    name, _at, place = address.partition("@")
    return f"{name[:1]}…@{place}"


def _line(task: str, held: Held, form: LineAnswerForm, reasons: dict[int, str]) -> TaskLine:
    line = held.line
    chosen = form.data.get(form.add_prefix("choice"), Choice.AGREE) if form.is_bound else Choice.AGREE
    promised = parts_in_words(held.open_parts, line.unit)
    offer = _offered_words(task, held)
    before = promised if promised and promised != offer else ""
    return TaskLine(
        public_id=line.public_id,
        name=f"{line.order.number}-{line.number}",
        what=" ".join(filter(None, [line.item_code, line.description])) or _("Line %s") % line.number,
        offer=offer,
        before=_("so far promised: %s") % before if before else "",
        why=reasons.get(held.talk.last.key, "") if held.talk.last else "",
        form=form,
        is_open=form.is_bound and (bool(form.errors) or chosen != Choice.AGREE),
    )


def _offered(held: Held) -> tuple[Part, ...]:
    """Of our counter-proposal that waits, what is still to come."""
    counter = held.pending(PromiseEvent.COUNTER)
    return held.still_open(counter.parts) if counter else ()


def _offered_words(task: str, held: Held) -> str:
    unit = held.line.unit
    if task == TaskKind.RADAR:
        return parts_in_words(held.open_parts, unit)
    if offered := _offered(held):
        return parts_in_words(offered, unit)
    open_words = quantity(held.open_quantity, unit)
    return _("%(quantity)s on %(day)s") % {"quantity": open_words, "day": day(held.line.requested_on)}


def _reasons(held: Sequence[Held]) -> dict[int, str]:
    """Why something else is asked, by the word: our change, or our counter-proposal; one query."""
    last = [one.talk.last for one in held]
    ours = (PromiseEvent.BUYER_CHANGE, PromiseEvent.COUNTER)
    keys = [word.key for word in last if word is not None and word.event in ours]
    return dict(Promise.objects.filter(pk__in=keys).values_list("pk", "reason"))
