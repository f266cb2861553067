"""The rows behind a figure: in place, as a page, and as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import View

from portal import exports
from scorecards.models import Scorecard
from scorecards.pages.card import card_page
from scorecards.pages.disputes import with_contests
from scorecards.pages.figures import figure_row
from scorecards.pages.plan_starts import card_start
from scorecards.pages.rows import csv_rows, reader_of
from scorecards.presenters import parts_of, present
from scorecards.views.base import CardMixin


def file_name(card: Scorecard, what: str) -> str:
    """brandt-castings-2026-09-rows"""
    return slugify(f"{card.partner.name} {card.period} {what}")


class RowsView(CardMixin, View):
    """One KPI's rows: a drawer for htmx, a page for everybody else, `?format=csv` a file."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, public_id: str, kpi: str) -> HttpResponse:
        card = self.get_object()
        if not card.results.filter(kpi=kpi).exists():
            raise Http404
        if request.GET.get("format"):
            return exports.response(
                csv_rows(parts_of(card, kpi)), request.GET["format"], file_name(card, kpi)
            )
        shared = present(card)
        figure = shared.kpi(kpi)
        context: dict[str, Any] = {
            "page": card_page(shared, self.reader(card)),
            "figure": figure_row(shared, figure),
            "card_url": reverse("scorecards:card", args=[public_id]),
            "plan_url": card_start(self.actor, card),
        }
        if request.htmx and "closed" in request.GET:
            return render(request, "scorecards/parts/figure.html", context)
        reader = reader_of(card, figure)
        if request.htmx:
            context["rows"] = with_contests(reader.drawer(), card, figure, self.actor)
            return render(request, "scorecards/parts/figure.html", context)
        asked = request.GET
        rows = reader.page(asked.get("show", ""), asked.get("sort", ""), asked.get("page", "1"))
        context["rows"] = with_contests(rows, card, figure, self.actor)
        return render(request, "scorecards/rows.html", context)


class AllRowsCsv(CardMixin, View):
    """The rows of every KPI of the card, from which each of its figures can be computed again."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        card = self.get_object()
        codes = card.results.values_list("kpi", flat=True)
        return exports.response(
            csv_rows([part for code in codes for part in parts_of(card, code)]),
            "csv",
            file_name(card, "rows"),
        )
