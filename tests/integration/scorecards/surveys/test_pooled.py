"""What is pooled over partners: not before a run is over, not under five, and never of one."""

from datetime import date
from fractions import Fraction

import pytest

from scorecards.enums import SurveyKind
from scorecards.facts.surveys import has_answered, newest_pooled, pooled, pooled_of
from scorecards.models import Survey, SurveyAnswer, SurveyParticipation, SurveyQuestion, SurveyRun
from tests.factories import PartnerFactory

AFTER = date(2026, 10, 16)


@pytest.fixture
def run(db):
    survey = Survey.objects.create(name="As a customer", kind=SurveyKind.CUSTOMER, min_answers=5)
    for position, code in enumerate(("relationship", "help")):
        SurveyQuestion.objects.create(survey=survey, position=position, code=code, text=f"How is our {code}?")
    return SurveyRun.objects.create(
        survey=survey,
        period="2026-Q3",
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 9, 30),
        opens_on=date(2026, 10, 1),
        closes_on=date(2026, 10, 15),
        opened_by="Alice",
    )


def answered(run, *scores, code="relationship", partners=None):
    """As many partners as scores took part; the counts are all that is kept of what they said."""
    question = run.survey.questions.get(code=code)
    for score in set(scores):
        SurveyAnswer.objects.create(run=run, question=question, score=score, count=scores.count(score))
    for partner in partners or [PartnerFactory() for _ in scores]:
        SurveyParticipation.objects.get_or_create(run=run, partner=partner)


class TestPooled:
    def test_mean_and_spread_of_five_partners(self, run):
        answered(run, 2, 4, 6, 8, 10)

        found = pooled(run, today=AFTER)

        assert (found.mean, found.n) == (6, 5)
        (question,) = found.questions
        assert (question.code, question.mean, question.variance, question.n) == ("relationship", 6, 8, 5)

    def test_nothing_on_the_last_day(self, run):
        answered(run, 2, 4, 6, 8, 10)

        assert pooled(run, today=date(2026, 10, 15)) is None

    def test_nothing_of_four_partners(self, run):
        answered(run, 2, 4, 6, 8)

        assert pooled(run, today=AFTER) is None

    def test_a_survey_may_ask_for_more_than_five(self, run):
        run.survey.min_answers = 6
        answered(run, 2, 4, 6, 8, 10)

        assert pooled(run, today=AFTER) is None

    def test_a_survey_may_not_ask_for_fewer(self, run):
        run.survey.min_answers = 1
        answered(run, 2, 4)

        assert pooled(run, today=AFTER) is None

    def test_a_question_that_four_answered_is_left_out_of_the_mean_too(self, run):
        partners = [PartnerFactory() for _ in range(5)]
        answered(run, 2, 4, 6, 8, 10, partners=partners)
        answered(run, 0, 0, 0, 1, code="help", partners=partners)

        found = pooled(run, today=AFTER)

        assert found.mean == 6
        assert [one.mean for one in found.questions] == [6, None]

    def test_a_question_that_all_answered_alike_would_tell_what_each_said(self, run):
        partners = [PartnerFactory() for _ in range(5)]
        answered(run, 3, 3, 3, 3, 3, partners=partners)
        answered(run, 2, 4, 6, 8, 9, code="help", partners=partners)

        found = pooled(run, today=AFTER)

        assert [one.mean for one in found.questions] == [None, Fraction(29, 5)]
        assert found.mean == Fraction(29, 5)

    def test_merged_partners_are_one(self, run):
        partners = [PartnerFactory() for _ in range(5)]
        answered(run, 2, 4, 6, 8, 10, partners=partners)
        partners[1].merged_into = partners[0]
        partners[1].save()

        assert pooled(run, today=AFTER) is None
        assert has_answered(run, partners[0].pk)

    def test_many_runs_cost_as_many_queries_as_one(self, run, django_assert_num_queries):
        answered(run, 2, 4, 6, 8, 10)
        other = SurveyRun.objects.create(
            survey=run.survey, period="2026-Q2", starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30),
            opens_on=date(2026, 7, 1), closes_on=date(2026, 7, 15), opened_by="Alice",
        )  # fmt: skip
        answered(other, 1, 3, 5, 7, 9)

        with django_assert_num_queries(2):
            found = pooled_of([run, other], today=AFTER)

        assert [one.mean for one in found.values()] == [6, 5]


def test_the_newest_run_that_was_over_on_a_day(run):
    answered(run, 2, 4, 6, 8, 10)

    assert newest_pooled(date(2026, 10, 15)) is None
    newest, found = newest_pooled(AFTER)
    assert (newest, found.mean) == (run, 6)
