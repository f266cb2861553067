"""Published cards under /api/v1/, read-only: exact figures (shares 0..1, decimals as strings) and rows."""

from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.views import ActorViewSet, ActsForSomebody, HasScope, actor_of
from portal.enums import Scope, Side
from scorecards.api.comparing import Comparing
from scorecards.facts.cards import with_state
from scorecards.models import KpiResult, Scorecard
from scorecards.permissions import can_see_cards
from scorecards.presenters import rows_of
from scorecards.presenters.card import named, shared_gates


class ReadsCards(ActsForSomebody):
    """Staff who work with partners, and partners' people."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and can_see_cards(actor_of(request))


class FigureSerializer(serializers.ModelSerializer[KpiResult]):
    """One KPI of a card. `low` and `high` bound a share with 95 % confidence; `target` earns 100 points."""

    value = serializers.CharField(allow_null=True, read_only=True)
    numerator = serializers.CharField(allow_null=True, read_only=True)
    denominator = serializers.CharField(allow_null=True, read_only=True)
    low = serializers.CharField(allow_null=True, read_only=True)
    high = serializers.CharField(allow_null=True, read_only=True)
    points = serializers.CharField(allow_null=True, read_only=True)
    weight = serializers.DecimalField(source="line.weight", max_digits=6, decimal_places=3, read_only=True)
    target = serializers.DecimalField(
        source="line.target", max_digits=15, decimal_places=6, allow_null=True, read_only=True
    )
    floor = serializers.DecimalField(
        source="line.floor", max_digits=15, decimal_places=6, allow_null=True, read_only=True
    )
    early_days = serializers.IntegerField(source="line.early_days", allow_null=True, read_only=True)
    late_days = serializers.IntegerField(source="line.late_days", read_only=True)
    tolerance = serializers.DecimalField(
        source="line.tolerance", max_digits=5, decimal_places=2, read_only=True
    )

    name = serializers.SerializerMethodField()
    formula = serializers.CharField(source="line.formula", read_only=True)

    class Meta:
        model = KpiResult
        fields = (
            "kpi", "name", "formula", "basis", "early_days", "late_days", "tolerance", "value", "low", "high",
            "numerator", "denominator", "n", "excused", "target", "floor", "weight", "points", "graded",
        )  # fmt: skip

    def get_name(self, result: KpiResult) -> str:
        name: str = named(result.line)["name"]
        return name

    def to_representation(self, instance: KpiResult) -> dict[str, Any]:
        shown = super().to_representation(instance)
        return {name: f"{one:f}" if isinstance(one, Decimal) else one for name, one in shown.items()}


class CardSerializer(serializers.ModelSerializer[Scorecard]):
    """A card of a list. `state` says who has the word: with_us, with_partner or agreed."""

    partner = serializers.CharField(source="partner.code", read_only=True)
    partner_name = serializers.CharField(source="partner.name", read_only=True)
    template = serializers.CharField(source="template.name", read_only=True)
    version = serializers.IntegerField(source="version.number", read_only=True)
    state = serializers.CharField(read_only=True)

    class Meta:
        model = Scorecard
        fields: tuple[str, ...] = (
            "public_id", "partner", "partner_name", "period", "starts_on", "ends_on", "revision", "is_latest",
            "as_of", "published_at", "template", "version", "score", "coverage", "band", "our_score",
            "our_coverage", "cause", "state", "digest",
        )  # fmt: skip


_GATES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "document": {"type": "string"},
            "expired_on": {"type": "string", "format": "date", "nullable": True},
            "cap": {"type": "string"},
        },
    },
}
_REVISIONS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "public_id": {"type": "string"},
            "revision": {"type": "integer"},
            "score": {"type": "string", "nullable": True},
            "our_score": {"type": "string", "nullable": True},
            "cause": {"type": "string"},
            "published_at": {"type": "string", "format": "date-time"},
        },
    },
}


class CardDetailSerializer(CardSerializer):
    """One card, both halves: `kpis` are the partner's figures, `our_kpis` ours as its customer.

    `gates` that are closed may hold `band` below `uncapped_band`; `expired_on` null: it was missing. `cause`
    (of a revision) is facts, contest, exclusion or restored, `cause_about` the public id of what it was.
    """

    kpis = FigureSerializer(source="theirs", many=True, read_only=True)
    our_kpis = FigureSerializer(source="ours", many=True, read_only=True)
    gates = serializers.SerializerMethodField()
    revisions = serializers.SerializerMethodField()

    class Meta(CardSerializer.Meta):
        fields = (
            *CardSerializer.Meta.fields, "uncapped_band", "gates", "cause_about", "revisions", "kpis",
            "our_kpis",
        )  # fmt: skip

    @extend_schema_field(_GATES)
    def get_gates(self, card: Scorecard) -> list[dict[str, Any]]:
        return [
            {"document": gate.document, "expired_on": gate.expired_on, "cap": gate.cap}
            for gate in shared_gates(card.gates)
        ]

    @extend_schema_field(_REVISIONS)
    def get_revisions(self, card: Scorecard) -> list[dict[str, Any]]:
        """Of the same partner, template and period, the first one first."""
        same = Scorecard.objects.filter(
            partner_id=card.partner_id, template_id=card.template_id, period=card.period
        )
        return [
            {
                "public_id": one.public_id,
                "revision": one.revision,
                "score": _plain(one.score),
                "our_score": _plain(one.our_score),
                "cause": one.cause,
                "published_at": one.published_at,
            }
            for one in same.order_by("revision")
        ]


class CardFilters(filters.FilterSet):
    """By partner code, period, band and template; `is_latest=false` gives replaced revisions."""

    partner = filters.CharFilter("partner__code")
    template = filters.CharFilter("template__name")
    is_latest = filters.TypedChoiceFilter(
        choices=[("true", "true"), ("false", "false")], coerce=lambda word: word == "true"
    )

    class Meta:
        model = Scorecard
        fields = ("partner", "period", "band", "template", "is_latest")


@extend_schema_view(
    list=extend_schema(summary="Published cards"), retrieve=extend_schema(summary="One card with its figures")
)
class CardViewSet(Comparing, ActorViewSet):
    """Cards the actor may see, the newest first; a rival's card does not exist."""

    model = Scorecard
    permission_classes = [ReadsCards, HasScope]
    read_scope = Scope.SCORECARDS_READ
    ordering = "-pk"
    filter_backends = [filters.DjangoFilterBackend]
    filterset_class = CardFilters

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        return CardSerializer if self.action == "list" else CardDetailSerializer

    def get_queryset(self) -> QuerySet[Any]:
        cards = with_state(super().get_queryset()).select_related("partner", "template", "version")
        if self.action == "list":
            return cards.order_by("-pk")
        results = KpiResult.objects.select_related("line")
        return cards.prefetch_related(
            Prefetch("results", results.filter(side=Side.PARTNER), to_attr="theirs"),
            Prefetch("results", results.filter(side=Side.COMPANY), to_attr="ours"),
        )

    @extend_schema(
        summary="The rows behind the figures of a card",
        parameters=[OpenApiParameter("kpi", str, description="Only the rows of this KPI.")],
        responses={200: {"type": "array", "items": {"type": "object", "additionalProperties": True}}},
    )
    @action(detail=True, pagination_class=None, filter_backends=[])
    def rows(self, request: Request, public_id: str) -> Response:
        card = self.get_object()
        codes = list(card.results.values_list("kpi", flat=True))
        if wanted := request.query_params.get("kpi"):
            if wanted not in codes:
                raise Http404
            codes = [wanted]
        found = [rows_of(card, code) for code in codes]
        return Response(
            [
                {"kpi": part.kpi, "item": row.item, **{name: _plain(one) for name, one in row.values.items()}}
                for part in found
                for row in part.rows
            ]
        )


def _plain(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value
