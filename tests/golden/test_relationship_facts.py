"""Documents, cases and ratings of a partner: hand-worked tables, through the database."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from portal.actors import system_actor
from portal.enums import Side, StaffRole
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import figure, sums_of
from scorecards.enums import SurveyKind
from scorecards.facts import Scope, figures, rows_by_partner
from scorecards.models import Rating, Survey, SurveyQuestion, SurveyRun
from suppliers.actions.judging import judge_lines
from suppliers.enums import LineStatus
from suppliers.models import Case, PartnerDocument
from tests.factories import LineFactory, OrderFactory, PartnerFactory, StaffFactory

pytestmark = pytest.mark.django_db
START, END, AS_OF = date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 3)
CLOSES = date(2026, 10, 2)


def day(number, month=9):
    return date(2026, month, number)


def at(number, hour=9, minute=0, month=9):
    return datetime(2026, month, number, hour, minute, tzinfo=UTC)


@pytest.fixture(autouse=True)
def office(settings):
    settings.TIME_ZONE = "Europe/Oslo"


def asked(code, as_of=AS_OF, start=START, end=END):
    """The figure of all partners, held against the rows and against those of each partner."""
    kpi, scope = CATALOGUE[code], Scope(start, end, as_of)
    rows, found = rows_by_partner(kpi, scope), figures(kpi, scope)
    assert figure(kpi, sums_of(kpi, [row for one in rows.values() for row in one])) == found[None]
    for partner, own in rows.items():
        assert figure(kpi, sums_of(kpi, own)) == found[partner]
    return found[None]


# Documents: type, issued, expires, is it valid on 3 October? (None: it does not count)
DOCUMENTS = {
    "without an end": ("ISO 9001", None, None, True),
    "ends today: the last day is a valid one": ("ISO 9001", None, AS_OF, True),
    "ended yesterday": ("ISO 9001", None, day(2, 10), False),
    "issued today": ("ISO 9001", AS_OF, day(1, 12), True),
    "issued tomorrow: not there yet": ("ISO 9001", day(4, 10), day(1, 12), None),
}


def document(partner, kind, issued, expires, number=""):
    return PartnerDocument.objects.create(
        partner=partner, type=kind, number=number, issued_on=issued, expires_on=expires
    )


@pytest.mark.parametrize(("kind", "issued", "expires", "valid"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document(brandt, kind, issued, expires, valid):
    document(brandt, kind, issued, expires)
    found = asked("documents_valid")
    assert (found.value, found.n) == ((None, 0) if valid is None else (int(valid), 1))


def test_a_renewed_document_makes_up_for_the_old_one(brandt):
    document(brandt, "ISO 9001", None, day(1), "old")
    document(brandt, "Insurance", None, day(1), "old")
    assert asked("documents_valid").value == 0
    document(brandt, "ISO 9001", None, day(1, 12), "new")
    found = asked("documents_valid")
    assert (found.value, found.n) == (Fraction(1, 2), 2)


def test_a_rivals_certificate_renews_nothing(brandt, kestrel):
    document(brandt, "ISO 9001", None, day(1))
    document(kestrel, "ISO 9001", None, day(1, 12))
    kpi = CATALOGUE["documents_valid"]
    assert figures(kpi, Scope(START, END, AS_OF))[brandt.pk].value == 0


def test_without_documents_there_is_no_data(brandt):
    assert asked("documents_valid").value is None


def test_valid_on_29_february_and_not_the_day_after(brandt):
    document(brandt, "ISO 9001", None, date(2024, 2, 29))
    span = {"start": date(2024, 2, 1), "end": date(2024, 2, 29)}
    assert asked("documents_valid", as_of=date(2024, 2, 29), **span).value == 1
    assert asked("documents_valid", as_of=date(2024, 3, 1), **span).value == 0


# Cases


def case(partner, opened, closed=None, mark=None, side=Side.COMPANY):
    return Case.objects.create(
        partner=partner,
        title="Cracked housings",
        opened_by_side=side,
        opened_at=opened,
        closed_at=closed,
        satisfaction=mark,
    )


# opened, closed, mark; days to close (None: it does not count)
CASES = {
    "four days": (at(1), at(5), 9, 4),
    "within a day": (at(1, 7), at(1, 15), None, 0),
    "opened long before": (at(30, month=6), at(1), 6, 63),
    "open": (at(1), None, None, None),
    "closed after the as-of day": (at(1), at(4, month=10), 2, None),
    "closed in October, by our clock": (at(1), at(30, 22, 30), 2, None),
    "closed on the last evening": (at(28), at(30, 21, 59), None, 2),
    # half past midnight in Oslo: opened on the 3rd
    "opened after midnight": (at(2, 22, 30), at(5), 10, 2),
}


@pytest.mark.parametrize(("opened", "closed", "mark", "days"), CASES.values(), ids=CASES)
def test_days_to_close_a_case(brandt, opened, closed, mark, days):
    case(brandt, opened, closed, mark)
    found = asked("case_days_to_close")
    assert (found.value, found.n) == ((None, 0) if days is None else (days, 1))


def test_all_cases_together(brandt):
    for opened, closed, mark, _ in CASES.values():
        case(brandt, opened, closed, mark)
    days, marks = asked("case_days_to_close"), asked("recovery_satisfaction")
    assert (days.value, days.n) == (2, 5)  # 0 2 [2] 4 63
    assert (marks.value, marks.n) == (Fraction(25, 3), 3)  # 9, 6 and 10


def test_days_do_not_change_with_the_clock(brandt):
    """From the last day of summer time to the first of winter time there is one day."""
    case(brandt, at(24, 22, 30, month=10), at(25, 23, 30, month=10))  # 00:30 on the 25th, 00:30 on the 26th
    found = asked("case_days_to_close", as_of=day(3, 11), start=day(1, 10), end=day(31, 10))
    assert found.value == 1


def due(partner, *days, **fields):
    lines = [
        LineFactory(
            order=OrderFactory(partner=partner, ordered_on=day(1, 8)), requested_on=day(one), **fields
        )
        for one in days
    ]
    judge_lines(by=system_actor(), line_ids=[line.pk for line in lines])


def test_cases_of_the_lines_due(brandt):
    due(brandt, 1, 10, 20, 30)
    case(brandt, at(1))
    found = asked("case_rate")
    assert (found.value, found.numerator, found.denominator, found.n) == (Fraction(1, 4), 1, 4, 4)


def test_its_rows_name_cases_and_lines(brandt):
    due(brandt, 10)
    case(brandt, at(1))
    line = brandt.lines.get()
    rows = rows_by_partner(CATALOGUE["case_rate"], Scope(START, END, AS_OF))[brandt.pk]
    assert {*rows} == {
        (f"{line.order.number}-{line.number}", "", day(10), 0, 1),
        ("Cracked housings", "company", day(1), 1, 0),
    }


def test_either_side_opens_cases(brandt):
    due(brandt, 10, 20)
    case(brandt, at(1))
    case(brandt, at(2), side=Side.PARTNER)
    assert asked("case_rate").value == 1


def test_without_lines_there_is_no_rate(brandt):
    case(brandt, at(1))
    found = asked("case_rate")
    assert (found.value, found.numerator, found.n) == (None, 1, 0)


def test_without_cases_the_rate_is_nought(brandt):
    due(brandt, 10)
    assert asked("case_rate").value == 0


def test_only_what_belongs_to_the_period(brandt):
    due(brandt, 10)
    due(brandt, 20, status=LineStatus.DRAFT)
    case(brandt, at(31, 21, month=8))
    case(brandt, at(30, 22, 30))  # October in Oslo
    assert asked("case_rate").value == 0
    case(brandt, at(31, 22, 30, month=8))  # September in Oslo
    assert asked("case_rate").value == 1


def test_a_line_due_today_does_not_count_yet(brandt):
    due(brandt, 9, 10)
    assert asked("case_rate", as_of=day(10)).denominator == 1


def test_partners_are_pooled_over_their_lines(brandt, kestrel):
    due(brandt, 10)
    due(kestrel, 10, 11, 12)
    case(brandt, at(1))
    found = figures(CATALOGUE["case_rate"], Scope(START, END, AS_OF))
    assert [found[key].value for key in (brandt.pk, kestrel.pk, None)] == [1, 0, Fraction(1, 4)]


# What our people say


@pytest.fixture
def survey():
    return Survey.objects.create(name="Working with them", kind=SurveyKind.RATING, min_answers=3)


def run_of(survey, period="2026-09", start=START, end=END, closes=CLOSES):
    return SurveyRun.objects.create(
        survey=survey,
        period=period,
        starts_on=start,
        ends_on=end,
        opens_on=day(25),
        closes_on=closes,
        opened_by="Alice",
    )


def rated(run, partner, *marks):
    """Each mark by another person, on one question."""
    about, _ = SurveyQuestion.objects.get_or_create(
        survey=run.survey, code="open", defaults={"position": 1, "text": "How open are they?"}
    )
    for mark in marks:
        Rating.objects.create(
            run=run,
            question=about,
            partner=partner,
            user=StaffFactory(role=StaffRole.BUYER),
            role=StaffRole.BUYER,
            score=mark,
            at=at(28),
        )


def test_the_mean_of_the_marks(brandt, survey):
    rated(run_of(survey), brandt, 8, 7, 9, 10)
    found = asked("survey_score")
    assert (found.value, found.n) == (Fraction(17, 2), 4)


def test_too_few_people_are_no_data(brandt, kestrel, survey):
    run = run_of(survey)
    rated(run, brandt, 8, 7)
    rated(run, kestrel, 5, 5, 5)
    found = figures(CATALOGUE["survey_score"], Scope(START, END, AS_OF))
    assert {*found} == {kestrel.pk, None}
    assert found[None].value == 5


def test_one_person_with_many_answers_is_one_person(brandt, survey):
    run = run_of(survey)
    rated(run, brandt, 8)
    person = run.ratings.get().user
    for number in range(3):
        question = SurveyQuestion.objects.create(survey=survey, position=number, code=str(number), text="?")
        Rating.objects.create(
            run=run, question=question, partner=brandt, user=person, role=person.role, score=9, at=at(28)
        )
    assert asked("survey_score").value is None


def test_an_open_survey_says_nothing(brandt, survey):
    rated(run_of(survey), brandt, 8, 7, 9)
    assert asked("survey_score", as_of=day(2, 10)).value is None
    assert asked("survey_score").value == 8


def test_a_survey_about_a_longer_period_is_not_the_months(brandt, survey):
    rated(run_of(survey, "2026-Q3", day(1, 7)), brandt, 8, 7, 9)
    assert asked("survey_score").value is None
    assert asked("survey_score", start=day(1, 7)).value == 8


def test_the_rows_name_nobody(brandt, survey):
    run = run_of(survey)
    rated(run, brandt, 8, 7, 9)
    names = {one.user.name for one in run.ratings.all()} | {one.user.email for one in run.ratings.all()}
    rows = rows_by_partner(CATALOGUE["survey_score"], Scope(START, END, AS_OF))[brandt.pk]
    assert sorted(rows) == [("Working with them", "buyer", "How open are they?", mark) for mark in (7, 8, 9)]
    assert not names & {str(cell) for row in rows for cell in row}


def test_what_was_said_of_a_merged_partner_is_said_of_the_other(brandt, kestrel, survey):
    rated(run_of(survey), kestrel, 8, 7, 9)
    kestrel.merged_into = brandt
    kestrel.save()
    assert list(rows_by_partner(CATALOGUE["survey_score"], Scope(START, END, AS_OF))) == [brandt.pk]


# For all partners at once


def one_of_each(partner, survey):
    document(partner, "ISO 9001", None, None)
    case(partner, at(1), at(5), 9)
    due(partner, 10)
    run = survey.runs.first() or run_of(survey)
    rated(run, partner, 8, 7, 9)


CODES = ["documents_valid", "case_rate", "case_days_to_close", "recovery_satisfaction", "survey_score"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("count", [1, 3])
def test_one_query_for_all_partners(survey, code, count, django_assert_num_queries):
    partners = [PartnerFactory() for _ in range(count)]
    for partner in partners:
        one_of_each(partner, survey)
    with django_assert_num_queries(1):
        found = figures(CATALOGUE[code], Scope(START, END, AS_OF))
    assert {*found} == {None, *(partner.pk for partner in partners)}


@pytest.mark.parametrize("code", CODES)
def test_a_rivals_rows_are_its_own(brandt, kestrel, survey, code):
    for partner in (brandt, kestrel):
        one_of_each(partner, survey)
    kpi = CATALOGUE[code]
    only = rows_by_partner(kpi, Scope(START, END, AS_OF, partners=frozenset({brandt.pk})))
    both = rows_by_partner(kpi, Scope(START, END, AS_OF))
    assert list(only) == [brandt.pk]
    assert len(only[brandt.pk]) == len(both[brandt.pk]) == len(both[kestrel.pk])


@pytest.mark.parametrize("code", CODES)
def test_of_one_kind_or_segment(brandt, kestrel, survey, code):
    kestrel.kind, kestrel.segment = "dealer", "A"
    kestrel.save()
    for partner in (brandt, kestrel):
        one_of_each(partner, survey)
    for wanted in ({"kind": "dealer"}, {"segment": "A"}):
        assert {*figures(CATALOGUE[code], Scope(START, END, AS_OF, **wanted))} == {kestrel.pk, None}
