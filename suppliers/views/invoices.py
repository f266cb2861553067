"""Invoices: what a partner sent us, when it is due, when we paid, and how we keep our terms."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import exports
from portal.views.lists import ListPage
from suppliers.facts.invoices import open_sums, terms_kept
from suppliers.filters_talk import (
    DISPUTED,
    OPEN_INVOICES,
    OVERDUE,
    PAID,
    PAID_LATE,
    InvoiceFilters,
    StaffInvoiceFilters,
    invoice_state,
)
from suppliers.models import Invoice
from suppliers.permissions import can_keep_partners, can_talk
from suppliers.presenters.directory import Tab
from suppliers.presenters.invoices import figures, head_words
from suppliers.tables_talk import InvoiceTable
from suppliers.views.access import BothSidesMixin


class InvoiceListPage(BothSidesMixin, ListPage):
    """All partners' for staff, one's own for a partner's people. They come from files only."""

    model = Invoice
    template_name = "suppliers/invoices/list.html"
    export_name = "invoices"

    def get_queryset(self) -> QuerySet[Invoice]:
        return super().get_queryset().select_related("partner").order_by("due_on", "pk")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today, own = timezone.localdate(), Invoice.objects.for_actor(self.actor)
        make = StaffInvoiceFilters if self.actor.is_staff else InvoiceFilters
        filters = make(request.GET, queryset=self.get_queryset(), request=request, today=today)
        table = self._table(filters)
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, self.export_name)
        kept, sums = terms_kept(own, today), open_sums(own, today)
        title, reason = head_words(kept, sums, self.actor)
        context = self.get_context_data(
            table=table,
            filters=filters,
            exports=True,
            tabs=self._tabs(own, today),
            figures=figures(kept, sums) if sums.count or kept.n else (),
            title=title,
            reason=reason,
            **kwargs,
        )
        return self.render_to_response(context)

    def _table(self, filters: InvoiceFilters) -> InvoiceTable:
        """What is open by the day it is due, everything else the newest first."""
        membership = self.actor.membership
        may_ask = can_talk(self.actor, membership.partner) if membership else can_keep_partners(self.actor)
        oldest_first = self.request.GET.get("state") in (OPEN_INVOICES, OVERDUE)
        return InvoiceTable.for_request(
            self.request,
            filters.qs,
            actor=self.actor,
            now=timezone.now(),
            may_ask=may_ask,
            label=_("Invoices"),
            order_by=("due_on",) if oldest_first else ("-received_on",),
        )

    def _tabs(self, own: QuerySet[Invoice], today: Any) -> list[Tab]:
        named = {
            "": _("All"),
            OPEN_INVOICES: _("Not paid yet"),
            OVERDUE: _("Past their day"),
            DISPUTED: _("Disputed"),
            PAID: _("Paid"),
            PAID_LATE: _("Paid late"),
        }
        counts = own.order_by().aggregate(
            **{state or "every": Count("pk", filter=invoice_state(state, today)) for state in named}
        )
        wanted = self.request.GET.get("state", "")
        return [
            Tab(words, f"?state={state}" if state else "?", counts[state or "every"], wanted == state)
            for state, words in named.items()
        ]
