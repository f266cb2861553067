"""Filters of the list of proposals."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.filters import FilterSet, SearchFilter
from scorecards.enums import BandAction, ProposalState
from scorecards.facts.proposals import OPEN, READY
from scorecards.models import Tier
from suppliers.enums import PartnerKind

READY_NOW, STILL_OPEN = "ready", "open"


class OwnProposalFilter(FilterSet):
    state = django_filters.ChoiceFilter(
        choices=[
            (READY_NOW, _("May be decided now")),
            (STILL_OPEN, _("Not decided yet")),
            *ProposalState.choices,
        ],
        label=_("State"),
        method="in_state",
    )
    what = django_filters.ChoiceFilter(
        choices=[*BandAction.choices, ("tier", _("A tier"))], label=_("What"), method="about"
    )
    inline = ("state", "what")

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        wanted = {READY_NOW: READY, STILL_OPEN: OPEN}.get(value, (value,))
        return queryset.filter(state__in=wanted)

    def about(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(Q(action=value) if value != "tier" else Q(kind="tier"))


def tiers(request: Any = None) -> list[tuple[str, str]]:
    return list(Tier.objects.values_list("public_id", "name"))


class ProposalFilter(OwnProposalFilter):
    """The staff's list."""

    q = SearchFilter(["partner__name", "partner__code"], label=_("Partner"))
    kind = django_filters.ChoiceFilter("partner__kind", choices=PartnerKind.choices, label=_("Kind"))
    tier = django_filters.ChoiceFilter("tier__public_id", choices=tiers, label=_("Tier"))
    inline = ("q", "state", "what")
