"""KPIs of the company's own: staff read them, who keeps templates writes them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.clocks import local_day
from portal.views.base import ActionView, DetailPage, StaffMixin
from portal.views.lists import ListPage
from scorecards.actions import custom_kpis
from scorecards.facts.templates import with_uses
from scorecards.filters.templates import CustomKpiFilter
from scorecards.forms.custom_kpis import CustomKpiForm
from scorecards.models import CustomKpi
from scorecards.pages.custom_kpis import catalogue_words, inputs, pointer, tried, uses
from scorecards.pages.kpi_choices import SIGNS
from scorecards.permissions import READERS, can_publish, check_can_publish
from scorecards.tables.custom_kpis import CustomKpiTable
from suppliers.forms import VersionedForm
from suppliers.views.editing import EditPage, FormPage

CHECK = "check"


class CustomKpiList(StaffMixin, ListPage):
    roles = READERS
    model = CustomKpi
    table_class = CustomKpiTable
    filterset_class = CustomKpiFilter
    template_name = "scorecards/kpis/list.html"
    export_name = "custom-kpis"

    def get_queryset(self) -> QuerySet[Any]:
        return with_uses(super().get_queryset())

    def table_options(self, rows: Any) -> dict[str, Any]:
        return {"label": _("Your own KPIs")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_keep=can_publish(self.actor), **kwargs)


class CustomKpiPage(StaffMixin, DetailPage):
    """The formula, what it is made of, and the templates that use it."""

    roles = READERS
    model = CustomKpi
    template_name = "scorecards/kpis/kpi.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        kpi: CustomKpi = self.object
        return context | {
            "uses": uses(kpi),
            "inputs": inputs(kpi.formula),
            "sign": SIGNS.get(kpi.unit, kpi.unit),
            "may_keep": can_publish(self.actor),
        }


class _FormulaPage(FormPage):
    """A button (or a pause in typing) checks the formula and tries it; nothing is saved by it."""

    template_name = "scorecards/kpis/form.html"
    actor: Any

    def check(self) -> None:
        check_can_publish(self.actor)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        if CHECK not in request.POST and not request.htmx:
            return super().post(request, *args, **kwargs)
        form = self.form(request.POST)
        form.is_valid()
        return self.answer(form, is_checked=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form: Any = kwargs["form"]
        context = super().get_context_data(catalogue=catalogue_words(), **kwargs)
        if not form.is_bound:
            return context
        if form.bad_formula is not None:
            text = form.data.get("formula", "")
            context["pointer"] = pointer(text, form.bad_formula, form.errors["formula"][0])
        elif kwargs.get("is_checked") and "formula" in form.cleaned_data:
            unit = form.cleaned_data.get("unit", "")
            context["tried"] = tried(self.actor, form.cleaned_data["formula"], unit, local_day())
        return context


class CustomKpiNew(StaffMixin, _FormulaPage):
    roles = READERS
    form_class = CustomKpiForm
    success_message = gettext_lazy("Added. Templates can use it from now on.")

    def save(self, form: VersionedForm) -> str:
        kpi = custom_kpis.create(by=self.actor, facts=form.facts)
        return reverse("scorecards:custom_kpi", args=[kpi.public_id])


class CustomKpiEdit(StaffMixin, _FormulaPage, EditPage):
    roles = READERS
    model = CustomKpi
    form_class = CustomKpiForm
    success_message = gettext_lazy("Saved. Versions of templates that use it keep the formula they have.")

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        custom_kpis.edit(by=self.actor, kpi=self.object, version=version, changes=form.facts)
        return reverse("scorecards:custom_kpi", args=[self.object.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(uses=uses(self.object), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)


class CustomKpiUse(StaffMixin, ActionView):
    """Retires it, or takes it back."""

    roles = READERS
    model = CustomKpi
    is_active = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kpi: Any = self.get_object()
        custom_kpis.set_active(by=self.actor, kpi=kpi, is_active=self.is_active)
        words = (
            _("%(name)s is in use again.")
            if self.is_active
            else _("%(name)s is retired: no new version of a template uses it. Those that have it keep it.")
        )
        messages.success(request, words % {"name": kpi.name})
        return redirect("scorecards:custom_kpi", public_id=kpi.public_id)
