"""Papers as both sides see them: until when each is good, what is missing, what one can do."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.enums import Side
from portal.models import Attachment
from portal.presentation import day, number
from suppliers.engine.expiry import THRESHOLDS
from suppliers.facts.documents import Needed, NeedState, needed_by_partner, with_renewal
from suppliers.models import Partner, PartnerDocument
from suppliers.permissions_onboarding import (
    can_change_document,
    can_check_documents,
    can_keep_documents,
)

SOON = max(THRESHOLDS)


@dataclass(frozen=True)
class File:
    name: str
    url: str


@dataclass(frozen=True)
class Paper:
    """One paper: its standing as a chip, its days, its files, and what this reader may do with it."""

    public_id: str
    name: str
    number: str
    note: str
    chip: str
    tone: str
    picture: str
    files: tuple[File, ...]
    renew_url: str
    edit_url: str
    remove_url: str
    look_url: str
    order: tuple[int, dt.date]


@dataclass(frozen=True)
class Missing:
    """A needed paper that is not there, or not any more."""

    name: str
    note: str
    chip: str
    tone: str
    picture: str
    add_url: str


@dataclass(frozen=True)
class Papers:
    """All papers of a partner, what needs a word first; `summary` stands in the head of the card."""

    partner: Partner
    rows: tuple[Paper, ...]
    old: tuple[Paper, ...]
    missing: tuple[Missing, ...]
    summary: str
    add_url: str
    url: str

    @property
    def first(self) -> tuple[Paper, ...]:
        return self.rows[:5]


def papers_of(partner: Partner, actor: Actor, today: dt.date) -> Papers:
    """Four queries, however many papers there are."""
    rows = list(with_renewal(PartnerDocument.objects.for_actor(actor).filter(partner=partner)))
    files = Attachment.objects.for_actor(actor).by_thing([row.public_id for row in rows])
    for row in rows:
        row.partner = partner
    shown = sorted(
        (_paper(row, actor, today, files.get(row.public_id, [])) for row in rows), key=lambda one: one.order
    )
    renewed = {row.public_id for row in rows if row.is_renewed}
    current = tuple(one for one in shown if one.public_id not in renewed)
    may_add = can_keep_documents(actor, partner) and partner.merged_into_id is None
    add = reverse("suppliers:document_new", args=[partner.public_id]) if may_add else ""
    missing = tuple(
        _missing(one, add)
        for one in needed_by_partner([partner], today)[partner.pk]
        if one.state in (NeedState.MISSING, NeedState.EXPIRED)
    )
    return Papers(
        partner,
        current,
        tuple(one for one in shown if one.public_id in renewed),
        missing,
        _summary(current, missing),
        add,
        reverse("suppliers:documents", args=[partner.public_id]),
    )


def standing(document: PartnerDocument, today: dt.date) -> tuple[str, str, str, int]:
    """Words, tone and picture of its chip, and how urgent it is; 0 is the most."""
    until = document.expires_on
    if document.waits_for_a_look:
        return _("Waits for a look"), "us", "clock", 1
    if until is None:
        return _("Valid"), "ok", "check", 4
    left = (until - today).days
    if left < 0:
        return _("Run out"), "bad", "x", 0
    if left <= SOON:
        words = ngettext("%(n)s day", "%(n)s days", left) % {"n": number(left)}
        return (words if left else _("Last day today")), "warn", "clock", 2
    return _("Valid"), "ok", "check", 3


def _paper(row: PartnerDocument, actor: Actor, today: dt.date, files: Sequence[Attachment]) -> Paper:
    words, tone, picture, urgency = standing(row, today)
    page, key = "suppliers:document_new", row.public_id
    may_add = can_keep_documents(actor, row.partner)
    may_change = can_change_document(actor, row)
    may_look = row.waits_for_a_look and can_check_documents(actor)
    return Paper(
        public_id=key,
        name=row.type,
        number=row.number,
        note=_note(row),
        chip=words,
        tone=tone,
        picture=picture,
        files=tuple(File(one.name, reverse("portal:file", args=[one.public_id])) for one in files),
        renew_url=f"{reverse(page, args=[row.partner.public_id])}?renews={key}"
        if may_add and row.expires_on is not None
        else "",
        edit_url=reverse("suppliers:document_edit", args=[key]) if may_change else "",
        remove_url=reverse("suppliers:document_remove", args=[key]) if may_change else "",
        look_url=reverse("suppliers:document_look", args=[key]) if may_look else "",
        order=(urgency, row.expires_on or dt.date.max),
    )


def _note(row: PartnerDocument) -> str:
    """“until 9 Nov 2026, issued 1 Jan 2025, added by Bob Brandt, looked at by Alice Moreau”."""
    parts = []
    if row.expires_on is not None:
        parts.append(_("until %(day)s") % {"day": day(row.expires_on)})
    else:
        parts.append(_("without a last day"))
    if row.issued_on is not None:
        parts.append(_("issued %(day)s") % {"day": day(row.issued_on)})
    if row.added_by_side == Side.PARTNER and row.checked_at is None:
        parts.append(_("added by %(who)s") % {"who": row.added_by_label})
    elif row.checked_at is not None and row.added_by_side == Side.PARTNER:
        names = {"who": row.checked_by_label, "day": day(timezone.localdate(row.checked_at))}
        parts.append(_("looked at by %(who)s on %(day)s") % names)
    return ", ".join(parts)


def _missing(one: Needed, add: str) -> Missing:
    expired = one.state == NeedState.EXPIRED
    note = one.need.why
    if expired and one.document is not None:
        note = _("ran out on %(day)s") % {"day": day(one.document.expires_on)}
    elif one.document is not None:
        note = _("the one that is there has no last day")
    return Missing(
        one.need.type,
        note,
        _("To renew") if expired else _("Missing"),
        "bad" if expired else "warn",
        "x" if expired else "clock",
        f"{add}?type={one.need.public_id}" if add else "",
    )


def _summary(rows: Sequence[Paper], missing: Sequence[Missing]) -> str:
    told = [ngettext("%(n)s paper", "%(n)s papers", len(rows)) % {"n": number(len(rows))}]
    renew = sum(one.tone in ("warn", "bad") for one in rows)
    if renew:
        told.append(ngettext("%(n)s to renew", "%(n)s to renew", renew) % {"n": number(renew)})
    lacking = sum(one.tone == "warn" for one in missing)
    if lacking:
        told.append(ngettext("%(n)s missing", "%(n)s missing", lacking) % {"n": number(lacking)})
    return ", ".join(told)


def look_words() -> str:
    """Why a paper of a partner waits."""
    return _("It counts for %(company)s once somebody there has looked at it.") % {
        "company": settings.COMPANY_NAME
    }
