"""The ledger's entries: found, looked at, corrected by new ones."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.views.base import DetailPage, RowMixin, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions.ledger_corrections import CorrectionRefused, check_can_correct, correct
from suppliers.actions.rates import NoRate
from suppliers.facts.ledger import total_of, total_of_all
from suppliers.filters_ledger import LedgerFilters
from suppliers.forms_ledger import CorrectionForm
from suppliers.models import Attribution, LedgerEntry
from suppliers.models.ledger import PROFIT_READERS
from suppliers.permissions import can_keep_contribution, check_can_keep_contribution
from suppliers.presenters.contribution.entry import entry_view
from suppliers.presenters.contribution.tabs import tabs
from suppliers.tables_ledger import LedgerTable


class LedgerMixin(StaffMixin, RowMixin):
    """Entries with all that they and rules name."""

    roles = PROFIT_READERS
    model = LedgerEntry

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        parts = Attribution.objects.for_actor(self.actor).select_related("partner", "rule", "run")
        rows = LedgerEntry.objects.for_actor(self.actor).select_related("supplier", "distributor", "agent")
        return rows.prefetch_related(Prefetch("attributions", parts))


class LedgerEntryList(LedgerMixin, ListPage):
    """What a figure leads to: entries, with the part of each that it counts, and their sum."""

    table_class = LedgerTable
    filterset_class = LedgerFilters
    template_name = "suppliers/contribution/entries.html"
    export_name = "ledger-entries"

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        return super().get_queryset().order_by("-date", "-pk")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        filters = LedgerFilters(self.request.GET, queryset=rows, request=self.request)
        is_all = not filters.applied
        total = total_of_all(self.actor) if is_all else total_of(rows, filters.concern)
        return {"label": _("Entries"), "totals": {"part_minor": total}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tabs=tabs("ledger_entries"), **kwargs)


class LedgerEntryPage(LedgerMixin, DetailPage):
    template_name = "suppliers/contribution/entry.html"

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        return super().get_queryset().select_related("supplier", "distributor", "agent", "corrects")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        entry: LedgerEntry = self.object
        refused = _refusal(entry)
        return context | {
            "tabs": tabs("ledger_entries"),
            "entry": entry_view(entry, list(entry.attributions.all())),
            "corrections": list(entry.corrections.order_by("pk")),
            "refused": refused,
            "may_keep": can_keep_contribution(self.actor),
            "may_correct": can_keep_contribution(self.actor) and not refused,
        }


class LedgerEntryCorrect(LedgerMixin, TemplateView):
    """Asks what is right, and why; says what will stand in the ledger then."""

    template_name = "suppliers/contribution/correct.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_contribution(self.actor)
        entry: Any = self.get_object()
        if refusal := _refusal(entry):
            return self._back(entry, refusal)
        return self._answer(entry, CorrectionForm(entry=entry))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_contribution(self.actor)
        entry: Any = self.get_object()
        form = CorrectionForm(request.POST, entry=entry)
        if not form.is_valid():
            return self._answer(entry, form, 422)
        try:
            made = correct(by=self.actor, entry=entry, facts=form.facts, reason=form.cleaned_data["reason"])
        except CorrectionRefused as refusal:
            return self._back(entry, str(refusal))
        except NoRate as problem:
            form.add_error("date", str(problem))
            return self._answer(entry, form, 422)
        names = ", ".join(row.entry_id for row in made)
        messages.success(request, _("Corrected. New in the ledger: %(names)s.") % {"names": names})
        return HttpResponseRedirect(reverse("suppliers:ledger_entry", args=[made[-1].public_id]))

    def _back(self, entry: LedgerEntry, words: str) -> HttpResponse:
        messages.error(self.request, words)
        return HttpResponseRedirect(reverse("suppliers:ledger_entry", args=[entry.public_id]))

    def _answer(self, entry: LedgerEntry, form: CorrectionForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            object=entry,
            form=form,
            tabs=tabs("ledger_entries"),
            entry=entry_view(entry, list(entry.attributions.all())),
        )
        return self.render_to_response(context, status=status)


def _refusal(entry: LedgerEntry) -> str:
    try:
        check_can_correct(entry)
    except CorrectionRefused as refusal:
        return str(refusal)
    return ""
