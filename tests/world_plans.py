"""A plan in progress with other terms that wait, a gain and a confidential idea, for the world of tests."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from portal.actors import Actor
from portal.enums import PartnerRole
from portal.enums import Side as Which
from scorecards.actions import ideas, plan_actions, plans
from scorecards.engine.plan_terms import ActionTerm, Benefit, Cause, Obligation, PlanRule, Terms
from scorecards.models import GainShareEntry, PlanAction, PlanComment

_BEGUN = datetime(2026, 9, 7, 9, tzinfo=UTC)


def add_plans(side: Any, manager: Actor) -> None:
    """Every text of it carries the word of its side."""
    own = Actor(user=side.people[PartnerRole.ADMIN], membership=side.memberships[PartnerRole.ADMIN])
    given = _terms(side.word)
    side.plan = plans.propose(
        by=manager,
        partner=side.partner,
        title=f"{side.word} plan",
        kpi="otif_lines",
        rule=PlanRule(),
        baseline=(date(2026, 1, 1), date(2026, 3, 31)),
        terms=given,
        sign=True,
        at=_BEGUN,
    )
    plans.sign(by=own, version=side.plan.versions.get(), at=_BEGUN)
    side.plan.refresh_from_db()
    plans.start(by=manager, plan=side.plan, at=_BEGUN)
    plans.change(
        by=manager, plan=side.plan, terms=_terms(side.word, hold=2), why=f"{side.word} why", at=_BEGUN
    )
    side.plan_action = PlanAction.objects.get(plan=side.plan, key="theirs")
    plan_actions.finish(by=own, action=side.plan_action, evidence=f"{side.word} photo", at=_BEGUN)
    PlanComment.objects.create(
        plan=side.plan,
        side=Which.PARTNER,
        user=own.user,
        said_by=own.label,
        at=_BEGUN,
        text=f"{side.word} pattern shop",
    )
    PlanComment.objects.create(
        plan=side.plan,
        side=Which.COMPANY,
        user=manager.user,
        said_by=manager.label,
        at=_BEGUN,
        text=f"{side.word} is slow",
        staff_only=True,
    )
    side.gain = GainShareEntry.objects.create(
        plan=side.plan,
        booked_on=date(2026, 10, 1),
        text=f"{side.word} freight",
        basis=f"{side.word} rush orders",
        total_minor=1_000_001,
        partner_minor=500_001,
        company_minor=500_000,
        currency="EUR",
        partner_share=Decimal("0.5"),
        verified_by=manager.user,
        verified_by_label=manager.label,
        at=_BEGUN,
    )
    side.idea = ideas.propose(
        by=own, partner=side.partner, title=f"{side.word} idea", text=f"{side.word} crates", at=_BEGUN
    )
    side.secret_idea = ideas.propose(
        by=own,
        partner=side.partner,
        title=f"{side.word} secret",
        text=f"{side.word} alloy",
        is_confidential=True,
        at=_BEGUN,
    )


def _terms(word: str, hold: int = 1) -> Terms:
    return Terms(
        target=Decimal("0.9"),
        by_when=date(2030, 6, 30),
        hold=hold,
        cause=Cause("words", (("words", f"{word} furnace"),)),
        actions=(
            ActionTerm(
                "theirs", "partner", f"{word} box", owner_name=f"{word} foreman", due_on=date(2030, 1, 1)
            ),
            ActionTerm("ours", "company", f"{word} drawing", due_on=date(2030, 1, 1)),
        ),
        obligations=(Obligation("company", f"{word} forecast"),),
        benefits=(Benefit("both", f"{word} stock", f"{word} units", 1_000_001),),
        currency="EUR",
    )
