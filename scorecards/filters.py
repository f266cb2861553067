"""Filters of the list of cards."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from portal.engine.periods import Period
from portal.filters import FilterSet, SearchFilter
from scorecards.enums import CardState
from scorecards.models import Band, Scorecard, ScorecardTemplate
from scorecards.pages.words import period_name
from suppliers.enums import PartnerKind


def periods(request: Any = None) -> list[tuple[str, str]]:
    """Periods that have cards, newest first."""
    keys = Scorecard.objects.order_by("-ends_on", "-starts_on").values_list("period", flat=True)
    return [(key, period_name(Period.parse(key))) for key in dict.fromkeys(keys.distinct())]


def bands(request: Any = None) -> list[tuple[str, str]]:
    names = Band.objects.order_by("-lower").values_list("name", flat=True)
    return [*((name, name) for name in dict.fromkeys(names)), ("-", str(_("No band")))]


def templates(request: Any = None) -> list[tuple[str, str]]:
    return list(ScorecardTemplate.objects.values_list("public_id", "name"))


class CardFilter(FilterSet):
    """The staff's list: by period, band, kind of partner, who has the word, template."""

    q = SearchFilter(["partner__name", "partner__code"], label=_("Partner"))
    period = django_filters.ChoiceFilter(choices=periods, label=_("Period"))
    band = django_filters.ChoiceFilter(choices=bands, label=_("Band"), method="by_band")
    kind = django_filters.ChoiceFilter("partner__kind", choices=PartnerKind.choices, label=_("Kind"))
    state = django_filters.ChoiceFilter(choices=CardState.choices, label=_("State"))
    template = django_filters.ChoiceFilter("template__public_id", choices=templates, label=_("Template"))
    inline = ("q", "period", "band", "state")

    def by_band(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(band="" if value == "-" else value)


class OwnCardFilter(FilterSet):
    """A partner's own list."""

    period = django_filters.ChoiceFilter(choices=periods, label=_("Period"))
    state = django_filters.ChoiceFilter(choices=CardState.choices, label=_("State"))
    inline = ("period", "state")
