"""Plans that wait for our signature or answer and ideas that wait for our decision, as inbox cards."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Side
from portal.models import Deputy
from scorecards.enums import IdeaState, VersionState
from scorecards.models import ImprovementPlan, PlanIdea, PlanSignature, PlanVersion
from scorecards.policies_plans import ENDED, open_version
from suppliers.facts.case_clocks import end_of
from suppliers.facts.colleagues import acting_people
from suppliers.registry import Ask, Done, Stub

PLANS, IDEAS = "plans", "ideas"
# So long a signature may take before it stands in red: the second reminder comes then.
SIGN_WITHIN = dt.timedelta(days=10)


@dataclass(frozen=True)
class PlanAsk:
    """What they said, and where it is answered."""

    url: str
    act: str
    who: str
    at: dt.datetime
    text: str
    note: str = ""
    forms: dict[str, Any] = field(default_factory=dict)


def unsigned() -> QuerySet[PlanVersion]:
    """Terms that wait for our signature."""
    ours = PlanSignature.objects.filter(version=OuterRef("pk"), side=Side.COMPANY)
    return PlanVersion.objects.filter(~Exists(ours), state=VersionState.OPEN)


def waiting_plans(actor: Actor) -> QuerySet[ImprovementPlan]:
    """Terms without our signature, or the partner asks to call it off."""
    terms = Exists(unsigned().filter(plan=OuterRef("pk")))
    rows = ImprovementPlan.objects.for_actor(actor).exclude(state__in=ENDED)
    return rows.filter(terms | Q(stop_asked_by_side=Side.PARTNER))


def waiting_ideas(actor: Actor) -> QuerySet[PlanIdea]:
    """Of partners, as far as this actor may read them."""
    return PlanIdea.objects.for_actor(actor).filter(state=IdeaState.WAITING, side=Side.PARTNER)


def plan_stubs(actor: Actor, ours: Mapping[str, int]) -> list[Stub]:
    known = set(ours.values())
    rows = waiting_plans(actor).prefetch_related("versions__signatures")
    found = []
    for one in rows:
        since = _since(one)
        owners = frozenset({one.our_owner_id} & known)
        found.append(Stub(PLANS, one.public_id, one.partner_id, since, since + SIGN_WITHIN, owners))
    return found


def idea_stubs(actor: Actor, ours: Mapping[str, int]) -> list[Stub]:
    known = set(ours.values())
    return [
        Stub(
            IDEAS,
            one.public_id,
            one.partner_id,
            one.proposed_at,
            end_of(one.decide_by),
            frozenset({one.partner.owner_id} & known),
        )
        for one in waiting_ideas(actor).select_related("partner")
    ]


def my_plans(actor: Actor, away: QuerySet[Deputy]) -> QuerySet[ImprovementPlan]:
    return waiting_plans(actor).filter(_mine("our_owner", actor, away))


def my_ideas(actor: Actor, away: QuerySet[Deputy]) -> QuerySet[PlanIdea]:
    return waiting_ideas(actor).filter(_mine("partner__owner", actor, away))


def _mine(owner: str, actor: Actor, away: QuerySet[Deputy]) -> Q:
    """Of this buyer, of those for whom they stand in, and of nobody who answers."""
    ours = acting_people("").order_by()
    mine = Q(**{owner: actor.user}) | Q(**{f"{owner}__in": away.values("user_id")})
    return mine | Q(**{f"{owner}__isnull": True}) | ~Q(**{f"{owner}__in": ours.values("pk")})


def plan_asks(actor: Actor, stubs: Sequence[Stub], now: dt.datetime) -> list[Ask]:
    by_key = {stub.key: stub for stub in stubs}
    rows = ImprovementPlan.objects.for_actor(actor).filter(public_id__in=by_key)
    rows = rows.select_related("partner").prefetch_related("versions__signatures")
    return [_plan_ask(by_key[one.public_id], one) for one in rows]


def _plan_ask(stub: Stub, plan: ImprovementPlan) -> Ask:
    url = reverse("scorecards:plan", args=[plan.public_id])
    version = open_version(plan)
    if plan.stop_asked_by_side == Side.PARTNER:
        title = _("%(partner)s would like to call a plan off") % {"partner": plan.partner.name}
        detail = PlanAsk(url, _("Answer"), plan.partner.name, stub.asked_at, plan.stop_reason, plan.title)
    else:
        title = _("%(partner)s: a plan waits for our signature") % {"partner": plan.partner.name}
        who = version.made_by_label if version else plan.proposed_by_label
        why = version.why if version else ""
        detail = PlanAsk(url, _("Read and sign"), who, stub.asked_at, why, f"{plan.title} ({plan.reference})")
    return Ask(stub, plan.partner.name, title, "scorecards/plans/inbox.html", detail, plan.title)


def idea_asks(actor: Actor, stubs: Sequence[Stub], now: dt.datetime) -> list[Ask]:
    by_key = {stub.key: stub for stub in stubs}
    rows = PlanIdea.objects.for_actor(actor).filter(public_id__in=by_key).select_related("partner")
    return [
        Ask(
            by_key[one.public_id],
            one.partner.name,
            _("%(partner)s has an idea: %(title)s") % {"partner": one.partner.name, "title": one.title},
            "scorecards/plans/inbox.html",
            PlanAsk(
                reverse("scorecards:idea", args=[one.public_id]),
                _("Decide"),
                one.proposed_by_label,
                one.proposed_at,
                one.text,
                _("Confidential") if one.is_confidential else "",
            ),
            one.title,
        )
        for one in rows
    ]


def plans_answered(actor: Actor, since: dt.datetime) -> list[Done]:
    """Our signatures since that moment: one query."""
    plans = ImprovementPlan.objects.for_actor(actor)
    rows = PlanSignature.objects.filter(side=Side.COMPANY, at__gte=since, version__plan__in=plans)
    return [
        Done(
            one.at,
            one.name,
            _("Plan signed: %(title)s") % {"title": one.version.plan.title},
            one.version.plan.partner.name,
            reverse("scorecards:plan", args=[one.version.plan.public_id]),
        )
        for one in rows.select_related("version__plan__partner").order_by("-at", "-pk")
    ]


def ideas_answered(actor: Actor, since: dt.datetime) -> list[Done]:
    decided = (IdeaState.ACCEPTED, IdeaState.DECLINED)
    rows = PlanIdea.objects.for_actor(actor).filter(
        side=Side.PARTNER, state__in=decided, decided_at__gte=since
    )
    return [
        Done(
            one.decided_at,
            one.decided_by_label,
            _("Idea, %(state)s: %(title)s") % {"state": one.get_state_display().lower(), "title": one.title},
            one.partner.name,
            reverse("scorecards:idea", args=[one.public_id]),
        )
        for one in rows.select_related("partner").order_by("-decided_at", "-pk")
        if one.decided_at is not None
    ]


def _since(plan: ImprovementPlan) -> dt.datetime:
    version = open_version(plan)
    return version.made_at if version is not None else plan.updated_at
