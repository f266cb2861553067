"""Modules of questions: each change of the questions is a version, so that answers keep what was asked."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actions.saving import save_checked
from portal.actors import Actor
from suppliers.engine.answers import Asked, BadQuestion, checked_questions, questions_of
from suppliers.models import DocumentNeed, Questionnaire, QuestionnaireVersion
from suppliers.permissions_onboarding import check_can_keep_questionnaires


class QuestionnaireRefused(Exception):
    """It cannot be kept so; `field` names what is wrong: a field, or `q-<place>`."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


def new_key() -> str:
    """What names a question through all its versions."""
    return f"q{secrets.token_hex(4)}"


def current_version(questionnaire: Questionnaire) -> QuestionnaireVersion:
    """What is asked from now on."""
    return questionnaire.versions.order_by("-number")[0]


@transaction.atomic
def create(*, by: Actor, facts: Mapping[str, Any], questions: Sequence[Asked], at: datetime) -> Questionnaire:
    """Raises PermissionDenied or QuestionnaireRefused."""
    check_can_keep_questionnaires(by)
    asked = _checked(questions)
    try:
        with transaction.atomic():
            made = Questionnaire.objects.create(**facts, changed_by=by.label)
    except IntegrityError as error:
        raise QuestionnaireRefused(_("Another questionnaire has this name."), "name") from error
    _add_version(by, made, asked, 1, at)
    audit.record(by=by, verb="questionnaire.created", obj=made, data={"name": made.name})
    return made


@transaction.atomic
def edit(
    *,
    by: Actor,
    questionnaire: Questionnaire,
    version: int,
    facts: Mapping[str, Any],
    questions: Sequence[Asked],
    at: datetime,
) -> QuestionnaireVersion:
    """Another version, where the questions changed.

    Raises PermissionDenied, QuestionnaireRefused or StaleSave.
    """
    check_can_keep_questionnaires(by)
    asked = _checked(questions)
    try:
        with transaction.atomic():
            changed = save_checked(by=by, row=questionnaire, version=version, changes=dict(facts))
    except IntegrityError as error:
        raise QuestionnaireRefused(_("Another questionnaire has this name."), "name") from error
    newest = current_version(questionnaire)
    if questions_of(newest.questions) != asked:
        newest = _add_version(by, questionnaire, asked, newest.number + 1, at)
        if not changed:
            questionnaire.version += 1
            questionnaire.changed_by = by.label
            questionnaire.save(update_fields=["version", "changed_by", "updated_at"])
        changed = [*changed, "questions"]
    if changed:
        data = {"name": questionnaire.name, "fields": changed, "number": newest.number}
        audit.record(by=by, verb="questionnaire.edited", obj=questionnaire, data=data)
    return newest


def _checked(questions: Sequence[Asked]) -> tuple[Asked, ...]:
    if not questions:
        raise QuestionnaireRefused(_("Ask at least one question."))
    try:
        return checked_questions(questions)
    except BadQuestion as bad:
        told = {
            "label": _("Write the question, in at most 300 signs."),
            "choices": _("Give two to thirty different choices, one a line."),
            "many": _("These are too many questions: split them into two questionnaires."),
        }
        words = told.get(bad.why, _("This question is there twice."))
        raise QuestionnaireRefused(words, f"q-{bad.place}") from bad


def _add_version(
    by: Actor, questionnaire: Questionnaire, asked: Sequence[Asked], number: int, at: datetime
) -> QuestionnaireVersion:
    return QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=number,
        questions=[one.to_json() for one in asked],
        made_at=at,
        made_by_label=by.label[:200],
    )


@transaction.atomic
def need(*, by: Actor, facts: Mapping[str, Any]) -> DocumentNeed:
    """A paper that partners bring from now on. Raises PermissionDenied."""
    check_can_keep_questionnaires(by)
    made = DocumentNeed.objects.create(**facts, changed_by=by.label)
    audit.record(by=by, verb="document_need.created", obj=made, data={"type": made.type})
    return made


@transaction.atomic
def change_need(*, by: Actor, row: DocumentNeed, version: int, changes: dict[str, Any]) -> list[str]:
    """Raises PermissionDenied or StaleSave."""
    check_can_keep_questionnaires(by)
    changed = save_checked(by=by, row=row, version=version, changes=changes)
    if changed:
        data = {"type": row.type, "fields": changed}
        audit.record(by=by, verb="document_need.edited", obj=row, data=data)
    return changed
