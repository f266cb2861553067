"""Questions with a clock: the list, the conversation, asking, closing and handing over."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.actions import deputies
from portal.actors import Actor
from portal.enums import Side
from portal.models import Deputy
from portal.views.base import ActionView, DetailPage
from portal.views.lists import ListPage
from suppliers.actions import questions
from suppliers.actions.questions import QuestionRefused
from suppliers.facts.colleagues import acting_people
from suppliers.facts.questions import promptness, side_of, with_last
from suppliers.filters_talk import (
    ALL,
    ANSWERED,
    CLOSED,
    THEIRS,
    YOURS,
    QuestionFilters,
    StaffQuestionFilters,
    question_state,
)
from suppliers.forms_talk import AskPartnerForm, HandOverForm, SayForm
from suppliers.models import Invoice, Order, OrderLine, Partner, Question
from suppliers.permissions import can_keep_partners, can_talk, check_can_talk
from suppliers.presenters.directory import Tab
from suppliers.presenters.questions import about_of, clock_of, halves, list_head, said_in, title_of, turn_of
from suppliers.tables_talk import QuestionTable
from suppliers.views.access import BothSidesMixin

ABOUT: dict[str, Any] = {"line": OrderLine, "order": Order, "invoice": Invoice}
WITH = ("partner", "line__order", "order", "invoice", "owner", "asked_by")


def away_today(actor: Actor) -> dict[int, Deputy]:
    """By the person away: who stands in, among ours and among the partner's own; at most four queries."""
    today, scope = timezone.localdate(), deputies.scope_of(actor)
    found = deputies.standing_in("", today)
    return found | deputies.standing_in(scope, today) if scope else found


class QuestionListPage(BothSidesMixin, ListPage):
    """All partners' for staff, one's own for a partner's people; least time first."""

    model = Question
    table_class = QuestionTable
    template_name = "suppliers/questions/list.html"
    export_name = "questions"

    @property
    def filterset_class(self) -> type[QuestionFilters]:
        return StaffQuestionFilters if self.actor.is_staff else QuestionFilters

    def get_queryset(self) -> QuerySet[Question]:
        return with_last(super().get_queryset()).select_related(*WITH).order_by("answer_due_at", "pk")

    def table_options(self, rows: QuerySet[Question]) -> dict[str, Any]:
        options: dict[str, Any] = {"actor": self.actor, "now": timezone.now(), "label": _("Questions")}
        options["away"] = away_today(self.actor)
        newest_first = self.request.GET.get("state") in (CLOSED, ALL)
        return options | {"order_by": ("-asked_at",) if newest_first else ("clock",)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Question.objects.for_actor(self.actor)
        states = {
            state: Count("pk", filter=question_state(state, self.actor))
            for state in (YOURS, THEIRS, ANSWERED, CLOSED)
        }
        counts = with_last(own).aggregate(**states, all=Count("pk"))
        membership = self.actor.membership
        return super().get_context_data(
            head=list_head(counts[YOURS], counts[THEIRS], self.actor),
            tabs=self._tabs(counts),
            halves=halves(
                promptness(own, timezone.now()), membership.partner.name if membership else _("Our partners")
            ),
            may_ask=can_keep_partners(self.actor)
            or (membership is not None and can_talk(self.actor, membership.partner)),
            **kwargs,
        )

    def _tabs(self, counts: dict[str, int]) -> list[Tab]:
        wanted = self.request.GET.get("state", "")
        tabs = [Tab(_("Open"), "?", counts["all"] - counts[CLOSED], not wanted)]
        named = {
            YOURS: _("Waiting for you"),
            THEIRS: _("Waiting for them") if self.actor.is_staff else _("You wait"),
            ANSWERED: _("Answered"),
            CLOSED: _("Closed"),
        }
        return tabs + [
            Tab(words, f"?state={state}", counts[state], wanted == state) for state, words in named.items()
        ]


class QuestionPage(BothSidesMixin, DetailPage):
    """The conversation, its clock, and what one can do now. POST says something."""

    model = Question
    template_name = "suppliers/questions/question.html"

    def get_queryset(self) -> QuerySet[Question]:
        return with_last(super().get_queryset()).select_related(*WITH)

    def get_context_data(self, form: SayForm | None = None, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        question = self.object
        may_talk = can_talk(self.actor, question.partner)
        owes = side_of(self.actor) != question.asked_by_side
        said = said_in(question.messages.order_by("at", "pk"))
        return context | {
            "title": title_of(said[0].text) if said else "",
            "about": about_of(question),
            "said": said,
            "clock": clock_of(question, timezone.now()),
            "turn": turn_of(question, self.actor),
            "away": away_today(self.actor).get(question.owner_id) if question.owner_id else None,
            "asked_by_us": question.asked_by_side == Side.COMPANY,
            "form": (form or SayForm(label=self._label(question))) if may_talk else None,
            "may_close": may_talk and not owes and question.closed_at is None,
            "hand_over": HandOverForm(people=self._colleagues(question)) if may_talk and owes else None,
            "case_url": f"{reverse('suppliers:case_new')}?question={question.public_id}" if may_talk else "",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        question = self.get_object()
        check_can_talk(self.actor, question.partner)
        form = SayForm(request.POST, label=self._label(question))
        if form.is_valid():
            try:
                message = questions.reply(by=self.actor, question=question, text=form.cleaned_data["text"])
            except QuestionRefused as refused:
                form.add_error("text", str(refused))
            else:
                messages.success(request, _("Sent. Thank you."))
                url = reverse("suppliers:question", args=[question.public_id])
                return HttpResponseRedirect(f"{url}#said-{message.public_id}")
        return self.render_to_response(self.get_context_data(form=form, **kwargs), status=422)

    def _label(self, question: Question) -> str:
        if side_of(self.actor) != question.asked_by_side and question.answered_at is None:
            return _("Your answer")
        return _("Write again: it is opened for you") if question.closed_at else _("Write")

    def _colleagues(self, question: Question) -> Any:
        scope = "" if self.actor.is_staff else question.partner.public_id
        return acting_people(scope).exclude(pk=question.owner_id)


class QuestionCloseView(BothSidesMixin, ActionView):
    """Whoever asked has what they need."""

    model = Question

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        question = self.get_object()
        try:
            questions.close(by=self.actor, question=question)
        except QuestionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Closed. Write again, and it is open again."))
        return HttpResponseRedirect(reverse("suppliers:question", args=[question.public_id]))


class QuestionHandOverView(BothSidesMixin, ActionView):
    """A colleague takes it; the clock does not move."""

    model = Question

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        question = self.get_object()
        check_can_talk(self.actor, question.partner)
        scope = "" if self.actor.is_staff else question.partner.public_id
        form = HandOverForm(request.POST, people=acting_people(scope))
        if not form.is_valid():
            messages.error(request, _("Choose a colleague first."))
        else:
            to = form.cleaned_data["to"]
            try:
                questions.hand_over(by=self.actor, question=question, to=to)
            except QuestionRefused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("%(name)s answers now. The clock goes on.") % {"name": to})
        return HttpResponseRedirect(reverse("suppliers:question", args=[question.public_id]))


class QuestionNewPage(BothSidesMixin, TemplateView):
    """Ask about what the address names (line, order or invoice), of a partner, or in general."""

    template_name = "suppliers/questions/new.html"

    @cached_property
    def about(self) -> dict[str, Any]:
        """The one thing that the address names; what is foreign does not exist."""
        for name, model in ABOUT.items():
            if wanted := self.request.GET.get(name):
                rows = model.objects.for_actor(self.actor).select_related("partner")
                rows = rows.select_related("order") if name == "line" else rows
                return {name: get_object_or_404(rows, public_id=wanted)}
        return {}

    @cached_property
    def partner(self) -> Partner | None:
        """Whom it is for; None: staff choose."""
        if self.about:
            (thing,) = self.about.values()
            partner: Partner = thing.partner
            return partner
        if self.actor.membership is not None:
            own: Partner = self.actor.membership.partner
            return own
        wanted = self.request.GET.get("partner")
        return get_object_or_404(Partner.objects.for_actor(self.actor), public_id=wanted) if wanted else None

    def form(self, *data: Any) -> SayForm:
        label = _("What would you like to know?")
        if self.partner is not None:
            return SayForm(*data, label=label)
        partners = Partner.objects.for_actor(self.actor).filter(merged_into=None)
        return AskPartnerForm(*data, label=label, partners=partners)

    def check(self) -> None:
        if self.partner is not None:
            check_can_talk(self.actor, self.partner)
        elif not can_keep_partners(self.actor):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        form = self.form(request.POST)
        if form.is_valid():
            partner = self.partner or form.cleaned_data["partner"]
            try:
                question = questions.ask(
                    by=self.actor, partner=partner, text=form.cleaned_data["text"], **self.about
                )
            except QuestionRefused as refused:
                form.add_error("text", str(refused))
            else:
                messages.success(request, _("Asked. Thank you: the clock runs now."))
                return HttpResponseRedirect(reverse("suppliers:question", args=[question.public_id]))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Question(**self.about) if self.about else None
        return super().get_context_data(
            partner=self.partner, about=about_of(asked) if asked else None, **kwargs
        )
