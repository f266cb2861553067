"""The card on paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import View

from portal import pdf
from scorecards.pages.paper import paper
from scorecards.views.base import CardMixin


class CardPdf(CardMixin, View):
    """A4, tagged (PDF/UA-1): figures, trend, and the lines that did not pass."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        card = self.get_object()
        if not pdf.available():
            messages.warning(request, _("This server cannot write PDFs yet: please print this page instead."))
            return redirect("scorecards:card", public_id=public_id)
        name = slugify(f"{card.partner.name} scorecard {card.period} revision {card.revision}")
        return pdf.pdf_response("scorecards/paper.html", {"page": paper(card)}, name)
