"""What bands and tiers propose when cards are published. Nothing is done to a partner here: people decide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from portal.actions import audit
from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.periods import Period
from scorecards.actions.telling_standings import tell_proposed
from scorecards.engine.scoring import MIN_COVERAGE
from scorecards.engine.tiers import Progress, TierRule, deserved
from scorecards.enums import ProposalDecision, ProposalKind
from scorecards.facts.tiers import Record, Standings, standings
from scorecards.models import Band, ProposedAction, Scorecard, Tier
from suppliers.models import Partner

# A tier that ends so soon, and is still deserved, is proposed for longer.
ENDS_SOON = timedelta(days=60)


@dataclass
class _Wanted:
    """Proposals to be made, and open ones that a newer card overtakes."""

    made: list[ProposedAction] = field(default_factory=list)
    overtaken: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Known:
    """Everything that is looked at, read once for all cards."""

    partners: Mapping[int, Partner]
    bands: Mapping[tuple[int, str], Band]
    proposals: Mapping[int, Sequence[ProposedAction]]
    standings: Standings
    newest: Mapping[tuple[int, int, int], date]


def propose(*, by: Actor, cards: Sequence[Scorecard], at: datetime) -> None:
    """Make what follows from these new cards, in the caller's transaction.

    A fixed number of statements for any number of cards, but for their inserts (500 rows each). A proposal
    that is open, or was decided for this period, is not made again; a newer card overtakes what it no longer
    bears out. `cards` carry their template and version.
    """
    if not cards:
        return
    today = local_day(at)
    known = _look(cards, today)
    wanted = _Wanted()
    for card in cards:
        if card.partner_id in known.partners:
            _by_band(card, known, wanted)
    for card in _of_main_series(cards, known):
        _by_tier(card, known, wanted, today)
    if wanted.overtaken:
        # What a person decided since we looked stays decided.
        ProposedAction.objects.filter(pk__in=wanted.overtaken, decision="").update(
            decision=ProposalDecision.OVERTAKEN, decided_at=at
        )
    if wanted.made:
        for one in wanted.made:
            one.proposed_at = at
            one.answer_by = today + timedelta(days=settings.ANSWER_DAYS)
        ProposedAction.objects.bulk_create(wanted.made, batch_size=500)
        tell_proposed(by=by, proposals=wanted.made, at=at)
    if wanted.made or wanted.overtaken:
        counts = {"made": len(wanted.made), "overtaken": len(wanted.overtaken)}
        audit.record(by=by, verb="proposals.made", data=counts)


def _look(cards: Sequence[Scorecard], today: date) -> _Known:
    ids = {card.partner_id for card in cards}
    partners = Partner.objects.filter(pk__in=ids, merged_into=None).select_related("owner")
    bands = Band.objects.filter(version__in={card.version_id for card in cards})
    proposals: defaultdict[int, list[ProposedAction]] = defaultdict(list)
    periods = {card.period for card in cards}
    earlier = ProposedAction.objects.filter(partner__in=ids).filter(
        Q(decision="") | Q(card__period__in=periods)
    )
    for one in earlier.select_related("card").order_by("pk"):
        proposals[one.partner_id].append(one)
    newest: dict[tuple[int, int, int], date] = {}
    ends = Scorecard.objects.filter(partner__in=ids, is_latest=True).order_by()
    for partner, template, period, ends_on in ends.values_list(
        "partner_id", "template_id", "period", "ends_on"
    ):
        key = (partner, template, Period.parse(period).months)
        newest[key] = max(newest.get(key, ends_on), ends_on)
    return _Known(
        {one.pk: one for one in partners},
        {(band.version_id, band.name): band for band in bands},
        proposals,
        standings(ids, today),
        newest,
    )


def _months(card: Scorecard) -> int:
    return Period.parse(card.period).months


def _is_newest(card: Scorecard, known: _Known) -> bool:
    key = (card.partner_id, card.template_id, _months(card))
    return card.ends_on >= known.newest.get(key, card.ends_on)


def _by_band(card: Scorecard, known: _Known, wanted: _Wanted) -> None:
    """The band proposes what its template says; ungraded cards, and those without a band, nothing."""
    band = known.bands.get((card.version_id, card.band))
    is_graded = card.score is not None and card.coverage >= MIN_COVERAGE
    action = band.action if band is not None and is_graded else ""
    ours = [
        one
        for one in known.proposals[card.partner_id]
        if one.kind == ProposalKind.BAND
        and one.card.template_id == card.template_id
        and _months(one.card) == _months(card)
    ]
    same = [one for one in ours if one.card.period == card.period]
    wanted.overtaken |= {one.pk for one in same if not one.decision and one.action != action}
    if not _is_newest(card, known):
        return
    # What the partner has answered is decided by a person, also when there is a newer card.
    wanted.overtaken |= {
        one.pk
        for one in ours
        if not one.decision and one.card.ends_on < card.ends_on and one.answered_at is None
    }
    is_known = any(one.action == action and one.decision != ProposalDecision.OVERTAKEN for one in same)
    if band is None or not action or is_known or any(one.card_id == card.pk for one in same):
        return
    held = [gate[0] for gate in card.gates if gate[2] == card.band] if _is_held(card) else []
    wanted.made.append(
        ProposedAction(
            partner=known.partners[card.partner_id],
            card=card,
            kind=ProposalKind.BAND,
            action=action,
            why={
                "band": band.name,
                "lower": str(band.lower),
                "score": str(card.score),
                "coverage": str(card.coverage),
                "period": card.period,
                "template": card.template.name,
                "held": held,
                "uncapped": card.uncapped_band,
            },
        )
    )


def _is_held(card: Scorecard) -> bool:
    return bool(card.uncapped_band) and card.uncapped_band != card.band


def _of_main_series(cards: Sequence[Scorecard], known: _Known) -> Iterable[Scorecard]:
    """Of each partner the last of these cards in the series that its tier is judged by."""
    last: dict[int, Scorecard] = {}
    for card in sorted(cards, key=lambda one: one.ends_on):
        record = known.standings.records.get(card.partner_id)
        is_main = record is not None and record.series == (card.template_id, _months(card))
        if card.partner_id in known.partners and is_main:
            last[card.partner_id] = card
    return last.values()


@dataclass(frozen=True)
class _Move:
    """From one tier (or none) to another (or none), by the rule of `progress`."""

    tier: Tier | None
    from_tier: Tier | None
    progress: Progress
    until: date | None = None


def _by_tier(card: Scorecard, known: _Known, wanted: _Wanted, today: date) -> None:
    """Up, down or for longer; an open proposal that says otherwise is overtaken."""
    partner = known.partners[card.partner_id]
    move = _move(partner, known.standings, today)
    mine = [one for one in known.proposals[card.partner_id] if one.kind == ProposalKind.TIER]
    target = (_key(move.tier), _key(move.from_tier)) if move else None
    is_known = False
    for one in mine:
        if not one.decision:
            if move is not None and (one.tier_id, one.from_tier_id) == target:
                is_known = True
            else:
                wanted.overtaken.add(one.pk)
        elif one.decision != ProposalDecision.OVERTAKEN and one.card.period == card.period:
            is_known |= move is not None and (one.tier_id, one.from_tier_id) == target
    if move is None or is_known or any(one.card_id == card.pk for one in mine):
        return
    rule, record = move.progress.rule, known.standings.records[card.partner_id]
    found_rule = move.tier if move.progress.reached else move.from_tier
    wanted.made.append(
        ProposedAction(
            partner=partner,
            card=card,
            kind=ProposalKind.TIER,
            tier=move.tier,
            from_tier=move.from_tier,
            why={
                "rule": found_rule.name if found_rule else "",
                "min_score": str(rule.min_score),
                "periods": rule.periods,
                "documents": list(rule.documents),
                "missing": list(move.progress.missing),
                "scores": _scores(record, rule),
                "until": move.until.isoformat() if move.until else "",
            },
        )
    )


def _key(tier: Tier | None) -> int | None:
    return tier.pk if tier is not None else None


def _scores(record: Record, rule: TierRule) -> list[list[Any]]:
    return [[one.period, str(one.score)] for one in record.graded[: rule.periods]]


def _move(partner: Partner, found: Standings, today: date) -> _Move | None:
    """What the rules make of the grant in force; None when it stays as it is."""
    record, grant = found.records.get(partner.pk), found.grants.get(partner.pk)
    rules, valid = found.rules_for(partner), found.valid.get(partner.pk, frozenset())
    best = deserved(rules, record.scores if record else (), valid)
    top = found.tier(best.key) if best else None
    if grant is None:
        return _Move(top, None, found.progress(top, partner.pk)) if top else None
    if top is not None and top.rank > grant.tier.rank:
        return _Move(top, grant.tier, found.progress(top, partner.pk))
    if all(rule.key != grant.tier_id for rule in rules):
        return None  # it is offered no longer: it lasts until its day
    own = found.progress(found.tier(grant.tier_id), partner.pk)
    if own.failed:
        return _Move(top, grant.tier, own)
    if own.reached and grant.ends_on - today <= ENDS_SOON:
        return _Move(grant.tier, grant.tier, own, grant.ends_on)
    return None
