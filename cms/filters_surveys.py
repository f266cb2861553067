"""Filters of the list of rounds: none of them touches an answer."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.enums import SurveyAudience
from portal.filters import FilterSet, SearchFilter

STATES = {
    "open": Q(closed_at=None),
    "closed": Q(closed_at__isnull=False, published_at=None),
    "published": Q(published_at__isnull=False),
}


class RoundFilters(FilterSet):
    """By name, by how they stand and who is asked."""

    inline = ("q", "state")

    q = SearchFilter(["title"], label=_("Survey"))
    state = django_filters.ChoiceFilter(
        choices=[("open", _("Not closed")), ("closed", _("Closed")), ("published", _("Published"))],
        label=_("State"),
        method="in_state",
    )
    asked = django_filters.ChoiceFilter(choices=SurveyAudience.choices, label=_("Who is asked"))

    def in_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(STATES[value])
