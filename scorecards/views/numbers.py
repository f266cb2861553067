"""The page of the numbers: the definitions, for both sides."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from portal.views.base import ActorMixin
from scorecards.pages.numbers import numbers
from scorecards.permissions import can_see_cards

LONGEST_SEARCH = 100


class NumbersView(ActorMixin, View):
    """`?q=` leaves the numbers with these words."""

    http_method_names = ["get"]

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
        page = numbers(is_staff=self.actor.is_staff, asked=asked)
        return render(request, "scorecards/numbers.html", {"page": page})
