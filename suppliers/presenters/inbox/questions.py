"""Questions of partners as cards of the inbox."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from suppliers.facts.inbox import answered_since, waiting_questions
from suppliers.forms_inbox import AnswerForm
from suppliers.models import Question
from suppliers.presenters.questions import About, about_of, title_of
from suppliers.registry import Ask, Done, Stub

KIND = "questions"


@dataclass(frozen=True)
class QuestionAsk:
    url: str
    about: About
    who: str
    at: dt.datetime
    text: str
    more: bool
    tel: str
    forms: dict[str, Any]


def waiting(actor: Actor, ours: Mapping[str, int]) -> list[Stub]:
    """What was answered once and asked again has no clock of its own: it counts from the first promise."""
    rows = waiting_questions(actor).values_list(
        "public_id", "partner_id", "owner_id", "asked_at", "answer_due_at"
    )
    known = set(ours.values())
    return [
        Stub(KIND, key, partner, asked_at, due_at, frozenset({owner} & known))
        for key, partner, owner, asked_at, due_at in rows.order_by()
    ]


def asks(actor: Actor, stubs: Sequence[Stub], now: dt.datetime) -> list[Ask]:
    keys = {stub.key: stub for stub in stubs}
    rows = waiting_questions(actor).filter(public_id__in=keys)
    rows = rows.select_related("partner", "line__order", "order", "invoice", "asked_by")
    return [_ask(keys[one.public_id], one) for one in rows.prefetch_related("messages")]


def _ask(stub: Stub, question: Question) -> Ask:
    said = list(question.messages.all())
    detail = QuestionAsk(
        url=reverse("suppliers:question", args=[question.public_id]),
        about=about_of(question),
        who=said[-1].said_by,
        at=said[-1].at,
        text=said[-1].text,
        more=len(said) > 1,
        tel="".join(sign for sign in question.asked_by.phone if sign.isdigit() or sign == "+"),
        forms={"answer": AnswerForm(prefix=f"answer-{question.public_id}")},
    )
    words = {"partner": question.partner.name, "what": title_of(said[0].text)}
    title = _("%(partner)s: %(what)s") % words
    return Ask(
        stub, question.partner.name, title, "suppliers/inbox/question.html", detail, detail.about.words
    )


def answered(actor: Actor, since: dt.datetime) -> list[Done]:
    return [
        Done(
            one.answered_at,
            one.answered_by or "",
            _("Question answered: %(what)s") % {"what": title_of(one.first_text)},
            one.partner.name,
            reverse("suppliers:question", args=[one.public_id]),
        )
        for one in answered_since(actor, since)
    ]
