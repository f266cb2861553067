"""Filters of the ledger's entries; they live in the address, where pages about profit lead to them."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import QuerySet, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.filters import DayFilter, FilterSet, SearchFilter
from suppliers.enums import EntryKind, EntryRole
from suppliers.facts.ledger import Concern, with_part
from suppliers.models import AttributionRule, LedgerEntry, LedgerMonth, Partner


def partners_to_pick() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        queryset=Partner.objects.filter(merged_into=None).order_by("name"),
        to_field_name="public_id",
        method="leave",
        label=_("Partner"),
        empty_label=_("Partner: any"),
    )


def currencies_booked() -> list[tuple[str, str]]:
    """From the sums by month: of the entries themselves every page would read all."""
    found = LedgerMonth.objects.filter(role="", entries__gt=0).order_by("currency")
    found = found.values_list("currency", flat=True).distinct()
    return [(code, code) for code in found]


class LedgerFilters(FilterSet):
    """`partner`, `role`, `unattributed` and `rule` also say how much of each entry counts: its part."""

    inline = ("q", "partner", "from", "to")

    q = SearchFilter(
        ("entry_id", "item_code", "category", "customer", "reference"),
        label=_("Number, item, customer, order"),
    )
    partner = partners_to_pick()
    locals()["from"] = DayFilter(field_name="date", lookup_expr="gte", label=_("From"))
    to = DayFilter(field_name="date", lookup_expr="lte", label=_("To"))
    kind = django_filters.MultipleChoiceFilter(
        choices=EntryKind.choices, label=_("Kind of entry"), widget=forms.CheckboxSelectMultiple
    )
    role = django_filters.ChoiceFilter(choices=EntryRole.choices, method="leave", label=_("Names a"))
    unattributed = django_filters.ChoiceFilter(
        choices=[("1", _("only these"))],
        method="leave",
        label=_("Names nobody in this role"),
        empty_label=_("Names nobody: any"),
    )
    rule = django_filters.ModelChoiceFilter(
        queryset=AttributionRule.objects.all(),
        to_field_name="public_id",
        method="leave",
        label=_("Named by the rule"),
        empty_label=_("Rule: any"),
    )
    currency = django_filters.ChoiceFilter(choices=currencies_booked, label=_("Booked in"))

    def leave(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Asked together in `concern`."""
        return queryset

    @cached_property
    def concern(self) -> Concern:
        given = self.form.cleaned_data if self.form.is_valid() else {}
        partner = given.get("partner")
        role = given.get("role") or (EntryRole.of(partner.kind) if partner else "")
        return Concern(
            partner=partner.pk if partner else None,
            role=role,
            is_unattributed=bool(given.get("unattributed")) and not partner,
            rule=given["rule"].pk if given.get("rule") else None,
            currency=given.get("currency") or "",
        )

    def filter_queryset(self, queryset: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        rows = with_part(super().filter_queryset(queryset), self.concern)
        return rows.annotate(
            part_currency=Value(self.concern.currency or settings.COMPANY_CURRENCY),
            company_currency=Value(settings.COMPANY_CURRENCY),
        )
