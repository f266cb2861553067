"""Filters of the register of reading; they live in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.facts.reading import OVER, OVERDUE, READ, WAITING
from cms.models import Acknowledgement
from portal.filters import DayFilter, FilterSet, SearchFilter
from suppliers.models import Partner

MISSING = "missing"
STATES = {MISSING: (WAITING, OVERDUE), OVERDUE: (OVERDUE,), READ: (READ,), OVER: (OVER,)}


def texts(request: Any = None) -> list[tuple[str, str]]:
    """The texts that this reader's rows speak of, as they were called when people were last asked."""
    if request is None:
        return []
    rows = Acknowledgement.objects.for_actor(request.actor).order_by("version__major", "version__minor")
    found = rows.values_list("version__page__slug", "version__title", "version__major", "version__minor")
    titles = {slug: title for slug, title, _major, _minor in found.distinct()}
    return sorted(titles.items(), key=lambda one: one[1])


class ReadingFilters(FilterSet):
    """A partner's own people see their own house."""

    inline = ("q", "state", "text")

    q = SearchFilter(["user__name", "user__email", "version__title"], label=_("Name, text"))
    state = django_filters.ChoiceFilter(
        choices=[
            (MISSING, _("Not read yet")),
            (OVERDUE, _("Overdue")),
            (READ, _("Read")),
            (OVER, _("Asked no longer")),
        ],
        method="in_state",
        label=_("State"),
    )
    text = django_filters.ChoiceFilter(choices=texts, field_name="version__page__slug", label=_("Text"))
    due_from = DayFilter(field_name="due_on", lookup_expr="gte", label=_("Due from"))
    due_until = DayFilter(field_name="due_on", lookup_expr="lte", label=_("Due until"))

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        self.filters["text"].extra["choices"] = texts(self.request)

    def in_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(state__in=STATES.get(value, ()))


class StaffReadingFilters(ReadingFilters):
    inline = ("q", "state", "text")

    side = django_filters.ChoiceFilter(
        choices=[("partners", _("Partners")), ("staff", _("Our own people"))],
        method="of_side",
        label=_("Who"),
    )
    partner = django_filters.ModelChoiceFilter(
        queryset=Partner.objects.filter(merged_into=None).order_by("name"),
        to_field_name="public_id",
        label=_("Partner"),
        empty_label=_("Partner: any"),
        method="of_partner",
    )

    def of_side(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(scope="") if value == "staff" else queryset.exclude(scope="")

    def of_partner(self, queryset: QuerySet[Any], name: str, value: Partner) -> QuerySet[Any]:
        return queryset.filter(scope=value.public_id)
