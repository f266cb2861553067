"""Publishes a period for all partners at once. Nothing published changes: late facts make a revision."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from portal.actions import audit
from portal.actors import Actor
from portal.engine.periods import Period
from scorecards.actions.drafting import Drafts, Progress, draft
from scorecards.actions.proposing import propose
from scorecards.actions.sheets import sheet_of
from scorecards.actions.storing import Mark, hold, marks, store
from scorecards.actions.telling import tell_published
from scorecards.models import Scorecard, ScorecardTemplate, TemplateVersion
from scorecards.permissions import check_can_publish
from scorecards.policies import NotClosed
from scorecards.policies import check_can_publish as check_is_closed


@dataclass(frozen=True)
class PublishResult:
    """How many partners got a first card, kept theirs, or got a revision; `refused` says why none did."""

    period: str
    published: int = 0
    unchanged: int = 0
    revised: int = 0
    refused: tuple[dict[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "period": self.period,
            "published": self.published,
            "unchanged": self.unchanged,
            "revised": self.revised,
            "refused": list(self.refused),
        }


def preview(*, by: Actor, template: ScorecardTemplate, period: Period) -> Drafts:
    """The cards as they would be published by what is known; nothing is stored."""
    check_can_publish(by)
    version, _ = version_for(template, period)
    return draft(sheet_of(version), period)


def publish(
    *,
    by: Actor,
    template: ScorecardTemplate,
    period: Period,
    today: date,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> PublishResult:
    """Publish the period of `template` for every partner with a row in it; a second run changes nothing.

    Refused, with the day from which it is possible, while the period is open on `today`; and with a retired
    template, but for the cards that it has made. `at`: the moment written on the cards, now by default.
    """
    at = at or timezone.now()
    check_can_publish(by)
    version, known = version_for(template, period)
    if not (template.is_active or known):
        words = gettext("“%(template)s” is retired: take it into use again, or choose another.")
        why = {"period": period.key, "reason": words % {"template": template.name}}
        return PublishResult(period.key, refused=(why,))
    sheet = sheet_of(version)
    try:
        check_is_closed(period, sheet.as_of(period), today)
    except NotClosed as refusal:
        return PublishResult(period.key, refused=(_refusal(period, refusal),))
    seen = marks(template, period)
    drafts = draft(sheet, period, also=frozenset(known), progress=progress)
    return _store(by, drafts, seen, at)


def _refusal(period: Period, refusal: NotClosed) -> dict[str, str]:
    return {"period": period.key, "reason": str(refusal), "from": refusal.possible_from.isoformat()}


def version_for(template: ScorecardTemplate, period: Period) -> tuple[TemplateVersion, frozenset[int]]:
    """The version a period was published with, else the newest; and who has a card already.

    The cards of a partner that was merged into another since are not made again: its facts are there now.
    """
    cards = list(
        Scorecard.objects.filter(template=template, period=period.key, is_latest=True).values_list(
            "partner_id", "version_id", "partner__merged_into"
        )
    )
    versions = template.versions.prefetch_related("lines", "bands", "gates").select_related("template")
    if cards:
        known = frozenset(partner for partner, _, survivor in cards if survivor is None)
        return versions.get(pk=max(version for _, version, _ in cards)), known
    return versions.order_by("-number")[:1].get(), frozenset()


@transaction.atomic
def _store(by: Actor, drafts: Drafts, seen: dict[int, Mark], at: datetime) -> PublishResult:
    """Write what differs from the newest revisions, in one transaction, while nobody else writes cards."""
    hold(drafts.cards)
    template = drafts.sheet.template
    cards = {**drafts.cards, **_again(drafts, seen).cards}
    stored = store(by=by, drafts=drafts, cards=cards.values(), at=at)
    result = PublishResult(
        drafts.period.key,
        published=len(stored.published),
        unchanged=len(cards) - len(stored.published) - len(stored.revised),
        revised=len(stored.revised),
    )
    if written := [*stored.published, *(after for _, after in stored.revised)]:
        tell_published(by=by, period=drafts.period, cards=written, at=at)
        propose(by=by, cards=written, at=at)
        audit.record(by=by, verb="scorecards.published", obj=template, data=result.as_json())
    return result


def _again(drafts: Drafts, seen: dict[int, Mark]) -> Drafts:
    """Those whose card or excuses somebody else changed since we began, by the facts as they are now."""
    now = marks(drafts.sheet.template, drafts.period)
    moved = frozenset(partner for partner in drafts.cards if now.get(partner) != seen.get(partner))
    if not moved:
        return Drafts(drafts.sheet, drafts.period, drafts.as_of, {}, ())
    return draft(drafts.sheet, drafts.period, also=moved, only=moved)
