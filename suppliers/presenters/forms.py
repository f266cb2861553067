"""Answers as both sides read them, and how far a newcomer has come in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.models import Attachment
from portal.presentation import day, number
from suppliers.actions.forms import thing_of
from suppliers.engine.answers import YES, Asked, QuestionType, is_answered, questions_of
from suppliers.enums import FormState, PartnerStatus
from suppliers.facts.onboarding import Progress, progress_of
from suppliers.models import Partner, PartnerForm
from suppliers.permissions_onboarding import can_judge_forms
from suppliers.tables_onboarding import FORM_PICTURES, FORM_TONES


@dataclass(frozen=True)
class File:
    name: str
    url: str


@dataclass(frozen=True)
class Answered:
    """A question with its answer in words."""

    label: str
    words: str
    files: tuple[File, ...]
    is_long: bool
    is_missing: bool


@dataclass(frozen=True)
class FormRow:
    """One questionnaire of a partner, in a list."""

    name: str
    url: str
    state: str
    tone: str
    picture: str
    note: str


@dataclass(frozen=True)
class Steps:
    """“Onboarding: 3 of 5 done”, with what is missing; `may_activate`: nothing is, and this reader may."""

    partner: Partner
    title: str
    done: int
    total: int
    rows: tuple[tuple[str, str, str, str], ...]  # words, chip, tone, address
    is_complete: bool
    may_activate: bool
    url: str


def files_of(form: PartnerForm, actor: Actor) -> dict[str, tuple[File, ...]]:
    """By the key of a question: one query."""
    things = {
        thing_of(form, one.key): one.key
        for one in questions_of(form.asked.questions)
        if one.type == QuestionType.FILE
    }
    found = Attachment.objects.for_actor(actor).by_thing(list(things))
    return {
        things[about]: tuple(File(one.name, reverse("portal:file", args=[one.public_id])) for one in rows)
        for about, rows in found.items()
    }


def answered(form: PartnerForm, files: Mapping[str, Sequence[File]]) -> list[Answered]:
    return [_answered(one, form.answers, files) for one in questions_of(form.asked.questions)]


def _answered(one: Asked, answers: Mapping[str, Any], files: Mapping[str, Sequence[File]]) -> Answered:
    words = "" if one.type == QuestionType.FILE else words_of(one, answers.get(one.key, ""))
    return Answered(
        one.label,
        words,
        tuple(files.get(one.key, ())),
        one.type == QuestionType.LONG,
        not is_answered(one, answers),
    )


def words_of(one: Asked, value: Any) -> str:
    """A stored answer as a person reads it."""
    if not value:
        return ""
    if one.type == QuestionType.YES_NO:
        return _("Yes") if value == YES else _("No")
    if one.type == QuestionType.DATE:
        return day(dt.date.fromisoformat(value), "full")
    return str(value)


def form_row(form: PartnerForm) -> FormRow:
    questions = questions_of(form.asked.questions)
    done = sum(is_answered(one, form.answers) for one in questions)
    state = FormState(form.state)
    if state in (FormState.OPEN, FormState.RETURNED):
        note = _("%(done)s of %(all)s answered") % {"done": number(done), "all": number(len(questions))}
        if form.due_on is not None:
            note = _("%(note)s, by %(day)s") % {"note": note, "day": day(form.due_on)}
    elif state == FormState.SENT:
        note = _("sent by %(who)s") % {"who": form.sent_by_label}
    else:
        note = _("accepted by %(who)s") % {"who": form.decided_by_label}
    return FormRow(
        form.asked.questionnaire.name,
        reverse("suppliers:partner_form", args=[form.public_id]),
        str(state.label),
        FORM_TONES[state],
        FORM_PICTURES[state],
        note,
    )


def steps_of(partner: Partner, actor: Actor, today: dt.date) -> Steps | None:
    """None for who is not in onboarding. Six queries."""
    if partner.status != PartnerStatus.ONBOARDING:
        return None
    return steps(partner, progress_of([partner], today)[partner.pk], actor)


def steps(partner: Partner, found: Progress, actor: Actor) -> Steps:
    forms_url = reverse("suppliers:form_list")
    rows = [
        _step(_("Questionnaires"), found.forms_done, found.forms, _with_partner(forms_url, partner, actor)),
        _step(
            _("Papers"),
            found.papers_done,
            found.papers,
            reverse("suppliers:documents", args=[partner.public_id]),
        ),
        _step(
            _("Bank account"),
            int(found.bank),
            1,
            reverse("suppliers:data_changes", args=[partner.public_id]),
        ),
    ]
    names = {"done": number(found.done), "all": number(found.total)}
    return Steps(
        partner,
        _("Onboarding: %(done)s of %(all)s done") % names,
        found.done,
        found.total,
        tuple(row for row in rows if row is not None),
        found.is_complete,
        found.is_complete and can_judge_forms(actor),
        reverse("suppliers:partner", args=[partner.public_id]),
    )


def _with_partner(url: str, partner: Partner, actor: Actor) -> str:
    return f"{url}?q={partner.name}" if actor.is_staff else url


def _step(name: str, done: int, total: int, url: str) -> tuple[str, str, str, str] | None:
    if not total:
        return None
    words = _("%(done)s of %(all)s") % {"done": number(done), "all": number(total)}
    return name, words, "ok" if done == total else "open", url
