"""The page of one card, and the card beside its earlier revision."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from portal.composing import filled
from portal.engine.periods import Period
from scorecards.forms.responses import ACKNOWLEDGE, COMMENT, REPLY, ResponseForm
from scorecards.models import Scorecard
from scorecards.pages.answer import Reader
from scorecards.pages.card import card_page
from scorecards.pages.compare import compare_page
from scorecards.pages.peers import peers_part
from scorecards.pages.plan_starts import card_start
from scorecards.pages.words import period_name
from scorecards.permissions import can_make_pack
from scorecards.presenters import present
from scorecards.views.base import CardMixin


def response_form(card: Scorecard, reader: Reader, data: Any = None, act: str = "") -> ResponseForm | None:
    """The form in which this reader says something; None for those who only look."""
    if not (reader.may_answer or reader.may_reply):
        return None
    act = REPLY if reader.may_reply else (act or COMMENT)
    return ResponseForm(data, act=act, partner=card.partner.name, needs_words=act != ACKNOWLEDGE)


class CardView(CardMixin, TemplateView):
    """Score, figures, trend and what was said: the same for both sides."""

    template_name = "scorecards/card.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        card = self.get_object()
        reader = self.reader(card)
        return super().get_context_data(
            page=card_page(present(card), reader),
            form=response_form(card, reader),
            peers=peers_part(card, is_staff=reader.is_staff),
            may_pack=can_make_pack(self.actor, card.partner),
            plan_url=card_start(self.actor, card),
            beside=self.beside(card),
            **kwargs,
        )

    def beside(self, card: Scorecard) -> list[dict[str, Any]]:
        """What other apps put on the page of a card."""
        here = reverse("scorecards:card", args=[card.public_id])
        period = period_name(Period.parse(card.period))
        return filled("card.side", self.request, card.partner, card.public_id, period, here)

    def render_again(self, card: Scorecard, reader: Reader, form: ResponseForm) -> HttpResponse:
        """The page with a form that was refused: nothing typed is lost."""
        context = super().get_context_data(page=card_page(present(card), reader), form=form)
        return self.render_to_response(context, status=422)


class CompareView(CardMixin, TemplateView):
    """This revision beside the one before it."""

    template_name = "scorecards/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        card = self.get_object()
        earlier = (
            self.get_queryset()
            .filter(
                partner_id=card.partner_id,
                template_id=card.template_id,
                period=card.period,
                revision__lt=card.revision,
            )
            .order_by("-revision")
            .first()
        )
        if earlier is None:
            raise Http404
        page = compare_page(earlier, card, self.reader(card))
        return super().get_context_data(page=page, **kwargs)
