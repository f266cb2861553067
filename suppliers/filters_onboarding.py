"""Filters of what onboarding lists; they live in the address."""

import django_filters
from django.utils.translation import gettext_lazy as _

from portal.filters import FilterSet, SearchFilter
from suppliers.enums import DataChangeState, DataKind, FormState, PartnerKind, RegistrationState


class DataChangeFilters(FilterSet):
    """By partner, kind and state; never by an account."""

    inline = ("q", "state")

    q = SearchFilter(["partner__name", "partner__code"], label=_("Partner"))
    state = django_filters.ChoiceFilter(choices=DataChangeState.choices, label=_("State"))
    kind = django_filters.ChoiceFilter(choices=DataKind.choices, label=_("What"))


class RegistrationFilters(FilterSet):
    """By what they typed, their state and kind."""

    inline = ("q", "state")

    q = SearchFilter(["name", "contact_name", "email", "city"], label=_("Company, name or address"))
    state = django_filters.ChoiceFilter(choices=RegistrationState.choices, label=_("State"))
    kind = django_filters.ChoiceFilter(choices=PartnerKind.choices, label=_("Kind"))


class FormFilters(FilterSet):
    """By partner, questionnaire and state."""

    inline = ("q", "state")

    q = SearchFilter(["partner__name", "asked__questionnaire__name"], label=_("Partner or questionnaire"))
    state = django_filters.ChoiceFilter(choices=FormState.choices, label=_("State"))


class QuestionnaireFilters(FilterSet):
    """By name."""

    inline = ("q",)

    q = SearchFilter(["name", "intro"], label=_("Name"))


class NeedFilters(FilterSet):
    """By name."""

    inline = ("q",)

    q = SearchFilter(["type", "why"], label=_("Document"))
