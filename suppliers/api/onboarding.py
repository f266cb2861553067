"""Onboarding under /api/v1/: registrations, questionnaires, what partners answer, changes of data.

An account number is never read here, whole or in part; registrations and changes are decided on their pages.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.actions.saving import StaleSave
from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.errors import Refused
from portal.api.idempotency import idempotent
from portal.enums import Scope
from suppliers.actions import forms
from suppliers.actions.forms import FormRefused
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.talking import TalkViewSet
from suppliers.engine.answers import BadAnswer, QuestionType, answer_to, questions_of
from suppliers.enums import DataChangeState, DataKind, FormState, PartnerKind, RegistrationState
from suppliers.facts.onboarding import forms_shown
from suppliers.models import DataChange, PartnerForm, Questionnaire, Registration

_MOMENT: Schema = {"type": "string", "format": "date-time", "nullable": True}
_DAY: Schema = {"type": "string", "format": "date", "nullable": True}
_WORDS: Schema = {"type": "string"}
_QUESTION: Schema = {
    "type": "object",
    "properties": {
        "key": _WORDS,
        "type": {"type": "string", "enum": [one.value for one in QuestionType]},
        "label": _WORDS,
        "help": _WORDS,
        "required": {"type": "boolean"},
        "choices": {"type": "array", "items": _WORDS},
    },
}
REGISTRATION: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "kind": {"type": "string", "enum": PartnerKind.values},
        "name": _WORDS,
        "country": _WORDS,
        "city": _WORDS,
        "website": _WORDS,
        "offers": _WORDS,
        "contact_name": _WORDS,
        "email": _WORDS,
        "state": {"type": "string", "enum": RegistrationState.values},
        "registered_at": _MOMENT,
        "decided_at": _MOMENT,
        "decided_by": _WORDS,
        "partner_code": {"type": "string", "nullable": True},
    },
    "required": ["public_id", "name", "state"],
}
QUESTIONNAIRE: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "name": _WORDS,
        "intro": _WORDS,
        "kinds": {"type": "array", "items": _WORDS},
        "days_to_answer": {"type": "integer"},
        "is_active": {"type": "boolean"},
        "version": {"type": "integer"},
        "questions": {"type": "array", "items": _QUESTION},
    },
    "required": ["public_id", "name", "questions"],
}
FORM: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "partner_code": _WORDS,
        "questionnaire": _WORDS,
        "state": {"type": "string", "enum": FormState.values},
        "due_on": _DAY,
        "sent_at": _MOMENT,
        "decided_at": _MOMENT,
        "words": _WORDS,
        "version": {"type": "integer"},
        "questions": {"type": "array", "items": _QUESTION},
        "answers": {"type": "object", "additionalProperties": {}},
    },
    "required": ["public_id", "partner_code", "state", "answers"],
}
CHANGE: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "partner_code": _WORDS,
        "kind": {"type": "string", "enum": DataKind.values},
        "state": {"type": "string", "enum": DataChangeState.values},
        "asked_by": _WORDS,
        "asked_at": _MOMENT,
        "decided_by": _WORDS,
        "decided_at": _MOMENT,
    },
    "required": ["public_id", "partner_code", "kind", "state"],
}
_SAVE: Schema = {
    "type": "object",
    "properties": {
        "version": {"type": "integer", "minimum": 1},
        "answers": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 4000}},
        "send": {"type": "boolean", "description": "Sends it as well: all that must be answered is."},
    },
    "required": ["version", "answers"],
    "additionalProperties": False,
}


def _reading(name: str, schema: Schema, summary: str, description: str) -> Any:
    """Describes a list and one row of it."""
    return extend_schema_view(
        list=extend_schema(
            operation_id=f"{name}_list",
            summary=summary,
            description=description,
            tags=["onboarding"],
            parameters=PAGING,
            responses={200: OpenApiResponse(schema, "A page of them.")},
        ),
        retrieve=extend_schema(
            operation_id=f"{name}_get",
            summary="One of them",
            description="By its public id.",
            tags=["onboarding"],
            parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
            responses={
                200: OpenApiResponse(schema, "As it stands."),
                304: OpenApiResponse(None, "It is still as you know it."),
            },
        ),
    )


class _ReadViewSet(TalkViewSet):
    """A list and its rows."""

    read_scope = Scope.RELATIONSHIP_READ
    write_scope = Scope.RELATIONSHIP_WRITE
    is_of_staff = False

    def may_write(self) -> bool:
        return True

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([self.as_json(row) for row in page or ()])

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if self.is_of_staff:
            self.only_staff()


@_reading("registrations", REGISTRATION, "Who wants to become a partner", "Decided on its page.")
class RegistrationViewSet(_ReadViewSet):
    """For staff; for partners it does not exist."""

    is_of_staff = True

    def get_queryset(self) -> QuerySet[Registration]:
        return Registration.objects.for_actor(self.actor).select_related("partner").order_by("pk")

    def as_json(self, row: Registration) -> dict[str, Any]:
        plain = ("public_id", "kind", "name", "country", "city", "website", "offers", "contact_name", "email")
        return {name: getattr(row, name) for name in plain} | {
            "state": row.state,
            "registered_at": row.registered_at.isoformat(),
            "decided_at": row.decided_at.isoformat() if row.decided_at else None,
            "decided_by": row.decided_by_label,
            "partner_code": row.partner.code if row.partner is not None else None,
        }


@_reading("questionnaires", QUESTIONNAIRE, "What newcomers are asked", "Each with its newest version.")
class QuestionnaireViewSet(_ReadViewSet):
    """For staff; a partner reads its questions with its forms."""

    is_of_staff = True

    def get_queryset(self) -> QuerySet[Questionnaire]:
        return Questionnaire.objects.for_actor(self.actor).prefetch_related("versions").order_by("pk")

    def as_json(self, row: Questionnaire) -> dict[str, Any]:
        newest = max(row.versions.all(), key=lambda one: one.number)
        plain = ("public_id", "name", "intro", "kinds", "days_to_answer", "is_active")
        return {name: getattr(row, name) for name in plain} | {
            "version": newest.number,
            "questions": newest.questions,
        }


@_reading("partner_forms", FORM, "What partners are asked, and answer", "A partner reads its own.")
@extend_schema_view(
    save=extend_schema(
        operation_id="partner_forms_save",
        summary="Keep answers, and send them",
        description="By the partner's administrators and editors. Files are added on the page.",
        tags=["onboarding"],
        request={JSON: _SAVE},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(FORM, "As it stands now.")},
    )
)
class PartnerFormViewSet(_ReadViewSet):
    """Answered by the partner; read by both."""

    def get_queryset(self) -> QuerySet[PartnerForm]:
        return forms_shown(self.actor).order_by("pk")

    @idempotent
    @action(detail=True, methods=["post"])
    def save(self, request: Request, public_id: str) -> Response:
        check_names(request)
        form = self.find(public_id)
        given = Given(request.data, tuple(_SAVE["properties"]))
        version, sends = given.get("version"), given.get("send", False)
        if not isinstance(version, int) or isinstance(version, bool):
            raise given.refused("version", version or "", _("It is the version that you read."))
        if not isinstance(sends, bool):
            raise given.refused("send", sends, _("It is true or false."))
        answers = _answers(form, given)
        act = forms.send if sends else forms.save
        try:
            act(by=self.actor, form=form, version=version, answers=answers, at=timezone.now())
        except (FormRefused, StaleSave) as refused:
            told = ", ".join(one.key for one in getattr(refused, "missing", ()))
            raise Refused(" ".join(filter(None, [str(refused), told])), code=409) from refused
        return Response(self.represent(public_id))

    def as_json(self, row: PartnerForm) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "partner_code": row.partner.code,
            "questionnaire": row.asked.questionnaire.name,
            "state": row.state,
            "due_on": row.due_on.isoformat() if row.due_on else None,
            "sent_at": row.sent_at.isoformat() if row.sent_at else None,
            "decided_at": row.decided_at.isoformat() if row.decided_at else None,
            "words": row.words,
            "version": row.version,
            "questions": row.asked.questions,
            "answers": row.answers,
        }


def _answers(form: PartnerForm, given: Given) -> dict[str, str]:
    """By key, as they are stored. Raises a 400 that names the one that cannot be."""
    sent = given.get("answers")
    if not isinstance(sent, dict):
        raise given.refused("answers", "", _("It is an object: an answer for each key."))
    questions = {one.key: one for one in questions_of(form.asked.questions) if one.type != QuestionType.FILE}
    found = {}
    texts = Given(sent, tuple(questions))
    for key in sent:
        try:
            found[key] = answer_to(questions[key], texts.text(key))
        except BadAnswer as bad:
            raise texts.refused(key, sent[key], _("It does not answer this question.")) from bad
    return found


@_reading(
    "data_changes", CHANGE, "Bank and tax data that were asked to change", "Without the data themselves."
)
class DataChangeViewSet(_ReadViewSet):
    """Who asked and who decided; asked and decided on the pages, by two people."""

    def get_queryset(self) -> QuerySet[DataChange]:
        return DataChange.objects.for_actor(self.actor).select_related("partner").order_by("pk")

    def as_json(self, row: DataChange) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "partner_code": row.partner.code,
            "kind": row.kind,
            "state": row.state,
            "asked_by": row.asked_by_label,
            "asked_at": row.asked_at.isoformat(),
            "decided_by": row.decided_by_label,
            "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        }
