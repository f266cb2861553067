"""Problems of two years, and how they were put right: most closed and marked, some that wait today.

Cases of an area come often until somebody changed what caused them, and seldom after.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cms.demo.days import after, moment_before, workday
from cms.demo.people import member
from portal.actions.notices import drop
from portal.actors import Actor
from portal.enums import Channel
from suppliers.actions import cases, remedies
from suppliers.enums import CaseArea, CaseKind, TaskKind
from suppliers.models import Case, Invoice, Partner

PAYMENT, PAPERS, ORDERING = CaseArea.PAYMENT, CaseArea.PAPERS, CaseArea.ORDERING


@dataclass(frozen=True)
class Past:
    """A case that is closed: opened so many days ago by somebody of a partner, and how it ended.

    `cost`: what we paid, in whole euros. `changed`: so many days ago something was changed because of it.
    """

    ago: int
    code: str
    who: str
    area: CaseArea
    title: str
    said: str
    found: str
    cost: int = 0
    change: str = "We went through it together, and wrote down who looks at it first."
    changed: int | None = None
    mark: int | None = 8
    words: str = ""


_BOB, _CHARLIE, _ZOFIA = "bob@brandt.example", "charlie@kestrel.example", "zofia@ostrowski.example"
_INGRID, _PAOLO = "ingrid@sandvika.example", "paolo@lamberti.example"
_NILS, _AMARA = "nils@fjordvann.example", "amara@okoro.example"
_MOVED = "The date was moved in our system, and nobody told them."
_NO_PAPER = "The certificate lay in a mailbox of somebody who was away."
_HELD = "The invoice waited for a receipt that nobody had booked."
CLOSED = (
    Past(640, "KESTREL", _CHARLIE, ORDERING, "Two dates moved, no word", "I cut steel already.", _MOVED),
    Past(575, "OSTROWSKI", _ZOFIA, ORDERING, "Drawing changed late", "Which one holds?", _MOVED, 380),
    Past(520, "BRANDT", _BOB, ORDERING, "Quantity halved on a Friday", "The sand was mixed.", _MOVED, mark=5),
    Past(
        498, "SANDVIKA", _INGRID, ORDERING, "Order changed twice in a week",
        "We plan a month ahead, you know that.", _MOVED, 450,
        "No change of a line inside four weeks without a call first; the portal asks before it saves.",
        changed=470, mark=9, words="The call came the same day. Thank you.",
    ),
    Past(
        330, "LAMBERTI", _PAOLO, PAPERS, "Certificate asked for three times",
        "I sent it in March, in April and today.", _NO_PAPER,
    ),
    Past(
        312, "KESTREL", _CHARLIE, PAPERS, "Test report lost", "It was with the parts.", _NO_PAPER, mark=6
    ),
    Past(297, "BRANDT", _BOB, PAPERS, "Which address for certificates?", "There are four.", _NO_PAPER),
    Past(
        280, "OSTROWSKI", _ZOFIA, PAPERS, "Reminder for a paper that you have", "It is from January.",
        _NO_PAPER, change="Papers are added here, by either side, and everybody sees them at once.",
        changed=262, mark=10, words="Much easier now.",
    ),
    Past(238, "SANDVIKA", _INGRID, PAPERS, "Old certificate shown as missing", "It is there.", _NO_PAPER),
    Past(182, "BRANDT", _BOB, PAYMENT, "Invoice paid nine days late", "We wait for it.", _HELD, 96, mark=6),
    Past(171, "KESTREL", _CHARLIE, PAYMENT, "Two invoices not found", "You signed for both.", _HELD, mark=5),
    Past(160, "LAMBERTI", _PAOLO, PAYMENT, "Reminder before payment", "I do not like to ask.", _HELD, 120),
    Past(149, "OSTROWSKI", _ZOFIA, PAYMENT, "Paid without the freight", "The freight is ours too.", _HELD),
    Past(
        133, "FJORDVANN", _NILS, CaseArea.PRICE, "Old price list in the offer",
        "My customer has two prices from us.", "Our shop still had the list of last year.", 900,
        "The list has a date, and the old one is taken down on the day.", changed=118, mark=8,
    ),
    Past(
        121, "SANDVIKA", _INGRID, PAYMENT, "Held since the move of the gate", "Eight days over.", _HELD, 210,
        "Invoices without a receipt are shown to us after two days, not after ten.", changed=104, mark=8,
    ),
    Past(84, "BRANDT", _BOB, PAYMENT, "One invoice held for a receipt", "Again the gate.", _HELD, 74, mark=6),
    Past(
        58, "OKORO", _AMARA, CaseArea.TALK, "Nobody answered for a week", "I called twice.",
        "Ben was away, and nobody stood in for him.", change="Whoever is away names a deputy here.",
        changed=41, mark=9, words="You listened.",
    ),
)  # fmt: skip


def cases_of_two_years(*, alice: Actor, ben: Actor, dana: Actor, as_of: date) -> None:
    """All of them, through the actions; mails about what is over are not sent any more."""
    for one in CLOSED:
        _closed(one, alice, as_of)
    _without_a_mark(alice, as_of)
    _withdrawn(as_of)
    _ours(alice, as_of)
    _just_opened(ben, as_of)
    _offered(alice, as_of)
    _brandt(alice, ben, dana, as_of)


def _closed(one: Past, alice: Actor, as_of: date) -> Case:
    who, first = member(one.code, one.who), workday(as_of - timedelta(days=one.ago), -1)

    def at(days: int, hour: int) -> datetime:
        return moment_before(after(first, days), 0, hour)

    case = cases.open(
        by=who, partner=who.membership.partner, title=one.title, text=one.said, area=one.area, at=at(0, 9)
    )
    cases.acknowledge(by=alice, case=case, text="You are right, and I am sorry.", at=at(0, 11))
    cases.understand(by=alice, case=case, text=one.found, at=at(1, 14))
    words = (
        "We pay what it cost you, and write to you when it is done." if one.cost else "It is put right today."
    )
    remedy = remedies.offer(
        by=alice,
        case=case,
        text=words,
        amount_minor=one.cost * 100 or None,
        done_by=after(first, 8),
        at=at(2, 10),
    )
    remedies.agree(by=who, remedy=remedy, words="Fine with us.", at=at(3, 9))
    remedies.done(by=alice, remedy=remedy, at=at(6, 15))
    cases.learn(
        by=alice,
        case=case,
        cause=one.found,
        change=one.change,
        changed_on=None if one.changed is None else as_of - timedelta(days=one.changed),
        at=at(8, 10),
    )
    cases.follow_up(by=alice, case=case, text="Called them: it works now.", at=at(20, 10))
    cases.close(by=alice, case=case, text="Thank you for telling us.", at=at(21, 11))
    if one.mark is not None:
        cases.mark(by=who, case=case, satisfaction=one.mark, words=one.words, at=at(23, 9))
    _settle(case)
    return case


def _without_a_mark(alice: Actor, as_of: date) -> None:
    """Closed yesterday: its mark is asked for today."""
    _closed(
        Past(
            25,
            "KESTREL",
            _CHARLIE,
            CaseArea.FORECAST,
            "Forecast came after the month",
            "We plan on the 1st.",
            "It waited for the last plant.",
            change="It is sent on the 25th with what is there.",
            changed=12,
            mark=None,
        ),
        alice,
        as_of,
    )


def _withdrawn(as_of: date) -> None:
    amara = member("OKORO", _AMARA)
    at = moment_before(as_of, 30, 9)
    case = cases.open(
        by=amara,
        partner=amara.membership.partner,
        title="Commission of July missing",
        text="I cannot find it on the statement.",
        kind=CaseKind.PROBLEM,
        area=PAYMENT,
        at=at,
    )
    found = "Found it: it stands in August. Sorry for the noise."
    cases.withdraw(by=amara, case=case, words=found, at=at + timedelta(hours=2))
    _settle(case)


def _ours(alice: Actor, as_of: date) -> None:
    """Our problem, theirs to solve."""
    paolo = member("LAMBERTI", _PAOLO)
    case = cases.open(
        by=alice,
        partner=paolo.membership.partner,
        title="Pores in the housings of two lots",
        text="Eleven of 120 leak at test. Our line stood for half a day.",
        area=CaseArea.QUALITY,
        at=moment_before(as_of, 4, 8, 40),
    )
    sorry = "I am sorry. We have set the rest of both lots aside."
    cases.acknowledge(by=paolo, case=case, text=sorry, at=moment_before(as_of, 4, 10, 5))
    gas = "Wet sand on the night of the storm. We found it in the log of the mixer."
    cases.understand(by=paolo, case=case, text=gas, at=moment_before(as_of, 2, 15))


def _just_opened(ben: Actor, as_of: date) -> None:
    charlie = member("KESTREL", _CHARLIE)
    case = cases.open(
        by=charlie,
        partner=charlie.membership.partner,
        title="Truck waited three hours at the gate",
        text="My driver had a slot at ten. He was let in after one.",
        area=CaseArea.DELIVERY,
        at=moment_before(as_of, 1, 13, 20),
    )
    sorry = "I am sorry, Charlie. I ask at the gate today, and call you tomorrow."
    cases.acknowledge(by=ben, case=case, text=sorry, at=moment_before(as_of, 1, 14, 10))


def _offered(alice: Actor, as_of: date) -> None:
    nils = member("FJORDVANN", _NILS)
    case = cases.open(
        by=nils,
        partner=nils.membership.partner,
        title="Pump announced, and not on the shelf",
        text="I sold it on your word. My customer cancels on Friday.",
        area=CaseArea.DELIVERY,
        at=moment_before(as_of, 4, 10),
    )
    cases.acknowledge(
        by=alice, case=case, text="That must not happen, and I am sorry.", at=moment_before(as_of, 4, 11)
    )
    stock = "The last one was promised twice: the shelf was counted on Monday, not on the day."
    cases.understand(by=alice, case=case, text=stock, at=moment_before(as_of, 3, 9))
    remedies.offer(
        by=alice,
        case=case,
        text="One comes from our own stores by courier, and you pay nothing for the way.",
        amount_minor=18_500,
        done_by=after(as_of, 3),
        at=moment_before(as_of, 1, 16),
    )


def _brandt(alice: Actor, ben: Actor, dana: Actor, as_of: date) -> None:
    """Told by phone three working days ago; Dana owns it, and a remedy is to be agreed."""
    bob, partner = member("BRANDT", _BOB), Partner.objects.get(code="BRANDT")
    invoices = Invoice.objects.filter(partner=partner).order_by("-due_on", "-pk")
    case = cases.open(
        by=alice,
        partner=partner,
        title="Three invoices held for a goods receipt",
        text="You ask us for the day, to the day. Three of my invoices are eleven days over. I pay my people "
        "on the 30th.",
        area=PAYMENT,
        subjects=list(invoices.filter(due_on__lt=as_of)[:3]),
        channel=Channel.PHONE,
        heard_from=bob.user.name,
        at=moment_before(as_of, 3, 9, 38),
    )
    sorry = (
        "Bob, you are right, and I am sorry. The parts were here on their day; we did not book them. Dana "
        "owns this from now on and will tell you what happened."
    )
    cases.acknowledge(by=alice, case=case, text=sorry, at=moment_before(as_of, 3, 10, 18))
    cases.hand_over(by=alice, case=case, to=dana.user, at=moment_before(as_of, 3, 10, 20))
    cases.add_helper(by=dana, case=case, user=alice.user, what="heard it, still answers the phone")
    cases.add_helper(by=dana, case=case, user=ben.user, what="changes the booking at the gate")
    found = (
        "All three are paid today. They lay at the Moss gate without a receipt, because the inspection of "
        "PH-40 was moved to the next shift."
    )
    cases.understand(by=dana, case=case, text=found, at=moment_before(as_of, 1, 9, 5))
    cases.say(
        by=bob.through(Channel.MAIL_LINK),
        case=case,
        text="Thank you for the plain words. The overdraft cost us EUR 214.",
        at=moment_before(as_of, 1, 11, 52),
    )
    cases.say(
        by=dana,
        case=case,
        text="Not the first time this year. I would add the interest and a word from Erin.",
        staff_only=True,
        at=moment_before(as_of, 1, 13, 10),
    )
    cases.learn(
        by=dana,
        case=case,
        cause="Receipt waits for inspection, inspection waits for the shift.",
        whys=[
            "Why were they not paid? No receipt was booked.",
            "Why not? The inspection was not done.",
            "Why not? It was moved to the next shift.",
            "Why does a receipt wait for it? Because we always booked after the inspection.",
        ],
        change="Book at the gate, inspect after. Running at Moss; Gdynia follows in two weeks.",
        changed_on=as_of - timedelta(days=8),
        at=moment_before(as_of, 1, 14),
    )


def _settle(case: Case) -> None:
    """What is over is not mailed any more."""
    for task in ("", TaskKind.CASE):
        drop(task=task, about=case.public_id)
