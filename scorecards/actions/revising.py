"""Makes published cards again when a line was excused, or counts again: revision n+1, at once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.periods import Period
from scorecards.actions.drafting import draft
from scorecards.actions.proposing import propose
from scorecards.actions.sheets import sheet_of
from scorecards.actions.storing import hold, store
from scorecards.models import Scorecard, TemplateVersion
from suppliers.models import DeliveryOutcome, DeliverySlice, OrderLine, Receipt


@dataclass(frozen=True)
class Revised:
    """A card as it was, and the revision that replaced it."""

    before: Scorecard
    after: Scorecard


def revise(*, by: Actor, line_ids: Collection[int], cause: str, about: str, at: datetime) -> list[Revised]:
    """Every newest card that may count one of these lines is made again; what comes out alike stays.

    Inside the caller's transaction. `about`: the public id of the contest or exclusion, written on the cards.
    A fixed number of statements for each template version and period concerned. What the revisions propose is
    told; that they came to be is not.
    """
    days = _days_by_partner(line_ids)
    hold(days)
    runs: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for partner, version, period, starts_on, ends_on in _latest(days).values_list(
        "partner_id", "version_id", "period", "starts_on", "ends_on"
    ):
        if any(starts_on <= day <= ends_on for day in days[partner]):
            runs[version, period].add(partner)
    versions = TemplateVersion.objects.select_related("template").prefetch_related("lines", "bands", "gates")
    by_pk = versions.in_bulk({version for version, _ in runs})
    revised = []
    for (version, period), partners in sorted(runs.items()):
        found = frozenset(partners)
        drafts = draft(sheet_of(by_pk[version]), Period.parse(period), also=found, only=found)
        stored = store(by=by, drafts=drafts, cards=drafts.cards.values(), at=at, cause=cause, about=about)
        revised += [Revised(before, after) for before, after in stored.revised]
    propose(by=by, cards=[one.after for one in revised], at=at)
    return revised


def _latest(partners: Collection[int]) -> QuerySet[Scorecard]:
    """The cards of a partner that became another's alias are made no more."""
    return Scorecard.objects.filter(partner_id__in=partners, is_latest=True, partner__merged_into=None)


def _days_by_partner(line_ids: Collection[int]) -> dict[int, set[date]]:
    """All days on which one of the lines may count: due, completed, received, asked."""
    days: defaultdict[int, set[date]] = defaultdict(set)
    outcomes = DeliveryOutcome.objects.filter(line_id__in=line_ids).order_by()
    for partner, *found in outcomes.values_list("partner_id", "due_on", "completed_on").distinct():
        days[partner].update(day for day in found if day is not None)
    parts = DeliverySlice.objects.filter(line_id__in=line_ids, received_on=None).order_by()
    for partner, day in parts.values_list("partner_id", "due_on").distinct():
        days[partner].add(day)
    receipts = Receipt.objects.filter(line_id__in=line_ids).order_by()
    for partner, day in receipts.values_list("partner_id", "received_on").distinct():
        days[partner].add(day)
    lines = OrderLine.objects.filter(pk__in=line_ids).order_by()
    for partner, asked, sent in lines.values_list("partner_id", "requested_on", "order__sent_at"):
        days[partner].update({asked} | ({local_day(sent)} if sent else set()))
    return dict(days)
