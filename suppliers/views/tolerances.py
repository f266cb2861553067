"""Tolerances: who keeps partners reads them, managers change them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from portal.views.base import DetailPage, StaffMixin
from suppliers.actions import tolerances
from suppliers.facts.previewing import preview
from suppliers.forms import VersionedForm
from suppliers.forms_tolerances import ToleranceForm
from suppliers.models import Tolerance
from suppliers.permissions import KEEPERS, can_keep_tolerances, check_can_keep_tolerances
from suppliers.presenters.tolerances import group_name, preview_words, sentences, shown
from suppliers.views.editing import EditPage, FormPage

PREVIEW = "preview"


class ToleranceListPage(StaffMixin, TemplateView):
    """All groups, the most general first."""

    roles = KEEPERS
    template_name = "suppliers/tolerances/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Tolerance.objects.for_actor(self.actor).select_related("partner")
        ordered = sorted(rows, key=lambda one: (one.partner_id is not None, one.segment, one.kind, str(one)))
        has_general = any(one.partner is None and not one.segment and not one.kind for one in ordered)
        return super().get_context_data(
            groups=[shown(one) for one in ordered],
            default=None if has_general else sentences(Tolerance()),
            may_keep=can_keep_tolerances(self.actor),
            **kwargs,
        )


class _PreviewMixin(FormPage):
    """A button shows what it would have done; nothing is saved by it."""

    def saved(self, form: VersionedForm) -> HttpResponse:
        if PREVIEW in self.request.POST:
            tolerance = Tolerance(pk=form.instance.pk, **form.facts)
            return self.answer(form, preview=preview_words(preview(tolerance, timezone.now())))
        return super().saved(form)


class ToleranceNewPage(StaffMixin, _PreviewMixin):
    roles = KEEPERS
    form_class = ToleranceForm
    template_name = "suppliers/tolerances/form.html"
    success_message = gettext_lazy("Saved. Promises that come from now on are judged by it.")

    def check(self) -> None:
        check_can_keep_tolerances(self.actor)

    def save(self, form: VersionedForm) -> str:
        tolerances.create(by=self.actor, facts=form.facts)
        return reverse("suppliers:tolerances")


class ToleranceEditPage(StaffMixin, _PreviewMixin, EditPage):
    roles = KEEPERS
    model = Tolerance
    form_class = ToleranceForm
    template_name = "suppliers/tolerances/form.html"
    success_message = gettext_lazy("Saved. Promises that come from now on are judged by it.")

    def get_queryset(self) -> QuerySet[Tolerance]:
        return super().get_queryset().select_related("partner")

    def check(self) -> None:
        check_can_keep_tolerances(self.actor)

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        tolerances.edit(by=self.actor, tolerance=self.object, version=version, changes=form.facts)
        return reverse("suppliers:tolerances")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(name=group_name(self.object), **kwargs)


class ToleranceRemovePage(StaffMixin, DetailPage):
    """Asks first, and says what holds then."""

    roles = KEEPERS
    model = Tolerance
    template_name = "suppliers/tolerances/remove.html"

    def get_queryset(self) -> QuerySet[Tolerance]:
        return super().get_queryset().select_related("partner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        check_can_keep_tolerances(self.actor)
        context = super().get_context_data(**kwargs)
        return context | {"name": group_name(self.object), "sentences": sentences(self.object)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tolerance = self.get_object()
        name = group_name(tolerance)
        tolerances.remove(by=self.actor, tolerance=tolerance)
        messages.success(
            request, _("Removed: %(name)s. What is more general holds there now.") % {"name": name}
        )
        return HttpResponseRedirect(reverse("suppliers:tolerances"))
