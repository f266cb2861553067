"""Results of a round as a page and a file show them: both are made of the same tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.engine import questions as q
from cms.engine.questions import Question
from cms.engine.results import QuestionResult, Results
from cms.engine.tallies import Tally
from cms.models import SurveyRound
from cms.presenters.surveys import group_name
from portal.charts import Column, Drawing, Pair, columns
from portal.charts.bar import bar
from portal.presentation import MINUS, day, number, share

BAR = 120


@dataclass(frozen=True)
class Cell:
    """`value` for a file, `written` for people."""

    value: Any
    written: str


@dataclass(frozen=True)
class Row:
    """One figure, or how often one answer was given, over the columns of its table.

    `figure` and `option` name it for programs: answers, mean, nps, place or count, of which answer.
    """

    label: str
    cells: list[Cell]
    figure: str = "answers"
    option: str = ""


@dataclass(frozen=True)
class Head:
    """A column of the table. `kind` names it for programs: all, group, others or last_time."""

    kind: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Bar:
    """An answer: how often it was given, of how many."""

    label: str
    written: str
    sub: str
    drawing: Drawing | None


@dataclass(frozen=True)
class Theme:
    """`written` is empty where too few said so."""

    name: str
    count: int | None
    written: str


@dataclass(frozen=True)
class Answered:
    """One question with all that is shown of it. `note` says why there is nothing."""

    number: int
    key: str
    text: str
    type: str
    answers: int | None
    n: str
    note: str
    value: str
    of: str
    change: Decimal | None
    since: str
    nps: str
    nps_words: str
    chart: Pair | None
    bars: list[Bar]
    heads: list[Head]
    table: list[Row]
    themes: list[Theme]

    @property
    def is_text(self) -> bool:
        return self.type == q.TEXT


def answered(
    survey_round: SurveyRound,
    found: Results,
    themes: dict[str, list[tuple[str, int]]],
    last: tuple[SurveyRound, Results | None] | None = None,
    *,
    few: bool = False,
) -> list[Answered]:
    """`themes`: by question (name, in how many replies); `last`: the round before, for who may read it.

    `few`: also the names of themes that few wrote of, for who put them there.
    """
    return [
        _answered(survey_round, number_, one, themes, last, few)
        for number_, one in enumerate(found.questions, start=1)
    ]


def _answered(
    survey_round: SurveyRound,
    place: int,
    one: QuestionResult,
    themes: dict[str, list[tuple[str, int]]],
    last: tuple[SurveyRound, Results | None] | None,
    few: bool,
) -> Answered:
    question, tally = one.question, one.tally
    names = {"least": number(survey_round.min_group)}
    past = last[1].of(question) if last and last[1] else None
    since = day(last[0].opens_on, "month") if last and past else ""
    parts = [(_group(survey_round, part.name), part.tally) for part in one.slices]
    if past is not None and question.type != q.TEXT:
        parts.append((Head("last_time", _("Last time, %(month)s") % {"month": since}), past))
    heads = [Head("all", _("All")), *(head for head, _tally in parts)]
    tallies = [tally, *(found for _name, found in parts)] if tally else []
    return Answered(
        number=place,
        key=question.key,
        text=question.text,
        type=question.type,
        answers=tally.n if tally else None,
        n=answers_words(tally.n) if tally else "",
        note="" if tally else _("Fewer than %(least)s answered this: nothing is shown.") % names,
        value=_value(question, tally) if tally else "",
        of=_of(question, tally) if tally else "",
        change=_change(tally, past),
        since=_("since %(month)s") % {"month": since} if since else "",
        nps=signed(tally.nps.score) if tally and tally.nps else "",
        nps_words=_promoters(tally) if tally and tally.nps else "",
        chart=_chart(question, tally) if tally else None,
        bars=_bars(question, tally) if tally else [],
        heads=heads if tally else [],
        table=_table(question, tallies) if tallies and question.type != q.TEXT else [],
        themes=_themes(survey_round, themes.get(question.key, []), few) if tally else [],
    )


def _group(survey_round: SurveyRound, name: str) -> Head:
    return Head("group" if name else "others", group_name(survey_round, name))


def answers_words(n: int) -> str:
    return ngettext("%(count)s answer", "%(count)s answers", n) % {"count": number(n)}


def signed(value: Fraction) -> str:
    """A net promoter score: whole, with its sign."""
    whole = number(abs(_decimal(value)), 0)
    return whole if whole == "0" else f"{'+' if value > 0 else MINUS}{whole}"


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _change(tally: Tally | None, past: Tally | None) -> Decimal | None:
    if tally is None or past is None or tally.mean is None or past.mean is None:
        return None
    return _decimal(tally.mean - past.mean)


def _value(question: Question, tally: Tally) -> str:
    if tally.mean is not None:
        return number(_decimal(tally.mean), 1)
    if question.type == q.CHOICE:
        return share(Decimal(max(tally.counts)) / tally.n, 0)
    return number(_decimal(min(tally.ranks)), 1) if tally.ranks else ""


def _of(question: Question, tally: Tally) -> str:
    """What the value means."""
    if question.type == q.SCORE:
        return _("of 10 on average")
    if question.type == q.SCALE:
        names = {"most": number(len(question.options)), "best": question.options[-1]}
        return _("of %(most)s on average; %(most)s is “%(best)s”") % names
    if question.type == q.CHOICE:
        return _("chose “%(option)s”") % {"option": question.options[tally.counts.index(max(tally.counts))]}
    if question.type == q.RANKING:
        best = question.options[tally.ranks.index(min(tally.ranks))]
        return _("is the mean place of “%(option)s”, the first of %(many)s") % {
            "option": best,
            "many": number(len(question.options)),
        }
    return ""


def _promoters(tally: Tally) -> str:
    assert tally.nps is not None
    words = _("%(promoters)s gave 9 or 10, %(passives)s 7 or 8, %(detractors)s 0 to 6")
    return words % {name: number(count) for name, count in vars(tally.nps).items()}


def _chart(question: Question, tally: Tally) -> Pair | None:
    if question.type != q.SCORE:
        return None
    most = max(tally.counts)
    sentence = _(
        "How often each score was given: %(score)s most often, %(count)s times, of %(n)s answers."
    ) % {
        "score": tally.counts.index(most),
        "count": number(most),
        "n": number(tally.n),
    }
    shown = [Column(str(score), count, number(count)) for score, count in enumerate(tally.counts)]
    return columns(shown, sentence)


def _bars(question: Question, tally: Tally) -> list[Bar]:
    if question.type == q.RANKING:
        order = sorted(range(len(question.options)), key=lambda place: (tally.ranks[place], place))
        places = len(question.options)
        return [
            Bar(
                question.options[one],
                number(_decimal(tally.ranks[one]), 1),
                _("first for %(count)s") % {"count": number(tally.counts[one])},
                # The better the place, the longer the bar: from the last place on.
                bar(places - float(tally.ranks[one]), 0, places - 1, width=BAR),
            )
            for one in order
        ]
    if question.type not in (q.SCALE, q.CHOICE):
        return []
    most = max(tally.counts) or 1
    return [
        Bar(option, number(count), share(Decimal(count) / tally.n, 0), bar(count, 0, most, width=BAR))
        for option, count in zip(question.options, tally.counts, strict=True)
    ]


def _table(question: Question, tallies: Sequence[Tally]) -> list[Row]:
    rows = [Row(_("Answers"), [Cell(one.n, number(one.n)) for one in tallies])]
    if tallies[0].mean is not None:
        rows.append(Row(_("Mean"), [_exact(one.mean, 1) for one in tallies], "mean"))
    if tallies[0].nps is not None:
        rows.append(
            Row(
                _("Net promoter score"),
                [_cell(one.nps.score if one.nps else None, signed) for one in tallies],
                "nps",
            )
        )
    if tallies[0].ranks:
        for place, option in enumerate(question.options):
            label = _("Mean place of “%(option)s”") % {"option": option}
            rows.append(Row(label, [_exact(one.ranks[place], 1) for one in tallies], "place", option))
        return rows
    labels = question.options or tuple(str(score) for score in q.SCORES)
    for place, label in enumerate(labels):
        cells = [Cell(one.counts[place], number(one.counts[place])) for one in tallies]
        rows.append(Row(label, cells, "count", label))
    return rows


def _exact(value: Fraction | None, places: int) -> Cell:
    return _cell(value, lambda found: number(_decimal(found), places))


def _cell(value: Fraction | None, write: Any) -> Cell:
    return Cell(None, "–") if value is None else Cell(round(_decimal(value), 2), write(value))


def _themes(survey_round: SurveyRound, found: list[tuple[str, int]], few: bool) -> list[Theme]:
    """The most frequent first; of how few the others are is not said."""
    least = survey_round.min_group
    order = sorted(found, key=lambda one: (-one[1], one[0]))
    shown = [Theme(name, n, answers_words(n)) for name, n in order if n >= least]
    words = _("fewer than %(least)s") % {"least": number(least)}
    rest = sorted(name for name, n in found if n < least) if few else []
    return [*shown, *(Theme(name, None, words) for name in rest)]


def exported(shown: Sequence[Answered]) -> Iterator[list[Any]]:
    """What the page shows, one figure a row."""
    yield [_("No."), _("Question"), _("Of whom"), _("Figure"), _("Value")]
    for one in shown:
        if one.note:
            yield [one.number, one.text, "", one.note, None]
        for row in one.table:
            for head, cell in zip(one.heads, row.cells, strict=True):
                yield [one.number, one.text, head.name, row.label, cell.value]
        for theme in one.themes:
            figure = _("Theme: %(name)s") % {"name": theme.name}
            yield [
                one.number,
                one.text,
                _("All"),
                figure,
                theme.written if theme.count is None else theme.count,
            ]
