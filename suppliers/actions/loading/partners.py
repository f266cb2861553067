"""Partner and contact rows."""

from typing import Any

from portal.models import User
from suppliers.actions.loading.book import Book, Field, PartnerRef, Rows
from suppliers.actions.loading.tally import Change, Fate, Tally
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.records import ContactRecord, PartnerRecord
from suppliers.models import Contact, Partner
from suppliers.policies import can_become
from suppliers.policies_onboarding import keeps_tax_id

PARTNER = tuple(
    Field(name, name)
    for name in (
        "kind", "name", "legal_name", "country", "currency", "segment", "status", "since", "email", "phone",
        "website", "tax_id", "lost_on", "lost_reason",
    )
)  # fmt: skip
CONTACT = tuple(Field(name, name) for name in ("name", "email", "phone", "role", "preferred_channel"))
_NO_OWNER = gettext_noop("Nobody of us has the address “%(email)s”.")
_NO_WAY = gettext_noop("From “%(was)s” a partner cannot become “%(status)s”.")
_OTHER_TAX_ID = gettext_noop("“%(name)s” has another tax number: it changes only with a second person.")
_TAX_ID_WAY_OUT = gettext_noop(
    "Leave the cell empty, or ask for the change on the partner's page under “Bank and tax data”."
)
_STATUS_WAY_OUT = gettext_noop("Leave the cell empty, or go the steps in between on the partner's page.")
_OWNER_WAY_OUT = gettext_noop("Name somebody of the company who can log in, or leave the cell empty.")


def _differing(
    book: Book,
    dataset: str,
    row: int,
    title: str,
    target: Partner | Contact,
    record: Any,
    fields: tuple[Field, ...],
) -> list[Change]:
    """Sets what the row fills and what differs; an empty cell changes nothing."""
    changes = []
    for item in fields:
        value, was = getattr(record, item.column), getattr(target, item.name)
        if value is not None and value != was:
            changes.append(item.changed(row, title, "", was, value, book.name(dataset, item.column)))
            setattr(target, item.name, value)
            if book.store:
                book.trace.add_changed(target, {item.name: (was, value)})
    return changes


def _save(book: Book, model: Any, rows: list[Any], changed: list[Any], fields: list[str]) -> None:
    if not book.store:
        return
    model.objects.bulk_create(rows)
    book.trace.add_created(rows)
    for row in changed:
        row.version += 1
        row.changed_by = book.by.label
        row.updated_at = book.now
    if changed:
        model.objects.bulk_update(changed, [*fields, "version", "changed_by", "updated_at"])


class PartnerLoader:
    """Loads partner rows; the code is the key."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def load(self, rows: Rows, tally: Tally) -> None:
        stored = {
            item.code: item for item in Partner.objects.filter(code__in={record.code for _, record in rows})
        }
        emails = {record.owner_email.lower() for _, record in rows if record.owner_email}
        owners = {user.email.lower(): user for user in User.objects.filter(email__in=emails).exclude(role="")}
        new: list[Partner] = []
        changed: list[Partner] = []
        for row, record in rows:
            if record.owner_email and record.owner_email.lower() not in owners:
                reason = say(_NO_OWNER, email=record.owner_email)
                self.book.refuse(
                    tally, "partners", row, "owner_email", record.owner_email, reason, _OWNER_WAY_OUT
                )
            elif not self.book.is_repeated(tally, "partners", row, (record.code,), record, "code"):
                owner = owners.get((record.owner_email or "").lower())
                self._decide(row, record, owner, stored.get(record.code), new, changed, tally)
        _save(self.book, Partner, new, changed, [*(item.name for item in PARTNER), "owner"])

    def _decide(
        self,
        row: int,
        record: PartnerRecord,
        owner: User | None,
        partner: Partner | None,
        new: list[Partner],
        changed: list[Partner],
        tally: Tally,
    ) -> None:
        if partner is None:
            given = {
                item.name: value for item in PARTNER if (value := getattr(record, item.column)) is not None
            }
            new.append(Partner(code=record.code, owner=owner, changed_by=self.book.by.label, **given))
            self._remember(record)
            tally.count(row, Fate.NEW)
            return
        if record.status is not None and not can_become(partner.status, record.status):
            reason = say(_NO_WAY, was=partner.status, status=record.status)
            self.book.refuse(tally, "partners", row, "status", record.status, reason, _STATUS_WAY_OUT)
            return
        if record.tax_id is not None and not keeps_tax_id(partner, record.tax_id):
            reason = say(_OTHER_TAX_ID, name=partner.name)
            self.book.refuse(tally, "partners", row, "tax_id", record.tax_id, reason, _TAX_ID_WAY_OUT)
            return
        changes = _differing(self.book, "partners", row, partner.name, partner, record, PARTNER)
        if owner is not None and partner.owner_id != owner.pk:
            header = self.book.name("partners", "owner_email")
            was = "" if partner.owner is None else partner.owner.email
            changes.append(
                Field("owner", "owner_email").changed(row, partner.name, "", was, owner.email, header)
            )
            if self.book.store:
                self.book.trace.add_changed(partner, {"owner_id": (partner.owner_id, owner.pk)})
            partner.owner = owner
        if changes:
            changed.append(partner)
        tally.settle(row, changes)

    def _remember(self, record: PartnerRecord) -> None:
        """A trial finds the partner nowhere else when further rows of the file name it."""
        if not self.book.store:
            self.book.partners[record.code] = PartnerRef(None, record.code, record.name)
            self.book.scratch.keep(("kind", record.code), record.kind)


class ContactLoader:
    """Loads contact rows; the partner and the address are the key, without an address the name."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def load(self, rows: Rows, tally: Tally) -> None:
        book = self.book
        book.know_partners(record.partner_code for _, record in rows)
        known = {record.partner_code for _, record in rows} & book.partners.keys()
        pks = [book.partners[code].pk for code in known]
        by_email: dict[tuple[int, str], Contact] = {}
        by_name: dict[tuple[int, str], Contact] = {}
        for contact in Contact.objects.filter(partner_id__in=pks):
            by_name[contact.partner_id, contact.name] = contact
            if contact.email:
                by_email[contact.partner_id, contact.email.lower()] = contact
        new: list[Contact] = []
        changed: list[Contact] = []
        for row, record in rows:
            partner = book.partners.get(record.partner_code)
            if partner is None:
                book.refuse_unknown_partner(tally, "contacts", row, record.partner_code)
                continue
            key = record.partner_code, (record.email or "").lower() or record.name
            if book.is_repeated(tally, "contacts", row, key, record, "name"):
                continue
            contact = (
                by_email.get((partner.pk, record.email.lower()))
                if record.email
                else by_name.get((partner.pk, record.name))
            )
            self._decide(row, record, partner.pk, contact, new, changed, tally)
        _save(book, Contact, new, changed, [item.name for item in CONTACT])

    def _decide(
        self,
        row: int,
        record: ContactRecord,
        partner_id: int,
        contact: Contact | None,
        new: list[Contact],
        changed: list[Contact],
        tally: Tally,
    ) -> None:
        if contact is None:
            given = {
                item.name: value for item in CONTACT if (value := getattr(record, item.column)) is not None
            }
            new.append(Contact(partner_id=partner_id, changed_by=self.book.by.label, **given))
            tally.count(row, Fate.NEW)
            return
        changes = _differing(self.book, "contacts", row, contact.name, contact, record, CONTACT)
        if changes:
            changed.append(contact)
        tally.settle(row, changes)
