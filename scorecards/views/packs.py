"""Review packs: make one, list them, read one, print it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal import pdf
from portal.clocks import local_day
from portal.filters import FilterSet
from portal.tables import Table
from portal.views.base import RowMixin
from portal.views.lists import ListPage
from scorecards.actions.packs import freeze
from scorecards.filters.packs import OwnPackFilter, PackFilter
from scorecards.models import ReviewPack
from scorecards.pages.pack_document import pack_document
from scorecards.pages.packs import pack_page
from scorecards.permissions import can_see_cards, check_can_make_pack
from scorecards.tables.packs import OwnPackTable, PackTable
from scorecards.views.base import CardMixin


class PackMakeView(CardMixin, View):
    """POST freezes the pack of this card as of today and opens it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        card, now = self.get_object(), timezone.now()
        check_can_make_pack(self.actor, card.partner)
        document = pack_document(card, self.actor, local_day(now))
        pack = freeze(by=self.actor, card=card, document=document, at=now)
        messages.success(request, _("This is the review pack. It stays as it is today."))
        return redirect("scorecards:pack", public_id=pack.public_id)


class PackList(ListPage):
    """All packs, for staff; its own, for a partner."""

    model = ReviewPack
    template_name = "scorecards/packs.html"
    export_name = "reviews"

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    @property
    def table_class(self) -> type[Table]:
        return PackTable if self.actor.is_staff else OwnPackTable

    @property
    def filterset_class(self) -> type[FilterSet]:
        return PackFilter if self.actor.is_staff else OwnPackFilter

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner").defer("document")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"label": _("Review packs")}


class PackMixin(RowMixin):
    """A pack that the actor may see; a rival's is 404."""

    model = ReviewPack

    def may_open(self) -> bool:
        return can_see_cards(self.actor)


class PackView(PackMixin, TemplateView):
    """One pack, in the language in which it was made."""

    template_name = "scorecards/pack.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pack: Any = self.get_object()
        with translation.override(pack.document["language"]):
            return self.render_to_response(self.get_context_data(page=pack_page(pack))).render()


class PackPdf(PackMixin, View):
    """The same on A4, tagged (PDF/UA-1), with room for notes."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        pack: Any = self.get_object()
        if not pdf.available():
            messages.warning(request, _("This server cannot write PDFs yet: please print this page instead."))
            return redirect("scorecards:pack", public_id=public_id)
        with translation.override(pack.document["language"]):
            page = pack_page(pack, on_paper=True)
            name = slugify(f"{page.partner} review {pack.period} {pack.as_of}")
            context = {"page": page, "company": page.company}
            return pdf.pdf_response("scorecards/pack_paper.html", context, name)
