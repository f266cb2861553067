"""Filters of rules, and of the log of what they named."""

import django_filters
from django.utils.translation import gettext_lazy as _

from portal.filters import FilterSet, SearchFilter
from suppliers.enums import EntryKind, EntryRole
from suppliers.models import AttributionRule, AttributionRun, Partner


class RuleFilters(FilterSet):
    inline = ("q", "role", "state")

    q = SearchFilter(("name", "shares__partner__name"), label=_("Name, partner"), distinct=True)
    role = django_filters.ChoiceFilter(choices=EntryRole.choices, label=_("Names a"))
    state = django_filters.ChoiceFilter(
        field_name="is_active", choices=[("True", _("in use")), ("False", _("retired"))], label=_("State")
    )


class LogFilters(FilterSet):
    inline = ("q", "rule", "role")

    q = SearchFilter(("entry__entry_id", "entry__reference", "item_code"), label=_("Entry, order, item"))
    rule = django_filters.ModelChoiceFilter(
        queryset=AttributionRule.objects.all(),
        to_field_name="public_id",
        label=_("Rule"),
        empty_label=_("Rule: any"),
    )
    role = django_filters.ChoiceFilter(choices=EntryRole.choices, label=_("As"))
    partner = django_filters.ModelChoiceFilter(
        queryset=Partner.objects.order_by("name"),
        to_field_name="public_id",
        label=_("Partner"),
        empty_label=_("Partner: any"),
    )
    kind = django_filters.ChoiceFilter(choices=EntryKind.choices, label=_("Kind of entry"))
    run = django_filters.ModelChoiceFilter(
        queryset=AttributionRun.objects.all(),
        to_field_name="public_id",
        label=_("Run"),
        empty_label=_("Run: any"),
    )
