"""One contest as both sides see it: the lines, what was said, what a yes would do, what became of it."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.charts import DayAxis, Drawing
from portal.engine.periods import Period
from portal.enums import Side
from portal.models import Attachment
from portal.presentation import day, number, quantity
from scorecards.actions.effects import CardBook, Effect, books_of
from scorecards.engine.catalogue import kpi_of
from scorecards.enums import ContestReason, ContestState, KpiName, Verdict
from scorecards.models import Contest, ContestLine, Scorecard
from scorecards.pages import words
from scorecards.pages.answer import Reader
from scorecards.pages.clocks import DayClock, clock_of
from scorecards.pages.compare import WasNow, compare_page
from scorecards.pages.disputes import effect_words, points_words, score_words
from scorecards.pages.reasons import passed, reason
from scorecards.pages.tracks import Story, axis_of, days_words, stories_of, track
from scorecards.presenters.rows import shared_rows
from suppliers.models import Exclusion, OrderLine

# Beyond so many lines what each would give is not said line by line.
EACH = 40


@dataclass(frozen=True)
class DisputedLine:
    """A line with its track and why it counted against the partner; `verdict` empty while it is open."""

    public_id: str
    name: str
    number: str
    how_many: str
    url: str
    track: Drawing | None
    days: str
    whys: list[str]
    points: str
    verdict: str = ""
    chip: str = ""
    tone: str = ""
    note: str = ""
    who: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True)
class File:
    name: str
    url: str
    note: str


@dataclass(frozen=True)
class Said:
    public_id: str
    is_us: bool
    name: str
    at: dt.datetime
    text: str
    note: str = ""


@dataclass(frozen=True)
class Given:
    """One answer of ours, to one line or several at once."""

    who: str
    at: dt.datetime
    numbers: str
    chip: str
    note: str


@dataclass(frozen=True)
class Change:
    """The card as it was and as it is: the score and the figures that differ."""

    title: str
    score: WasNow
    figures: list[WasNow]
    compare_url: str


@dataclass(frozen=True)
class ContestPage:
    title: str
    list_title: str
    reason: str
    why: str
    state: str
    tone: str
    picture: str
    clock: DayClock
    card_title: str
    card_url: str
    partner_name: str
    answers: str
    lines: list[DisputedLine]
    last_column: str
    open_count: int
    said: list[Said]
    answers_given: list[Given]
    files: list[File]
    effect: str
    effect_points: str
    change: Change | None
    can_be_taken_back: bool


STATES = {
    ContestState.OPEN: ("open", "clock"),
    ContestState.DECIDED: ("ok", "check"),
    ContestState.WITHDRAWN: ("", "undo"),
}


def contest_page(actor: Actor, contest: Contest, today: dt.date) -> ContestPage:
    """A fixed number of queries; the contest comes with partner, card and owner."""
    rows = list(contest.lines.select_related("line__order", "decided_by", "exclusion", "before", "after"))
    card = newest_of(contest.card)
    books = books_of(Scorecard.objects.filter(pk__in={card.pk, contest.card_id}))
    book, told_of = books[card.pk], books[contest.card_id]
    open_ids = [row.line.public_id for row in rows if not row.verdict]
    effect = book.without(open_ids) if open_ids and contest.state == ContestState.OPEN else None
    tone, picture = STATES[ContestState(contest.state)]
    period = words.period_name(Period.parse(contest.card.period))
    decided = {row.line_id: row for row in rows}
    lines = disputed_lines(book, [row.line for row in rows], decided, told_of=told_of)
    return ContestPage(
        title=title_of(contest, len(rows), actor),
        list_title=_("Contests"),
        reason=_("Filed %(day)s by %(name)s.")
        % {"day": day(contest.filed_at, "week"), "name": contest.filed_by_label},
        why=str(ContestReason(contest.reason).label),
        state=_state(contest, rows),
        tone=tone,
        picture=picture,
        clock=clock_of(contest, today),
        card_title=_("Card for %(period)s, revision %(revision)s")
        % {"period": period, "revision": card.revision},
        card_url=reverse("scorecards:card", args=[card.public_id]),
        partner_name=contest.partner.name,
        answers=contest.owner.name if contest.owner is not None else "",
        lines=lines,
        last_column=_("A yes gives") if contest.state == ContestState.OPEN else _("Answer"),
        open_count=len(open_ids),
        said=[_opening(contest), *_talk(contest)],
        answers_given=_answers(lines),
        files=[file_of(one) for one in Attachment.objects.for_actor(actor).filter(about=contest.public_id)],
        effect=effect_sentence(effect, len(open_ids)) if effect is not None else "",
        effect_points=points_words(effect),
        change=change_of(actor, rows),
        can_be_taken_back=any(row.exclusion and row.exclusion.undone_at is None for row in rows),
    )


def newest_of(card: Scorecard) -> Scorecard:
    """The newest revision of the card: what a yes would change."""
    if card.is_latest:
        return card
    alike = Scorecard.objects.filter(
        partner_id=card.partner_id, template_id=card.template_id, period=card.period, is_latest=True
    )
    return alike.first() or card


def title_of(contest: Contest, count: int, actor: Actor) -> str:
    period = words.period_name(Period.parse(contest.card.period))
    named = {"partner": contest.partner.name, "n": number(count), "period": period}
    if contest.state != ContestState.OPEN:
        text = ngettext(
            "%(partner)s contested %(n)s line of %(period)s",
            "%(partner)s contested %(n)s lines of %(period)s",
            count,
        )
    elif actor.is_staff:
        text = ngettext(
            "%(partner)s contests %(n)s line of %(period)s",
            "%(partner)s contests %(n)s lines of %(period)s",
            count,
        )
    else:
        text = ngettext(
            "You contest %(n)s line of %(period)s", "You contest %(n)s lines of %(period)s", count
        )
    return text % named


def effect_sentence(effect: Effect, count: int) -> str:
    """The whole effect in words: their card goes from 91.2 Reliable to 92.6 Preferred at once."""
    if not effect.points:
        return effect_words(count, effect)
    before, after = score_words(effect)
    return ngettext(
        "the line is excused, and the card goes from %(before)s to %(after)s at once, as a new revision; "
        "both sides see why.",
        "the lines are excused, and the card goes from %(before)s to %(after)s at once, as a new revision; "
        "both sides see why.",
        count,
    ) % {"before": before, "after": after}


def disputed_lines(
    book: CardBook,
    lines: Sequence[OrderLine],
    decided: dict[int, ContestLine] | None = None,
    told_of: CardBook | None = None,
) -> list[DisputedLine]:
    """Lines with their order; three queries, and one for each KPI that has rows of them.

    `told_of`: the card that was contested, from which comes why they counted; `book`, the newest, by default.
    """
    wanted = {line.public_id for line in lines}
    told = stories_of(OrderLine.objects.filter(pk__in=[line.pk for line in lines]), book.card.as_of)
    axis, whys = axis_of(told.values()), _whys(told_of or book, wanted)
    known = decided or {}
    return [
        _disputed(
            book,
            line,
            told.get(line.public_id) or Story(),
            axis,
            whys,
            known.get(line.pk),
            len(lines) <= EACH,
        )
        for line in lines
    ]


def _disputed(
    book: CardBook,
    line: OrderLine,
    story: Story,
    axis: DayAxis | None,
    whys: dict[str, list[str]],
    row: ContestLine | None,
    each: bool,
) -> DisputedLine:
    is_open = row is None or not row.verdict
    chip, tone = _verdict(row)
    return DisputedLine(
        public_id=line.public_id,
        name=story.item or _("Order line"),
        number=str(line),
        how_many=quantity(line.quantity, line.unit),
        url=reverse("suppliers:order_line", args=[line.public_id]),
        track=track(story, axis, width=148),
        days=days_words(story),
        whys=whys.get(line.public_id, []),
        points=points_words(book.without([line.public_id])) if each and is_open else "",
        verdict=row.verdict if row else "",
        chip=chip,
        tone=tone,
        note=row.note if row else "",
        who=row.decided_by_label if row else "",
        at=row.decided_at if row else None,
    )


def _verdict(row: ContestLine | None) -> tuple[str, str]:
    if row is None or not row.verdict:
        return "", ""
    if row.verdict == Verdict.EXPLAINED:
        return _("Stays, explained"), ""
    if row.exclusion is not None and row.exclusion.undone_at is not None:
        return _("Excuse taken back"), "warn"
    return _("Excused"), "ok"


def _whys(book: CardBook, lines: Collection[str]) -> dict[str, list[str]]:
    """By line: each KPI in which it did not go well, and why."""
    found: dict[str, list[str]] = {line: [] for line in lines}
    for result in book.results:
        if result.evidence is None:
            continue
        kpi, (columns, rows) = kpi_of(result.kpi), book.rows[result.evidence.source]
        if not kpi.of_lines:
            continue
        mine = [row for row in rows if row[columns.index("line")] in lines]
        shared = shared_rows(book.card.partner_id, kpi.code, columns, mine, result.evidence.digest)
        for row in shared.rows:
            if row.excused or passed(kpi, row.values) is not False:
                continue
            why = reason(kpi.code, kpi.source, row.values, result.line.early_days)
            name = str(KpiName(kpi.code).label)
            found[row.line].append(f"{name}: {why}" if why else name)
    return {line: list(dict.fromkeys(whys)) for line, whys in found.items()}


def change_of(actor: Actor, rows: Iterable[ContestLine]) -> Change | None:
    """The first card before the first yes, beside the one after the last."""
    decided = sorted((row for row in rows if row.after is not None), key=lambda row: row.after.revision)
    if not decided:
        return None
    before, after = decided[0].before, decided[-1].after
    cards = Scorecard.objects.for_actor(actor).filter(pk__in=[before.pk, after.pk])
    both = {card.pk: card for card in cards.select_related("partner", "template", "version")}
    page = compare_page(both[before.pk], both[after.pk], Reader(is_staff=actor.is_staff))
    return Change(
        title=_("Revision %(was)s and revision %(now)s") % {"was": before.revision, "now": after.revision},
        score=page.score,
        figures=[figure for figure in page.figures if figure.differs],
        compare_url=reverse("scorecards:compare", args=[after.public_id]),
    )


def file_of(one: Attachment) -> File:
    size = max(1, round(one.size / 1024))
    return File(
        one.name,
        reverse("portal:file", args=[one.public_id]),
        _("%(size)s kB, %(name)s") % {"size": number(size), "name": one.added_by_label},
    )


def _opening(contest: Contest) -> Said:
    why = str(ContestReason(contest.reason).label)
    return Said("opening", False, contest.filed_by_label, contest.filed_at, contest.text, why)


def _talk(contest: Contest) -> list[Said]:
    return [
        Said(one.public_id, one.side == Side.COMPANY, one.said_by, one.at, one.text)
        for one in contest.messages.all()
    ]


def _answers(lines: Sequence[DisputedLine]) -> list[Given]:
    """Lines that were answered together, in one."""
    found: dict[tuple[str, dt.datetime | None, str, str], list[str]] = {}
    for line in lines:
        if line.verdict:
            found.setdefault((line.who, line.at, line.chip, line.note), []).append(line.number)
    return [
        Given(who, at, ", ".join(numbers), chip, note)
        for (who, at, chip, note), numbers in found.items()
        if at
    ]


def _state(contest: Contest, rows: Sequence[ContestLine]) -> str:
    if contest.state == ContestState.WITHDRAWN:
        return _("Withdrawn")
    decided = [row for row in rows if row.verdict]
    if contest.state == ContestState.OPEN:
        if decided:
            return _("%(done)s of %(all)s lines answered") % {
                "done": number(len(decided)),
                "all": number(len(rows)),
            }
        return _("Waits for %(company)s") % {"company": settings.COMPANY_NAME}
    excused = sum(row.verdict == Verdict.EXCUSED for row in rows)
    return _("Decided: %(excused)s excused, %(stay)s explained") % {
        "excused": number(excused),
        "stay": number(len(rows) - excused),
    }


def excused_this_year(partners: Collection[int], today: dt.date) -> dict[int, int]:
    """How many lines of each partner are excused since January: one query."""
    found: dict[int, int] = dict.fromkeys(partners, 0)
    rows = Exclusion.objects.filter(
        partner_id__in=partners, undone_at=None, created_at__date__gte=today.replace(month=1, day=1)
    )
    for partner in rows.values_list("partner_id", flat=True):
        found[partner] += 1
    return found
