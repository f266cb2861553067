"""The database counts what the engine judges: on every basis, by every rule, as of every day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from portal.actors import system_actor
from portal.engine.scaled import SCALE
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import figure, sums_of
from scorecards.facts import Scope, figures, rows_by_partner
from suppliers.actions.judging import judge_lines, keep_rule
from suppliers.engine.judging import Rule, judge_line
from suppliers.engine.lines import LineFacts, Part, PromiseFact, ReceiptFact
from suppliers.enums import Basis
from tests.factories import OrderFactory, PartnerFactory
from tests.golden.storing import store

pytestmark = pytest.mark.django_db
START = date(2026, 3, 1)
RULES = [Rule(), Rule(2, 1), Rule(0, 0, Decimal(10)), Rule(None, 3, Decimal("2.5"))]
DAYS = [START + timedelta(days=days) for days in (8, 15, 24, 60)]
STATUSES = ["confirmed"] * 6 + ["cancelled_by_us", "closed_short", "cancelled_by_partner", "draft", "blocked"]


def some_line(random):
    def day():
        return START + timedelta(days=random.randrange(25))

    promises = []
    for hour in range(random.choice([0, 1, 1, 1, 2, 3])):
        moment = datetime(2026, 3, 1, 8 + hour, tzinfo=UTC) + timedelta(days=random.randrange(12))
        parts = tuple(
            Part(day(), number, random.randint(1, 60)) for number in range(1, random.choice([2, 2, 4]))
        )
        event = random.choice(["confirm", "confirm", "confirm", "reject", "buyer_change", "propose"])
        promises.append(PromiseFact(event, moment, moment.date(), parts))
    receipts = tuple(
        ReceiptFact(day(), random.randint(0, 60), random.choice([0, 0, 0, 5]))
        for _ in range(random.randrange(4))
    )
    return LineFacts(random.randint(1, 100), day(), random.choice(STATUSES), START, tuple(promises), receipts)


@pytest.fixture(scope="module")
def stored(once):
    """A partner, and the facts of its lines."""
    return once(build)


def build():
    random = Random(20260301)
    brandt = PartnerFactory(code="BRANDT")
    order = OrderFactory(partner=brandt, ordered_on=START)
    facts = [some_line(random) for _ in range(80)]
    stored = [store(one, order, str(number)) for number, one in enumerate(facts)]
    judge_lines(by=system_actor(), line_ids=[line.pk for line in stored])
    return brandt, facts


@pytest.fixture
def lines(db, stored):
    return stored[1]


@pytest.mark.parametrize("kept", [True, False], ids=["stored", "in SQL"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_lines_and_quantities(lines, rule, kept):
    if kept:
        keep_rule(by=system_actor(), rule=rule)
    for as_of in DAYS:
        judged = [judge_line(facts, rule, as_of) for facts in lines]
        for basis in Basis:
            outcomes = [one[basis] for one in judged if basis in one and one[basis].counts_from <= as_of]
            scope = Scope(START, START + timedelta(days=30), as_of, basis, rule, kept)
            found = {code: figures(CATALOGUE[code], scope)[None] for code in ("otif_lines", "otif_units")}
            found["on_time_quantity"] = figures(CATALOGUE["on_time_quantity"], scope)[None]
            assert found["otif_lines"].numerator == sum(one.passed for one in outcomes)
            assert found["otif_lines"].n == len(outcomes)
            assert found["otif_units"].numerator == sum(one.accepted_in_window for one in outcomes)
            assert found["otif_units"].denominator == sum(one.quantity for one in outcomes)
            assert found["on_time_quantity"].numerator == sum(one.quantity_in_window for one in outcomes)


@pytest.mark.parametrize("kpi", CATALOGUE.values(), ids=CATALOGUE)
def test_rows_add_up_to_the_sums_of_the_database(lines, stored, kpi):
    for as_of in DAYS:
        scope = Scope(START, START + timedelta(days=30), as_of)
        rows = rows_by_partner(kpi, scope).get(stored[0].pk, [])
        assert figure(kpi, sums_of(kpi, rows)) == figures(kpi, scope)[None]


@pytest.mark.parametrize("as_of", DAYS)
def test_what_is_open_is_what_has_not_come(lines, as_of):
    expected = 0
    for facts in lines:
        outcome = judge_line(facts, Rule(), as_of).get(Basis.FIRST_CONFIRMED)
        if outcome is not None and outcome.due_on < as_of:
            came = sum(one.received for one in facts.receipts if one.received_on <= as_of)
            expected += max(0, outcome.quantity - came) * (as_of - outcome.due_on).days
    found = figures(CATALOGUE["overdue_quantity_days"], Scope(START, START + timedelta(days=30), as_of))
    assert (found[None].numerator or 0) == expected


def test_very_large_sums_are_exact(brandt):
    """Quantities times days outgrow 64 bits long before a company does."""
    order = OrderFactory(partner=brandt, ordered_on=START)
    quantity = 900_000_000
    promised = (Part(START, 1, quantity),)
    facts = LineFacts(
        quantity, START, promises=(PromiseFact("confirm", datetime(2026, 3, 1, tzinfo=UTC), START, promised),)
    )
    stored = [store(facts, order, str(number)) for number in range(8)]
    judge_lines(by=system_actor(), line_ids=[line.pk for line in stored])
    as_of = START + timedelta(days=5_000)
    found = figures(CATALOGUE["overdue_quantity_days"], Scope(START, START, as_of))[None]
    assert found.numerator == 8 * quantity * 5_000
    assert found.numerator * SCALE > 2**63
