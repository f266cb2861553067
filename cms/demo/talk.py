"""What is being said on the as-of day: proposals, a refusal, a counter-proposal, questions, what was sent.

Everything goes through the actions that people use, on the last working days before the as-of day.
"""

from datetime import date, timedelta
from decimal import Decimal

from cms.demo.days import after, moment_before, workday
from cms.demo.desk import TALKED_ABOUT
from cms.demo.people import member
from cms.demo.questions import asked_before
from cms.demo.trade import IN_PROGRAMME
from portal.actors import Actor
from portal.engine.scaled import SCALE
from suppliers.actions import programmes, proposals, questions, reminding, shipping, tolerances
from suppliers.actions.commitments import Answer, answer
from suppliers.enums import Act, LineStatus, PartnerKind, ReasonCode
from suppliers.models import Invoice, OrderLine, Partner, ServiceProgramme

FASTER = "Castings in 17 days"


def offer(*, alice: Actor) -> None:
    """What partners get for delivering faster. Before the trade, so that its lines are judged only once."""
    programmes.offer(
        by=alice,
        facts={
            "name": FASTER,
            "promise": "Castings that our customers wait for, in 17 days instead of a month. You keep the "
            "patterns mounted, we keep the orders steady.",
            "benefits": "Firm orders for a quarter\nPaid in 14 days instead of 30\n"
            "First call when a new pattern is made",
            "kind": PartnerKind.SUPPLIER,
            "categories": "castings",
            "lead_days": 17,
            "early_days": 3,
            "late_days": 1,
            "tolerance": Decimal(5),
        },
    )
    programmes.offer(
        by=alice,
        facts={
            "name": "Everything on its day",
            "promise": "No shorter lead time, only the promised day, kept.",
            "benefits": "No goods-in inspection\nOne review a year instead of four",
            "lead_days": 40,
        },
    )


def tolerate(*, alice: Actor) -> None:
    """A day passes by itself; castings get a little more, and nothing is put off for ever."""
    tolerances.create(by=alice, facts={"later_days": 1, "dearer_pct": Decimal(0)})
    tolerances.create(
        by=alice,
        facts={
            "segment": "castings",
            "kind": PartnerKind.SUPPLIER,
            "later_days": 3,
            "later_never": 60,
            "less_pct": Decimal(2),
            "more_pct": Decimal(5),
            "dearer_pct": Decimal(1),
            "dearer_never": Decimal(25),
        },
    )


def talk(*, alice: Actor, as_of: date) -> None:
    """The last week with Brandt and Kestrel, who is in a programme, and what we ask again."""
    zofia = member("OSTROWSKI", "zofia@ostrowski.example")
    faster = ServiceProgramme.objects.get(name=FASTER)
    programmes.join(by=zofia, programme=faster, on=as_of - IN_PROGRAMME)
    asked_before(alice=alice, as_of=as_of)
    _brandt(alice, as_of)
    _kestrel(alice, as_of)
    reminding.ask_radar(now=moment_before(as_of, 1, 7))


def _lines(code: str, as_of: date) -> list[OrderLine]:
    """The lines that the desk has kept for this talk: ordered a while ago, without a word."""
    return list(
        OrderLine.objects.filter(
            partner__code=code,
            promises=None,
            status=LineStatus.CONFIRMED,
            order__ordered_on__lte=workday(as_of - timedelta(days=TALKED_ABOUT), -1),
        )
        .select_related("order", "partner")
        .order_by("order__number", "number")
    )


def _later(
    line: OrderLine, days: int, cause: ReasonCode, note: str = "", price: Decimal | None = None
) -> Answer:
    """All of it, so many days later than asked."""
    parts = ((line.quantity, after(line.requested_on, days)),)
    scaled = None if price is None or line.unit_price is None else int(line.unit_price * price)
    return Answer(line.public_id, Act.PROMISE, parts, scaled, cause, note)


def _brandt(alice: Actor, as_of: date) -> None:
    bob, maja = member("BRANDT", "bob@brandt.example"), member("BRANDT", "maja@brandt.example")
    first, second, third, fourth, fifth, sixth = _lines("BRANDT", as_of)
    half = second.quantity // (2 * SCALE) * SCALE
    rest = second.quantity - half
    split = (
        (half, second.requested_on),
        (rest, after(second.requested_on, 18)),
    )
    answer(
        by=bob,
        at=moment_before(as_of, 3, 9, 20),
        answers=[
            _later(first, 12, ReasonCode.CAPACITY, "The second furnace is relined in that week"),
            Answer(
                second.public_id,
                Act.PROMISE,
                split,
                reason_code=ReasonCode.BUYER_DRAWING,
                note="We wait for drawing revision C",
            ),
            Answer(third.public_id, Act.ACCEPT),
            _later(fifth, 2, ReasonCode.CARRIER, "The lorry goes on Fridays only"),
            _later(sixth, 9, ReasonCode.MATERIAL, "Bronze bars are late"),
        ],
    )
    refusal = Answer(
        fourth.public_id,
        Act.REJECT,
        reason_code=ReasonCode.DISCONTINUED,
        note="The pattern broke; a new one takes two months",
    )
    answer(by=maja, at=moment_before(as_of, 2, 10, 5), answers=[refusal])
    sooner = ((half, second.requested_on), (rest, after(second.requested_on, 7)))
    proposals.counter(
        by=alice,
        line=second,
        parts=sooner,
        note="Revision C is on its way to you today. Would a week later do?",
        at=moment_before(as_of, 1, 9, 40),
    )
    for number, back in ((1, 2), (2, 1)):
        shipping.ship(
            by=bob,
            line=third,
            number=f"BR-24{number}",
            quantity=third.quantity // (4 * SCALE) * SCALE or SCALE,
            shipped_on=moment_before(as_of, back, 8).date(),
            expected_on=after(moment_before(as_of, back, 8).date(), 4),
            carrier="Nordic Freight",
            tracking=f"NF-88{number}",
            lot=f"L{number}",
            at=moment_before(as_of, back, 16),
        )
    _questions(alice, bob, maja, third, second, as_of)


def _questions(alice: Actor, bob: Actor, maja: Actor, line: OrderLine, other: OrderLine, as_of: date) -> None:
    """Of each side one that waits and one that is answered; one of theirs waits past its promised time."""
    partner = line.partner
    answered = questions.ask(
        by=bob,
        partner=partner,
        line=line,
        at=moment_before(as_of, 6, 9),
        text="May we send it in two lorries?",
    )
    questions.reply(
        by=alice, question=answered, at=moment_before(as_of, 6, 13), text="Yes, please; the first to Moss."
    )
    questions.close(by=bob, question=answered, at=moment_before(as_of, 6, 15))
    questions.ask(
        by=bob,
        partner=partner,
        invoice=Invoice.objects.filter(partner=partner).order_by("received_on", "number").last(),
        at=moment_before(as_of, 4, 10),
        text="This invoice was due last week. Do you miss anything from us?",
    )
    questions.ask(
        by=maja,
        partner=partner,
        line=other,
        at=moment_before(as_of, 1, 15),
        text="Who signs off the first casting?",
    )
    ours = questions.ask(
        by=alice, partner=partner, at=moment_before(as_of, 5, 9), text="Are you closed between the years?"
    )
    questions.reply(
        by=maja,
        question=ours,
        at=moment_before(as_of, 5, 11, 30),
        text="From 24 December to 1 January. We pour again on the 2nd.",
    )
    questions.ask(
        by=alice,
        partner=partner,
        line=line,
        at=moment_before(as_of, 1, 14),
        text="Can the rest come before the holidays?",
    )


def _kestrel(alice: Actor, as_of: date) -> None:
    charlie = member("KESTREL", "charlie@kestrel.example")
    first, second, third, *_more = _lines("KESTREL", as_of)
    answer(
        by=charlie,
        at=moment_before(as_of, 2, 11, 15),
        answers=[
            _later(first, 0, ReasonCode.PRICE, "Scrap steel went up", price=Decimal("1.06")),
            Answer(second.public_id, Act.ACCEPT),
            _later(third, 8, ReasonCode.BUYER_TOOL, "Your gauge is with us since yesterday only"),
        ],
    )
    proposals.accept(
        by=alice, line=third, note="Our delay: we move the assembly.", at=moment_before(as_of, 1, 10, 30)
    )
    partner: Partner = first.partner
    questions.ask(
        by=charlie,
        partner=partner,
        line=first,
        at=moment_before(as_of, 4, 9),
        text="Could we talk about the price before the next order?",
    )
