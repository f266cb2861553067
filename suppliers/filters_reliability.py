"""Filters of the sums about reliability that somebody kept."""

import django_filters
from django.utils.translation import gettext_lazy as _

from portal.filters import DayFilter, FilterSet, SearchFilter
from suppliers.enums import PartnerKind


class ReliabilitySumFilter(FilterSet):
    q = SearchFilter(
        ["partner__name", "partner__code", "item_code", "category", "by_label"], label=_("Partner or item")
    )
    kind = django_filters.ChoiceFilter("partner__kind", choices=PartnerKind.choices, label=_("Kind"))
    since = DayFilter(field_name="at", lookup_expr="date__gte", label=_("Since"))
    inline = ("q", "kind")
