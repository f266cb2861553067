"""Filters of the lists of plans and of what they gained; they live in the address."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.filters import DayFilter, FilterSet, SearchFilter
from portal.models import User
from scorecards.enums import KpiName, PlanState
from scorecards.facts.plan_lists import OPEN, is_late, waits_for, waits_for_other
from scorecards.models import ImprovementPlan, PlanAction
from suppliers.models import Partner

ALL, OPENED, YOURS, THEIRS = "all", "open", "yours", "theirs"
Plans = QuerySet[ImprovementPlan]


def partners(request: Any) -> QuerySet[Partner]:
    return Partner.objects.for_actor(request.actor).order_by("name")


def owners(request: Any) -> QuerySet[User]:
    return User.objects.exclude(role="").filter(plans_owned__isnull=False).distinct().order_by("name")


class PlanFilters(FilterSet):
    """Without a state, those that are not over."""

    q = django_filters.CharFilter(method="search", label=_("Title, partner, action"))
    state = django_filters.ChoiceFilter(
        choices=[(OPENED, _("Open")), *PlanState.choices, (ALL, _("All of them"))],
        method="in_state",
        label=_("State"),
    )
    kpi = django_filters.ChoiceFilter(choices=KpiName.choices, label=_("KPI"))
    turn = django_filters.ChoiceFilter(
        choices=[(YOURS, _("Waits for you")), (THEIRS, _("Waits for the other side"))],
        method="whose_turn",
        label=_("Turn"),
    )
    late = django_filters.BooleanFilter(method="with_late_action", label=_("With a late action"))
    inline = ("q", "state", "turn")

    def search(self, rows: Plans, name: str, value: str) -> Plans:
        """Every word must be found in the title, the partner's names, or what somebody does."""
        for word in value.split():
            actions = PlanAction.objects.filter(plan=OuterRef("pk"), title__icontains=word)
            anywhere = Q(Exists(actions))
            for field in ("title", "partner__name", "partner__code"):
                anywhere |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(anywhere)
        return rows

    def in_state(self, rows: Plans, name: str, value: str) -> Plans:
        if value == ALL:
            return rows
        return rows.filter(OPEN) if value == OPENED else rows.filter(state=value)

    def whose_turn(self, rows: Plans, name: str, value: str) -> Plans:
        actor = self.request.actor
        return rows.filter(OPEN, waits_for(actor) if value == YOURS else waits_for_other(actor))

    def with_late_action(self, rows: Plans, name: str, value: bool) -> Plans:
        return rows.filter(is_late()) if value else rows.exclude(is_late())

    def filter_queryset(self, rows: Plans) -> Plans:
        found = super().filter_queryset(rows)
        return found if self.form.cleaned_data.get("state") else found.filter(OPEN)


class StaffPlanFilters(PlanFilters):
    partner = django_filters.ModelChoiceFilter(
        queryset=partners, to_field_name="public_id", label=_("Partner"), empty_label=_("Partner: any")
    )
    owner = django_filters.ModelChoiceFilter(
        field_name="our_owner",
        queryset=owners,
        to_field_name="public_id",
        label=_("Who of us"),
        empty_label=_("Who of us: anybody"),
    )


class GainFilters(FilterSet):
    q = SearchFilter(["text", "basis", "plan__title", "plan__partner__name"], label=_("Plan, words"))
    since = DayFilter(field_name="booked_on", lookup_expr="gte", label=_("From"))
    until = DayFilter(field_name="booked_on", lookup_expr="lte", label=_("To"))
    inline = ("q", "since", "until")


class StaffGainFilters(GainFilters):
    partner = django_filters.ModelChoiceFilter(
        field_name="plan__partner",
        queryset=partners,
        to_field_name="public_id",
        label=_("Partner"),
        empty_label=_("Partner: any"),
    )
