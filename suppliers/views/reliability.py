"""What reliability is worth: work it out, keep it, find it again."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.clocks import local_day
from portal.presentation import money
from portal.views.base import ActionView, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import reliability
from suppliers.facts.chosen import meant
from suppliers.facts.reliability import Measured, Offers, measured, offers
from suppliers.filters_reliability import ReliabilitySumFilter
from suppliers.forms_reliability import ReliabilityForm
from suppliers.models import Partner, ReliabilitySum
from suppliers.models.ledger import PROFIT_READERS
from suppliers.permissions import can_keep_contribution, check_can_keep_contribution
from suppliers.presenters.contribution.reliability import (
    address_of,
    choices,
    filled,
    group_of,
    measured_values,
    name_of,
    result_of,
    slider_most,
    sources,
    value_of,
)
from suppliers.presenters.contribution.tabs import tabs
from suppliers.tables_reliability import ReliabilitySumTable

LAST_KEPT = 5
LONGEST = 200


class ReliabilityPage(StaffMixin, TemplateView):
    """All in the address; a POST keeps what it says."""

    roles = PROFIT_READERS
    template_name = "suppliers/contribution/reliability.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = _asked(request.GET)
        found = meant(self.actor, asked.get("partner", ""))
        context = self.get_context_data(tabs=tabs("reliability"), typed=asked.get("partner", ""), meant=found)
        if found.partner is None:
            context |= {"kept": self._kept(None), "was_asked": bool(asked.get("partner", "").strip())}
            return self.render_to_response(context)
        return self.render_to_response(context | self._of(found.partner, asked))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_contribution(self.actor)
        rows = Partner.objects.for_actor(self.actor).filter(merged_into=None)
        partner = get_object_or_404(rows, public_id=request.POST.get("partner", ""))
        asked = _asked(request.POST)
        form = ReliabilityForm(filled(asked, {}))
        if not form.is_valid():
            context = self.get_context_data(tabs=tabs("reliability"), typed=partner.public_id)
            return self.render_to_response(context | self._of(partner, asked), status=422)
        group = group_of(asked.get("of", ""), Offers((), ()))
        try:
            kept = reliability.keep(
                by=self.actor, partner=partner, group=group, question=form.question, at=timezone.now()
            )
        except ValueError:
            messages.error(request, _("These values are too large to be kept: is there a digit too many?"))
            context = self.get_context_data(tabs=tabs("reliability"), typed=partner.public_id)
            return self.render_to_response(context | self._of(partner, asked), status=422)
        words = _("Kept: %(benefit)s a year with %(partner)s.")
        benefit = money(kept.benefit_minor, kept.currency, cents=False)
        messages.success(request, words % {"benefit": benefit, "partner": partner.name})
        return HttpResponseRedirect(address_of(kept))

    def _of(self, partner: Partner, asked: dict[str, str]) -> dict[str, Any]:
        today = local_day()
        offered = offers(self.actor, partner, today)
        # What was chosen of another partner does not hold for this one.
        of = asked.get("of", "") if asked.get("for", partner.public_id) == partner.public_id else ""
        group = group_of(of, offered)
        found = measured(self.actor, partner, group, today)
        values = filled(_slid(asked), measured_values(found))
        form = ReliabilityForm(values)
        return {
            "partner": partner,
            "name": name_of(partner),
            "choices": choices(offered, group),
            "of": value_of(group),
            "sources": sources(found),
            "form": form,
            "result": self._result(form, found),
            "sliders": [(form[name], slider_most(name, values)) for name in ("lead_to", "lead_sd_to")],
            "kept": self._kept(partner),
            "may_keep": can_keep_contribution(self.actor),
        }

    def _result(self, form: ReliabilityForm, found: Measured) -> Any:
        if not form.is_valid():
            return None
        return result_of(form.question, found.demand.unit if found.demand else "")

    def _kept(self, partner: Partner | None) -> list[tuple[ReliabilitySum, str]]:
        """The newest, each with its address."""
        rows = ReliabilitySum.objects.for_actor(self.actor).select_related("partner")
        if partner is not None:
            rows = rows.filter(partner=partner)
        return [(row, address_of(row)) for row in rows[:LAST_KEPT]]


def _asked(given: QueryDict) -> dict[str, str]:
    return {name: (given.get(name) or "")[:LONGEST] for name in given}


def _slid(asked: dict[str, str]) -> dict[str, str]:
    """Without JavaScript the slider holds where it was moved, else what was typed beside it."""
    given = dict(asked)
    for name in ("lead_to", "lead_sd_to"):
        slid, shown = given.pop(f"{name}_slide", ""), given.pop(f"{name}_shown", "")
        if slid and slid != shown and given.get(name, "") == shown:
            given[name] = slid
    return given


class ReliabilitySumList(StaffMixin, ListPage):
    """All sums that were kept; `?partner=` those with one."""

    roles = PROFIT_READERS
    model = ReliabilitySum
    table_class = ReliabilitySumTable
    filterset_class = ReliabilitySumFilter
    template_name = "suppliers/contribution/reliability_kept.html"
    export_name = "reliability-sums"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"label": _("Sums that were kept")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tabs=tabs("reliability"), **kwargs)


class ReliabilitySumRemove(StaffMixin, ActionView):
    """The history keeps what it was."""

    roles = PROFIT_READERS
    model = ReliabilitySum

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept: Any = self.get_object()
        back = address_of(kept)
        reliability.remove(by=self.actor, kept=kept)
        messages.success(request, _("Taken out. The history keeps it, and its values stand here still."))
        return HttpResponseRedirect(back)
