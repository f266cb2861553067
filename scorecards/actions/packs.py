"""Freezes review packs: what both sides look at together, as it was on its day."""

from datetime import datetime
from typing import Any

from django.db import transaction

from portal.actions import audit
from portal.actors import Actor
from portal.clocks import local_day
from scorecards.actions.telling_packs import tell_pack
from scorecards.engine.evidence import digest_of
from scorecards.models import ReviewPack, Scorecard
from scorecards.permissions import check_can_make_pack

SCHEMA_VERSION = 1


@transaction.atomic
def freeze(*, by: Actor, card: Scorecard, document: dict[str, Any], at: datetime) -> ReviewPack:
    """Keeps the document for ever and tells the other side. The same one of the same day is kept once.

    `document` holds JSON values only: it is composed above, from what both sides may see.
    """
    check_can_make_pack(by, card.partner)
    today, digest = local_day(at), digest_of({"schema": SCHEMA_VERSION, **document})
    same = ReviewPack.objects.filter(partner=card.partner, period=card.period, as_of=today, digest=digest)
    known: ReviewPack | None = same.first()
    if known is not None:
        return known
    pack: ReviewPack = ReviewPack.objects.create(
        partner=card.partner,
        period=card.period,
        starts_on=card.starts_on,
        ends_on=card.ends_on,
        as_of=today,
        document=document,
        digest=digest,
        schema_version=SCHEMA_VERSION,
        made_at=at,
        made_by=by.label,
    )
    audit.record(
        by=by,
        verb="pack.made",
        obj=pack,
        scope=card.partner.public_id,
        data={"period": card.period, "digest": digest},
    )
    tell_pack(by=by, pack=pack)
    return pack
