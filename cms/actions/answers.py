"""Questions and proposals about a policy: ask, answer, publish, take back, say which version came of it.

What a partner wrote is published with its name and only with its consent; without it the answer stands alone.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.actions.telling_answers import tell_answered, tell_asked
from cms.enums import CommentDecision, CommentKind
from cms.facts.answers import RESPONSIBLE, due_day
from cms.facts.texts import keepers
from cms.models import PolicyComment, TextVersion
from cms.permissions_answers import check_can_answer, check_can_ask, check_can_take_back
from portal.actions import audit
from portal.actors import Actor
from portal.models import User


class AnswerRefused(Exception):
    """It cannot be so; the message says why, `field` which of the answers it is about."""

    def __init__(self, message: str, field: str = "text") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def ask(
    *,
    by: Actor,
    version: TextVersion,
    kind: str,
    text: str,
    name_shown: bool = False,
    at: datetime | None = None,
) -> PolicyComment:
    """Ask about this version, or propose a change. Its owner has POLICY_ANSWER_DAYS working days.

    Raises PermissionDenied, also for a text that is not theirs to read, or AnswerRefused.
    """
    check_can_ask(by)
    if not version.readable_by(by):
        raise TextVersion.DoesNotExist
    at, text = at or timezone.now(), _words(text)
    comment = PolicyComment.objects.create(
        page_id=version.page_id,
        version=version,
        partner=by.membership.partner if by.membership is not None else None,
        user=by.user,
        user_label=by.label,
        kind=CommentKind(kind),
        text=text,
        name_shown=name_shown,
        at=at,
        due_on=due_day(at, settings.POLICY_ANSWER_DAYS),
        owner=_owner_of(version),
    )
    _record(by, "policy_comment.asked", comment)
    tell_asked(by=by, comment=comment)
    return comment


@transaction.atomic
def answer(
    *, by: Actor, comment: PolicyComment, text: str, decision: str = "", at: datetime | None = None
) -> PolicyComment:
    """Answer it, once; a proposal with a decision. Raises PermissionDenied or AnswerRefused."""
    locked = _locked(comment)
    check_can_answer(by, locked)
    _check_waits(locked)
    is_proposal = locked.kind == CommentKind.PROPOSAL
    if is_proposal and decision not in CommentDecision.values:
        raise AnswerRefused(_("Say whether we take it up: yes, not yet, or no."), "decision")
    locked.answer, locked.decision = _words(text), decision if is_proposal else ""
    locked.answered_at, locked.answered_by = at or timezone.now(), by.user
    locked.answered_by_label = by.label
    locked.save()
    _record(by, "policy_comment.answered", locked, decision=locked.decision)
    tell_answered(by=by, comment=locked)
    return locked


@transaction.atomic
def publish(*, by: Actor, comment: PolicyComment, at: datetime | None = None) -> PolicyComment:
    """Show the answer to everybody who may read the text. Raises PermissionDenied or AnswerRefused."""
    locked = _locked(comment)
    check_can_answer(by, locked)
    if locked.answered_at is None:
        raise AnswerRefused(_("Answer it first: a question alone helps nobody."))
    if locked.withdrawn_at is not None:
        raise AnswerRefused(_("Whoever asked took it back, so it is not published."))
    if locked.published_at is None:
        locked.published_at = at or timezone.now()
        locked.save(update_fields=["published_at"])
        _record(by, "policy_comment.published", locked)
    return locked


@transaction.atomic
def hide(*, by: Actor, comment: PolicyComment) -> PolicyComment:
    """Show it no longer."""
    locked = _locked(comment)
    check_can_answer(by, locked)
    if locked.published_at is not None:
        locked.published_at = None
        locked.save(update_fields=["published_at"])
        _record(by, "policy_comment.hidden", locked)
    return locked


@transaction.atomic
def withdraw(*, by: Actor, comment: PolicyComment, at: datetime | None = None) -> PolicyComment:
    """Whoever asked takes it back: nobody has to answer, and nobody else reads it any more."""
    locked = _locked(comment)
    check_can_take_back(by, locked)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = at or timezone.now()
        locked.save(update_fields=["withdrawn_at"])
        _record(by, "policy_comment.withdrawn", locked)
    return locked


@transaction.atomic
def name(*, by: Actor, comment: PolicyComment, shown: bool) -> PolicyComment:
    """Whoever asked says whether their words may be published with their name; also later, either way."""
    locked = _locked(comment)
    check_can_take_back(by, locked)
    if locked.name_shown != shown:
        locked.name_shown = shown
        locked.save(update_fields=["name_shown"])
        _record(by, "policy_comment.named" if shown else "policy_comment.unnamed", locked)
    return locked


@transaction.atomic
def led_to(*, by: Actor, comment: PolicyComment, version: TextVersion | None) -> PolicyComment:
    """Say which version was changed because of it (None: none was).

    The version is of the same text and younger than what was asked about. A job thanks whoever asked on the
    day from which it holds. Raises PermissionDenied or AnswerRefused.
    """
    locked = _locked(comment)
    check_can_answer(by, locked)
    if locked.answered_at is None:
        raise AnswerRefused(_("Answer it first: then say what came of it."), "version")
    if version is not None and not _came_later(version, locked):
        raise AnswerRefused(_("Choose a version of this text that came after it was asked."), "version")
    if locked.led_to_id != (version.pk if version else None):
        locked.led_to = version
        if version is not None and locked.kind == CommentKind.PROPOSAL:
            locked.decision = CommentDecision.TAKEN_UP
        locked.save(update_fields=["led_to", "decision"])
        _record(by, "policy_comment.led_to", locked, number=version.number if version else "")
    return locked


def _came_later(version: TextVersion, comment: PolicyComment) -> bool:
    before = comment.version
    is_later = (version.major, version.minor) > (before.major, before.minor)
    return version.page_id == comment.page_id and is_later


def _owner_of(version: TextVersion) -> User | None:
    """Who keeps the text today; None where it has no owner who can answer: then whoever publishes texts."""
    owner = keepers([version.page_id]).get(version.page_id)
    able = owner is not None and owner.is_active and owner.role in RESPONSIBLE
    return owner if able else None


def _locked(comment: PolicyComment) -> PolicyComment:
    rows = PolicyComment.objects.select_for_update(of=("self",)).select_related("version", "partner")
    return rows.get(pk=comment.pk)


def _check_waits(comment: PolicyComment) -> None:
    if comment.withdrawn_at is not None:
        raise AnswerRefused(_("Whoever asked took it back, so nothing waits any more."))
    if comment.answered_at is not None:
        words = _("%(who)s has answered it already.") % {"who": comment.answered_by_label}
        raise AnswerRefused(words)


def _words(text: str) -> str:
    text = text.strip()
    if not text:
        raise AnswerRefused(_("Write a few words first."))
    if len(text) > 2000:
        raise AnswerRefused(_("That is more than 2,000 characters. Say the main thing first."))
    return text


def _record(by: Actor, verb: str, comment: PolicyComment, **data: str) -> None:
    audit.record(
        by=by,
        verb=verb,
        obj=comment,
        scope=comment.partner.public_id if comment.partner is not None else "",
        data={"text": comment.version.title, **data},
    )
