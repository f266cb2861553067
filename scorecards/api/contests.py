"""Contests under /api/v1/: file one, add to it, withdraw it; decide, and take an excuse back."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.actions.attachments import AttachmentRefused
from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.errors import Refused, value_refused
from portal.api.idempotency import idempotent
from portal.api.parsers import ExactJSONParser
from portal.api.views import ActsForSomebody, HasScope
from portal.enums import Scope
from portal.models import Attachment
from scorecards.actions import contests, deciding
from scorecards.actions.contests import MOST_LINES, ContestRefused
from scorecards.actions.deciding import ContestStale
from scorecards.api.contest_words import (
    CONTEST,
    DECISION,
    FILING,
    REASON,
    SAYING,
    STATE,
    contest_as_json,
    with_files,
)
from scorecards.enums import ContestState, Verdict
from scorecards.models import Contest, Scorecard
from scorecards.permissions import can_contest, can_decide_contests, can_see_cards
from suppliers.api.asking import check_names
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.talking import TalkViewSet


class MayContest(ActsForSomebody):
    """Who reads cards; whoever writes must be one who contests, or decides for the company."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not (super().has_permission(request, view) and can_see_cards(view.actor)):
            return False
        return view.may_write() if request.method == "POST" else True


@extend_schema_view(
    list=extend_schema(
        operation_id="contests_list",
        summary="Contested lines of cards",
        description="A clock of calendar days runs until each line has its answer.",
        tags=["contests"],
        parameters=[STATE, *PAGING],
        responses={200: OpenApiResponse(CONTEST, "A page of contests.")},
    ),
    retrieve=extend_schema(
        operation_id="contests_get",
        summary="One contest",
        description="With its lines, what was said and the files.",
        tags=["contests"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(CONTEST, "The contest."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="contests_file",
        summary="Contest lines of a card",
        description="For partners. As a form, files can come with it.",
        tags=["contests"],
        request=with_files(FILING),
        parameters=[IDEMPOTENCY_KEY, answered("Location", "The address of the contest.", 201)],
        responses={201: OpenApiResponse(CONTEST, "The contest, with the day by which it is answered.")},
    ),
    messages=extend_schema(
        operation_id="contests_say",
        summary="Add to a contest",
        description="Words of either side; as a form with files, as long as it is open.",
        tags=["contests"],
        request=with_files(SAYING),
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(CONTEST, "The contest as it stands now.")},
    ),
    withdraw=extend_schema(
        operation_id="contests_withdraw",
        summary="Withdraw a contest",
        description="For the partner; what was decided before stays.",
        tags=["contests"],
        request=None,
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(CONTEST, "The contest as it stands now.")},
    ),
    decide=extend_schema(
        operation_id="contests_decide",
        summary="Decide contested lines",
        description="Excused, the cards that count them are made again at once; explained, they stay.",
        tags=["contests"],
        request={JSON: DECISION},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(CONTEST, "The contest as it stands now.")},
    ),
    take_back=extend_schema(
        operation_id="contests_take_back",
        summary="Take the excuses of a contest back",
        description="The lines count again, and the cards are made again.",
        tags=["contests"],
        request={JSON: REASON},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(CONTEST, "The contest as it stands now.")},
    ),
)
class ContestViewSet(TalkViewSet):
    """Of one's own partner, or of all for staff."""

    permission_classes = [HasScope, MayContest]
    read_scope = Scope.SCORECARDS_READ
    write_scope = Scope.SCORECARDS_WRITE
    parser_classes = [ExactJSONParser, MultiPartParser]

    def may_write(self) -> bool:
        """Which of the acts, each action asks for itself."""
        if self.actor.membership is not None:
            may = can_contest(self.actor, self.actor.membership.partner)
            return may and self.action in ("create", "messages", "withdraw")
        return self.action in ("messages", "decide", "take_back") and can_decide_contests(self.actor)

    def get_queryset(self) -> QuerySet[Contest]:
        rows = Contest.objects.for_actor(self.actor).select_related("partner__merged_into", "card__partner")
        return rows.prefetch_related(
            "lines__line__order", "lines__before", "lines__after", "lines__exclusion", "messages"
        ).order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request, ("state",))
        rows, wanted = self.get_queryset(), request.query_params.get("state")
        if wanted is not None:
            if wanted not in ContestState.values:
                words = _("It is one of: %(words)s.") % {"words": ", ".join(ContestState.values)}
                raise value_refused("state", wanted, words)
            rows = rows.filter(state=wanted)
        page = list(self.paginate_queryset(rows) or ())
        files = Attachment.objects.for_actor(self.actor).by_thing([row.public_id for row in page])
        return self.get_paginated_response(
            [contest_as_json(row, files.get(row.public_id, ())) for row in page]
        )

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given, uploads = read(request, ("card", "lines", "reason", "text"))
        card = self._card(given)
        lines, reason = lines_of(given), given.text("reason", required=True)
        text = given.text("text", required=True)
        with refusing(given):
            contest = contests.file(
                by=self.actor, card=card, lines=lines, reason=reason, text=text, uploads=uploads
            )
        address = reverse(
            "scorecards-api:contest-detail", kwargs={"public_id": contest.public_id}, request=request
        )
        return Response(self.represent(contest.public_id), status=201, headers={"Location": address})

    @idempotent
    @action(detail=True, methods=["post"])
    def messages(self, request: Request, public_id: str) -> Response:
        check_names(request)
        contest = self.find(public_id)
        given, uploads = read(request, ("text",))
        text = given.text("text", required=True)
        with refusing(given):
            contests.say(by=self.actor, contest=contest, text=text, uploads=uploads)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, public_id: str) -> Response:
        check_names(request)
        contest = self.find(public_id)
        given, _uploads = read(request, ())
        with refusing(given):
            contests.withdraw(by=self.actor, contest=contest)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"], parser_classes=[ExactJSONParser])
    def decide(self, request: Request, public_id: str) -> Response:
        check_names(request)
        contest = self.find(public_id)
        given = Given(request.data, ("lines", "verdict", "text"))
        verdict = given.text("verdict", required=True)
        if verdict not in Verdict.values:
            words = _("It is one of: %(words)s.") % {"words": ", ".join(Verdict.values)}
            raise given.refused("verdict", verdict, words)
        waiting = [row.line.public_id for row in contest.lines.all() if not row.verdict]
        lines = waiting if given.get("lines") is None else lines_of(given)
        text = given.text("text", required=True)
        with refusing(given):
            deciding.decide(by=self.actor, contest=contest, lines=lines, verdict=verdict, text=text)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"], parser_classes=[ExactJSONParser])
    def take_back(self, request: Request, public_id: str) -> Response:
        check_names(request)
        contest = self.find(public_id)
        given = Given(request.data, ("reason",))
        reason = given.text("reason", required=True)
        with refusing(given):
            deciding.take_back(by=self.actor, contest=contest, reason=reason)
        return Response(self.represent(public_id))

    def as_json(self, row: Contest) -> dict[str, Any]:
        files = Attachment.objects.for_actor(self.actor).filter(about=row.public_id)
        return contest_as_json(row, list(files))

    def _card(self, given: Given) -> Scorecard:
        wanted = given.text("card", required=True)
        cards = Scorecard.objects.for_actor(self.actor).select_related("partner__owner", "template")
        card: Scorecard | None = cards.filter(public_id=wanted[:16]).first() if len(wanted) == 16 else None
        if card is None:
            raise given.refused("card", wanted, _("There is no such card."))
        return card


class refusing:
    """What an action refuses becomes a 400 that names the value, or a 409 when it came too late."""

    def __init__(self, given: Given) -> None:
        self.given = given

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, AttachmentRefused):
            raise self.given.refused("files", error.name, str(error)) from error
        if isinstance(error, ContestStale):
            raise Refused(str(error), code=409) from error
        if isinstance(error, ContestRefused):
            if not error.field:
                raise Refused(str(error), code=409) from error
            raise self.given.refused(error.field, "", str(error)) from error


def read(request: Request, names: Sequence[str]) -> tuple[Given, list[UploadedFile]]:
    """The values, and the files of a form. Raises a 400 for what it does not know."""
    data = request.data
    if not hasattr(data, "getlist"):
        return Given(data, names), []
    uploads = data.getlist("files") if "files" in data else []
    plain = {
        name: data.getlist(name) if name == "lines" else data.get(name) for name in data if name != "files"
    }
    given = Given(plain, names)
    if any(not isinstance(one, UploadedFile) for one in uploads):
        raise given.refused("files", "", _("It is a file."))
    return given, uploads


def lines_of(given: Given) -> list[str]:
    """Public ids of order lines."""
    sent = given.get("lines")
    if not isinstance(sent, list) or not 1 <= len(sent) <= MOST_LINES:
        raise given.refused("lines", "", _("It is a list of 1 to %(most)s lines.") % {"most": MOST_LINES})
    for one in sent:
        if not isinstance(one, str) or len(one) != 16 or not one.isascii() or not one.isalnum():
            raise given.refused("lines", one, _("It is the public id of an order line."))
    return sent
