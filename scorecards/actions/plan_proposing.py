"""Put terms forward: a new plan with its baseline frozen, or other terms for one that there is."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial as bound
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.clocks import local_day
from portal.enums import Side
from portal.models import User
from portal.presentation import day
from scorecards.actions import plan_wording as wording
from scorecards.actions.plan_keeping import (
    checked,
    end_version,
    held,
    keep,
    record,
)
from scorecards.actions.plan_signing import add_signature
from scorecards.actions.telling_plans import other, people_of, tell
from scorecards.engine.catalogue import kpi_of
from scorecards.engine.evidence import ENGINE_VERSION
from scorecards.engine.plan_terms import PlanRule, Terms
from scorecards.enums import IdeaState, PlanAct, PlanSource, VersionState
from scorecards.facts.plans import Measured, can_be_planned, terms_of
from scorecards.facts.plans import baseline as measured_baseline
from scorecards.models import ImprovementPlan, PlanIdea, PlanVersion
from scorecards.permissions_plans import check_can_propose, check_can_sign, check_can_work, side_of
from scorecards.policies_plans import PlanRefused, check_can_act, open_version
from scorecards.policies_terms import check_aim, check_change, check_terms
from suppliers.enums import Basis, DayCount
from suppliers.models import Membership, Partner

# From one person: an account in the wrong hands must not flood the other side.
MAX_AN_HOUR = 60
_MONTHS = (1, 3, 12)
_UNCHANGED: Any = object()


@transaction.atomic
def propose(
    *,
    by: Actor,
    partner: Partner,
    title: str,
    kpi: str,
    rule: PlanRule,
    baseline: tuple[date, date],
    terms: Terms,
    source: str = PlanSource.HAND,
    source_about: str = "",
    sign: bool = False,
    at: datetime | None = None,
) -> ImprovementPlan:
    """Begin a plan; the KPI, its rule and what it came to in `baseline` (first and last day) are frozen.

    `source_about`: public id of what it was started from. `sign`: sign for one's own side at once.
    Raises PermissionDenied, or PlanRefused with the name of the answer it is about.
    """
    at = at or timezone.now()
    check_can_propose(by, partner)
    today, side = local_day(at), side_of(by)
    if partner.merged_into is not None:
        raise PlanRefused(
            _("%(name)s is another name of %(survivor)s: propose it there.")
            % {"name": partner.name, "survivor": partner.merged_into.name}
        )
    title = _title(title)
    _check_measure(kpi, rule)
    _check_baseline(baseline, today)
    check_not_too_many(by, at)
    found = measured_baseline(partner, kpi, rule, *baseline, today)
    _check_closed(found, baseline[1])
    terms = _with_currency(terms)
    check_terms(terms, kpi=kpi_of(kpi), baseline=found.value, today=today)
    _check_owners(terms, partner)
    plan = ImprovementPlan.objects.create(
        partner=partner,
        title=title,
        source=PlanSource(source),
        source_about=source_about,
        kpi=kpi,
        rule=rule.to_json(),
        **_frozen(found),
        **_begun(by, partner, side, at),
    )
    version = _version(by, plan, terms, 1, "", at)
    _link_idea(plan)
    record(by, "plan.proposed", plan, kpi=kpi)
    people = people_of(plan, other(side), at)
    words = bound(wording.proposed, plan, by.label)
    tell(by=by, plan=plan, people=people, words=words, key=f"plan-proposed:{version.public_id}", at=at)
    if sign:
        check_can_sign(by, plan)
        add_signature(by, plan, version, at)
    plan.refresh_from_db()
    return plan


def _check_closed(found: Measured, last: date) -> None:
    if not found.is_closed:
        raise PlanRefused(
            _("What is measured until %(last)s may still change. Let the baseline end earlier.")
            % {"last": day(last)},
            "baseline",
        )


@transaction.atomic
def change(
    *,
    by: Actor,
    plan: ImprovementPlan,
    terms: Terms,
    why: str,
    sign: bool = False,
    at: datetime | None = None,
) -> PlanVersion:
    """Put other terms forward; those in force stay so until both have signed these.

    Terms that waited for signatures are replaced. Raises PermissionDenied or PlanRefused.
    """
    at = at or timezone.now()
    check_can_propose(by, plan.partner)
    locked = held(plan)
    waiting = open_version(locked)
    check_can_act(PlanAct.CHANGE, locked, side_of(by), waiting)
    why = checked(why, "why")
    terms = _with_currency(terms)
    _check_other(locked, waiting, terms, local_day(at))
    _check_owners(terms, locked.partner)
    if waiting is not None:
        end_version(by, waiting, VersionState.REPLACED, at)
    number = 1 + (locked.versions.order_by("-number").values_list("number", flat=True).first() or 0)
    version = _version(by, locked, terms, number, why, at)
    keep(by, locked, plan)
    record(by, "plan.changed", locked, version=number)
    people = people_of(locked, other(side_of(by)), at)
    words = bound(wording.changed, locked, by.label, why)
    tell(by=by, plan=locked, people=people, words=words, key=f"plan-changed:{version.public_id}", at=at)
    if sign:
        check_can_sign(by, locked)
        add_signature(by, locked, version, at)
        plan.refresh_from_db()
    return version


@transaction.atomic
def look_after(
    *,
    by: Actor,
    plan: ImprovementPlan,
    owner: User | None = _UNCHANGED,
    escalation: User | None = _UNCHANGED,
    at: datetime | None = None,
) -> None:
    """Name who of one's own side looks after it, and who hears when it is stuck; what is left out stays.

    Raises PermissionDenied or PlanRefused.
    """
    check_can_work(by, plan)
    locked, side = held(plan), side_of(by)
    ours = side == Side.COMPANY
    changes: dict[str, Any] = {}
    for name, user in (("owner", owner), ("escalation", escalation)):
        if user is _UNCHANGED:
            continue
        if user is not None and user.email.lower() not in _addresses(side, locked.partner):
            raise PlanRefused(_("%(name)s does not act for your side.") % {"name": user}, name)
        changes[f"{'our' if ours else 'their'}_{name}"] = user
    if changes:
        keep(by, locked, plan, **changes)
        record(by, "plan.looked_after", locked, to=", ".join(str(one) for one in changes.values() if one))


def _frozen(found: Measured) -> dict[str, Any]:
    """What it was before anybody did anything about it, and by which definitions."""
    return {
        "engine_version": ENGINE_VERSION,
        "baseline": found.value,
        "baseline_n": found.n,
        "baseline_low": found.low,
        "baseline_high": found.high,
        "baseline_from": found.starts_on,
        "baseline_to": found.ends_on,
        "baseline_as_of": found.as_of,
    }


def _begun(by: Actor, partner: Partner, side: str, at: datetime) -> dict[str, Any]:
    """Who put it forward, and who looks after it at first."""
    return {
        "proposed_by_side": side,
        "proposed_by": by.user,
        "proposed_by_label": by.label,
        "proposed_at": at,
        "our_owner": by.user if side == Side.COMPANY else partner.owner,
        "their_owner": by.user if side == Side.PARTNER else None,
        "changed_by": by.label,
    }


def check_not_too_many(by: Actor, at: datetime) -> None:
    """Raises PlanRefused for who has proposed a great deal in the last hour."""
    verbs = ["plan.proposed", "plan.changed", "idea.proposed"]
    if audit.count(by=by, verbs=verbs, since=timezone.now() - timedelta(hours=1)) >= MAX_AN_HOUR:
        raise PlanRefused(_("You have proposed a great deal in the last hour. Go on a little later."))


def _version(
    by: Actor, plan: ImprovementPlan, terms: Terms, number: int, why: str, at: datetime
) -> PlanVersion:
    return PlanVersion.objects.create(
        plan=plan,
        number=number,
        terms=terms.to_json(),
        digest=terms.digest,
        why=why,
        side=side_of(by),
        made_by=by.user,
        made_by_label=by.label,
        made_at=at,
    )


def _check_other(plan: ImprovementPlan, waiting: PlanVersion | None, terms: Terms, today: date) -> None:
    in_force = terms_of(plan.terms) if plan.terms is not None else None
    for old in (in_force, terms_of(waiting) if waiting is not None else None):
        if old is not None:
            check_change(old, terms, plan.state)
    kpi = kpi_of(plan.kpi)
    if in_force is not None and in_force.by_when == terms.by_when:
        # A day that both have signed may be over: other things of the plan can still change.
        check_terms(replace(terms, by_when=date.max), kpi=kpi, baseline=plan.baseline, today=today)
        check_aim(terms, kpi, plan.baseline)
    else:
        check_terms(terms, kpi=kpi, baseline=plan.baseline, today=today)


def _check_measure(kpi: str, rule: PlanRule) -> None:
    if not can_be_planned(kpi):
        raise PlanRefused(
            _("Choose a KPI that both sides see and that each partner has a value of its own in."), "kpi"
        )
    if (
        rule.months not in _MONTHS
        or rule.basis not in Basis.values
        or rule.days not in DayCount.values
        or not 0 <= rule.tolerance <= 100
        or min(rule.early_days or 0, rule.late_days, rule.min_n, rule.grace_days) < 0
        or max(rule.early_days or 0, rule.late_days, rule.grace_days) > 366
        or rule.min_n > 100_000
    ):
        raise PlanRefused(_("By this rule nothing can be counted."), "rule")


def _check_baseline(span: tuple[date, date], today: date) -> None:
    first, last = span
    if last < first or last >= today or (last - first).days > 5 * 366:
        raise PlanRefused(_("The baseline is from a first to a last day that is over."), "baseline")


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > 200:
        raise PlanRefused(_("Give it a title of up to 200 signs."), "title")
    return title


def _with_currency(terms: Terms) -> Terms:
    return terms if terms.currency else replace(terms, currency=settings.COMPANY_CURRENCY)


def _check_owners(terms: Terms, partner: Partner) -> None:
    for side in Side.values:
        wanted = {one.owner for one in terms.actions if one.side == side and one.owner}
        if unknown := wanted - _addresses(side, partner, wanted):
            raise PlanRefused(
                _("%(who)s does not act for that side. Choose somebody who does, or write a name.")
                % {"who": ", ".join(sorted(unknown))},
                "actions",
            )


def _addresses(side: str, partner: Partner, wanted: Iterable[str] | None = None) -> set[str]:
    """Mail addresses, in small letters, of those who act for a side; of these, where they are named."""
    if wanted is not None and not wanted:
        return set()
    if side == Side.COMPANY:
        people = User.objects.exclude(role="").filter(is_active=True).values_list("email", flat=True)
    else:
        members = Membership.objects.filter(
            partner=partner.merged_into or partner, user__is_active=True, user__role=""
        )
        people = members.values_list("user__email", flat=True)
    return {address.lower() for address in people}


def _link_idea(plan: ImprovementPlan) -> None:
    """The idea that it grows from shows the plan."""
    if plan.source == PlanSource.IDEA and plan.source_about:
        PlanIdea.objects.filter(
            public_id=plan.source_about, partner=plan.partner_id, state=IdeaState.ACCEPTED, plan=None
        ).update(plan=plan)
