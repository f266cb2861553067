"""Filters of templates and of the KPIs of one's own."""

import django_filters
from django.utils.translation import gettext_lazy as _

from portal.filters import FilterSet, SearchFilter
from suppliers.enums import PartnerKind

IN_USE = [("1", _("In use")), ("0", _("Retired"))]


class UseFilter(django_filters.ChoiceFilter):
    """In use, or retired."""

    def __init__(self) -> None:
        super().__init__("is_active", label=_("State"), choices=IN_USE)


class CustomKpiFilter(FilterSet):
    q = SearchFilter(["name", "code", "formula"], label=_("KPI"))
    is_active = UseFilter()
    inline = ("q", "is_active")


class TemplateFilter(FilterSet):
    q = SearchFilter(["name", "segment", "description"], label=_("Template"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=PartnerKind.choices)
    is_active = UseFilter()
    inline = ("q", "kind", "is_active")
