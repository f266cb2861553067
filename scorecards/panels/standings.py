"""Tiers and proposals on the composed pages, and in the inbox."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.actors import Actor
from portal.clocks import answer_due, local_day
from portal.enums import StaffRole
from portal.models import Deputy
from portal.registry import Panel, Scheduled, register_panel, register_schedule
from scorecards.actions.proposal_words import what, why
from scorecards.enums import BandAction, ProposalDecision
from scorecards.facts.proposals import open_of, ready
from scorecards.facts.tiers import fits, standings
from scorecards.models import ProposedAction
from scorecards.pages.proposals import effect, proposal_line
from scorecards.pages.tiers import tier_standing
from scorecards.permissions import can_decide_thanks, can_keep_tiers, can_see_cards
from suppliers.models import Partner
from suppliers.registry import Ask, Done, InboxSource, Stub, register_ask, register_sentence

KIND = "standings"
SHOWN = 5


def home_tier(request: HttpRequest) -> dict[str, Any] | None:
    """A partner's tier, and the way to the next one."""
    if request.actor.membership is None:
        return None
    partner = request.actor.membership.partner
    found = standings([partner.pk], local_day())
    has_tiers = any(fits(tier, partner) for tier in found.tiers)
    if not has_tiers and partner.pk not in found.grants:
        return None
    return {"standing": tier_standing(found, partner)}


def home_proposals(request: HttpRequest) -> dict[str, Any] | None:
    """What is proposed about this partner and not decided yet."""
    if request.actor.partner_id is None:
        return None
    return _lines(request.actor, None)


def staff_proposals(request: HttpRequest) -> dict[str, Any] | None:
    """What may be decided now, by who may decide."""
    actor = request.actor
    if not can_decide_thanks(actor):
        return None
    today = local_day()
    found = ready(actor, today, only_thanks=not can_keep_tiers(actor))
    count = found.count()
    if not count:
        return None
    rows = found.select_related("partner", "tier", "from_tier", "card").order_by("proposed_at", "pk")
    return {"proposals": [proposal_line(one, actor, today) for one in rows[:SHOWN]], "count": count}


def partner_tier(request: HttpRequest, partner: Partner) -> dict[str, Any] | None:
    """On a partner's page, for both sides: its tier, the way to the next, and what is proposed."""
    actor = request.actor
    if not can_see_cards(actor):
        return None
    found = standings([partner.pk], local_day())
    grant, lines = found.grants.get(partner.pk), _lines(actor, partner)
    if not found.tiers and grant is None and lines is None:
        return None
    may_keep = can_keep_tiers(actor) and partner.merged_into_id is None
    return {
        "standing": tier_standing(found, partner),
        "proposals": lines["proposals"] if lines else [],
        "give_url": reverse("scorecards:tier_give") + f"?partner={partner.public_id}" if may_keep else "",
        "end_url": reverse("scorecards:tier_end", args=[grant.public_id]) if may_keep and grant else "",
    }


def _lines(actor: Actor, partner: Partner | None) -> dict[str, Any] | None:
    today = local_day()
    found = open_of(actor, today)
    if not actor.is_staff:
        found = found.exclude(action=BandAction.THANK)  # no news until somebody says it
    rows = list((found.filter(partner=partner) if partner else found)[:SHOWN])
    return {"proposals": [proposal_line(one, actor, today) for one in rows]} if rows else None


@dataclass(frozen=True)
class StandingAsk:
    """What a card of the inbox says of a proposal."""

    what: str
    why: list[str]
    answer: str
    answer_who: str
    effect: str
    url: str
    forms: dict[str, Any] = field(default_factory=dict)


def waiting(actor: Actor, ours: Mapping[str, int]) -> list[Stub]:
    """What may be decided now: of the buyer who looks after the partner, if that one may decide it."""
    today = local_day()
    keeps = can_keep_tiers(actor)
    rows = ready(actor, today, only_thanks=not keeps).values_list(
        "public_id", "partner_id", "partner__owner_id", "partner__owner__role", "proposed_at", "answered_at",
        "answer_by", "action",
    )  # fmt: skip
    return [_stub(*row) for row in rows.order_by()] if can_decide_thanks(actor) else []


def mine(actor: Actor, away: QuerySet[Deputy]) -> QuerySet[ProposedAction]:
    """Those of this buyer's partners, of those for whom they stand in, and of whose owner may not decide."""
    if not can_decide_thanks(actor):
        return ProposedAction.objects.none()
    keepers = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)
    theirs = Q(partner__owner__role__in=keepers) | Q(
        partner__owner__role=StaffRole.BUYER, action=BandAction.THANK
    )
    own = Q(partner__owner=actor.user) | Q(partner__owner__in=away.values("user_id"))
    found = ready(actor, local_day(), only_thanks=not can_keep_tiers(actor))
    return found.filter(own | Q(partner__owner=None) | ~theirs)


def _stub(
    key: str,
    partner: int,
    owner: int | None,
    role: str | None,
    proposed_at: dt.datetime,
    answered_at: dt.datetime | None,
    answer_by: dt.date,
    action: str,
) -> Stub:
    """An answer is answered as soon as any other word; else we take as many days as the partner had."""
    days = dt.timedelta(days=settings.ANSWER_DAYS)
    end = dt.datetime.combine(answer_by + days, dt.time.max, timezone.get_default_timezone())
    due = answer_due(answered_at) if answered_at else end
    may = role in ("administrator", "purchasing_manager") or (action == "thank" and role == "buyer")
    owners = frozenset({owner}) if owner is not None and may else frozenset[int]()
    return Stub(KIND, key, partner, answered_at or proposed_at, due, owners)


def asks(actor: Actor, stubs: Sequence[Stub], now: dt.datetime) -> list[Ask]:
    keys = {stub.key: stub for stub in stubs}
    rows = ProposedAction.objects.for_actor(actor).filter(public_id__in=keys)
    rows = rows.select_related("partner", "tier", "from_tier", "card")
    return [
        Ask(
            keys[one.public_id],
            one.partner.name,
            _("%(partner)s: %(what)s") % {"partner": one.partner.name, "what": what(one)},
            "scorecards/proposals/ask.html",
            StandingAsk(
                what=what(one),
                why=why(one),
                answer=one.answer,
                answer_who=one.answered_by,
                effect=effect(one),
                url=reverse("scorecards:proposal", args=[one.public_id]),
            ),
            what(one),
        )
        for one in rows
    ]


def answered(actor: Actor, since: dt.datetime) -> list[Done]:
    rows = ProposedAction.objects.for_actor(actor).filter(
        decided_at__gte=since, decision__in=(ProposalDecision.GRANTED, ProposalDecision.DECLINED)
    )
    return [
        Done(
            one.decided_at,
            one.decided_by_label,
            _("%(decision)s: %(what)s") % {"decision": one.get_decision_display(), "what": what(one)},
            one.partner.name,
            reverse("scorecards:proposal", args=[one.public_id]),
        )
        for one in rows.select_related("partner", "tier", "from_tier").order_by("-decided_at")
    ]


register_panel("home.partner", Panel("proposed", "scorecards/proposals/panel.html", home_proposals, order=15))
register_panel("home.partner", Panel("tier", "scorecards/tiers/home.html", home_tier, order=12, side=True))
register_panel(
    "home.staff", Panel("proposed", "scorecards/proposals/staff.html", staff_proposals, order=25, side=True)
)
register_panel(
    "partner.side", Panel("tier", "scorecards/tiers/partner.html", partner_tier, order=20, side=True)
)
register_ask(
    InboxSource(
        kind=KIND,
        label=gettext_lazy("Proposed by a rule"),
        tab=gettext_lazy("Bands and tiers"),
        waiting=waiting,
        asks=asks,
        answered=answered,
        order=60,
        mine=mine,
    )
)
register_schedule(Scheduled("scorecards.jobs.tell_what_ends", 86_400))
register_sentence("rule.answered", gettext_lazy("Answered what was proposed: %(what)s"))
register_sentence("rule.granted", gettext_lazy("Granted what was proposed: %(what)s"))
register_sentence("rule.declined", gettext_lazy("Declined what was proposed: %(what)s"))
register_sentence("tier.granted", gettext_lazy("Became %(tier)s, until %(until)s"))
register_sentence("tier.ended", gettext_lazy("No longer %(tier)s: %(reason)s"))
register_sentence("tier.ending_told", gettext_lazy("Both sides told that %(tier)s ends on %(until)s"))
