"""Plans under /api/v1/: propose, sign, start, measure, verify and close them; what both gained."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.errors import value_refused
from portal.api.idempotency import idempotent
from scorecards.actions import gains, plans
from scorecards.api.plan_rules import PlansViewSet, flag_of, minor_of, refusing
from scorecards.api.plan_words import DAY, MAYBE_WORDS, PLAN, RULE, TERMS, WORDS, plan_as_json, sent
from scorecards.engine.plan_terms import BadTerms, PlanRule, Terms
from scorecards.enums import PlanSource, PlanState
from scorecards.models import ImprovementPlan, PlanComment, PlanVersion
from scorecards.permissions_plans import side_of
from scorecards.policies_plans import open_version
from suppliers.api.asking import check_names
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given

_STATE = OpenApiParameter("state", {"type": "string", "enum": PlanState.values})
_FLAG = {"type": "boolean", "description": "Sign for your side at once."}
_PROPOSAL = sent(
    ["title", "kpi", "baseline_from", "baseline_to", "terms"],
    partner_code={"type": "string", "maxLength": 100, "description": "Your own partner when it is left out."},
    title={"type": "string", "minLength": 1, "maxLength": 200},
    kpi={"type": "string", "maxLength": 40},
    rule=RULE,
    baseline_from=DAY,
    baseline_to=DAY,
    terms=TERMS,
    source={"type": "string", "enum": PlanSource.values},
    source_about={"type": "string", "maxLength": 16},
    sign=_FLAG,
)
_CHANGE = sent(["terms", "why"], terms=TERMS, why=WORDS, sign=_FLAG)
_BOOKING = sent(
    ["text", "basis", "total_minor", "booked_on"],
    text={"type": "string", "minLength": 1, "maxLength": 300},
    basis={"type": "string", "minLength": 1, "maxLength": 500},
    total_minor={"type": "integer", "format": "int64"},
    booked_on=DAY,
)


def _described(act: str, summary: str, description: str, body: Any = None) -> Any:
    return extend_schema(
        operation_id=f"plans_{act}",
        summary=summary,
        description=description,
        tags=["plans"],
        request=None if body is None else {JSON: body},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(PLAN, "The plan as it stands now.")},
    )


@extend_schema_view(
    list=extend_schema(
        operation_id="plans_list",
        summary="Improvement plans",
        description="Of one's own partner, or of all for staff.",
        tags=["plans"],
        parameters=[_STATE, *PAGING],
        responses={200: OpenApiResponse(PLAN, "A page of plans.")},
    ),
    retrieve=extend_schema(
        operation_id="plans_get",
        summary="One plan",
        description="With its versions, signatures, actions, verified periods, gains and what was said.",
        tags=["plans"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(PLAN, "The plan."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="plans_propose",
        summary="Propose a plan",
        description="The KPI, its rule and what it came to in the baseline are frozen.",
        tags=["plans"],
        request={JSON: _PROPOSAL},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "Its address.", 201)],
        responses={201: OpenApiResponse(PLAN, "The plan, with its first version.")},
    ),
    change=_described("change", "Propose other terms", "Those in force hold for now.", _CHANGE),
    sign=_described(
        "sign",
        "Sign the terms that wait",
        "For your side; `digest` is what you read.",
        sent(["digest"], digest={"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    ),
    decline=_described("decline", "Decline the terms", "The other side's.", sent(["words"], words=WORDS)),
    withdraw=_described("withdraw", "Withdraw the terms", "Your own side's.", sent([], words=MAYBE_WORDS)),
    start=_described("start", "Start it", "Once both have signed."),
    claim=_described("claim", "Say that the effect is there", "Somebody else verifies it."),
    verify=_described(
        "verify",
        "Verify a period",
        "For staff but who claimed the effect, once the period is closed.",
        sent(["period"], period={"type": "string", "description": "As 2026-09."}, note=MAYBE_WORDS),
    ),
    resume=_described("resume", "Take it up again", "After a miss.", sent(["words"], words=WORDS)),
    close=_described(
        "close", "Close it", "Effective, and every action done.", sent(["learned"], learned=WORDS)
    ),
    ask_stop=_described(
        "ask_stop", "Ask to call it off", "The other side agrees, or not.", sent(["words"], words=WORDS)
    ),
    agree_stop=_described("agree_stop", "Agree to call it off", "The other side asked."),
    keep_going=_described("keep_going", "Keep going", "It is not called off.", sent([], words=MAYBE_WORDS)),
    book=_described("book", "Book a gain", "Split by the share that both signed.", _BOOKING),
)
class PlanViewSet(PlansViewSet):
    """Of one's own partner, or of all for staff; the same actions as on the pages."""

    def get_queryset(self) -> QuerySet[ImprovementPlan]:
        rows = ImprovementPlan.objects.for_actor(self.actor).select_related("partner__merged_into", "terms")
        return rows.prefetch_related(
            "versions__signatures", "actions", "reviews", "gains__reverses", "gains__plan"
        ).order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request, ("state",))
        rows, wanted = self.get_queryset(), request.query_params.get("state")
        if wanted is not None:
            if wanted not in PlanState.values:
                words = _("It is one of: %(words)s.") % {"words": ", ".join(PlanState.values)}
                raise value_refused("state", wanted, words)
            rows = rows.filter(state=wanted)
        page = list(self.paginate_queryset(rows) or ())
        said: dict[int, list[PlanComment]] = {}
        for one in self._comments(page):
            said.setdefault(one.plan_id, []).append(one)
        side = side_of(self.actor)
        return self.get_paginated_response([plan_as_json(row, side, said.get(row.pk, [])) for row in page])

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, tuple(_PROPOSAL["properties"]))
        partner = self.partner(given)
        source = given.text("source") or PlanSource.HAND
        if source not in PlanSource.values:
            words = _("It is one of: %(words)s.") % {"words": ", ".join(PlanSource.values)}
            raise given.refused("source", source, words)
        baseline = (
            given.date("baseline_from", given.get("baseline_from")),
            given.date("baseline_to", given.get("baseline_to")),
        )
        with refusing(given):
            plan = plans.propose(
                by=self.actor,
                partner=partner,
                title=given.text("title", required=True),
                kpi=given.text("kpi", required=True),
                rule=_rule(given),
                baseline=baseline,
                terms=_terms(given),
                source=source,
                source_about=given.text("source_about")[:16],
                sign=flag_of(given, "sign"),
            )
        address = reverse("scorecards-api:plan-detail", kwargs={"public_id": plan.public_id}, request=request)
        return Response(self.represent(plan.public_id), status=201, headers={"Location": address})

    @idempotent
    @action(detail=True, methods=["post"])
    def change(self, request: Request, public_id: str) -> Response:
        plan, given = self._given(request, public_id, "terms", "why", "sign")
        why, terms, sign = given.text("why", required=True), _terms(given), flag_of(given, "sign")
        with refusing(given):
            plans.change(by=self.actor, plan=plan, terms=terms, why=why, sign=sign)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, public_id: str) -> Response:
        plan, given = self._given(request, public_id, "digest")
        version = _newest(plan)
        if given.text("digest", required=True) != version.digest:
            raise given.refused("digest", given.text("digest"), _("These are not the terms that wait."))
        with refusing(given):
            plans.sign(by=self.actor, version=version)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, public_id: str) -> Response:
        plan, given = self._given(request, public_id, "words")
        words = given.text("words", required=True)
        with refusing(given):
            plans.decline(by=self.actor, version=_newest(plan), words=words)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, public_id: str) -> Response:
        plan, given = self._given(request, public_id, "words")
        words = given.text("words")
        with refusing(given):
            plans.withdraw(by=self.actor, version=_newest(plan), words=words)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def start(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, plans.start)

    @idempotent
    @action(detail=True, methods=["post"])
    def claim(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, plans.claim)

    @idempotent
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, plans.verify, "period", "note")

    @idempotent
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, plans.resume, "words")

    @idempotent
    @action(detail=True, methods=["post"])
    def close(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, plans.close, "learned")

    @idempotent
    @action(detail=True, methods=["post"])
    def ask_stop(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, plans.ask_stop, "words")

    @idempotent
    @action(detail=True, methods=["post"])
    def agree_stop(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, plans.agree_stop)

    @idempotent
    @action(detail=True, methods=["post"])
    def keep_going(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, plans.keep_going, "words")

    @idempotent
    @action(detail=True, methods=["post"])
    def book(self, request: Request, public_id: str) -> Response:
        plan, given = self._given(request, public_id, *_BOOKING["properties"])
        total = minor_of(given, "total_minor", required=True)
        booked_on = given.date("booked_on", given.get("booked_on"))
        text, basis = given.text("text", required=True), given.text("basis", required=True)
        with refusing(given):
            gains.book(
                by=self.actor, plan=plan, text=text, basis=basis, total_minor=total or 0, booked_on=booked_on
            )
        return Response(self.represent(public_id))

    def as_json(self, row: ImprovementPlan) -> dict[str, Any]:
        return plan_as_json(row, side_of(self.actor), list(self._comments([row])))

    def _act(self, request: Request, public_id: str, act: Any, *names: str) -> Response:
        """An act whose answers are texts; it says itself which it needs."""
        plan, given = self._given(request, public_id, *names)
        texts = {name: given.text(name) for name in names}
        with refusing(given):
            act(by=self.actor, plan=plan, **texts)
        return Response(self.represent(public_id))

    def _given(self, request: Request, public_id: str, *names: str) -> tuple[ImprovementPlan, Given]:
        check_names(request)
        return self.find(public_id), Given(request.data, names)

    def _comments(self, rows: Sequence[ImprovementPlan]) -> QuerySet[PlanComment]:
        return PlanComment.objects.for_actor(self.actor).filter(plan__in=rows)


def _newest(plan: ImprovementPlan) -> PlanVersion:
    """The one that waits; else the newest, of which the action says why it does not wait."""
    return open_version(plan) or plan.versions.all()[0]


def _terms(given: Given) -> Terms:
    try:
        return Terms.from_json(given.get("terms"))
    except BadTerms as trouble:
        raise given.refused("terms", "", str(trouble)) from trouble


def _rule(given: Given) -> PlanRule:
    sent_rule = given.get("rule") or {}
    wrong = not isinstance(sent_rule, dict) or any(
        isinstance(value, bool) or not isinstance(value, int)
        for name, value in sent_rule.items()
        if name in ("late_days", "months", "min_n", "grace_days")
        or (name == "early_days" and value is not None)
    )
    try:
        if wrong:
            raise BadTerms(_("It is an object of whole numbers and words."))
        return PlanRule.from_json(sent_rule)
    except BadTerms as trouble:
        raise given.refused("rule", "", str(trouble)) from trouble
