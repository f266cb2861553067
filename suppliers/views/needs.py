"""Papers that partners bring, as staff keep the list."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.views.base import StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import questionnaires
from suppliers.filters_onboarding import NeedFilters
from suppliers.forms import VersionedForm
from suppliers.forms_documents import NeedForm
from suppliers.models import DocumentNeed
from suppliers.permissions import READERS
from suppliers.permissions_onboarding import can_keep_questionnaires, check_can_keep_questionnaires
from suppliers.presenters.onboarding import NEEDS, onboarding_tabs
from suppliers.tables_onboarding import NeedTable
from suppliers.views.editing import EditPage, FormPage


class NeedListPage(StaffMixin, ListPage):
    roles = READERS
    model = DocumentNeed
    table_class = NeedTable
    filterset_class = NeedFilters
    template_name = "suppliers/onboarding/needs.html"
    export_name = "needed_documents"

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"label": _("Needed documents"), "may_keep": can_keep_questionnaires(self.actor)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tabs=onboarding_tabs(self.actor, NEEDS), may_keep=can_keep_questionnaires(self.actor), **kwargs
        )


class _NeedForm(FormPage):
    form_class = NeedForm
    template_name = "suppliers/onboarding/need_form.html"

    def check(self) -> None:
        check_can_keep_questionnaires(self.actor)  # type: ignore[attr-defined]


class NeedNewPage(StaffMixin, _NeedForm):
    roles = READERS
    success_message = gettext_lazy("Saved. Partners who lack it see so from now on.")

    def save(self, form: VersionedForm) -> str:
        questionnaires.need(by=self.actor, facts=form.facts)
        return reverse("suppliers:need_list")


class NeedEditPage(StaffMixin, _NeedForm, EditPage):
    roles = READERS
    model = DocumentNeed

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        questionnaires.change_need(by=self.actor, row=self.object, version=version, changes=form.facts)
        return reverse("suppliers:need_list")
