"""What a template that nobody saved yet would do to the cards of a closed period: before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.engine.periods import Period
from portal.engine.rounding import half_up
from portal.presentation import number
from scorecards.actions.drafting import CardDraft
from scorecards.actions.sheets import Sheet
from scorecards.actions.trying import MOST_PARTNERS, TakesTooLong, asked_partners, cards_of, last_closed
from scorecards.pages.words import period_name, points_text
from suppliers.models import Partner

MOST_ROWS = 50


@dataclass(frozen=True)
class TrialRow:
    """One partner; `change` in points, None without both scores. `move`: up, down, same, new or gone."""

    name: str
    url: str
    was_score: str
    was_band: str
    now_score: str
    now_band: str
    change: Decimal | None
    move: str


@dataclass(frozen=True)
class Trial:
    """`problem` says why there is none. `has_before` is False for a template without an earlier version."""

    period: str
    title: str
    note: str
    rows: list[TrialRow]
    more: str
    has_before: bool
    problem: str = ""


def periods(today: date) -> list[tuple[str, str]]:
    """Closed periods to try a template on: the last quarters, months and the last year."""
    quarter, month = last_closed(today, 3), last_closed(today, 1)
    found = [quarter, quarter.shifted(-1), month, month.shifted(-1), last_closed(today, 12)]
    return [(period.key, period_name(period)) for period in found]


def trial(by: Actor, now: Sheet, was: Sheet | None, period: Period) -> Trial:
    """Both sheets over the same facts, so that what differs is the template's doing. Nothing is stored."""
    sheets = [sheet for sheet in (now, was) if sheet is not None]
    partners, count = asked_partners(by, [(one.template.kind, one.template.segment) for one in sheets])
    name = period_name(period)
    try:
        after = cards_of(by=by, sheet=now, period=period, partners=partners)
        before = cards_of(by=by, sheet=was, period=period, partners=partners) if was else {}
    except TakesTooLong as error:
        return Trial(name, _("This takes too long here"), "", [], "", was is not None, str(error))
    found = _rows(now, was, after, before)
    told = [row for row in found if was is None or row.move != "same" or (row.change or 0) != 0]
    return Trial(
        period=name,
        title=_title(found, was is not None),
        note=_note(len(found), len(partners), count),
        rows=told[:MOST_ROWS],
        more=_("and %(count)s more") % {"count": number(len(told) - MOST_ROWS)}
        if len(told) > MOST_ROWS
        else "",
        has_before=was is not None,
    )


def _rows(
    now: Sheet, was: Sheet | None, after: Mapping[int, CardDraft], before: Mapping[int, CardDraft]
) -> list[TrialRow]:
    """Who moves down first, then by how much; without an earlier version by score."""
    names = Partner.objects.in_bulk({*after, *before})
    ranks = _ranks(now), _ranks(was) if was else {}
    rows = [_row(names[pk], after.get(pk), before.get(pk), ranks) for pk in names]
    order = {"down": 0, "up": 1, "gone": 2, "new": 3, "same": 4}
    if was is None:
        return sorted(rows, key=lambda row: row.name)
    return sorted(rows, key=lambda row: (order[row.move], -abs(row.change or 0), row.name))


def _row(
    partner: Partner,
    after: CardDraft | None,
    before: CardDraft | None,
    ranks: tuple[Mapping[str, Decimal], Mapping[str, Decimal]],
) -> TrialRow:
    scores = after.score if after else None, before.score if before else None
    change = None if None in scores else half_up(scores[0] - scores[1], 1)  # type: ignore[operator]
    return TrialRow(
        name=partner.name,
        url=reverse("suppliers:partner", args=[partner.public_id]),
        was_score=points_text(scores[1]),
        was_band=before.band if before else "",
        now_score=points_text(scores[0]),
        now_band=after.band if after else "",
        change=change,
        move=_move(after, before, ranks),
    )


def _move(
    after: CardDraft | None,
    before: CardDraft | None,
    ranks: tuple[Mapping[str, Decimal], Mapping[str, Decimal]],
) -> str:
    """Bands of the same name count as the same; others by where they begin."""
    now, was = (after.band if after else ""), (before.band if before else "")
    if now == was:
        return "same"
    if not now or not was:
        return "gone" if was else "new"
    begins, began = ranks[0][now], ranks[1][was]
    if begins == began:
        return "same"  # it has another name
    return "up" if begins > began else "down"


def _ranks(sheet: Sheet) -> dict[str, Decimal]:
    return {band.name: band.lower for band in sheet.bands}


def _title(rows: Sequence[TrialRow], has_before: bool) -> str:
    if not rows:
        return _("No partner has a card in this period")
    if not has_before:
        count = sum(bool(row.now_band) for row in rows)
        words = ngettext("%(count)s partner would get a band", "%(count)s partners would get a band", count)
        return words % {"count": number(count)}
    moved = [row for row in rows if row.move != "same"]
    if not moved:
        return _("No partner would change band")
    words = ngettext(
        "%(count)s partner would change band", "%(count)s partners would change band", len(moved)
    )
    return f"{words % {'count': number(len(moved))}}: {_counted(moved)}"


def _counted(moved: Sequence[TrialRow]) -> str:
    words = {
        "up": _("%(count)s up"),
        "down": _("%(count)s down"),
        "new": _("%(count)s to a first band"),
        "gone": _("%(count)s out of all bands"),
    }
    counts = {move: sum(row.move == move for row in moved) for move in words}
    return ", ".join(words[move] % {"count": number(count)} for move, count in counts.items() if count)


def _note(cards: int, asked: int, count: int) -> str:
    if count > MOST_PARTNERS:
        return _(
            "%(cards)s cards of %(asked)s partners picked by chance out of %(count)s. Publishing shows all."
        ) % {"cards": number(cards), "asked": number(asked), "count": number(count)}
    return _("%(cards)s cards of %(count)s partners. Nothing is stored.") % {
        "cards": number(cards),
        "count": number(count),
    }
