"""Propose a plan, or other terms for one: one page that keeps what was typed, whatever happens."""

from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from portal.clocks import local_day
from portal.engine.money import Money
from portal.enums import Side
from portal.models import User
from portal.views.base import ActorMixin, RowMixin
from scorecards.actions import plans
from scorecards.engine.catalogue import kpi_of
from scorecards.engine.plan_terms import Terms
from scorecards.enums import IdeaState, KpiName, PlanAct, PlanSource
from scorecards.facts.plans import baseline, rule_of, terms_of
from scorecards.forms.plan_form import Around, PlanForm, plain, typed
from scorecards.forms.plan_parts import MeasureForm
from scorecards.models import ImprovementPlan
from scorecards.pages.plan_form import (
    baseline_words,
    differences,
    rule_words,
    split_words,
    title_words,
    unit_sign,
)
from scorecards.pages.words import figure_text
from scorecards.permissions_plans import SIGNERS, can_see_plans, can_sign, check_can_propose, side_of
from scorecards.policies_plans import PlanRefused, check_can_act, open_version
from scorecards.views.plan_partners import partners_of
from scorecards.views.plan_sources import Start, half_a_year_on, start_of
from suppliers.facts.colleagues import acting_people
from suppliers.models import Membership, Partner, ReliabilitySum

SEND = "send"


class TermsPage(ActorMixin, TemplateView):
    """GET shows the form; POST does what the button says: a row more or less, a preview, or sends it."""

    template_name = "scorecards/plans/form/form.html"
    http_method_names = ["get", "post"]

    def may_open(self) -> bool:
        return can_see_plans(self.actor)

    def check(self) -> None:
        """May they? Raises PermissionDenied."""
        raise NotImplementedError

    def first(self) -> PlanForm:
        raise NotImplementedError

    @cached_property
    def around(self) -> Around:
        raise NotImplementedError

    def send(self, form: PlanForm) -> HttpResponse:
        """Calls the action. Raises PlanRefused."""
        raise NotImplementedError

    def beside(self, form: PlanForm) -> dict[str, Any]:
        """What the page shows of what is typed now."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        return self.show(self.first())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        form = PlanForm.posted(request.POST, self.around)
        act = request.POST.get("act", "")
        if form.act(act):
            return self.show(form)
        if not form.check():
            return self.show(form, 422 if act == SEND else 200)
        if act != SEND:
            return self.show(form)
        try:
            return self.send(form)
        except PlanRefused as refused:
            form.refuse(refused.field, str(refused))
            return self.show(form, 422)

    def show(self, form: PlanForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, target_unit=unit_sign(form.kpi), **self.beside(form))
        return self.render_to_response(context, status=status)

    def people(self, partner: Partner | None, named: set[str]) -> dict[str, list[tuple[str, str]]]:
        """Whom an action can be given to. A partner's people choose among those of us that they know."""
        ours = acting_people("")
        if not self.actor.is_staff:
            known = {one.pk for one in (partner.owner if partner else None,) if one is not None}
            ours = ours.filter(pk__in=known) | ours.filter(email__in=named)
        found = {Side.COMPANY.value: _options(ours)}
        if partner is not None:
            members = Membership.objects.filter(partner=partner, user__is_active=True, user__role="")
            theirs = User.objects.filter(pk__in=members.values("user")).order_by("name", "pk")
            found[Side.PARTNER.value] = _options(theirs)
        return found

    def sides(self, partner: Partner | None) -> list[tuple[str, str]]:
        name = partner.name if partner is not None else _("the partner")
        return [(Side.PARTNER.value, name), (Side.COMPANY.value, settings.COMPANY_NAME)]


class PlanNew(TermsPage):
    """Begin a plan: by hand, or from what the address names."""

    @cached_property
    def today(self) -> date:
        return local_day()

    @cached_property
    def start(self) -> Start:
        return start_of(self.actor, self.request.GET, self.today)

    @cached_property
    def partner(self) -> Partner | None:
        """The one that is fixed, else the one that staff chose so far."""
        if self.start.partner is not None:
            return self.start.partner
        wanted = self.request.POST.get("partner", "")
        found: Partner | None = partners_of(self.actor).filter(public_id=wanted).first() if wanted else None
        return found

    def check(self) -> None:
        check_can_propose(self.actor, self.partner or Partner())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        if self.start.source == PlanSource.IDEA and (away := self._idea_not_ready()):
            return away
        return super().get(request, *args, **kwargs)

    def _idea_not_ready(self) -> HttpResponse | None:
        idea = self.start.thing
        if idea.plan_id is None and idea.state == IdeaState.ACCEPTED:
            return None
        words = (
            _("A plan grows from it already.") if idea.plan_id else _("The other side says yes to it first.")
        )
        messages.warning(self.request, words)
        return HttpResponseRedirect(reverse("scorecards:idea", args=[idea.public_id]))

    @cached_property
    def around(self) -> Around:
        is_open = self.actor.is_staff and self.start.partner is None
        choices = list(partners_of(self.actor).values_list("public_id", "name")) if is_open else []
        return Around(choices, self.sides(self.partner), self.people(self.partner, set()))

    def first(self) -> PlanForm:
        start, rule = self.start, self.start.rule
        head = MeasureForm.defaults | {
            "kpi": start.kpi,
            "baseline_from": start.span[0].isoformat(),
            "baseline_to": start.span[1].isoformat(),
            "months": str(rule.months),
            "basis": rule.basis,
            "early_days": "" if rule.early_days is None else str(rule.early_days),
            "late_days": str(rule.late_days),
            "days": rule.days,
            "tolerance": plain(rule.tolerance),
            "target": typed(start.kpi, start.target),
            "by_when": half_a_year_on(self.today).isoformat(),
            "hold": "3" if rule.months == 1 else "1",
            "cause": "none",
            "currency": settings.COMPANY_CURRENCY,
            "partner_share": "50",
        }
        form = PlanForm(head, {"actions": [], "obligations": [], "benefits": []}, self.around)
        for side in Side.values:
            form.add("actions", side=side)
        if isinstance(start.thing, ReliabilitySum):
            form.add("benefits", **_of_sum(start.thing))
            form.raw["currency"] = start.thing.currency
        form.focus = ""
        self._title(form)
        return form

    def _title(self, form: PlanForm) -> None:
        """The one that follows from KPI and target, where none is typed; an idea in the open has its own."""
        idea = self.start.thing if self.start.source == PlanSource.IDEA else None
        found = self.measured(form)
        if idea is not None and not idea.is_confidential:
            form.raw["title"] = idea.title
        elif found is not None and self.start.target is not None:
            higher = kpi_of(form.kpi).higher_is_better
            value = found[1].value
            if value is not None and (self.start.target <= value if higher else self.start.target >= value):
                form.raw["target"] = ""  # it is there already: a better one is for people to name
                return
            form.raw["title"] = title_words(form.kpi, found[1].value, self.start.target)

    def measured(self, form: PlanForm) -> tuple[Any, Any] | None:
        """The rule and what the KPI came to by it; None as long as something of it is missing."""
        probe = MeasureForm(form.raw, partners=self.around.partners)
        probe.full_clean()
        if self.partner is None or set(probe.errors) - {"title"}:
            return None
        given = probe.cleaned_data
        first, last = given["baseline_from"], given["baseline_to"]
        if not first <= last < self.today or (last - first).days > 5 * 366:
            return None
        rule = probe.rule()
        return rule, baseline(self.partner, given["kpi"], rule, first, last, self.today)

    def beside(self, form: PlanForm) -> dict[str, Any]:
        found = self.measured(form)
        checked = form.is_checked and form.aim.is_valid() and all(one.is_valid() for _w, one in form.named)
        return {
            "partner": self.start.partner,
            "preview": baseline_words(form.kpi, *found) if found is not None else None,
            "split": split_words(form.terms()) if checked else None,
            "source": self.start.source,
            "source_name": str(PlanSource(self.start.source).label),
            "thing": self.start.thing,
            "may_sign": self._may_sign(),
        }

    def _may_sign(self) -> bool:
        if self.partner is None:
            return self.actor.is_staff and self.actor.has_role(*SIGNERS)
        return can_sign(self.actor, ImprovementPlan(partner=self.partner))

    def send(self, form: PlanForm) -> HttpResponse:
        assert form.measure is not None and self.partner is not None
        given, terms = form.measure.cleaned_data, form.terms()
        found = self.measured(form)
        value = found[1].value if found is not None else None
        plan = plans.propose(
            by=self.actor,
            partner=self.partner,
            title=given["title"] or title_words(given["kpi"], value, terms.target)[:200],
            kpi=given["kpi"],
            rule=form.measure.rule(),
            baseline=(given["baseline_from"], given["baseline_to"]),
            terms=terms,
            source=self.start.source,
            source_about=self.start.about,
            sign=bool(form.raw["sign"]),
        )
        messages.success(self.request, _("Proposed. The other side gets a mail to read and sign it."))
        return HttpResponseRedirect(reverse("scorecards:plan", args=[plan.public_id]))


class PlanChange(RowMixin, TermsPage):
    """Other terms: those in force stay until both have signed these."""

    model = ImprovementPlan

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner__owner", "partner__merged_into", "terms")

    @cached_property
    def plan(self) -> Any:
        return self.get_object()

    @cached_property
    def waiting(self) -> Any:
        return open_version(self.plan)

    @cached_property
    def newest(self) -> int:
        number: int = self.plan.versions.order_by("-number").values_list("number", flat=True)[0]
        return number

    @cached_property
    def base(self) -> Terms:
        """What waits for signatures, else what is in force."""
        version = self.waiting or self.plan.terms or self.plan.versions.order_by("-number").first()
        return terms_of(version)

    def check(self) -> None:
        check_can_propose(self.actor, self.plan.partner)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        try:
            check_can_act(PlanAct.CHANGE, self.plan, side_of(self.actor), self.waiting)
        except PlanRefused as refused:
            messages.warning(request, str(refused))
            return HttpResponseRedirect(reverse("scorecards:plan", args=[self.plan.public_id]))
        return super().get(request, *args, **kwargs)

    @cached_property
    def around(self) -> Around:
        partner = self.plan.partner.merged_into or self.plan.partner
        named = {one.owner for one in self.base.actions}
        taken = {row["key"] for version in self.plan.versions.all() for row in version.terms["actions"]}
        return Around(
            sides=self.sides(partner),
            people=self.people(partner, named),
            taken=frozenset(taken),
            kpi=self.plan.kpi,
            is_change=True,
        )

    def first(self) -> PlanForm:
        return PlanForm.of(self.base, {"seen": str(self.newest)}, self.around)

    def beside(self, form: PlanForm) -> dict[str, Any]:
        holds = form.is_checked and form.aim.is_valid()
        holds = holds and all(one.is_valid() for part in form.parts.values() for one in part)
        terms = form.terms() if holds else None
        plan = self.plan
        return {
            "plan": plan,
            "partner": plan.partner,
            "rule": rule_words(plan.kpi, rule_of(plan)),
            "kpi_name": KpiName(plan.kpi).label,
            "baseline": figure_text(kpi_of(plan.kpi).unit, plan.baseline),
            "split": split_words(terms or self.base),
            "differs": differences(plan.kpi, plan.partner.name, self.base, terms) if terms else None,
            "waits": self.waiting is not None,
            "may_sign": can_sign(self.actor, plan),
        }

    def send(self, form: PlanForm) -> HttpResponse:
        assert form.why is not None
        given = form.why.cleaned_data
        if given["seen"] != self.newest:
            form.raw["seen"] = str(self.newest)
            form.check()
            raise PlanRefused(
                _(
                    "Other terms were put forward while you were writing. Nothing of yours is lost: what "
                    "differs from them stands beside. Send again if yours should take their place."
                )
            )
        sign = bool(form.raw["sign"])
        plans.change(by=self.actor, plan=self.plan, terms=form.terms(), why=given["why"], sign=sign)
        messages.success(self.request, _("Put forward. What both have signed holds until both sign this."))
        return HttpResponseRedirect(reverse("scorecards:plan", args=[self.plan.public_id]))


def _options(people: QuerySet[User]) -> list[tuple[str, str]]:
    return [(one.email.lower(), one.get_full_name() or one.email) for one in people]


def _of_sum(kept: ReliabilitySum) -> dict[str, str]:
    """What a sum brings, in words that the partner reads: amount and lead times, nothing else of it."""
    given = kept.inputs
    about = kept.item_code or kept.category
    text = _("Less safety stock for %(what)s") % {"what": about} if about else _("Less safety stock")
    return {
        "side": Side.COMPANY.value,
        "text": text,
        "basis": _("lead time %(lead)s ± %(lead_sd)s days, then %(lead_to)s ± %(lead_sd_to)s")
        % {name: given[name] for name in ("lead", "lead_sd", "lead_to", "lead_sd_to")},
        "amount": plain(Money(kept.benefit_minor, kept.currency).amount),
    }
