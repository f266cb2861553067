"""A partner over time."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.views.generic import TemplateView

from portal import exports
from portal.views.base import RowMixin
from scorecards.models import Scorecard
from scorecards.pages.history import history_page
from scorecards.permissions import can_see_cards
from suppliers.models import Partner


class HistoryView(RowMixin, TemplateView):
    """All periods of one template, both halves; `?format=csv` and `?format=xlsx` answer with the table."""

    model = Partner
    template_name = "scorecards/history.html"

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        partner: Any = self.get_object()
        page = history_page(
            partner,
            Scorecard.objects.for_actor(self.actor).latest_revisions(),
            request.GET.get("template", ""),
            request.GET.get("months", ""),
            is_staff=self.actor.is_staff,
        )
        if page is not None and (kind := request.GET.get("format")):
            return exports.response(page.file, kind, slugify(f"{partner.name} scores"))
        return self.render_to_response(self.get_context_data(page=page, partner=partner))
