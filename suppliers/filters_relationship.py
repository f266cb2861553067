"""Filters of the pages about the relationship; they live in the address."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.enums import Side
from portal.filters import DayFilter, FilterSet, SearchFilter
from portal.models import User
from suppliers.engine.at_risk import WEIGHTS
from suppliers.enums import LossCause, PartnerKind, TouchKind, TouchState
from suppliers.models import Partner
from suppliers.presenters.relationship.words import RISK_NAMES

OURS, THEIRS, OVERDUE = "ours", "theirs", "overdue"
SILENT, SOON, UNPLANNED = "silent", "soon", "unplanned"
UNKNOWN = "unknown"
SHOWN = [("shown", _("shown"))]


def _partners(**options: Any) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        queryset=Partner.objects.filter(merged_into=None).order_by("name"),
        to_field_name="public_id",
        label=_("Partner"),
        empty_label=_("Partner: any"),
        **options,
    )


def _our_people(field: str, label: Any) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        field_name=field,
        queryset=User.objects.exclude(role="").order_by("name"),
        to_field_name="public_id",
        label=label,
        empty_label=_("%(name)s: any") % {"name": label},
    )


def segments(request: Any = None) -> list[tuple[str, str]]:
    names = Partner.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True)
    return [(name, name) for name in names.distinct()]


class OwnTouchFilter(FilterSet):
    """What a partner shares with us."""

    q = SearchFilter(["text", "promised", "with_names", "place"], label=_("Words"))
    kind = django_filters.ChoiceFilter(choices=TouchKind.choices, label=_("How"))
    promised = django_filters.ChoiceFilter(
        choices=[(OURS, _("ours, open")), (THEIRS, _("theirs, open")), (OVERDUE, _("past its day"))],
        method="by_promise",
        label=_("Promised"),
    )
    since = DayFilter(field_name="on", lookup_expr="gte", label=_("From"))
    until = DayFilter(field_name="on", lookup_expr="lte", label=_("Until"))
    inline = ("q", "kind", "promised")

    def by_promise(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        is_open = queryset.filter(state=TouchState.DONE, kept_at=None).exclude(promised="")
        if value == OVERDUE:
            return is_open.filter(promised_by__lt=timezone.localdate())
        return is_open.filter(promised_by_side=Side.COMPANY if value == OURS else Side.PARTNER)


class TouchFilter(OwnTouchFilter):
    """Of staff. What was cancelled is shown when somebody asks for it."""

    q = SearchFilter(
        ["partner__name", "partner__code", "text", "promised", "with_names", "contact__name", "place"],
        label=_("Partner, words"),
    )
    state = django_filters.ChoiceFilter(choices=TouchState.choices, label=_("State"))
    partner = _partners()
    by = _our_people("by", _("Who of us"))
    inline = ("q", "kind", "state", "promised")


class _PartnerRows(FilterSet):
    """Of pages with one row a partner."""

    q = SearchFilter(["name", "code"], label=_("Partner"))
    kind = django_filters.ChoiceFilter(choices=PartnerKind.choices, label=_("Kind"))
    segment = django_filters.ChoiceFilter(choices=segments, label=_("Segment"))
    owner = _our_people("owner", _("Owner"))

    def leave(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Narrowed by the page itself, when all is known of the rows."""
        return queryset

    def chosen(self, name: str) -> str:
        return str(self.form.cleaned_data.get(name) or "") if self.form.is_valid() else ""


class ContactPlanFilter(_PartnerRows):
    state = django_filters.ChoiceFilter(
        choices=[
            (SILENT, _("too long ago")),
            (SOON, _("due within two weeks")),
            (UNPLANNED, _("too long ago, nothing planned")),
        ],
        method="leave",
        label=_("Spoken"),
    )
    inline = ("q", "state", "segment")


class AtRiskFilter(_PartnerRows):
    reason = django_filters.ChoiceFilter(
        choices=[(key, RISK_NAMES[key]) for key in WEIGHTS], method="leave", label=_("Reason")
    )
    inline = ("q", "reason", "segment")


class LossFilter(_PartnerRows):
    cause = django_filters.ChoiceFilter(
        choices=[(UNKNOWN, _("nobody has said why")), *LossCause.choices], method="by_cause", label=_("Cause")
    )
    inline = ("q", "cause", "kind")

    def by_cause(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(Q(lost_cause="" if value == UNKNOWN else value))


class OwnWallFilter(FilterSet):
    """Narrowed by the page: its rows come from two tables."""

    q = django_filters.CharFilter(method="leave", label=_("Words, names"))
    what = django_filters.ChoiceFilter(
        choices=[("thanks", _("Thanks")), ("award", _("Awards")), ("praise", _("Praise"))],
        method="leave",
        label=_("What"),
    )
    since = DayFilter(method="leave", label=_("From"))
    until = DayFilter(method="leave", label=_("Until"))
    inline = ("q", "what")

    def leave(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return queryset

    def chosen(self, name: str) -> Any:
        return self.form.cleaned_data.get(name) if self.form.is_valid() else None


class WallFilter(OwnWallFilter):
    partner = _partners(method="leave")
    back = django_filters.ChoiceFilter(
        choices=SHOWN, method="leave", label=_("Taken back"), empty_label=_("Taken back: not shown")
    )
