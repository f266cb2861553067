"""A selling partner's own pages: sales against target, commission, and each closed month.

Suppliers have none of it; staff who answer for the profit open the statements too.
"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal import pdf
from portal.clocks import local_day
from portal.views.base import ActorMixin, RowMixin
from suppliers.enums import PartnerKind
from suppliers.facts.sales import Sale, of_partner
from suppliers.models import CommissionStatement, Partner
from suppliers.permissions import can_see_contribution, can_see_sales
from suppliers.presenters.contribution.tabs import tabs
from suppliers.presenters.sales import SalesPage, sales_page, statement_url
from suppliers.presenters.sales_statement import StatementPage, statement_page
from suppliers.views.selling import is_selling, years_of


class SellingMixin(ActorMixin):
    """Selling partners, and staff who answer for the profit: 404 for a supplier, 403 for other staff."""

    def may_open(self) -> bool:
        if self.actor.is_staff:
            if not can_see_contribution(self.actor):
                raise PermissionDenied
            return True
        return is_selling(self.actor)


class SalesView(SellingMixin, TemplateView):
    """`?year=` chooses; staff name the partner (`?partner=`), else they choose it on their own page."""

    template_name = "suppliers/sales/sales.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.actor.is_staff and "partner" not in request.GET:
            return redirect("suppliers:commissions")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partner = self.partner()
        return super().get_context_data(
            partner=partner,
            page=self.page(partner, local_day()),
            tabs=tabs("commissions") if self.actor.is_staff else [],
            **kwargs,
        )

    def partner(self) -> Partner:
        if not self.actor.is_staff:
            own: Partner = self.actor.membership.partner
            return own
        rows = Partner.objects.for_actor(self.actor).exclude(kind=PartnerKind.SUPPLIER)
        found: Partner = get_object_or_404(rows, public_id=self.request.GET["partner"])
        return found

    def page(self, partner: Partner, today: date) -> SalesPage:
        years = years_of(self.actor, partner, today)
        known_years = {str(year): year for year in years}
        year = known_years.get(self.request.GET.get("year", ""), today.year)
        now = today.year * 100 + today.month
        sales = months(self.actor, partner, year * 100 + 1, year * 100 + 12, today)
        known = {sale.month: sale for sale in sales}
        running = known.get(now) or next(iter(months(self.actor, partner, now, now, today)), None)
        return sales_page(sales, running, years, today)


def months(actor: Any, partner: Partner, first: int, last: int, today: date) -> list[Sale]:
    """Its months, the first one first."""
    return of_partner(actor, partner, first, last, today)


class _StatementMixin(SellingMixin, RowMixin):
    model = CommissionStatement

    def get_queryset(self) -> QuerySet[CommissionStatement]:
        rows: QuerySet[CommissionStatement] = super().get_queryset()
        return rows.select_related("partner__merged_into")

    def page(self, statement: CommissionStatement) -> StatementPage:
        partner = statement.partner.merged_into or statement.partner
        if not can_see_sales(self.actor, partner):
            raise Http404
        earlier = [month for month, _minor in statement.adjustments]
        mine = CommissionStatement.objects.for_actor(self.actor).of_partners([partner.pk])
        urls = {row.month: statement_url(row) for row in mine.filter(month__in=earlier)} if earlier else {}
        found = months(self.actor, partner, statement.month, statement.month, local_day())
        return statement_page(statement, next(iter(found), None), urls)


class StatementView(_StatementMixin, TemplateView):
    """One closed month and how its commission came about."""

    template_name = "suppliers/sales/statement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        statement: Any = self.get_object()
        return super().get_context_data(object=statement, page=self.page(statement), **kwargs)


class StatementPdf(_StatementMixin, View):
    """The same on paper."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        statement: Any = self.get_object()
        if not pdf.available():
            messages.warning(request, _("This server cannot write PDFs yet: please print this page instead."))
            return redirect("suppliers:sales_statement", public_id=public_id)
        page = self.page(statement)
        name = slugify(f"commission {statement.partner.name} {statement.month}")
        return pdf.pdf_response("suppliers/sales/paper.html", {"page": page}, name)
