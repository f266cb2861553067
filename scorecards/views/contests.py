"""Contests: filing one from a card, the page of one for both sides, and what each side does there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from portal.actions.attachments import AttachmentRefused
from portal.clocks import local_day
from portal.forms import Form
from portal.presentation import number
from portal.views.base import RowMixin
from scorecards.actions import contests, deciding
from scorecards.actions.contests import ContestRefused
from scorecards.actions.deciding import ContestStale
from scorecards.actions.effects import books_of
from scorecards.enums import ContestState, Verdict
from scorecards.forms.contests import VERDICTS, ContestForm, DecideForm, HandOverForm, SayForm, TakeBackForm
from scorecards.models import Contest, Scorecard
from scorecards.pages.card import card_title
from scorecards.pages.clocks import promised_words
from scorecards.pages.contests import contest_page, disputed_lines, effect_sentence
from scorecards.pages.disputes import bar_of, points_words
from scorecards.pages.plan_starts import may_start, start_url
from scorecards.permissions import (
    can_contest,
    can_decide_contests,
    can_see_cards,
    can_take_back,
    check_can_contest,
)
from scorecards.presenters import present
from scorecards.views.base import CardMixin
from suppliers.facts.colleagues import acting_people
from suppliers.models import OrderLine

MOST_ASKED = contests.MOST_LINES


def asked_lines(request: HttpRequest) -> list[str]:
    data = request.POST if request.method == "POST" else request.GET
    return list(dict.fromkeys(data.getlist("line")))[: MOST_ASKED + 1]


class ContestEffect(CardMixin, View):
    """The bar under rows: what a yes to the ticked lines would do. A piece of a page, for htmx."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        card = self.get_object()
        check_can_contest(self.actor, card.partner)
        book = books_of(Scorecard.objects.for_actor(self.actor).filter(pk=card.pk))[card.pk]
        wanted = set(asked_lines(request)) & contests.contestable(card)
        effect = book.without(wanted) if wanted else None
        bar = bar_of(card, request.GET.get("kpi", ""), len(wanted), effect)
        return render(request, "scorecards/parts/contest_bar.html", {"bar": bar})


class ContestNew(CardMixin, TemplateView):
    """The lines that were ticked, what a yes would give, and the form. POST files it."""

    template_name = "scorecards/contests/new.html"
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        card = self.get_object()
        check_can_contest(self.actor, card.partner)
        if not asked_lines(request):
            messages.warning(request, _("Tick the lines first that should not count."))
            return HttpResponseRedirect(self._back(card))
        return self.render_to_response(self._context(card, ContestForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        card = self.get_object()
        check_can_contest(self.actor, card.partner)
        form = ContestForm(request.POST, request.FILES)
        if form.is_valid():
            given = form.cleaned_data
            try:
                contest = contests.file(
                    by=self.actor,
                    card=card,
                    lines=asked_lines(request),
                    reason=given["reason"],
                    text=given["text"],
                    uploads=given["files"],
                )
            except ContestRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            except AttachmentRefused as refused:
                form.add_error("files", str(refused))
            else:
                messages.success(request, _("Sent. %(promise)s") % {"promise": self._promise(card)})
                return HttpResponseRedirect(reverse("scorecards:contest", args=[contest.public_id]))
        return self.render_to_response(self._context(card, form), status=422)

    def _context(self, card: Scorecard, form: ContestForm) -> dict[str, Any]:
        book = books_of(Scorecard.objects.for_actor(self.actor).filter(pk=card.pk))[card.pk]
        rows = OrderLine.objects.for_actor(self.actor).filter(partner=card.partner_id)
        lines = list(
            rows.filter(public_id__in=asked_lines(self.request)).select_related("order").order_by("pk")
        )
        effect = book.without({line.public_id for line in lines})
        shared = present(card)
        return self.get_context_data(
            card=card,
            card_title=card_title(shared, is_staff=False),
            title=ngettext("Contest %(n)s line", "Contest %(n)s lines", len(lines))
            % {"n": number(len(lines))},
            lines=disputed_lines(book, lines),
            effect=effect_sentence(effect, len(lines)),
            effect_points=points_words(effect),
            promise=self._promise(card),
            back=self._back(card),
            form=form,
        )

    def _promise(self, card: Scorecard) -> str:
        owner = card.partner.owner
        return promised_words(owner.get_short_name() if owner is not None and owner.is_active else "")

    def _back(self, card: Scorecard) -> str:
        kpi = self.request.GET.get("kpi", "")
        if card.results.filter(kpi=kpi).exists():
            return reverse("scorecards:rows", args=[card.public_id, kpi])
        return reverse("scorecards:card", args=[card.public_id])


class ContestMixin(RowMixin):
    """A contest that the actor may see; a rival's is 404."""

    model = Contest

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner__merged_into", "card__partner", "owner")


class ContestView(ContestMixin, TemplateView):
    """The same page for both sides; what one may do differs."""

    template_name = "scorecards/contests/contest.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.context_of(self.get_object(), **kwargs))

    def context_of(self, contest: Contest, **forms: Any) -> dict[str, Any]:
        """`forms`: those with something to put right, instead of fresh ones."""
        today = local_day()
        is_open = contest.state == ContestState.OPEN
        decides, mine = can_decide_contests(self.actor), can_contest(self.actor, contest.partner)
        page = contest_page(self.actor, contest, today)
        found: dict[str, Any] = {
            "contest": contest,
            "page": page,
            "may_withdraw": mine and is_open,
            "picked": asked_lines(self.request) if self.request.method == "POST" else None,
            "next": self.request.GET.get("next", ""),
        }
        if may_start(self.actor, contest.partner):
            found["plan_url"] = start_url(contest=contest.public_id)
        if decides or mine:
            found["say"] = SayForm(with_files=is_open, prefix="say")
        if decides and is_open:
            people = acting_people("").exclude(pk=contest.owner_id)
            found["decide"] = DecideForm(prefix="decide", reason=contest.reason)
            found["hand_over"] = HandOverForm(people=people, prefix="to")
        if can_take_back(self.actor) and page.can_be_taken_back:
            found["take_back"] = TakeBackForm(prefix="back")
        return {**found, **forms}

    def again(self, contest: Contest, status: int, **forms: Any) -> HttpResponse:
        """The page with what was typed still in its place."""
        contest = self.get_queryset().get(pk=contest.pk)
        return self.render_to_response(self.context_of(contest, **forms), status=status)

    def home(self, contest: Contest, tail: str = "") -> HttpResponse:
        if self.request.GET.get("next") == "inbox" and self.actor.is_staff:
            return HttpResponseRedirect(reverse("suppliers:inbox"))
        return HttpResponseRedirect(reverse("scorecards:contest", args=[contest.public_id]) + tail)


class ContestDecide(ContestView):
    """Our answer: `act` agree or explain, for the lines that are ticked."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        contest = self.get_object()
        if not can_decide_contests(self.actor):
            raise PermissionDenied
        verdict = VERDICTS.get(request.POST.get("act", ""))
        if verdict is None:
            return HttpResponseBadRequest()
        form = DecideForm(request.POST, prefix="decide", reason=contest.reason)
        if not form.is_valid():
            return self.again(contest, 422, decide=form)
        try:
            revised = deciding.decide(
                by=self.actor,
                contest=contest,
                lines=asked_lines(request),
                verdict=verdict,
                text=form.cleaned_data["text"],
            )
        except ContestStale as stale:
            messages.warning(request, str(stale))
            return self.again(contest, 409)
        except ContestRefused as refused:
            form.add_error("text" if refused.field == "text" else None, str(refused))
            return self.again(contest, 422, decide=form)
        messages.success(request, self._words(contest, verdict, len(revised)))
        return self.home(contest)

    def _words(self, contest: Contest, verdict: str, revised: int) -> str:
        names = {"partner": contest.partner.name}
        if verdict == Verdict.EXPLAINED:
            return _("%(partner)s hears why. Nothing else changed.") % names
        if not revised:
            return (
                _("Excused. No published card counts it, so none changed; %(partner)s hears of it.") % names
            )
        return _("Excused, and the card is made again. %(partner)s sees before and after.") % names


class ContestSay(ContestView):
    """More words, and files while it is open."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        contest = self.get_object()
        if not (can_decide_contests(self.actor) or can_contest(self.actor, contest.partner)):
            raise PermissionDenied
        form = SayForm(
            request.POST, request.FILES, prefix="say", with_files=contest.state == ContestState.OPEN
        )
        if form.is_valid():
            given = form.cleaned_data
            try:
                contests.say(
                    by=self.actor, contest=contest, text=given["text"], uploads=given.get("files", ())
                )
            except ContestRefused as refused:
                form.add_error("text", str(refused))
            except AttachmentRefused as refused:
                form.add_error("files", str(refused))
            else:
                messages.success(request, _("Sent. Thank you."))
                return self.home(contest, "#talk")
        return self.again(contest, 422, say=form)


class _Act(ContestView):
    """One button or one small form."""

    http_method_names = ["post"]

    def act(self, contest: Contest) -> str:
        raise NotImplementedError

    def form_of(self, contest: Contest) -> tuple[str, Form] | None:
        return None

    def may(self, contest: Contest) -> bool:
        raise NotImplementedError

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        contest = self.get_object()
        if not self.may(contest):
            raise PermissionDenied
        named = self.form_of(contest)
        if named is not None and not named[1].is_valid():
            return self.again(contest, 422, **dict([named]))
        self.given = named[1].cleaned_data if named is not None else {}
        try:
            words = self.act(contest)
        except ContestRefused as refused:
            messages.warning(request, str(refused))
            return self.again(contest, 409)
        messages.success(request, words)
        return self.home(contest)


class ContestWithdraw(_Act):
    def may(self, contest: Contest) -> bool:
        return can_contest(self.actor, contest.partner)

    def act(self, contest: Contest) -> str:
        contests.withdraw(by=self.actor, contest=contest)
        return _("Withdrawn. The lines stay as they are.")


class ContestHandOver(_Act):
    def may(self, contest: Contest) -> bool:
        return can_decide_contests(self.actor)

    def form_of(self, contest: Contest) -> tuple[str, Form]:
        return "hand_over", HandOverForm(self.request.POST, people=acting_people(""), prefix="to")

    def act(self, contest: Contest) -> str:
        to = self.given["to"]
        contests.hand_over(by=self.actor, contest=contest, to=to)
        return _("%(name)s answers now. The clock goes on.") % {"name": to}


class ContestTakeBack(_Act):
    def may(self, contest: Contest) -> bool:
        return can_take_back(self.actor)

    def form_of(self, contest: Contest) -> tuple[str, Form]:
        return "take_back", TakeBackForm(self.request.POST, prefix="back")

    def act(self, contest: Contest) -> str:
        deciding.take_back(by=self.actor, contest=contest, reason=self.given["reason"])
        return _("Taken back: the lines count again. %(partner)s reads why.") % {
            "partner": contest.partner.name
        }
