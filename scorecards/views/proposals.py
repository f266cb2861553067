"""Proposals: a list, a page for both sides, the partner's answer and a person's decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from portal.clocks import local_day
from portal.filters import FilterSet
from portal.forms import Form
from portal.presentation import number
from portal.tables import Table
from portal.views.base import RowMixin
from portal.views.lists import ListPage
from scorecards.actions import proposals
from scorecards.facts.proposals import READY, with_state
from scorecards.filters.proposals import OwnProposalFilter, ProposalFilter
from scorecards.forms.proposals import ANSWER, DECLINE, GRANT, DecideForm, ProposalAnswerForm
from scorecards.models import ProposedAction
from scorecards.pages.proposals import ProposalPage as Page
from scorecards.pages.proposals import proposal_page
from scorecards.permissions import can_see_cards, check_can_answer_proposal, check_can_decide_proposal
from scorecards.tables.proposals import OwnProposalTable, ProposalTable


class ProposalListPage(ListPage):
    """Of all partners, for staff; its own, for a partner."""

    model = ProposedAction
    template_name = "scorecards/proposals/list.html"
    export_name = "proposals"

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    @property
    def table_class(self) -> type[Table]:
        return ProposalTable if self.actor.is_staff else OwnProposalTable

    @property
    def filterset_class(self) -> type[FilterSet]:
        return ProposalFilter if self.actor.is_staff else OwnProposalFilter

    def get_queryset(self) -> QuerySet[Any]:
        found = super().get_queryset().select_related("partner", "tier", "from_tier", "card")
        return with_state(found, local_day())

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"label": _("Proposals")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ready = self.get_queryset().filter(state__in=READY).count() if self.actor.is_staff else 0
        words = ngettext("%(n)s proposal may be decided now", "%(n)s proposals may be decided now", ready) % {
            "n": number(ready)
        }
        title = words if ready else _("Proposals") if self.actor.is_staff else _("Proposed about you")
        wanted = self.request.GET.get("state", "")
        return super().get_context_data(title=title, ready=ready, state_wanted=wanted, **kwargs)


class ProposalMixin(RowMixin):
    """A proposal that the actor may see; a rival's is 404."""

    model = ProposedAction

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner__owner", "tier", "from_tier", "card")


class ProposalPage(ProposalMixin, TemplateView):
    """What is proposed and why, what the partner said, and what was decided."""

    template_name = "scorecards/proposals/proposal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one: Any = self.get_object()
        today = local_day()
        page = proposal_page(one, self.actor, today)
        kwargs.setdefault("form", self.form(one, page))
        return super().get_context_data(page=page, **kwargs)

    def form(self, one: ProposedAction, page: Page, data: Any = None, act: str = "") -> Form | None:
        """The form in which this reader may say something; None for those who only look, or too early."""
        if page.may_answer:
            return ProposalAnswerForm(data)
        if page.may_decide:
            return DecideForm(data, proposal=one, today=local_day(), act=act)
        return None


class ProposalAct(ProposalPage):
    """POST only: `act` is answer, grant or decline."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        one: Any = self.get_object()
        act = request.POST.get("act", "")
        if act == ANSWER:
            check_can_answer_proposal(self.actor, one)
        elif act in (GRANT, DECLINE):
            check_can_decide_proposal(self.actor, one)
        else:
            raise PermissionDenied
        page = proposal_page(one, self.actor, local_day())
        form = self.form(one, page, request.POST, act)
        try:
            if form is None or form.is_valid():
                self._do(act, one, form.cleaned_data if form is not None else {})
                return HttpResponseRedirect(reverse("scorecards:proposal", args=[one.public_id]))
        except ValidationError as refused:
            if form is None:
                messages.warning(request, " ".join(refused.messages))
                return HttpResponseRedirect(reverse("scorecards:proposal", args=[one.public_id]))
            form.add_error(None, refused.messages)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _do(self, act: str, one: ProposedAction, given: dict[str, Any]) -> None:
        """Calls the action, which refuses what came too late, and says what was done."""
        at, by = timezone.now(), self.actor
        if act == ANSWER:
            proposals.answer(by=by, proposal=one, text=given.get("text", ""), at=at)
            messages.success(self.request, _("Sent. Whoever decides reads it first."))
        elif act == DECLINE:
            proposals.decline(by=by, proposal=one, reason=given.get("reason", ""), at=at)
            messages.success(self.request, _("Left as it is. The reason is written down."))
        else:
            reason, ends_on = given.get("reason", ""), given.get("ends_on")
            proposals.grant(by=by, proposal=one, reason=reason, ends_on=ends_on, at=at)
            words = _("Decided. %(partner)s reads it with your reason.")
            messages.success(self.request, words % {"partner": one.partner.name})
