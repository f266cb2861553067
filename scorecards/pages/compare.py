"""Two revisions of one card side by side: what was, what is now, and which rows made the difference."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.presentation import NONE, day, signed
from scorecards.enums import ContestReason, RevisionCause
from scorecards.models import Contest, Scorecard
from scorecards.pages import words
from scorecards.pages.answer import Reader
from scorecards.pages.card import card_title
from scorecards.presenters import SharedKpi, SharedRow, SharedScorecard, present, rows_of
from suppliers.models import ExclusionRequest

MOST_ROWS = 50


@dataclass(frozen=True)
class WasNow:
    """One KPI, or the score, in both revisions."""

    name: str
    basis: str
    was: str
    now: str
    was_counted: str
    now_counted: str
    was_points: str
    now_points: str
    change: str
    differs: bool


@dataclass(frozen=True)
class ChangedRow:
    """A row that is new, gone or different; `what` says how."""

    number: str
    item: str
    kpis: str
    what: str


@dataclass(frozen=True)
class ComparePage:
    title: str
    reason: str
    cause: str
    cause_url: str
    card_url: str
    card_title: str
    list_name: str
    earlier_url: str
    was_title: str
    now_title: str
    score: WasNow
    figures: list[WasNow]
    our_score: WasNow
    our_figures: list[WasNow]
    rows: list[ChangedRow]
    more_rows: int


def compare_page(earlier: Scorecard, later: Scorecard, reader: Reader) -> ComparePage:
    was, now = present(earlier), present(later)
    rows = _changed_rows(earlier, later, now)
    title = card_title(now, is_staff=reader.is_staff)
    cause, cause_url = cause_of(later, is_staff=reader.is_staff)
    return ComparePage(
        title=_("Revision %(was)s and revision %(now)s") % {"was": was.revision, "now": now.revision},
        reason=_("%(card)s. Both as of %(day)s.") % {"card": title, "day": day(now.as_of)},
        cause=cause,
        cause_url=cause_url,
        card_url=reverse("scorecards:card", args=[now.public_id]),
        card_title=title,
        list_name=_("Scorecards") if reader.is_staff else _("Your cards"),
        earlier_url=reverse("scorecards:card", args=[was.public_id]),
        was_title=_revision(was),
        now_title=_revision(now),
        score=_score(
            _("Score"), (was.score, now.score), (was.band or _("No band"), now.band or _("No band"))
        ),
        figures=[_figure(was.kpi(kpi.code), kpi) for kpi in now.kpis],
        our_score=_score(_("Our score"), (was.our_score, now.our_score), ("", "")),
        our_figures=[_figure(was.kpi(kpi.code), kpi) for kpi in now.our_kpis],
        rows=rows[:MOST_ROWS],
        more_rows=max(0, len(rows) - MOST_ROWS),
    )


def _band(card: SharedScorecard) -> str:
    return card.band or _("No band")


def _revision(card: SharedScorecard) -> str:
    return _("Revision %(number)s, %(day)s") % {
        "number": card.revision,
        "day": day(card.published_at, "short"),
    }


def cause_of(card: Scorecard, *, is_staff: bool) -> tuple[str, str]:
    """Why this revision came to be, and where to read more; empty for the first of a card."""
    if card.cause in (RevisionCause.CONTEST, RevisionCause.RESTORED):
        contest = Contest.objects.filter(public_id=card.cause_about, partner_id=card.partner_id).first()
        if contest is not None:
            told = {"reason": ContestReason(contest.reason).label}
            text = _("A contest was accepted: ‘%(reason)s’.")
            if card.cause == RevisionCause.RESTORED:
                text = _("The excuse of a contest was taken back: ‘%(reason)s’.")
            return text % told, reverse("scorecards:contest", args=[contest.public_id])
    if card.cause in (RevisionCause.EXCLUSION, RevisionCause.RESTORED):
        request = ExclusionRequest.objects.filter(public_id=card.cause_about).first()
        reason = {"reason": request.reason} if request is not None else {"reason": NONE}
        text = _("Lines were excused: ‘%(reason)s’.")
        if card.cause == RevisionCause.RESTORED:
            text = _("An excuse was taken back: ‘%(reason)s’.")
        # The request may name lines of many partners: only our people open it.
        url = reverse("scorecards:exclusion", args=[card.cause_about]) if is_staff and request else ""
        return text % reason, url
    return (_("Facts that came in later made the new revision."), "") if card.cause else ("", "")


def _score(name: str, scores: tuple[Decimal | None, Decimal | None], bands: tuple[str, str]) -> WasNow:
    was, now = scores
    change = None if now is None or was is None else now - was
    return WasNow(
        name=name,
        basis="",
        was=words.points_text(was),
        now=words.points_text(now),
        was_counted=bands[0],
        now_counted=bands[1],
        was_points=words.points_text(was),
        now_points=words.points_text(now),
        change=NONE if change is None else signed(change),
        differs=was != now or bands[0] != bands[1],
    )


def _figure(was: SharedKpi | None, now: SharedKpi) -> WasNow:
    change = None if was is None or was.points is None or now.points is None else now.points - was.points
    return WasNow(
        name=now.name,
        basis=words.basis_words(now),
        was=words.figure_text(was.unit, was.value) if was else NONE,
        now=words.figure_text(now.unit, now.value),
        was_counted=words.counted_text(was) if was else NONE,
        now_counted=words.counted_text(now),
        was_points=words.points_text(was.points) if was else NONE,
        now_points=words.points_text(now.points),
        change=NONE if change is None else signed(change),
        differs=was is None or was.digest != now.digest or was.value != now.value,
    )


def _changed_rows(earlier: Scorecard, later: Scorecard, now: SharedScorecard) -> list[ChangedRow]:
    """By line: KPIs that share their rows are named together."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for kpi in (*now.kpis, *now.our_kpis):
        was_rows, now_rows = _keyed(earlier, kpi.code), _keyed(later, kpi.code)
        for key in sorted(was_rows.keys() | now_rows.keys()):
            was, new = was_rows.get(key), now_rows.get(key)
            if was is None or new is None or was.values != new.values:
                row = new or was
                found.setdefault((row.about, row.item, _what(was, new)), []).append(kpi.name)
    return [ChangedRow(number, item, "; ".join(kpis), what) for (number, item, what), kpis in found.items()]


def _keyed(card: Scorecard, code: str) -> dict[tuple[Any, ...], SharedRow]:
    if not card.results.filter(kpi=code).exists():
        return {}
    return {
        (row.line or row.about, row.values.get("part") or 0, row.values.get("receipt") or ""): row
        for row in rows_of(card, code).rows
    }


def _what(was: SharedRow | None, now: SharedRow | None) -> str:
    if was is None:
        return _("new")
    if now is None:
        return _("no longer counted")
    if now.excused != was.excused:
        return _("excused") if now.excused else _("no longer excused")
    return _("changed")
