"""Ourselves, as a customer: the partner sees these beside its own score."""

from scorecards.engine.catalogue.kpi import Kpi, Statistic, Unit
from scorecards.engine.catalogue.rows import Source
from suppliers.imports.messages import gettext_noop

_OURS = "company"
_DUE_INVOICE = gettext_noop("the due day of the invoice")

KPIS = (
    Kpi(
        "paid_within_terms",
        Source.DUE_INVOICES,
        Unit.SHARE,
        Statistic.RATIO,
        "in_terms",
        side=_OURS,
        graded_by="invoices",
        definition=gettext_noop(
            "Invoices that we paid on or before their due day, of all that fell due before the as-of day. An "
            "unpaid one counts as late. Disputed ones are excused and counted apart; credit notes stay out."
        ),
        period=_DUE_INVOICE,
        example=gettext_noop("Due on the 10th: one paid on the 10th, one on the 11th, one not yet: 1 of 3."),
    ),
    Kpi(
        "paid_within_30",
        Source.INVOICES_IN_30_DAYS,
        Unit.SHARE,
        Statistic.RATIO,
        "in_30_days",
        side=_OURS,
        graded_by="invoices",
        definition=gettext_noop(
            "Invoices that we paid within 30 calendar days of receiving them, of all that fell due before "
            "the as-of day, whatever was agreed. An unpaid one stays out until its 30 days are over. "
            "Disputed ones are excused; credit notes stay out."
        ),
        period=_DUE_INVOICE,
        example=gettext_noop(
            "Received on 1 September: paid on 1 October it counts, paid on 2 October it does not."
        ),
    ),
    Kpi(
        "changes_inside_lead_time",
        Source.ASKED_DAYS,
        Unit.SHARE,
        Statistic.RATIO,
        "changed",
        side=_OURS,
        higher_is_better=False,
        fixed_basis="requested",
        definition=gettext_noop(
            "Lines whose day or quantity we changed late, of all lines asked for. A change is late when it "
            "was made fewer than LEAD_TIME_DAYS calendar days (14, unless the installation says otherwise) "
            "before the day that held until then; also after that day. What we cancelled whole is not among "
            "the lines: its moment is not kept."
        ),
        period=gettext_noop("the requested day, as it stands on the as-of day"),
        example=gettext_noop(
            "Asked for the 30th; moved on the 16th, 14 days before: in time. Moved on the 17th, 13 days "
            "before: late."
        ),
    ),
    Kpi(
        "answer_hours",
        Source.QUESTIONS,
        Unit.HOURS,
        Statistic.MEDIAN,
        "hours",
        side=_OURS,
        higher_is_better=False,
        graded_by="questions",
        definition=gettext_noop(
            "Median working hours from a question of the partner to our first answer. One without an answer "
            "counts with the hours until it was closed, or so far: to the end of the as-of day. Working "
            "hours are ours (WORKING_HOURS, without weekends and HOLIDAYS)."
        ),
        period=gettext_noop("the day the question was asked"),
        example=gettext_noop(
            "Asked on Friday at 15:00, answered on Monday at 10:00, we work from 08:00 to 17:00: 4 hours."
        ),
    ),
    Kpi(
        "contest_days",
        Source.CONTESTS,
        Unit.DAYS,
        Statistic.MEDIAN,
        "days",
        side=_OURS,
        higher_is_better=False,
        graded_by="contests",
        definition=gettext_noop(
            "Median calendar days from the day a partner contested lines to our last decision about them. "
            "Without it, the days so far: to the as-of day. Contests that were withdrawn stay out."
        ),
        period=gettext_noop("the day the contest was filed"),
        example=gettext_noop(
            "Filed on the 1st, decided on the 4th: 3. Filed on the 5th, open on the 12th: 7. The median: 5."
        ),
    ),
    Kpi(
        "idea_days",
        Source.IDEAS,
        Unit.DAYS,
        Statistic.MEDIAN,
        "days",
        side=_OURS,
        higher_is_better=False,
        graded_by="ideas",
        definition=gettext_noop(
            "Median working days from the day after a partner proposed an idea to the day of our answer; "
            "answered on the day it counts 0. Without an answer, the working days so far: to the as-of day. "
            "Working days are ours (without weekends and HOLIDAYS). Ideas that were withdrawn stay out."
        ),
        period=gettext_noop("the day the idea was proposed"),
        example=gettext_noop("Proposed on a Friday, answered on the Monday after: 1 working day."),
    ),
    Kpi(
        "partner_satisfaction",
        Source.POOLED_ANSWERS,
        Unit.POINTS,
        Statistic.MEAN,
        "score",
        side=_OURS,
        graded_by="partners",
        definition=gettext_noop(
            "What partners say of us as their customer, 0 to 10, each for itself and confidentially: the "
            "pooled mean of the newest survey about the period that is over. It exists only for all partners "
            "together, and only when five or as many more as the survey asks for have answered. Of one "
            "partner, or of some, there is never a figure, and there are no rows."
        ),
        period=gettext_noop("the period that the survey asks about, which must lie inside"),
        example=gettext_noop("Six partners answer, in the mean 7.4: 7.4. Four partners answer: no data."),
    ),
)
