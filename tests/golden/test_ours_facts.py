"""How we keep our word as a partner's customer: hand-worked tables, through the database."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from portal.actors import system_actor
from portal.engine.scaled import SCALE
from portal.enums import Side
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import figure, sums_of
from scorecards.enums import ContestReason, ContestState, IdeaState, SurveyKind
from scorecards.facts import Scope, figures, rows_by_partner
from scorecards.models import (
    Contest,
    Survey,
    SurveyAnswer,
    SurveyParticipation,
    SurveyQuestion,
    SurveyRun,
)
from suppliers.actions.judging import judge_lines
from suppliers.enums import LineStatus, PromiseEvent
from suppliers.models import Exclusion, Invoice, Question
from tests.factories import LineFactory, OrderFactory, PartnerFactory, promise
from tests.golden.cards import a_card
from tests.golden.test_ideas_facts import idea

pytestmark = pytest.mark.django_db
START, END, AS_OF = date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 3)
QUARTER = date(2026, 7, 1)


def day(number, month=9):
    return date(2026, month, number)


def at(number, hour=9, minute=0, month=9):
    return datetime(2026, month, number, hour, minute, tzinfo=UTC)


@pytest.fixture(autouse=True)
def office(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    settings.WORKING_HOURS = (datetime(1, 1, 1, 8).time(), datetime(1, 1, 1, 17).time())
    settings.HOLIDAYS = []
    settings.LEAD_TIME_DAYS = 14


def asked(code, as_of=AS_OF, **span):
    """The figure of all partners, held against the rows and against the figure of the only partner."""
    kpi = CATALOGUE[code]
    scope = Scope(span.get("start", START), span.get("end", END), as_of)
    rows = rows_by_partner(kpi, scope)
    found = figures(kpi, scope)
    assert figure(kpi, sums_of(kpi, [row for one in rows.values() for row in one])) == found[None]
    for partner, own in rows.items():
        assert figure(kpi, sums_of(kpi, own)) == found[partner]
    return found[None]


# Invoices: received, due, paid, what else it is; in terms and within 30 days (None: it does not count)
INVOICES = {
    "paid on its due day": (1, 15, 15, {}, True, True),
    "paid a day late": (1, 15, 16, {}, False, True),
    "paid early": (1, 15, 3, {}, True, True),
    "unpaid, its 30 days not yet over": (5, 15, None, {}, False, None),
    "unpaid, its 30 days over": (2, 15, None, {}, False, False),
    "paid after the as-of day is unpaid": (1, 15, date(2026, 10, 4), {}, False, False),
    "due on the last day": (1, 30, 30, {}, True, True),
    "due the day before": (1, date(2026, 8, 31), 1, {}, None, None),
    "due the day after": (1, date(2026, 10, 1), 1, {}, None, None),
    "received on 1 August, paid 30 days later": (day(1, 8), 1, day(31, 8), {}, True, True),
    "received on 1 August, paid 31 days later": (day(1, 8), 1, 1, {}, True, False),
    "a credit note": (1, 15, None, {"amount_minor": -100}, None, None),
    "disputed": (1, 15, None, {"disputed": True}, "excused", "excused"),
}


def invoice(partner, received, due, paid=None, number="1", **fields):
    def on(value):
        return day(value) if isinstance(value, int) else value

    return Invoice.objects.create(
        partner=partner,
        number=number,
        received_on=on(received),
        due_on=on(due),
        paid_on=on(paid),
        currency="NOK",
        **{"amount_minor": 10_000, **fields},
    )


@pytest.mark.parametrize("row", INVOICES.values(), ids=INVOICES)
def test_invoices(brandt, row):
    received, due, paid, fields, in_terms, in_30_days = row
    invoice(brandt, received, due, paid, **fields)
    for code, expected in (("paid_within_terms", in_terms), ("paid_within_30", in_30_days)):
        found = asked(code)
        counts = expected not in (None, "excused")
        assert (found.value, found.n) == ((int(expected), 1) if counts else (None, 0))
        assert found.excused == (expected == "excused")


def test_all_invoices_together(brandt):
    for number, (received, due, paid, fields, *_) in enumerate(INVOICES.values()):
        invoice(brandt, received, due, paid, number=str(number), **fields)
    terms, thirty = asked("paid_within_terms"), asked("paid_within_30")
    # in terms: on its day, early, on the last day, and the two of August; late: four
    assert (terms.value, terms.n, terms.excused) == (Fraction(5, 9), 9, 1)
    # without the one whose 30 days run on: five of eight
    assert (thirty.value, thirty.n, thirty.excused) == (Fraction(5, 8), 8, 1)


def test_an_invoice_due_today_is_not_late_yet(brandt):
    invoice(brandt, 1, 15)
    assert asked("paid_within_terms", as_of=day(15)).n == 0
    assert asked("paid_within_terms", as_of=day(16)).value == 0


def test_thirty_days_over_the_29th_of_february(brandt):
    """30 days from 30 January 2024 end on 29 February, a day that most years have not."""
    span = {"start": date(2024, 2, 1), "end": date(2024, 2, 29)}
    for number, paid in enumerate((date(2024, 2, 29), date(2024, 3, 1))):
        invoice(brandt, date(2024, 1, 30), date(2024, 2, 29), paid, number=str(number))
    assert asked("paid_within_30", as_of=date(2024, 3, 3), **span).value == Fraction(1, 2)
    assert asked("paid_within_terms", as_of=date(2024, 3, 3), **span).value == Fraction(1, 2)


def test_no_row_of_an_invoice_holds_an_amount(brandt):
    invoice(brandt, 1, 15, 15, amount_minor=987_654)
    for code in ("paid_within_terms", "paid_within_30"):
        rows = rows_by_partner(CATALOGUE[code], Scope(START, END, AS_OF))[brandt.pk]
        assert [row[0] for row in rows] == ["1"]
        assert 987_654 not in rows[0]


# Changes of ours: the day asked for first, (day said, new day) each, is it inside 14 days?
CHANGES = {
    "never changed": (20, [], False),
    "changed 14 days before its day": (20, [(6, 25)], False),
    "changed 13 days before its day": (20, [(7, 25)], True),
    "changed on its day": (20, [(20, 25)], True),
    "changed after its day": (20, [(22, 28)], True),
    # the second change is 14 days before the 26th, which held by then, though 8 before the 20th
    "changed in time, twice": (20, [(2, 26), (12, 28)], False),
    "the second change is late": (20, [(2, 26), (13, 28)], True),
    "the first was late, the second in time": (12, [(1, 28), (2, 30)], True),
}


def line_changed(order, first, changes, **fields):
    line = LineFactory(order=order, requested_on=day(first), **fields)
    for said, new in changes:
        promise(line, day(new), at=at(said), event=PromiseEvent.BUYER_CHANGE)
    if changes:
        line.original_requested_on, line.requested_on = line.requested_on, day(changes[-1][1])
        line.save()
    judge_lines(by=system_actor(), line_ids=[line.pk])
    return line


@pytest.fixture
def order(brandt):
    return OrderFactory(partner=brandt, ordered_on=day(1, 8))


@pytest.mark.parametrize(("first", "changes", "late"), CHANGES.values(), ids=CHANGES)
def test_changes_inside_the_lead_time(order, first, changes, late):
    line_changed(order, first, changes)
    found = asked("changes_inside_lead_time")
    assert (found.value, found.n) == (int(late), 1)


def test_all_changes_together(order):
    for first, changes, _ in CHANGES.values():
        line_changed(order, first, changes)
    found = asked("changes_inside_lead_time")
    assert (found.value, found.n) == (Fraction(5, 8), 8)


def test_a_line_belongs_to_the_day_that_holds_now(order):
    line = line_changed(order, 20, [(19, 25)])
    promise(line, day(9, 10), at=at(24), event=PromiseEvent.BUYER_CHANGE)
    judge_lines(by=system_actor(), line_ids=[line.pk])
    assert asked("changes_inside_lead_time").n == 0
    october = {"start": day(1, 10), "end": day(31, 10)}
    assert asked("changes_inside_lead_time", as_of=day(3, 11), **october).value == 1
    # as of the 23rd the second change is not known: the line is September's
    assert asked("changes_inside_lead_time", as_of=day(23)).n == 1


def test_a_change_that_was_taken_back_was_none(order):
    line = LineFactory(order=order, requested_on=day(20))
    change = promise(line, day(25), at=at(18), event=PromiseEvent.BUYER_CHANGE)
    promise(line, None, at=at(19), event=PromiseEvent.VOID, voids=change)
    judge_lines(by=system_actor(), line_ids=[line.pk])
    assert asked("changes_inside_lead_time").value == 0


def test_the_partners_own_changes_are_not_ours(order):
    line = LineFactory(order=order, requested_on=day(20))
    promise(line, day(20), at=at(1))
    promise(line, day(28), at=at(19))
    judge_lines(by=system_actor(), line_ids=[line.pk])
    assert asked("changes_inside_lead_time").value == 0


def test_a_change_is_made_on_a_day_of_the_company(order):
    # half past midnight in Oslo, in summer: the 7th, 13 days before the 20th
    line = LineFactory(order=order, requested_on=day(20))
    promise(line, day(25), at=at(6, 22, 30), event=PromiseEvent.BUYER_CHANGE)
    line.original_requested_on, line.requested_on = day(20), day(25)
    line.save()
    judge_lines(by=system_actor(), line_ids=[line.pk])
    assert asked("changes_inside_lead_time").value == 1


def test_the_lead_time_is_the_installations(order, settings):
    line_changed(order, 20, [(7, 25)])
    settings.LEAD_TIME_DAYS = 13
    assert asked("changes_inside_lead_time").value == 0


def test_excused_and_draft_lines(order, alice):
    line = line_changed(order, 20, [(19, 25)])
    Exclusion.objects.create(line=line, partner=line.partner, reason="strike", approved_by=alice)
    line_changed(order, 20, [(19, 25)], status=LineStatus.DRAFT)
    found = asked("changes_inside_lead_time")
    assert (found.value, found.n, found.excused) == (None, 0, 1)


# Questions: asked, answered, closed, working hours. 4 September is a Friday, Oslo is two hours ahead.
QUESTIONS = {
    "answered the same day": (at(4, 7), at(4, 9), None, 2),
    "over the weekend": (at(4, 13), at(7, 8), None, 4),
    "answered before we opened": (at(4, 4), at(4, 5), None, 0),
    # Wednesday 30 September 10:00 to the end of Saturday 3 October: 7 + 9 + 9
    "not answered yet": (at(30, 8), None, None, 25),
    "answered after the as-of day": (at(30, 8), at(5, month=10), None, 25),
    "closed without an answer": (at(4, 7), None, at(4, 10), 3),
}


def question(partner, user, asked_at, answered_at=None, closed_at=None, side=Side.PARTNER):
    return Question.objects.create(
        partner=partner,
        asked_by_side=side,
        asked_by=user,
        asked_at=asked_at,
        answer_due_at=asked_at + timedelta(days=1),
        answered_at=answered_at,
        closed_at=closed_at,
    )


@pytest.mark.parametrize(("asked_at", "answered", "closed", "hours"), QUESTIONS.values(), ids=QUESTIONS)
def test_hours_to_our_answer(brandt, bob, asked_at, answered, closed, hours):
    question(brandt, bob, asked_at, answered, closed)
    assert asked("answer_hours").value == hours


def test_the_median_of_all_questions(brandt, bob):
    for asked_at, answered, closed, _ in QUESTIONS.values():
        question(brandt, bob, asked_at, answered, closed)
    found = asked("answer_hours")
    assert (found.value, found.n) == (Fraction(7, 2), 6)  # 0 2 [3 4] 25 25


def test_our_own_questions_and_those_of_other_days_do_not_count(brandt, bob, alice):
    question(brandt, alice, at(4, 7), at(4, 9), side=Side.COMPANY)
    question(brandt, bob, at(30, 22, 30), at(30, 23))  # half past midnight in Oslo: October
    question(brandt, bob, at(31, 21, month=8), at(1))
    assert asked("answer_hours").n == 0


def test_hours_over_the_end_of_summer_time(brandt, bob):
    # Friday 23 October 15:00 in Oslo to Monday 26 October 10:00, an hour later by UTC: 2 + 2
    question(brandt, bob, at(23, 13, month=10), at(26, 9, month=10))
    found = asked("answer_hours", as_of=day(3, 11), start=day(1, 10), end=day(31, 10))
    assert found.value == 4


# Contests: filed, closed, state, days until then
CONTESTS = {
    "decided": (at(1), at(4), ContestState.DECIDED, 3),
    "decided on the day": (at(1), at(1, 14), ContestState.DECIDED, 0),
    "open": (at(26), None, ContestState.OPEN, 7),
    "decided after the as-of day": (at(26), at(9, month=10), ContestState.DECIDED, 7),
    "withdrawn": (at(1), at(2), ContestState.WITHDRAWN, None),
    "withdrawn after the as-of day": (at(26), at(9, month=10), ContestState.WITHDRAWN, 7),
    # 23:30 on the 4th by UTC is the 5th in Oslo
    "late in the evening": (at(1), at(4, 23, 30), ContestState.DECIDED, 4),
}


def contest(card, user, filed_at, closed_at, state):
    return Contest.objects.create(
        card=card,
        partner=card.partner,
        reason=ContestReason.OTHER,
        text="It was ready.",
        filed_by=user,
        filed_by_label="Bob",
        filed_at=filed_at,
        due_on=filed_at.date() + timedelta(days=5),
        state=state,
        closed_at=closed_at,
    )


@pytest.mark.parametrize(("filed", "closed", "state", "days"), CONTESTS.values(), ids=CONTESTS)
def test_days_to_decide_a_contest(brandt, bob, filed, closed, state, days):
    contest(a_card(brandt), bob, filed, closed, state)
    found = asked("contest_days")
    assert (found.value, found.n) == ((None, 0) if days is None else (days, 1))


def test_the_median_of_all_contests(brandt, bob):
    card = a_card(brandt)
    for filed, closed, state, _ in CONTESTS.values():
        contest(card, bob, filed, closed, state)
    found = asked("contest_days")
    assert (found.value, found.n) == (Fraction(11, 2), 6)  # 0 3 [4 7] 7 7


def test_a_contest_of_a_partner_that_was_merged_is_the_others(brandt, kestrel, bob):
    contest(a_card(kestrel), bob, at(1), at(4), ContestState.DECIDED)
    kestrel.merged_into = brandt
    kestrel.save()
    rows = rows_by_partner(CATALOGUE["contest_days"], Scope(START, END, AS_OF))
    assert list(rows) == [brandt.pk]


# What partners say of us


@pytest.fixture
def now(monkeypatch):
    """`now(moment)`: it is that moment."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.fixture
def run(now):
    now(datetime(2026, 10, 20, 9, tzinfo=UTC))
    survey = Survey.objects.create(name="Us", kind=SurveyKind.CUSTOMER)
    return SurveyRun.objects.create(
        survey=survey,
        period="2026-Q3",
        starts_on=day(1, 7),
        ends_on=day(30),
        opens_on=day(20),
        closes_on=day(30),
        opened_by="Alice",
    )


def answers(run, *scores):
    """So many partners answer one question each."""
    about = SurveyQuestion.objects.create(survey=run.survey, position=1, code="help", text="Do we help?")
    for score in scores:
        SurveyParticipation.objects.create(run=run, partner=PartnerFactory())
        row, _ = SurveyAnswer.objects.get_or_create(run=run, question=about, score=score)
        row.count += 1
        row.save()


def satisfaction(as_of=AS_OF, start=QUARTER, end=END, **who):
    return figures(CATALOGUE["partner_satisfaction"], Scope(start, end, as_of, **who))


def test_pooled_over_five_partners(run):
    answers(run, 8, 8, 9, 6, 7)
    found = satisfaction()
    assert list(found) == [None]  # of no partner there is a figure
    assert (found[None].value, found[None].n) == (Fraction(38, 5), 5)


def test_four_partners_are_too_few(run):
    answers(run, 8, 8, 9, 6)
    assert satisfaction()[None].value is None


def test_nothing_is_known_of_a_survey_that_is_open(run):
    answers(run, 8, 8, 9, 6, 7)
    assert satisfaction(as_of=day(30))[None].value is None
    assert satisfaction(as_of=day(1, 10))[None].value is not None


def test_asking_as_of_a_day_to_come_tells_nothing_of_a_survey_that_is_open(run, now):
    answers(run, 8, 8, 9, 6, 7)
    now(datetime(2026, 9, 30, 12, tzinfo=UTC))
    assert satisfaction(as_of=day(5, 10))[None].value is None


def test_a_survey_about_another_period_does_not_count(run):
    answers(run, 8, 8, 9, 6, 7)
    assert satisfaction(start=day(1))[None].value is None  # September is less than the quarter


@pytest.mark.parametrize("who", [{"kind": "supplier"}, {"segment": "A"}, {"partners": frozenset({1, 2})}])
def test_some_partners_have_no_figure(run, who):
    """The difference of two of them would tell what the one said that is only in the first."""
    answers(run, 8, 8, 9, 6, 7)
    assert satisfaction(**who)[None].value is None


def test_there_are_no_rows(run):
    answers(run, 8, 8, 9, 6, 7)
    kpi = CATALOGUE["partner_satisfaction"]
    assert not rows_by_partner(kpi, Scope(QUARTER, END, AS_OF))


# For all partners at once


def one_of_each(partner, user):
    """A fact for each KPI of ours."""
    order = OrderFactory(partner=partner, ordered_on=day(1, 8))
    line_changed(order, 20, [(19, 25)], quantity=SCALE)
    invoice(partner, 1, 15, 15)
    question(partner, user, at(4, 7), at(4, 9))
    contest(a_card(partner), user, at(1), at(4), ContestState.DECIDED)
    idea(partner, user, at(1), at(4), IdeaState.ACCEPTED)


OURS = [code for code, kpi in CATALOGUE.items() if kpi.side == "company" and code != "partner_satisfaction"]


@pytest.mark.parametrize("code", OURS)
@pytest.mark.parametrize("count", [1, 3])
def test_one_query_for_all_partners(bob, code, count, django_assert_num_queries):
    partners = [PartnerFactory() for _ in range(count)]
    for partner in partners:
        one_of_each(partner, bob)
    with django_assert_num_queries(1):
        found = figures(CATALOGUE[code], Scope(START, END, AS_OF))
    assert {*found} == {None, *(partner.pk for partner in partners)}


@pytest.mark.parametrize("code", OURS)
def test_a_rivals_rows_are_its_own(brandt, kestrel, bob, code):
    for partner in (brandt, kestrel):
        one_of_each(partner, bob)
    only = Scope(START, END, AS_OF, partners=frozenset({brandt.pk}))
    assert list(rows_by_partner(CATALOGUE[code], only)) == [brandt.pk]
    both = rows_by_partner(CATALOGUE[code], Scope(START, END, AS_OF))
    assert len(both[brandt.pk]) == len(both[kestrel.pk]) == 1
