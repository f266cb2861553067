"""Rules that name partners: their order, one of them with a preview, runs over all entries, the log."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from portal.views.base import StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import attribution, attribution_rules
from suppliers.facts.attribution import as_rule, rules_in_use
from suppliers.facts.attribution_log import by_rule, is_pending, last_runs
from suppliers.facts.attribution_preview import preview
from suppliers.filters_attribution import LogFilters, RuleFilters
from suppliers.forms import VersionedForm
from suppliers.forms_attribution import RuleForm
from suppliers.models import Attribution, AttributionRule
from suppliers.models.ledger import PROFIT_READERS
from suppliers.permissions import can_keep_contribution, check_can_keep_contribution
from suppliers.presenters.contribution.rules import preview_view, run_view
from suppliers.presenters.contribution.tabs import tabs
from suppliers.tables_attribution import LogTable, RuleTable
from suppliers.views.editing import EditPage, FormPage

PREVIEW = "preview"


class RuleListPage(StaffMixin, ListPage):
    """In the order in which they are asked; what they named, and whether they wait to be run."""

    roles = PROFIT_READERS
    table_class = RuleTable
    filterset_class = RuleFilters
    template_name = "suppliers/contribution/rules/list.html"
    export_name = "attribution-rules"
    per_page = 100

    def get_queryset(self) -> QuerySet[AttributionRule]:
        rows = AttributionRule.objects.for_actor(self.actor).order_by("role", "-is_active", "place", "pk")
        return rows.prefetch_related("shares__partner")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        did = by_rule(self.actor)
        for row in rows:
            row.did = did.get(row.pk)
        keeps = can_keep_contribution(self.actor)
        return {"label": _("Rules"), "exclude": () if keeps else ("act",)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tabs=tabs("attribution_rules"),
            may_keep=can_keep_contribution(self.actor),
            runs=[run_view(run) for run in last_runs(self.actor)],
            is_pending=is_pending(self.actor),
            **kwargs,
        )


class _RuleFormPage(FormPage):
    """A button shows what the rule would name; nothing is saved by it."""

    form_class = RuleForm
    template_name = "suppliers/contribution/rules/form.html"

    def check(self) -> None:
        check_can_keep_contribution(self.request.actor)

    def saved(self, form: VersionedForm) -> HttpResponse:
        if PREVIEW in self.request.POST:
            return self.answer(form, preview=preview_view(self._found(form)))
        return super().saved(form)

    def _found(self, form: Any) -> Any:
        row = form.rule()
        rules = rules_in_use()
        here = [rule.key for rule in rules].index(row.pk) if row.pk and row.is_active else len(rules)
        typed = as_rule(row, [(partner.pk, share) for partner, share in form.shares])
        return preview(self.request.actor, typed, rules[:here])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tabs=tabs("attribution_rules"), **kwargs)


class RuleNewPage(StaffMixin, _RuleFormPage):
    """Begins with what the address says: `?role=supplier&item=VALVE-9&customer=…&kind=…`."""

    roles = PROFIT_READERS

    def form(self, data: QueryDict | None = None) -> VersionedForm:
        if data is not None:
            return RuleForm(data)
        asked = self.request.GET
        given = {"role": asked.get("role", "")}
        for name, parameter in (("item_codes", "item"), ("customers", "customer"), ("kinds", "kind")):
            given[name] = asked.getlist(parameter)
        return RuleForm(initial=given)

    def save(self, form: Any) -> str:
        rule = attribution_rules.add(by=self.actor, facts=form.facts, shares=form.shares)
        messages.success(
            self.request,
            _("Saved. “%(name)s” names partners in what is imported from now on.") % {"name": rule.name},
        )
        return reverse("suppliers:attribution_rules")


class RulePage(StaffMixin, _RuleFormPage, EditPage):
    """Who may only read sees it too, without a button."""

    roles = PROFIT_READERS
    model = AttributionRule

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return self.answer(self.form())

    def save(self, form: Any) -> str:
        attribution_rules.edit(
            by=self.actor,
            rule=self.object,
            version=form.cleaned_data["version"] or 0,
            facts=form.facts,
            shares=form.shares,
        )
        return reverse("suppliers:attribution_rules")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_keep=can_keep_contribution(self.actor), **kwargs)


class RuleOrder(StaffMixin, View):
    """One button of the list: `up`, `down`, `retire` or `revive`, its value the rule's public id."""

    roles = PROFIT_READERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_contribution(self.actor)
        acts = {"up": self._up, "down": self._down, "retire": self._retire, "revive": self._revive}
        for name, act in acts.items():
            if name in request.POST:
                act(self._rule(request.POST[name]))
                return redirect("suppliers:attribution_rules")
        raise Http404

    def _rule(self, public_id: str) -> AttributionRule:
        rule = AttributionRule.objects.for_actor(self.actor).filter(public_id=public_id).first()
        if rule is None:
            raise Http404
        return rule

    def _up(self, rule: AttributionRule) -> None:
        attribution_rules.move(by=self.actor, rule=rule, steps=-1)

    def _down(self, rule: AttributionRule) -> None:
        attribution_rules.move(by=self.actor, rule=rule, steps=1)

    def _retire(self, rule: AttributionRule) -> None:
        attribution_rules.retire(by=self.actor, rule=rule)
        words = _("“%(name)s” is retired. What it named stays so until the rules are run.")
        messages.success(self.request, words % {"name": rule.name})

    def _revive(self, rule: AttributionRule) -> None:
        attribution_rules.revive(by=self.actor, rule=rule)
        messages.success(self.request, _("“%(name)s” is in use again.") % {"name": rule.name})


class RuleRun(StaffMixin, View):
    """Starts a run over all entries; its page shows how far it is."""

    roles = PROFIT_READERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _run, job = attribution.ask_to_run(by=self.actor)
        return HttpResponseRedirect(reverse("portal:job", args=[job.public_id]))


class AttributionLogPage(StaffMixin, ListPage):
    """Which rule named which entry."""

    roles = PROFIT_READERS
    table_class = LogTable
    filterset_class = LogFilters
    template_name = "suppliers/contribution/rules/log.html"
    export_name = "attributions"

    def get_queryset(self) -> QuerySet[Attribution]:
        rows = Attribution.objects.for_actor(self.actor).select_related("entry", "partner", "rule", "run")
        return rows.annotate(company_currency=Value(settings.COMPANY_CURRENCY)).order_by("-at", "-pk")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"label": _("What rules named")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tabs=tabs("attribution_rules"), **kwargs)
