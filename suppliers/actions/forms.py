"""What partners are asked and answer: kept while they write, sent when it is whole, read by us.

Nothing that was typed is lost: saving never asks for all answers, and a stale save shows both.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.attachments import Upload, attach
from portal.actions.notices import drop, notify
from portal.actions.saving import save_checked
from portal.actors import Actor, system_actor
from portal.enums import Channel
from portal.models import Attachment, Notice, User
from suppliers.actions import partners as partner_actions
from suppliers.actions.asking import in_words_of
from suppliers.actions.expiring import our_people_for
from suppliers.actions.questionnaires import current_version
from suppliers.actions.wording import Words
from suppliers.actions.wording_onboarding import form_words, returned_words
from suppliers.engine.answers import Asked, QuestionType, questions_of, unanswered
from suppliers.enums import FormState, PartnerStatus
from suppliers.facts.colleagues import acting_people
from suppliers.facts.onboarding import progress_of
from suppliers.facts.people import answering_people
from suppliers.models import Partner, PartnerForm, Questionnaire
from suppliers.permissions_onboarding import check_can_answer_forms, check_can_judge_forms

WRITING = (FormState.OPEN, FormState.RETURNED)
REMIND_DAYS = (7, 0)
_CATCH_UP = 14


class FormRefused(Exception):
    """It cannot be asked, sent or accepted so. `missing`: the questions that must be answered first."""

    def __init__(self, reason: str, missing: Sequence[Asked] = ()) -> None:
        super().__init__(reason)
        self.missing = tuple(missing)


def thing_of(form: PartnerForm, key: str) -> str:
    """What the files of one question belong to: each question has room for its own."""
    return hashlib.blake2b(f"{form.public_id}:{key}".encode(), digest_size=8).hexdigest()


@transaction.atomic
def ask(
    *, by: Actor, questionnaire: Questionnaire, partners: Iterable[Partner], at: datetime
) -> list[PartnerForm]:
    """Ask these partners; whom this version was asked already is left out. Raises PermissionDenied."""
    check_can_judge_forms(by)
    version = current_version(questionnaire)
    due = timezone.localdate(at) + timedelta(days=questionnaire.days_to_answer)
    made = []
    for partner in partners:
        if partner.merged_into_id is not None:
            continue
        facts = {"asked_at": at, "due_on": due, "answers": {}}
        form, is_new = PartnerForm.objects.get_or_create(partner=partner, asked=version, defaults=facts)
        if is_new:
            made.append(form)
            _record(by, "asked", form)
    _tell_partners(by, made, at, lambda form: form_words(form, timezone.localdate(at), is_new=True), "asked")
    return made


def ask_newcomer(*, by: Actor, partner: Partner, at: datetime) -> int:
    """All questionnaires in use for its kind. Returns how many."""
    modules = Questionnaire.objects.filter(is_active=True).order_by("position", "name")
    wanted = [one for one in modules if not one.kinds or partner.kind in one.kinds]
    return sum(len(ask(by=by, questionnaire=one, partners=[partner], at=at)) for one in wanted)


@transaction.atomic
def save(
    *,
    by: Actor,
    form: PartnerForm,
    version: int,
    answers: Mapping[str, str],
    uploads: Mapping[str, Sequence[Upload]] | None = None,
    at: datetime,
) -> PartnerForm:
    """Keeps what was typed, whole or not.

    Raises PermissionDenied, FormRefused, StaleSave or AttachmentRefused.
    """
    locked = _locked(form)
    check_can_answer_forms(by, locked.partner)
    if locked.state not in WRITING:
        raise FormRefused(_("It was sent already: thank you."))
    questions = questions_of(locked.asked.questions)
    kept: dict[str, Any] = dict(locked.answers)
    for one in questions:
        if one.type == QuestionType.FILE:
            continue
        if one.key in answers:
            kept[one.key] = answers[one.key]
    save_checked(by=by, row=locked, version=version, changes={"answers": kept})
    files = _attach(by, locked, questions, uploads or {}, at)
    if files:
        locked.answers = locked.answers | files
        locked.save(update_fields=["answers", "updated_at"])
    return locked


@transaction.atomic
def send(
    *,
    by: Actor,
    form: PartnerForm,
    version: int,
    answers: Mapping[str, str],
    uploads: Mapping[str, Sequence[Upload]] | None = None,
    at: datetime,
) -> PartnerForm:
    """Saves and sends it. Raises as `save`; FormRefused names the questions that are not answered yet."""
    saved = save(by=by, form=form, version=version, answers=answers, uploads=uploads, at=at)
    missing = unanswered(questions_of(saved.asked.questions), saved.answers)
    if missing:
        raise FormRefused(_("Some questions are not answered yet."), missing)
    saved.state, saved.sent_at, saved.sent_by_label = FormState.SENT, at, by.label[:200]
    saved.save(update_fields=["state", "sent_at", "sent_by_label", "updated_at"])
    drop(task="", about=saved.public_id, at=at)
    _record(by, "sent", saved)
    _tell_us(by, saved, at)
    return saved


@transaction.atomic
def accept(*, by: Actor, form: PartnerForm, words: str = "", at: datetime) -> PartnerForm:
    """We have read it and need no more. Raises PermissionDenied or FormRefused."""
    return _judge(by, form, FormState.ACCEPTED, words.strip(), at)


@transaction.atomic
def send_back(*, by: Actor, form: PartnerForm, words: str, at: datetime) -> PartnerForm:
    """With a question, in words that they read. Raises PermissionDenied or FormRefused."""
    if not words.strip():
        raise FormRefused(_("Say what you would like to know."))
    return _judge(by, form, FormState.RETURNED, words.strip(), at)


@transaction.atomic
def activate(*, by: Actor, partner: Partner, at: datetime) -> Partner:
    """A newcomer who has brought all is a partner as all others. Raises PermissionDenied or FormRefused."""
    check_can_judge_forms(by)
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    if partner.status != PartnerStatus.ONBOARDING:
        raise FormRefused(_("%(partner)s is not in onboarding.") % {"partner": partner.name})
    found = progress_of([partner], timezone.localdate(at))[partner.pk]
    if not found.is_complete:
        raise FormRefused(
            _("Not all is there yet: %(done)s of %(total)s.") % {"done": found.done, "total": found.total}
        )
    changes: dict[str, Any] = {"status": PartnerStatus.ACTIVE}
    if partner.since is None:
        changes["since"] = timezone.localdate(at)
    partner_actions.edit(by=by, partner=partner, version=partner.version, changes=changes)
    return partner


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Who has not sent yet hears 7 days before the day and on it, once each; returns how many notices."""
    by, today = system_actor(Channel.JOB), timezone.localdate(now)
    span = (today - timedelta(days=_CATCH_UP), today + timedelta(days=max(REMIND_DAYS)))
    rows = PartnerForm.objects.filter(
        state__in=WRITING, due_on__range=span, partner__merged_into=None
    ).select_related("partner__owner", "asked__questionnaire")
    told = 0
    for form in rows:
        asked_on = timezone.localdate(form.asked_at)
        due = [
            days
            for days in REMIND_DAYS
            if form.due_on is not None and asked_on < form.due_on - timedelta(days=days) <= today
        ]
        for days in due[-1:]:
            step = f"due:{form.due_on}:{days}"
            told += _tell_partners(by, [form], now, lambda one: form_words(one, today, is_new=False), step)
    return told


def _judge(by: Actor, form: PartnerForm, state: FormState, words: str, at: datetime) -> PartnerForm:
    locked = _locked(form)
    check_can_judge_forms(by)
    if locked.state != FormState.SENT:
        words_now = _("It is not waiting for us: %(state)s.")
        raise FormRefused(words_now % {"state": str(FormState(locked.state).label).lower()})
    locked.state, locked.words = state, words
    locked.decided_at, locked.decided_by_label = at, by.label[:200]
    locked.version, locked.changed_by = locked.version + 1, by.label
    if state == FormState.RETURNED and locked.due_on is not None:
        week = timezone.localdate(at) + timedelta(days=7)
        locked.due_on = max(locked.due_on, week)
    locked.save()
    _record(by, state.value, locked)
    accepted = state == FormState.ACCEPTED
    step = f"{state.value}:{locked.version}"
    _tell_partners(by, [locked], at, lambda one: returned_words(one, accepted=accepted), step)
    return locked


def _locked(form: PartnerForm) -> PartnerForm:
    rows = PartnerForm.objects.select_for_update(of=("self",))
    found: PartnerForm = rows.select_related("partner__owner", "asked__questionnaire").get(pk=form.pk)
    return found


def _attach(
    by: Actor,
    form: PartnerForm,
    questions: Iterable[Asked],
    uploads: Mapping[str, Sequence[Upload]],
    at: datetime,
) -> dict[str, list[str]]:
    """The files of each question, by its key: those that are there and the new ones."""
    found = {}
    for one in questions:
        new = list(uploads.get(one.key, ())) if one.type == QuestionType.FILE else []
        if new:
            about = thing_of(form, one.key)
            attach(by=by, scope=form.partner.public_id, about=about, uploads=new, at=at)
            files = Attachment.objects.filter(about=about).order_by("pk")
            found[one.key] = list(files.values_list("public_id", flat=True))
    return found


def _record(by: Actor, what: str, form: PartnerForm) -> None:
    audit.record(
        by=by,
        verb=f"form.{what}",
        obj=form,
        scope=form.partner.public_id,
        data={"name": form.asked.questionnaire.name, "version": form.asked.number},
    )


def _tell_partners(
    by: Actor,
    forms: Sequence[PartnerForm],
    at: datetime,
    words_of: Callable[[PartnerForm], Words],
    step: str,
) -> int:
    people = answering_people({form.partner_id for form in forms})
    notices = []
    for form in forms:
        owner = form.partner.owner
        reply = owner.email if owner is not None and owner.is_active else ""
        for user in people.get(form.partner_id, ()):
            notices.append(_notice(user, form, in_words_of(user, partial(words_of, form)), step, reply, at))
    known = set(
        Notice.objects.filter(key__in=[one.key for one in notices]).values_list("key", flat=True)
        if notices
        else ()
    )
    new = [one for one in notices if one.key not in known]
    return notify(by=by, notices=new)


def _tell_us(by: Actor, form: PartnerForm, at: datetime) -> int:
    """Who looks after the partner reads the answers."""
    names = {"partner": form.partner.name, "name": form.asked.questionnaire.name}

    def words() -> Words:
        subject = _("%(partner)s has answered: %(name)s") % names
        text = _("Accept it, or send it back with a question.")
        return Words(subject, text, _("Read the answers"), [])

    readers = our_people_for(form.partner, list(acting_people("")))
    step = f"sent:{form.version}"
    rows = [_notice(user, form, in_words_of(user, words), step, "", at) for user in readers]
    return notify(by=by, notices=rows)


def _notice(user: User, form: PartnerForm, words: Words, step: str, reply: str, at: datetime) -> Notice:
    return Notice(
        user=user,
        scope=form.partner.public_id,
        key=f"form:{form.public_id}:{step}:{user.pk}",
        about=form.public_id,
        path=reverse("suppliers:partner_form", args=[form.public_id]),
        subject=" ".join(words.subject.split())[:250],
        words=words.text or settings.COMPANY_NAME,
        act=words.act,
        facts=words.facts,
        reply_to=reply,
        created_at=at,
    )
