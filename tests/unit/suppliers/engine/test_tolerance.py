"""Exactly at a limit passes, one over does not: every dimension of a promise, by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.engine.tolerance import Judgement, Kind, Limits, Terms, judge

WITHIN, ASK, NEVER = Judgement
DAY = date(2026, 9, 15)
PIECE = 1_000_000
AGREED = Terms(1_000 * PIECE, DAY, 1, 64 * PIECE)

STRICT = Limits()
WIDE = Limits(
    later_days=3,
    later_never=30,
    earlier_days=5,
    less_pct=Decimal("2.5"),
    less_never=Decimal(20),
    more_pct=Decimal(5),
    more_never=Decimal(10),
    dearer_pct=Decimal("0.5"),
    dearer_never=Decimal(8),
    may_split=False,
)
FREE = Limits(later_days=None, less_pct=None, more_pct=None, dearer_pct=None)


def offer(days=0, pieces=1_000, price="64", parts=1):
    scaled = None if price is None else int(Decimal(price) * PIECE)
    return Terms(int(Decimal(pieces) * PIECE), DAY + timedelta(days=days), parts, scaled)


GOLDEN = [
    # limits, offer, verdict, and what decided: kind, by how much, of which limit
    (STRICT, offer(), WITHIN, []),
    (STRICT, offer(days=1), ASK, [("later", "1", "0")]),
    (STRICT, offer(days=-1), WITHIN, [("earlier", "1", None)]),
    (STRICT, offer(days=-400), WITHIN, [("earlier", "400", None)]),
    (STRICT, offer(pieces=999), ASK, [("less", "0.10", "0")]),
    (STRICT, offer(pieces=1_001), ASK, [("more", "0.10", "0")]),
    (STRICT, offer(price="64.000001"), ASK, [("dearer", "0.01", "0")]),
    (STRICT, offer(price="1"), WITHIN, []),
    (STRICT, offer(price=None), WITHIN, []),
    (STRICT, offer(parts=24), WITHIN, [("split", "24", None)]),
    # the day
    (WIDE, offer(days=3), WITHIN, [("later", "3", "3")]),
    (WIDE, offer(days=4), ASK, [("later", "4", "3")]),
    (WIDE, offer(days=30), ASK, [("later", "30", "3")]),
    (WIDE, offer(days=31), NEVER, [("later", "31", "30")]),
    (WIDE, offer(days=-5), WITHIN, [("earlier", "5", "5")]),
    (WIDE, offer(days=-6), ASK, [("earlier", "6", "5")]),
    (WIDE, offer(days=-900), ASK, [("earlier", "900", "5")]),
    # the quantity: 2.5 % of 1,000 are 25, 20 % are 200
    (WIDE, offer(pieces=975), WITHIN, [("less", "2.50", "2.5")]),
    (WIDE, offer(pieces="974.999999"), ASK, [("less", "2.51", "2.5")]),
    (WIDE, offer(pieces=800), ASK, [("less", "20.00", "2.5")]),
    (WIDE, offer(pieces="799.999999"), NEVER, [("less", "20.01", "20")]),
    (WIDE, offer(pieces=1_050), WITHIN, [("more", "5.00", "5")]),
    (WIDE, offer(pieces="1050.000001"), ASK, [("more", "5.01", "5")]),
    (WIDE, offer(pieces=1_100), ASK, [("more", "10.00", "5")]),
    (WIDE, offer(pieces="1100.000001"), NEVER, [("more", "10.01", "10")]),
    # the price: 0.5 % of 64 are 0.32, 8 % are 5.12
    (WIDE, offer(price="64.32"), WITHIN, [("dearer", "0.50", "0.5")]),
    (WIDE, offer(price="64.320001"), ASK, [("dearer", "0.51", "0.5")]),
    (WIDE, offer(price="69.12"), ASK, [("dearer", "8.00", "0.5")]),
    (WIDE, offer(price="69.120001"), NEVER, [("dearer", "8.01", "8")]),
    (WIDE, offer(price="63.99"), WITHIN, []),
    # parts
    (WIDE, offer(parts=2), ASK, [("split", "2", None)]),
    (WIDE, offer(parts=1), WITHIN, []),
    # no limit at all
    (FREE, offer(days=9_000), WITHIN, [("later", "9000", None)]),
    (FREE, offer(pieces=1), WITHIN, [("less", "99.90", None)]),
    (FREE, offer(pieces=9_000), WITHIN, [("more", "800.00", None)]),
    (FREE, offer(price="640"), WITHIN, [("dearer", "900.00", None)]),
    # several at once: the heaviest decides, and only it is named
    (WIDE, offer(days=4, pieces=900), ASK, [("later", "4", "3"), ("less", "10.00", "2.5")]),
    (WIDE, offer(days=3, pieces=900), ASK, [("less", "10.00", "2.5")]),
    (WIDE, offer(days=31, pieces=900, parts=2), NEVER, [("later", "31", "30")]),
]


@pytest.mark.parametrize(("limits", "offered", "judgement", "decided"), GOLDEN)
def test_golden(limits, offered, judgement, decided):
    verdict = judge(AGREED, offered, limits)
    assert verdict.judgement == judgement
    assert [(one.kind, one.by, one.limit) for one in verdict.reasons] == [
        (Kind(kind), Decimal(by), None if limit is None else Decimal(limit)) for kind, by, limit in decided
    ]


def test_a_price_where_none_was_agreed_asks():
    verdict = judge(Terms(PIECE, DAY), Terms(PIECE, DAY, 1, 1), FREE)
    assert verdict.judgement == ASK
    assert [one.kind for one in verdict.reasons] == [Kind.PRICED]


def test_no_price_where_none_was_agreed_passes():
    assert judge(Terms(PIECE, DAY), Terms(PIECE, DAY), STRICT).judgement == WITHIN


def test_of_what_was_free_any_price_is_dearer_than_every_limit():
    agreed, priced = Terms(PIECE, DAY, 1, 0), Terms(PIECE, DAY, 1, 1)
    assert judge(agreed, priced, STRICT).judgement == ASK
    assert judge(agreed, priced, WIDE).judgement == NEVER


def test_as_many_parts_as_were_agreed_are_no_split():
    agreed = Terms(PIECE, DAY, 2)
    assert judge(agreed, Terms(PIECE, DAY, 2), WIDE).judgement == WITHIN
    assert judge(agreed, Terms(PIECE, DAY, 3), WIDE).judgement == ASK


def test_a_limit_of_never_below_the_one_that_passes_still_holds():
    limits = Limits(later_days=10, later_never=5)
    assert judge(AGREED, offer(days=6), limits).judgement == NEVER


@pytest.mark.parametrize(
    ("offered", "is_worse"),
    [
        (offer(days=-1), False),
        (offer(parts=2), False),
        (offer(price="1"), False),
        (offer(days=1), True),
        (offer(pieces=999), True),
        (offer(pieces=1_001), True),
        (offer(price="65"), True),
    ],
)
def test_what_takes_something_from_us(offered, is_worse):
    assert judge(AGREED, offered, WIDE).is_worse is is_worse


days = st.integers(-60, 60)
pieces = st.integers(1, 4_000)


@given(days, st.integers(0, 60), pieces)
def test_a_later_day_is_never_judged_better(days_off, further, quantity):
    near, far = offer(max(0, days_off), quantity), offer(max(0, days_off) + further, quantity)
    assert judge(AGREED, near, WIDE).judgement <= judge(AGREED, far, WIDE).judgement


@given(days, pieces, st.decimals(Decimal("0.01"), 200, places=2))
def test_what_is_said_never_reads_as_less_than_it_is(days_off, quantity, price):
    for one in judge(AGREED, offer(days_off, quantity, str(price)), WIDE).differences:
        if one.limit is not None:
            assert (one.by > one.limit) == (one.judgement > WITHIN) or one.kind == Kind.SPLIT
