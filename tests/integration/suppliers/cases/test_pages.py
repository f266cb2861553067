"""The pages of cases: both sides walk one to its end; a refusal says why; what is inside stays inside."""

import io

import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import Attachment
from suppliers.actions import cases, remedies
from suppliers.enums import CaseAct, CaseStage
from suppliers.models import Case, RemedyLimit
from tests.factories import MembershipFactory, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db
INSIDE = "Zwischenuns"


def url(name, case, *more):
    return reverse(f"suppliers:{name}", args=[case.public_id, *more])


def text_of(response):
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    return raw.decode("utf-8", "replace")


@pytest.fixture
def charlie_of_kestrel(db):
    user = UserFactory(name="Charlie Webb")
    MembershipFactory(user=user, partner=PartnerFactory(name="Kestrel"), role="partner_admin")
    return user


@pytest.fixture
def whispered(talk):
    """All that a partner may not read: a note, a remedy that waits, one refused, and what a helper does."""
    talk.open(talk.bob)
    talk.do(CaseAct.ACKNOWLEDGE, talk.ben)
    talk.do(CaseAct.UNDERSTAND, talk.ben)
    cases.say(by=talk.ben, case=talk.case, text=f"{INSIDE} note", staff_only=True)
    cases.add_helper(by=talk.ben, case=talk.case, user=talk.alice.user, what=f"{INSIDE} help")
    case = Case.objects.get(pk=talk.case.pk)
    remedy = remedies.offer(by=talk.ben, case=case, text=f"{INSIDE} first", amount_minor=172_000)
    remedies.refuse(by=talk.alice, remedy=remedy, words=f"{INSIDE} no")
    remedies.offer(by=talk.ben, case=case, text=f"{INSIDE} second", amount_minor=173_000)
    talk.case.refresh_from_db()
    return talk


class TestFromStartToEnd:
    def test_both_sides_walk_it(self, talk, login):
        client = login(talk.bob.user)
        form = {"title": "Held again", "text": "It waits.", "area": "payment", "kind": "complaint"}
        response = client.post(reverse("suppliers:case_new"), form)
        case = Case.objects.get()
        assert response.headers["Location"] == url("case", case)
        self._said(login(talk.ben.user), case, "acknowledge", CaseStage.ACKNOWLEDGED)
        self._said(login(talk.ben.user), case, "understand", CaseStage.UNDERSTOOD)
        offer = {"offer-text": "We pay.", "offer-amount": "214.00", "offer-currency": "EUR"}
        login(talk.ben.user).post(url("case_offer", case), {**offer, "offer-done_by": "2026-12-01"})
        remedy = case.remedies.get()
        assert (remedy.state, remedy.amount_minor) == ("offered", 21_400)
        login(talk.bob.user).post(url("case_remedy", case, remedy.public_id), {"act": "agree"})
        login(talk.ben.user).post(url("case_remedy", case, remedy.public_id), {"act": "done"})
        self._said(login(talk.ben.user), case, "follow_up", CaseStage.FOLLOWED_UP)
        learned = {"learn-why_1": "It lay", "learn-cause": "The gate", "learn-change": "Book at once"}
        login(talk.ben.user).post(url("case_learn", case), {**learned, "learn-changed_on": "2026-11-01"})
        login(talk.ben.user).post(url("case_close", case))
        case.refresh_from_db()
        assert case.stage == CaseStage.CLOSED
        login(talk.bob.user).post(url("case_mark", case), {"satisfaction": "9", "words": "Quick."})
        case.refresh_from_db()
        assert (case.satisfaction, case.satisfaction_words) == (9, "Quick.")
        page = login(talk.ben.user).get(url("case", case)).content.decode()
        assert "9 of 10" in page
        assert "The gate" in page
        assert "It lay" in page

    def _said(self, client, case, act, stage):
        response = client.post(url("case_say", case), {"say-text": "Words.", "act": act})
        assert response.status_code == 302
        case.refresh_from_db()
        assert case.stage == stage

    def test_staff_note_what_was_said_by_phone(self, talk, login):
        form = {
            "partner": talk.brandt.public_id, "by_phone": "on", "heard_from": "Bob Brandt",
            "kind": "complaint", "title": "Held", "text": "Late again.", "area": "payment",
        }  # fmt: skip
        login(talk.alice.user).post(reverse("suppliers:case_new"), form)
        case = Case.objects.get()
        assert (case.opened_by_side, case.heard_by, case.opened_by_label) == (
            "partner", talk.alice.user, "Bob Brandt",
        )  # fmt: skip
        assert "by phone" in login(talk.bob.user).get(url("case", case)).content.decode()


class TestRefused:
    def test_an_act_before_its_time_says_what_to_do_and_keeps_the_words(self, talk, login):
        talk.open(talk.bob)
        client = login(talk.ben.user)
        offer = {"offer-text": "My own words", "offer-done_by": "2026-12-01"}
        response = client.post(url("case_offer", talk.case), offer)
        assert response.status_code == 409
        assert "First say what happened" in response.content.decode()
        assert not talk.case.remedies.exists()

    def test_one_side_never_acts_for_the_other(self, talk, login):
        talk.open(talk.bob)
        client = login(talk.bob.user)
        response = client.post(url("case_say", talk.case), {"say-text": "I forgive", "act": "acknowledge"})
        assert response.status_code == 409
        assert "I forgive" in response.content.decode()
        talk.case.refresh_from_db()
        assert talk.case.stage == CaseStage.HEARD

    def test_nobody_grants_their_own(self, whispered, login):
        remedy = whispered.remedy("waiting")
        response = login(whispered.ben.user).post(
            url("case_remedy", whispered.case, remedy.public_id), {"act": "grant"}
        )
        assert response.status_code == 403
        assert whispered.remedy("waiting") is not None

    def test_a_colleague_who_may_go_further_grants(self, whispered, login):
        remedy = whispered.remedy("waiting")
        page = login(whispered.alice.user).get(url("case", whispered.case)).content.decode()
        assert "Grant EUR" in page
        where = url("case_remedy", whispered.case, remedy.public_id)
        login(whispered.alice.user).post(where, {"act": "grant"})
        assert (
            "EUR\xa01,730.00" in login(whispered.bob.user).get(url("case", whispered.case)).content.decode()
        )

    def test_without_words_nothing_is_said(self, talk, login):
        talk.open(talk.bob)
        response = login(talk.ben.user).post(url("case_say", talk.case), {"say-text": "", "act": "say"})
        assert response.status_code == 422
        assert "Write a few words first." in response.content.decode()

    def test_declining_needs_words(self, talk, login):
        talk.open(talk.bob)
        talk.bring_to(CaseStage.OFFERED)
        where = url("case_remedy", talk.case, talk.remedy().public_id)
        assert login(talk.bob.user).post(where, {"act": "decline"}).status_code == 422
        login(talk.bob.user).post(where, {"act": "decline", "answer-text": "It cost us more."})
        talk.case.refresh_from_db()
        assert talk.case.stage == CaseStage.UNDERSTOOD

    def test_it_does_not_close_without_what_was_learned(self, talk, login):
        talk.open(talk.bob)
        talk.bring_to(CaseStage.FOLLOWED_UP)
        response = login(talk.ben.user).post(url("case_close", talk.case))
        assert response.status_code == 409
        assert "Write the cause" in response.content.decode()

    def test_the_mark_is_asked_once_and_after_closing(self, talk, login):
        talk.open(talk.bob)
        client = login(talk.bob.user)
        assert client.post(url("case_mark", talk.case), {"satisfaction": "9"}).status_code == 409
        talk.bring_to(CaseStage.CLOSED)
        assert client.post(url("case_mark", talk.case), {"satisfaction": "11"}).status_code == 422
        assert client.post(url("case_mark", talk.case), {"satisfaction": "7"}).status_code == 302
        assert client.post(url("case_mark", talk.case), {"satisfaction": "1"}).status_code == 409
        talk.case.refresh_from_db()
        assert talk.case.satisfaction == 7

    def test_a_rival_finds_nothing(self, talk, login, charlie_of_kestrel):
        talk.open(talk.bob)
        talk.bring_to(CaseStage.OFFERED)
        client = login(charlie_of_kestrel)
        assert client.get(url("case", talk.case)).status_code == 404
        where = url("case_remedy", talk.case, talk.remedy().public_id)
        assert client.post(where, {"act": "agree"}).status_code == 404
        assert "Held" not in client.get(f"{reverse('suppliers:case_list')}?state=all").content.decode()


class TestInside:
    """A partner's people read neither notes, nor limits, nor what was decided among us."""

    @pytest.mark.parametrize("tail", ["", "?state=all", "?state=all&format=csv"])
    def test_not_in_the_list(self, whispered, login, tail):
        answer = text_of(login(whispered.bob.user).get(reverse("suppliers:case_list") + tail))
        assert INSIDE not in answer

    def test_a_search_for_it_finds_nothing(self, whispered, login):
        where = f"{reverse('suppliers:case_list')}?q={INSIDE}&state=all"
        assert "Held" not in login(whispered.bob.user).get(where).content.decode()
        assert "Held" in login(whispered.ben.user).get(where).content.decode()

    def test_not_on_the_page_or_on_paper(self, whispered, login, built_fonts):
        partner, staff = whispered.bob.user, whispered.ben.user
        page = login(partner).get(url("case", whispered.case)).content.decode()
        for word in (INSIDE, "1,720", "1,730", "may grant", "500"):
            assert word not in page
        assert INSIDE in login(staff).get(url("case", whispered.case)).content.decode()
        for user, seen in ((partner, False), (staff, True)):
            paper = login(user).get(url("case_pdf", whispered.case))
            words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
            assert (INSIDE in words) is seen

    def test_what_waits_for_us_alone_cannot_be_answered_by_them(self, whispered, login):
        remedy = whispered.remedy("waiting")
        where = url("case_remedy", whispered.case, remedy.public_id)
        assert login(whispered.bob.user).post(where, {"act": "agree"}).status_code == 404

    def test_files_are_never_for_staff_only(self, talk, login):
        talk.open(talk.bob)
        form = {
            "say-text": INSIDE, "say-staff_only": "on", "act": "say",
            "say-files": io.BytesIO(b"A note of ours"),
        }  # fmt: skip
        form["say-files"].name = "note.txt"
        assert login(talk.ben.user).post(url("case_say", talk.case), form).status_code == 422
        assert not Attachment.objects.exists()

    def test_a_partner_cannot_write_for_staff_alone(self, talk, login):
        talk.open(talk.bob)
        form = {"say-text": "Read me", "say-staff_only": "on", "act": "say"}
        login(talk.bob.user).post(url("case_say", talk.case), form)
        assert not talk.case.messages.filter(staff_only=True).exists()


class TestLimits:
    def test_each_sees_their_own(self, talk, login):
        page = login(talk.ben.user).get(reverse("suppliers:case_limits")).content.decode()
        assert "You may grant up to EUR\xa0500.00 yourself" in page
        assert 'name="amount"' not in page

    def test_a_stale_save_shows_both(self, talk, login):
        where, limit = reverse("suppliers:case_limits"), RemedyLimit.objects.get(role="buyer")
        first = {"role": "buyer", "version": limit.version, "amount": "700"}
        assert login(talk.alice.user).post(where, first).status_code == 302
        response = login(talk.alice.user).post(where, {**first, "amount": "900"})
        assert response.status_code == 409
        page = response.content.decode()
        assert "EUR\xa0700.00" in page
        assert 'value="900"' in page
        limit.refresh_from_db()
        assert limit.amount_minor == 70_000

    def test_empty_takes_it_away(self, talk, login):
        where, limit = reverse("suppliers:case_limits"), RemedyLimit.objects.get(role="buyer")
        form = {"role": "buyer", "version": limit.version, "amount": ""}
        login(talk.alice.user).post(where, form)
        assert not RemedyLimit.objects.filter(role="buyer").exists()

    def test_buyers_do_not_set_their_own(self, talk, login):
        form = {"role": "buyer", "amount": "90000"}
        assert login(talk.ben.user).post(reverse("suppliers:case_limits"), form).status_code == 403


class TestList:
    def test_the_file_is_the_list(self, talk, login):
        for title in ("First", "Second", "=cmd"):
            cases.open(by=talk.bob, partner=talk.brandt, title=title, text="x", area="quality")
        where = f"{reverse('suppliers:case_list')}?area=quality&sort=title&format=xlsx"
        raw = b"".join(login(talk.alice.user).get(where).streaming_content)
        rows = list(openpyxl.load_workbook(io.BytesIO(raw)).active.values)
        assert [row[0] for row in rows] == ["title", "'=cmd", "First", "Second"]

    def test_tabs_count_what_waits_for_whom(self, talk, login):
        talk.open(talk.bob)
        cases.open(by=talk.ben, partner=talk.brandt, title="Ours", text="x")
        where = reverse("suppliers:case_list")
        for user in (talk.alice.user, talk.bob.user):
            shown = login(user).get(where).context["tabs"]
            assert [tab.count for tab in shown][:3] == [2, 1, 1]

    @pytest.mark.parametrize("name", ["case_list", "case_trends", "inbox"])
    def test_costs_the_same_for_one_and_many(self, talk, login, name):
        def opened(title):
            one = cases.open(by=talk.bob, partner=talk.brandt, title=title, text="x", area="quality")
            cases.acknowledge(by=talk.ben, case=one, text="y")

        client, where = login(talk.alice.user), reverse(f"suppliers:{name}")
        opened("One")
        client.get(where)
        with CaptureQueriesContext(connection) as one:
            client.get(where)
        for title in ("Two", "Three"):
            opened(title)
        with CaptureQueriesContext(connection) as many:
            client.get(where)
        assert len(many) == len(one)
