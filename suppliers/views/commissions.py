"""Commission of all partners month by month, and closing a month. For who answers for the profit."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal import exports
from portal.clocks import local_day
from portal.tables import NoneLast, Table
from portal.views.base import StaffMixin
from suppliers.actions.commission import CannotClose, close, open_months, preview
from suppliers.facts.commission import agreements
from suppliers.facts.sales import of_month
from suppliers.models import Partner
from suppliers.models.ledger import PROFIT_READERS
from suppliers.permissions import (
    can_keep_contribution,
    check_can_keep_contribution,
    check_can_see_contribution,
)
from suppliers.presenters.agreements import problems_of
from suppliers.presenters.contribution.commissions import (
    ClosingPage,
    MonthPage,
    asked_month,
    closed_words,
    closing_page,
    key_of,
    month_of,
    totals,
)
from suppliers.presenters.contribution.tabs import tabs
from suppliers.tables_sales import CommissionTable


class CommissionsPage(StaffMixin, TemplateView):
    """`?month=2026-09`, by default the last that is over; `?format=csv` and `xlsx` answer with the rows."""

    roles = PROFIT_READERS
    template_name = "suppliers/contribution/commissions/list.html"
    per_page = 50

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_can_see_contribution(self.actor)
        page = self.page()
        table = CommissionTable.for_request(
            request,
            NoneLast(page.found),
            per_page=self.per_page,
            label=_("Commission in %(month)s") % {"month": page.label},
            totals=totals(page.found),
        )
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, f"commission-{page.key}")
        return self.render_to_response(self.context(page, table))

    def page(self) -> MonthPage:
        today = local_day()
        month = asked_month(self.request.GET.get("month", ""), today)
        sales = of_month(self.actor, month, today)
        waiting = open_months(by=self.actor, today=today)
        wrong = problems_of(agreements(self.actor))
        return MonthPage(month, today, sales, waiting, self.request.GET.get("q", "").strip(), wrong)

    def context(self, page: MonthPage, table: Table) -> dict[str, Any]:
        return self.get_context_data(
            page=page,
            table=table,
            tabs=tabs("commissions"),
            may_keep=can_keep_contribution(self.actor),
        )


class CommissionsClosePage(StaffMixin, TemplateView):
    """Says what closing freezes; nothing happens before somebody says so."""

    roles = PROFIT_READERS
    template_name = "suppliers/contribution/commissions/close.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_can_keep_contribution(self.actor)
        today = local_day()
        month = asked_month(request.GET.get("month", ""), today)
        try:
            found = preview(by=self.actor, month=month, today=today)
        except CannotClose as reason:
            return self._back(month, str(reason))
        if not found.rows and not found.refused:
            return self._back(month, _("There is nothing to close in this month."))
        keys = {*(row.partner_id for row in found.rows), *(pk for pk, _why in found.refused)}
        partners = Partner.objects.for_actor(self.actor).in_bulk(keys)
        return self.answer(closing_page(found, partners, problems_of(agreements(self.actor))))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_contribution(self.actor)
        today, month = local_day(), month_of(request.POST.get("month", ""))
        if month is None:
            messages.warning(request, _("Nothing was closed: say which month, as 2026-09."))
            return HttpResponseRedirect(reverse("suppliers:commissions"))
        try:
            made = close(by=self.actor, month=month, at=timezone.now(), today=today)
        except CannotClose as reason:
            return self._back(month, str(reason))
        if made:
            total = sum(one.total_minor for one in made)
            messages.success(request, closed_words(len(made), total, month))
        else:
            messages.info(request, _("This month was closed before: nothing has changed."))
        return HttpResponseRedirect(address(month))

    def answer(self, page: ClosingPage) -> HttpResponse:
        context = self.get_context_data(page=page, tabs=tabs("commissions"), back=address(page.month))
        return self.render_to_response(context)

    def _back(self, month: int, why: str) -> HttpResponse:
        messages.warning(self.request, why)
        return HttpResponseRedirect(address(month))


def address(month: int) -> str:
    return f"{reverse('suppliers:commissions')}?month={key_of(month)}"
