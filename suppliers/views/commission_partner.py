"""The commission of one partner: its months, the versions of its agreement, and a further version."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal import exports
from portal.clocks import local_day
from portal.tables import NoneLast
from portal.views.base import StaffMixin
from suppliers.actions.agreements import AgreementRefused, add
from suppliers.engine.commission import Terms
from suppliers.enums import PartnerKind
from suppliers.facts.commission import agreements
from suppliers.facts.sales import of_partner
from suppliers.forms_agreements import AgreementForm
from suppliers.models import CommissionStatement, Partner
from suppliers.models.ledger import PROFIT_READERS
from suppliers.permissions import (
    can_keep_contribution,
    check_can_keep_contribution,
    check_can_see_contribution,
)
from suppliers.presenters.agreements import effect_words, in_force, version_lines
from suppliers.presenters.contribution.commissions import (
    PartnerPage,
    asked_month,
    running,
    shifted,
    totals,
)
from suppliers.presenters.contribution.tabs import tabs
from suppliers.presenters.sales import terms_card
from suppliers.tables_sales import PartnerMonthTable


class OfPartnerMixin(StaffMixin):
    """Who sells for us, or has an agreement whatever its kind; any other partner is 404."""

    roles = PROFIT_READERS
    kwargs: dict[str, Any]
    partner: Partner
    versions: list[Terms]

    def find(self) -> None:
        check_can_see_contribution(self.actor)
        rows: QuerySet[Partner] = Partner.objects.for_actor(self.actor)
        known = rows.exclude(kind=PartnerKind.SUPPLIER) | rows.filter(agreements__isnull=False)
        self.partner = get_object_or_404(known.distinct(), public_id=self.kwargs["public_id"])
        self.versions = agreements(self.actor, [self.partner.pk]).get(self.partner.pk, [])

    @property
    def address(self) -> str:
        return reverse("suppliers:commission_partner", args=[self.partner.public_id])


class CommissionPartnerPage(OfPartnerMixin, TemplateView):
    """Twelve months to `?month=`, this one by default; `?format=csv` and `xlsx` answer with them."""

    template_name = "suppliers/contribution/commissions/partner.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.find()
        page = self.page()
        table = PartnerMonthTable.for_request(
            request,
            NoneLast(list(page.sales)),
            label=_("Months of %(name)s") % {"name": self.partner.name},
            totals=totals(page.sales),
        )
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, slugify(f"commission {self.partner.code}"))
        may_keep = can_keep_contribution(self.actor)
        return self.render_to_response(
            self.get_context_data(page=page, table=table, tabs=tabs("commissions"), may_keep=may_keep)
        )

    def page(self) -> PartnerPage:
        today = local_day()
        now, asked = running(today), self.request.GET.get("month", "")
        last = asked_month(asked, today) if asked else now
        sales = of_partner(self.actor, self.partner, shifted(last, -11), last, today, ours=True)
        newest = sales[-1] if last == now else None
        card = terms_card(newest) if newest and newest.earned else None
        return PartnerPage(
            self.partner,
            sales,
            version_lines(self.versions, today),
            card.next_words if card else "",
            today,
            last,
        )


class AgreementNewPage(OfPartnerMixin, TemplateView):
    """The next version, with the terms that hold now to begin with."""

    template_name = "suppliers/contribution/commissions/agreement.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.find()
        check_can_keep_contribution(self.actor)
        return self.answer(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.find()
        check_can_keep_contribution(self.actor)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.answer(form, 422)
        try:
            version = add(
                by=self.actor, partner=self.partner, offer=form.offer, seen=form.cleaned_data["seen"]
            )
        except AgreementRefused as refusal:
            form.refuse(refusal)
            return self.answer(form, 409)
        words = _("Version %(number)s is agreed. Months that are closed stay as they are.")
        messages.success(request, words % {"number": version})
        return HttpResponseRedirect(self.address)

    def form(self, data: Any = None) -> AgreementForm:
        today = local_day()
        newest = max((one.version for one in self.versions), default=0)
        now = in_force(self.versions, today)
        return AgreementForm(data, now=now, today=today, initial={"seen": newest})

    def answer(self, form: AgreementForm, status: int = 200) -> HttpResponse:
        rows = CommissionStatement.objects.for_actor(self.actor).of_partners([self.partner.pk])
        closed = list(rows.order_by("month").values_list("month", flat=True))
        context = self.get_context_data(
            form=form,
            partner=self.partner,
            currency=settings.COMPANY_CURRENCY,
            versions=version_lines(self.versions, local_day()),
            effect=effect_words(closed),
            back=self.address,
            tabs=tabs("commissions"),
        )
        return self.render_to_response(context, status=status)
