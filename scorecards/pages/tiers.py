"""Tiers as both sides read them: what each asks for and brings, and how far a partner is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import Band, Drawing, Pair, band_ruler
from portal.presentation import day, number
from scorecards.engine.tiers import Progress
from scorecards.facts.tiers import Standings, fits
from scorecards.models import Tier, TierGrant
from scorecards.pages.standing import away_words
from scorecards.pages.words import points_text
from suppliers.enums import PartnerKind
from suppliers.models import Partner


@dataclass(frozen=True)
class Need:
    """One thing that a tier asks for. `is_met` None: nobody in particular is looked at."""

    words: str
    note: str = ""
    is_met: bool | None = None


@dataclass(frozen=True)
class TierCard:
    """One tier. `word` says how it stands to the reader; `way` how far the reader's partner is."""

    public_id: str
    name: str
    word: str
    tone: str
    who: str
    needs: tuple[Need, ...]
    benefits: tuple[str, ...]
    way: str = ""
    edit_url: str = ""
    holders: str = ""
    holders_url: str = ""


@dataclass(frozen=True)
class TierStanding:
    """A partner among the tiers. `tier` is empty without one; `next_name` at the top."""

    tier: str
    until: str
    reason: str
    by: str
    next_name: str
    way: str
    ruler: Pair | None
    is_reached: bool

    @property
    def small(self) -> Drawing | None:
        """The ruler for a card at the side."""
        return replace(self.ruler.narrow, css="ac-chart") if self.ruler else None


def tier_card(tier: Tier, found: Standings | None = None, partner: Partner | None = None) -> TierCard:
    progress = found.progress(tier, partner.pk) if found and partner and fits(tier, partner) else None
    grant = found.grants.get(partner.pk) if found and partner else None
    word, tone = (_("Offered"), "open") if tier.is_active else (_("No longer offered"), "")
    if grant is not None and grant.tier_id == tier.pk:
        word, tone = _("Yours until %(day)s") % {"day": day(grant.ends_on)}, "ok"
    has_it = grant is not None and grant.tier.rank >= tier.rank
    return TierCard(
        public_id=tier.public_id,
        name=tier.name,
        word=word,
        tone=tone,
        who=str(PartnerKind(tier.kind).label) if tier.kind else _("Every kind of partner"),
        needs=tuple(needs(tier, progress)),
        benefits=tuple(lines_of(tier.benefits)),
        way=way(progress, tier.name) if progress and not has_it else "",
        edit_url=reverse("scorecards:tier_edit", args=[tier.public_id]),
    )


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def needs(tier: Tier, progress: Progress | None = None) -> Iterable[Need]:
    """What it asks for, ticked where `progress` says so."""
    score = number(tier.min_score.normalize(), None)
    words = ngettext(
        "A score of at least %(score)s on the newest card",
        "A score of at least %(score)s on %(periods)s cards in a row",
        tier.periods,
    ) % {"score": score, "periods": number(tier.periods)}
    if progress is None:
        yield Need(words)
    else:
        note = _("%(have)s of %(all)s") % {"have": number(progress.in_row), "all": number(tier.periods)}
        if progress.score is not None:
            note += _(", %(score)s on the newest") % {"score": points_text(progress.score)}
        yield Need(words, note, progress.in_row >= tier.periods)
    for document in tier.document_list:
        words = _("A valid document: %(name)s") % {"name": document}
        if progress is None:
            yield Need(words)
        else:
            is_met = document not in progress.missing
            yield Need(words, _("valid") if is_met else _("not valid now"), is_met)


def way(progress: Progress, name: str) -> str:
    """“2.4 points and one certificate from Preferred: ISO 9001. 3 cards in a row: 2 of 3.”"""
    if progress.points is None:
        return _("No graded card yet: the way to %(tier)s begins with the first.") % {"tier": name}
    if progress.reached:
        return _("Everything that %(tier)s asks for is reached.") % {"tier": name}
    found = []
    if progress.points or progress.missing:
        found.append(away_words(progress.points, progress.missing, name))
    if progress.rule.periods > 1 and progress.in_row < progress.rule.periods:
        row = _("%(all)s cards in a row: %(have)s of %(all)s.") % {
            "all": number(progress.rule.periods),
            "have": number(progress.in_row),
        }
        found.append(row if found else _("For %(tier)s, %(row)s") % {"tier": name, "row": row})
    return capfirst(" ".join(found))


def following(found: Standings, partner: Partner) -> Tier | None:
    """The tier above the one in force, or the lowest; None at the top."""
    grant = found.grants.get(partner.pk)
    rank = grant.tier.rank if grant is not None else -1
    above = [tier for tier in found.tiers if fits(tier, partner) and tier.rank > rank]
    return min(above, key=lambda tier: tier.rank, default=None)


def tier_standing(found: Standings, partner: Partner) -> TierStanding:
    grant, above = found.grants.get(partner.pk), following(found, partner)
    progress = found.progress(above, partner.pk) if above else None
    return TierStanding(
        tier=grant.tier.name if grant else "",
        until=_("until %(day)s") % {"day": day(grant.ends_on)} if grant else "",
        reason=grant.reason if grant else "",
        by=_("%(who)s, %(day)s") % {"who": grant.granted_by_label, "day": day(grant.starts_on)}
        if grant
        else "",
        next_name=above.name if above else "",
        way=way(progress, above.name) if progress and above else "",
        ruler=ruler([tier for tier in found.tiers if fits(tier, partner)], progress_score(found, partner)),
        is_reached=bool(progress and progress.reached),
    )


def progress_score(found: Standings, partner: Partner) -> Decimal | None:
    record = found.records.get(partner.pk)
    return record.scores[0] if record and record.scores else None


def ruler(tiers: Sequence[Tier], score: Decimal | None) -> Pair | None:
    """The newest score among what the tiers ask for; None without either."""
    starts: dict[Decimal, str] = {}
    for tier in sorted(tiers, key=lambda one: one.rank):
        starts.setdefault(tier.min_score, tier.name)
    if score is None or not starts:
        return None
    starts.setdefault(Decimal(0), _("No tier"))
    bands = [Band(name, start) for start, name in sorted(starts.items())]
    sentence = _("Score %(score)s; %(tiers)s") % {
        "score": points_text(score),
        "tiers": ", ".join(
            _("%(tier)s from %(score)s") % {"tier": name, "score": number(start.normalize(), None)}
            for start, name in sorted(starts.items())
            if start
        ),
    }
    return band_ruler(score, bands, sentence, written=points_text(score))


@dataclass(frozen=True)
class TierRow:
    """One partner in the staff's list of tiers."""

    pk: int
    partner: str
    url: str
    kind: str
    tier: str
    until: date | None
    score: Decimal | None
    next_tier: str
    points: Decimal | None
    in_row: str
    missing: str
    is_reached: bool


def tier_rows(found: Standings, partners: Iterable[Partner]) -> list[TierRow]:
    return [_row(found, partner) for partner in partners]


def _row(found: Standings, partner: Partner) -> TierRow:
    grant: TierGrant | None = found.grants.get(partner.pk)
    above = following(found, partner)
    progress = found.progress(above, partner.pk) if above else None
    return TierRow(
        pk=partner.pk,
        partner=partner.name,
        url=reverse("suppliers:partner", args=[partner.public_id]),
        kind=str(partner.get_kind_display()),
        tier=grant.tier.name if grant else "",
        until=grant.ends_on if grant else None,
        score=progress_score(found, partner),
        next_tier=above.name if above else "",
        points=progress.points if progress else None,
        in_row=f"{progress.in_row}/{progress.rule.periods}" if progress else "",
        missing=", ".join(progress.missing) if progress else "",
        is_reached=bool(progress and progress.reached),
    )
