"""Tiers with benefits, certificates that hold a band, what was granted, and thanks."""

from datetime import date, timedelta
from decimal import Decimal

from cms.demo.cards import newest
from cms.demo.days import moment_before
from cms.demo.people import member
from portal.actors import Actor
from scorecards.actions import grants, proposals
from scorecards.actions.packs import freeze
from scorecards.actions.templates import SHIPPED_BANDS, SHIPPED_LINES, SHIPPED_OURS, GateSpec, add_version
from scorecards.actions.tiers import offer as offer_tier
from scorecards.enums import BandAction, ProposalKind
from scorecards.models import ProposedAction, ScorecardTemplate, Tier
from scorecards.pages.pack_document import pack_document
from suppliers.actions.calendars import create as keep_calendar
from suppliers.actions.recognition import thank

# So many thanks that rules propose still wait on the as-of day.
WAITING = 3
TIERS = (
    ("Trusted", 60, 2, "", "Paid in 30 days, always\nOne contact for everything"),
    ("Preferred", 75, 3, "ISO 9001", "Paid in 14 days\nFirst call for new parts\nForecast for six months"),
    (
        "Partner of choice",
        90,
        6,
        "ISO 9001\nInsurance",
        "Paid in 7 days\nTwo-year contracts\nWe develop new parts together",
    ),
)


def offer(*, alice: Actor) -> None:
    """What lasting good work is worth, and on which days our site in Gdynia receives nothing."""
    for rank, (name, score, periods, documents, benefits) in enumerate(TIERS, 1):
        facts = {"name": name, "rank": rank, "min_score": Decimal(score), "periods": periods}
        offer_tier(by=alice, facts=facts | {"documents": documents, "benefits": benefits})
    keep_calendar(
        by=alice, facts={"name": "Monday to Friday", "sites": "", "weekend": [5, 6], "holidays": []}
    )


def ask_for_documents(*, alice: Actor) -> None:
    """From here on nobody is Preferred without a valid certificate."""
    add_version(
        by=alice,
        template=ScorecardTemplate.objects.get(),
        lines=[*SHIPPED_LINES, *SHIPPED_OURS],
        bands=SHIPPED_BANDS,
        gates=[GateSpec("ISO 9001", "Reliable")],
        note="Without a valid ISO 9001 certificate Reliable is the best band",
    )


def decide(*, alice: Actor, ben: Actor, as_of: date) -> None:
    """Brandt is thanked and has a tier for a year; Charlie answers what his band proposes; a pack."""
    at = moment_before(as_of, 2)
    brandt = newest("BRANDT")
    tier = Tier.objects.get(name="Trusted")
    grants.give(
        by=alice,
        partner=brandt.partner,
        tier=tier,
        ends_on=as_of + timedelta(days=365),
        reason="Three good quarters, and every question answered the same day.",
        at=at,
    )
    thank(
        by=ben,
        partner=brandt.partner,
        text="The impellers came two days early when our test bench stood still. Thank you, Bob and Maja!",
        at=moment_before(as_of, 1),
        about=brandt.public_id,
    )
    _answered(as_of)
    _decided(alice, as_of)
    bob = member("BRANDT", "bob@brandt.example")
    freeze(by=alice, card=brandt, document=pack_document(brandt, bob, as_of), at=at)


def _decided(alice: Actor, as_of: date) -> None:
    """Alice has said thank you, and decided what rules proposed for tiers; the newest few still wait."""
    at = moment_before(as_of, 6)
    open_ones = ProposedAction.objects.filter(decision="", answered_at=None).order_by("-proposed_at", "pk")
    tiers = open_ones.filter(kind=ProposalKind.TIER, answer_by__lt=at.date())
    for one in tiers:
        if one.tier_id is None:
            proposals.decline(
                by=alice, proposal=one, reason="One weak month. We look again in spring.", at=at
            )
        else:
            until = as_of + timedelta(days=365)
            proposals.grant(by=alice, proposal=one, reason="Earned, card by card.", at=at, ends_on=until)
    for one in open_ones.filter(action=BandAction.THANK)[WAITING:]:
        proposals.grant(by=alice, proposal=one, reason="Thank you for a month we could build on.", at=at)


def _answered(as_of: date) -> None:
    """What a band proposes for Kestrel waits for a decision, with Charlie's answer beside it."""
    charlie = member("KESTREL", "charlie@kestrel.example")
    waiting = ProposedAction.objects.filter(
        partner=charlie.partner_id, decision="", kind=ProposalKind.BAND, action__in=list(BandAction)
    ).first()
    if waiting is not None:
        proposals.answer(
            by=charlie,
            proposal=waiting,
            text="The new furnace runs since last week. Let us look at the next two months together first.",
            at=moment_before(min(as_of, waiting.answer_by or as_of), 1),
        )
