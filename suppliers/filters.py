"""Filters of the partner list and of order lines; they live in the address."""

from collections.abc import Collection, Iterator
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.filters import DayFilter, FilterSet, SearchFilter
from portal.models import User
from portal.places import country_name
from suppliers.enums import LineState, PartnerKind, PartnerStatus
from suppliers.facts.partners import at_risk_on
from suppliers.facts.standing import NEEDING_PARTNER, OPEN
from suppliers.models import Contact, OrderLine, Partner

OPEN_LINES = "open"
ALL_LINES = "all"
NEEDS_PARTNER = "needs"
AT_RISK = "risk"


def segments() -> Iterator[tuple[str, str]]:
    """The segments in use."""
    for name in (
        Partner.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True).distinct()
    ):
        yield name, name


def countries_in_use() -> list[tuple[str, str]]:
    codes = Partner.objects.exclude(country="").order_by().values_list("country", flat=True).distinct()
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


class PartnerFilters(FilterSet):
    """`late` are the primary keys of partners with late lines, as the page has found them."""

    inline = ("q", "kind", "status")

    q = django_filters.CharFilter(method="search", label=_("Name, code, town, contact"))
    kind = django_filters.ChoiceFilter(choices=PartnerKind.choices, label=_("Kind"))
    status = django_filters.ChoiceFilter(choices=PartnerStatus.choices, label=_("Status"))
    segment = django_filters.ChoiceFilter(choices=segments, label=_("Segment"))
    owner = django_filters.ModelChoiceFilter(
        queryset=User.objects.filter(partners_owned__isnull=False).distinct().order_by("name"),
        to_field_name="public_id",
        label=_("Owner"),
        empty_label=_("Owner: any"),
    )
    country = django_filters.ChoiceFilter(choices=countries_in_use, label=_("Country"))
    lines = django_filters.ChoiceFilter(
        choices=[("late", _("late"))], method="with_late", label=_("Lines"), empty_label=_("Lines: any")
    )

    aliases = django_filters.ChoiceFilter(
        choices=[("shown", _("shown"))],
        method="with_aliases",
        label=_("Other names"),
        empty_label=_("Other names: not shown"),
    )

    def __init__(self, *args: Any, late: Collection[int] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.late = late

    def search(self, queryset: QuerySet[Partner], name: str, value: str) -> QuerySet[Partner]:
        """Every word must be found in the partner or in one of its contacts."""
        for word in value.split():
            contacts = Contact.objects.filter(partner=OuterRef("pk")).filter(
                Q(name__icontains=word) | Q(email__icontains=word)
            )
            partner = Q()
            for field in ("name", "legal_name", "code", "city"):
                partner |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(partner | Exists(contacts))
        return queryset

    def with_aliases(self, queryset: QuerySet[Partner], name: str, value: str) -> QuerySet[Partner]:
        """The page has put them into the list."""
        return queryset

    def with_late(self, queryset: QuerySet[Partner], name: str, value: str) -> QuerySet[Partner]:
        return queryset.filter(pk__in=self.late)


class LineFilters(FilterSet):
    """For lines with their state. Without any filter, only what is open is shown."""

    inline = ("q", "state")

    q = SearchFilter(
        ["order__number", "number", "item_code", "description", "ship_to", "partner__name", "partner__code"],
        label=_("Order, item, place"),
    )
    state = django_filters.ChoiceFilter(
        choices=[
            (OPEN_LINES, _("Open")),
            (NEEDS_PARTNER, _("Needs the partner")),
            (AT_RISK, _("Late, or promised too late")),
            *((state.key, state.label) for state in LineState),
            (ALL_LINES, _("Open and closed")),
        ],
        method="in_state",
        label=_("State"),
    )
    due_from = DayFilter(field_name="due_on", lookup_expr="gte", label=_("Due from"))
    due_until = DayFilter(field_name="due_on", lookup_expr="lte", label=_("Due until"))

    def in_state(self, queryset: QuerySet[OrderLine], name: str, value: str) -> QuerySet[OrderLine]:
        if value == ALL_LINES:
            return queryset
        if value == OPEN_LINES:
            return queryset.filter(OPEN)
        if value == NEEDS_PARTNER:
            return queryset.filter(state__in=NEEDING_PARTNER)
        if value == AT_RISK:
            risky = at_risk_on(OrderLine.objects.order_by(), timezone.localdate())
            return queryset.filter(pk__in=risky.values("pk"))
        return queryset.filter(state=next(state for state in LineState if state.key == value))

    def filter_queryset(self, queryset: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
        rows = super().filter_queryset(queryset)
        return rows if self.applied else rows.filter(OPEN)


class StaffLineFilters(LineFilters):
    """Staff choose among all partners."""

    partner = django_filters.ModelChoiceFilter(
        queryset=Partner.objects.filter(merged_into=None).order_by("name"),
        to_field_name="public_id",
        label=_("Partner"),
        empty_label=_("Partner: any"),
    )
