"""A card on A4: the same figures as the page, the trend, and the rows that did not pass."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portal.engine.periods import Period
from portal.presentation import day
from scorecards.models import Scorecard
from scorecards.pages import words
from scorecards.pages.card import origin
from scorecards.pages.figures import FigureRow, figure_rows
from scorecards.pages.ours import Ours, ours
from scorecards.pages.rows import RowsPage, reader_of
from scorecards.pages.standing import Standing, standing
from scorecards.pages.trend import Trend, score_trend
from scorecards.presenters import SharedScorecard, present

ON_PAPER = 25  # rows of one KPI; all of them are in the CSV
WIDTH = 660


@dataclass(frozen=True)
class RowsOnPaper:
    title: str
    rows: RowsPage
    more: str


@dataclass(frozen=True)
class Paper:
    company: str
    partner_name: str
    title: str
    docname: str
    origin: str
    standing_title: str
    standing: Standing
    ours: Ours
    history_title: str
    figures: list[FigureRow]
    trend: Trend
    rows: list[RowsOnPaper]
    how: str


def paper(card: Scorecard) -> Paper:
    shared = present(card)
    period = Period.parse(shared.period)
    name = words.period_name(period)
    return Paper(
        company=settings.COMPANY_NAME,
        partner_name=shared.partner_name,
        title=_("Scorecard, %(period)s") % {"period": name},
        docname=_("%(partner)s, scorecard %(period)s, revision %(revision)s, as of %(as_of)s")
        % {
            "partner": shared.partner_name,
            "period": name,
            "revision": shared.revision,
            "as_of": day(shared.as_of),
        },
        origin=origin(shared, "date"),
        standing_title=_("How %(partner)s keeps its promises") % {"partner": shared.partner_name},
        standing=standing(shared),
        ours=ours(shared, is_staff=True, width=70, height=20),
        history_title=words.periods_back(period),
        figures=figure_rows(shared, width=70, height=20),
        trend=score_trend(shared, is_staff=True, sizes=((WIDTH, 190), (WIDTH, 190))),
        rows=_rows(card, shared),
        how=_how(shared),
    )


def _rows(card: Scorecard, shared: SharedScorecard) -> list[RowsOnPaper]:
    """The lines behind the first line KPI, as a supplier looks for them; the other KPIs are in the CSV."""
    kpi = shared.kpi("otif_lines") or next((one for one in shared.kpis if one.row_count), None)
    if kpi is None or not kpi.row_count:
        return []
    reader = reader_of(card, kpi)
    page = reader.drawer(ON_PAPER)
    if not page.rows:
        return []
    more = reader.left_out(ON_PAPER)
    text = _("%(count)s more rows are in the CSV file.") % {"count": more} if more else ""
    return [RowsOnPaper(f"{page.title}: {kpi.name}", page, text)]


def _how(card: SharedScorecard) -> str:
    """How the figures can be checked, and by whom they were published."""
    return _(
        "Every value can be computed again from the rows in the CSV file of this card "
        "(digest %(digest)s, engine %(engine)s). Acknowledge the card or answer it on its page; "
        "%(company)s reads and replies there. Facts that come in later make a new revision, "
        "and both stay readable side by side."
    ) % {
        "digest": f"{card.digest[:4]} {card.digest[4:8]}",
        "engine": card.engine_version,
        "company": settings.COMPANY_NAME,
    }
