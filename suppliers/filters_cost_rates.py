"""Filters of cost rates; they live in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.filters import FilterSet, SearchFilter
from suppliers.enums import CostRateKind


class CostRateFilter(FilterSet):
    """By partner, kind of trouble, and whether it holds."""

    inline = ("q", "kind", "state")

    q = SearchFilter(["partner__name", "partner__code"], label=_("Partner"))
    kind = django_filters.ChoiceFilter(choices=CostRateKind.choices, label=_("For"))
    state = django_filters.ChoiceFilter(
        choices=[("now", _("holds now")), ("coming", _("from a later day on")), ("past", _("no longer"))],
        method="in_state",
        label=_("State"),
    )

    def in_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        asked = {"now": {"is_past": False, "is_coming": False}}.get(value, {f"is_{value}": True})
        return queryset.filter(**asked)
