"""Filters of the list of cards."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.engine.periods import Period
from portal.filters import FilterSet, SearchFilter
from scorecards.enums import CardState
from scorecards.models import Band, Scorecard, ScorecardTemplate
from scorecards.pages.words import period_name
from suppliers.enums import PartnerKind


def periods(cards: QuerySet[Scorecard]) -> list[tuple[str, str]]:
    """Periods of these cards, newest first: nobody reads a rival's periods from a list of choices."""
    keys = cards.model.objects.filter(pk__in=cards.order_by().values("pk"))
    found = keys.order_by("-ends_on", "-starts_on").values_list("period", flat=True).distinct()
    return [(key, period_name(Period.parse(key))) for key in dict.fromkeys(found)]


def bands(request: Any = None) -> list[tuple[str, str]]:
    names = Band.objects.order_by("-lower").values_list("name", flat=True)
    return [*((name, name) for name in dict.fromkeys(names)), ("-", str(_("No band")))]


def templates(request: Any = None) -> list[tuple[str, str]]:
    return list(ScorecardTemplate.objects.values_list("public_id", "name"))


class OfPeriod(FilterSet):
    """Filters that know the periods of the cards they filter."""

    period = django_filters.ChoiceFilter(label=_("Period"))

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        self.filters["period"].extra["choices"] = periods(self.queryset)


class CardFilter(OfPeriod):
    """The staff's list: by period, band, kind of partner, who has the word, template."""

    q = SearchFilter(["partner__name", "partner__code"], label=_("Partner"))
    band = django_filters.ChoiceFilter(choices=bands, label=_("Band"), method="by_band")
    kind = django_filters.ChoiceFilter("partner__kind", choices=PartnerKind.choices, label=_("Kind"))
    state = django_filters.ChoiceFilter(choices=CardState.choices, label=_("State"))
    template = django_filters.ChoiceFilter("template__public_id", choices=templates, label=_("Template"))
    inline = ("q", "period", "band", "state")

    def by_band(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(band="" if value == "-" else value)


class OwnCardFilter(OfPeriod):
    """A partner's own list."""

    state = django_filters.ChoiceFilter(choices=CardState.choices, label=_("State"))
    inline = ("period", "state")
