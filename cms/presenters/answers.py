"""Questions and proposals about texts, in words: for lists, their page, and as cards of the inbox."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.enums import CommentDecision, CommentKind
from cms.facts import answers
from cms.models import PolicyComment
from portal.actors import Actor
from portal.clocks import local_day
from portal.models import User
from portal.presentation import number
from suppliers.presenters.cases.clocks import CaseClock
from suppliers.registry import Ask, Done, Stub

KIND = "policies"


@dataclass(frozen=True)
class State:
    """A chip: its words, its tone, its picture; `key` is what a file holds."""

    key: str
    words: str
    tone: str = ""
    picture: str | None = None


@dataclass(frozen=True)
class Head:
    title: str
    reason: str


@dataclass(frozen=True)
class AnswerAsk:
    """One card: what was written, about what, and where it is answered."""

    url: str
    text: str
    who: str
    at: dt.datetime
    about: str
    about_url: str
    decides: bool
    forms: dict[str, Any] = field(default_factory=dict)


def clock_of(comment: PolicyComment, now: dt.datetime) -> CaseClock | None:
    """What is left of the promised days; None once it was answered or taken back."""
    if comment.answered_at is not None or comment.withdrawn_at is not None:
        return None
    today, asked_on = local_day(now), local_day(comment.at)
    left = answers.working_days(today, comment.due_on)
    if left < 0 or today > comment.due_on:
        words = ngettext("%(n)s working day over", "%(n)s working days over", -left)
        return CaseClock(words % {"n": number(max(1, -left))}, "bad")
    if left == 0:
        return CaseClock(_("by this evening"), "warn")
    promised = answers.working_days(asked_on, comment.due_on)
    words = ngettext("%(n)s of %(all)s working day left", "%(n)s of %(all)s working days left", promised)
    return CaseClock(words % {"n": number(left), "all": number(promised)}, "warn" if left <= 2 else "")


def state_of(comment: PolicyComment, now: dt.datetime) -> State:
    if comment.withdrawn_at is not None:
        return State("withdrawn", _("taken back"))
    if comment.answered_at is None:
        late = local_day(now) > comment.due_on
        return (
            State("late", _("answer overdue"), "bad")
            if late
            else State("waiting", _("waits"), "open", "clock")
        )
    key = "published" if comment.published_at is not None else "answered"
    if comment.decision == CommentDecision.TAKEN_UP:
        return State(key, _("taken up"), "ok")
    if comment.decision:
        words = _("not yet") if comment.decision == CommentDecision.LATER else _("not taken up")
        return State(key, words)
    return State(key, _("answered"), "ok")


def took_words(comment: PolicyComment) -> str:
    """ "after 5 of 10 working days", as the answer was promised and came."""
    if comment.answered_at is None:
        return ""
    asked_on, told_on = local_day(comment.at), local_day(comment.answered_at)
    if told_on > comment.due_on:
        return _("answered late")
    promised = answers.working_days(asked_on, comment.due_on)
    words = ngettext("after %(n)s of %(all)s working day", "after %(n)s of %(all)s working days", promised)
    return words % {"n": number(answers.working_days(asked_on, told_on)), "all": number(promised)}


def list_head(waiting: int, late: int, actor: Actor) -> Head:
    if actor.is_staff:
        if not waiting:
            return Head(
                _("Everybody has an answer about our policies"),
                _("What partners ask or propose about a text comes here, with its clock."),
            )
        title = ngettext(
            "%(n)s question or proposal about our policies waits for an answer",
            "%(n)s questions and proposals about our policies wait for an answer",
            waiting,
        ) % {"n": number(waiting)}
        if late:
            over = ngettext("%(n)s is past its promised day.", "%(n)s are past their promised day.", late)
            return Head(title, over % {"n": number(late)})
        return Head(title, _("Whoever owns the text answers; publish what helps others too."))
    return Head(
        _("What you asked about our policies"),
        _("Your house reads this, and we. Others read our answer only if we publish it."),
    )


def page_title(comment: PolicyComment) -> str:
    names = {"text": comment.version.title}
    if comment.kind == CommentKind.PROPOSAL:
        return _("A proposal about “%(text)s”") % names
    return _("A question about “%(text)s”") % names


def waiting_stubs(actor: Actor, ours: Mapping[str, int]) -> list[Stub]:
    """Of partners only: what our own people ask stands on the page of all questions. Two queries."""
    fallback = frozenset(
        User.objects.filter(role__in=answers.FALLBACK, is_active=True).values_list("pk", flat=True)
    )
    rows = answers.waiting(actor).exclude(partner=None).select_related("owner")
    return [
        Stub(
            KIND,
            one.public_id,
            one.partner_id or 0,
            one.at,
            answers.ends_at(one.due_on),
            _owners(one) or fallback,
            clock=clock_of(one, timezone.now()),
        )
        for one in rows
    ]


def mine(actor: Actor, away: Any) -> Any:
    return answers.mine(actor, away).exclude(partner=None)


def _owners(comment: PolicyComment) -> frozenset[int]:
    owner = comment.owner
    able = owner is not None and owner.is_active and owner.role in answers.RESPONSIBLE
    return frozenset({owner.pk}) if able and owner is not None else frozenset()


def asks(actor: Actor, stubs: Sequence[Stub], now: dt.datetime) -> list[Ask]:
    by_key = {stub.key: stub for stub in stubs}
    rows = PolicyComment.objects.for_actor(actor).filter(public_id__in=by_key)
    return [
        Ask(
            by_key[one.public_id],
            one.partner.name if one.partner else "",
            _ask_title(one),
            "cms/answers/inbox.html",
            AnswerAsk(
                url=reverse("cms:policy_comment", args=[one.public_id]),
                text=one.text,
                who=one.user_label,
                at=one.at,
                about=f"{one.version.title} {one.version.number}",
                about_url=one.page.url or "",
                decides=one.kind == CommentKind.PROPOSAL,
            ),
            one.version.title,
        )
        for one in rows.select_related("partner", "version", "page")
    ]


def _ask_title(comment: PolicyComment) -> str:
    words = (
        _("%(partner)s proposes: change “%(text)s”")
        if comment.kind == CommentKind.PROPOSAL
        else _("%(partner)s asks about “%(text)s”")
    )
    return words % {"partner": comment.partner.name if comment.partner else "", "text": comment.version.title}


def answered(actor: Actor, since: dt.datetime) -> list[Done]:
    """Our answers to partners since that moment: one query."""
    rows = PolicyComment.objects.for_actor(actor).filter(answered_at__gte=since).exclude(partner=None)
    return [
        Done(
            one.answered_at,
            one.answered_by_label,
            _("answer about “%(text)s”") % {"text": one.version.title},
            one.partner.name,
            reverse("cms:policy_comment", args=[one.public_id]),
        )
        for one in rows.select_related("partner", "version").order_by("-answered_at", "-pk")
        if one.answered_at is not None and one.partner is not None
    ]
