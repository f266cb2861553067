"""Filters of the proposals to excuse many lines."""

import django_filters
from django.utils.translation import gettext_lazy as _

from portal.filters import DayFilter, FilterSet, SearchFilter
from scorecards.filters.contests import partners
from suppliers.enums import ExclusionState


class ExclusionFilter(FilterSet):
    """By words, state, partner and day."""

    q = SearchFilter(["reason", "site", "partner__name"], label=_("Reason, site, partner"))
    state = django_filters.ChoiceFilter(choices=ExclusionState.choices, label=_("State"))
    partner = django_filters.ModelChoiceFilter(
        queryset=partners, to_field_name="public_id", label=_("Partner"), empty_label=_("Partner: any")
    )
    since = DayFilter(field_name="proposed_at", lookup_expr="date__gte", label=_("Proposed from"))
    inline = ("q", "state")
