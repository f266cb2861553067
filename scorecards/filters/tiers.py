"""Filters of who stands where among the tiers."""

from datetime import date
from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from portal.filters import FilterSet, SearchFilter
from scorecards.filters.proposals import tiers
from scorecards.models import TierGrant
from suppliers.enums import PartnerKind

NO_TIER = "-"


def choices(request: Any = None) -> list[tuple[str, str]]:
    return [*tiers(), (NO_TIER, str(_("No tier")))]


class TierFilter(FilterSet):
    """Partners by name, by the tier they have on a day, and by kind."""

    q = SearchFilter(["name", "code"], label=_("Partner"))
    tier = django_filters.ChoiceFilter(choices=choices, label=_("Tier"), method="having")
    kind = django_filters.ChoiceFilter(choices=PartnerKind.choices, label=_("Kind"))
    inline = ("q", "tier", "kind")

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on

    def having(self, queryset: Any, name: str, value: str) -> Any:
        in_force = TierGrant.objects.in_force(self.on)
        if value == NO_TIER:
            return queryset.exclude(pk__in=in_force.values("partner"))
        return queryset.filter(pk__in=in_force.filter(tier__public_id=value).values("partner"))
