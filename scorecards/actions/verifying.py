"""Recomputes what was published: from the rows kept with each card, and from the facts as they are today."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from portal.engine.periods import Period
from scorecards.actions.drafting import CardDraft, draft, scale_of
from scorecards.engine.catalogue import kpi_of
from scorecards.engine.evidence import Damaged, unpack
from scorecards.engine.figures import figure, sums_of, to_decimal
from scorecards.engine.scoring import Graded, Standing, score
from scorecards.models import KpiResult, Scorecard, TemplateVersion

_CARDS_AT_ONCE = 200


@dataclass(frozen=True)
class Difference:
    """What does not come out as published. `against`: the card's own `evidence`, or today's `facts`."""

    card: str
    partner: str
    period: str
    revision: int
    kpi: str
    against: str
    published: str
    computed: str
    why: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Checked:
    """How much was looked at."""

    cards: int = 0
    figures: int = 0


def verify(checked: Checked) -> Iterator[Difference]:
    """Differences, counted into `checked`: all cards against their evidence, the newest against the facts."""
    cards = Scorecard.objects.select_related("partner", "version__template").prefetch_related(
        "results__line", "results__evidence", "version__bands"
    )
    for card in cards.order_by("pk").iterator(chunk_size=_CARDS_AT_ONCE):
        checked.cards += 1
        checked.figures += len(card.results.all())
        yield from _against_evidence(card)
    runs = Scorecard.objects.filter(is_latest=True).order_by("period", "version_id")
    for version_id, period in runs.values_list("version_id", "period").distinct():
        yield from _against_facts(version_id, Period.parse(period))


def _against_evidence(card: Scorecard) -> Iterator[Difference]:
    graded = []
    for result in card.results.all():
        kpi = kpi_of(result.kpi)
        try:
            _, rows = unpack(bytes(result.evidence.rows), result.evidence.digest)
        except Damaged as damage:
            yield _difference(card, result.kpi, "evidence", result.value, None, str(damage))
            continue
        found = figure(kpi, sums_of(kpi, rows))
        counted = (found.numerator, found.denominator, found.n, found.excused)
        if to_decimal(found.value) != result.value or counted != _counted(result):
            why = "the rows of the card give another figure"
            yield _difference(card, result.kpi, "evidence", result.value, to_decimal(found.value), why)
        points = (
            scale_of(result.line).points(found.value) if result.graded and found.value is not None else None
        )
        graded.append(Graded(result.line.weight, points))
    yield from _score_against_evidence(card, graded)


def _score_against_evidence(card: Scorecard, graded: Sequence[Graded]) -> Iterator[Difference]:
    bands = [Standing(band.name, band.lower, band.upper) for band in card.version.bands.all()]
    total = score(graded, bands)
    if (to_decimal(total.score), total.band) != (card.score, card.band):
        yield _difference(
            card, "score", "evidence", card.score, to_decimal(total.score), "the figures give another score"
        )


def _counted(result: KpiResult) -> tuple[Decimal | None, Decimal | None, int, int]:
    return result.numerator, result.denominator, result.n, result.excused


def _against_facts(version_id: int, period: Period) -> Iterator[Difference]:
    version = (
        TemplateVersion.objects.select_related("template")
        .prefetch_related("lines", "bands")
        .get(pk=version_id)
    )
    cards = {
        card.partner_id: card
        for card in Scorecard.objects.filter(
            version=version, period=period.key, is_latest=True, partner__merged_into=None
        ).select_related("partner")
    }
    drafts = draft(version, period, also=frozenset(cards)).cards
    for partner_id, card in cards.items():
        if drafts[partner_id].digest != card.digest:
            yield from _what_changed(card, drafts[partner_id])


def _what_changed(card: Scorecard, now: CardDraft) -> Iterator[Difference]:
    results = {one.kpi: one for one in card.results.select_related("evidence")}
    for kpi in now.kpis:
        result, packed = results[kpi.line.kpi], now.evidence[kpi.source]
        if result.evidence.digest == packed.digest:
            continue
        why = _rows_changed(result, packed.content, packed.digest)
        value: Fraction | None = kpi.figure.value
        yield _difference(card, result.kpi, "facts", result.value, to_decimal(value), why)


def _rows_changed(result: KpiResult, content: bytes, digest: str) -> str:
    """How many rows are new, gone or different; publishing again takes them in."""
    try:
        before = _by_row(unpack(bytes(result.evidence.rows), result.evidence.digest)[1])
    except Damaged as damage:
        return str(damage)
    now = _by_row(unpack(content, digest)[1])
    changed = sum(before[key] != now[key] for key in before.keys() & now.keys())
    return (
        f"{len(now.keys() - before.keys())} rows new, {len(before.keys() - now.keys())} gone, "
        f"{changed} changed since it was published"
    )


def _by_row(rows: list[list[Any]]) -> dict[tuple[str, int], list[Any]]:
    """Rows by line, and by their place among those of one line."""
    seen: dict[str, int] = {}
    found = {}
    for row in rows:
        seen[row[0]] = seen.get(row[0], 0) + 1
        found[row[0], seen[row[0]]] = row
    return found


def _difference(
    card: Scorecard, kpi: str, against: str, published: Decimal | None, computed: Decimal | None, why: str
) -> Difference:
    return Difference(
        card=card.public_id,
        partner=card.partner.code,
        period=card.period,
        revision=card.revision,
        kpi=kpi,
        against=against,
        published=_word(published),
        computed=_word(computed),
        why=why,
    )


def _word(number: Decimal | None) -> str:
    return "no data" if number is None else f"{number.normalize():f}"
