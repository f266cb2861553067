"""Review packs under /api/v1/: read what was frozen, or freeze one from a card."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.etags import etag_of, is_known
from portal.api.idempotency import idempotent
from portal.api.views import ActorViewSet, HasScope
from portal.clocks import local_day
from portal.enums import Scope
from scorecards.actions.packs import freeze
from scorecards.api.cards import ReadsCards
from scorecards.models import ReviewPack, Scorecard
from scorecards.pages.pack_document import pack_document
from scorecards.permissions import check_can_make_pack
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given

PACK: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "partner": {"type": "string"},
        "partner_name": {"type": "string"},
        "period": {"type": "string"},
        "as_of": {"type": "string", "format": "date"},
        "made_at": {"type": "string", "format": "date-time"},
        "made_by": {"type": "string"},
        "schema_version": {"type": "integer"},
        "digest": {"type": "string"},
        "document": {
            "type": "object",
            "additionalProperties": True,
            "description": "Every word and figure as it was on its day; in the list it is left out.",
        },
    },
    "required": ["public_id", "partner", "period", "digest"],
}
_MAKE: Schema = {
    "type": "object",
    "properties": {"card": {**PUBLIC_ID, "description": "The card it is about."}},
    "required": ["card"],
    "additionalProperties": False,
}
_PARTNER = OpenApiParameter("partner", str, description="Only packs of this partner, by its code.")


@extend_schema_view(
    list=extend_schema(
        operation_id="reviews_list",
        summary="Review packs",
        description="Frozen: nothing in them ever changes.",
        tags=["reviews"],
        parameters=[_PARTNER, *PAGING],
        responses={200: OpenApiResponse(PACK, "A page of packs, without their documents.")},
    ),
    retrieve=extend_schema(
        operation_id="reviews_get",
        summary="One review pack",
        description="With its document, as it was made.",
        tags=["reviews"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(PACK, "The pack."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="reviews_make",
        summary="Make the review pack of a card",
        description="As of today. The other side gets a mail. The same one of the same day is kept once.",
        tags=["reviews"],
        request={JSON: _MAKE},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "The address of the pack.", 201)],
        responses={201: OpenApiResponse(PACK, "The pack.")},
    ),
)
class ReviewPackViewSet(ActorViewSet):
    """Packs the actor may see; a rival's does not exist."""

    model = ReviewPack
    permission_classes = [ReadsCards, HasScope]
    read_scope = Scope.SCORECARDS_READ
    write_scope = Scope.SCORECARDS_WRITE
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner").order_by("-pk")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        check_names(request, ("partner",))
        packs = self.get_queryset().defer("document")
        if code := request.query_params.get("partner"):
            packs = packs.filter(partner__code=code.replace("\x00", ""))
        page = self.paginate_queryset(packs)
        return self.get_paginated_response([_as_json(pack) for pack in page or ()])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        check_names(request)
        row = _whole(self.get_object())
        etag = etag_of(row)
        if is_known(request, etag):
            return Response(status=304, headers={"ETag": etag})
        return Response(row, headers={"ETag": etag})

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, ("card",))
        wanted, now = given.text("card", required=True), timezone.now()
        cards = Scorecard.objects.for_actor(self.actor).select_related("partner", "template", "version")
        card = cards.filter(public_id=wanted).first()
        if card is None:
            raise given.refused("card", wanted, _("There is no such card."))
        check_can_make_pack(self.actor, card.partner)
        document = pack_document(card, self.actor, local_day(now))
        pack = freeze(by=self.actor, card=card, document=document, at=now)
        address = reverse(
            "scorecards-api:review-detail", kwargs={"public_id": pack.public_id}, request=request
        )
        return Response(_whole(pack), status=201, headers={"Location": address})


def _as_json(pack: ReviewPack) -> dict[str, Any]:
    return {
        "public_id": pack.public_id,
        "partner": pack.partner.code,
        "partner_name": pack.partner.name,
        "period": pack.period,
        "as_of": pack.as_of.isoformat(),
        "made_at": pack.made_at.isoformat(),
        "made_by": pack.made_by,
        "schema_version": pack.schema_version,
        "digest": pack.digest,
    }


def _whole(pack: ReviewPack) -> dict[str, Any]:
    return {**_as_json(pack), "document": pack.document}
