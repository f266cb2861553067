"""Delivery and quality, worked by hand before the code: one small table a case, in March 2026.

A line is of 100, ordered on the 1st, requested and promised for the 10th, unless its row says otherwise;
figures are as of the 31st, unless the case says otherwise. What a case does not name is not looked at.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from suppliers.engine.judging import Rule
from suppliers.engine.lines import Basis, LineFacts, ReceiptFact
from tests.golden.otif import day, promise

FIRST, LAST, REQUESTED = Basis.FIRST_CONFIRMED, Basis.LAST_CONFIRMED, Basis.REQUESTED
ON_THE_10TH = promise("confirm", 1, (100, 10))


def came(on, accepted, rejected=0):
    return ReceiptFact(day(on), accepted, rejected)


def line(*receipts, promises=(ON_THE_10TH,), quantity=100, status="confirmed", requested=10):
    return LineFacts(quantity, day(requested), status, day(1), tuple(promises), receipts)


@dataclass(frozen=True)
class Case:
    """`figures`: what each KPI is; None is no data. `n`: the rows that count, for the judged lines."""

    lines: tuple[LineFacts, ...]
    figures: dict
    n: int
    rule: Rule = field(default_factory=Rule)
    basis: Basis = FIRST
    as_of: int = 31
    excused: tuple[int, ...] = ()


def of_lines(otif, units, on_time=None):
    """OTIF by line and by unit, and the quantity on time, which is that of the accepted unless given."""
    on_time = units if on_time is None else on_time
    return {"otif_lines": otif, "otif_units": units, "on_time_quantity": on_time}


def share(part, whole):
    return Fraction(part, whole)


NO_LINES = dict.fromkeys(("otif_lines", "otif_units", "on_time_quantity"))
WINDOW = Rule(2, 1)
FIVE = Rule(tolerance=Decimal(5))
SPLIT = promise("confirm", 1, (60, 10), (40, 15))

LIMITS = {
    "early by exactly the two days": Case((line(came(8, 100)),), of_lines(1, 1), 1, WINDOW),
    "a day too early": Case((line(came(7, 100)),), of_lines(0, 0), 1, WINDOW),
    "early without a limit": Case((line(came(2, 100)),), of_lines(1, 1), 1),
    "late by exactly the one day": Case((line(came(11, 100)),), of_lines(1, 1), 1, WINDOW),
    "a day too late": Case((line(came(12, 100)),), of_lines(0, 0), 1, WINDOW),
    "95 of 100 with 5 %": Case(
        (line(came(10, 95)),),
        of_lines(1, share(95, 100)) | {"promise_kept": 1, "lead_time_mean": None},
        1,
        FIVE,
    ),
    "94 of 100 with 5 %": Case(
        (line(came(10, 94)),), of_lines(0, share(94, 100)) | {"promise_kept": 0}, 1, FIVE
    ),
    "38 of 39 with 2.5 %: 38.025 were needed": Case(
        (line(came(10, 38), promises=(promise("confirm", 1, (39, 10)),), quantity=39),),
        of_lines(0, share(38, 39)) | {"promise_kept": 0},
        1,
        Rule(tolerance=Decimal("2.5")),
    ),
    "39 of 40 with 2.5 %: 39 were needed": Case(
        (line(came(10, 39), promises=(promise("confirm", 1, (40, 10)),), quantity=40),),
        of_lines(1, share(39, 40)) | {"promise_kept": 1},
        1,
        Rule(tolerance=Decimal("2.5")),
    ),
    "the tolerance is of each part, not of the line": Case(
        # 54 of 60 are 90 %; with the 40 it would have been 94 of 100
        (line(came(10, 54), came(15, 40), promises=(SPLIT,)),),
        # the first 6 of the 15th still belong to the first part: 34 reach the second, which needs 38
        of_lines(0, share(88, 100)) | {"promise_kept": 0},
        1,
        FIVE,
    ),
}
NOTHING = {
    "no line at all": Case(
        (),
        NO_LINES
        | dict.fromkeys(
            (
                "lead_time_mean", "lead_time_p90", "lead_time_sd", "acceptance_rate", "promise_kept",
                "promise_stability", "notice_days", "response_hours", "overdue_quantity_days",
                "rejected_ppm", "accepted_rate",
            )
        ),
        0,
    ),
    "due today is not judged": Case((line(),), NO_LINES | {"promise_kept": None}, 0, as_of=10),
    "due yesterday is": Case((line(),), of_lines(0, 0) | {"promise_kept": 0}, 1, as_of=11),
    "the window is open until the 11th": Case((line(),), NO_LINES, 0, WINDOW, as_of=11),
    "and closed on the 12th": Case((line(),), of_lines(0, 0), 1, WINDOW, as_of=12),
    "a line that came whole before it is due has a lead time": Case(
        (line(came(4, 100)),), NO_LINES | {"lead_time_mean": 3, "accepted_rate": 1}, 0, as_of=5
    ),
    "nothing was received": Case((line(),), {"rejected_ppm": None, "accepted_rate": None}, 1),
    "an unpromised line is on no promise": Case(
        (line(came(10, 100), promises=()),),
        NO_LINES | {"promise_kept": None, "promise_stability": None, "acceptance_rate": None},
        0,
    ),
    "an unpromised line is judged as requested": Case(
        (line(came(10, 100), promises=()),), of_lines(1, 1), 1, basis=REQUESTED
    ),
}  # fmt: skip
CANCELLED = {
    "by us, before anything came": Case(
        (line(status="cancelled_by_us"),),
        NO_LINES | {"promise_kept": None, "acceptance_rate": None, "overdue_quantity_days": None},
        0,
    ),
    "by us, after 60 came": Case(
        # the line is one of 60 since the 9th
        (line(came(9, 60), status="cancelled_by_us"),),
        of_lines(1, 1) | {"promise_kept": 1, "lead_time_mean": 8, "overdue_quantity_days": 0},
        1,
    ),
    "by us, after 60 came too late": Case(
        (line(came(12, 60), status="cancelled_by_us"),), of_lines(0, 0) | {"lead_time_mean": 11}, 1
    ),
    "by the partner, before anything came": Case(
        # fails and stays open: 100 x 21 days
        (line(status="cancelled_by_partner"),),
        of_lines(0, 0) | {"promise_kept": 0, "overdue_quantity_days": 2100, "lead_time_mean": None},
        1,
    ),
    "by the partner, after 60 came": Case(
        (line(came(9, 60), status="cancelled_by_partner"),),
        of_lines(0, share(60, 100)) | {"promise_kept": 0, "overdue_quantity_days": 40 * 21},
        1,
    ),
    "by the partner, after the first part": Case(
        (line(came(10, 60), promises=(SPLIT,), status="cancelled_by_partner"),),
        of_lines(0, share(60, 100)) | {"promise_kept": share(1, 2), "overdue_quantity_days": 40 * 16},
        1,
    ),
    "closed short after the first part": Case(
        (line(came(10, 60), promises=(SPLIT,), status="closed_short"),),
        of_lines(1, 1) | {"promise_kept": 1, "overdue_quantity_days": 0, "acceptance_rate": 1},
        1,
    ),
    "closed short inside the first part": Case(
        (line(came(10, 50), promises=(SPLIT,), status="closed_short"),),
        of_lines(1, 1) | {"promise_kept": 1, "lead_time_mean": 9},
        1,
    ),
    "closed short without a piece": Case((line(status="closed_short"),), NO_LINES, 0),
}
SPLITS = {
    "both parts kept": Case(
        (line(came(10, 60), came(15, 40), promises=(SPLIT,)),), of_lines(1, 1) | {"promise_kept": 1}, 1
    ),
    "the second part two days late": Case(
        (line(came(10, 60), came(17, 40), promises=(SPLIT,)),),
        of_lines(0, share(60, 100)) | {"promise_kept": share(1, 2), "lead_time_mean": 16, "notice_days": -2},
        1,
    ),
    "the first part late, the second in time": Case(
        # on the 12th 60 for the first part, on the 15th 40 for the second
        (line(came(12, 60), came(15, 40), promises=(SPLIT,)),),
        of_lines(0, share(40, 100)) | {"promise_kept": share(1, 2)},
        1,
    ),
    "all of it on the first day": Case(
        (line(came(10, 100), promises=(SPLIT,)),), of_lines(1, 1) | {"promise_kept": 1}, 1
    ),
    "all of it on the last day": Case(
        (line(came(15, 100), promises=(SPLIT,)),),
        of_lines(0, share(40, 100)) | {"promise_kept": share(1, 2)},
        1,
    ),
    "requested is one part": Case(
        # 60 of the 100 that were asked for on the 10th
        (line(came(10, 60), came(15, 40), promises=(SPLIT,)),),
        of_lines(0, share(60, 100)),
        1,
        basis=REQUESTED,
    ),
}
QUANTITIES = {
    "30 too many": Case(
        (line(came(10, 130)),), of_lines(1, 1) | {"accepted_rate": 1, "overdue_quantity_days": 0}, 1
    ),
    "too many of one line do not help another": Case(
        (line(came(10, 150)), line(came(10, 50))), of_lines(share(1, 2), share(150, 200)), 2
    ),
    "130 came and 30 were rejected": Case(
        (line(came(10, 100, 30)),),
        of_lines(1, 1) | {"rejected_ppm": share(30 * 10**6, 130), "accepted_rate": share(100, 130)},
        1,
    ),
    "10 of 100 rejected": Case(
        # received is not accepted: on time, and not in full
        (line(came(9, 90, 10)),),
        of_lines(0, share(90, 100), 1)
        | {
            "rejected_ppm": 100_000,
            "accepted_rate": share(9, 10),
            "overdue_quantity_days": 0,
            "lead_time_mean": None,
        },
        1,
    ),
    "10 rejected, replaced in time": Case(
        (line(came(8, 90, 10), came(10, 10)),),
        of_lines(1, 1) | {"rejected_ppm": share(10 * 10**6, 110), "lead_time_mean": 9},
        1,
    ),
    "10 rejected, replaced late": Case(
        (line(came(8, 90, 10), came(12, 10)),), of_lines(0, share(90, 100), 1) | {"lead_time_mean": 11}, 1
    ),
    "everything rejected": Case(
        (line(came(10, 0, 100)),), of_lines(0, 0, 1) | {"rejected_ppm": 10**6, "accepted_rate": 0}, 1
    ),
    "80 of 100 confirmed": Case(
        (line(came(10, 80), promises=(promise("confirm", 1, (80, 10)),)),),
        of_lines(1, 1) | {"acceptance_rate": share(80, 100)},
        1,
    ),
    "120 of 100 confirmed": Case(
        (line(came(10, 120), promises=(promise("confirm", 1, (120, 10)),)),),
        of_lines(1, 1) | {"acceptance_rate": 1},
        1,
    ),
    "lead times of 9, 11 and 16 days": Case(
        (line(came(10, 100)), line(came(12, 100)), line(came(17, 100))),
        {"lead_time_mean": 12, "lead_time_p90": 16},
        3,
    ),
}
OUT = {
    "an excused line is shown and does not count": Case(
        (line(came(10, 100)), line()),
        of_lines(1, 1)
        | {"promise_kept": 1, "promise_stability": 1, "acceptance_rate": 1, "overdue_quantity_days": 0},
        1,
        excused=(1,),
    ),
    "only excused lines are no data": Case(
        (line(came(12, 99, 1)),),
        NO_LINES | {"rejected_ppm": None, "accepted_rate": None, "notice_days": None, "promise_kept": None},
        0,
        excused=(0,),
    ),
    "drafts and blocked lines": Case(
        (line(came(12, 90, 10), status="draft"), line(came(12, 90, 10), status="blocked")),
        NO_LINES
        | dict.fromkeys(
            ("promise_kept", "acceptance_rate", "promise_stability", "notice_days", "lead_time_mean")
        )
        | {"rejected_ppm": None, "accepted_rate": None, "overdue_quantity_days": None},
        0,
    ),
}
WORDS = {
    "rejected: out of the promises": Case(
        (line(promises=(promise("reject", 2),)),),
        NO_LINES | {"promise_kept": None, "promise_stability": None, "acceptance_rate": 0},
        0,
    ),
    "rejected: fails what was requested": Case(
        (line(promises=(promise("reject", 2),)),), of_lines(0, 0), 1, basis=REQUESTED
    ),
    "rejected, then promised after all": Case(
        (line(came(12, 100), promises=(promise("reject", 2), promise("confirm", 3, (100, 12)))),),
        of_lines(1, 1) | {"acceptance_rate": 1, "promise_stability": 1},
        1,
    ),
    "moved by the partner: the first promise stays": Case(
        (line(came(15, 100), promises=(ON_THE_10TH, promise("confirm", 6, (100, 15)))),),
        of_lines(0, 0) | {"promise_stability": 0, "promise_kept": 0, "notice_days": 4},
        1,
    ),
    "moved by the partner: the last promise was kept": Case(
        (line(came(15, 100), promises=(ON_THE_10TH, promise("confirm", 6, (100, 15)))),),
        of_lines(1, 1),
        1,
        basis=LAST,
    ),
    "moved there and back": Case(
        (
            line(
                came(10, 100),
                promises=(ON_THE_10TH, promise("confirm", 4, (100, 15)), promise("confirm", 6, (100, 10))),
            ),
        ),
        of_lines(1, 1) | {"promise_stability": 1},
        1,
    ),
    "moved by us: the baseline moves": Case(
        (line(came(20, 100), promises=(ON_THE_10TH, promise("buyer_change", 6, (100, 20)))),),
        of_lines(1, 1) | {"promise_stability": 1, "promise_kept": 1, "acceptance_rate": 1},
        1,
        Rule(0, 0),
    ),
    "moved by us: so is what was requested": Case(
        (line(came(20, 100), promises=(ON_THE_10TH, promise("buyer_change", 6, (100, 20)))),),
        of_lines(1, 1),
        1,
        Rule(0, 0),
        REQUESTED,
    ),
    "moved by us later: by the 5th nobody knew": Case(
        # judged as of the 11th, when the change of the 12th did not exist
        (line(promises=(ON_THE_10TH, promise("buyer_change", 12, (100, 20)))),),
        of_lines(0, 0),
        1,
        as_of=11,
    ),
    "we asked for 150 instead": Case(
        (line(came(10, 100), promises=(ON_THE_10TH, promise("buyer_change", 6, (150, 10)))),),
        of_lines(0, share(100, 150)) | {"acceptance_rate": 1, "overdue_quantity_days": 50 * 21},
        1,
    ),
    "we moved what nobody had promised": Case(
        (line(came(20, 100), promises=(promise("buyer_change", 6, (100, 20)),)),), NO_LINES, 0
    ),
    "a proposal is no promise": Case((line(promises=(promise("propose", 3, (100, 12)),)),), NO_LINES, 0),
}
CASES = {
    f"{group}: {name}": case
    for group, cases in (
        ("limits", LIMITS),
        ("nothing", NOTHING),
        ("cancelled", CANCELLED),
        ("split", SPLITS),
        ("quantities", QUANTITIES),
        ("out", OUT),
        ("words", WORDS),
    )
    for name, case in cases.items()
}
# Late, partly rejected, replaced: every KPI of lines counts it.
BOTH_WAYS = line(came(12, 90, 10), came(13, 10))
