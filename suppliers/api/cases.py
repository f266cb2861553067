"""Cases under /api/v1/: open one, read it, take its steps: by the same actions as the pages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.api.describing import IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, JSON, answered
from portal.api.errors import value_refused
from portal.api.etags import check_match, etag_of
from portal.api.idempotency import idempotent
from portal.api.views import ActsForSomebody, HasScope
from portal.enums import Channel, Scope
from portal.models import User
from suppliers.actions import case_team, cases, remedies
from suppliers.api.asking import check_names
from suppliers.api.case_shapes import (
    ANSWER,
    ANSWERS,
    CASE,
    HAND_OVER,
    LEARN,
    MARK,
    OFFER,
    OPEN,
    SAY,
    STEP,
    STEPS,
    case_as_json,
)
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.talking import TalkViewSet
from suppliers.enums import CaseAct, CaseArea, CaseKind
from suppliers.facts.case_lists import ENDED, is_open
from suppliers.facts.cases import remedies_read
from suppliers.models import Case, CaseMessage, OrderLine, Partner
from suppliers.permissions_cases import can_open_case, check_can_see_cases, limit_of
from suppliers.policies_cases import CaseRefused

OPEN_ONES, OVER = "open", "over"
_STATE = OpenApiParameter("state", {"type": "string", "enum": [OPEN_ONES, OVER]})
_ETAG = "What it says, in short: send it as If-Match to change exactly this."
_NOW = {200: OpenApiResponse(CASE, "The case as it stands now.")}
_MOST_LINES = 20


def _step(name: str, summary: str, description: str, request: Any) -> Any:
    return extend_schema(
        operation_id=f"cases_{name}",
        summary=summary,
        description=description,
        tags=["cases"],
        request={JSON: request},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses=_NOW,
    )


class MayWorkOnCases(ActsForSomebody):
    """Who reads cases; whoever writes must work on them, or grant what others offer."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if request.method in ("GET", "HEAD", "OPTIONS"):
            check_can_see_cases(view.actor)
            return True
        grants = view.action == "answer" and limit_of(view.actor) is not None
        return grants or can_open_case(view.actor)


@extend_schema_view(
    list=extend_schema(
        operation_id="cases_list",
        summary="Cases, with what was said and offered in them",
        description="Either side opens them; the other owes. What is for staff only a partner never reads.",
        tags=["cases"],
        parameters=[_STATE, *PAGING],
        responses={200: OpenApiResponse(CASE, "A page of cases.")},
    ),
    retrieve=extend_schema(
        operation_id="cases_get",
        summary="One case",
        description="By its public id.",
        tags=["cases"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", _ETAG, 200, 304)],
        responses={
            200: OpenApiResponse(CASE, "The case."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="cases_open",
        summary="Open a case",
        description="A problem of your side; staff may note one that a partner told by phone. Clocks start.",
        tags=["cases"],
        request={JSON: OPEN},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "The address of the case.", 201)],
        responses={201: OpenApiResponse(CASE, "The case, with what is promised.")},
    ),
    partial_update=extend_schema(
        operation_id="cases_learn",
        summary="Write down cause and change",
        description="What is left out stays. Both are needed before a case can close.",
        tags=["cases"],
        request={JSON: LEARN},
        parameters=[ROW_ID, IDEMPOTENCY_KEY, IF_MATCH, answered("ETag", _ETAG, 200)],
        responses=_NOW,
    ),
    say=_step("say", "Write in a case", "Words for both sides, or for staff only.", SAY),
    step=_step("step", "Take a step", "What each stage allows to whom is in the guide to cases.", STEP),
    offer=_step("offer", "Offer a remedy", "Over the limit of your role it waits for a colleague.", OFFER),
    answer=_step("answer", "Answer a remedy", "Grant or refuse, agree or decline, take back, done.", ANSWER),
    hand_over=_step("pass", "Hand it over", "To a colleague, by their address. No clock moves.", HAND_OVER),
    mark=_step("mark", "Say how it was dealt with", "Once, after closing, by the side that opened it.", MARK),
)
class CaseViewSet(TalkViewSet):
    """Of one's own partner, or of all for staff."""

    permission_classes = [HasScope, MayWorkOnCases]
    read_scope = Scope.RELATIONSHIP_READ
    write_scope = Scope.RELATIONSHIP_WRITE

    def get_queryset(self) -> QuerySet[Case]:
        rows = Case.objects.for_actor(self.actor).select_related("partner", "owner")
        said = CaseMessage.objects.for_actor(self.actor).order_by("at", "pk")
        return rows.prefetch_related(
            Prefetch("messages", said),
            Prefetch("remedies", remedies_read(self.actor).order_by("offered_at", "pk")),
            "subjects__line__order",
            "subjects__order",
            "subjects__invoice",
            "helpers__user",
        ).order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request, ("state",))
        rows, wanted = self.get_queryset(), request.query_params.get("state")
        if wanted is not None:
            if wanted not in (OPEN_ONES, OVER):
                raise value_refused("state", wanted, _("It is one of: %(words)s.") % {"words": "open, over"})
            rows = rows.filter(is_open()) if wanted == OPEN_ONES else rows.filter(stage__in=ENDED)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response([self.as_json(row) for row in page or ()])

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, tuple(OPEN["properties"]))
        by_phone = _flag(given, "by_phone")
        if by_phone and not self.actor.is_staff:
            raise given.refused("by_phone", True, _("Only staff note what was told by phone."))
        title, text = given.text("title", required=True), given.text("text", required=True)
        lines = self._lines(given)
        partner = self._partner(given, lines)
        facts = {
            "kind": _one_of(given, "kind", CaseKind.values, CaseKind.COMPLAINT.value),
            "area": _one_of(given, "area", ("", *CaseArea.values), ""),
            "channel": Channel.PHONE if by_phone else "",
            "heard_from": given.text("heard_from")[:200],
        }
        try:
            case = cases.open(by=self.actor, partner=partner, title=title, text=text, subjects=lines, **facts)
        except CaseRefused as refusal:
            raise value_refused("text", text[:200], str(refusal)) from refusal
        address = reverse("suppliers-api:cases-detail", kwargs={"public_id": case.public_id}, request=request)
        return Response(self.represent(case.public_id), status=201, headers={"Location": address})

    @idempotent
    def partial_update(self, request: Request, public_id: str) -> Response:
        check_names(request)
        case = self.find(public_id)
        current = self.as_json(case)
        check_match(request, etag_of(current), current)
        given = Given(request.data, tuple(LEARN["properties"]))
        facts = {
            "cause": given.text("cause") if "cause" in given.data else case.cause,
            "whys": _words(given, "whys") if "whys" in given.data else case.whys,
            "change": given.text("change") if "change" in given.data else case.change,
            "changed_on": given.day("changed_on") if "changed_on" in given.data else case.changed_on,
        }
        with _named("cause", facts["cause"]):
            cases.learn(by=self.actor, case=case, **facts)
        row = self.represent(public_id)
        return Response(row, headers={"ETag": etag_of(row)})

    @idempotent
    @action(detail=True, methods=["post"])
    def say(self, request: Request, public_id: str) -> Response:
        case, given = self._given(request, public_id, SAY)
        text = given.text("text", required=True)
        with _named("text", text):
            cases.say(by=self.actor, case=case, text=text, staff_only=_flag(given, "staff_only"))
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def step(self, request: Request, public_id: str) -> Response:
        case, given = self._given(request, public_id, STEP)
        act = CaseAct(_one_of(given, "act", [one.value for one in STEPS]))
        text, by = given.text("text"), self.actor
        with _named("act", act.value):
            match act:
                case CaseAct.ACKNOWLEDGE:
                    cases.acknowledge(by=by, case=case, text=text)
                case CaseAct.UNDERSTAND:
                    cases.understand(by=by, case=case, text=text)
                case CaseAct.FOLLOW_UP:
                    cases.follow_up(by=by, case=case, text=text)
                case CaseAct.CLOSE:
                    cases.close(by=by, case=case, text=text)
                case CaseAct.REOPEN:
                    cases.reopen(by=by, case=case, text=text)
                case CaseAct.WITHDRAW:
                    cases.withdraw(by=by, case=case, words=text)
                case _forgo:
                    remedies.forgo(by=by, case=case, words=text)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def offer(self, request: Request, public_id: str) -> Response:
        case, given = self._given(request, public_id, OFFER)
        text = given.text("text", required=True)
        facts = {
            "amount_minor": _whole(given, "amount_minor"),
            "currency": given.text("currency"),
            "done_by": given.day("done_by"),
        }
        with _named("text", text):
            remedies.offer(by=self.actor, case=case, text=text, **facts)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, public_id: str) -> Response:
        case, given = self._given(request, public_id, ANSWER)
        wanted = given.text("remedy", required=True)
        act = CaseAct(_one_of(given, "act", [one.value for one in ANSWERS]))
        remedy = remedies_read(self.actor).filter(case=case, public_id=wanted).first()
        if remedy is None:
            raise given.refused("remedy", wanted, _("There is no such remedy in this case."))
        remedy.case = case
        with _named("act", act.value):
            _ANSWERED[act](by=self.actor, remedy=remedy, words=given.text("text"))
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def hand_over(self, request: Request, public_id: str) -> Response:
        case, given = self._given(request, public_id, HAND_OVER)
        wanted = given.text("to", required=True)
        to: User | None = case_team.owners_of(case).filter(email__iexact=wanted).first()
        if to is None:
            raise given.refused("to", wanted, _("Nobody with this address works on cases there."))
        with _named("to", wanted):
            cases.hand_over(by=self.actor, case=case, to=to)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def mark(self, request: Request, public_id: str) -> Response:
        case, given = self._given(request, public_id, MARK)
        mark = _whole(given, "satisfaction")
        if mark is None:
            raise given.refused("satisfaction", "", _("It is needed."))
        with _named("satisfaction", mark):
            cases.mark(by=self.actor, case=case, satisfaction=mark, words=given.text("words"))
        return Response(self.represent(public_id))

    def as_json(self, row: Case) -> dict[str, Any]:
        return case_as_json(row, self.actor)

    def _given(self, request: Request, public_id: str, shape: dict[str, Any]) -> tuple[Case, Given]:
        check_names(request)
        return self.find(public_id), Given(request.data, tuple(shape["properties"]))

    def _lines(self, given: Given) -> Sequence[OrderLine]:
        wanted = _words(given, "lines") if given.get("lines") is not None else []
        rows = OrderLine.objects.for_actor(self.actor).select_related("order", "partner")
        found = {line.public_id: line for line in rows.filter(public_id__in=wanted[:_MOST_LINES])}
        for one in wanted:
            if one not in found:
                raise given.refused("lines", one, _("There is no such line."))
        return [found[one] for one in dict.fromkeys(wanted)]

    def _partner(self, given: Given, lines: Sequence[OrderLine]) -> Partner:
        code = given.text("partner_code")
        if self.actor.membership is not None:
            own: Partner = self.actor.membership.partner
            if code not in ("", own.code):
                raise given.refused("partner_code", code, _("You act for one partner: leave it out."))
            return own
        if not code and lines:
            code = lines[0].partner.code
        found = Partner.objects.for_actor(self.actor).filter(code=code, merged_into=None).first()
        if found is None:
            raise given.refused("partner_code", code, _("No partner has this code."))
        if any(line.partner_id != found.pk for line in lines):
            raise given.refused("lines", code, _("A line is of another partner."))
        return found


_ANSWERED: dict[CaseAct, Any] = {
    CaseAct.GRANT: remedies.grant,
    CaseAct.REFUSE: remedies.refuse,
    CaseAct.AGREE: remedies.agree,
    CaseAct.DECLINE: remedies.decline,
    CaseAct.TAKE_BACK: remedies.withdraw,
    CaseAct.DONE: remedies.done,
}


class _named:
    """What the action refuses is refused by the name of the value that asked for it."""

    def __init__(self, name: str, value: Any) -> None:
        self.name, self.value = name, value

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if isinstance(error, CaseRefused):
            shown = self.value[:200] if isinstance(self.value, str) else self.value
            raise value_refused(self.name, shown, str(error)) from error


def _one_of(given: Given, name: str, choices: Any, default: str | None = None) -> str:
    value = given.get(name, default)
    if value not in list(choices):
        words = _("It is one of: %(words)s.") % {"words": ", ".join(one for one in choices if one)}
        raise given.refused(name, value, words)
    return str(value)


def _flag(given: Given, name: str) -> bool:
    value = given.get(name, False)
    if not isinstance(value, bool):
        raise given.refused(name, value, _("It is true or false."))
    return value


def _whole(given: Given, name: str) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise given.refused(name, value, _("It is a whole number."))
    return value


def _words(given: Given, name: str) -> list[str]:
    value = given.get(name)
    if not isinstance(value, list) or len(value) > _MOST_LINES:
        raise given.refused(name, value, _("It is a list of at most %(most)s.") % {"most": _MOST_LINES})
    return [Given({name: one}, (name,)).text(name, required=True) for one in value]
