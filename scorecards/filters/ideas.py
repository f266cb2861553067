"""Filters of the list of ideas; they live in the address."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.enums import Side
from portal.filters import DayFilter, FilterSet
from scorecards.enums import IdeaState
from scorecards.models import PlanIdea
from scorecards.permissions_plans import side_of
from suppliers.models import Partner

US, THEM, DECIDED, ALL = "us", "them", "decided", "all"


def partners(request: Any) -> QuerySet[Partner]:
    return Partner.objects.for_actor(request.actor).order_by("name")


def waits_for(turn: str, side: str) -> Q:
    """Ideas that wait for the `side` of the reader (US) or for the other one (THEM)."""
    waiting = Q(state=IdeaState.WAITING)
    return waiting & (~Q(side=side) if turn == US else Q(side=side))


class IdeaFilter(FilterSet):
    """Without a turn, those that wait for the reader's side."""

    q = django_filters.CharFilter(method="search", label=_("Partner, words, who had it"))
    turn = django_filters.ChoiceFilter(
        choices=[
            (US, _("Waits for us")),
            (THEM, _("Waits for them")),
            (DECIDED, _("Decided")),
            (ALL, _("All")),
        ],
        method="of_turn",
        label=_("Whose turn"),
    )
    state = django_filters.ChoiceFilter(choices=IdeaState.choices, label=_("State"))
    side = django_filters.ChoiceFilter(choices=Side.choices, label=_("Whose idea"))
    since = DayFilter(field_name="proposed_at", lookup_expr="date__gte", label=_("Proposed from"))
    inline = ("q", "turn")

    def of_turn(self, queryset: QuerySet[PlanIdea], name: str, value: str) -> QuerySet[PlanIdea]:
        if value == ALL:
            return queryset
        if value == DECIDED:
            return queryset.exclude(state=IdeaState.WAITING)
        return queryset.filter(waits_for(value, side_of(self.request.actor)))

    def search(self, queryset: QuerySet[PlanIdea], name: str, value: str) -> QuerySet[PlanIdea]:
        """Every word must be found somewhere in it."""
        for word in value.split():
            anywhere = Q()
            for field in ("title", "text", "basis", "words", "partner__name", "proposed_by_label"):
                anywhere |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(anywhere)
        return queryset

    def filter_queryset(self, queryset: QuerySet[PlanIdea]) -> QuerySet[PlanIdea]:
        rows = super().filter_queryset(queryset)
        return rows if self.applied else rows.filter(waits_for(US, side_of(self.request.actor)))


class StaffIdeaFilter(IdeaFilter):
    partner = django_filters.ModelChoiceFilter(
        queryset=partners, to_field_name="public_id", label=_("Partner"), empty_label=_("Partner: any")
    )
