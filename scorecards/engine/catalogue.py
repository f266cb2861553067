"""The KPIs we compute, each defined once: which rows it counts, and which columns of them it divides.

A figure on a page, in a command and on a card, and the rows behind it, all come from this table.
docs/numbers.md is written from it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Which rows a KPI counts; see `COLUMNS` for what each row holds."""

    JUDGED_LINES = "judged_lines"
    PROMISED_PARTS = "promised_parts"
    COMPLETED_LINES = "completed_lines"
    ANSWERED_LINES = "answered_lines"
    CONFIRMED_LINES = "confirmed_lines"
    SLIPPED_LINES = "slipped_lines"
    ASKED_LINES = "asked_lines"
    RECEIPTS = "receipts"


class Unit(StrEnum):
    SHARE = "share"
    DAYS = "days"
    HOURS = "hours"
    UNIT_DAYS = "unit_days"
    PPM = "ppm"


class Statistic(StrEnum):
    """How a KPI sums its rows up."""

    RATIO = "ratio"
    TOTAL = "total"
    MEAN = "mean"
    MEDIAN = "median"
    P90 = "p90"
    DEVIATION = "deviation"


# Every row starts with these. `line` is the line's public id, `excused` 1 when it is out of the population.
LEADING = ("line", "order_number", "line_number", "excused")
COLUMNS: dict[Source, tuple[str, ...]] = {
    Source.JUDGED_LINES: (
        *LEADING,
        "due_on",
        "quantity",
        "quantity_in_window",
        "accepted_in_window",
        "passed",
        "completed_on",
        "days_late",
        "open_quantity",
        "open_quantity_days",
    ),
    Source.PROMISED_PARTS: (*LEADING, "part", "due_on", "quantity", "accepted_in_window", "kept"),
    Source.COMPLETED_LINES: (*LEADING, "ordered_on", "completed_on", "lead_days"),
    Source.ANSWERED_LINES: (*LEADING, "due_on", "quantity", "confirmed_quantity"),
    Source.CONFIRMED_LINES: (*LEADING, "due_on", "last_due_on", "stayed"),
    Source.SLIPPED_LINES: (*LEADING, "due_on", "warned_on", "arrived_on", "notice_days"),
    Source.ASKED_LINES: (*LEADING, "sent_at", "answered_at", "hours"),
    Source.RECEIPTS: (*LEADING, "receipt", "received_on", "received", "accepted", "rejected"),
}
# Columns that hold quantities (and working hours): integers scaled by 10^6.
QUANTITIES = frozenset(
    {
        "quantity",
        "quantity_in_window",
        "accepted_in_window",
        "open_quantity",
        "open_quantity_days",
        "confirmed_quantity",
        "received",
        "accepted",
        "rejected",
        "hours",
    }
)


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI. An empty `denominator` counts the rows. `graded_by` names what n counts.

    `fixed_basis` is the one a KPI is always on, when it lets nobody choose.
    """

    code: str
    source: Source
    unit: Unit
    statistic: Statistic
    numerator: str
    denominator: str = ""
    higher_is_better: bool = True
    graded_by: str = "lines"
    uses_basis: bool = False
    fixed_basis: str = ""
    uses_rule: bool = False
    is_shared: bool = True
    definition: str = ""
    period: str = ""
    example: str = ""

    def basis(self, asked: str) -> str:
        """The basis the figure is on when `asked` is asked for; empty where no promise plays a part."""
        return asked if self.uses_basis else self.fixed_basis

    @property
    def has_interval(self) -> bool:
        """A share of counted lines or parts has a Wilson interval."""
        return self.statistic is Statistic.RATIO and not self.denominator


_DUE = "the due day of the basis"
_ALL = [
    Kpi(
        "otif_lines",
        Source.JUDGED_LINES,
        Unit.SHARE,
        Statistic.RATIO,
        "passed",
        uses_basis=True,
        uses_rule=True,
        definition="Lines of which every part was accepted in its window, in full but for the tolerance, "
        "of all lines that are due.",
        period=_DUE,
        example="190 of 200 accepted in time, the rest four days late: the line does not pass; "
        "with 5 % tolerance it does.",
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
        definition="Quantity accepted in the window, of the quantity of the basis's parts.",
        period=_DUE,
        example="190 of 200 accepted in time: 0.95.",
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
        definition="Quantity received in the window, accepted or not, of the quantity of the basis's parts.",
        period=_DUE,
        example="200 received in time, 10 of them rejected: 1 (and 0.95 of otif_units).",
    ),
    Kpi(
        "lead_time_mean",
        Source.COMPLETED_LINES,
        Unit.DAYS,
        Statistic.MEAN,
        "lead_days",
        higher_is_better=False,
        fixed_basis="requested",
        definition="Mean of the calendar days from the order to the receipt that completed the line (all of "
        "what was asked for, accepted). Lines without an order date stay out.",
        period="the day of the receipt that completed the line",
        example="10, 20 and 30 days: 20.",
    ),
    Kpi(
        "lead_time_p90",
        Source.COMPLETED_LINES,
        Unit.DAYS,
        Statistic.P90,
        "lead_days",
        higher_is_better=False,
        fixed_basis="requested",
        definition="The lead time that nine of ten lines did not exceed, by nearest rank.",
        period="the day of the receipt that completed the line",
        example="Ten lines of 1, 2, ... 10 days: 9.",
    ),
    Kpi(
        "lead_time_sd",
        Source.COMPLETED_LINES,
        Unit.DAYS,
        Statistic.DEVIATION,
        "lead_days",
        higher_is_better=False,
        fixed_basis="requested",
        definition="Sample standard deviation of the lead times; none for a single line.",
        period="the day of the receipt that completed the line",
        example="10, 20 and 30 days: 10.",
    ),
    Kpi(
        "acceptance_rate",
        Source.ANSWERED_LINES,
        Unit.SHARE,
        Statistic.RATIO,
        "confirmed_quantity",
        "quantity",
        fixed_basis="requested",
        definition="Quantity of the first promise, at most what was asked for, of the quantity asked for. "
        "Answered lines only; a rejected line counts with 0.",
        period="the requested day",
        example="80 of 100 confirmed, another line of 100 rejected: 0.4.",
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
        definition="Parts of the first promise that were accepted in their window, of those made; "
        "a part is kept or not, there is no partial credit.",
        period="each part's own due day",
        example="60 promised for the 10th and kept, 40 for the 15th and late: 0.5.",
    ),
    Kpi(
        "promise_stability",
        Source.CONFIRMED_LINES,
        Unit.SHARE,
        Statistic.RATIO,
        "stayed",
        fixed_basis="first_confirmed",
        definition="Confirmed lines whose last promised day is still the first one, of all confirmed lines. "
        "A change that the buyer asked for moves both.",
        period="the first promised day",
        example="One of 20 confirmed lines was moved by the partner: 0.95.",
    ),
    Kpi(
        "notice_days",
        Source.SLIPPED_LINES,
        Unit.DAYS,
        Statistic.MEDIAN,
        "notice_days",
        fixed_basis="first_confirmed",
        definition="Median days between the first warning and the first promised day, on lines that "
        "slipped: not all of the line had been received at the end of its first promised day. The first "
        "warning is the first word of the partner in force, after the promise that set this day, that names "
        "a later last day (a promise or a proposal) or refuses the line. Told on the day counts 0, told "
        "after it counts below 0. A line without a word counts with the day on which all of it had come; "
        "while it is open, with the as-of date: silence never looks better than a word. Lines that kept "
        "their day stay out.",
        period="the first promised day",
        example="Promised for the 10th, told on the 6th: 4. Promised for the 10th, no word, there on the "
        "14th: -4. The median of both: 0.",
    ),
    Kpi(
        "response_hours",
        Source.ASKED_LINES,
        Unit.HOURS,
        Statistic.MEDIAN,
        "hours",
        higher_is_better=False,
        definition="Median working hours from the moment the order was sent to the partner's first word in "
        "force about the line: a promise, a proposal or a refusal. Working hours are ours (WORKING_HOURS, "
        "without weekends and HOLIDAYS); a word before the order was sent counts 0. Lines of orders without "
        "a moment of sending, and lines that nobody answered yet, stay out.",
        period="the day the order was sent",
        example="Sent on Friday at 15:00, answered on Monday at 10:00, we work from 08:00 to 17:00: 4 hours.",
    ),
    Kpi(
        "overdue_quantity_days",
        Source.JUDGED_LINES,
        Unit.UNIT_DAYS,
        Statistic.TOTAL,
        "open_quantity_days",
        higher_is_better=False,
        uses_basis=True,
        definition="Sum over the lines due of the quantity not received yet, times the days from the due day "
        "to the as-of date.",
        period=_DUE,
        example="10 pieces open 4 days after their day: 40.",
    ),
    Kpi(
        "rejected_ppm",
        Source.RECEIPTS,
        Unit.PPM,
        Statistic.RATIO,
        "rejected",
        "received",
        higher_is_better=False,
        graded_by="receipts",
        definition="Rejected of received quantity, times a million.",
        period="the day of the receipt",
        example="1 of 10,000 pieces rejected: 100.",
    ),
    Kpi(
        "accepted_rate",
        Source.RECEIPTS,
        Unit.SHARE,
        Statistic.RATIO,
        "accepted",
        "received",
        graded_by="receipts",
        definition="Accepted of received quantity.",
        period="the day of the receipt",
        example="9,999 of 10,000 pieces accepted: 0.9999.",
    ),
]
CATALOGUE: dict[str, Kpi] = {kpi.code: kpi for kpi in _ALL}


class UnknownKpi(ValueError):
    """A code that the catalogue does not hold."""


def kpi_of(code: str) -> Kpi:
    """UnknownKpi names the code and the ones there are."""
    if code not in CATALOGUE:
        raise UnknownKpi(f"{code!r} is not a KPI: choose among {', '.join(CATALOGUE)}")
    return CATALOGUE[code]
