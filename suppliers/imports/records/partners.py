"""Rows of partners, contacts and documents."""

import datetime as dt
from collections.abc import Iterator

from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.records.base import (
    MEND,
    Email,
    Record,
    Text20,
    Text40,
    Text60,
    Text100,
    Text150,
    Text200,
)


class PartnerRecord(Record):
    kind: Text20
    code: Text100
    name: Text200
    legal_name: Text200 | None = None
    country: str | None = None
    currency: str | None = None
    segment: Text60 | None = None
    status: Text20 | None = None
    since: dt.date | None = None
    owner_email: Email | None = None
    email: Email | None = None
    phone: Text40 | None = None
    website: Text200 | None = None
    tax_id: Text40 | None = None
    lost_on: dt.date | None = None
    lost_reason: Text200 | None = None


class ContactRecord(Record):
    partner_code: Text100
    name: Text150
    email: Email | None = None
    phone: Text40 | None = None
    role: Text100 | None = None
    preferred_channel: Text20 | None = None


class DocumentRecord(Record):
    partner_code: Text100
    type: Text100
    number: Text100 | None = None
    issued_on: dt.date | None = None
    expires_on: dt.date | None = None

    def contradictions(self) -> Iterator[tuple[str, Message, Message]]:
        if self.issued_on and self.expires_on and self.expires_on < self.issued_on:
            reason = say(
                gettext_noop("It expires before it was issued (%(issued)s)."),
                issued=self.issued_on.isoformat(),
            )
            yield "expires_on", reason, say(MEND)
