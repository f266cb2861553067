"""Plans of Brandt's, at any stage; what they measure is said by the test."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.enums import Side
from scorecards.actions import plans
from scorecards.engine.plan_terms import ActionTerm, Benefit, Obligation, PlanRule, Terms
from scorecards.facts.plans import Measured, rule_of
from scorecards.facts.plans import closing_day as closing

PROPOSED = datetime(2026, 5, 12, 9, tzinfo=UTC)
BASELINE = (date(2026, 1, 1), date(2026, 3, 31))


def moment(text):
    return datetime.fromisoformat(f"{text}T10:00:00+00:00")


def terms(**changes):
    given = {
        "target": Decimal("0.9"),
        "by_when": date(2026, 9, 30),
        "hold": 1,
        "actions": (
            ActionTerm("box", Side.PARTNER, "Second core box", due_on=date(2026, 7, 15), waits_for="draw"),
            ActionTerm("draw", Side.COMPANY, "Release the drawing", due_on=date(2026, 6, 20)),
        ),
        "obligations": (Obligation("company", "A forecast of 13 weeks each month"),),
        "benefits": (Benefit("both", "Fewer rush freights", "12 months before", 1_000_001),),
        "currency": "EUR",
        "partner_share": Decimal("0.5"),
    }
    return Terms(**{**given, **changes})


def propose(by, partner, *, given=None, at=PROPOSED, **changes):
    return plans.propose(
        by=by,
        partner=partner,
        title=changes.pop("title", "On time and in full"),
        kpi=changes.pop("kpi", "otif_lines"),
        rule=changes.pop("rule", PlanRule()),
        baseline=changes.pop("baseline", BASELINE),
        terms=given or terms(),
        at=at,
        **changes,
    )


def version_of(plan):
    return plan.versions.order_by("-number").first()


@pytest.fixture
def us(alice, actor_of):
    return actor_of(alice)


@pytest.fixture
def them(bob, actor_of):
    return actor_of(bob)


@pytest.fixture
def colleague(dana, actor_of):
    return actor_of(dana)


@pytest.fixture
def plan(us, them, brandt):
    return propose(us, brandt)


@pytest.fixture
def agreed(plan, us, them):
    for by in (us, them):
        plans.sign(by=by, version=version_of(plan), at=moment("2026-06-01"))
    plan.refresh_from_db()
    return plan


@pytest.fixture
def running(agreed, us):
    plans.start(by=us, plan=agreed, at=moment("2026-07-02"))
    return agreed


@pytest.fixture
def measuring(running, us):
    plans.claim(by=us, plan=running, at=moment("2026-07-20"))
    return running


@pytest.fixture
def figures(monkeypatch):
    """What periods come to, by their keys; others have no data."""
    said = {}

    def measured(plan, periods, today):
        rule = rule_of(plan)
        return [
            Measured(
                one.key,
                one.start,
                one.end,
                closing(rule, one.end),
                None if said.get(one.key) is None else Decimal(str(said[one.key])),
                0 if said.get(one.key) is None else 20,
                None,
                None,
                True,
                said.get(one.key) is not None,
            )
            for one in periods
        ]

    monkeypatch.setattr("scorecards.actions.plan_effect.measured", measured)
    return said
