"""What publishing a period would do, partner by partner, before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.engine.periods import Period
from portal.presentation import day, number, share
from scorecards.actions.drafting import CardDraft, Drafts
from scorecards.models import Scorecard
from scorecards.pages import words
from suppliers.models import Membership, Partner


@dataclass(frozen=True)
class PlanRow:
    """One partner's card to be, beside its newest one of this period or the period before."""

    name: str
    kind: str
    score: str
    band: str
    before: str
    coverage: str
    what: str
    tone: str
    card_url: str


@dataclass(frozen=True)
class PlanGroup:
    title: str
    rows: list[PlanRow]


@dataclass(frozen=True)
class Plan:
    """`can_publish` is False while the period is open, or when nothing would change."""

    period_name: str
    period: str
    template: str
    as_of: str
    new: int
    revised: int
    unchanged: int
    up: int
    down: int
    not_graded: int
    mails: int
    refused: str
    can_publish: bool
    consequence: str
    button: str
    groups: list[PlanGroup]


@dataclass(frozen=True)
class _Before:
    """A partner's card that stands: of this very period, or of the one before."""

    public_id: str
    score: Decimal | None
    band: str
    digest: str


UP, DOWN, UNGRADED, FIRST, SAME = "up", "down", "ungraded", "first", "same"


def plan(drafts: Drafts, today: date) -> Plan:
    """Three queries, however many partners."""
    template = drafts.sheet.template
    standing = _cards(template.pk, drafts.period, drafts.cards)
    before = _cards(template.pk, drafts.period.shifted(-1), drafts.cards)
    ranks = {band.name: band.lower for band in drafts.sheet.version.bands.all()}
    partners = Partner.objects.in_bulk(list(drafts.cards))
    changed = [pk for pk, card in drafts.cards.items() if not _is_same(card, standing.get(pk))]
    moves = {pk: _move(card, before.get(pk), ranks) for pk, card in drafts.cards.items()}
    revised = sum(pk in standing for pk in changed)
    mails = Membership.objects.filter(partner_id__in=changed, user__is_active=True).count()
    rows = {
        pk: _row(partners[pk], card, standing.get(pk), before.get(pk), moves[pk])
        for pk, card in drafts.cards.items()
    }
    is_open = today < drafts.as_of
    return Plan(
        period_name=words.period_name(drafts.period),
        period=drafts.period.key,
        template=template.public_id,
        as_of=day(drafts.as_of, "full"),
        new=len(changed) - revised,
        revised=revised,
        unchanged=len(drafts.cards) - len(changed),
        up=_times(moves, UP),
        down=_times(moves, DOWN),
        not_graded=_times(moves, UNGRADED),
        mails=mails,
        refused=_refused(drafts) if is_open else "",
        can_publish=bool(changed) and not is_open,
        consequence=_consequence(len(changed) - revised, revised, len(drafts.cards) - len(changed), mails),
        button=ngettext("Publish %(count)s card", "Publish %(count)s cards", len(changed))
        % {"count": number(len(changed))},
        groups=_groups(rows, moves),
    )


def _cards(template: int, period: Period, partners: dict[int, CardDraft]) -> dict[int, _Before]:
    cards = Scorecard.objects.filter(
        template_id=template, period=period.key, is_latest=True, partner_id__in=partners
    ).values_list("partner_id", "public_id", "score", "band", "digest")
    return {pk: _Before(*rest) for pk, *rest in cards}


def _is_same(card: CardDraft, standing: _Before | None) -> bool:
    return standing is not None and standing.digest == card.digest


def _move(card: CardDraft, before: _Before | None, ranks: dict[str, Decimal]) -> str:
    """Up or down a band since the period before; no move is ever read into a card without a band."""
    if not card.band:
        return UNGRADED
    if before is None or before.band not in ranks:
        return FIRST
    now, then = ranks[card.band], ranks[before.band]
    if now == then:
        return SAME
    return UP if now > then else DOWN


def _row(
    partner: Partner, card: CardDraft, standing: _Before | None, before: _Before | None, move: str
) -> PlanRow:
    what, tone = _what(card, standing)
    return PlanRow(
        name=partner.name,
        kind=str(partner.get_kind_display()),
        score=words.points_text(card.score) if card.score is not None else _("not graded"),
        band=card.band,
        before=_was(before, card)
        if move in (UP, DOWN)
        else words.points_text(before.score if before else None),
        coverage=share(card.coverage, 0),
        what=what,
        tone=tone,
        card_url=reverse("scorecards:card", args=[standing.public_id]) if standing else "",
    )


def _was(before: _Before | None, card: CardDraft) -> str:
    return f"{words.points_text(before.score)}, {before.band}" if before else ""


def _what(card: CardDraft, standing: _Before | None) -> tuple[str, str]:
    if standing is None:
        return _("New card"), "you"
    if standing.digest == card.digest:
        return _("Unchanged"), ""
    return _("New revision"), "open"


def _times(moves: dict[int, str], wanted: str) -> int:
    return sum(move == wanted for move in moves.values())


def _refused(drafts: Drafts) -> str:
    return _(
        "%(period)s is open: facts count until %(closing)s. It can be published from %(day)s on. "
        "Until then this is how the cards would look."
    ) % {
        "period": words.period_name(drafts.period),
        "closing": day(drafts.as_of, "full"),
        "day": day(drafts.as_of, "full"),
    }


def _consequence(new: int, revised: int, unchanged: int, mails: int) -> str:
    parts = [
        ngettext("%(count)s new card", "%(count)s new cards", new) % {"count": number(new)},
        ngettext("%(count)s new revision", "%(count)s new revisions", revised) % {"count": number(revised)},
    ]
    text = _("Publishing makes %(parts)s; %(unchanged)s stay as they are.") % {
        "parts": _(" and ").join(parts),
        "unchanged": number(unchanged),
    }
    told = ngettext("%(count)s person gets a mail.", "%(count)s people get a mail.", mails)
    return f"{text} {told % {'count': number(mails)}} " + _(
        "A published card is never changed or taken back."
    )


def _groups(rows: dict[int, PlanRow], moves: dict[int, str]) -> list[PlanGroup]:
    titles = [
        (DOWN, _("Would move down a band")),
        (UP, _("Would move up a band")),
        (SAME, _("Stay in their band")),
        (FIRST, _("Nothing to compare with")),
        (UNGRADED, _("Without a band: too few lines, or half of the weight without data")),
    ]
    groups = []
    for wanted, title in titles:
        chosen: Sequence[PlanRow] = [row for pk, row in rows.items() if moves[pk] == wanted]
        if chosen:
            groups.append(
                PlanGroup(f"{title}: {number(len(chosen))}", sorted(chosen, key=lambda row: row.name))
            )
    return groups


def result_words(result: dict[str, Any]) -> str:
    """What a run did, in counts."""
    return _("Done. New cards: %(published)s, new revisions: %(revised)s, unchanged: %(unchanged)s.") % {
        name: number(result[name]) for name in ("published", "revised", "unchanged")
    }
