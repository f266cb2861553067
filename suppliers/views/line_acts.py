"""What is said and done on a line's page: each act an address of its own; nothing typed is ever lost."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Channel
from portal.presentation import day
from suppliers.actions import commitments, proposals, shipping
from suppliers.actions.commitments import Answer, Said
from suppliers.actions.proposals import ProposalRefused, Stale
from suppliers.actions.shipping import ShipRefused
from suppliers.enums import Act, Fate
from suppliers.facts.promises import held_of
from suppliers.forms_line import (
    AgreeForm,
    CounterForm,
    DeclineForm,
    PartsForm,
    PhoneForm,
    PromiseForm,
    RejectForm,
    SeenForm,
    ShipForm,
    SkipForm,
)
from suppliers.models import OrderLine, ShipNotice
from suppliers.permissions import can_answer, can_decide
from suppliers.presenters.line_acts import fresh
from suppliers.views.orders import OrderLinePage


class LineActPage(OrderLinePage):
    """A POST that does one thing to one line; where it could not, the page with what was typed.

    422: something has to be put right. 409: somebody was faster, and both values stand on the page.
    """

    http_method_names = ["post"]
    form_class: type[SeenForm] | None = None
    line: OrderLine

    def may(self) -> bool:
        """Of the partner: who answers for it."""
        return can_answer(self.actor)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.line = self.get_object()
        if not self.may():
            raise PermissionDenied(_("Your role looks at lines; it does not answer them."))
        if self.form_class is None:
            return self.act(None)
        if issubclass(self.form_class, PartsForm) and "more" in request.POST:
            return self.again(self._one_more(self.form_class), 200)
        form = self.form(self.form_class)
        return self.act(form) if form.is_valid() else self.again(form, 422)

    def act(self, form: Any) -> HttpResponse:
        raise NotImplementedError

    def form(self, kind: type[SeenForm]) -> SeenForm:
        (held,) = held_of([self.line])
        return fresh(kind, held, timezone.localdate(), self.request.POST)

    def _one_more(self, kind: type[PartsForm]) -> PartsForm:
        (held,) = held_of([self.line])
        options = {"open_quantity": held.open_quantity, "unit": self.line.unit}
        return kind.with_one_more(self.request.POST, **options)

    def again(self, form: SeenForm | None, status: int, note: str = "") -> HttpResponse:
        typed = {form.act: form} if form is not None else {}
        return self.render_to_response(self.get_context_data(typed=typed, note=note), status=status)

    def done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return HttpResponseRedirect(reverse("suppliers:order_line", args=[self.line.public_id]))

    def stale(self, words: str, form: SeenForm | None) -> HttpResponse:
        kept = _("What you typed is still here: look at both, and send it again if it still holds.")
        words = f"{words} {kept}" if form is not None else words
        return self.again(form, 409, _("Nothing was changed. %(words)s") % {"words": words})


class AnswerPage(LineActPage):
    """The partner's answers."""

    act_word: Act | None = None

    def by(self) -> Actor:
        return self.actor

    def answer_of(self, form: Any) -> Answer:
        if form is not None:
            answer: Answer = form.answer(self.line.public_id)
            return answer
        assert self.act_word is not None
        return Answer(self.line.public_id, self.act_word, seen=self.request.POST.get("seen", ""))

    def act(self, form: Any) -> HttpResponse:
        (said,) = commitments.answer(by=self.by(), answers=[self.answer_of(form)])
        if said.fate == Fate.STALE:
            return self.stale(said.why, form)
        if said.fate != Fate.REFUSED:
            return self.done(in_words(said))
        if form is None:
            return self.again(None, 422, said.why)
        form.refuse(said.problems)
        return self.again(form, 422)


def in_words(said: Said) -> str:
    """What became of an answer, for its person."""
    if said.fate == Fate.WAITING:
        words = _("Waits for %(company)s: %(why)s")
        return words % {"company": settings.COMPANY_NAME, "why": said.why}
    if said.fate in (Fate.REJECTED, Fate.WITHDRAWN):
        return _("%(fate)s. %(why)s") % {"fate": said.fate.label, "why": said.why}
    return said.why


class LineAccept(AnswerPage):
    act_word = Act.ACCEPT


class LineKeep(AnswerPage):
    act_word = Act.KEEP


class LineWithdraw(AnswerPage):
    act_word = Act.WITHDRAW


class LinePromise(AnswerPage):
    form_class = PromiseForm


class LineReject(AnswerPage):
    form_class = RejectForm


class LineNoted(AnswerPage):
    """Ours note what a partner said on the phone."""

    form_class = PhoneForm

    def may(self) -> bool:
        return can_decide(self.actor)

    def by(self) -> Actor:
        return self.actor.through(Channel.PHONE)


class LineShip(LineActPage):
    form_class = ShipForm

    def act(self, form: Any) -> HttpResponse:
        try:
            notice = shipping.ship(by=self.actor, line=self.line, **form.given())
        except ShipRefused as refused:
            form.refuse(refused.problems)
            return self.again(form, 422)
        return self.done(_("Notice %(number)s is recorded. Thank you.") % {"number": notice.number})


class LineUnship(LineActPage):
    def act(self, form: Any) -> HttpResponse:
        notices = ShipNotice.objects.for_actor(self.actor).filter(line=self.line).select_related("line")
        notice = get_object_or_404(notices, public_id=self.kwargs["notice"])
        try:
            shipping.unship(by=self.actor, notice=notice)
        except ShipRefused as refused:
            return self.again(None, 422, str(refused))
        return self.done(_("Notice %(number)s was taken back.") % {"number": notice.number})


class LineSkipView(LineActPage):
    form_class = SkipForm

    def act(self, form: Any) -> HttpResponse:
        until = form.cleaned_data["until"]
        commitments.skip(by=self.actor, line=self.line, until=until)
        return self.done(_("It comes up again on %(day)s.") % {"day": day(until, "full")})


class LineUnskip(LineActPage):
    def act(self, form: Any) -> HttpResponse:
        commitments.unskip(by=self.actor, line=self.line)
        return self.done(_("It stands where it stood before."))


class DecisionPage(LineActPage):
    """Our answers to a proposal or a refusal."""

    def may(self) -> bool:
        return can_decide(self.actor)

    def act(self, form: Any) -> HttpResponse:
        try:
            words = self.decide(form.cleaned_data if form is not None else self.request.POST)
        except Stale as stale:
            return self.stale(stale.words, form)
        except ProposalRefused as refused:
            if form is None:
                return self.again(None, 422, str(refused))
            form.add_error(None, str(refused))
            return self.again(form, 422)
        return self.done(words % {"partner": self.line.partner.name})

    def decide(self, given: Any) -> str:
        raise NotImplementedError

    def _say(self, action: Callable[..., Any], given: Any, **more: Any) -> None:
        seen, note = given.get("seen", ""), given.get("note", "")
        action(by=self.actor, line=self.line, seen=seen, note=note, **more)


class LineTake(DecisionPage):
    def decide(self, given: Any) -> str:
        self._say(proposals.accept, given)
        return _("Accepted. %(partner)s hears of it.")


class LineCounter(DecisionPage):
    form_class = CounterForm

    def decide(self, given: Any) -> str:
        self._say(proposals.counter, given, parts=given["parts"])
        return _("Your counter-proposal is with %(partner)s.")


class LineDecline(DecisionPage):
    form_class = DeclineForm

    def decide(self, given: Any) -> str:
        self._say(proposals.decline, given)
        return _("%(partner)s hears why it is not possible so.")


class LineAgree(DecisionPage):
    form_class = AgreeForm

    def decide(self, given: Any) -> str:
        self._say(proposals.agree, given)
        return _("%(partner)s hears that you have taken note of it.")
