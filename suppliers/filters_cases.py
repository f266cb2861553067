"""Filters of cases; they live in the address, which tabs and saved views are made of."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.enums import Side
from portal.filters import FilterSet
from portal.models import User
from suppliers.enums import CaseArea, CaseKind, CaseStage, PartnerKind
from suppliers.facts.case_lists import found_by, is_open, other, overdue, side_of, waits_for
from suppliers.facts.colleagues import acting_people
from suppliers.models import Case, Partner

OPEN, OURS, THEIRS, LATE, CLOSED, ALL = "open", "ours", "theirs", "late", "closed", "all"
DAYS = (7, 30, 90, 365)


def case_state(state: str, actor: Actor, now: dt.datetime) -> Q:
    mine = side_of(actor)
    return {
        OPEN: is_open(),
        OURS: waits_for(mine),
        THEIRS: waits_for(other(mine)),
        LATE: overdue(now),
        CLOSED: ~is_open(),
    }.get(state, Q())


class CaseFilters(FilterSet):
    """Without a state, what is open."""

    inline = ("q", "state", "area")

    q = django_filters.CharFilter(method="search", label=_("Words, name, number"))
    state = django_filters.ChoiceFilter(
        choices=[
            (OPEN, _("Open")),
            (OURS, _("Waiting for us")),
            (THEIRS, _("Waiting for them")),
            (LATE, _("Clock has run out")),
            (CLOSED, _("Closed or withdrawn")),
            (ALL, _("Open and closed")),
        ],
        method="in_state",
        label=_("State"),
        empty_label=_("State: open"),
    )
    area = django_filters.ChoiceFilter(choices=CaseArea.choices, label=_("Area"))
    stage = django_filters.ChoiceFilter(choices=CaseStage.choices, label=_("How far"))
    kind = django_filters.ChoiceFilter(choices=CaseKind.choices, label=_("Kind"))
    opened_by = django_filters.ChoiceFilter(
        field_name="opened_by_side",
        choices=[(Side.PARTNER, _("the partner")), (Side.COMPANY, _("us"))],
        label=_("Opened by"),
    )
    days = django_filters.ChoiceFilter(
        choices=[(str(one), _("the last %(n)s days") % {"n": one}) for one in DAYS],
        method="in_days",
        label=_("Opened in"),
    )

    def search(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return found_by(queryset, value, self.request.actor)

    def in_state(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return queryset.filter(case_state(value, self.request.actor, timezone.now()))

    def in_days(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return queryset.filter(opened_at__gte=timezone.now() - dt.timedelta(days=int(value)))

    def filter_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        rows = super().filter_queryset(queryset)
        named = self.form.cleaned_data
        return rows if named.get("state") or named.get("stage") else rows.filter(is_open())


class StaffCaseFilters(CaseFilters):
    """Staff also choose the partner, its kind, and whose it is."""

    partner = django_filters.ModelChoiceFilter(
        queryset=Partner.objects.filter(merged_into=None).order_by("name"),
        to_field_name="public_id",
        label=_("Partner"),
        empty_label=_("Partner: any"),
    )
    partner_kind = django_filters.ChoiceFilter(
        field_name="partner__kind", choices=PartnerKind.choices, label=_("Kind of partner")
    )
    owner = django_filters.ModelChoiceFilter(
        queryset=User.objects.none(),
        to_field_name="public_id",
        label=_("Owner"),
        empty_label=_("Owner: anyone"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["owner"].queryset = acting_people("")


class OwnCaseFilters(CaseFilters):
    """In a partner’s own words."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["state"].extra["choices"] = [
            (OPEN, _("Open")),
            (OURS, _("Waiting for you")),
            (THEIRS, _("You wait")),
            (LATE, _("Clock has run out")),
            (CLOSED, _("Closed or withdrawn")),
            (ALL, _("Open and closed")),
        ]
        self.filters["opened_by"].extra["choices"] = [
            (Side.PARTNER, _("you")),
            (Side.COMPANY, _("the company")),
        ]
