"""Making two partners one, and two again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.views.base import RowMixin, StaffMixin
from suppliers.actions import merging
from suppliers.actions.merging import MergeRefused
from suppliers.forms_merging import MergeForm
from suppliers.models import Partner, PartnerMerge
from suppliers.permissions import READERS, check_can_merge_partners
from suppliers.presenters.merging import candidates, moving_words, total_words


class MergingPage(StaffMixin, RowMixin, TemplateView):
    """About one partner, for those who may merge."""

    roles = READERS
    model = Partner

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("merged_into")

    def answer(self, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context, **self.kwargs), status=status)


class PartnerMergePage(MergingPage):
    """First the other partner is looked for, then it is shown what would happen, then it is done."""

    template_name = "suppliers/partners/merge.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_merge_partners(self.actor)
        alias: Any = self.get_object()
        into = request.GET.get("into", "")
        if not into:
            words = request.GET.get("q", "").strip()
            found = candidates(Partner.objects.for_actor(self.actor), alias, words)
            return self.answer(object=alias, words=words, candidates=found)
        return self._preview(alias, self._survivor(into), MergeForm(initial={"into": into}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_merge_partners(self.actor)
        alias: Any = self.get_object()
        form = MergeForm(request.POST)
        survivor = self._survivor(request.POST.get("into", ""))
        if not form.is_valid():
            return self._preview(alias, survivor, form, status=422)
        try:
            merging.merge(by=self.actor, alias=alias, survivor=survivor, reason=form.cleaned_data["reason"])
        except MergeRefused:
            return self._preview(alias, survivor, form, status=422)
        words = _("%(alias)s is now another name of %(survivor)s.")
        messages.success(request, words % {"alias": alias.name, "survivor": survivor.name})
        return redirect("suppliers:partner", public_id=survivor.public_id)

    def _survivor(self, public_id: str) -> Partner:
        partners = Partner.objects.for_actor(self.actor).select_related("merged_into")
        return get_object_or_404(partners, public_id=public_id)

    def _preview(self, alias: Partner, survivor: Partner, form: MergeForm, status: int = 200) -> HttpResponse:
        plan = merging.preview(by=self.actor, alias=alias, survivor=survivor)
        return self.answer(
            status,
            object=alias,
            survivor=survivor,
            form=form,
            reasons=plan.reasons,
            moving=moving_words(plan),
            total=total_words(plan),
        )


class PartnerPartPage(MergingPage):
    """Takes a merger back, after saying what goes back."""

    template_name = "suppliers/partners/part.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_merge_partners(self.actor)
        return self._shown()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_merge_partners(self.actor)
        merge = self._merge()
        try:
            merging.undo(by=self.actor, merge=merge)
        except MergeRefused as refusal:
            return self._shown(422, refusal.reasons)
        messages.success(request, _("%(partner)s is on its own again.") % {"partner": merge.alias.name})
        return redirect("suppliers:partner", public_id=merge.alias.public_id)

    def _merge(self) -> PartnerMerge:
        alias: Any = self.get_object()
        return get_object_or_404(alias.merges.select_related("alias", "survivor"), undone_at=None)

    def _shown(self, status: int = 200, reasons: tuple[str, ...] = ()) -> HttpResponse:
        merge = self._merge()
        plan = merging.MergePlan(tuple(merging.going_back(merge)), reasons)
        return self.answer(
            status, object=merge.alias, merge=merge, reasons=reasons, moving=moving_words(plan)
        )
