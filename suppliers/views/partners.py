"""The directory: the list of partners, the page of one, and keeping it up to date."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import exports
from portal.composing import filled
from portal.views.base import DetailPage, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import partners
from suppliers.enums import LineState, PartnerKind
from suppliers.facts.partners import standings
from suppliers.facts.standing import OPEN
from suppliers.filters import PartnerFilters
from suppliers.forms import PartnerForm, VersionedForm
from suppliers.models import Contact, OrderLine, Partner, Receipt
from suppliers.permissions import (
    KEEPERS,
    READERS,
    can_keep_contacts,
    can_keep_partners,
    can_merge_partners,
    check_can_keep_partners,
)
from suppliers.presenters.directory import Tab, list_head
from suppliers.presenters.history import history_of
from suppliers.presenters.lines import shown
from suppliers.presenters.merging import alias_of
from suppliers.presenters.partner_head import partner_head
from suppliers.presenters.partners import PartnerRow, contact_views, partner_facts, partner_rows
from suppliers.tables import LineTable, partner_table
from suppliers.views.access import BothSidesMixin
from suppliers.views.editing import EditPage, FormPage

SHOWN_RECEIPTS = 4
LINES_PER_PAGE = 5
# What stands under the name; the other facts have a card of their own.
HEAD_FACTS = ("kind", "segment", "status", "owner", "since")
LINE_VIEWS = (("open", gettext_lazy("Open")), ("late", gettext_lazy("Late")), ("all", gettext_lazy("All")))


class PartnerListPage(StaffMixin, ListPage):
    """All partners of the company, those with late lines first."""

    roles = READERS
    model = Partner
    template_name = "suppliers/partners/list.html"
    export_name = "partners"

    def get_queryset(self) -> QuerySet[Partner]:
        """Other names of a partner are listed when somebody asks for them."""
        rows = super().get_queryset()
        return rows if self.request.GET.get("aliases") else rows.filter(merged_into=None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate()
        known = standings(
            OrderLine.objects.for_actor(self.actor), Receipt.objects.for_actor(self.actor), today
        )
        late = {pk for pk, standing in known.items() if standing.late_lines}
        filters = PartnerFilters(request.GET, queryset=self.get_queryset(), request=request, late=late)
        rows = partner_rows(filters.qs, known, self.actor)
        table = self._table(rows)
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, self.export_name)
        counts = self._counts()
        context = self.get_context_data(
            table=table,
            filters=filters,
            exports=True,
            tabs=self._tabs(counts, len(late)),
            head=list_head(rows, counts["all"], is_filtered=bool(filters.applied)),
            may_add=can_keep_partners(self.actor),
            **kwargs,
        )
        return self.render_to_response(context)

    def _table(self, rows: list[PartnerRow]) -> Any:
        """Without an order of the reader's own, those that need a word come first."""
        grouped = "sort" not in self.request.GET
        if grouped:
            rows.sort(key=lambda row: (-row.late_lines, row.name.casefold()))
        return partner_table().for_request(self.request, rows, label=_("Partners"), grouped=grouped)

    def _counts(self) -> dict[str, int]:
        kinds = {kind: Count("pk", filter=Q(kind=kind)) for kind in PartnerKind.values}
        return self.get_queryset().aggregate(
            all=Count("pk"), mine=Count("pk", filter=Q(owner=self.actor.user)), **kinds
        )

    def _tabs(self, counts: dict[str, int], late: int) -> list[Tab]:
        """Views that people come back to; each is an address."""
        query = self.request.GET
        me = self.actor.user.public_id
        tabs = [
            Tab(
                _("All"), "?", counts["all"], not any(query.get(name) for name in ("owner", "kind", "lines"))
            ),
            Tab(_("Mine"), f"?owner={me}", counts["mine"], query.get("owner") == me),
            Tab(_("With late lines"), "?lines=late", late, query.get("lines") == "late"),
        ]
        plurals = {
            PartnerKind.SUPPLIER: _("Suppliers"),
            PartnerKind.DISTRIBUTOR: _("Distributors"),
            PartnerKind.DEALER: _("Dealers"),
            PartnerKind.AGENT: _("Agents"),
        }
        tabs += [
            Tab(words, f"?kind={kind}", counts[kind], query.get("kind") == kind)
            for kind, words in plurals.items()
        ]
        return tabs


class PartnerPage(BothSidesMixin, DetailPage):
    """One partner. Its own people see theirs, without what is for staff alone."""

    model = Partner
    template_name = "suppliers/partners/partner.html"

    def get_queryset(self) -> QuerySet[Partner]:
        return super().get_queryset().select_related("owner", "merged_into")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The old address leads the people of a merged partner to where their data is now."""
        own = self.actor.membership.partner if self.actor.membership is not None else None
        wanted = kwargs.get("public_id")
        elsewhere = own is not None and wanted not in (None, own.public_id)
        if elsewhere and own.aliases.filter(public_id=wanted).exists():
            return redirect("suppliers:partner", public_id=own.public_id)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        partner, today = self.object, timezone.localdate()
        lines = OrderLine.objects.for_actor(self.actor).filter(partner=partner)
        receipts = Receipt.objects.for_actor(self.actor).filter(partner=partner)
        may_answer = self.actor.is_staff and self.actor.has_role(*KEEPERS)
        may_keep = can_keep_contacts(self.actor, partner) and partner.merged_into is None
        contacts = Contact.objects.for_actor(self.actor).filter(partner=partner)
        return context | {
            "today": today,
            "facts": partner_facts(partner, self.actor),
            "head_names": HEAD_FACTS,
            "table": self._table(lines, today),
            "line_views": LINE_VIEWS,
            "which": self._which,
            "orders_url": self._orders_url(partner),
            "receipts": receipts.select_related("line__order").order_by("-received_on", "-pk")[
                :SHOWN_RECEIPTS
            ],
            "contacts": contact_views(contacts, may_keep),
            "may_keep_contacts": may_keep,
            "may_edit": can_keep_partners(self.actor),
            "may_merge": can_merge_partners(self.actor) and partner.merged_into is None,
            "alias": alias_of(partner, may_undo=can_merge_partners(self.actor)),
            "history": history_of(partner.public_id) if self.actor.is_staff else (),
            "waiting": partner_head(self.actor, partner) if may_answer else None,
            "tiles": filled("partner.tiles", self.request, partner),
            "panels": filled("partner.main", self.request, partner),
            "side": filled("partner.side", self.request, partner),
            "acts": filled("partner.acts", self.request, partner),
        }

    def _table(self, lines: QuerySet[OrderLine], today: Any) -> LineTable:
        which = {"late": Q(state=LineState.LATE), "all": Q()}.get(self._which, OPEN)
        rows = shown(lines, today).filter(which)
        return LineTable.for_request(
            self.request,
            rows.order_by("due_on", "order__number", "number"),
            per_page=LINES_PER_PAGE,
            actor=self.actor,
            today=today,
            label=_("Order lines"),
            exclude=("partner",),
            order_by=("-due_on",) if self._which == "all" else ("due_on",),
        )

    @property
    def _which(self) -> str:
        wanted = self.request.GET.get("lines", "")
        return wanted if wanted in dict(LINE_VIEWS) else "open"

    def _orders_url(self, partner: Partner) -> str:
        state = f"?state={self._which}"
        of_partner = f"&partner={partner.public_id}" if self.actor.is_staff else ""
        return reverse("suppliers:order_list") + state + of_partner


class OwnPartnerPage(PartnerPage):
    """The same page at an address that a partner's people can remember."""

    def may_open(self) -> bool:
        return self.actor.membership is not None

    def get_object(self) -> Partner:
        return get_object_or_404(self.get_queryset(), pk=self.actor.partner_id)


class PartnerNewPage(StaffMixin, FormPage):
    roles = READERS
    form_class = PartnerForm
    template_name = "suppliers/partners/form.html"
    success_message = gettext_lazy("Welcome! The partner is in the directory.")

    def check(self) -> None:
        check_can_keep_partners(self.actor)

    def save(self, form: VersionedForm) -> str:
        partner = partners.create(by=self.actor, facts=form.facts)
        return reverse("suppliers:partner", args=[partner.public_id])


class PartnerEditPage(StaffMixin, EditPage):
    roles = READERS
    model = Partner
    form_class = PartnerForm
    template_name = "suppliers/partners/form.html"

    def check(self) -> None:
        check_can_keep_partners(self.actor, self.object)

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        partners.edit(by=self.actor, partner=self.object, version=version, changes=form.facts)
        return reverse("suppliers:partner", args=[self.object.public_id])
