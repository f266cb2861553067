"""The open period: where a partner stands today, before any card is published."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.generic import View

from portal import exports
from portal.clocks import local_day
from portal.engine.periods import BadPeriod, Period
from portal.views.base import ActorMixin
from scorecards.models import ScorecardTemplate
from scorecards.pages.figures import figure_row
from scorecards.pages.preview import OpenCard, open_card, preview_page, rows_url, template_for
from scorecards.pages.rows import RowsReader, csv_rows
from scorecards.permissions import can_see_cards
from suppliers.models import Partner


class OpenCardMixin(ActorMixin):
    """The partner of the actor (staff name one in the address) and the period; this month by default."""

    http_method_names = ["get"]

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    def partner(self) -> Partner:
        own = Partner.objects.for_actor(self.actor)
        if self.actor.is_staff:
            return get_object_or_404(own, public_id=self.request.GET.get("partner", ""))
        return get_object_or_404(own)

    def period(self) -> Period:
        """A period that is over for long has a card, and one that did not begin has nothing: both are 404."""
        today = local_day()
        text = self.request.GET.get("period", "")
        try:
            period = Period.parse(text) if text else Period.containing(today, 1)
        except BadPeriod as error:
            raise Http404 from error
        if period.start > today:
            raise Http404
        return period

    def found(self, partner: Partner) -> OpenCard | None:
        template = template_for(partner)
        return open_card(partner, template, self.period(), local_day()) if template else None


class PreviewView(OpenCardMixin, View):
    """Figures so far; nothing is stored."""

    def get(self, request: HttpRequest) -> HttpResponse:
        partner = self.partner()
        found = self.found(partner)
        if found is None:
            raise Http404(f"{ScorecardTemplate._meta.verbose_name} is missing")
        page = preview_page(found, is_staff=self.actor.is_staff, today=local_day())
        return render(request, "scorecards/preview.html", {"page": page})


class PreviewRowsView(OpenCardMixin, View):
    """The rows behind one figure so far: drawer, page or file, as with a card."""

    def get(self, request: HttpRequest, kpi: str) -> HttpResponse:
        partner = self.partner()
        found = self.found(partner)
        shared = found.card.kpi(kpi) if found else None
        if found is None or shared is None:
            raise Http404
        name = slugify(f"{partner.name} {found.card.period} preview {kpi}")
        if request.GET.get("format"):
            return exports.response(csv_rows([found.rows[kpi]]), request.GET["format"], name)
        is_staff = self.actor.is_staff
        own_url = rows_url(found.card, kpi, is_staff)
        reader = RowsReader(
            shared,
            found.rows[kpi],
            partner_id=partner.pk,
            as_of=found.card.as_of,
            early_days=found.early_days[kpi],
            csv_url=f"{own_url}&format=csv",
        )
        context: dict[str, Any] = {
            "page": preview_page(found, is_staff=is_staff, today=local_day()),
            "figure": figure_row(found.card, shared, lambda code: rows_url(found.card, code, is_staff)),
            "card_url": own_url.replace(f"rows/{kpi}/", ""),
        }
        if request.htmx:
            if "closed" not in request.GET:
                context["rows"] = reader.drawer()
            return render(request, "scorecards/parts/figure.html", context)
        asked = request.GET
        context["rows"] = reader.page(asked.get("show", ""), asked.get("sort", ""), asked.get("page", "1"))
        return render(request, "scorecards/rows.html", context)
