"""A year of talks with the main partners, how often we mean to meet, warm words, and two who left."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cms.demo.days import after, moment_before, workday
from cms.demo.people import member
from portal.actors import Actor
from portal.enums import Side
from portal.models import User
from suppliers.actions import contact_rules, losses, partners, praise, recognition, touchpoints
from suppliers.actions.touchpoints import Said
from suppliers.enums import LossCause, PartnerStatus, RecognitionKind, TouchKind
from suppliers.models import Contact, Partner

RULES = (
    ("", 60, "", None),
    ("castings", 30, TouchKind.VISIT, 92),
    ("impellers", 45, TouchKind.VISIT, 183),
    ("service", 45, TouchKind.MEETING, 183),
    ("packing", 120, "", None),
)


@dataclass(frozen=True)
class Talk:
    """So many calendar days before the as-of day. `due`: days after the talk by which it was promised."""

    code: str
    back: int
    kind: str
    text: str
    promised: str = ""
    side: str = Side.COMPANY
    due: int = 0
    kept: bool = True
    shared: bool = False


TALKS = (
    Talk("BRANDT", 340, TouchKind.VISIT, "Walked the foundry with Bob. The old furnace holds them back.",
         "A forecast by quarter", due=21, shared=True),
    Talk("BRANDT", 250, TouchKind.CALL, "Bob asks for steadier orders before he buys a second furnace."),
    Talk("BRANDT", 170, TouchKind.VISIT, "Saw the second furnace being built. Ready in autumn.",
         "Trial castings from it before we count on them", Side.PARTNER, 60, shared=True),
    Talk("BRANDT", 96, TouchKind.MEETING, "On time and in full is up; drawings still come late from us.",
         "Drawings two weeks before the order", due=30, shared=True),
    Talk("BRANDT", 40, TouchKind.CALL, "Maja worries about bronze prices, not about capacity."),
    Talk("BRANDT", 9, TouchKind.VISIT, "Pattern shop is ready, they only miss revision C.",
         "Revision C of the pump housing", due=5, kept=False, shared=True),
    Talk("KESTREL", 210, TouchKind.VISIT, "Charlie lost two fitters; nobody trained yet."),
    Talk("KESTREL", 130, TouchKind.CALL, "Scrap steel again. He wants to talk about prices before next year.",
         "An answer about a price clause", due=14),
    Talk("SANDVIKA", 75, TouchKind.VIDEO, "Ingrid plans the summer stop three weeks earlier next year.",
         "Their dates of the summer stop", Side.PARTNER, 90, kept=False),
    Talk("OSTROWSKI", 28, TouchKind.VISIT, "Zofia showed the mounted patterns: 17 days hold.", shared=True),
    Talk("LAMBERTI", 160, TouchKind.CALL, "Paolo was short. Two invoices were late, he said."),
    Talk("HOLT", 50, TouchKind.VISIT, "Cleanest shop we know. They would like to hear it."),
    Talk("FJORDVANN", 35, TouchKind.MEETING, "Nils sees two waterworks tenders in spring.",
         "Price lists in Norwegian", due=40, kept=False),
    Talk("OKORO", 20, TouchKind.VIDEO, "Amara has a lead in Lagos and needs the data sheets.",
         "Data sheets of the 65", due=7, shared=True),
    Talk("LUMEN", 66, TouchKind.CALL, "All calm. Next year’s motors stay at the same price."),
    Talk("COPPERFIELD", 58, TouchKind.MAIL, "Asked how the customs papers go since January: fine."),
)  # fmt: skip
# Days after the as-of day.
PLANNED = (
    ("BRANDT", 1, TouchKind.VISIT, "First castings from the second furnace"),
    ("KESTREL", 12, TouchKind.VISIT, "Prices, and the fitters"),
    ("FJORDVANN", 20, TouchKind.MEETING, "The two tenders"),
)
SILENT = {"ORBITA", "PERLE", "DELMAR"}
LOST = (
    ("ANATOL", 12, LossCause.DISSATISFIED, "Three late payments in a row; they told us in spring"),
    ("BRUNNEN", 20, LossCause.CLOSED_DOWN, "The owner retired, nobody took over"),
)


def relate(*, alice: Actor, ben: Actor, as_of: date) -> None:
    """Everything through the actions that people use."""
    known = {one.code: one for one in Partner.objects.filter(merged_into=None)}
    for segment, days, kind, kind_days in RULES:
        contact_rules.create(
            by=alice,
            facts={"segment": segment, "every_days": days, "kind": kind, "kind_every_days": kind_days},
        )
    for place, talk in enumerate(TALKS):
        _talk(ben if place % 3 == 2 else alice, known[talk.code], talk, as_of)
    for code, ahead, kind, text in PLANNED:
        said = Said(kind=kind, on=after(as_of, ahead), text=text, contact=_contact(known[code]))
        touchpoints.plan(by=alice, partner=known[code], said=said, at=_at(as_of))
    _calls(alice, ben, known, as_of)
    _warm(alice, ben, known, as_of)
    for code, back, cause, why in LOST:
        _lose(alice, known[code], as_of - timedelta(days=back), cause, why, as_of)


def _talk(by: Actor, partner: Partner, talk: Talk, as_of: date) -> None:
    on = workday(as_of - timedelta(days=talk.back), -1)
    said = Said(
        kind=talk.kind,
        on=on,
        text=talk.text,
        contact=_contact(partner),
        promised=talk.promised,
        promised_by_side=talk.side if talk.promised else "",
        promised_by=on + timedelta(days=talk.due) if talk.promised else None,
        is_shared=talk.shared,
    )
    made = touchpoints.note(by=by, partner=partner, said=said, at=_at(on))
    if talk.promised and talk.kept:
        touchpoints.keep_promise(by=by, touchpoint=made, at=_at(on + timedelta(days=talk.due)))


def _calls(alice: Actor, ben: Actor, known: dict[str, Partner], as_of: date) -> None:
    """A short call with everybody else, but for three who are silent for months."""
    spoken = {talk.code for talk in TALKS} | {code for code, *_rest in LOST} | SILENT
    others = [partner for code, partner in sorted(known.items()) if code not in spoken]
    for place, partner in enumerate(others):
        text = "Asked how it goes: all well, nothing open between us."
        talk = Talk(partner.code, 4 + place, TouchKind.CALL, text)
        _talk(ben if place % 2 else alice, partner, talk, as_of)


def _warm(alice: Actor, ben: Actor, known: dict[str, Partner], as_of: date) -> None:
    """Two awards, and praise by partners and by a customer."""
    for code, back, text in (
        ("HOLT", 45, "Supplier of the year: 98 of 100 lines on their day, and no surprise in twelve months."),
        ("OSTROWSKI", 25, "The fastest castings we buy: 17 days, kept for half a year."),
    ):
        recognition.thank(
            by=alice,
            partner=known[code],
            text=text,
            kind=RecognitionKind.AWARD,
            at=moment_before(as_of, back * 5 // 7),
        )
    bob = member("BRANDT", "bob@brandt.example")
    _praise(bob, alice.user, "She called about the drawing before we had to ask.", as_of, 6, known["BRANDT"])
    amara = member("OKORO", "amara@okoro.example")
    _praise(
        amara,
        alice.user,
        "Data sheets on the same day. My customer was surprised.",
        as_of,
        14,
        known["OKORO"],
    )
    praise.praise(
        by=alice,
        person=ben.user,
        said_by="Kari Nygård, Oslo Waterworks",
        text="Mr Okafor found us a seal on a Friday evening. The pump ran on Saturday.",
        at=moment_before(as_of, 9),
    )


def _praise(by: Actor, person: User | None, text: str, as_of: date, back: int, partner: Partner) -> None:
    if person is not None:
        praise.praise(by=by, person=person, text=text, partner=partner, at=moment_before(as_of, back))


def _lose(by: Actor, partner: Partner, on: date, cause: str, why: str, as_of: date) -> None:
    partner.refresh_from_db()
    facts = {"status": PartnerStatus.LOST, "lost_on": on, "lost_reason": why}
    partners.edit(by=by, partner=partner, version=partner.version, changes=facts)
    partner.refresh_from_db()
    losses.explain(
        by=by,
        partner=partner,
        version=partner.version,
        lost_on=on,
        cause=cause,
        reason=why,
        at=_at(as_of),
    )


def _contact(partner: Partner) -> Contact | None:
    return Contact.objects.filter(partner=partner).order_by("name", "pk").first()


def _at(on: date) -> datetime:
    return moment_before(on, 0, 14)
