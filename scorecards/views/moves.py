"""What moved a card, and which rows moved it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from scorecards.pages.moves import moved_page
from scorecards.views.base import CardMixin


class MovedView(CardMixin, View):
    """A part of the card's page for htmx, a page for everybody else."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        card = self.get_object()
        context: dict[str, Any] = {"moved": moved_page(card, is_staff=self.actor.is_staff)}
        template = "scorecards/parts/moved.html" if request.htmx else "scorecards/moved.html"
        return render(request, template, context)
