"""Papers of partners: which run out, which are needed, which are missing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from portal.actors import Actor
from portal.enums import Side
from suppliers.engine.expiry import CATCH_UP, THRESHOLDS
from suppliers.enums import PartnerStatus
from suppliers.models import DocumentNeed, Partner, PartnerDocument


class NeedState(StrEnum):
    """How a needed paper stands."""

    MET = "met"
    CHECKING = "checking"  # a partner brought it; nobody of ours has looked at it yet
    EXPIRED = "expired"
    MISSING = "missing"


@dataclass(frozen=True)
class Needed:
    """A paper that a partner brings, and the newest one of its type that it has."""

    need: DocumentNeed
    state: NeedState
    document: PartnerDocument | None


def outlasted() -> Exists:
    """Is there another paper of the same type that runs out later, or never?"""
    others = PartnerDocument.objects.filter(partner_id=OuterRef("partner_id"), type=OuterRef("type"))
    later = Q(expires_on__gt=OuterRef("expires_on")) | Q(expires_on=None)
    return Exists(others.filter(later).exclude(pk=OuterRef("pk")))


def with_renewal(rows: QuerySet[PartnerDocument]) -> QuerySet[PartnerDocument]:
    """Annotates `is_renewed`."""
    return rows.annotate(is_renewed=outlasted())


def running_out(today: dt.date) -> QuerySet[PartnerDocument]:
    """Papers that one of the thresholds may concern: not renewed, of partners that are still with us."""
    first, last = today - dt.timedelta(days=CATCH_UP), today + dt.timedelta(days=max(THRESHOLDS))
    return (
        PartnerDocument.objects.filter(
            ~outlasted(), expires_on__range=(first, last), partner__merged_into=None
        )
        .exclude(partner__status=PartnerStatus.LOST)
        .select_related("partner__owner")
        .order_by("expires_on", "pk")
    )


def learned_on(document: PartnerDocument, created_on: dt.date) -> dt.date:
    """The day on which we heard of its last day."""
    return document.expiry_set_on or created_on


def waiting_for_a_look(actor: Actor) -> QuerySet[PartnerDocument]:
    """What partners added and nobody of ours has looked at."""
    rows = PartnerDocument.objects.for_actor(actor).filter(added_by_side=Side.PARTNER, checked_at=None)
    return rows.filter(partner__merged_into=None)


def needs_of(kind: str, needs: Iterable[DocumentNeed]) -> list[DocumentNeed]:
    """Those that partners of this kind bring."""
    return [need for need in needs if not need.kinds or kind in need.kinds]


def needed_by_partner(partners: Sequence[Partner], today: dt.date) -> dict[int, list[Needed]]:
    """By partner pk what it brings, each as it stands today: two queries for any number of partners."""
    needs = list(DocumentNeed.objects.filter(is_active=True).order_by("type"))
    papers: defaultdict[tuple[int, str], list[PartnerDocument]] = defaultdict(list)
    rows = PartnerDocument.objects.filter(
        partner_id__in=[partner.pk for partner in partners], type__in=[need.type for need in needs]
    )
    for row in rows.order_by(F("expires_on").desc(nulls_first=True), "-pk") if needs else ():
        papers[row.partner_id, row.type].append(row)
    return {
        partner.pk: [
            _needed(need, papers.get((partner.pk, need.type), []), today)
            for need in needs_of(partner.kind, needs)
        ]
        for partner in partners
    }


def _needed(need: DocumentNeed, papers: Sequence[PartnerDocument], today: dt.date) -> Needed:
    fitting = [paper for paper in papers if paper.expires_on is not None or not need.must_expire]
    valid = [paper for paper in fitting if paper.expires_on is None or paper.expires_on >= today]
    for paper in valid:
        if not paper.waits_for_a_look:
            return Needed(need, NeedState.MET, paper)
    if valid:
        return Needed(need, NeedState.CHECKING, valid[0])
    if fitting:
        return Needed(need, NeedState.EXPIRED, fitting[0])
    return Needed(need, NeedState.MISSING, papers[0] if papers else None)
