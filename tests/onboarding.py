"""What onboarding keeps of the two rivals of tests/world.py: each text of theirs has their word in it."""

from datetime import UTC, datetime
from typing import Any

from portal.actors import Actor
from portal.enums import PartnerRole, Side
from suppliers.enums import DataKind, PartnerKind, RegistrationState
from suppliers.models import (
    BankAccount,
    DataChange,
    DocumentNeed,
    PartnerDocument,
    PartnerForm,
    Questionnaire,
    QuestionnaireVersion,
    Registration,
)

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
KEY = "q0000001"


def newcomer() -> Registration:
    """Somebody whose address is confirmed, and a paper that partners bring."""
    DocumentNeed.objects.get_or_create(type="ISO 14001")
    made, _is_new = Registration.objects.get_or_create(
        name="Newcomer Ltd",
        defaults={
            "kind": PartnerKind.SUPPLIER,
            "country": "GB",
            "offers": "Newcomer castings",
            "contact_name": "Nora Newcomer",
            "email": "nora@newcomer.example",
            "state": RegistrationState.WAITING,
            "secret_hash": "0" * 64,
            "registered_at": NOW,
            "confirmed_at": NOW,
        },
    )
    return made


def version() -> QuestionnaireVersion:
    """The one questionnaire, with one question."""
    module, _is_new = Questionnaire.objects.get_or_create(name="Quality")
    question = {"key": KEY, "type": "text", "label": "Who is responsible?", "required": True}
    made, _is_new = QuestionnaireVersion.objects.get_or_create(
        questionnaire=module,
        number=1,
        defaults={"questions": [question], "made_at": NOW, "made_by_label": "Dana"},
    )
    return made


def onboarding(word: str, side: Any, manager: Actor) -> None:
    """A form half answered, an account in use, another one asked for, a paper that waits for a look."""
    partner = side.partner
    PartnerForm.objects.create(
        partner=partner, asked=version(), answers={KEY: f"{word} answer"}, asked_at=NOW, words=f"{word} words"
    )
    BankAccount.objects.create(
        partner=partner,
        holder=f"{word} holder",
        iban="GB29NWBK60161331926819",
        bank=f"{word} bank",
        since=NOW,
    )
    DataChange.objects.create(
        partner=partner,
        kind=DataKind.BANK,
        before={"holder": f"{word} holder", "iban": "•••• 6819"},
        after={"holder": f"{word} new holder", "iban": "DE89370400440532013000"},
        why=f"{word} why",
        asked_by=side.people[PartnerRole.ADMIN],
        asked_by_label=f"{word} asker",
        asked_by_side=Side.PARTNER,
        asked_at=NOW,
    )
    PartnerDocument.objects.create(
        partner=partner,
        type="Insurance",
        number=f"{word}-9002",
        added_by_side=Side.PARTNER,
        added_by_label=f"{word} adder",
    )
