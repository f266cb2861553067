"""Filters of the list of thanks."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.filters import DayFilter, FilterSet, SearchFilter
from suppliers.enums import RecognitionKind, WallState


class OwnRecognitionFilter(FilterSet):
    q = SearchFilter(["text", "by_label"], label=_("Words"))
    kind = django_filters.ChoiceFilter(choices=RecognitionKind.choices, label=_("What"))
    wall = django_filters.ChoiceFilter(
        choices=[(code, words) for code, words in WallState.choices if code], label=_("Public wall")
    )
    since = DayFilter(field_name="at", lookup_expr="date__gte", label=_("Since"))
    inline = ("q", "kind")


class RecognitionFilter(OwnRecognitionFilter):
    q = SearchFilter(["partner__name", "partner__code", "text", "by_label"], label=_("Partner, words"))
    back = django_filters.ChoiceFilter(
        choices=[("shown", _("shown"))],
        method="with_taken_back",
        label=_("Taken back"),
        empty_label=_("Taken back: not shown"),
    )

    def with_taken_back(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """What it shows is left out without it: see below."""
        return queryset

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("back") else found.filter(taken_back_at=None)
