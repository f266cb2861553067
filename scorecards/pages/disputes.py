"""Contests in the rows of a card: which lines can be ticked, which are disputed, and the bar under them."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.enums import Side
from portal.presentation import NONE, day, number, signed
from scorecards.actions.effects import Effect
from scorecards.enums import Verdict
from scorecards.facts.contests import LineContest, by_line
from scorecards.models import Scorecard
from scorecards.pages.clocks import promised_words
from scorecards.pages.rows import RowLine, RowsPage
from scorecards.permissions import can_contest
from scorecards.presenters import SharedKpi


@dataclass(frozen=True)
class Mark:
    """What became of the contest of a line: a chip, and the way to it."""

    words: str
    tone: str
    picture: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """What stands under rows that can be ticked: the button, who answers by when, what a yes would do."""

    url: str
    effect_url: str
    kpi: str
    act: str
    promise: str
    effect: str = ""
    points: str = ""


def with_contests(page: RowsPage, card: Scorecard, kpi: SharedKpi, actor: Actor) -> RowsPage:
    """The rows of one figure with ticks and marks; one query. Rows of our own half are not contested."""
    if not page.of_lines or kpi.side != Side.PARTNER:
        return page
    known = by_line(actor, card)
    may = card.is_latest and card.partner.merged_into_id is None and can_contest(actor, card.partner)
    rows = [_marked(row, known.get(row.line), may=may) for row in page.rows]
    if not any(row.tick for row in rows):
        return replace(page, rows=rows)
    return replace(page, rows=rows, bar=bar_of(card, kpi.code))


def bar_of(card: Scorecard, kpi: str, count: int = 0, effect: Effect | None = None) -> Bar:
    """`count` lines are ticked; with none, the bar says what to do."""
    owner = card.partner.owner
    act = _("Contest the ticked lines…")
    if count:
        act = ngettext("Contest %(n)s line…", "Contest %(n)s lines…", count) % {"n": number(count)}
    return Bar(
        url=reverse("scorecards:contest_new", args=[card.public_id]),
        effect_url=reverse("scorecards:contest_effect", args=[card.public_id]),
        kpi=kpi,
        act=act,
        promise=promised_words(owner.get_short_name() if owner is not None and owner.is_active else ""),
        effect=effect_words(count, effect) if count and effect is not None else "",
        points=points_words(effect) if count else "",
    )


def effect_words(count: int, effect: Effect) -> str:
    """What a yes would do, said before the number; honest where there is none."""
    if effect.points is None:
        return _("If we agree, the card changes at once; it has no score that could change.")
    if not effect.points:
        return _("If we agree, the card changes at once; the score would stay as it is.")
    return ngettext(
        "If we agree, the card changes at once: this line would give",
        "If we agree, the card changes at once: these lines would give",
        count,
    )


def points_words(effect: Effect | None) -> str:
    """+3.0 points; empty where nothing changes."""
    if effect is None or not effect.points:
        return ""
    return _("%(points)s points") % {"points": signed(effect.points)}


def mark_of(contest: LineContest) -> Mark | None:
    """None for an excuse: the row says so itself."""
    url = reverse("scorecards:contest", args=[contest.public_id])
    if not contest.verdict:
        words = _("Contested, answer by %(day)s") % {"day": day(contest.due_on, "short")}
        return Mark(words, "open", "clock", url)
    if contest.verdict == Verdict.EXPLAINED:
        return Mark(_("Contested, it stays"), "", "dash", url, contest.note)
    if contest.taken_back:
        return Mark(_("Excuse taken back"), "", "undo", url)
    return Mark(_("Contest agreed"), "ok", "check", url)


def _marked(row: RowLine, contest: LineContest | None, *, may: bool) -> RowLine:
    mark = mark_of(contest) if contest is not None else None
    is_open = contest is not None and not contest.verdict
    return replace(row, mark=mark, tick=may and bool(row.line) and not row.chip and not is_open)


def score_words(effect: Effect) -> tuple[str, str]:
    """Before and after, with their bands."""
    return _scored(effect.before, effect.band_before), _scored(effect.after, effect.band_after)


def _scored(score: object, band: str) -> str:
    return f"{number(score, 1) if score is not None else NONE} {band}".strip()
