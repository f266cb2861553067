"""What the pages about contribution are told of partners."""

from datetime import date
from decimal import Decimal

import pytest

from portal.actors import Actor, system_actor
from portal.engine.periods import Period
from scorecards.actions.publishing import publish
from scorecards.facts.measures import last_reviews
from scorecards.models import ReviewPack, Scorecard
from suppliers.registry import measures
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
YEAR = date(2026, 1, 1), date(2026, 12, 31)
LATER = date(2026, 11, 20)


@pytest.fixture
def cards(template, brandt, kestrel, deliver):
    """Brandt has two cards, Kestrel one; August was worse than September."""
    deliver(brandt, [0] * 6 + [5] * 4, due=date(2026, 8, 10), ordered=date(2026, 7, 1))
    deliver(brandt, [0] * 9 + [5])
    deliver(kestrel, [0] * 6)
    for period in ("2026-08", "2026-09"):
        publish(by=system_actor(), template=template, period=Period.parse(period), today=LATER)


def test_the_score_is_that_of_the_newest_card_within_the_days(cards, brandt, kestrel, template):
    everybody = [brandt.pk, kestrel.pk]
    found = measures("score", system_actor(), everybody, *YEAR)
    september = Scorecard.objects.get(partner=brandt, period="2026-09")
    assert found[brandt.pk].value == september.score
    august = measures("score", system_actor(), everybody, date(2026, 8, 1), date(2026, 8, 31))
    assert august[brandt.pk].value == Scorecard.objects.get(partner=brandt, period="2026-08").score
    assert kestrel.pk not in august
    assert august[brandt.pk].value != september.score


def test_otif_is_the_catalogues(cards, brandt, kestrel):
    found = measures("otif", system_actor(), [brandt.pk, kestrel.pk], *YEAR)
    assert (found[brandt.pk].value, found[brandt.pk].n) == (Decimal("0.75"), 20)
    assert (found[kestrel.pk].value, found[kestrel.pk].target) == (1, Decimal("0.95"))


def test_a_partner_is_told_nothing_of_others(cards, brandt, kestrel):
    bob = MembershipFactory(partner=brandt)
    actor = Actor(user=bob.user, membership=bob)
    assert set(measures("score", actor, [brandt.pk, kestrel.pk], *YEAR)) == {brandt.pk}
    assert measures("otif", actor, [brandt.pk, kestrel.pk], *YEAR) == {}


def test_the_last_review(cards, brandt, kestrel):
    for day in (date(2026, 3, 31), date(2026, 9, 30)):
        ReviewPack.objects.create(
            partner=brandt, period="2026-09", starts_on=day, ends_on=day, as_of=day, document={}, digest="",
            schema_version=1, made_at="2026-10-05T08:00Z", made_by="Alice",
        )  # fmt: skip
    assert last_reviews([brandt.pk, kestrel.pk]) == {brandt.pk: date(2026, 9, 30)}


def test_the_same_number_of_statements_for_more_partners(cards, brandt, kestrel, django_assert_num_queries):
    for partners in ([brandt.pk], [brandt.pk, kestrel.pk]):
        with django_assert_num_queries(4):
            measures("score", system_actor(), partners, *YEAR)
            measures("otif", system_actor(), partners, *YEAR)
            last_reviews(partners)
