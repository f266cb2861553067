"""Warm words in one list: our thanks and awards to partners, and praise of our people."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.clocks import local_day
from suppliers.actions import praise, recognition
from suppliers.enums import PraiseSource
from suppliers.facts import praise as praises
from suppliers.facts.recognition import of_actor
from suppliers.models import Praise, Recognition

PRAISE = "praise"


@dataclass(frozen=True)
class Warm:
    """One row. `to` is who was thanked or praised, `by` who said it."""

    what: str
    to: str
    by: str
    partner: str
    partner_id: str
    text: str
    at: dt.datetime
    noted_by: str
    taken_back_at: dt.datetime | None
    url: str
    back_url: str

    @property
    def words(self) -> str:
        return f"{self.to} {self.by} {self.partner} {self.text}".casefold()


def wall(actor: Actor, now: dt.datetime) -> list[Warm]:
    """All that this actor reads, the newest first: two queries."""
    said = of_actor(actor).select_related("partner")
    heard = praises.of_actor(actor).select_related("partner", "person")
    rows = [_thanks(one, actor, now) for one in said] + [_praise(one, actor, now) for one in heard]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def narrowed(
    rows: list[Warm],
    *,
    q: str = "",
    what: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    partner: str = "",
    with_taken_back: bool = False,
) -> list[Warm]:
    """Those that are asked for."""
    return [
        row
        for row in rows
        if (with_taken_back or row.taken_back_at is None)
        and (not what or row.what == what)
        and (not partner or row.partner_id == partner)
        and (since is None or local_day(row.at) >= since)
        and (until is None or local_day(row.at) <= until)
        and all(word in row.words for word in q.casefold().split())
    ]


def _thanks(one: Recognition, actor: Actor, now: dt.datetime) -> Warm:
    return Warm(
        what=one.kind,
        to=one.partner.name,
        by=one.by_label,
        partner=one.partner.name,
        partner_id=one.partner.public_id,
        text=one.text,
        at=one.at,
        noted_by="",
        taken_back_at=one.taken_back_at,
        url=_partner_url(one.partner.public_id),
        back_url=_url("thanks_back", one.public_id) if recognition.can_take_back(one, actor, now) else "",
    )


def _praise(one: Praise, actor: Actor, now: dt.datetime) -> Warm:
    firm, public_id = (one.partner.name, one.partner.public_id) if one.partner is not None else ("", "")
    is_customer = one.source == PraiseSource.CUSTOMER
    return Warm(
        what=PRAISE,
        to=str(one.person),
        by=_("%(who)s, a customer") % {"who": one.said_by} if is_customer else one.said_by,
        partner=firm,
        partner_id=public_id,
        text=one.text,
        at=one.at,
        noted_by=one.noted_by_label if actor.is_staff else "",
        taken_back_at=one.taken_back_at,
        url=_partner_url(public_id) if public_id else "",
        back_url=_url("praise_back", one.public_id) if praise.can_take_back(one, actor, now) else "",
    )


def _partner_url(public_id: str) -> str:
    return _url("partner", public_id)


def _url(name: str, public_id: str) -> str:
    return reverse(f"suppliers:{name}", args=[public_id])
