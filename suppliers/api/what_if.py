"""What would be, under /api/v1/: a partner leaves, commission changes, OTIF rises."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.errors import value_refused
from portal.api.views import ActingViewSet, HasScope
from portal.clocks import local_day
from portal.enums import Scope
from suppliers.api.asking import check_names
from suppliers.api.columns import Schema
from suppliers.api.contribution import AnswersForProfit
from suppliers.forms_what_if import COMMISSION, FORMS
from suppliers.models import Partner
from suppliers.presenters.contribution.what_if import Answer, Step
from suppliers.presenters.contribution.what_if_asked import Asked, ask

# What is assumed, and what holds where it is left out: each belongs to one question.
ASSUMED = {
    "taken": "Leaves: per cent of its net revenue that others take over; 0 by default.",
    "margin": "Leaves: per cent of that which stays with us; by default what the others in its role leave.",
    "saved": "Leaves: per cent of its cost that goes with it; 100 by default.",
    "once": "Leaves: what the change costs, in whole units of the company's currency; 0 by default.",
    "points": "Commission: so many points of 100 more, negative for less; 1 by default.",
    "target": "OTIF: per cent to reach; 95 by default.",
}
_PERCENT = r"(100|[0-9]{1,2}(\.[0-9]{1,3})?)"
_PATTERNS = {
    "margin": f"^-?{_PERCENT}$",
    "points": f"^-?{_PERCENT}$",
    "once": r"^[0-9]{1,9}(\.[0-9]{1,2})?$",
}
_MINOR: Schema = {"type": "integer", "nullable": True, "description": "Null: OTIF was not measured."}
_DAY: Schema = {"type": "string", "format": "date"}
_STEP: Schema = {
    "type": "object",
    "properties": {"label": {"type": "string"}, "minor": {"type": "integer"}},
    "required": ["label", "minor"],
}
_STEPS: Schema = {"type": "array", "items": _STEP}
ANSWER: Schema = {
    "type": "object",
    "properties": {
        "question": {"type": "string", "enum": list(FORMS)},
        "partner": {"type": "string", "nullable": True, "description": "Its code; null: all agents."},
        "from": _DAY,
        "to": _DAY,
        "currency": {"type": "string", "description": "What all amounts are in minor units of."},
        "finding": {"type": "string"},
        "before_minor": {**_MINOR, "description": "The contribution of the company in these days."},
        "after_minor": _MINOR,
        "difference_minor": _MINOR,
        "steps": {**_STEPS, "description": "They add up to the difference."},
        "estimated": {**_STEPS, "description": "By rates; in no sum above."},
        "assumptions": {"type": "array", "items": {"type": "string"}},
    },
}
ANSWER["required"] = list(ANSWER["properties"])


_READ = extend_schema(
    operation_id="what_if_ask",
    summary="What would be",
    description="The contribution of the twelve last whole months, before and after, with all that is "
    "assumed. Nothing is stored.",
    tags=["contribution"],
    parameters=[
        OpenApiParameter("question", {"type": "string", "enum": list(FORMS)}, required=True),
        OpenApiParameter(
            "partner",
            {"type": "string", "minLength": 1, "maxLength": 100},
            description="Its code. Needed, but for commission: there none is all agents.",
        ),
        *(
            OpenApiParameter(
                name,
                {"type": "string", "pattern": _PATTERNS.get(name, f"^{_PERCENT}$")},
                description=words,
            )
            for name, words in ASSUMED.items()
        ),
    ],
    responses={200: OpenApiResponse(ANSWER, "Before, after, the difference, and what is assumed.")},
)


class WhatIfViewSet(ActingViewSet):
    """The same answer as on the page."""

    permission_classes = [HasScope, AnswersForProfit]
    read_scope = Scope.LEDGER_READ
    write_scope = Scope.LEDGER_WRITE
    pagination_class = None  # type: ignore[assignment]
    filter_backends = ()

    @_READ
    def read(self, request: Request) -> Response:
        check_names(request, ("question", "partner", *ASSUMED))
        question = request.query_params.get("question", "")
        if question not in FORMS:
            words = _("It is one of: %(words)s.") % {"words": ", ".join(FORMS)}
            raise value_refused("question", question, words)
        typed = {name: request.query_params[name] for name in ASSUMED if name in request.query_params}
        for name, text in typed.items():
            if name not in FORMS[question].base_fields:
                raise value_refused(name, text, _("This question does not ask for it."))
        partner = self._partner(request, question)
        asked = ask(self.actor, question, partner, typed, local_day())
        if asked.form is not None and not asked.form.is_valid():
            name, problems = next(iter(asked.form.errors.items()))
            raise value_refused(name, typed.get(name, ""), " ".join(map(str, problems)))
        return Response({"question": question, "partner": partner and partner.code, **_as_json(asked)})

    def _partner(self, request: Request, question: str) -> Partner | None:
        code = request.query_params.get("partner", "")
        if not code and question == COMMISSION:
            return None
        rows = Partner.objects.for_actor(self.actor).filter(merged_into=None)
        found = rows.filter(code=code).first() if code and "\x00" not in code else None
        if found is None:
            raise value_refused("partner", code, _("No partner has this code."))
        return found


def _as_json(asked: Asked) -> dict[str, Any]:
    answer = asked.answer
    return {
        "from": asked.span.start.isoformat(),
        "to": asked.span.end.isoformat(),
        "currency": settings.COMPANY_CURRENCY,
        **(_answered(answer) if answer else _unanswered()),
    }


def _answered(answer: Answer) -> dict[str, Any]:
    return {
        "finding": answer.title,
        "before_minor": answer.before,
        "after_minor": answer.after,
        "difference_minor": answer.change,
        "steps": _steps(answer.steps),
        "estimated": _steps(answer.apart),
        "assumptions": list(answer.assumptions),
    }


def _unanswered() -> dict[str, Any]:
    figures = dict.fromkeys(("before_minor", "after_minor", "difference_minor"))
    found = _("OTIF was not measured: no line of this partner was due in these days.")
    return {"finding": found, **figures, "steps": [], "estimated": [], "assumptions": []}


def _steps(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    return [{"label": step.label, "minor": step.minor} for step in steps]
