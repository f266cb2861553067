"""A partner's profit and loss: page, files, sheet. For who answers for the profit."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal import exports, pdf
from portal.tables import NoneLast
from portal.views.base import StaffMixin
from suppliers.facts.contribution import extent
from suppliers.facts.partner_profit import PartnerProfit, partner_profit, trouble_rows
from suppliers.models import Partner
from suppliers.models.ledger import PROFIT_READERS
from suppliers.permissions import can_keep_contribution, check_can_see_contribution
from suppliers.presenters.contribution.amounts import length_of
from suppliers.presenters.contribution.entries import partner_url
from suppliers.presenters.contribution.partner import PartnerPage
from suppliers.presenters.contribution.partner_files import export_rows
from suppliers.presenters.contribution.period import Chosen, chosen
from suppliers.presenters.contribution.tabs import tabs
from suppliers.tables_item_costs import item_cost_table
from suppliers.tables_trouble import TroubleTable


class PartnerProfitMixin(StaffMixin):
    """The partner and the days that the address names."""

    roles = PROFIT_READERS
    kwargs: dict[str, Any]

    def period(self) -> Chosen:
        return chosen(self.request.GET, timezone.localdate(), extent(self.actor))

    def partner(self) -> Partner:
        check_can_see_contribution(self.actor)
        return get_object_or_404(Partner.objects.for_actor(self.actor), public_id=self.kwargs["public_id"])

    def profit(self, period: Chosen) -> PartnerProfit:
        return partner_profit(self.actor, self.partner(), period.span, timezone.localdate())

    def page(self, period: Chosen) -> PartnerPage:
        profit = self.profit(period)
        return PartnerPage(profit, length_of(self.request.GET.get("by", ""), profit), period.query)


class PartnerProfitPage(PartnerProfitMixin, TemplateView):
    """`?format=csv` and `xlsx` answer with the table of periods, with `&what=items` that of items."""

    template_name = "suppliers/contribution/partner.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        period = self.period()
        page = self.page(period)
        table = item_cost_table(request, page.profit)
        if kind := request.GET.get("format"):
            of_items = request.GET.get("what") == "items"
            rows = table.typed_rows() if of_items else export_rows(page)
            what = "items" if of_items else "profit and loss"
            return exports.response(rows, kind, slugify(f"{page.partner.code} {what} {period.key}"))
        return self.render_to_response(
            self.get_context_data(
                page=page,
                table=table,
                period=period,
                tabs=tabs("contribution"),
                may_keep=can_keep_contribution(self.actor),
            )
        )


class PartnerProfitPdf(PartnerProfitMixin, View):
    """The same on A4."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        period = self.period()
        page = self.page(period)
        if not pdf.available():
            messages.warning(request, _("This server cannot write PDFs yet: please print this page instead."))
            return redirect("suppliers:contribution_partner", public_id=public_id)
        name = slugify(f"{page.partner.name} profit and loss {period.key}")
        return pdf.pdf_response(
            "suppliers/contribution/partner_paper.html",
            {"page": page, "company": settings.COMPANY_NAME},
            name,
        )


class PartnerTroublePage(PartnerProfitMixin, TemplateView):
    """What its estimates are made of, line by line."""

    template_name = "suppliers/contribution/partner_trouble.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        period, partner = self.period(), self.partner()
        rows = trouble_rows(self.actor, partner, period.span, timezone.localdate())
        known = [row.piece.minor for row in rows if row.piece.minor is not None]
        table = TroubleTable.for_request(
            request,
            NoneLast(rows),
            label=_("What the estimate is made of"),
            totals={"cost": sum(known)} if known else {},
        )
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, slugify(f"{partner.code} trouble {period.key}"))
        return self.render_to_response(
            self.get_context_data(
                partner=partner,
                back=partner_url(partner) + period.query,
                table=table,
                period=period,
                exports=True,
                tabs=tabs("contribution"),
            )
        )
