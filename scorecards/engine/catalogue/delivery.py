"""Delivery: what was promised, and what came."""

from scorecards.engine.catalogue.kpi import Kpi, Statistic, Unit
from scorecards.engine.catalogue.rows import Source
from suppliers.imports.messages import gettext_noop

_DUE = gettext_noop("the due day of the basis")

KPIS = (
    Kpi(
        "otif_lines",
        Source.JUDGED_LINES,
        Unit.SHARE,
        Statistic.RATIO,
        "passed",
        uses_basis=True,
        uses_rule=True,
        definition=gettext_noop(
            "Lines of which every part was accepted in its window, in full but for the tolerance, of all "
            "lines that are due."
        ),
        period=_DUE,
        example=gettext_noop(
            "190 of 200 accepted in time, the rest four days late: the line does not pass; with 5 % "
            "tolerance it does."
        ),
    ),
    Kpi(
        "otif_units",
        Source.JUDGED_LINES,
        Unit.SHARE,
        Statistic.RATIO,
        "accepted_in_window",
        "quantity",
        uses_basis=True,
        uses_rule=True,
        definition=gettext_noop("Quantity accepted in the window, of the quantity of the basis's parts."),
        period=_DUE,
        example=gettext_noop("190 of 200 accepted in time: 0.95."),
    ),
    Kpi(
        "on_time_quantity",
        Source.JUDGED_LINES,
        Unit.SHARE,
        Statistic.RATIO,
        "quantity_in_window",
        "quantity",
        uses_basis=True,
        uses_rule=True,
        definition=gettext_noop(
            "Quantity received in the window, accepted or not, of the quantity of the basis's parts."
        ),
        period=_DUE,
        example=gettext_noop("200 received in time, 10 of them rejected: 1 (and 0.95 of otif_units)."),
    ),
    Kpi(
        "lead_time_mean",
        Source.COMPLETED_LINES,
        Unit.DAYS,
        Statistic.MEAN,
        "lead_days",
        higher_is_better=False,
        fixed_basis="requested",
        definition=gettext_noop(
            "Mean of the calendar days from the order to the receipt that completed the line (all of what "
            "was asked for, accepted). Lines without an order date stay out."
        ),
        period=gettext_noop("the day of the receipt that completed the line"),
        example=gettext_noop("10, 20 and 30 days: 20."),
    ),
    Kpi(
        "lead_time_p90",
        Source.COMPLETED_LINES,
        Unit.DAYS,
        Statistic.P90,
        "lead_days",
        higher_is_better=False,
        fixed_basis="requested",
        definition=gettext_noop("The lead time that nine of ten lines did not exceed, by nearest rank."),
        period=gettext_noop("the day of the receipt that completed the line"),
        example=gettext_noop("Ten lines of 1, 2, ... 10 days: 9."),
    ),
    Kpi(
        "lead_time_sd",
        Source.COMPLETED_LINES,
        Unit.DAYS,
        Statistic.DEVIATION,
        "lead_days",
        higher_is_better=False,
        fixed_basis="requested",
        definition=gettext_noop("Sample standard deviation of the lead times; none for a single line."),
        period=gettext_noop("the day of the receipt that completed the line"),
        example=gettext_noop("10, 20 and 30 days: 10."),
    ),
    Kpi(
        "acceptance_rate",
        Source.ANSWERED_LINES,
        Unit.SHARE,
        Statistic.RATIO,
        "confirmed_quantity",
        "quantity",
        fixed_basis="requested",
        definition=gettext_noop(
            "Quantity of the first promise, at most what was asked for, of the quantity asked for. Answered "
            "lines only; a rejected line counts with 0."
        ),
        period=gettext_noop("the requested day"),
        example=gettext_noop("80 of 100 confirmed, another line of 100 rejected: 0.4."),
    ),
    Kpi(
        "promise_kept",
        Source.PROMISED_PARTS,
        Unit.SHARE,
        Statistic.RATIO,
        "kept",
        graded_by="parts",
        uses_rule=True,
        fixed_basis="first_confirmed",
        definition=gettext_noop(
            "Parts of the first promise that were accepted in their window, of those made; a part is kept or "
            "not, there is no partial credit."
        ),
        period=gettext_noop("each part's own due day"),
        example=gettext_noop("60 promised for the 10th and kept, 40 for the 15th and late: 0.5."),
    ),
    Kpi(
        "promise_stability",
        Source.CONFIRMED_LINES,
        Unit.SHARE,
        Statistic.RATIO,
        "stayed",
        fixed_basis="first_confirmed",
        definition=gettext_noop(
            "Confirmed lines whose last promised day is still the first one, of all confirmed lines. A "
            "change that the buyer asked for moves both."
        ),
        period=gettext_noop("the first promised day"),
        example=gettext_noop("One of 20 confirmed lines was moved by the partner: 0.95."),
    ),
    Kpi(
        "notice_days",
        Source.SLIPPED_LINES,
        Unit.DAYS,
        Statistic.MEDIAN,
        "notice_days",
        fixed_basis="first_confirmed",
        definition=gettext_noop(
            "Median days between the first warning and the first promised day, on lines that slipped: not "
            "all of the line had been received at the end of its first promised day. The first warning is "
            "the first word of the partner in force, after the promise that set this day, that names a later "
            "last day (a promise or a proposal) or refuses the line. Told on the day counts 0, told after it "
            "counts below 0. A line without a word counts with the day on which all of it had come; while it "
            "is open, with the as-of date: silence never looks better than a word. Lines that kept their day "
            "stay out."
        ),
        period=gettext_noop("the first promised day"),
        example=gettext_noop(
            "Promised for the 10th, told on the 6th: 4. Promised for the 10th, no word, there on the 14th: "
            "-4. The median of both: 0."
        ),
    ),
    Kpi(
        "response_hours",
        Source.ASKED_LINES,
        Unit.HOURS,
        Statistic.MEDIAN,
        "hours",
        higher_is_better=False,
        definition=gettext_noop(
            "Median working hours from the moment the order was sent to the partner's first word in force "
            "about the line: a promise, a proposal or a refusal. Working hours are ours (WORKING_HOURS, "
            "without weekends and HOLIDAYS); a word before the order was sent counts 0. Lines of orders "
            "without a moment of sending, and lines that nobody answered yet, stay out."
        ),
        period=gettext_noop("the day the order was sent"),
        example=gettext_noop(
            "Sent on Friday at 15:00, answered on Monday at 10:00, we work from 08:00 to 17:00: 4 hours."
        ),
    ),
    Kpi(
        "overdue_quantity_days",
        Source.JUDGED_LINES,
        Unit.UNIT_DAYS,
        Statistic.TOTAL,
        "open_quantity_days",
        higher_is_better=False,
        uses_basis=True,
        definition=gettext_noop(
            "Sum over the lines due of the quantity not received yet, times the days from the due day to the "
            "as-of date."
        ),
        period=_DUE,
        example=gettext_noop("10 pieces open 4 days after their day: 40."),
    ),
)
