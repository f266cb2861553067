"""Tiers: everybody reads what they ask for and bring; staff keep them, give them and end them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from portal import exports
from portal.clocks import local_day
from portal.presentation import number
from portal.views.base import RowMixin, StaffMixin
from portal.views.lists import ListPage
from scorecards.actions import grants, tiers
from scorecards.facts.tiers import Standings, fits, standings
from scorecards.filters.tiers import TierFilter
from scorecards.forms.proposals import YEAR, GrantEndForm, GrantForm
from scorecards.forms.tiers import TierForm
from scorecards.models import Tier, TierGrant
from scorecards.pages.tiers import following, tier_card, tier_rows, tier_standing
from scorecards.permissions import READERS, can_keep_tiers, can_see_cards, check_can_keep_tiers
from scorecards.tables.tiers import TierTable
from suppliers.forms import VersionedForm
from suppliers.models import Partner
from suppliers.views.editing import EditPage, FormPage


class TierListPage(ListPage):
    """The tiers as cards; under them, for staff, who stands where."""

    model = Tier
    template_name = "scorecards/tiers/list.html"
    export_name = "tiers"

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = local_day()
        if not self.actor.is_staff:
            return self._own(today)
        partners = Partner.objects.for_actor(self.actor).filter(merged_into=None)
        filters = TierFilter(request.GET, queryset=partners, request=request, on=today)
        chosen = list(filters.qs)
        found = standings([one.pk for one in chosen], today)
        table = TierTable.for_request(
            request, tier_rows(found, chosen), label=_("Who stands where"), order_by=("-score", "partner")
        )
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, self.export_name)
        held = Count("grants", filter=Q(grants__in=TierGrant.objects.in_force(today)))
        tiers_now = Tier.objects.for_actor(self.actor).annotate(holders=held).order_by("-rank")
        reached = sum(row.is_reached for row in tier_rows(found, chosen))
        title = ngettext(
            "%(n)s partner has reached the next tier", "%(n)s partners have reached the next tier", reached
        ) % {"n": number(reached)}
        context = self.get_context_data(
            title=title if reached else _("Tiers"),
            cards=[(tier_card(tier), tier.holders) for tier in tiers_now],
            may_keep=can_keep_tiers(self.actor),
            table=table,
            filters=filters,
            exports=True,
        )
        return self.render_to_response(context)

    def _own(self, today: Any) -> HttpResponse:
        assert self.actor.membership is not None
        partner = self.actor.membership.partner
        found = standings([partner.pk], today)
        offered = self.get_queryset().order_by("-rank")
        context = self.get_context_data(
            title=_("What good work brings you"),
            cards=[(tier_card(tier, found, partner), None) for tier in offered],
            standing=tier_standing(found, partner),
            past=own_past(self.actor, today),
        )
        return self.render_to_response(context)


def own_past(actor: Any, today: Any) -> list[TierGrant]:
    """Tiers that are over, the newest first."""
    found = TierGrant.objects.for_actor(actor).select_related("tier")
    return list(found.exclude(pk__in=TierGrant.objects.in_force(today).values("pk"))[:6])


class TierNewPage(StaffMixin, FormPage):
    roles = READERS
    form_class = TierForm
    template_name = "scorecards/tiers/form.html"
    success_message = gettext_lazy("Offered. Partners see it on their page from now on.")

    def check(self) -> None:
        check_can_keep_tiers(self.actor)

    def save(self, form: VersionedForm) -> str:
        tiers.offer(by=self.actor, facts=form.facts)
        return reverse("scorecards:tiers")


class TierEditPage(StaffMixin, EditPage):
    roles = READERS
    model = Tier
    form_class = TierForm
    template_name = "scorecards/tiers/form.html"

    def check(self) -> None:
        check_can_keep_tiers(self.actor)

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        tiers.edit(by=self.actor, tier=self.object, version=version, changes=form.facts)
        return reverse("scorecards:tiers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        holders = TierGrant.objects.in_force(local_day()).filter(tier=self.object).count()
        return super().get_context_data(holders=holders, **kwargs)


class GrantNewPage(StaffMixin, TemplateView):
    """A tier for one partner, by hand: given, or given again with a later day."""

    roles = READERS
    template_name = "scorecards/tiers/give.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_tiers(self.actor)
        if "partner" not in request.GET:
            return HttpResponseRedirect(reverse("scorecards:tiers"))
        partner, found = self._found(request.GET["partner"])
        grant = found.grants.get(partner.pk)
        today = local_day()
        best = following(found, partner)
        start: dict[str, Any] = {"ends_on": today + YEAR}
        if best is not None and (grant is None or found.progress(best, partner.pk).reached):
            start["tier"] = best.public_id
        elif grant is not None:
            start["tier"] = grant.tier.public_id
        return self._answer(partner, found, self._form(found, partner, initial=start))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_tiers(self.actor)
        partner, found = self._found(request.POST.get("partner", ""))
        form = self._form(found, partner, request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                grants.give(by=self.actor, partner=partner, at=timezone.now(), **given)
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                words = _("%(partner)s is %(tier)s now, and hears of it.")
                messages.success(request, words % {"partner": partner.name, "tier": given["tier"]})
                return HttpResponseRedirect(reverse("suppliers:partner", args=[partner.public_id]))
        return self._answer(partner, found, form, 422)

    def _found(self, public_id: str) -> tuple[Partner, Standings]:
        rows = Partner.objects.for_actor(self.actor).filter(merged_into=None)
        partner = get_object_or_404(rows, public_id=public_id)
        return partner, standings([partner.pk], local_day())

    def _form(self, found: Standings, partner: Partner, data: Any = None, **more: Any) -> GrantForm:
        keys = [tier.pk for tier in found.tiers if fits(tier, partner)]
        offered = Tier.objects.for_actor(self.actor).filter(pk__in=keys).order_by("-rank")
        return GrantForm(data, tiers=offered, today=local_day(), **more)

    def _answer(self, partner: Partner, found: Standings, form: GrantForm, status: int = 200) -> HttpResponse:
        standing = tier_standing(found, partner)
        context = self.get_context_data(
            partner=partner, form=form, standing=standing, has_tiers=bool(found.tiers)
        )
        return self.render_to_response(context, status=status)


class GrantEndPage(StaffMixin, RowMixin, TemplateView):
    """Ends a tier before its day, with a reason: it says what will happen first."""

    roles = READERS
    model = TierGrant
    template_name = "scorecards/tiers/end.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_tiers(self.actor)
        return self._answer(GrantEndForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_keep_tiers(self.actor)
        grant: Any = self.get_object()
        form = GrantEndForm(request.POST)
        if form.is_valid():
            try:
                grants.end(by=self.actor, grant=grant, reason=form.cleaned_data["reason"], at=timezone.now())
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                words = _("%(tier)s of %(partner)s has ended; they read why.")
                messages.success(request, words % {"tier": grant.tier, "partner": grant.partner})
                return HttpResponseRedirect(reverse("suppliers:partner", args=[grant.partner.public_id]))
        return self._answer(form, 422)

    def get_queryset(self) -> QuerySet[TierGrant]:
        return super().get_queryset().select_related("partner", "tier")

    def _answer(self, form: GrantEndForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(grant=self.get_object(), form=form)
        return self.render_to_response(context, status=status)
