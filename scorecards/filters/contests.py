"""Filters of the list of contests; they live in the address."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.filters import DayFilter, FilterSet
from scorecards.enums import ContestReason, ContestState
from scorecards.models import Contest, ContestLine
from suppliers.models import Partner

ALL = "all"


def partners(request: Any) -> QuerySet[Partner]:
    return Partner.objects.for_actor(request.actor).order_by("name")


class ContestFilter(FilterSet):
    """Without a state, those that are open."""

    q = django_filters.CharFilter(method="search", label=_("Partner, order, words"))
    state = django_filters.ChoiceFilter(
        choices=[*ContestState.choices, (ALL, _("Open and decided"))], method="in_state", label=_("State")
    )
    reason = django_filters.ChoiceFilter(choices=ContestReason.choices, label=_("Why"))
    since = DayFilter(field_name="filed_at", lookup_expr="date__gte", label=_("Filed from"))
    inline = ("q", "state")

    def in_state(self, queryset: QuerySet[Contest], name: str, value: str) -> QuerySet[Contest]:
        return queryset if value == ALL else queryset.filter(state=value)

    def search(self, queryset: QuerySet[Contest], name: str, value: str) -> QuerySet[Contest]:
        """Every word must be found in what was said, or in the numbers of its lines."""
        for word in value.split():
            lines = ContestLine.objects.filter(contest_id=OuterRef("pk"))
            anywhere = Q(Exists(lines.filter(line__order__number__icontains=word)))
            for field in ("partner__name", "partner__code", "text", "filed_by_label"):
                anywhere |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(anywhere)
        return queryset

    def filter_queryset(self, queryset: QuerySet[Contest]) -> QuerySet[Contest]:
        rows = super().filter_queryset(queryset)
        return rows if self.applied else rows.filter(state=ContestState.OPEN)


class StaffContestFilter(ContestFilter):
    partner = django_filters.ModelChoiceFilter(
        queryset=partners, to_field_name="public_id", label=_("Partner"), empty_label=_("Partner: any")
    )
