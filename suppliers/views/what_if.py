"""What would be: a partner leaves, commission changes, OTIF rises."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.clocks import local_day
from portal.engine.rounding import half_up
from portal.forms import Form
from portal.views.base import StaffMixin
from suppliers.facts.chosen import meant
from suppliers.facts.contribution import extent
from suppliers.facts.what_if import agents_of, year_of
from suppliers.forms_what_if import COMMISSION, DEFAULTS, FORMS, LEAVES, QUESTIONS
from suppliers.models import Partner
from suppliers.models.ledger import PROFIT_READERS
from suppliers.presenters.contribution.period import chosen
from suppliers.presenters.contribution.tabs import tabs
from suppliers.presenters.contribution.what_if import Answer, commission, leaving, rising, values_of

LONGEST = 200


class WhatIfPage(StaffMixin, TemplateView):
    """Question, partner and assumptions stand in the address."""

    roles = PROFIT_READERS
    template_name = "suppliers/contribution/what_if.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = {name: (request.GET.get(name) or "")[:LONGEST] for name in request.GET}
        question = asked.get("question", "")
        question = question if question in FORMS else LEAVES
        found = meant(self.actor, asked.get("partner", ""))
        context = self.get_context_data(
            tabs=tabs("what_if"),
            question=question,
            questions=[(value, label, value == question) for value, label in QUESTIONS],
            meant=found,
            partner=found.partner,
            typed=found.partner.name if found.partner else asked.get("partner", ""),
            needs_partner=question != COMMISSION,
        )
        return self.render_to_response(context | self._answered(question, found.partner, asked))

    def _answered(self, question: str, partner: Partner | None, asked: dict[str, str]) -> dict[str, Any]:
        today = local_day()
        period = chosen({}, today, extent(self.actor))
        defaults = {name: DEFAULTS[name] for name in FORMS[question].base_fields if name in DEFAULTS}
        if partner is None and question != COMMISSION:
            return {"period": period.label}
        if partner is None:
            whole, base = agents_of(self.actor, period.span)
            form = FORMS[question](values_of(asked, defaults))
            answer = None
            if form.is_valid():
                points = form.cleaned_data["points"]
                answer = commission(whole.contribution, base, _("any agent"), points, period.label)
            return {"form": form, "answer": answer, "period": period.label}
        year = year_of(self.actor, partner, period.span, today)
        if question == LEAVES:
            defaults["margin"] = half_up((year.others_margin or DEFAULTS["taken"]) * 100, 1)
        form = FORMS[question](values_of(asked, defaults))
        answer = self._of(question, year, partner, form, period.label) if form.is_valid() else None
        return {"form": form, "answer": answer, "period": period.label}

    def _of(self, question: str, year: Any, partner: Partner, form: Form, days: str) -> Answer | None:
        given = form.cleaned_data
        if question == LEAVES:
            return leaving(year, partner.name, given, days)
        if question == COMMISSION:
            before, base = year.whole.contribution, year.own.net_revenue
            return commission(before, base, partner.name, given["points"], days)
        return rising(year, partner.name, given["target"], days)
