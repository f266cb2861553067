"""One plan, the same page for both sides; what one can do now differs. The plan on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import CharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal import pdf
from portal.actors import Actor
from portal.clocks import local_day
from portal.enums import StaffRole
from portal.models import User
from portal.views.base import RowMixin
from scorecards.actions.plan_comments import callable_by
from scorecards.enums import PlanAct
from scorecards.forms.plan_acts import (
    DeclineForm,
    ExpectForm,
    FinishForm,
    GainBackForm,
    GainForm,
    LearnedForm,
    LookAfterForm,
    PlanSayForm,
    ReopenForm,
    SignForm,
    VerifyForm,
    WithdrawForm,
    WordsForm,
)
from scorecards.models import ImprovementPlan
from scorecards.pages.figures import help_url
from scorecards.pages.plan_page import PlanPage, plan_page
from scorecards.pages.plan_page_parts import ActionRow, SideCard
from scorecards.pages.plan_primary import primary_of
from scorecards.permissions_plans import (
    can_book_gains,
    can_close,
    can_propose,
    can_see_plans,
    can_sign,
    can_verify,
    can_work,
    side_of,
)
from scorecards.policies_plans import GAINFUL, WORKED_ON, acts_for
from suppliers.facts.colleagues import acting_people

WITH = (
    "partner__owner",
    "partner__merged_into",
    "terms",
    "our_owner",
    "their_owner",
    "our_escalation",
    "their_escalation",
    "claimed_by",
)
PARTS = ("versions__signatures", "actions", "reviews", "gains")
# Who may do it, of the side that may.
MAY: dict[PlanAct, Callable[[Actor, ImprovementPlan], bool]] = {
    PlanAct.CHANGE: lambda actor, plan: can_propose(actor, plan.partner),
    PlanAct.SIGN: can_sign,
    PlanAct.DECLINE: can_sign,
    PlanAct.WITHDRAW: lambda actor, plan: can_propose(actor, plan.partner),
    PlanAct.START: can_work,
    PlanAct.CLAIM: can_work,
    PlanAct.VERIFY: can_verify,
    PlanAct.RESUME: can_work,
    PlanAct.CLOSE: can_close,
    PlanAct.ASK_STOP: can_work,
    PlanAct.AGREE_STOP: can_sign,
    PlanAct.KEEP_GOING: can_work,
}


@dataclass(frozen=True)
class ActionForms:
    """The forms of one action of the reader's side."""

    finish: Any
    expect: Any
    reopen: Any
    is_open: bool = False


@dataclass(frozen=True)
class ActionOnPage:
    """`forms` is None where the reader only reads."""

    row: ActionRow
    forms: ActionForms | None = None


@dataclass(frozen=True)
class Half:
    side: SideCard
    actions: list[ActionOnPage]


def typed_in(form: Any) -> list[str]:
    """The words of a form whose place on the page is gone."""
    return [
        str(words)
        for name in form.fields
        if isinstance(form.fields[name], CharField)
        and not form.fields[name].widget.is_hidden
        and (words := form[name].value())
    ]


class PlanMixin(RowMixin):
    """A plan that the actor may see; a rival's is 404."""

    model = ImprovementPlan

    def may_open(self) -> bool:
        return can_see_plans(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related(*WITH).prefetch_related(*PARTS)

    def acts(self, plan: ImprovementPlan) -> set[str]:
        """What this reader can do now, for their own side."""
        return {act.value for act in acts_for(plan, side_of(self.actor)) if MAY[act](self.actor, plan)}


class PlanView(PlanMixin, TemplateView):
    """The page, and the same page with what was typed where an act was refused."""

    template_name = "scorecards/plans/page/plan.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.context_of(self.get_object()), **kwargs)

    def context_of(self, plan: Any, **given: Any) -> dict[str, Any]:
        """`given`: forms with something to put right, instead of fresh ones."""
        acts = self.acts(plan)
        page = plan_page(self.actor, plan, local_day())
        found: dict[str, Any] = {
            "plan": plan,
            "page": page,
            "acts": acts,
            "primary": primary_of(page, acts, works=can_work(self.actor, plan)),
            "list_url": _list_url(),
            "rows_url": help_url(plan.kpi),
            **self._terms(plan, page, acts),
            **self._next(page, acts),
            **self._talk(plan),
            **self._gains(plan, page),
        }
        action = given.pop("action", ("", "", None))
        halves = [Half(side, [ActionOnPage(one) for one in side.actions]) for side in page.sides]
        if can_work(self.actor, plan) and plan.state in WORKED_ON:
            halves = [self._half(half, *action) for half in halves]
        is_placed = any(one.forms and one.forms.is_open for half in halves for one in half.actions)
        if action[2] is not None and not is_placed:
            given["action"] = action[2]
        found["halves"] = halves
        found["lost"] = [
            words for name, form in given.items() if name not in found for words in typed_in(form)
        ]
        return {**found, **given}

    def again(self, plan: Any, status: int, **given: Any) -> HttpResponse:
        """The page as it is now, with what was typed still in its place."""
        plan = self.get_queryset().get(pk=plan.pk)
        return self.render_to_response({**self.context_of(plan, **given), "view": self}, status=status)

    def _terms(self, plan: Any, page: PlanPage, acts: set[str]) -> dict[str, Any]:
        """What may be done with terms that wait; where they are changed, if that page is there."""
        found: dict[str, Any] = {}
        if page.waiting is not None:
            at = {"version": page.waiting.public_id}
            if PlanAct.SIGN in acts:
                found["sign"] = SignForm(prefix="sign", initial=at)
            if PlanAct.DECLINE in acts:
                found["decline"] = DeclineForm(prefix="decline", initial=at)
            if PlanAct.WITHDRAW in acts:
                found["withdraw"] = WithdrawForm(prefix="withdraw", initial=at)
        if PlanAct.CHANGE in acts:
            found["change_url"] = _change_url(plan)
        if acts & {PlanAct.ASK_STOP, PlanAct.KEEP_GOING}:
            is_needed = PlanAct.ASK_STOP in acts
            label = _("Why should it end? The other side reads it") if is_needed else _("A few words")
            found["stop"] = WordsForm(prefix="stop", label=label, required=is_needed)
        return found

    def _next(self, page: PlanPage, acts: set[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if PlanAct.VERIFY in acts and page.verifiable:
            found["verify"] = VerifyForm(prefix="verify", periods=page.verifiable)
        if PlanAct.RESUME in acts:
            found["resume"] = WordsForm(prefix="resume", label=_("What is done differently now?"))
        if PlanAct.CLOSE in acts:
            found["close"] = LearnedForm(prefix="close")
        return found

    def _talk(self, plan: Any) -> dict[str, Any]:
        if not can_work(self.actor, plan):
            return {}
        people, staff = callable_by(self.actor, plan), self.actor.is_staff
        owner = plan.our_owner if staff else plan.their_owner
        stuck = plan.our_escalation if staff else plan.their_escalation
        at = {
            "owner": owner.public_id if owner else "",
            "escalation": stuck.public_id if stuck else "",
        }
        return {
            "say": PlanSayForm(prefix="say", people=people, is_staff=staff),
            "look_after": LookAfterForm(prefix="after", people=self.colleagues(plan), initial=at),
        }

    def _gains(self, plan: Any, page: PlanPage) -> dict[str, Any]:
        if not can_book_gains(self.actor, plan) or plan.state not in GAINFUL:
            return {}
        return {
            "gain": GainForm(
                prefix="gain", currency=plan.terms.terms["currency"], initial={"booked_on": local_day()}
            ),
            "gain_back": GainBackForm(prefix="back"),
        }

    def _half(self, half: "Half", action: str, name: str, typed: Any) -> "Half":
        """With forms where the reader's side does something; `typed` is the one that was refused."""
        if not half.side.is_mine:
            return half
        rows = []
        for one in half.side.actions:
            forms = {
                "finish": FinishForm(prefix=f"finish-{one.key}"),
                "expect": ExpectForm(prefix=f"expect-{one.key}"),
                "reopen": ReopenForm(prefix=f"reopen-{one.key}"),
            }
            is_typed = one.public_id == action and name in forms
            if is_typed:
                forms[name] = typed
            rows.append(ActionOnPage(one, ActionForms(**forms, is_open=is_typed)))
        return Half(half.side, rows)

    def colleagues(self, plan: Any) -> QuerySet[User]:
        """Of the reader's side, who may look after it."""
        if not self.actor.is_staff:
            return acting_people((plan.partner.merged_into or plan.partner).public_id)
        both = acting_people("") | User.objects.filter(role=StaffRole.EXECUTIVE, is_active=True)
        return both.order_by("name", "pk")


def _list_url() -> str:
    try:
        return reverse("scorecards:plan_list")
    except NoReverseMatch:
        return reverse("portal:home")


def _change_url(plan: ImprovementPlan) -> str:
    try:
        return reverse("scorecards:plan_change", args=[plan.public_id])
    except NoReverseMatch:
        return ""


class PlanPdf(PlanMixin, View):
    """The plan on paper, as this reader may read it."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        plan: Any = self.get_object()
        if not pdf.available():
            messages.warning(request, _("This server cannot write PDFs yet: please print this page instead."))
            return redirect("scorecards:plan", public_id=public_id)
        page = plan_page(self.actor, plan, local_day())
        context = {"page": page, "company": page.company, "now": timezone.now()}
        return pdf.pdf_response(
            "scorecards/plans/page/paper.html", context, slugify(f"plan {plan.reference}")
        )
