"""What trouble costs: who answers for the profit reads it, administrators and purchasing managers say it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.views.base import DetailPage, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import cost_rates
from suppliers.actions.cost_rates import CostRateRefused
from suppliers.engine.trouble import Rate
from suppliers.facts.cost_rates import Effect, by_kind, effect, last_twelve, with_holding
from suppliers.filters_cost_rates import CostRateFilter
from suppliers.forms import VersionedForm
from suppliers.forms_cost_rates import CostRateForm
from suppliers.models import CostRate
from suppliers.models.ledger import PROFIT_READERS
from suppliers.permissions import can_keep_contribution, check_can_keep_contribution
from suppliers.presenters.contribution.period import span_words
from suppliers.presenters.contribution.rates import done_words, effect_words, rate_name, rate_words, sums
from suppliers.presenters.contribution.tabs import tabs
from suppliers.tables_cost_rates import CostRateTable
from suppliers.views.editing import EditPage, FormPage

PREVIEW = "preview"


class CostRateListPage(StaffMixin, ListPage):
    """All rates, and what they make of the last twelve months."""

    roles = PROFIT_READERS
    model = CostRate
    table_class = CostRateTable
    filterset_class = CostRateFilter
    template_name = "suppliers/contribution/rates/list.html"
    export_name = "cost-rates"

    def get_queryset(self) -> QuerySet[CostRate]:
        return with_holding(super().get_queryset().select_related("partner"), timezone.localdate())

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        keeps = can_keep_contribution(self.actor)
        return {"label": _("Cost rates"), "exclude": () if keeps else ("act",)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        span = last_twelve(today)
        return super().get_context_data(
            tabs=tabs("cost_rates"),
            may_keep=can_keep_contribution(self.actor),
            sums=sums(by_kind(self.actor, span, today)),
            span=span_words(span),
            **kwargs,
        )


class _RateForm(FormPage):
    """A button shows what the rate makes of the last twelve months; nothing is saved by it."""

    form_class = CostRateForm
    template_name = "suppliers/contribution/rates/form.html"

    def check(self) -> None:
        check_can_keep_contribution(self.actor)

    def effect(self, form: VersionedForm) -> Effect:
        facts = form.facts
        partner = facts["partner"].pk if facts["partner"] is not None else None
        said = Rate(facts["kind"], partner, facts["valid_from"], facts["rate"])
        return effect(self.actor, timezone.localdate(), instead_of=self.row, with_rate=said)

    @property
    def row(self) -> CostRate | None:
        return getattr(self, "object", None)

    def saved(self, form: VersionedForm) -> HttpResponse:
        if PREVIEW in self.request.POST:
            return self.answer(form, preview=effect_words(self.effect(form)))
        said = done_words(self.effect(form))
        try:
            answer = super().saved(form)
        except CostRateRefused as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.answer(form, 422)
        if answer.status_code == 302:
            messages.success(self.request, _("Saved. %(effect)s") % {"effect": said})
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tabs=tabs("cost_rates"), **kwargs)


class CostRateNewPage(StaffMixin, _RateForm):
    roles = PROFIT_READERS

    def save(self, form: VersionedForm) -> str:
        cost_rates.create(by=self.actor, facts=form.facts)
        return reverse("suppliers:cost_rates")


class CostRateEditPage(StaffMixin, _RateForm, EditPage):
    roles = PROFIT_READERS
    model = CostRate
    success_message = ""

    def get_queryset(self) -> QuerySet[CostRate]:
        return super().get_queryset().select_related("partner")

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        cost_rates.edit(by=self.actor, rate=self.object, version=version, changes=form.facts)
        return reverse("suppliers:cost_rates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(name=rate_name(self.object), **kwargs)


class CostRateRemovePage(StaffMixin, DetailPage):
    """Asks first, and says what is estimated then."""

    roles = PROFIT_READERS
    model = CostRate
    template_name = "suppliers/contribution/rates/remove.html"

    def get_queryset(self) -> QuerySet[CostRate]:
        return super().get_queryset().select_related("partner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        check_can_keep_contribution(self.actor)
        context = super().get_context_data(**kwargs)
        found = effect(self.actor, timezone.localdate(), instead_of=self.object)
        return context | {
            "tabs": tabs("cost_rates"),
            "name": rate_name(self.object),
            "rate": rate_words(self.object),
            "effect": effect_words(found),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_contribution(self.actor)
        rate = self.get_object()
        found = effect(self.actor, timezone.localdate(), instead_of=rate)
        values = {"name": rate_name(rate), "effect": done_words(found)}
        cost_rates.remove(by=self.actor, rate=rate)
        messages.success(request, _("Removed: %(name)s. %(effect)s") % values)
        return HttpResponseRedirect(reverse("suppliers:cost_rates"))
