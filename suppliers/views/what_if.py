"""What would be: a partner leaves, commission changes, OTIF rises."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from portal.clocks import local_day
from portal.views.base import StaffMixin
from suppliers.facts.chosen import meant
from suppliers.forms_what_if import COMMISSION, FORMS, LEAVES, QUESTIONS
from suppliers.models.ledger import PROFIT_READERS
from suppliers.presenters.contribution.tabs import tabs
from suppliers.presenters.contribution.what_if_asked import ask

LONGEST = 200


class WhatIfPage(StaffMixin, TemplateView):
    """Question, partner and assumptions stand in the address."""

    roles = PROFIT_READERS
    template_name = "suppliers/contribution/what_if.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = {name: (request.GET.get(name) or "")[:LONGEST] for name in request.GET}
        question = typed.get("question", "")
        question = question if question in FORMS else LEAVES
        found = meant(self.actor, typed.get("partner", ""))
        asked = ask(self.actor, question, found.partner, typed, local_day())
        context = self.get_context_data(
            tabs=tabs("what_if"),
            question=question,
            questions=[(value, label, value == question) for value, label in QUESTIONS],
            meant=found,
            partner=found.partner,
            typed=found.partner.name if found.partner else typed.get("partner", ""),
            needs_partner=question != COMMISSION,
            form=asked.form,
            answer=asked.answer,
            period=asked.period,
        )
        return self.render_to_response(context)
