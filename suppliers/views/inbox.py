"""The buyer's inbox: decide, answer or call, the one with the least time left first."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from portal.presentation import number
from portal.views.base import StaffMixin
from suppliers.actions import proposals, questions
from suppliers.actions.proposals import ProposalRefused, Stale
from suppliers.actions.questions import QuestionRefused
from suppliers.facts.inbox import accepted_without_us
from suppliers.forms_inbox import AnswerForm, CounterForm, DeclineForm, NoteForm
from suppliers.models import OrderLine, Partner, Question
from suppliers.permissions import KEEPERS
from suppliers.presenters.inbox.page import EVERYBODY, inbox_page, week_start

# So many proposals are accepted with one press.
AT_ONCE = 200
FORMS: dict[str, type[Form]] = {"counter": CounterForm, "decline": DeclineForm, "agree": NoteForm}


class InboxPage(StaffMixin, TemplateView):
    """Proposals, refusals and questions in one list, each with its clock, its effect and its acts."""

    roles = KEEPERS
    template_name = "suppliers/inbox/inbox.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, key: str = "", forms: dict[str, Form] | None = None, **kwargs: Any) -> Any:
        """`key` names the ask on which something could not be; `forms` hold what was typed there."""
        now = timezone.localtime(timezone.now(), timezone.get_default_timezone())
        query = self.request.GET
        page = inbox_page(
            self.actor,
            now,
            now.date(),
            kind=query.get("kind", ""),
            everybody=query.get("whose") == EVERYBODY,
            partner=self.partner,
            extra=key,
        )
        for card in page.cards:
            if card.key == key:
                card.ask.detail.forms.update(forms or {})
        return super().get_context_data(
            page=page,
            troubled=key if any(card.key == key for card in page.cards) else "",
            without=accepted_without_us(self.actor, week_start(now)),
            back=query.urlencode(),
            **kwargs,
        )

    @cached_property
    def partner(self) -> Partner | None:
        """The one whose asks are wanted; an address that names nobody is no error, and shows all."""
        wanted = self.request.GET.get("partner", "")
        return Partner.objects.for_actor(self.actor).filter(public_id=wanted).first() if wanted else None

    def home(self) -> HttpResponse:
        tail = self.request.GET.urlencode()
        return HttpResponseRedirect(reverse("suppliers:inbox") + (f"?{tail}" if tail else ""))

    def again(self, key: str, status: int, forms: dict[str, Form] | None = None) -> HttpResponse:
        """The whole inbox, with what was typed still in its place."""
        return self.render_to_response(self.get_context_data(key=key, forms=forms), status=status)


class InboxLineView(InboxPage):
    """One answer to a proposal or a refusal."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        line = get_object_or_404(
            OrderLine.objects.for_actor(self.actor).select_related("order", "partner"), public_id=public_id
        )
        act, typed = request.POST.get("act", ""), None
        if act not in ("accept", *FORMS):
            return HttpResponseBadRequest()
        if make := FORMS.get(act):
            typed = make(request.POST, prefix=f"{act}-{public_id}")
            if not typed.is_valid():
                return self.again(public_id, 422, {act: typed})
        try:
            words = self._do(act, line, typed)
        except Stale as stale:
            messages.warning(request, _("Nothing was changed. %(words)s") % {"words": stale.words})
            return self.again(public_id, 409, {act: typed} if typed is not None else None)
        except ProposalRefused as refused:
            if typed is None:
                messages.error(request, str(refused))
                return self.again(public_id, 409)
            typed.add_error(None, str(refused))
            return self.again(public_id, 422, {act: typed})
        messages.success(request, words)
        return self.home()

    def _do(self, act: str, line: OrderLine, typed: Form | None) -> str:
        by, seen = self.actor, self.request.POST.get("seen", "")
        given = typed.cleaned_data if typed is not None else {}
        names = {"line": line, "partner": line.partner}
        if act == "counter":
            proposals.counter(by=by, line=line, parts=given["parts"], note=given["note"], seen=seen)
            return _("Your counter-proposal for %(line)s is with %(partner)s.") % names
        if act == "decline":
            proposals.decline(by=by, line=line, note=given["note"], seen=seen)
            return _("%(partner)s hears why %(line)s is not possible so.") % names
        if act == "agree":
            proposals.agree(by=by, line=line, note=given["note"], seen=seen)
            return _("%(partner)s hears that you have taken note of it: %(line)s.") % names
        proposals.accept(by=by, line=line, seen=seen)
        return _("Accepted: %(line)s. %(partner)s hears of it.") % names


class InboxAcceptView(InboxPage):
    """Accepts several proposals: those that were picked, or all of one partner. The others stay."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        picks = dict(pick.partition(":")[::2] for pick in request.POST.getlist("pick")[:AT_ONCE])
        if not picks:
            messages.warning(request, _("Tick the proposals that you accept first."))
            return self.home()
        lines = OrderLine.objects.for_actor(self.actor).filter(public_id__in=picks)
        done, failed = 0, []
        for line in lines.select_related("order", "partner").order_by("pk"):
            try:
                proposals.accept(by=self.actor, line=line, seen=picks[line.public_id])
                done += 1
            except (ProposalRefused, Stale) as refused:
                failed.append(f"{line}: {refused}")
        if done:
            words = ngettext("%(n)s proposal accepted.", "%(n)s proposals accepted.", done)
            messages.success(request, words % {"n": number(done)})
        for words in failed:
            messages.warning(request, _("Not accepted: %(why)s") % {"why": words})
        return self.home()


class InboxQuestionView(InboxPage):
    """An answer to a question, without leaving the inbox."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        rows = Question.objects.for_actor(self.actor).select_related("partner")
        question = get_object_or_404(rows, public_id=public_id)
        form = AnswerForm(request.POST, prefix=f"answer-{public_id}")
        if form.is_valid():
            try:
                questions.reply(by=self.actor, question=question, text=form.cleaned_data["text"])
            except QuestionRefused as refused:
                form.add_error("text", str(refused))
            else:
                messages.success(
                    request, _("Sent to %(partner)s. Thank you.") % {"partner": question.partner}
                )
                return self.home()
        return self.again(public_id, 422, {"answer": form})
