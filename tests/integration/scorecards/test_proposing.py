"""What cards propose, what overtakes it, and what people make of it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.actors import Actor, system_actor
from portal.enums import PartnerRole, StaffRole
from portal.models import OutboxMessage
from scorecards.actions import grants, proposals, proposing
from scorecards.actions.proposing import propose
from scorecards.actions.templates import BandSpec, LineSpec, add_version
from scorecards.enums import BandAction, ProposalDecision, ProposalKind
from scorecards.facts import reviewing
from scorecards.models import ProposedAction, Scorecard, ScorecardTemplate, Tier, TierGrant
from suppliers.models import PartnerDocument, Recognition
from tests.factories import MembershipFactory, PartnerFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10")
BANDS = [
    BandSpec("At risk", Decimal(0), Decimal(50), "hold"),
    BandSpec("Developing", Decimal(50), Decimal(70), "warn"),
    BandSpec("Reliable", Decimal(70), Decimal(85), ""),
    BandSpec("Preferred", Decimal(85), Decimal(100), "thank"),
]


@pytest.fixture
def version(db):
    template = ScorecardTemplate.objects.create(name="By hand")
    lines = [LineSpec("otif_lines", Decimal(100), Decimal("0.95"), Decimal("0.7"))]
    return add_version(by=system_actor(), template=template, lines=lines, bands=BANDS)


@pytest.fixture
def card(version):
    """`card(partner, "2026-09", 91)`: a published card, the newest revision."""

    def make(partner, period, score, *, revision=1, coverage=1, band=None):
        start = date.fromisoformat(f"{period}-01")
        end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        name = next((one.name for one in reversed(BANDS) if score is not None and score >= one.lower), "")
        earlier = Scorecard.objects.filter(partner=partner, period=period)
        Scorecard._base_manager.filter(pk__in=earlier).update(is_latest=False)
        return Scorecard.objects.create(
            partner=partner, template=version.template, version=version, period=period, starts_on=start,
            ends_on=end, revision=revision, as_of=end + timedelta(days=3),
            score=None if score is None else Decimal(str(score)), coverage=Decimal(str(coverage)),
            band=name if band is None else band, digest="0" * 64, engine_version=1, published_at=NOW,
            published_by="Alice",
        )  # fmt: skip

    return make


@pytest.fixture
def manager(db):
    return Actor(
        user=StaffFactory(
            name="Alice Moreau", email="manager@halden.example", role=StaffRole.PURCHASING_MANAGER
        )
    )


@pytest.fixture
def partner(db):
    return PartnerFactory(name="Brandt Castings")


@pytest.fixture
def bob(partner):
    user = UserFactory(name="Bob", email="bob@brandt.example")
    return Actor(user=user, membership=MembershipFactory(user=user, partner=partner, role=PartnerRole.ADMIN))


@pytest.fixture
def charlie_actor(kestrel, charlie):
    return Actor(user=charlie, membership=kestrel.memberships.get(user=charlie))


@pytest.fixture
def preferred(db):
    return Tier.objects.create(
        name="Preferred", rank=20, min_score=85, periods=3, documents="ISO 9001", benefits="Paid in 14 days"
    )


@pytest.fixture
def approved(db):
    return Tier.objects.create(name="Approved", rank=10, min_score=70, periods=2, benefits="Named first")


def run(*cards, at=NOW):
    propose(by=system_actor(), cards=cards, at=at)


def made(partner, kind=ProposalKind.BAND):
    found = ProposedAction.objects.filter(partner=partner, kind=kind).order_by("pk")
    return [(one.action or str(one.tier or "-"), one.decision) for one in found]


def certify(partner, until=date(2027, 12, 31)):
    PartnerDocument.objects.create(partner=partner, type="ISO 9001", number="1", expires_on=until)


def give(manager, partner, tier, until=date(2027, 9, 30)):
    return grants.give(by=manager, partner=partner, tier=tier, ends_on=until, reason="Steady", at=NOW)


class TestBands:
    @pytest.mark.parametrize(
        ("score", "action"), [(91, ["thank"]), (75, []), (60, ["warn"]), (20, ["hold"]), (None, [])]
    )
    def test_a_band_proposes_what_its_template_says(self, card, partner, score, action):
        run(card(partner, "2026-09", score))
        assert made(partner) == [(one, "") for one in action]

    def test_what_could_not_be_graded_proposes_nothing(self, card, partner):
        run(card(partner, "2026-09", 20, coverage="0.49", band=""))
        assert made(partner) == []

    def test_twice_is_once(self, card, partner):
        one = card(partner, "2026-09", 60)
        run(one)
        run(one)
        assert made(partner) == [("warn", "")]

    def test_a_revision_of_another_band_overtakes_the_open_one(self, card, partner):
        run(card(partner, "2026-09", 60))
        run(card(partner, "2026-09", 91, revision=2))
        assert made(partner) == [("warn", "overtaken"), ("thank", "")]

    def test_a_revision_of_the_same_band_leaves_it_also_when_it_was_decided(
        self, card, partner, manager, bob
    ):
        run(card(partner, "2026-09", 60))
        first = ProposedAction.objects.get()
        proposals.answer(by=bob, proposal=first, text="A new furnace since Monday.", at=NOW)
        proposals.decline(by=manager, proposal=first, reason="The furnace explains it.", at=NOW)
        run(card(partner, "2026-09", 62, revision=2))
        assert made(partner) == [("warn", "declined")]

    def test_the_next_month_overtakes_what_nobody_answered_but_not_an_answer(self, card, partner, bob):
        run(card(partner, "2026-08", 60))
        run(card(partner, "2026-09", 61))
        assert made(partner) == [("warn", "overtaken"), ("warn", "")]
        newest = ProposedAction.objects.get(decision="")
        proposals.answer(by=bob, proposal=newest, text="Read this first.", at=NOW)
        run(card(partner, "2026-10", 91))
        assert made(partner)[1:] == [("warn", ""), ("thank", "")]

    def test_a_card_of_long_ago_proposes_nothing_new(self, card, partner):
        card(partner, "2026-09", 75)
        run(card(partner, "2026-07", 20))
        assert made(partner) == []

    def test_its_people_hear_of_a_warning_and_not_that_thanks_are_proposed(self, card, partner, bob):
        run(card(partner, "2026-08", 91))
        assert not OutboxMessage.objects.exists()
        run(card(partner, "2026-09", 60))
        mail = OutboxMessage.objects.get()
        assert (mail.to, mail.scope) == ("bob@brandt.example", partner.public_id)
        assert "Developing" in mail.text
        assert "15 Oct" in mail.text.replace("\u00a0", " ")

    def test_the_partner_reads_of_thanks_when_somebody_says_them_and_not_before(
        self, card, partner, manager, bob
    ):
        """Nor of those that nobody wanted to say, with the reason why."""
        of_bob = ProposedAction.objects.for_actor(bob)
        newest = card(partner, "2026-09", 91)
        run(newest)
        one = ProposedAction.objects.get()
        assert (list(of_bob), list(ProposedAction.objects.for_actor(manager))) == ([], [one])
        assert not reviewing.proposals_of(manager, partner)  # both sides read a review pack
        proposals.decline(by=manager, proposal=one, reason="They charged for it.", at=NOW)
        assert list(of_bob.all()) == []
        run(card(partner, "2026-10", 91))
        other = ProposedAction.objects.exclude(pk=one.pk).get()
        proposals.grant(by=manager, proposal=other, reason="Thank you", at=NOW)
        assert list(of_bob.all()) == [other]


class TestTiers:
    def test_three_good_cards_and_the_certificate_propose_it(self, card, partner, preferred):
        certify(partner)
        cards = [card(partner, period, 90) for period in MONTHS[:3]]
        run(cards[-1])
        one = ProposedAction.objects.get(kind=ProposalKind.TIER)
        assert (one.tier, one.from_tier, one.card) == (preferred, None, cards[-1])
        assert [period for period, _ in one.why["scores"]] == list(reversed(MONTHS[:3]))
        assert {Decimal(score) for _, score in one.why["scores"]} == {90}

    def test_two_cards_or_no_certificate_do_not(self, card, partner, preferred, kestrel):
        certify(partner)
        for period in MONTHS[1:3]:
            newest = card(partner, period, 90)
        others = [card(kestrel, period, 90) for period in MONTHS[:3]]
        run(newest, others[-1])
        assert made(partner, ProposalKind.TIER) == made(kestrel, ProposalKind.TIER) == []

    def test_a_card_that_was_not_graded_neither_counts_nor_breaks_the_row(self, card, partner, preferred):
        certify(partner)
        for period, score in zip(MONTHS, (90, 90, None, 90), strict=True):
            newest = card(partner, period, score)
        run(newest)
        assert made(partner, ProposalKind.TIER) == [("Preferred", "")]

    def test_one_card_under_the_score_proposes_the_tier_below(
        self, card, partner, manager, preferred, approved
    ):
        certify(partner)
        give(manager, partner, preferred)
        for period, score in zip(MONTHS, (90, 90, 90, 80), strict=True):
            newest = card(partner, period, score)
        run(newest)
        one = ProposedAction.objects.get(kind=ProposalKind.TIER)
        assert (one.tier, one.from_tier) == (approved, preferred)
        assert TierGrant.objects.get(ended_at=None).tier == preferred  # nothing is taken by a rule

    def test_a_tier_that_ends_soon_and_is_deserved_is_proposed_for_longer(
        self, card, partner, manager, preferred
    ):
        certify(partner)
        give(manager, partner, preferred, until=date(2026, 11, 30))
        for period in MONTHS[:3]:
            newest = card(partner, period, 90)
        run(newest)
        one = ProposedAction.objects.get(kind=ProposalKind.TIER)
        assert one.tier == one.from_tier == preferred

    def test_too_few_cards_are_no_reason_to_take_it(self, card, partner, manager, preferred):
        certify(partner)
        give(manager, partner, preferred)
        run(card(partner, "2026-09", 90))
        assert made(partner, ProposalKind.TIER) == []

    def test_what_is_no_longer_deserved_is_overtaken(self, card, partner, preferred):
        certify(partner)
        for period in MONTHS[:3]:
            newest = card(partner, period, 90)
        run(newest)
        run(card(partner, "2026-10", 60))
        assert made(partner, ProposalKind.TIER) == [("Preferred", "overtaken")]

    def test_tiers_of_another_kind_and_those_no_longer_offered_are_not_proposed(self, card, partner):
        Tier.objects.create(name="Agents", rank=1, kind="agent", min_score=0, periods=1, benefits="-")
        Tier.objects.create(name="Old", rank=2, is_active=False, min_score=0, periods=1, benefits="-")
        run(card(partner, "2026-09", 90))
        assert made(partner, ProposalKind.TIER) == []


class TestAtOnce:
    def test_what_a_person_decides_while_a_newer_card_is_made_stays_decided(
        self, card, partner, manager, bob, monkeypatch
    ):
        run(card(partner, "2026-09", 60))
        one = ProposedAction.objects.get()
        proposals.answer(by=bob, proposal=one, text="We see it too.", at=NOW)
        looking = proposing._look

        def look_then_somebody_decides(*args):
            known = looking(*args)
            proposals.decline(by=manager, proposal=one, reason="It was our drawing", at=NOW)
            return known

        monkeypatch.setattr(proposing, "_look", look_then_somebody_decides)
        run(card(partner, "2026-09", 91, revision=2))
        one.refresh_from_db()
        assert (one.decision, one.reason) == (ProposalDecision.DECLINED, "It was our drawing")


class TestDeciding:
    def test_bad_news_waits_for_the_answer_or_its_days(self, card, partner, manager, bob):
        run(card(partner, "2026-09", 60))
        one = ProposedAction.objects.get()
        until = date(2027, 3, 31)
        with pytest.raises(ValidationError, match="15 October 2026"):
            proposals.grant(by=manager, proposal=one, reason="Too often", ends_on=until, at=NOW)
        later = NOW + timedelta(days=11)
        done = proposals.grant(by=manager, proposal=one, reason="Too often", ends_on=until, at=later)
        assert (done.decision, done.ends_on) == (ProposalDecision.GRANTED, until)
        with pytest.raises(ValidationError):
            proposals.answer(by=bob, proposal=one, text="Wait", at=later)

    def test_everything_but_thanks_has_a_last_day(self, card, partner, manager, bob):
        run(card(partner, "2026-09", 60))
        one = ProposedAction.objects.get()
        proposals.answer(by=bob, proposal=one, text="We see it too.", at=NOW)
        with pytest.raises(ValidationError):
            proposals.grant(by=manager, proposal=one, reason="Too often", at=NOW)

    def test_granted_thanks_are_said_with_the_reason_as_their_words(self, card, partner, manager, bob):
        run(card(partner, "2026-09", 91))
        one = ProposedAction.objects.get()
        proposals.grant(by=manager, proposal=one, reason="Three months without a late line.", at=NOW)
        said = Recognition.objects.get()
        assert (said.partner, said.text) == (partner, "Three months without a late line.")
        assert said.about == one.card.public_id
        assert OutboxMessage.objects.get().to == "bob@brandt.example"

    def test_a_hold_is_written_down_and_nothing_else(self, card, partner, manager, bob):
        run(card(partner, "2026-09", 20))
        one = ProposedAction.objects.get()
        proposals.answer(by=bob, proposal=one, text="We know.", at=NOW)
        proposals.grant(by=manager, proposal=one, reason="Quality", ends_on=date(2026, 12, 31), at=NOW)
        status = partner.status
        partner.refresh_from_db()
        assert partner.status == status

    def test_a_granted_tier_is_in_force_with_reason_and_end(self, card, partner, manager, bob, preferred):
        certify(partner)
        for period in MONTHS[:3]:
            newest = card(partner, period, 90)
        run(newest)
        one = ProposedAction.objects.get(kind=ProposalKind.TIER)
        proposals.grant(by=manager, proposal=one, reason="Steady", ends_on=date(2027, 9, 30), at=NOW)
        grant = TierGrant.objects.in_force(date(2026, 10, 5)).get()
        assert (grant.tier, grant.proposal, grant.reason) == (preferred, one, "Steady")
        assert not TierGrant.objects.in_force(date(2027, 10, 1)).exists()

    def test_a_lower_tier_takes_the_place_of_the_higher_once_it_is_granted(
        self, card, partner, manager, bob, preferred, approved
    ):
        certify(partner)
        give(manager, partner, preferred)
        for period in MONTHS:
            newest = card(partner, period, 75)
        run(newest)
        one = ProposedAction.objects.get(kind=ProposalKind.TIER)
        with pytest.raises(ValidationError):
            proposals.grant(by=manager, proposal=one, reason="No", ends_on=date(2027, 1, 1), at=NOW)
        proposals.answer(by=bob, proposal=one, text="Fair.", at=NOW)
        proposals.grant(by=manager, proposal=one, reason="For now", ends_on=date(2027, 1, 1), at=NOW)
        assert [grant.tier for grant in TierGrant.objects.in_force(date(2026, 10, 5))] == [approved]

    def test_a_buyer_says_thanks_and_no_more(self, card, partner, kestrel):
        buyer = Actor(user=StaffFactory(role=StaffRole.BUYER))
        run(card(partner, "2026-09", 91), card(kestrel, "2026-09", 60))
        thanks, warning = ProposedAction.objects.order_by("action")
        assert (thanks.action, warning.action) == (BandAction.THANK, BandAction.WARN)
        with pytest.raises(PermissionDenied):
            proposals.decline(by=buyer, proposal=warning, reason="No", at=NOW + timedelta(days=30))
        proposals.grant(by=buyer, proposal=thanks, reason="Thank you", at=NOW)

    def test_a_rival_answers_for_nobody_else(self, card, partner, charlie_actor):
        run(card(partner, "2026-09", 60))
        with pytest.raises(PermissionDenied):
            proposals.answer(by=charlie_actor, proposal=ProposedAction.objects.get(), text="Ha", at=NOW)


class TestGrants:
    def test_a_lower_tier_is_not_given_by_hand(self, partner, manager, preferred, approved):
        give(manager, partner, preferred)
        with pytest.raises(ValidationError, match="higher"):
            give(manager, partner, approved)

    def test_given_again_it_lasts_longer_and_there_is_one(self, partner, manager, preferred):
        give(manager, partner, preferred)
        give(manager, partner, preferred, until=date(2028, 1, 1))
        grant = TierGrant.objects.get(ended_at=None)
        assert grant.ends_on == date(2028, 1, 1)
        assert TierGrant.objects.count() == 2

    def test_what_was_proposed_before_a_tier_was_given_by_hand_is_overtaken(
        self, card, partner, manager, preferred, approved
    ):
        for period in MONTHS[:3]:
            newest = card(partner, period, 90)
        run(newest)
        assert made(partner, ProposalKind.TIER) == [("Approved", "")]
        give(manager, partner, preferred)
        assert made(partner, ProposalKind.TIER) == [("Approved", "overtaken")]

    def test_it_ends_early_with_a_reason_and_once(self, partner, manager, bob, preferred):
        grant = give(manager, partner, preferred)
        with pytest.raises(ValidationError):
            grants.end(by=manager, grant=grant, reason=" ", at=NOW)
        grants.end(by=manager, grant=grant, reason="Sold the foundry", at=NOW)
        assert not TierGrant.objects.in_force(date(2026, 10, 5)).exists()
        with pytest.raises(ValidationError):
            grants.end(by=manager, grant=grant, reason="Again", at=NOW)

    def test_both_sides_hear_once_thirty_days_before(self, partner, manager, bob, preferred):
        partner.owner = manager.user
        partner.save()
        give(manager, partner, preferred, until=date(2026, 12, 31))
        OutboxMessage.objects.all().delete()
        assert grants.tell_what_ends(at=datetime(2026, 11, 30, 9, tzinfo=UTC)) == 0
        assert grants.tell_what_ends(at=datetime(2026, 12, 1, 9, tzinfo=UTC)) == 1
        assert grants.tell_what_ends(at=datetime(2026, 12, 2, 9, tzinfo=UTC)) == 0
        assert set(OutboxMessage.objects.values_list("to", flat=True)) == {bob.user.email, manager.user.email}


def test_the_number_of_statements_is_the_same_for_one_partner_and_for_twelve(card, preferred, approved):
    counts = []
    for many in (1, 12):
        newest = []
        for _ in range(many):
            one = PartnerFactory()
            MembershipFactory(partner=one)
            certify(one)
            newest.append([card(one, period, 90) for period in MONTHS[:3]][-1])
        with CaptureQueriesContext(connection) as seen:
            run(*newest)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14
    assert ProposedAction.objects.count() == 26
