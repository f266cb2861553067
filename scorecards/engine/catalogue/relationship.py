"""Relationship: how our people rate a partner, and how problems go."""

from scorecards.engine.catalogue.kpi import Kpi, Statistic, Unit
from scorecards.engine.catalogue.rows import Source
from suppliers.imports.messages import gettext_noop

KPIS = (
    Kpi(
        "survey_score",
        Source.RATINGS,
        Unit.POINTS,
        Statistic.MEAN,
        "score",
        graded_by="answers",
        definition=gettext_noop(
            "Mean of the marks, 0 to 10, that our people gave the partner in surveys about the period. Only "
            "surveys that are over by the as-of day count, and of these only where as many people answered "
            "about the partner as the survey asks for."
        ),
        period=gettext_noop("the period that the survey asks about, which must lie inside"),
        example=gettext_noop(
            "Five people give 8, 8, 7, 9 and 6: 7.6. With only four of them there is no data."
        ),
    ),
    Kpi(
        "case_rate",
        Source.CASES_AND_LINES,
        Unit.SHARE,
        Statistic.RATIO,
        "cases",
        "lines",
        counted="lines",
        higher_is_better=False,
        graded_by="lines",
        fixed_basis="requested",
        definition=gettext_noop(
            "Cases opened in the period, by either side, of the lines due in it by the requested day. "
            "Without a line due there is no data. Lines that were excused are among the lines all the same."
        ),
        period=gettext_noop("the day the case was opened; the requested day of the line"),
        example=gettext_noop("2 cases, 100 lines due: 0.02, shown as 2 %."),
    ),
    Kpi(
        "case_days_to_close",
        Source.CLOSED_CASES,
        Unit.DAYS,
        Statistic.MEDIAN,
        "days",
        higher_is_better=False,
        graded_by="cases",
        definition=gettext_noop(
            "Median calendar days from the day a case was opened to the day it was closed. Open cases stay "
            "out."
        ),
        period=gettext_noop("the day the case was closed"),
        example=gettext_noop(
            "Opened on the 1st, closed on the 5th: 4. Opened and closed on one day: 0. The median of both: 2."
        ),
    ),
    Kpi(
        "recovery_satisfaction",
        Source.RATED_CASES,
        Unit.POINTS,
        Statistic.MEAN,
        "satisfaction",
        graded_by="cases",
        definition=gettext_noop(
            "Mean of the marks, 0 to 10, given for how a case was dealt with, once it was closed. Cases "
            "without a mark stay out."
        ),
        period=gettext_noop("the day the case was closed"),
        example=gettext_noop("9 and 6, a third case without a mark: 7.5."),
    ),
    Kpi(
        "partners_lost",
        Source.PARTNERS_STANDING,
        Unit.SHARE,
        Statistic.RATIO,
        "lost",
        "at_start",
        counted="at_start",
        higher_is_better=False,
        graded_by="partners",
        is_shared=False,
        definition=gettext_noop(
            "Partners lost to dissatisfaction in the period, of those active at its start. Who left without "
            "anybody saying why counts as dissatisfied; who came and went within the period counts among the "
            "lost. Partners that we are only winning, and other names of one partner, stay out: growth never "
            "hides loss. Why one left is for our own people; of all together the figure is public."
        ),
        period=gettext_noop("the day the partner was lost; active on the first day"),
        example=gettext_noop(
            "36 partners on the first day; one leaves unhappy, one gives up its business: 1 of 36, 0.0278."
        ),
    ),
)
