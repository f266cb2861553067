"""Filters of questions and of invoices; they live in the address."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.actors import Actor
from portal.filters import DayFilter, FilterSet, SearchFilter
from suppliers.facts import questions
from suppliers.facts.questions import other, side_of, waits_for
from suppliers.models import Invoice, Partner, Question, QuestionMessage

YOURS, THEIRS, ANSWERED, CLOSED, ALL = "yours", "theirs", "answered", "closed", "all"
KINDS = [
    ("line", _("a line")),
    ("order", _("an order")),
    ("invoice", _("an invoice")),
    ("general", _("in general")),
]


def _partners() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        queryset=Partner.objects.filter(merged_into=None).order_by("name"),
        to_field_name="public_id",
        label=_("Partner"),
        empty_label=_("Partner: any"),
    )


def question_state(state: str, actor: Actor) -> Q:
    """For questions with their last word."""
    mine = side_of(actor)
    return {
        YOURS: waits_for(mine),
        THEIRS: waits_for(other(mine)),
        ANSWERED: questions.ANSWERED,
        CLOSED: Q(closed_at__isnull=False),
    }.get(state, Q())


class QuestionFilters(FilterSet):
    """For questions with their last word. Without a state, what is open."""

    inline = ("q", "state")

    q = django_filters.CharFilter(method="search", label=_("Words, number, name"))
    state = django_filters.ChoiceFilter(
        choices=[
            (YOURS, _("Waiting for you")),
            (THEIRS, _("Waiting for the other side")),
            (ANSWERED, _("Answered")),
            (CLOSED, _("Closed")),
            (ALL, _("Open and closed")),
        ],
        method="in_state",
        label=_("State"),
    )
    about = django_filters.ChoiceFilter(choices=KINDS, method="of_kind", label=_("About"))
    since = DayFilter(field_name="asked_at", lookup_expr="date__gte", label=_("Asked from"))

    def search(self, queryset: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        """Every word must be found in what was said, or in what it is about."""
        for word in value.split():
            said = QuestionMessage.objects.filter(question_id=OuterRef("pk"), text__icontains=word)
            anywhere = Q(Exists(said))
            for field in (
                "line__order__number", "line__description", "line__item_code", "order__number",
                "invoice__number", "partner__name", "asked_by__name",
            ):  # fmt: skip
                anywhere |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(anywhere)
        return queryset

    def in_state(self, queryset: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        return queryset.filter(question_state(value, self.request.actor))

    def of_kind(self, queryset: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        if value == "general":
            return queryset.filter(line=None, order=None, invoice=None)
        return queryset.filter(**{f"{value}__isnull": False})

    def filter_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        rows = super().filter_queryset(queryset)
        return rows if self.applied else rows.filter(closed_at=None)


class StaffQuestionFilters(QuestionFilters):
    partner = _partners()


OPEN_INVOICES, OVERDUE, PAID, PAID_LATE, DISPUTED = "open", "overdue", "paid", "late", "disputed"


def invoice_state(state: str, today: dt.date) -> Q:
    unpaid = Q(paid_on=None)
    return {
        OPEN_INVOICES: unpaid,
        OVERDUE: unpaid & Q(due_on__lt=today),
        PAID: ~unpaid,
        PAID_LATE: Q(paid_on__gt=F("due_on")),
        DISPUTED: Q(disputed=True),
    }.get(state, Q())


class InvoiceFilters(FilterSet):
    """Without a state, all of them."""

    inline = ("q", "state")

    q = SearchFilter(["number", "order_number", "partner__name", "partner__code"], label=_("Invoice, order"))
    state = django_filters.ChoiceFilter(
        choices=[
            (OPEN_INVOICES, _("Not paid yet")),
            (OVERDUE, _("Past its day")),
            (DISPUTED, _("Disputed")),
            (PAID, _("Paid")),
            (PAID_LATE, _("Paid late")),
        ],
        method="in_state",
        label=_("State"),
    )
    received_from = DayFilter(field_name="received_on", lookup_expr="gte", label=_("Received from"))
    received_until = DayFilter(field_name="received_on", lookup_expr="lte", label=_("Received until"))

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def in_state(self, queryset: QuerySet[Invoice], name: str, value: str) -> QuerySet[Invoice]:
        return queryset.filter(invoice_state(value, self.today))


class StaffInvoiceFilters(InvoiceFilters):
    partner = _partners()
