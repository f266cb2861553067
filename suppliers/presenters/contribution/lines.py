"""One partner's row on the contribution page, in its files and its PDF."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from suppliers.engine.contribution import Figures, to_decimal
from suppliers.facts.contribution import Span
from suppliers.facts.ranking import Ranked, Ranking
from suppliers.registry import Measure

QUARTERS = 8


@dataclass(frozen=True)
class Line:
    """Amounts in minor units; shares 0 to 1. `change`: since the same days a year before, None without them.

    `partner` is None for what stands under the table: `label` then says what it is.
    """

    pk: int
    public_id: str
    name: str
    code: str
    grade: str
    figures: Figures
    share: Decimal | None = None
    cumulative: Decimal | None = None
    change: int | None = None
    score: Decimal | None = None

    @property
    def margin(self) -> Decimal | None:
        return to_decimal(self.figures.margin)

    @property
    def contribution(self) -> int:
        return self.figures.contribution


def lines(ranking: Ranking, before: Mapping[int, int], scores: Mapping[int, Measure]) -> list[Line]:
    """In the order of the ranking. `before`: what they contributed a year earlier, by partner."""
    return [_line(row, before.get(row.partner.pk), scores.get(row.partner.pk)) for row in ranking.rows]


def _line(row: Ranked, before: int | None, score: Measure | None) -> Line:
    return Line(
        pk=row.partner.pk,
        public_id=row.partner.public_id,
        name=row.partner.name,
        code=row.partner.code,
        grade=row.place.grade,
        figures=row.figures,
        share=to_decimal(row.place.share),
        cumulative=to_decimal(row.place.cumulative),
        change=None if before is None else row.figures.contribution - before,
        score=score.value if score else None,
    )


def rest(label: str, figures: Figures, share: Fraction | None) -> Line:
    """What stands under the partners."""
    return Line(0, "", label, "", "", figures, share=to_decimal(share))


def together(found: Iterable[Line]) -> Figures:
    """Their sums."""
    given = [line.figures for line in found]
    names = Figures.__dataclass_fields__
    return Figures(**{name: sum(getattr(one, name) for one in given) for name in names})


def searched(found: Sequence[Line], words: str) -> list[Line]:
    """Those in whose name or code each of the words occurs."""
    wanted = words.casefold().split()
    return [one for one in found if all(word in f"{one.name} {one.code}".casefold() for word in wanted)]


def quarters_span(span: Span) -> Span:
    """Eight times three months; the last ends with the month in which the span ends."""
    last = Span(span.end.replace(day=1), span.end)
    return Span(last.shifted(1 - 3 * QUARTERS).start, span.end)


def quarters(span: Span, months: Mapping[tuple[int, int], int], pk: int) -> list[int | None]:
    """The sum of each three months; None where nothing is booked."""
    first = quarters_span(span).start
    found: list[int | None] = []
    for quarter in range(QUARTERS):
        keys = [_month(first.year, first.month + 3 * quarter + step) for step in range(3)]
        booked = [months[pk, key] for key in keys if (pk, key) in months]
        found.append(sum(booked) if booked else None)
    return found


def _month(year: int, month: int) -> int:
    return (year + (month - 1) // 12) * 100 + (month - 1) % 12 + 1
