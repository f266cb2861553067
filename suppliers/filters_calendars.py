"""Filters of working calendars; they live in the address."""

from django.utils.translation import gettext_lazy as _

from portal.filters import FilterSet, SearchFilter


class CalendarFilters(FilterSet):
    """By name and site."""

    inline = ("q",)

    q = SearchFilter(["name", "sites"], label=_("Name or site"))
