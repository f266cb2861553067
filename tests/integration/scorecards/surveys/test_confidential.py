"""Nobody can tell who said what: each test sets up what could leak, and looks for it."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError

from portal.actors import Actor
from portal.engine.periods import Period
from portal.models import AuditEvent, IdempotencyRecord, OutboxMessage, User
from scorecards.actions import surveys
from scorecards.actions.survey_clock import keep_runs
from scorecards.models import SurveyAnswer, SurveyParticipation
from suppliers.actions import merging
from tests.factories import MembershipFactory, PartnerFactory
from tests.integration.scorecards.surveys.conftest import FULL, NOON

pytestmark = pytest.mark.django_db


def words(response):
    return response.content.decode().replace("\u00a0", " ")


def counts():
    return set(SurveyAnswer.objects.exclude(count=0).values_list("question__code", "score", "count"))


class TestAnswering:
    def test_what_is_kept_is_that_it_took_part_and_a_count_for_each_question(self, login, bob, brandt, run):
        response = login(bob).post(f"/surveys/{run.public_id}/", FULL)

        assert response.status_code == 302
        assert counts() == {(code, score, 1) for code, score in FULL.items()}
        assert [(one.run_id, one.partner_id) for one in SurveyParticipation.objects.all()] == [
            (run.pk, brandt.pk)
        ]
        assert {field.name for field in SurveyParticipation._meta.concrete_fields} == {"id", "run", "partner"}

    def test_every_count_was_there_before_and_none_is_added(self, run, say):
        before = list(SurveyAnswer.objects.order_by("pk").values_list("pk", flat=True))
        say(7, 8)

        assert len(before) == 55
        assert list(SurveyAnswer.objects.order_by("pk").values_list("pk", flat=True)) == before

    def test_it_cannot_be_changed_or_given_twice(self, login, bob, run):
        client = login(bob)
        client.post(f"/surveys/{run.public_id}/", FULL)
        again = client.post(f"/surveys/{run.public_id}/", {**FULL, "help": "0"})

        assert again.status_code == 409
        assert ("help", 0, 1) not in counts()
        assert "has answered. Thank you." in words(again)

    def test_of_two_colleagues_at_once_one_wins_and_the_other_is_told_kindly(
        self, login, bob, brandt, run, person_of, monkeypatch
    ):
        colleague = MembershipFactory(partner=brandt)
        surveys.answer(by=Actor(user=colleague.user, membership=colleague), run=run, scores=FULL, at=NOON)
        # Both looked before either had written.
        monkeypatch.setattr("scorecards.actions.surveys.has_answered", lambda run, partner: False)
        monkeypatch.setattr("scorecards.views.surveys.has_answered", lambda run, partner: False)

        response = login(bob).post(f"/surveys/{run.public_id}/", FULL, follow=True)

        assert "A colleague of yours was faster" in words(response)
        assert sum(count for _, _, count in counts()) == 5

    def test_a_form_with_a_question_left_out_keeps_what_was_chosen_and_stores_nothing(self, login, bob, run):
        response = login(bob).post(f"/surveys/{run.public_id}/", {"help": "3"})

        assert response.status_code == 422
        assert 'value="3" id="id_help_3" checked' in words(response) or "checked" in words(response)
        assert not counts()
        assert not SurveyParticipation.objects.exists()

    @pytest.mark.parametrize("scores", [{"help": 11}, {"help": -1}, {"other": 3}, {}, {"help": None}])
    def test_a_wrong_score_is_refused_and_the_company_has_not_answered(self, run, bob, person_of, scores):
        with pytest.raises(surveys.SurveyRefused):
            surveys.answer(by=person_of(bob), run=run, scores=scores, at=NOON)

        assert not SurveyParticipation.objects.exists()

    def test_who_only_looks_does_not_answer(self, login, viewer, run):
        client = login(viewer)

        assert "Administrators and editors" in words(client.get(f"/surveys/{run.public_id}/"))
        assert client.post(f"/surveys/{run.public_id}/", FULL).status_code == 403

    @pytest.mark.parametrize(
        "moment", [datetime(2026, 10, 4, 10, tzinfo=UTC), datetime(2026, 10, 16, 10, tzinfo=UTC)]
    )
    def test_not_before_and_not_after(self, run, bob, person_of, moment):
        with pytest.raises(surveys.SurveyRefused):
            surveys.answer(by=person_of(bob), run=run, scores=FULL, at=moment)

    def test_not_in_the_last_minute_so_that_no_answer_is_under_way_when_results_are_read(
        self, run, bob, person_of
    ):
        last = datetime(2026, 10, 15, 21, 59, 30, tzinfo=UTC)  # 23:59:30 in Oslo

        with pytest.raises(surveys.SurveyRefused):
            surveys.answer(by=person_of(bob), run=run, scores=FULL, at=last)


class TestOneClock:
    """It is over when the company's day is: who reads where it is tomorrow already reads nothing of it."""

    def test_who_lives_where_it_is_tomorrow_reads_no_result_while_others_may_answer(
        self, login, alice, bob, run, say, person_of, monkeypatch
    ):
        say(7, 8, 6, 9, 7)
        User.objects.filter(pk=alice.pk).update(time_zone="Pacific/Auckland")
        User.objects.filter(pk=bob.pk).update(time_zone="America/Los_Angeles")
        alice.refresh_from_db()
        evening = datetime(2026, 10, 15, 18, tzinfo=UTC)  # 20:00 in Oslo, the 16th in Auckland
        monkeypatch.setattr("django.utils.timezone.now", lambda: evening)

        client = login(alice)

        assert client.get(f"/surveys/{run.public_id}/?format=csv").status_code == 404
        monkeypatch.setattr("django.utils.timezone.now", lambda: evening + timedelta(hours=6))
        assert client.get(f"/surveys/{run.public_id}/?format=csv").status_code == 200
        bob.refresh_from_db()
        login(bob).post(f"/surveys/{run.public_id}/", FULL)  # it is the 15th where Bob is, and too late
        assert SurveyParticipation.objects.count() == 5


class TestNothingElseKeepsIt:
    def test_not_the_trail_not_the_session_not_the_outbox(self, login, bob, run):
        before = AuditEvent.objects.count(), OutboxMessage.objects.count()
        client = login(bob)
        client.get("/home/")
        session = dict(client.session.items())
        client.post(f"/surveys/{run.public_id}/", FULL)

        assert (AuditEvent.objects.count(), OutboxMessage.objects.count()) == before
        changed = {name: value for name, value in client.session.items() if session.get(name) != value}
        assert not [value for value in changed.values() if "relationship" in str(value)]

    def test_not_the_store_of_idempotent_answers(self, client, login, bob, run):
        response = login(bob).post(
            f"/api/v1/surveys/{run.public_id}/answer/",
            data=json.dumps({"scores": FULL}),
            content_type="application/json",
            headers={"Idempotency-Key": "one"},
        )

        assert response.status_code == 204, response.content
        assert not IdempotencyRecord.objects.exists()

    def test_a_refusal_of_the_api_does_not_repeat_what_was_sent(self, login, bob, run):
        response = login(bob).post(
            f"/api/v1/surveys/{run.public_id}/answer/",
            data=json.dumps({"scores": {"help": "sentinel-3"}}),
            content_type="application/json",
        )

        assert response.status_code == 400
        assert "sentinel" not in words(response)

    def test_not_an_error_report(self, rf, run):
        from django.views.debug import SafeExceptionReporterFilter

        from scorecards.views.surveys import SurveyRunView

        request = rf.post("/surveys/x/", FULL)
        request.user = type("Nobody", (), {"is_authenticated": False})()
        SurveyRunView.as_view()(request, public_id="x")

        assert request.sensitive_post_parameters == "__ALL__"
        cleansed = SafeExceptionReporterFilter().get_post_parameters(request)
        assert set(cleansed.values()) == {SafeExceptionReporterFilter.cleansed_substitute}


class TestWhatStaffSee:
    @pytest.fixture
    def pages(self, login, alice, run):
        """Everything of surveys that staff can open, as one text."""

        def read():
            client = login(alice)
            one = f"/surveys/{run.public_id}/"
            addresses = ["/surveys/", one, "/home/", "/api/v1/surveys/", f"/api/v1{one}", "/api/v1/ratings/"]
            return "\n".join(words(client.get(address)) for address in addresses)

        return read

    @staticmethod
    def _stable(text):
        """Without what differs from one request to the next: tokens and nonces."""
        import re

        return re.sub(r"[A-Za-z0-9_-]{22,}", "", text)

    def test_an_answer_in_an_open_run_changes_not_one_letter(self, pages, say):
        people = [MembershipFactory(partner=PartnerFactory()) for _ in range(6)]
        before = self._stable(pages())
        say(3, 4, 5, 6, 7, 8, people=people)

        assert self._stable(pages()) == before

    def test_four_answers_of_a_run_that_is_over_are_not_shown_nor_how_many(self, pages, say, at_noon):
        say(3, 4, 5, 6)
        MembershipFactory(partner=PartnerFactory())  # is invited, and silent
        at_noon(16)
        text = pages()

        assert "Not enough answers" in text
        assert "4 partners" not in text
        assert '"results":null' in text.replace(" ", "")

    def test_five_are_shown_together(self, pages, say, at_noon, login, alice, run):
        say(3, 4, 5, 6, 7)
        at_noon(16)

        assert "5 partners" in pages()
        rows = login(alice).get(f"/surveys/{run.public_id}/?format=csv").getvalue().decode().splitlines()
        assert len(rows) == 1 + 5 + 1
        assert float(rows[-1].split(",")[3]) == 5

    def test_no_file_while_it_is_open_or_too_few_answered(self, login, alice, run, say, at_noon):
        client = login(alice)
        say(3, 4, 5, 6)

        assert client.get(f"/surveys/{run.public_id}/?format=csv").status_code == 404
        at_noon(16)
        assert client.get(f"/surveys/{run.public_id}/?format=csv").status_code == 404

    @pytest.mark.parametrize(
        "asked", ["partner=BRANDT", "kind=supplier", "segment=A", "from=2026-10-05", "q=Brandt", "role=x"]
    )
    def test_no_filter_narrows_it_down(self, login, alice, run, say, at_noon, asked):
        say(3, 4, 5, 6, 7)
        at_noon(16)
        client = login(alice)
        one = f"/surveys/{run.public_id}/"

        assert (
            client.get(f"{one}?format=csv&{asked}").getvalue() == client.get(f"{one}?format=csv").getvalue()
        )
        assert client.get(f"/api/v1/surveys/?{asked}").status_code == 400

    def test_a_run_that_is_over_never_opens_again(self, run, alice, say):
        say(3, 4, 5, 6, 7)
        with pytest.raises(surveys.SurveyRefused):
            surveys.change_days(
                by=Actor(user=alice), run=run, opens_on=run.opens_on, closes_on=date(2026, 10, 30),
                today=date(2026, 10, 16),
            )  # fmt: skip

    def test_there_is_no_second_run_about_a_quarter_nor_one_about_a_month(self, run, survey, alice):
        for period in ("2026-Q3", "2026-09"):
            with pytest.raises(surveys.SurveyRefused):
                surveys.open_run(
                    by=Actor(user=alice), survey=survey, period=Period.parse(period),
                    opens_on=date(2026, 10, 6), closes_on=date(2026, 10, 12),
                )  # fmt: skip

    def test_nobody_reads_the_counts_through_for_actor(self, run, alice, say):
        say(3)

        assert not SurveyAnswer.objects.for_actor(Actor(user=alice)).exists()

    def test_a_least_number_under_five_is_refused_by_form_and_database(self, login, alice, survey):
        response = login(alice).post(
            f"/surveys/edit/{survey.public_id}/",
            {"name": survey.name, "min_answers": "4", "questions": "A?", "is_active": "on", "version": "1"},
        )
        assert response.status_code == 422
        survey.min_answers = 4
        with pytest.raises(IntegrityError):
            survey.save()

    def test_partners_read_the_mean_of_all_and_no_question(self, login, bob, run, say, at_noon):
        say(3, 4, 5, 6, 7)
        at_noon(16)
        text = words(login(bob).get(f"/surveys/{run.public_id}/"))

        assert "All partners together said 5.0 of 10 (5 partners)." in text
        assert "questions" not in login(bob).get("/api/v1/surveys/").json()["results"][0]["results"]


class TestMails:
    def test_everybody_is_reminded_whoever_has_answered(self, run, bob, charlie, person_of, at_noon):
        surveys.answer(by=person_of(bob), run=run, scores=FULL, at=NOON)
        at_noon(12)
        keep_runs(today=date(2026, 10, 12))
        keep_runs(today=date(2026, 10, 13))

        mails = OutboxMessage.objects.filter(key__startswith="survey_reminder")
        assert sorted(mails.values_list("to", flat=True)) == ["bob@brandt.example", "charlie@kestrel.example"]
        bodies = {mail.text.replace("Bob Brandt", "X").replace("Charlie Webb", "X") for mail in mails}
        assert all("If you have not yet" in body for body in bodies)

    def test_invited_once_when_it_opens(self, bob, run, at_noon):
        keep_runs(today=date(2026, 10, 5))
        keep_runs(today=date(2026, 10, 6))

        invited = OutboxMessage.objects.filter(key__startswith="survey_open")
        assert [mail.to for mail in invited] == [] or invited.filter(to="bob@brandt.example").count() == 1

    def test_who_only_looks_is_not_asked(self, viewer, run):
        assert not OutboxMessage.objects.filter(to=viewer.email).exists()


class TestTheClock:
    @pytest.fixture
    def five(self, db):
        return [MembershipFactory(partner=PartnerFactory()) for _ in range(5)]

    @pytest.fixture
    def old(self, survey):
        type(survey).objects.filter(pk=survey.pk).update(created_at=datetime(2026, 1, 1, tzinfo=UTC))

    def test_a_quarter_that_is_over_is_asked_about_once_however_late(self, survey, five, old, at_noon):
        at_noon(20)
        keep_runs(today=date(2026, 10, 20))
        keep_runs(today=date(2026, 10, 21))

        (run,) = survey.runs.all()
        assert (run.period, run.opens_on, run.closes_on) == (
            "2026-Q3", date(2026, 10, 20), date(2026, 11, 2),
        )  # fmt: skip
        assert OutboxMessage.objects.filter(key__startswith="survey_open").count() == 5

    def test_not_about_a_quarter_before_the_installation(self, survey, five, at_noon):
        type(survey).objects.filter(pk=survey.pk).update(created_at=datetime(2026, 10, 2, tzinfo=UTC))
        keep_runs(today=date(2026, 10, 20))

        assert not survey.runs.exists()

    def test_not_when_it_is_switched_off_or_could_never_be_shown(self, survey, five, old, settings, at_noon):
        settings.SURVEY_EACH_QUARTER = False
        keep_runs(today=date(2026, 10, 20))
        settings.SURVEY_EACH_QUARTER = True
        five[0].partner.status = "lost"
        five[0].partner.save()
        keep_runs(today=date(2026, 10, 20))

        assert not survey.runs.exists()


class TestMerged:
    def test_companies_that_are_one_answer_once(self, run, bob, brandt, alice, person_of, say):
        other = MembershipFactory(partner=PartnerFactory())
        surveys.answer(by=Actor(user=other.user, membership=other), run=run, scores=FULL, at=NOON)
        merging.merge(by=Actor(user=alice), alias=other.partner, survivor=brandt, reason="Twice")

        with pytest.raises(surveys.AlreadyAnswered):
            surveys.answer(by=person_of(bob), run=run, scores=FULL, at=NOON)

    def test_a_merger_that_leaves_four_hides_what_was_shown(self, login, run, alice, say, at_noon):
        say(3, 4, 5, 6, 7)
        first, second = SurveyParticipation.objects.all()[:2]
        merging.merge(by=Actor(user=alice), alias=first.partner, survivor=second.partner, reason="Twice")
        at_noon(16)

        assert "Not enough answers" in words(login(alice).get(f"/surveys/{run.public_id}/"))


def test_buyers_open_no_run_and_word_no_survey(survey, alice, login):
    from tests.factories import StaffFactory

    buyer = StaffFactory(role="buyer")
    client = login(buyer)
    assert client.get("/surveys/").status_code == 200
    assert client.get(f"/surveys/open/{survey.public_id}/").status_code == 403
    with pytest.raises(PermissionDenied):
        surveys.open_run(
            by=Actor(user=buyer), survey=survey, period=Period.parse("2026-Q3"),
            opens_on=date(2026, 10, 5), closes_on=date(2026, 10, 9),
        )  # fmt: skip


def test_the_shipped_survey_is_installed_once(survey):
    call_command("migrate", stdout=StringIO(), verbosity=0)

    assert type(survey).objects.filter(kind="customer").count() == 1
    assert [one.code for one in survey.questions.all()] == list(FULL)


@pytest.mark.parametrize("runs", [1, 3])
def test_the_list_costs_the_same_however_many_runs(
    login, alice, survey, runs, django_assert_num_queries, at_noon
):
    moment = at_noon(5)
    for quarter in range(runs):
        period = Period.parse("2026-Q3").shifted(-quarter)
        surveys.open_run(
            by=Actor(user=alice), survey=survey, period=period, opens_on=date(2026, 10, 1),
            closes_on=date(2026, 10, 4),
        )  # fmt: skip
    client = login(alice)
    client.get("/surveys/")
    with django_assert_num_queries(9):
        assert client.get("/surveys/").status_code == 200
    assert moment
