"""Filters of the table of all partners: one template and period, and who is in it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.filters import FilterSet, SearchFilter
from portal.models import User
from scorecards.facts.heat import moved_down
from scorecards.filters.cards import bands, periods, templates
from scorecards.models import Scorecard
from suppliers.enums import PartnerKind
from suppliers.models import Partner

# Which cards stand beside each other: never taken away, only chosen anew.
FRAME = ("template", "period")
YES = [("1", _("yes"))]


def segments(request: Any = None) -> list[tuple[str, str]]:
    names = Partner.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True)
    return [(name, name) for name in names.distinct()]


def owners(request: Any = None) -> list[tuple[str, str]]:
    people = User.objects.filter(partners_owned__isnull=False).order_by("name").distinct()
    return [(str(person.pk), person.name or person.email) for person in people]


class HeatFilter(FilterSet):
    """By partner, kind, segment, band and owner; only mine; only those that moved down."""

    q = SearchFilter(["partner__name", "partner__code"], label=_("Partner"))
    template = django_filters.ChoiceFilter("template__public_id", choices=templates, label=_("Template"))
    period = django_filters.ChoiceFilter(label=_("Period"))
    kind = django_filters.ChoiceFilter("partner__kind", choices=PartnerKind.choices, label=_("Kind"))
    segment = django_filters.ChoiceFilter("partner__segment", choices=segments, label=_("Segment"))
    band = django_filters.ChoiceFilter(choices=bands, label=_("Band"), method="by_band")
    owner = django_filters.ChoiceFilter("partner__owner", choices=owners, label=_("Owner"))
    mine = django_filters.ChoiceFilter(choices=YES, label=_("Only mine"), method="only_mine")
    down = django_filters.ChoiceFilter(choices=YES, label=_("Moved down"), method="only_down")
    inline = ("q", "template", "period", "band")

    def __init__(self, data: Any = None, *args: Any, cards: QuerySet[Scorecard], **options: Any) -> None:
        super().__init__(data, *args, **options)
        self.filters["period"].extra |= {"choices": periods(cards), "empty_label": None}
        self.filters["template"].extra |= {"empty_label": None}

    def by_band(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(band="" if value == "-" else value)

    def only_mine(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(partner__owner=self.request.user)

    def only_down(self, queryset: Any, name: str, value: str) -> Any:
        return moved_down(queryset)

    @property
    def applied(self) -> list[dict[str, Any]]:
        frame = {self.form[name].label for name in FRAME}
        return [one for one in super().applied if one["label"] not in frame]

    @property
    def url_without_all(self) -> str:
        parameters = self.data.copy()
        for name in [*(name for name in self.form.fields if name not in FRAME), "page"]:
            parameters.pop(name, None)
        return f"?{parameters.urlencode()}"
