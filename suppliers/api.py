"""Partners, contacts, orders and their lines under /api/v1/, with the column names of docs/formats.md.

A partner's people read their own, without what is for staff alone.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from portal.api import ActorViewSet, ActsForSomebody, actor_of
from portal.engine.scaled import from_scaled
from suppliers.enums import LineState, PartnerKind, PartnerStatus
from suppliers.facts.standing import with_state
from suppliers.models import Contact, Order, OrderLine, Partner
from suppliers.permissions import can_see_orders
from suppliers.visibility import STAFF_LINE_FIELDS, STAFF_PARTNER_FIELDS


class ReadsOrders(ActsForSomebody):
    """Staff who work with partners, and partners' people."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and can_see_orders(actor_of(request))


class ScaledField(serializers.Field[int, int, str, Any]):
    """A quantity or unit price, kept as an integer scaled by 10^6, as the decimal that is meant."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, value: int) -> str:
        return f"{from_scaled(value):f}"


extend_schema_field({"type": "string", "format": "decimal"})(ScaledField)


class SharedFields(serializers.ModelSerializer[Any]):
    """Leaves out what this reader may not see (suppliers.visibility)."""

    staff_fields: tuple[str, ...] = ()

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        request = self.context.get("request")
        if request is not None and not actor_of(request).is_staff:
            for name in self.staff_fields:
                fields.pop(name, None)
        return fields


class PartnerSerializer(SharedFields):
    """`segment`, `status`, `owner_email`, `lost_on` and `lost_reason` are for staff alone."""

    owner_email = serializers.EmailField(source="owner.email", default="", read_only=True)
    staff_fields = (*STAFF_PARTNER_FIELDS, "owner_email")

    class Meta:
        model = Partner
        fields = (
            "public_id", "kind", "code", "name", "legal_name", "country", "city", "currency", "segment",
            "status", "since", "owner_email", "email", "phone", "website", "tax_id", "lost_on", "lost_reason",
            "version",
        )  # fmt: skip


class ContactSerializer(SharedFields):
    partner_code = serializers.CharField(source="partner.code", read_only=True)

    class Meta:
        model = Contact
        fields = (
            "public_id",
            "partner_code",
            "name",
            "email",
            "phone",
            "role",
            "preferred_channel",
            "version",
        )


class OrderSerializer(SharedFields):
    partner_code = serializers.CharField(source="partner.code", read_only=True)
    order_number = serializers.CharField(source="number", read_only=True)

    class Meta:
        model = Order
        fields = (
            "public_id", "partner_code", "order_number", "ordered_on", "sent_at", "currency", "buyer_email",
        )  # fmt: skip


class OrderLineSerializer(SharedFields):
    """`standard_price` is for staff alone. `due_on` is the last promise, else the day that was asked for."""

    partner_code = serializers.CharField(source="partner.code", read_only=True)
    partner_name = serializers.CharField(source="partner.name", read_only=True)
    order = serializers.CharField(source="order.public_id", read_only=True)
    order_number = serializers.CharField(source="order.number", read_only=True)
    line_number = serializers.CharField(source="number", read_only=True)
    ordered_on = serializers.DateField(source="order.ordered_on", read_only=True)
    currency = serializers.CharField(source="order.currency", read_only=True)
    quantity = ScaledField()
    unit_price = ScaledField(allow_null=True)
    standard_price = ScaledField(allow_null=True)
    received = ScaledField()
    open_quantity = ScaledField()
    due_on = serializers.DateField(read_only=True)
    state = serializers.SerializerMethodField()
    staff_fields = STAFF_LINE_FIELDS

    class Meta:
        model = OrderLine
        fields = (
            "public_id", "partner_code", "partner_name", "order", "order_number", "line_number",
            "ordered_on", "currency", "item_code", "description", "category", "quantity", "unit",
            "unit_price", "standard_price", "requested_on", "status", "status_reason", "ship_to",
            "due_on", "received", "open_quantity", "state", "version",
        )  # fmt: skip

    @extend_schema_field({"type": "string", "enum": [state.key for state in LineState]})
    def get_state(self, line: OrderLine) -> str:
        return LineState(line.state).key


class PartnerFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=PartnerKind.choices)
    status = filters.ChoiceFilter(choices=PartnerStatus.choices)
    code = filters.CharFilter()


class OfPartnerFilter(filters.FilterSet):
    partner = filters.CharFilter(field_name="partner__public_id", label="public_id of the partner")


class LineFilter(OfPartnerFilter):
    order = filters.CharFilter(field_name="order__public_id", label="public_id of the order")
    order_number = filters.CharFilter(field_name="order__number")
    state = filters.ChoiceFilter(choices=[(state.key, state.label) for state in LineState], method="in_state")

    def in_state(self, queryset: QuerySet[OrderLine], name: str, value: str) -> QuerySet[OrderLine]:
        return queryset.filter(state=next(state for state in LineState if state.key == value))


class DirectoryViewSet(ActorViewSet):
    """What the viewsets of this app share."""

    permission_classes = [ReadsOrders]
    filter_backends = [filters.DjangoFilterBackend]


@extend_schema_view(
    list=extend_schema(operation_id="partners_list", summary="Partners", tags=["partners"]),
    retrieve=extend_schema(operation_id="partners_get", summary="One partner", tags=["partners"]),
)
class PartnerViewSet(DirectoryViewSet):
    """Staff read all partners; a partner's people their own."""

    model = Partner
    serializer_class = PartnerSerializer
    filterset_class = PartnerFilter

    def get_queryset(self) -> QuerySet[Partner]:
        return super().get_queryset().select_related("owner")


@extend_schema_view(
    list=extend_schema(operation_id="contacts_list", summary="Contacts", tags=["partners"]),
    retrieve=extend_schema(operation_id="contacts_get", summary="One contact", tags=["partners"]),
)
class ContactViewSet(DirectoryViewSet):
    """People whom one can reach at a partner."""

    model = Contact
    serializer_class = ContactSerializer
    filterset_class = OfPartnerFilter

    def get_queryset(self) -> QuerySet[Contact]:
        return super().get_queryset().select_related("partner")


@extend_schema_view(
    list=extend_schema(operation_id="orders_list", summary="Orders", tags=["orders"]),
    retrieve=extend_schema(operation_id="orders_get", summary="One order", tags=["orders"]),
)
class OrderViewSet(DirectoryViewSet):
    """Purchase orders; a partner's people read their own, without drafts."""

    model = Order
    serializer_class = OrderSerializer
    filterset_class = OfPartnerFilter

    def get_queryset(self) -> QuerySet[Order]:
        return super().get_queryset().select_related("partner")


@extend_schema_view(
    list=extend_schema(
        operation_id="order_lines_list", summary="Order lines with their state", tags=["orders"]
    ),
    retrieve=extend_schema(operation_id="order_lines_get", summary="One order line", tags=["orders"]),
)
class OrderLineViewSet(DirectoryViewSet):
    """Lines with what was received, what is open, when it is due and where it stands today."""

    model = OrderLine
    serializer_class = OrderLineSerializer
    filterset_class = LineFilter

    def get_queryset(self) -> QuerySet[OrderLine]:
        lines = with_state(super().get_queryset(), timezone.localdate())
        return lines.select_related("order", "partner")
