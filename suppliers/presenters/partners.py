"""Partners as lists and pages show them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.places import country_name
from portal.presentation import day
from suppliers.enums import PartnerStatus
from suppliers.facts.partners import PartnerStanding
from suppliers.models import Contact, Partner
from suppliers.registry import partner_columns
from suppliers.visibility import partner_fields

STATUS_TONES = {
    PartnerStatus.PROSPECT: "open",
    PartnerStatus.ONBOARDING: "us",
    PartnerStatus.ACTIVE: "ok",
    PartnerStatus.ON_HOLD: "warn",
    PartnerStatus.LOST: "",
}
STATUS_PICTURES = {
    PartnerStatus.PROSPECT: "clock",
    PartnerStatus.ONBOARDING: "clock",
    PartnerStatus.ACTIVE: "check",
    PartnerStatus.ON_HOLD: "pause",
    PartnerStatus.LOST: "x",
}


@dataclass(frozen=True)
class PartnerRow:
    """One line of the staff's list. `extra` holds what upper apps know, by column."""

    pk: int
    public_id: str
    url: str
    name: str
    kind: str
    kind_label: str
    code: str
    city: str
    country: str
    status: str
    status_label: str
    segment: str
    owner: str
    since: dt.date | None
    email: str
    phone: str
    open_lines: int
    late_lines: int
    last_delivery: dt.date | None
    extra: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.url


def partner_rows(
    partners: QuerySet[Partner], standings: Mapping[int, PartnerStanding], actor: Actor
) -> list[PartnerRow]:
    """Rows for these partners: one query for them, and one for each column of an upper app."""
    found = list(partners.select_related("owner"))
    extra = extras([partner.pk for partner in found], actor)
    return [_row(partner, standings.get(partner.pk, PartnerStanding()), extra) for partner in found]


def extras(pks: Sequence[int], actor: Actor) -> dict[str, Mapping[int, Any]]:
    """What upper apps know of these partners, by column."""
    return {column.name: column.fill(actor, pks) for column in partner_columns()}


def _row(partner: Partner, standing: PartnerStanding, extra: Mapping[str, Mapping[int, Any]]) -> PartnerRow:
    return PartnerRow(
        pk=partner.pk,
        public_id=partner.public_id,
        url=reverse("suppliers:partner", args=[partner.public_id]),
        name=partner.name,
        kind=partner.kind,
        kind_label=str(partner.get_kind_display()),
        code=partner.code,
        city=partner.city,
        country=country_name(partner.country),
        status=partner.status,
        status_label=str(partner.get_status_display()),
        segment=partner.segment,
        owner=str(partner.owner) if partner.owner else "",
        since=partner.since,
        email=partner.email,
        phone=partner.phone,
        open_lines=standing.open_lines,
        late_lines=standing.late_lines,
        last_delivery=standing.last_delivery,
        extra={name: values.get(partner.pk) for name, values in extra.items()},
    )


@dataclass(frozen=True)
class Fact:
    """One thing that is known: a label, the words, and perhaps a link or a chip."""

    name: str
    label: str
    words: str
    url: str = ""
    tone: str | None = None
    picture: str = ""


def partner_facts(partner: Partner, actor: Actor) -> list[Fact]:
    """What this reader may know of the partner, without what nobody filled in."""
    facts = [_fact(name, partner) for name in partner_fields(actor)]
    return [fact for fact in facts if fact.words]


def _fact(name: str, partner: Partner) -> Fact:
    value = getattr(partner, name)
    label = str(Partner._meta.get_field(name).verbose_name).capitalize()
    if name in ("kind", "status"):
        tone = STATUS_TONES[PartnerStatus(value)] if name == "status" else None
        picture = STATUS_PICTURES[PartnerStatus(value)] if name == "status" else ""
        return Fact(name, label, str(getattr(partner, f"get_{name}_display")()), tone=tone, picture=picture)
    if name == "country":
        return Fact(name, label, country_name(value))
    if isinstance(value, dt.date):
        return Fact(name, label, day(value))
    links = {"email": "mailto:", "phone": "tel:", "website": ""}
    url = f"{links[name]}{value.replace(' ', '') if name == 'phone' else value}" if name in links else ""
    return Fact(name, label, "" if value is None else str(value), url)


@dataclass(frozen=True)
class ContactView:
    """A person at a partner, and where this reader may change them (empty: nowhere)."""

    name: str
    role: str
    email: str
    phone: str
    prefers: str
    edit_url: str = ""
    remove_url: str = ""

    @property
    def tel(self) -> str:
        return self.phone.replace(" ", "")


def contact_views(contacts: QuerySet[Contact], may_keep: bool) -> list[ContactView]:
    return [
        ContactView(
            name=contact.name,
            role=contact.role,
            email=contact.email,
            phone=contact.phone,
            prefers=_("Prefers: %(way)s") % {"way": contact.preferred_channel}
            if contact.preferred_channel
            else "",
            edit_url=reverse("suppliers:contact_edit", args=[contact.public_id]) if may_keep else "",
            remove_url=reverse("suppliers:contact_remove", args=[contact.public_id]) if may_keep else "",
        )
        for contact in contacts
    ]
