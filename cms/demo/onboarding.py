"""Newcomers of the demo, what they are asked, papers that run out, and an account that takes two."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from cms.demo.days import moment_before
from cms.demo.people import PASSWORD, member
from portal.actions.people import create_person
from portal.actors import Actor, system_actor
from portal.enums import PartnerRole
from portal.models import OutboxMessage
from suppliers.actions import (
    data_changes,
    documents,
    forms,
    memberships,
    partners,
    questionnaires,
    registrations,
)
from suppliers.engine.answers import Asked, QuestionType
from suppliers.enums import DataKind, PartnerKind, PartnerStatus
from suppliers.models import Partner, PartnerForm, Registration

NEWCOMER = "hanne@lindqvist.example"
LEFT = 34  # days until Brandt's certificate runs out
_SELLING = [PartnerKind.DISTRIBUTOR, PartnerKind.DEALER, PartnerKind.AGENT]
MODULES = (
    (
        "Company and people",
        "Who you are, and whom we call when something is urgent.",
        [],
        (
            Asked("qcomp01", QuestionType.NUMBER, "How many people work with you?", required=True),
            Asked("qcomp02", QuestionType.TEXT, "Who answers when something is urgent?", required=True),
            Asked("qcomp03", QuestionType.TEXT, "By which number, also in the evening?", required=True),
            Asked("qcomp04", QuestionType.LONG, "What should we know about working with you?"),
        ),
    ),
    (
        "Quality",
        "How you make sure that what leaves your house is right.",
        [PartnerKind.SUPPLIER],
        (
            Asked("qqual01", QuestionType.YES_NO, "Do you have a certified quality system?", required=True),
            Asked(
                "qqual02",
                QuestionType.CHOICE,
                "How are parts inspected before they leave?",
                required=True,
                choices=("Every part", "By sample", "First and last of a lot"),
            ),
            Asked("qqual03", QuestionType.NUMBER, "Parts refused by customers last year", "In a million."),
            Asked("qqual04", QuestionType.FILE, "An example of an inspection report"),
        ),
    ),
    (
        "Environment and energy",
        "We report this for our whole chain; an honest “not yet” is a good answer.",
        [PartnerKind.SUPPLIER],
        (
            Asked("qenvi01", QuestionType.YES_NO, "Do you measure the energy you use?", required=True),
            Asked("qenvi02", QuestionType.DATE, "When did you last set a target?"),
            Asked("qenvi03", QuestionType.LONG, "What do you plan for the next two years?"),
        ),
    ),
    (
        "Selling our pumps",
        "Which customers you reach, and what you need from us.",
        _SELLING,
        (
            Asked("qsell01", QuestionType.LONG, "Which customers do you reach?", required=True),
            Asked("qsell02", QuestionType.NUMBER, "Visits to customers in a month"),
        ),
    ),
)
NEEDS = (
    ("ISO 9001", "Shows that your quality system is looked at from outside.", [PartnerKind.SUPPLIER], True),
    ("Insurance", "Covers damage by your products.", [], True),
    ("Code of conduct", "Signed once by your management.", [], False),
)
FIRST = {
    "kind": "supplier", "name": "Norrland Gjuteri AB", "country": "SE", "city": "Umeå",
    "website": "https://norrland-gjuteri.example", "tax_id": "SE556677889901", "contact_name": "Elin Norberg",
    "email": "elin@norrland-gjuteri.example", "phone": "+46 90 555 0101",
    "offers": "Iron castings from 2 to 60 kg, machined and painted. Forty people, one furnace that runs on "
    "green electricity. We are proud of short ways: who pours also answers the phone.",
}  # fmt: skip
AGAIN = {
    "kind": "supplier", "name": "Brandt Casting", "country": "DE", "city": "Hagen",
    "website": "https://www.brandt.example/en", "contact_name": "Jonas Reuter",
    "email": "jonas.reuter@brandt.example",
    "offers": "Pump housings and impellers in grey and ductile iron.",
}  # fmt: skip


def welcome(*, alice: Actor, dana: Actor, as_of: date) -> None:
    """What newcomers are asked and bring; two who wait for a word, and one who is on the way."""
    long_ago = moment_before(as_of, 60)
    for name, intro, kinds, questions in MODULES:
        facts = {"name": name, "intro": intro, "kinds": list(kinds)}
        questionnaires.create(by=dana, facts=facts, questions=questions, at=long_ago)
    for kind, why, kinds, must in NEEDS:
        facts = {"type": kind, "why": why, "kinds": list(kinds), "must_expire": must}
        questionnaires.need(by=dana, facts=facts)
    _register(FIRST, moment_before(as_of, 2))
    _register(AGAIN, moment_before(as_of, 1))
    _on_the_way(alice, as_of)
    _papers(alice, as_of)
    _account(alice, as_of)


def _register(facts: dict[str, str], at: datetime) -> Registration:
    """Registers, opens the mail and presses the button."""
    made = registrations.register(facts=facts, language="en", at=at)
    text = OutboxMessage.objects.get(key=f"registration_confirm:{made.public_id}").text
    start = settings.SITE_URL + reverse("suppliers:register_confirm", args=["x"]).removesuffix("x/")
    secret = text.split(start)[1].split("/")[0]
    found = registrations.find(secret=secret, at=at)
    return registrations.confirm(registration=found or made, at=at + timedelta(minutes=4))


def _on_the_way(alice: Actor, as_of: date) -> None:
    """Lindqvist came two weeks ago: one form accepted, one half written, one paper waits for a look."""
    at = moment_before(as_of, 10)
    facts = {
        "kind": PartnerKind.SUPPLIER, "code": "LINDTAT", "name": "Lindqvist Tätning",
        "status": PartnerStatus.ONBOARDING, "country": "SE", "city": "Borås", "owner": alice.user,
        "email": "post@lindqvist.example", "phone": "+46 33 555 0170",
    }  # fmt: skip
    partner = partners.create(by=alice, facts=facts)
    user = create_person(by=system_actor(), email=NEWCOMER, name="Hanne Lindqvist", password=PASSWORD)
    memberships.add(by=alice, user=user, partner=partner, role=PartnerRole.ADMIN)
    hanne = member("LINDTAT", NEWCOMER)
    forms.ask_newcomer(by=alice, partner=partner, at=at)
    asked = {one.asked.questionnaire.name: one for one in PartnerForm.objects.filter(partner=partner)}
    whole = {"qcomp01": "62", "qcomp02": "Hanne Lindqvist", "qcomp03": "+46 33 555 0171"}
    first = forms.send(
        by=hanne, form=asked["Company and people"], version=1, answers=whole, at=moment_before(as_of, 7)
    )
    forms.accept(by=alice, form=first, words="Thank you, that helps.", at=moment_before(as_of, 6))
    half = {"qqual01": "yes", "qqual03": "140"}
    forms.save(by=hanne, form=asked["Quality"], version=1, answers=half, at=moment_before(as_of, 3))
    paper = {
        "type": "Insurance", "number": "SE-88120", "issued_on": as_of - timedelta(days=20),
        "expires_on": as_of + timedelta(days=345),
    }  # fmt: skip
    documents.add(by=hanne, partner=partner, facts=paper, at=moment_before(as_of, 2))


def _papers(alice: Actor, as_of: date) -> None:
    """Brandt's certificate runs out soon; its agreement holds for long."""
    brandt = Partner.objects.get(code="BRANDT")
    known = brandt.documents.filter(type="ISO 9001").first()
    at = moment_before(as_of, 70)
    if known is not None:
        facts = {
            "type": known.type, "number": known.number, "issued_on": known.issued_on,
            "expires_on": as_of + timedelta(days=LEFT),
        }  # fmt: skip
        documents.edit(by=alice, document=known, facts=facts, at=at)
    agreement = {
        "type": "Framework agreement", "number": "version 4", "issued_on": as_of - timedelta(days=640),
        "expires_on": as_of + timedelta(days=450),
    }  # fmt: skip
    documents.add(by=alice, partner=brandt, facts=agreement, at=at)


def _account(alice: Actor, as_of: date) -> None:
    """Where Brandt is paid, agreed to by two; and another account that waits for a second person."""
    bob = member("BRANDT", "bob@brandt.example")
    first = data_changes.ask(
        by=bob,
        partner=Partner.objects.get(code="BRANDT"),
        kind=DataKind.BANK,
        after={
            "holder": "Brandt Castings GmbH", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX",
            "bank": "Commerzbank", "currency": "EUR",
        },
        why="Our account since 2019.",
        at=moment_before(as_of, 80),
    )  # fmt: skip
    words = "Bob Brandt, by his mobile number of last year"
    data_changes.approve(by=alice, change=first, asked_back=words, at=moment_before(as_of, 79))
    data_changes.ask(
        by=bob,
        partner=first.partner,
        kind=DataKind.BANK,
        after={
            "holder": "Brandt Castings GmbH", "iban": "DE02120300000000202051", "bic": "BYLADEM1001",
            "bank": "DKB", "currency": "EUR",
        },
        why="We change our bank at the end of the month.",
        at=moment_before(as_of, 1),
    )  # fmt: skip
