"""Tiers and who has one, under /api/v1/: offer and change them, give one, end it."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.actions.saving import StaleSave
from portal.api.describing import IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, JSON, answered
from portal.api.errors import Refused, value_refused
from portal.api.etags import check_match, etag_of
from portal.api.idempotency import idempotent
from portal.api.views import ActsForSomebody, HasScope
from portal.enums import Scope
from scorecards.actions import grants, tiers
from scorecards.api.keeping import KeptGiven
from scorecards.models import Tier, TierGrant
from scorecards.permissions import can_keep_tiers, can_see_cards
from suppliers.api.asking import check_names
from suppliers.api.columns import NUMBER, PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.talking import TalkViewSet
from suppliers.enums import PartnerKind
from suppliers.models import Partner

LONGEST = 4000
_DAY: Schema = {"type": "string", "format": "date"}
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_FACTS: dict[str, Schema] = {
    "name": {"type": "string", "minLength": 1, "maxLength": 60},
    "rank": {"type": "integer", "minimum": 1, "maximum": 365, "description": "Higher is better; each once."},
    "kind": {"type": "string", "enum": ["", *PartnerKind.values], "description": "Empty: every kind."},
    "min_score": {"type": "string", "pattern": NUMBER, "description": "0 to 100."},
    "periods": {"type": "integer", "minimum": 1, "maximum": 24, "description": "Cards in a row."},
    "documents": {"type": "string", "maxLength": LONGEST, "description": "Types, one a line."},
    "benefits": {"type": "string", "maxLength": LONGEST, "description": "One a line."},
}
TIER: Schema = {
    "type": "object",
    "properties": {"public_id": PUBLIC_ID, **_FACTS, "is_active": {"type": "boolean"}},
    "required": ["public_id", "name", "rank", "min_score", "periods", "is_active"],
}
_NEW: Schema = {
    "type": "object",
    "properties": _FACTS,
    "required": ["name", "rank", "min_score", "benefits"],
    "additionalProperties": False,
}
_CHANGE: Schema = {
    "type": "object",
    "properties": {**_FACTS, "is_active": {"type": "boolean"}},
    "additionalProperties": False,
}
GRANT: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "partner_code": {"type": "string"},
        "tier": {"type": "string"},
        "starts_on": _DAY,
        "ends_on": {**_DAY, "description": "The last day, inside."},
        "reason": {"type": "string"},
        "granted_by": {"type": "string"},
        "ended_at": {"type": "string", "format": "date-time", "nullable": True},
        "end_reason": {"type": "string"},
    },
    "required": ["public_id", "partner_code", "tier", "starts_on", "ends_on"],
}
_GIVE: Schema = {
    "type": "object",
    "properties": {
        "partner_code": {"type": "string", "maxLength": 100},
        "tier": {**PUBLIC_ID, "description": "Of a tier that is offered to this partner."},
        "ends_on": _DAY,
        "reason": _TEXT,
    },
    "required": ["partner_code", "tier", "ends_on", "reason"],
    "additionalProperties": False,
}
_END: Schema = {
    "type": "object",
    "properties": {"reason": _TEXT},
    "required": ["reason"],
    "additionalProperties": False,
}


class MayKeepTiers(ActsForSomebody):
    """Who reads cards; whoever writes keeps tiers."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not (super().has_permission(request, view) and can_see_cards(view.actor)):
            return False
        return can_keep_tiers(view.actor) if request.method in ("POST", "PATCH") else True


class StandingsViewSet(TalkViewSet):
    permission_classes = [HasScope, MayKeepTiers]
    read_scope = Scope.SCORECARDS_READ
    write_scope = Scope.SCORECARDS_WRITE

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([self.as_json(row) for row in page or ()])


@extend_schema_view(
    list=extend_schema(
        operation_id="tiers_list",
        summary="Tiers: what each asks for and brings",
        description="For a partner those that are offered to its kind, and those it ever had.",
        tags=["tiers"],
        parameters=PAGING,
        responses={200: OpenApiResponse(TIER, "A page of tiers.")},
    ),
    retrieve=extend_schema(
        operation_id="tiers_get",
        summary="One tier",
        description="By its public id.",
        tags=["tiers"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(TIER, "The tier."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="tiers_offer",
        summary="Offer a tier",
        description="Partners of its kind read it from now on.",
        tags=["tiers"],
        request={JSON: _NEW},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "The address of the tier.", 201)],
        responses={201: OpenApiResponse(TIER, "The tier.")},
    ),
    partial_update=extend_schema(
        operation_id="tiers_change",
        summary="Change a tier, or stop offering it",
        description="Who has it keeps it until its day.",
        tags=["tiers"],
        request={JSON: _CHANGE},
        parameters=[ROW_ID, IF_MATCH, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(TIER, "The tier as it stands now.")},
    ),
)
class TierViewSet(StandingsViewSet):
    """Everybody reads them; administrators and purchasing managers keep them."""

    def get_queryset(self) -> QuerySet[Any]:
        return Tier.objects.for_actor(self.actor).order_by("pk")

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        facts = _facts(KeptGiven(request.data, tuple(_NEW["properties"])), is_new=True)
        _check_once(facts)
        tier = tiers.offer(by=self.actor, facts=facts)
        row = self.represent(tier.public_id)
        address = reverse("scorecards-api:tier-detail", kwargs={"public_id": tier.public_id}, request=request)
        return Response(row, status=201, headers={"Location": address, "ETag": etag_of(row)})

    @idempotent
    def partial_update(self, request: Request, public_id: str) -> Response:
        check_names(request)
        tier: Tier = self.find(public_id)
        current = self.as_json(tier)
        check_match(request, etag_of(current), current)
        given = KeptGiven(request.data, tuple(_CHANGE["properties"]))
        facts, is_active = _facts(given), given.yes_or_no("is_active")
        _check_once(facts, tier)
        changes = facts if is_active is None else {**facts, "is_active": is_active}
        try:
            tiers.edit(by=self.actor, tier=tier, version=tier.version, changes=changes)
        except StaleSave as error:
            raise Refused(str(error), code=409) from error
        row = self.represent(public_id)
        return Response(row, headers={"ETag": etag_of(row)})

    def as_json(self, row: Tier) -> dict[str, Any]:
        plain = {name: getattr(row, name) for name in ("public_id", *_FACTS, "is_active")}
        return {**plain, "min_score": f"{row.min_score.normalize():f}"}


def _facts(given: KeptGiven, *, is_new: bool = False) -> dict[str, Any]:
    """What was sent; of a new one all of it."""
    facts: dict[str, Any] = {}
    if is_new or "name" in given.data:
        facts["name"] = given.short("name", 60, required=True)
    if is_new or "rank" in given.data:
        facts["rank"] = _whole(given, "rank", None, 365)
    if is_new or "periods" in given.data:
        facts["periods"] = _whole(given, "periods", 3, 24)
    if is_new or "min_score" in given.data:
        score = given.decimal("min_score", required=True)
        if score is None or not 0 <= score <= 100 or score != round(score, 3):
            words = _("It is a number from 0 to 100, with at most three decimals.")
            raise given.refused("min_score", given.get("min_score", ""), words)
        facts["min_score"] = Decimal(score)
    if "kind" in given.data:
        facts["kind"] = given.word("kind", ["", *PartnerKind.values], "")
    if "documents" in given.data:
        facts["documents"] = given.short("documents", LONGEST)
    if is_new or "benefits" in given.data:
        facts["benefits"] = given.short("benefits", LONGEST, required=True)
    return facts


def _whole(given: KeptGiven, name: str, default: int | None, most: int) -> int:
    value = given.count(name, default)
    if value is None or not 1 <= value <= most:
        words = _("It is a whole number from 1 to %(most)s.") % {"most": most}
        raise given.refused(name, given.get(name, ""), words)
    return value


def _check_once(facts: dict[str, Any], tier: Tier | None = None) -> None:
    """A name and a rank stand for one tier each."""
    others = Tier.objects.exclude(pk=tier.pk) if tier is not None else Tier.objects.all()
    for name in ("name", "rank"):
        if name in facts and others.filter(**{name: facts[name]}).exists():
            raise value_refused(name, facts[name], _("Another tier has it."))


@extend_schema_view(
    list=extend_schema(
        operation_id="tier_grants_list",
        summary="Who has, or had, which tier",
        description="For a partner its own.",
        tags=["tiers"],
        parameters=PAGING,
        responses={200: OpenApiResponse(GRANT, "A page of grants.")},
    ),
    retrieve=extend_schema(
        operation_id="tier_grants_get",
        summary="One grant",
        description="By its public id.",
        tags=["tiers"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(GRANT, "The grant."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="tier_grants_give",
        summary="Give a partner a tier",
        description="From today on, with a reason and a last day. A lower one follows from a card instead.",
        tags=["tiers"],
        request={JSON: _GIVE},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "The address of the grant.", 201)],
        responses={201: OpenApiResponse(GRANT, "The grant.")},
    ),
    end=extend_schema(
        operation_id="tier_grants_end",
        summary="End a tier before its day",
        description="With a reason, which the partner reads.",
        tags=["tiers"],
        request={JSON: _END},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(GRANT, "The grant as it stands now.")},
    ),
)
class TierGrantViewSet(StandingsViewSet):
    """Given by a person, for a time."""

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = TierGrant.objects.for_actor(self.actor)
        return rows.select_related("partner", "tier").order_by("pk")

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = KeptGiven(request.data, tuple(_GIVE["properties"]))
        code, key = given.short("partner_code", 100, required=True), given.text("tier", required=True)
        partners = Partner.objects.for_actor(self.actor)
        partner = partners.filter(code=code, merged_into=None).first()
        if partner is None:
            raise given.refused("partner_code", code, _("No partner has this code."))
        tier = Tier.objects.for_actor(self.actor).filter(public_id=key).first()
        if tier is None:
            raise given.refused("tier", key, _("There is no such tier."))
        facts: dict[str, Any] = {
            "ends_on": given.day("ends_on"),
            "reason": given.short("reason", LONGEST, required=True),
        }
        try:
            grant = grants.give(by=self.actor, partner=partner, tier=tier, at=timezone.now(), **facts)
        except ValidationError as refused:
            raise Refused(" ".join(refused.messages), code=409) from refused
        row = self.represent(grant.public_id)
        address = reverse(
            "scorecards-api:tier-grant-detail", kwargs={"public_id": grant.public_id}, request=request
        )
        return Response(row, status=201, headers={"Location": address})

    @idempotent
    @action(detail=True, methods=["post"])
    def end(self, request: Request, public_id: str) -> Response:
        check_names(request)
        reason = KeptGiven(request.data, ("reason",)).short("reason", LONGEST, required=True)
        try:
            grants.end(by=self.actor, grant=self.find(public_id), reason=reason, at=timezone.now())
        except ValidationError as refused:
            raise Refused(" ".join(refused.messages), code=409) from refused
        return Response(self.represent(public_id))

    def as_json(self, row: TierGrant) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "partner_code": row.partner.code,
            "tier": row.tier.name,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
            "reason": row.reason,
            "granted_by": row.granted_by_label,
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            "end_reason": row.end_reason,
        }
