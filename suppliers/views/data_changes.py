"""Bank and tax data of a partner: what holds, what waits for a second person, asking and deciding."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.forms import Form
from portal.views.base import ActionView, DetailPage, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import data_changes
from suppliers.actions.data_changes import DataChangeRefused
from suppliers.enums import DataKind
from suppliers.filters_onboarding import DataChangeFilters
from suppliers.forms_bank import ApproveForm, BankForm, DeclineForm, TaxForm
from suppliers.models import DataChange, Partner
from suppliers.permissions import READERS
from suppliers.permissions_onboarding import can_decide_data_change, check_can_ask_data_change
from suppliers.presenters.bank import bank_page
from suppliers.presenters.onboarding import CHANGES, onboarding_tabs
from suppliers.tables_onboarding import DataChangeTable
from suppliers.views.access import BothSidesMixin

FORMS: dict[str, type[BankForm] | type[TaxForm]] = {DataKind.BANK: BankForm, DataKind.TAX: TaxForm}


def page_of(partner: Partner) -> str:
    return reverse("suppliers:data_changes", args=[partner.public_id])


class DataChangesPage(BothSidesMixin, DetailPage):
    """What holds, what waits, what was."""

    model = Partner
    template_name = "suppliers/onboarding/data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            "page": bank_page(self.object, self.actor),
            "approve": ApproveForm(),
            "decline": DeclineForm(),
            "troubled": "",
            **context,
        }


class DataChangeNewPage(BothSidesMixin, DetailPage):
    """Asks for other data; `kind` is in the address."""

    model = Partner
    template_name = "suppliers/onboarding/data_new.html"

    def get_context_data(self, form: Form | None = None, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        kind = self.kwargs["kind"]
        if kind not in FORMS:
            raise Http404
        check_can_ask_data_change(self.actor, self.object)
        return context | {"form": form or FORMS[kind](), "kind": kind, "back": page_of(self.object)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        partner, kind = self.get_object(), kwargs["kind"]
        if kind not in FORMS:
            raise Http404
        check_can_ask_data_change(self.actor, partner)
        form = FORMS[kind](request.POST)
        if form.is_valid():
            try:
                data_changes.ask(
                    by=self.actor,
                    partner=partner,
                    kind=kind,
                    after=form.after,
                    why=form.cleaned_data["why"],
                    at=timezone.now(),
                )
            except DataChangeRefused as refused:
                form.add_error(refused.field or None, str(refused))
            else:
                messages.success(
                    request, _("Asked. A second person decides; the contacts known before hear of it now.")
                )
                return HttpResponseRedirect(page_of(partner))
        return self.render_to_response(self.get_context_data(form=form, **kwargs), status=422)


class DataChangeDecide(BothSidesMixin, ActionView):
    """Approve or decline: the button says which."""

    model = DataChange

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("partner")

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        change = self.get_object()
        if not can_decide_data_change(self.actor, change):
            raise PermissionDenied
        act = request.POST.get("act", "")
        form = ApproveForm(request.POST) if act == "approve" else DeclineForm(request.POST)
        if form.is_valid():
            try:
                if act == "approve":
                    data_changes.approve(by=self.actor, change=change, at=timezone.now(), **form.cleaned_data)
                    words = _("Approved: the new data hold from now on. The old contacts hear of it.")
                else:
                    data_changes.decline(by=self.actor, change=change, at=timezone.now(), **form.cleaned_data)
                    words = _("Declined: what held before holds.")
            except DataChangeRefused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, words)
            return HttpResponseRedirect(page_of(change.partner))
        return self._again(change, act, form)

    def _again(self, change: DataChange, act: str, form: Form) -> HttpResponse:
        """The page with what was typed."""
        page = DataChangesPage()
        page.setup(self.request, public_id=change.partner.public_id)
        context = page.get_context_data(public_id=change.partner.public_id)
        context |= {"approve" if act == "approve" else "decline": form, "troubled": change.public_id}
        response = page.render_to_response(context)
        response.status_code = 422
        return response


class DataChangeWithdraw(BothSidesMixin, ActionView):
    """Takes it back before it is decided."""

    model = DataChange

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("partner")

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        change = self.get_object()
        try:
            data_changes.withdraw(by=self.actor, change=change, at=timezone.now())
        except DataChangeRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Withdrawn: what held before holds."))
        return HttpResponseRedirect(page_of(change.partner))


class DataChangeListPage(StaffMixin, ListPage):
    """All changes, those that wait first; no account number stands here."""

    roles = READERS
    model = DataChange
    table_class = DataChangeTable
    filterset_class = DataChangeFilters
    template_name = "suppliers/onboarding/changes.html"
    export_name = "data_changes"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("partner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tabs=onboarding_tabs(self.actor, CHANGES), **kwargs)
