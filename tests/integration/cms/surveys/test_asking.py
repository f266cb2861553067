"""A round is opened, asks, is answered once, reminds once and closes: each of it once, and for whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cms.actions import surveys
from cms.actions.editors import align_groups
from cms.actions.survey_clock import keep_rounds
from cms.enums import SplitBy, SurveyAudience, SurveyPurpose
from cms.models import SurveyInvitation, SurveyReply, SurveyRound
from portal.actors import Actor
from portal.enums import PartnerRole
from portal.models import AuditEvent, Notice, OutboxMessage
from suppliers.enums import PartnerKind, PartnerStatus
from suppliers.models import Partner
from tests.factories import MembershipFactory, PartnerFactory
from tests.integration.cms.surveys.conftest import FULL, NOON, QUESTIONS, answers_of, person_of, words

pytestmark = pytest.mark.django_db
DAY = {"opens_on": "2026-10-05", "closes_on": "2026-10-15"}


class TestOpening:
    def test_the_questions_and_what_was_said_are_frozen(self, round_, page):
        page.questions = [("text", {"text": "Something else?"})]
        page.is_anonymous, page.min_group = True, 9
        page.save()
        round_.refresh_from_db()

        assert [one.text for one in round_.asked_questions] == [value["text"] for _type, value in QUESTIONS]
        assert (round_.min_group, round_.split_by, round_.number) == (5, SplitBy.COUNTRY, 1)
        assert round_.asked_questions[1].options == ("hard", "so so", "easy")

    def test_each_partner_we_work_with_is_asked_once_and_their_people_are_told(self, round_, bob, crowd):
        asked = set(SurveyInvitation.objects.filter(round=round_).values_list("partner", flat=True))

        assert len(asked) == SurveyInvitation.objects.filter(round=round_).count() == 14
        assert {one.pk for one in crowd} < asked
        notice = Notice.objects.get(user=bob)
        assert notice.path == f"/listening/rounds/{round_.public_id}/answer/"
        assert "Anonymous" in notice.words

    def test_who_left_who_only_looks_and_other_kinds_are_not_asked(self, make_page, crowd, open_round):
        gone = MembershipFactory(partner=PartnerFactory(status=PartnerStatus.LOST)).partner
        mute = MembershipFactory(partner=PartnerFactory(), role=PartnerRole.VIEWER).partner
        agent = MembershipFactory(partner=PartnerFactory(kind=PartnerKind.AGENT)).partner
        found = open_round(make_page(kinds=",supplier,"))

        asked = set(found.invitations.values_list("partner", flat=True))
        assert asked == {one.pk for one in crowd}
        assert not asked & {gone.pk, mute.pk, agent.pk}

    def test_why_you_leave_asks_those_who_left(self, make_page, open_round):
        gone = MembershipFactory(partner=PartnerFactory(status=PartnerStatus.LOST)).partner
        found = open_round(make_page(purpose=SurveyPurpose.EXIT, is_anonymous=False))

        assert [one.partner for one in found.invitations.all()] == [gone]

    def test_one_of_our_people_each_for_themselves(self, make_page, open_round, alice, dana, erin, bob):
        page = make_page(asked=SurveyAudience.STAFF, is_anonymous=False, split_by=SplitBy.ROLE)
        found = open_round(page)

        assert {one.user for one in found.invitations.all()} == {alice, dana, erin}

    def test_a_group_of_too_few_is_nobodys_from_the_start(self, round_, bob):
        kept = dict(round_.invitations.values_list("partner__name", "group"))

        assert set(kept.values()) == {"NO", "PL", ""} or set(kept.values()) == {"NO", "PL"}
        for group in set(kept.values()) - {""}:
            assert list(kept.values()).count(group) >= 5

    def test_too_few_to_show_anything_are_not_asked(self, page, bob, charlie, open_round):
        with pytest.raises(surveys.SurveyRefused, match="Only 2 would be asked"):
            open_round(page)

        assert not SurveyRound.objects.exists()
        assert not Notice.objects.exists()

    def test_not_twice_at_a_time_and_not_a_draft(self, round_, page, make_page, open_round):
        with pytest.raises(surveys.SurveyRefused, match="not closed yet"):
            open_round(page)
        draft = make_page(title="Draft", live=False)
        with pytest.raises(surveys.SurveyRefused, match="Publish the survey first"):
            open_round(draft)

    @pytest.mark.parametrize(
        "days",
        [
            {"opens_on": date(2026, 10, 4)},
            {"closes_on": date(2026, 10, 4)},
            {"closes_on": date(2027, 3, 1)},
        ],
    )
    def test_days_that_make_no_sense(self, page, crowd, open_round, days):
        with pytest.raises(surveys.SurveyRefused):
            open_round(page, **days)

    @pytest.mark.parametrize("who", ["bob", "ben"])
    def test_only_those_who_run_surveys(self, request, page, crowd, open_round, who, bob):
        from portal.enums import StaffRole
        from tests.factories import StaffFactory

        person = bob if who == "bob" else StaffFactory(role=StaffRole.BUYER)
        with pytest.raises(PermissionDenied):
            open_round(page, by=person)

    def test_the_page_says_whom_and_opens_it(self, login, alice, page, crowd):
        client = login(alice)
        shown = words(client.get(f"/listening/{page.slug}/open/"))
        assert "12 partners asked" in shown

        response = client.post(f"/listening/{page.slug}/open/", DAY, follow=True)
        assert response.status_code == 200
        assert "People answer until" in words(response)
        assert SurveyRound.objects.count() == 1

    def test_errors_keep_what_was_typed(self, login, alice, make_page):
        page = make_page(asked=SurveyAudience.CUSTOMERS)
        data = {**DAY, "addresses": "anna@kunde.example, North\nnobody"}
        response = login(alice).post(f"/listening/{page.slug}/open/", data)

        assert response.status_code == 422
        assert "Line 2: “nobody” is no address." in words(response)
        assert "anna@kunde.example, North" in words(response)


class TestAnswering:
    def test_by_form_once_and_nothing_but_that_it_was_answered_is_known(self, login, bob, brandt, round_):
        client = login(bob)
        before = AuditEvent.objects.count()
        address = f"/listening/rounds/{round_.public_id}/answer/"
        assert "Nobody can tell who said what" in words(client.get(address))
        assert not SurveyReply.objects.exists()
        response = client.post(address, FULL, follow=True)

        assert "Your answer is in" in words(response)
        assert "We read every word." in words(response)
        reply = SurveyReply.objects.get()
        said = [reply.answers[question.key] for question in round_.asked_questions]
        assert said == [9, 2, 0, [0, 2], "Calling late.", [1, 0, 2]]
        assert (reply.who, reply.partner, len(reply.key)) == ("", None, 32)
        assert SurveyInvitation.objects.get(round=round_, partner=brandt).has_answered
        assert AuditEvent.objects.count() == before

    def test_the_second_time_is_refused_and_changes_nothing(self, login, bob, round_):
        client = login(bob)
        address = f"/listening/rounds/{round_.public_id}/answer/"
        client.post(address, FULL)
        again = client.post(address, {**FULL, "q0": "0"})

        assert again.status_code == 409
        assert SurveyReply.objects.get().answers[round_.asked_questions[0].key] == 9

    def test_of_two_colleagues_at_once_one_counts(self, login, bob, brandt, round_, monkeypatch):
        colleague = MembershipFactory(partner=brandt)
        invitation = SurveyInvitation.objects.get(round=round_, partner=brandt)
        actor = Actor(user=colleague.user, membership=colleague)
        surveys.answer(by=actor, invitation=invitation, answers=answers_of(round_, 4), at=NOON)
        with pytest.raises(surveys.AlreadyAnswered):
            surveys.answer(
                by=person_of(brandt), invitation=invitation, answers=answers_of(round_, 9), at=NOON
            )

        assert SurveyReply.objects.count() == 1

    def test_errors_name_the_question_and_keep_everything(self, login, bob, round_):
        data = {"q1": "1", "q4": "Do not lose this.", "q5_0": "1", "q5_1": "1", "q5_2": "2"}
        response = login(bob).post(f"/listening/rounds/{round_.public_id}/answer/", data)
        shown = words(response)

        assert response.status_code == 422
        assert 'href="#id_q0"' in shown
        assert 'id="id_q0"' in shown
        assert "This question needs an answer." in shown
        assert "Give each one a place of its own, from 1 to 3." in shown
        assert "Do not lose this." in shown
        assert not SurveyReply.objects.exists()
        assert not SurveyInvitation.objects.filter(has_answered=True).exists()

    def test_no_answer_at_all_is_none(self, login, bob, make_page, crowd, open_round):
        found = open_round(make_page(questions=[("text", {"text": "Well?"}), QUESTIONS[1]]))
        response = login(bob).post(f"/listening/rounds/{found.public_id}/answer/", {"q0": "  ", "q1": "-"})

        assert response.status_code == 422
        assert "Answer at least one question" in words(response)

    @pytest.mark.parametrize(
        "answers",
        [(11,), ("9",), (9, 3), (9, None, [0]), (9, None, None, [0, 0]), (9, 0, 0, [0], "x", [0, 1])],
    )
    def test_what_is_no_answer_is_refused_by_the_action_too(self, round_, brandt, answers):
        invitation = SurveyInvitation.objects.get(round=round_, partner=brandt)
        with pytest.raises(surveys.SurveyRefused):
            surveys.answer(
                by=person_of(brandt), invitation=invitation, answers=answers_of(round_, *answers), at=NOON
            )

        assert not SurveyReply.objects.exists()

    def test_a_question_that_is_not_asked(self, round_, brandt):
        invitation = SurveyInvitation.objects.get(round=round_, partner=brandt)
        with pytest.raises(surveys.SurveyRefused, match="does not ask that"):
            surveys.answer(by=person_of(brandt), invitation=invitation, answers={"other": 1}, at=NOON)

    def test_who_only_looks_is_told_who_answers(self, login, viewer, bob, round_):
        client = login(viewer)
        address = f"/listening/rounds/{round_.public_id}/answer/"

        assert "Administrators and editors" in words(client.get(address))
        assert client.post(address, FULL).status_code == 403

    def test_not_before_and_not_after(self, round_, brandt):
        invitation = SurveyInvitation.objects.get(round=round_, partner=brandt)
        for at in (NOON - timedelta(days=1), NOON + timedelta(days=11)):
            with pytest.raises(surveys.SurveyRefused, match="not open now"):
                surveys.answer(
                    by=person_of(brandt), invitation=invitation, answers=answers_of(round_, 9), at=at
                )

    def test_who_is_not_asked_finds_nothing(self, login, round_, client):
        stranger = MembershipFactory(partner=PartnerFactory())
        address = f"/listening/rounds/{round_.public_id}/answer/"

        assert login(stranger.user).get(address).status_code == 404
        assert client.__class__().get(address).status_code == 302

    def test_nobody_answers_for_somebody_else(self, round_, brandt, kestrel, charlie, alice):
        invitation = SurveyInvitation.objects.get(round=round_, partner=brandt)
        for who in (person_of(kestrel), Actor(user=alice)):
            with pytest.raises(PermissionDenied):
                surveys.answer(by=who, invitation=invitation, answers=answers_of(round_, 9), at=NOON)

        assert not SurveyReply.objects.exists()

    def test_people_of_a_merged_partner_answer_for_it(self, round_, brandt, kestrel, login, charlie):
        Partner.objects.filter(pk=brandt.pk).update(merged_into=kestrel)
        client = login(charlie)
        address = f"/listening/rounds/{round_.public_id}/answer/"
        client.post(address, FULL)
        client.post(address, FULL)

        assert SurveyReply.objects.count() == 2
        assert client.post(address, FULL).status_code == 409


class TestNamed:
    def test_the_name_is_said_before_and_stands_under_it(
        self, login, bob, brandt, make_page, crowd, open_round
    ):
        found = open_round(make_page(is_anonymous=False))
        client = login(bob)
        address = f"/listening/rounds/{found.public_id}/answer/"

        assert "Your name stands under your answers" in words(client.get(address))
        client.post(address, FULL)
        reply = SurveyReply.objects.get()
        assert (reply.who, reply.partner) == ("Bob Brandt", brandt)
        assert AuditEvent.objects.filter(verb="listening.answered", actor_id=bob.pk).count() == 1


class TestByLink:
    @pytest.fixture
    def found(self, make_page, open_round):
        page = make_page(asked=SurveyAudience.CUSTOMERS, split_by=SplitBy.GROUP)
        some = [
            surveys.Address(f"c{one}@kunde.example", "North" if one < 6 else "South") for one in range(12)
        ]
        return open_round(page, addresses=some)

    def test_each_address_gets_a_link_of_its_own_and_the_secret_is_in_the_mail_alone(self, found):
        mails = list(OutboxMessage.objects.all())
        secrets = {one.secret for one in found.invitations.all()}

        assert len(mails) == len(secrets) == 12
        assert all(mail.forget for mail in mails)
        invitation = found.invitations.get(email="c3@kunde.example")
        mail = OutboxMessage.objects.get(to="c3@kunde.example")
        assert f"/s/{invitation.secret}/" in mail.text
        stored = str(SurveyInvitation.objects.filter(pk=invitation.pk).values().get())
        assert invitation.secret not in stored
        assert not Notice.objects.exists()

    def test_looking_changes_nothing_sending_counts_once_without_an_account(self, client, found):
        invitation = found.invitations.first()
        address = f"/s/{invitation.secret}/"
        response = client.get(address)

        assert response.status_code == 200
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        assert not SurveyReply.objects.exists()
        assert "Your answer is in" in words(client.post(address, FULL, follow=True))
        assert client.post(address, FULL).status_code == 409
        assert SurveyReply.objects.get().group == "North"

    def test_an_unknown_link_opens_nothing(self, client, found):
        assert client.get("/s/nothing/").status_code == 404
        assert client.post("/s/nothing/", FULL).status_code == 404

    def test_many_tries_are_slowed_down(self, client, found):
        codes = {client.get(f"/s/guess{one}/").status_code for one in range(70)}

        assert codes == {404, 429}


class TestByItself:
    def test_a_round_that_opens_later_asks_on_its_day_and_once(self, page, crowd, open_round, noon):
        found = open_round(page, opens_on=date(2026, 10, 8))
        assert not Notice.objects.exists()
        for day in (6, 8, 8, 9):
            keep_rounds(now=datetime(2026, 10, day, 10, tzinfo=UTC))

        assert Notice.objects.filter(about=found.public_id).count() == 12

    def test_it_reminds_once_who_has_not_answered_also_after_missed_runs(self, round_, crowd, say):
        for partner in crowd[:5]:
            say(round_, partner, 9)
        asked = Notice.objects.count()
        for day in (7, 13, 13, 15):
            keep_rounds(now=datetime(2026, 10, day, 10, tzinfo=UTC))

        assert Notice.objects.count() - asked == 14 - 5
        assert round_.invitations.filter(reminded_on=date(2026, 10, 13)).count() == 9

    def test_customers_are_reminded_with_the_same_link(self, make_page, open_round, say_by_link):
        page = make_page(asked=SurveyAudience.CUSTOMERS)
        found = open_round(page, addresses=[surveys.Address(f"c{one}@kunde.example") for one in range(6)])
        say_by_link(found.invitations.first(), 9)
        keep_rounds(now=datetime(2026, 10, 13, 10, tzinfo=UTC))
        keep_rounds(now=datetime(2026, 10, 14, 10, tzinfo=UTC))

        assert OutboxMessage.objects.count() == 6 + 5
        last = found.invitations.last()
        mails = OutboxMessage.objects.filter(to=last.email)
        assert all(f"/s/{last.secret}/" in mail.text for mail in mails)
        assert mails.count() == 2

    def test_it_closes_after_its_last_day_and_tells_those_who_read_it(self, round_, alice, crowd, say):
        for partner in crowd[:5]:
            say(round_, partner, 9)
        keep_rounds(now=datetime(2026, 10, 15, 20, tzinfo=UTC))
        round_.refresh_from_db()
        assert round_.closed_at is None
        keep_rounds(now=datetime(2026, 10, 16, 4, tzinfo=UTC))
        keep_rounds(now=datetime(2026, 10, 17, 4, tzinfo=UTC))
        round_.refresh_from_db()

        assert round_.closed_at is not None
        assert Notice.objects.filter(user=alice, subject__startswith="The answers are in").count() == 1
        # Nobody is mailed any more about what is over.
        assert not Notice.objects.filter(about=round_.public_id, dropped_at=None).exists()


class TestDays:
    def test_a_later_day_by_hand_and_closing_for_good(self, login, alice, round_):
        client = login(alice)
        client.post(f"/listening/rounds/{round_.public_id}/days/", {"closes_on": "2026-10-20"})
        round_.refresh_from_db()
        assert round_.closes_on == date(2026, 10, 20)
        assert client.post(f"/listening/rounds/{round_.public_id}/close/", follow=True).status_code == 200
        round_.refresh_from_db()
        assert (round_.closes_on, round_.closed_at) == (date(2026, 10, 5), NOON)
        response = client.post(f"/listening/rounds/{round_.public_id}/days/", {"closes_on": "2026-10-20"})

        assert response.status_code == 422
        assert "it is not opened again" in words(response)


class TestTheEditor:
    def test_what_does_not_fit_is_refused_with_its_reason(self, make_page):
        cases = [
            ({"asked": SurveyAudience.STAFF, "kinds": ",agent,"}, "kinds"),
            ({"asked": SurveyAudience.STAFF, "split_by": SplitBy.COUNTRY}, "split_by"),
            ({"min_group": 4}, "min_group"),
            ({"questions": [QUESTIONS[4], QUESTIONS[4]]}, "questions"),
            ({"questions": [("choice", {"text": "Which?", "options": ["Red", "red"]})]}, "questions"),
            ({"questions": [("scale", {"text": "How?", "steps": [str(n) for n in range(13)]})]}, "questions"),
            ({"questions": [("text", {"text": f"Number {one}?"}) for one in range(21)]}, "questions"),
        ]
        for number, (facts, field) in enumerate(cases):
            with pytest.raises(ValidationError) as caught:
                make_page(title=f"Case {number}", **facts)
            assert field in caught.value.message_dict

    def test_anonymous_stays_anonymous_while_people_are_asked(self, page, round_):
        page.is_anonymous = False
        with pytest.raises(ValidationError, match="people were told otherwise"):
            page.full_clean()

    def test_a_survey_that_was_opened_is_taken_down_and_not_deleted(
        self, dana, page, listening, crowd, open_round
    ):
        align_groups(by=Actor(user=dana), user=dana)
        assert page.permissions_for_user(dana).can_delete()
        open_round(page)

        assert not page.permissions_for_user(dana).can_delete()
        assert not listening.permissions_for_user(dana).can_delete()
        assert page.permissions_for_user(dana).can_unpublish()

    def test_a_page_is_made_and_looked_at_in_the_editor(self, login, erin, listening, page):
        client = login(erin)
        assert client.get(f"/cms/pages/add/cms/surveypage/{listening.pk}/").status_code == 200
        assert client.get(f"/cms/pages/{page.pk}/edit/").status_code == 200
        shown = words(client.get(page.url))

        assert "Would you recommend us?" in shown
        assert "Nobody can tell who said what" in shown
        assert page.make_preview_request().status_code == 200

    def test_who_may_find_its_page(self, client, login, ed, bob, page, make_page):
        ours = make_page(title="Ours alone", asked=SurveyAudience.STAFF)
        agents = make_page(title="Agents alone", kinds=",agent,")

        assert client.get(page.url).status_code == 404
        assert login(bob).get(page.url).status_code == 200
        assert login(bob).get(ours.url).status_code == 404
        assert login(bob).get(agents.url).status_code == 404
        assert login(ed).get(ours.url).status_code == 200
