"""Ideas: the list, a new one, the page of one, and the answer to it."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from portal.clocks import local_day
from portal.presentation import number
from portal.views.base import ActorMixin, RowMixin
from portal.views.lists import ListPage
from scorecards.actions import ideas
from scorecards.enums import IdeaState
from scorecards.filters.ideas import ALL, DECIDED, THEM, US, IdeaFilter, StaffIdeaFilter, waits_for
from scorecards.forms.ideas import FIELDS, IdeaAnswerForm, IdeaForm
from scorecards.models import PlanIdea
from scorecards.pages.ideas import idea_page, promise_words, readers_words
from scorecards.pages.plan_tabs import plan_tabs
from scorecards.permissions_plans import (
    can_decide_idea,
    can_propose,
    can_propose_idea,
    can_see_plans,
    can_withdraw_idea,
    check_can_decide_idea,
    check_can_propose_idea,
    check_can_withdraw_idea,
    side_of,
)
from scorecards.policies_plans import PlanRefused
from scorecards.tables.ideas import IdeaTable
from scorecards.views.plan_partners import partner_of, partners_of, proposes_at_all
from suppliers.models import Partner
from suppliers.presenters.directory import Tab


class IdeaList(ListPage):
    """Of all partners for staff, of one's own for a partner's people; least time first."""

    model = PlanIdea
    table_class = IdeaTable
    template_name = "scorecards/plans/ideas/list.html"
    export_name = "ideas"

    def may_open(self) -> bool:
        return can_see_plans(self.actor)

    @property
    def filterset_class(self) -> type[IdeaFilter]:
        return StaffIdeaFilter if self.actor.is_staff else IdeaFilter

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner").order_by("decide_by", "pk")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        newest_first = self.request.GET.get("turn") in (DECIDED, ALL)
        return {
            "actor": self.actor,
            "side": side_of(self.actor),
            "today": local_day(),
            "label": _("Ideas"),
            "order_by": ("-proposed_at",) if newest_first else ("clock",),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        side = side_of(self.actor)
        counts = PlanIdea.objects.for_actor(self.actor).aggregate(
            us=Count("pk", filter=waits_for(US, side)),
            them=Count("pk", filter=waits_for(THEM, side)),
            decided=Count("pk", filter=~Q(state=IdeaState.WAITING)),
            all=Count("pk"),
        )
        title = ngettext("%(n)s idea waits for you", "%(n)s ideas wait for you", counts["us"])
        return super().get_context_data(
            title=title % {"n": number(counts["us"])} if counts["us"] else _("No idea waits for you"),
            reason=_("What both could do better, from either side.") + " " + promise_words(),
            plan_tabs=plan_tabs("idea_list"),
            tabs=self._tabs(counts),
            may_propose=proposes_at_all(self.actor),
            **kwargs,
        )

    def _tabs(self, counts: dict[str, int]) -> list[Tab]:
        wanted = self.request.GET.get("turn", "")
        return [
            Tab(_("Waits for us"), "?", counts[US], wanted in ("", US)),
            Tab(_("Waits for them"), f"?turn={THEM}", counts[THEM], wanted == THEM),
            Tab(_("Decided"), f"?turn={DECIDED}", counts[DECIDED], wanted == DECIDED),
            Tab(_("All"), f"?turn={ALL}", counts[ALL], wanted == ALL),
        ]


class IdeaNew(ActorMixin, TemplateView):
    """The form; POST sends it, and the clock of the answer runs."""

    template_name = "scorecards/plans/ideas/new.html"
    http_method_names = ["get", "post"]

    def may_open(self) -> bool:
        return can_see_plans(self.actor)

    @cached_property
    def partner(self) -> Partner | None:
        return partner_of(self.request, self.actor)

    def form(self, data: Any = None) -> IdeaForm:
        chosen = self.partner
        check_can_propose_idea(self.actor, chosen or Partner())
        return IdeaForm(
            data,
            partners=partners_of(self.actor),
            is_staff=self.actor.is_staff,
            readers=readers_words(chosen) if chosen is not None else "",
            initial={
                "partner": chosen.public_id if chosen is not None else None,
                "currency": settings.COMPANY_CURRENCY,
            },
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            partner = form.cleaned_data["partner"] if self.actor.is_staff else self.partner
            try:
                idea = ideas.propose(by=self.actor, partner=partner, **form.facts)
            except PlanRefused as refused:
                name = FIELDS.get(refused.field, refused.field)
                form.add_error(name if name in form.fields else None, str(refused))
            else:
                messages.success(request, _("Thank you for the idea.") + " " + promise_words())
                return HttpResponseRedirect(reverse("scorecards:idea", args=[idea.public_id]))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(promise=promise_words(), **kwargs)


class IdeaView(RowMixin, TemplateView):
    """One idea that the actor may read; a rival's and a confidential one are 404."""

    model = PlanIdea
    template_name = "scorecards/plans/ideas/idea.html"
    http_method_names = ["get"]

    def may_open(self) -> bool:
        return can_see_plans(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner__owner", "partner__merged_into", "plan")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.context_of(self.get_object(), **kwargs))

    def context_of(self, idea: PlanIdea, **forms: Any) -> dict[str, Any]:
        """`forms`: those with something to put right, instead of fresh ones."""
        waits = idea.state == IdeaState.WAITING
        accepted = idea.state == IdeaState.ACCEPTED
        found: dict[str, Any] = {
            "idea": idea,
            "page": idea_page(idea, side_of(self.actor), local_day()),
            "may_plan": accepted and idea.plan is None and can_propose(self.actor, idea.partner),
            "may_propose": can_propose_idea(self.actor, idea.partner),
        }
        if waits and can_decide_idea(self.actor, idea):
            hint = _("For a no say why; a yes needs no words, but a thank you is always read.")
            found["answer"] = IdeaAnswerForm(hint=hint, prefix="answer")
        if waits and can_withdraw_idea(self.actor, idea):
            found["take_back"] = IdeaAnswerForm(label=_("Why, if you like"), prefix="back")
        return {**found, **forms}


class _Answer(IdeaView):
    """A POST with words; what was typed stays when it is refused."""

    http_method_names = ["post"]
    name = "answer"

    def act(self, idea: PlanIdea, words: str) -> str:
        raise NotImplementedError

    def check(self, idea: PlanIdea) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = get_object_or_404(self.get_queryset(), public_id=public_id)
        self.check(found)
        form = IdeaAnswerForm(request.POST, prefix=self.name)
        if not form.is_valid():
            return self._again(found, form)
        try:
            said = self.act(found, form.cleaned_data["words"])
        except PlanRefused as refused:
            form.add_error("words" if refused.field == "words" else None, str(refused))
            return self._again(found, form)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("scorecards:idea", args=[public_id]))

    def _again(self, idea: PlanIdea, form: IdeaAnswerForm) -> HttpResponse:
        key = "take_back" if self.name == "back" else "answer"
        context = TemplateView.get_context_data(self, **self.context_of(idea, **{key: form}), refused=form)
        return self.render_to_response(context, status=422)


class IdeaAccept(_Answer):
    def check(self, idea: PlanIdea) -> None:
        check_can_decide_idea(self.actor, idea)

    def act(self, idea: PlanIdea, words: str) -> str:
        ideas.accept(by=self.actor, idea=idea, words=words)
        return _("Accepted, and they hear of it. Start the plan while it is fresh.")


class IdeaDecline(_Answer):
    def check(self, idea: PlanIdea) -> None:
        check_can_decide_idea(self.actor, idea)

    def act(self, idea: PlanIdea, words: str) -> str:
        ideas.decline(by=self.actor, idea=idea, words=words)
        return _("Declined. They read why.")


class IdeaWithdraw(_Answer):
    name = "back"

    def check(self, idea: PlanIdea) -> None:
        check_can_withdraw_idea(self.actor, idea)

    def act(self, idea: PlanIdea, words: str) -> str:
        ideas.withdraw(by=self.actor, idea=idea, words=words)
        return _("Withdrawn. It needs no answer any more.")
