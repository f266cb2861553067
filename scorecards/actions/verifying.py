"""Recomputes what was published: from the rows kept with each card, and from the facts as they are today."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from portal.engine.periods import Period
from portal.enums import Side
from scorecards.actions.drafting import CardDraft, draft, formula_figure
from scorecards.actions.sheets import Sheet, sheet_of
from scorecards.engine.catalogue import Kpi, kpi_of
from scorecards.engine.evidence import Damaged, unpack
from scorecards.engine.figures import Figure, figure, sums_of, to_decimal
from scorecards.engine.gates import DOCUMENTS, capped, closed_gates
from scorecards.engine.scoring import Graded, score
from scorecards.models import Evidence, KpiResult, Scorecard, TemplateVersion

_CARDS_AT_ONCE = 200
VERSION = ("version__template", "version__lines", "version__bands", "version__gates")


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
    cards = Scorecard.objects.select_related("partner").prefetch_related(
        "results__line", "results__evidence", "evidence", *VERSION
    )
    for card in cards.order_by("pk").iterator(chunk_size=_CARDS_AT_ONCE):
        checked.cards += 1
        checked.figures += len(card.results.all())
        yield from _against_evidence(card)
    runs = Scorecard.objects.filter(is_latest=True).order_by("period", "version_id")
    for version_id, period in runs.values_list("version_id", "period").distinct():
        yield from _against_facts(version_id, Period.parse(period))


def _against_evidence(card: Scorecard) -> Iterator[Difference]:
    sheet, kept = sheet_of(card.version), {one.source: one for one in card.evidence.all()}
    graded: dict[str, list[Graded]] = {Side.PARTNER: [], Side.COMPANY: []}
    for result in card.results.all():
        try:
            found = _figure(sheet, result, kept)
        except Damaged as damage:
            yield _difference(card, result.kpi, "evidence", result.value, None, str(damage))
            continue
        counted = (found.numerator, found.denominator, found.n, found.excused)
        if to_decimal(found.value) != result.value or counted != _counted(result):
            why = "the rows of the card give another figure"
            yield _difference(card, result.kpi, "evidence", result.value, to_decimal(found.value), why)
        points = sheet.points(result.line, found)
        if to_decimal(points) != result.points:
            why = "the figure earns other points"
            yield _difference(card, result.kpi, "evidence", result.points, to_decimal(points), why)
        graded[result.side].append(Graded(result.line.weight, points))
    yield from _scores_against_evidence(card, sheet, graded)
    yield from _gates_against_evidence(card, sheet, kept)


def _figure(sheet: Sheet, result: KpiResult, kept: Mapping[str, Evidence]) -> Figure:
    """From the rows kept with the card. Damaged when they are not the published ones."""
    if result.evidence is not None:
        return _from_rows(kpi_of(result.kpi), result.evidence)
    inputs = {one["kpi"]: _from_rows(kpi_of(one["kpi"]), kept[one["source"]]) for one in result.inputs}
    return formula_figure(sheet.formulas[result.kpi], inputs)


def _from_rows(kpi: Kpi, evidence: Evidence) -> Figure:
    return figure(kpi, sums_of(kpi, unpack(bytes(evidence.rows), evidence.digest)[1]))


def _scores_against_evidence(
    card: Scorecard, sheet: Sheet, graded: Mapping[str, Sequence[Graded]]
) -> Iterator[Difference]:
    theirs, ours = score(graded[Side.PARTNER], sheet.bands), score(graded[Side.COMPANY], ())
    band = capped(theirs.band, card.gates, sheet.bands)
    for name, published, computed in (
        ("score", card.score, to_decimal(theirs.score)),
        ("our_score", card.our_score, to_decimal(ours.score)),
        ("coverage", card.coverage, to_decimal(theirs.coverage) or Decimal(0)),
        ("our_coverage", card.our_coverage, to_decimal(ours.coverage) or Decimal(0)),
    ):
        if published != computed or (name == "score" and band != card.band):
            why = "the figures give another score"
            yield _difference(card, name, "evidence", published, computed, why)


def _gates_against_evidence(
    card: Scorecard, sheet: Sheet, kept: Mapping[str, Evidence]
) -> Iterator[Difference]:
    if not sheet.gates:
        return
    try:
        rows = unpack(bytes(kept[DOCUMENTS].rows), kept[DOCUMENTS].digest)[1]
    except Damaged as damage:
        yield _difference(card, "gates", "evidence", None, None, str(damage))
        return
    if closed_gates(sheet.gates, rows) != card.gates:
        yield _difference(card, "gates", "evidence", None, None, "the documents close other gates")


def _counted(result: KpiResult) -> tuple[Decimal | None, Decimal | None, int, int]:
    return result.numerator, result.denominator, result.n, result.excused


def _against_facts(version_id: int, period: Period) -> Iterator[Difference]:
    version = (
        TemplateVersion.objects.select_related("template")
        .prefetch_related("lines", "bands", "gates")
        .get(pk=version_id)
    )
    cards = {
        card.partner_id: card
        for card in Scorecard.objects.filter(
            version=version, period=period.key, is_latest=True, partner__merged_into=None
        ).select_related("partner")
    }
    drafts = draft(sheet_of(version), period, also=frozenset(cards), only=frozenset(cards)).cards
    for partner_id, card in cards.items():
        if drafts[partner_id].digest != card.digest:
            yield from _what_changed(card, drafts[partner_id]) or [_otherwise(card, drafts[partner_id])]


def _otherwise(card: Scorecard, now: CardDraft) -> Difference:
    """The same rows and documents make another card: nothing that differs may pass in silence."""
    return _difference(card, "score", "facts", card.score, now.score, "the same rows are counted otherwise")


def _what_changed(card: Scorecard, now: CardDraft) -> list[Difference]:
    """Each source of rows that is not as published, at each figure that counts it."""
    found = []
    results = {one.kpi: one for one in card.results.all()}
    kept = {one.source: one for one in card.evidence.all()}
    for kpi in now.kpis:
        sources = [one.source for one in kpi.inputs] or [kpi.source]
        for source in sources:
            before, packed = kept.get(source), now.evidence[source]
            if before is not None and before.digest != packed.digest:
                why = _rows_changed(before, packed.content, packed.digest)
                published, value = results[kpi.line.kpi].value, to_decimal(kpi.figure.value)
                found.append(_difference(card, kpi.line.kpi, "facts", published, value, why))
    if list(now.gates) != card.gates:
        found.append(_difference(card, "gates", "facts", None, None, "the documents are others today"))
    return found


def _rows_changed(evidence: Evidence, content: bytes, digest: str) -> str:
    """How many rows are new, gone or different; publishing again takes them in."""
    try:
        before = _by_row(unpack(bytes(evidence.rows), evidence.digest)[1])
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
