"""A case is answered, and marked, through the link of its mail: once, by its person, and by nobody's look."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.enums import Channel
from portal.models import Notice
from suppliers.actions import cases, links, reminding_cases
from suppliers.enums import CaseAct, CaseStage, TaskKind
from suppliers.models import Case, TaskLink
from tests.cases import MONDAY

pytestmark = pytest.mark.usefixtures("built_fonts")


@pytest.fixture
def opened(talk, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    talk.open(talk.bob)
    return talk


def link_of(talk, task):
    """The address in Bob's newest mail about this task."""
    notice = Notice.objects.filter(user=talk.bob.user, task=task).order_by("pk").last()
    return links.ways([notice], talk.later())[notice.pk].path


def test_it_says_what_was_said_and_takes_an_answer_once(opened, client, time_machine):
    opened.do(CaseAct.ACKNOWLEDGE, opened.ben)
    cases.say(by=opened.ben, case=opened.case, text="Inside: careful", staff_only=True, at=opened.later())
    time_machine.move_to(opened.now, tick=False)
    path = link_of(opened, TaskKind.CASE)
    shown = client.get(path)
    assert shown.status_code == 200
    assert "Sorry." in shown.text
    assert "careful" not in shown.text
    assert opened.case.messages.count() == 3
    time_machine.move_to(opened.later(), tick=False)
    assert client.post(path, {"text": "Thank you"}).status_code == 200
    word = opened.case.messages.last()
    assert (word.text, word.channel, word.user) == ("Thank you", Channel.MAIL_LINK, opened.bob.user)
    again = client.post(path, {"text": "Twice"})
    assert again.status_code == 410
    assert not opened.case.messages.filter(text="Twice").exists()


def test_a_remedy_is_agreed_to_by_one_click(opened, client, time_machine):
    opened.bring_to(CaseStage.OFFERED)
    time_machine.move_to(opened.now, tick=False)
    path = link_of(opened, TaskKind.CASE)
    assert "We pay." in client.get(path).text
    time_machine.move_to(opened.later(), tick=False)
    assert client.post(path, {"act": "decline", "text": ""}).status_code == 422
    assert client.post(path, {"act": "agree", "text": ""}).status_code == 200
    assert Case.objects.get().stage == CaseStage.AGREED


@pytest.mark.parametrize("act", ["close", "withdraw", "grant"])
def test_no_other_act_goes_through_a_mail(opened, client, time_machine, act):
    opened.bring_to(CaseStage.OFFERED)
    time_machine.move_to(opened.now, tick=False)
    assert client.post(link_of(opened, TaskKind.CASE), {"act": act, "text": "x"}).status_code == 422
    assert Case.objects.get().stage == CaseStage.OFFERED


def test_an_expired_one_and_one_taken_back_say_so(opened, client, time_machine):
    opened.do(CaseAct.ACKNOWLEDGE, opened.ben)
    time_machine.move_to(opened.now, tick=False)
    path = link_of(opened, TaskKind.CASE)
    time_machine.move_to(opened.now + timedelta(days=15), tick=False)
    assert client.get(path).status_code == 410
    time_machine.move_to(opened.now, tick=False)
    links.revoke(by=opened.bob, link=TaskLink.objects.get())
    assert client.post(path, {"text": "x"}).status_code == 410


def test_who_was_answered_meanwhile_gets_no_mail_about_it(opened):
    opened.do(CaseAct.ACKNOWLEDGE, opened.ben)
    notice = Notice.objects.filter(user=opened.bob.user, task=TaskKind.CASE).last()
    opened.do(CaseAct.SAY, opened.bob)
    assert links.ways([notice], opened.later()) == {}


def test_the_mark_is_given_once(opened, client, time_machine):
    opened.bring_to(CaseStage.CLOSED)
    reminding_cases.ask_for_marks(now=opened.later())
    time_machine.move_to(opened.now, tick=False)
    path = link_of(opened, TaskKind.CASE_MARK)
    assert client.get(path).status_code == 200
    assert client.post(path, {"satisfaction": "11"}).status_code == 422
    assert client.post(path, {"satisfaction": "9", "words": "Well done"}).status_code == 200
    case = Case.objects.get()
    assert (case.satisfaction, case.satisfaction_words) == (9, "Well done")
    assert client.post(path, {"satisfaction": "0"}).status_code == 410


def test_a_rival_who_is_signed_in_sees_nothing_of_it(opened, login, charlie, time_machine):
    opened.do(CaseAct.ACKNOWLEDGE, opened.ben)
    time_machine.move_to(opened.now, tick=False)
    path = link_of(opened, TaskKind.CASE)
    shown = login(charlie).get(path)
    assert shown.status_code == 404
    assert opened.case.title not in shown.text


def test_its_address_is_a_page_of_tasks(opened):
    opened.do(CaseAct.ACKNOWLEDGE, opened.ben)
    assert link_of(opened, TaskKind.CASE).startswith(reverse("suppliers:task", args=["x"])[:-2])
