"""What comes up, and what went down after which change: all for staff, a partner's own for its people."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal import exports
from portal.clocks import local_day
from portal.pdf import pdf_response
from portal.presentation import day
from suppliers.enums import CaseArea, PartnerKind
from suppliers.presenters.cases.trends import SPANS, asked_of, trends_page
from suppliers.views.cases import CasesMixin


class CaseTrendsPage(CasesMixin, TemplateView):
    """`?format=csv` and `?format=xlsx` answer with exactly the table that is shown."""

    template_name = "suppliers/cases/trends.html"
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = asked_of(request.GET, local_day(), is_staff=self.actor.is_staff)
        page = trends_page(self.actor, asked, timezone.now())
        if kind := request.GET.get("format"):
            return exports.response(page.rows(), kind, "case-trends")
        return self.render_to_response(
            self.get_context_data(
                page=page,
                asked=asked,
                spans=[(one, _("%(n)s days") % {"n": one}, one == asked.days) for one in SPANS],
                areas=[(key, label, key == asked.area) for key, label in CaseArea.choices],
                kinds=[(key, label, key == asked.kind) for key, label in PartnerKind.choices]
                if self.actor.is_staff
                else [],
            )
        )


class CaseTrendsPdf(CasesMixin, View):
    """The same on paper."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = asked_of(request.GET, local_day(), is_staff=self.actor.is_staff)
        page = trends_page(self.actor, asked, timezone.now())
        membership = self.actor.membership
        context = {
            "page": page,
            "company": settings.COMPANY_NAME,
            "partner": membership.partner.name if membership else "",
            "span": _span(asked.first, asked.last),
        }
        return pdf_response("suppliers/cases/trends_paper.html", context, slugify(_("Case trends")))


def _span(first: dt.date, last: dt.date) -> str:
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}
