"""Filters of questions about texts; they live in the address."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.enums import CommentKind
from cms.facts.answers import WAITING
from cms.models import PolicyComment
from portal.clocks import local_day
from portal.filters import FilterSet
from suppliers.models import Partner

OPEN, LATE, ANSWERED, PUBLISHED, WITHDRAWN = "waiting", "late", "answered", "published", "withdrawn"


def answer_state(state: str) -> Q:
    return {
        OPEN: WAITING,
        LATE: WAITING & Q(due_on__lt=local_day()),
        ANSWERED: Q(answered_at__isnull=False, withdrawn_at=None),
        PUBLISHED: Q(published_at__isnull=False, withdrawn_at=None),
        WITHDRAWN: Q(withdrawn_at__isnull=False),
    }.get(state, Q())


class AnswerFilters(FilterSet):
    """A partner's own people see their own."""

    inline = ("q", "state")

    q = django_filters.CharFilter(method="search", label=_("Words, name"))
    state = django_filters.ChoiceFilter(
        choices=[
            (OPEN, _("Waiting for an answer")),
            (LATE, _("Past the promised day")),
            (ANSWERED, _("Answered")),
            (PUBLISHED, _("Published")),
            (WITHDRAWN, _("Taken back")),
        ],
        method="in_state",
        label=_("State"),
        empty_label=_("State: any"),
    )
    kind = django_filters.ChoiceFilter(choices=CommentKind.choices, label=_("Kind"))
    text = django_filters.CharFilter(field_name="page__slug", label=_("Policy"), method="of_text")

    def search(self, queryset: QuerySet[PolicyComment], name: str, value: str) -> QuerySet[PolicyComment]:
        found = Q(text__icontains=value) | Q(answer__icontains=value) | Q(version__title__icontains=value)
        if self.request.actor.is_staff:
            found |= Q(partner__name__icontains=value) | Q(user_label__icontains=value)
        return queryset.filter(found)

    def in_state(self, queryset: QuerySet[PolicyComment], name: str, value: str) -> QuerySet[PolicyComment]:
        return queryset.filter(answer_state(value))

    def of_text(self, queryset: QuerySet[PolicyComment], name: str, value: str) -> QuerySet[PolicyComment]:
        return queryset.filter(page__slug=value)


class StaffAnswerFilters(AnswerFilters):
    partner = django_filters.ModelChoiceFilter(
        queryset=Partner.objects.filter(merged_into=None).order_by("name"),
        to_field_name="public_id",
        label=_("Partner"),
        empty_label=_("Partner: any"),
        method="of_partner",
    )

    def of_partner(self, queryset: QuerySet[Any], name: str, value: Partner) -> QuerySet[Any]:
        return queryset.filter(Q(partner=value) | Q(partner__merged_into=value))
