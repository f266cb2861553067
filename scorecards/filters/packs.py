"""Filters of the list of review packs."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.engine.periods import Period
from portal.filters import FilterSet, SearchFilter
from scorecards.models import ReviewPack
from scorecards.pages.words import period_name


def periods(packs: QuerySet[ReviewPack]) -> list[tuple[str, str]]:
    """Of these packs, newest first."""
    found = packs.order_by("-ends_on", "-starts_on").values_list("period", flat=True).distinct()
    return [(key, period_name(Period.parse(key))) for key in dict.fromkeys(found)]


class OwnPackFilter(FilterSet):
    """A partner's own packs, by period."""

    period = django_filters.ChoiceFilter(label=_("Period"))
    inline = ("period",)

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        self.filters["period"].extra["choices"] = periods(self.queryset)


class PackFilter(OwnPackFilter):
    """The staff's list: by partner too."""

    q = SearchFilter(["partner__name", "partner__code"], label=_("Partner"))
    inline = ("q", "period")
