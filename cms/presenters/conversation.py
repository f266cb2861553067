"""What was asked and answered about a text, as it stands on the page of the text.

Everybody reads what was published; a partner's people also what their own house wrote. Without consent the
asker's words are not shown to others, only our answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.enums import CommentDecision
from cms.facts.answers import because_of, counted, shown, waiting
from cms.forms_answers import AskForm
from cms.models import PolicyComment, TextVersion
from cms.permissions_answers import can_ask, can_see_answers
from cms.presenters.answers import took_words
from portal.actors import Actor
from portal.presentation import number
from suppliers.presenters.words import sentence_case, spelled


@dataclass(frozen=True)
class Said:
    """One question or proposal with its answer, as this reader may read it. `words` empty: not theirs."""

    key: str
    is_own: bool
    who: str
    at: datetime
    words: str
    decision: str
    answer: str
    answered_by: str
    answered_at: datetime | None
    took: str
    due_on: date | None
    url: str


@dataclass(frozen=True)
class Conversation:
    said: list[Said]
    summary: str
    form: AskForm | None
    ask_url: str
    login_url: str
    promised: str
    button: str
    thanks: list[Said]
    all_url: str
    waiting: int


def conversation(actor: Actor, page: Page, version: TextVersion, today: date) -> Conversation:
    """For the page of `version`; at most four queries for any number of questions."""
    rows = _rows(actor, page, today)
    own = {one.pk for one in rows if _is_own(actor, one)}
    said = [_said(one, one.pk in own) for one in rows]
    led = {one.public_id for one in rows if one.led_to_id == version.pk and one.pk in own}
    where = "playbooks" if page.content_type.model == "playbookpage" else "policies"
    see = actor.is_staff and can_see_answers(actor)
    return Conversation(
        said=said,
        summary=_summary(rows),
        form=AskForm() if can_ask(actor) else None,
        ask_url=reverse("cms:policy_ask", args=[where, page.slug]),
        login_url="" if actor.user is not None else reverse("account_login"),
        promised=promised_words(version),
        button=answerer_words(version),
        thanks=[one for one in said if one.key in led],
        all_url=f"{reverse('cms:policy_comments')}?text={page.slug}" if can_see_answers(actor) else "",
        waiting=waiting(actor).filter(page=page).count() if see else 0,
    )


def because_words(actor: Actor, version: TextVersion) -> str:
    """ "changed because of 3 partners, one of them you"; empty where nobody proposed it."""
    n = because_of([version.pk]).get(version.pk, 0)
    if not n:
        return ""
    words = ngettext("changed because of %(n)s partner", "changed because of %(n)s partners", n) % {
        "n": number(n)
    }
    if actor.partner_id and PolicyComment.objects.for_actor(actor).filter(led_to=version).exists():
        return _("%(words)s, one of them you") % {"words": words} if n > 1 else _("changed because of you")
    return words


def promised_words(version: TextVersion) -> str:
    days = settings.POLICY_ANSWER_DAYS
    names = {"n": number(days), "name": version.owner.get_short_name() if version.owner else ""}
    if version.owner is not None:
        words = ngettext(
            "%(name)s must answer within %(n)s working day.",
            "%(name)s must answer within %(n)s working days.",
            days,
        )
    else:
        words = ngettext(
            "We must answer within %(n)s working day.", "We must answer within %(n)s working days.", days
        )
    return words % names


def answerer_words(version: TextVersion) -> str:
    if version.owner is None:
        return _("Send it to us")
    return _("Send to %(name)s") % {"name": version.owner.get_short_name()}


def _rows(actor: Actor, page: Page, today: date) -> list[PolicyComment]:
    """One query: what was published about versions that this reader may read, and their house's own."""
    versions = TextVersion.objects.for_actor(actor).filter(page=page, in_force_from__lte=today)
    published = shown(versions)
    if actor.is_staff or actor.partner_id is None:
        found = published
    else:
        own = PolicyComment.objects.for_actor(actor).filter(page=page, withdrawn_at=None)
        found = PolicyComment.objects.filter(Q(pk__in=published.values("pk")) | Q(pk__in=own.values("pk")))
    return list(found.select_related("partner", "version").order_by("at", "pk"))


def _is_own(actor: Actor, comment: PolicyComment) -> bool:
    if actor.partner_id is None or comment.partner is None:
        return actor.user is not None and comment.partner is None and comment.user_id == actor.user.pk
    return actor.partner_id in (comment.partner_id, comment.partner.merged_into_id)


def _said(comment: PolicyComment, is_own: bool) -> Said:
    named = is_own or comment.name_shown
    answered = comment.answered_at is not None
    return Said(
        key=comment.public_id,
        is_own=is_own,
        who=_who(comment, named),
        at=comment.at,
        words=comment.text if named else "",
        decision=decision_words(comment),
        answer=comment.answer,
        answered_by=comment.answered_by_label,
        answered_at=comment.answered_at,
        took=took_words(comment),
        due_on=None if answered else comment.due_on,
        url=reverse("cms:policy_comment", args=[comment.public_id]) if is_own else "",
    )


def _who(comment: PolicyComment, named: bool) -> str:
    if comment.partner is None:
        return comment.user_label if named else _("one of our own people")
    return f"{comment.user_label}, {comment.partner.name}" if named else _("a partner")


def decision_words(comment: PolicyComment) -> str:
    """ "Yes.", "Not yet.", "No."; empty for a question."""
    words: dict[str, str] = {
        CommentDecision.TAKEN_UP: _("Yes."),
        CommentDecision.LATER: _("No, not yet."),
        CommentDecision.DECLINED: _("No."),
    }
    return words.get(comment.decision, "")


def _summary(rows: Iterable[PolicyComment]) -> str:
    taken, rest = counted(rows)
    if not (taken or rest):
        return _("names only with consent")
    words = _("%(taken)s taken up, %(rest)s not; names only with consent")
    return sentence_case(words % {"taken": spelled(taken), "rest": spelled(rest)})
