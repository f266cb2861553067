"""The contact plan and its rules, who is at risk, warm words."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal import exports
from portal.clocks import local_day
from portal.tables import NoneLast
from portal.views.base import ActionView, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import contact_rules, praise
from suppliers.actions.contact_rules import RuleRefused
from suppliers.actions.praise import PraiseRefused
from suppliers.enums import PraiseSource
from suppliers.facts.at_risk import at_risk
from suppliers.facts.praise import anniversaries, of_actor, people_known_to
from suppliers.facts.touch import Contact, contact_plan
from suppliers.filters_relationship import (
    SILENT,
    SOON,
    UNPLANNED,
    AtRiskFilter,
    ContactPlanFilter,
    OwnWallFilter,
    WallFilter,
)
from suppliers.forms import VersionedForm
from suppliers.forms_relationship import ContactRuleForm, NotedPraiseForm, PraiseForm
from suppliers.models import ContactRule, Partner, Praise
from suppliers.permissions import READERS, can_recognise
from suppliers.permissions_touch import (
    can_keep_contact_rules,
    can_note,
    can_praise,
    check_can_keep_contact_rules,
    check_can_praise,
)
from suppliers.presenters.relationship.heads import plan_head, risk_head
from suppliers.presenters.relationship.risk import legend
from suppliers.presenters.relationship.tabs import tabs
from suppliers.presenters.relationship.wall import narrowed, wall
from suppliers.tables_relationship import AtRiskTable, ContactPlanTable, RuleTable, WallTable
from suppliers.views.access import BothSidesMixin
from suppliers.views.editing import EditPage, FormPage

PER_PAGE = 50


class ContactPlanPage(StaffMixin, TemplateView):
    """Every active partner, the longest silence first; exports hold what is shown."""

    roles = READERS
    template_name = "suppliers/relationship/plan.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Partner.objects.for_actor(self.actor)
        filters = ContactPlanFilter(request.GET, queryset=rows, request=request)
        plan = contact_plan(self.actor, filters.qs, local_day())
        shown = [one for one in plan if _in_state(one, filters.chosen("state"))]
        table = ContactPlanTable.for_request(
            request,
            NoneLast(shown),
            per_page=PER_PAGE,
            label=_("Contact plan"),
            may_note=can_note(self.actor),
        )
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, "contact-plan")
        context = self.get_context_data(
            table=table,
            filters=filters,
            exports=True,
            head=plan_head(plan),
            relationship_tabs=tabs("contact_plan"),
        )
        return self.render_to_response(context)


def _in_state(one: Contact, state: str) -> bool:
    return {
        SILENT: one.is_silent,
        SOON: one.is_soon,
        UNPLANNED: one.is_silent and one.next_on is None,
    }.get(state, True)


class ContactRuleListPage(StaffMixin, ListPage):
    roles = READERS
    model = ContactRule
    table_class = RuleTable
    template_name = "suppliers/relationship/rules.html"
    export_name = "contact-rules"

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"label": _("Contact rules"), "may_keep": can_keep_contact_rules(self.actor)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            relationship_tabs=tabs("contact_plan"), may_keep=can_keep_contact_rules(self.actor), **kwargs
        )


class _RuleForm(FormPage):
    form_class = ContactRuleForm
    template_name = "suppliers/relationship/rule.html"

    def check(self) -> None:
        check_can_keep_contact_rules(self.actor)

    def saved(self, form: VersionedForm) -> HttpResponse:
        try:
            return super().saved(form)
        except RuleRefused as refused:
            form.add_error(refused.field, str(refused))
            return self.answer(form, 422)


class ContactRuleNewPage(StaffMixin, _RuleForm):
    roles = READERS

    def save(self, form: VersionedForm) -> str:
        contact_rules.create(by=self.actor, facts=form.facts)
        messages.success(self.request, _("The rule holds from now on."))
        return reverse("suppliers:contact_rules")


class ContactRulePage(StaffMixin, _RuleForm, EditPage):
    roles = READERS
    model = ContactRule

    def save(self, form: VersionedForm) -> str:
        version = form.cleaned_data["version"] or 0
        contact_rules.edit(by=self.actor, rule=self.object, version=version, changes=form.facts)
        return reverse("suppliers:contact_rules")


class ContactRuleRemove(StaffMixin, ActionView):
    roles = READERS
    model = ContactRule

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rule: Any = self.get_object()
        contact_rules.remove(by=self.actor, rule=rule)
        messages.success(request, _("The rule is gone; its partners follow the one for every other segment."))
        return HttpResponseRedirect(reverse("suppliers:contact_rules"))


class AtRiskPage(StaffMixin, TemplateView):
    """Who may leave us, with reasons and figures."""

    roles = READERS
    template_name = "suppliers/relationship/risk.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Partner.objects.for_actor(self.actor)
        filters = AtRiskFilter(request.GET, queryset=rows, request=request)
        reason = filters.chosen("reason")
        found = at_risk(self.actor, filters.qs, local_day())
        shown = [row for row in found if not reason or any(sign.key == reason for sign in row.signs)]
        table = AtRiskTable.for_request(
            request,
            NoneLast(shown),
            per_page=PER_PAGE,
            label=_("Partners at risk"),
            may_note=can_note(self.actor),
        )
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, "at-risk")
        context = self.get_context_data(
            table=table,
            filters=filters,
            exports=True,
            head=risk_head(len(shown)),
            legend=legend(),
            relationship_tabs=tabs("at_risk"),
        )
        return self.render_to_response(context)


class RecognitionWall(BothSidesMixin, TemplateView):
    """Thanks, awards and praise in one list; for a partner what it got and what it gave."""

    template_name = "suppliers/relationship/wall.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        staff = self.actor.is_staff
        kind_of = WallFilter if staff else OwnWallFilter
        filters = kind_of(request.GET, queryset=of_actor(self.actor), request=request)
        rows = narrowed(wall(self.actor, timezone.now()), **_asked(filters))
        table = WallTable.for_request(
            request,
            NoneLast(rows),
            label=_("Thanks, awards and praise"),
            token=get_token(request),
            exclude=() if staff else ("partner", "noted_by", "taken_back_at"),
        )
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, "recognition")
        context = self.get_context_data(
            table=table,
            filters=filters,
            exports=True,
            relationship_tabs=tabs("recognition") if staff else (),
            years=anniversaries(self.actor, local_day()),
            may_thank=can_recognise(self.actor),
            may_praise=_may_praise(self),
        )
        return self.render_to_response(context)


def _asked(filters: OwnWallFilter) -> dict[str, Any]:
    partner = filters.chosen("partner")
    return {
        "q": filters.chosen("q") or "",
        "what": filters.chosen("what") or "",
        "since": filters.chosen("since"),
        "until": filters.chosen("until"),
        "partner": partner.public_id if partner else "",
        "with_taken_back": bool(filters.chosen("back")),
    }


def _may_praise(view: Any) -> bool:
    member = view.actor.membership
    return can_praise(view.actor, member.partner if member is not None else None)


class PraiseNewPage(BothSidesMixin, TemplateView):
    """A partner praises one of our people; our own note what they heard."""

    template_name = "suppliers/relationship/praise.html"

    @property
    def own(self) -> Partner | None:
        return self.actor.membership.partner if self.actor.membership is not None else None

    def form(self, data: Any = None) -> PraiseForm:
        people = people_known_to(self.actor)
        if not self.actor.is_staff:
            return PraiseForm(data, people=people)
        partners = Partner.objects.for_actor(self.actor).filter(merged_into=None).order_by("name")
        first = {"source": PraiseSource.PARTNER}
        if wanted := self.request.GET.get("partner"):
            first["partner"] = get_object_or_404(partners, public_id=wanted).public_id
        me = self.actor.user.pk if self.actor.user is not None else None
        return NotedPraiseForm(data, people=people.exclude(pk=me), partners=partners, initial=first)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_praise(self.actor, self.own)
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_praise(self.actor, self.own)
        form = self.form(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                said = praise.praise(
                    by=self.actor,
                    person=given["person"],
                    text=given["text"],
                    partner=given.get("partner") if self.actor.is_staff else self.own,
                    said_by=given.get("said_by", ""),
                    at=timezone.now(),
                )
            except PraiseRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            else:
                messages.success(request, _("Thank you. %(name)s hears of it.") % {"name": said.person})
                return HttpResponseRedirect(reverse("suppliers:recognition"))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PraiseBack(BothSidesMixin, ActionView):
    """Taken back by who said it, within a day."""

    model = Praise

    def get_queryset(self) -> QuerySet[Praise]:
        return of_actor(self.actor).select_related("partner")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        said: Any = self.get_object()
        try:
            praise.take_back(by=self.actor, said=said, at=timezone.now())
        except PraiseRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Taken back."))
        return HttpResponseRedirect(reverse("suppliers:recognition"))
