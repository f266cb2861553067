"""Partners, their people, their certificates."""

from suppliers.imports.columns import (
    ChoiceColumn,
    CountryColumn,
    CurrencyColumn,
    DateColumn,
    EmailColumn,
    TextColumn,
    WebsiteColumn,
)
from suppliers.imports.datasets.base import PARTNER_CODE, Dataset
from suppliers.imports.messages import gettext_noop as _
from suppliers.imports.records import ContactRecord, DocumentRecord, PartnerRecord

PARTNER_KINDS = ("supplier", "distributor", "dealer", "agent")
PARTNER_STATES = ("prospect", "onboarding", "active", "on_hold", "lost")

PARTNERS = Dataset(
    "partners",
    _("Partners"),
    (
        ChoiceColumn(
            identifier="kind",
            required=True,
            choices=PARTNER_KINDS,
            example="supplier",
            help=_("What they are to us."),
        ),
        TextColumn(
            identifier="code", required=True, key=True, example="BRANDT", help=_("Our code of the partner.")
        ),
        TextColumn(
            identifier="name", required=True, example="Brandt Castings", help=_("The name everybody uses.")
        ),
        TextColumn(
            identifier="legal_name", example="Brandt Castings GmbH", help=_("The name in the register.")
        ),
        CountryColumn(identifier="country", example="DE", help=_("ISO 3166, two letters.")),
        CurrencyColumn(identifier="currency", example="EUR", help=_("ISO 4217, three letters.")),
        TextColumn(identifier="segment", example="castings", help=_("The group we manage them in.")),
        ChoiceColumn(
            identifier="status",
            choices=PARTNER_STATES,
            example="active",
            help=_("Where we stand with them; active by default."),
        ),
        DateColumn(identifier="since", example="2019-03-01", help=_("Partner since.")),
        EmailColumn(
            identifier="owner_email", example="alice@halden.example", help=_("Who of us answers for them.")
        ),
        EmailColumn(identifier="email", example="office@brandt.example", help=_("Their general address.")),
        TextColumn(identifier="phone", example="+49 30 1234", help=_("Their general number.")),
        WebsiteColumn(identifier="website", example="https://brandt.example", help=_("Their web site.")),
        TextColumn(identifier="tax_id", example="DE123456789", help=_("Their tax number.")),
        DateColumn(identifier="lost_on", help=_("When we lost them.")),
        TextColumn(identifier="lost_reason", help=_("Why we lost them.")),
    ),
    PartnerRecord,
)

CONTACTS = Dataset(
    "contacts",
    _("Contacts"),
    (
        PARTNER_CODE,
        TextColumn(
            identifier="name",
            required=True,
            key=True,
            example="Bob Brandt",
            help=_("The key where no e-mail address is given."),
        ),
        EmailColumn(
            identifier="email",
            key=True,
            example="bob@brandt.example",
            help=_("With the partner's code the key."),
        ),
        TextColumn(identifier="phone", example="+49 30 1235", help=_("A number to reach them.")),
        TextColumn(identifier="role", example="Sales", help=_("What they do.")),
        TextColumn(identifier="preferred_channel", example="mail", help=_("How they like to be reached.")),
    ),
    ContactRecord,
)

DOCUMENTS = Dataset(
    "documents",
    _("Documents"),
    (
        PARTNER_CODE,
        TextColumn(
            identifier="type",
            required=True,
            key=True,
            example="ISO 9001",
            help=_("What it is; write one kind in one way."),
        ),
        TextColumn(
            identifier="number", key=True, example="QM-20871", help=_("The number on it, where it has one.")
        ),
        DateColumn(identifier="issued_on", example="2025-04-01", help=_("The day it was issued.")),
        DateColumn(
            identifier="expires_on",
            example="2028-03-31",
            help=_("The last day on which it is valid; empty: it does not expire."),
        ),
    ),
    DocumentRecord,
)
