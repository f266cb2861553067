"""What is said about a card: acknowledged, answered, replied."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from scorecards.actions import responses
from scorecards.forms.responses import ACKNOWLEDGE, COMMENT, REPLY
from scorecards.permissions import check_can_answer, check_can_reply
from scorecards.views.card import CardView, response_form


class AnswerView(CardView):
    """POST only; `act` says which of the three."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        card = self.get_object()
        act = request.POST.get("act", "")
        if act == REPLY:
            check_can_reply(self.actor, card)
        elif act in (ACKNOWLEDGE, COMMENT):
            check_can_answer(self.actor, card)
        else:
            raise PermissionDenied
        reader = self.reader(card)
        form = response_form(card, reader, request.POST, act)
        if form is None:
            messages.warning(request, _("A newer revision replaced this card: please answer that one."))
            return redirect("scorecards:card", public_id=card.public_id)
        if not form.is_valid():
            return self.render_again(card, reader, form)
        try:
            self._say(act, card, form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_again(card, reader, form)
        return redirect(reverse("scorecards:card", args=[card.public_id]) + "#answer")

    def _say(self, act: str, card: Any, text: str) -> None:
        if act == ACKNOWLEDGE:
            responses.acknowledge(by=self.actor, card=card, text=text, at=timezone.now())
            messages.success(self.request, _("Acknowledged. Thank you."))
        elif act == COMMENT:
            responses.answer(by=self.actor, card=card, text=text, at=timezone.now())
            messages.success(self.request, _("Sent. Your buyer reads it and replies here."))
        else:
            responses.reply(by=self.actor, card=card, text=text, at=timezone.now())
            messages.success(self.request, _("Sent to %(partner)s.") % {"partner": card.partner.name})
