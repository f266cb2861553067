"""The pages: asking, one question with its acts, the list, the inbox; what stands on the page of a text."""

from datetime import date

import pytest
from django.urls import reverse

from cms.actions import answers
from cms.enums import CommentDecision
from cms.models import PolicyComment
from cms.presenters.conversation import because_words, conversation
from portal.actors import ANONYMOUS
from tests.answers import ASKED, issue, propose

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(ASKED, tick=False)


def ask_url(policy):
    return reverse("cms:policy_ask", args=["policies", policy.slug])


def act(comment, name):
    return reverse("cms:policy_comment_act", args=[comment.public_id, name])


def reply(comment, by, *, public=True, decision=CommentDecision.TAKEN_UP, text="Yes: at the gate."):
    answers.answer(by=by, comment=comment, text=text, decision=decision)
    if public:
        answers.publish(by=by, comment=comment)


def test_asking_leads_to_the_page_of_what_was_asked(policy, version, bob, login):
    answer = login(bob).post(
        ask_url(policy), {"kind": "proposal", "text": "At the gate.", "name_shown": "on"}
    )
    comment = PolicyComment.objects.get()
    assert answer.url == reverse("cms:policy_comment", args=[comment.public_id])
    assert (comment.kind, comment.name_shown, comment.version) == ("proposal", True, version)
    page = login(bob).get(answer.url).content.decode()
    assert "At the gate." in page and "Erin Falk answers by Mon 19 Oct" in page.replace("\xa0", " ")


def test_nothing_typed_is_lost(policy, version, bob, login):
    answer = login(bob).post(ask_url(policy), {"kind": "", "text": "Keep me"})
    assert answer.status_code == 422
    assert "Keep me" in answer.content.decode()
    assert not PolicyComment.objects.exists()


def test_one_asks_about_the_version_that_holds(policy, version, bob, login):
    issue(policy, 2, since=date(2026, 12, 1))
    login(bob).post(ask_url(policy), {"kind": "question", "text": "Why?"})
    assert PolicyComment.objects.get().version == version


def test_the_owner_answers_and_publishes_at_once(policy, version, bob, erin, actor_of, login):
    comment = propose(actor_of(bob), version)
    page = login(erin).get(reverse("cms:policy_comment", args=[comment.public_id])).content.decode()
    assert "Publish it at once" in page
    sent = {"reply-text": "Yes.", "reply-decision": "taken_up", "reply-publish": "on"}
    assert login(erin).post(act(comment, "answer"), sent).status_code == 302
    comment.refresh_from_db()
    assert comment.published_at is not None and comment.decision == "taken_up"


def test_an_answer_without_a_decision_comes_back_with_its_words(version, bob, erin, actor_of, login):
    comment = propose(actor_of(bob), version)
    answer = login(erin).post(act(comment, "answer"), {"reply-text": "Keep me"})
    assert answer.status_code == 422
    assert "Keep me" in answer.content.decode() and "Say whether we take it up" in answer.content.decode()


def test_saying_what_came_of_it(policy, version, bob, erin, actor_of, login):
    comment = propose(actor_of(bob), version)
    reply(comment, actor_of(erin))
    newer = issue(policy, 2)
    assert login(erin).post(act(comment, "came"), {"came-version": newer.public_id}).status_code == 302
    comment.refresh_from_db()
    assert comment.led_to == newer
    assert login(erin).post(act(comment, "came"), {"came-version": version.public_id}).status_code == 422


def test_a_partner_is_not_told_of_a_version_that_is_to_come(policy, version, bob, erin, actor_of, login):
    comment = propose(actor_of(bob), version)
    reply(comment, actor_of(erin))
    answers.led_to(by=actor_of(erin), comment=comment, version=issue(policy, 2, since=date(2026, 12, 1)))
    url = reverse("cms:policy_comment", args=[comment.public_id])
    assert "has changed because of you" not in login(bob).get(url).content.decode()
    assert "Version 2" in login(erin).get(url).content.decode()
    listed = login(bob).get(reverse("cms:policy_comments"), {"format": "csv", "columns": "led_to"})
    assert "Came of it" not in listed.getvalue().decode()


def test_acts_of_a_partner_are_not_ours_and_ours_not_theirs(version, bob, erin, actor_of, login):
    comment = propose(actor_of(bob), version)
    for name in ("answer", "came", "publish", "hide"):
        assert login(bob).post(act(comment, name)).status_code == 403
    for name in ("withdraw", "named", "unnamed"):
        assert login(erin).post(act(comment, name)).status_code == 403


def test_words_are_shown_to_others_only_with_consent(policy, version, bob, charlie, erin, actor_of):
    """Without it the rival and the stranger read the answer of “a partner”, and not one word of Brandt's."""
    comment = propose(actor_of(bob), version, "Secretwords of ours")
    reply(comment, actor_of(erin))
    for reader in (actor_of(charlie), ANONYMOUS, actor_of(erin)):
        (one,) = conversation(reader, policy, version, TODAY).said
        assert (one.words, one.who, one.url) == ("", "a partner", "")
        assert one.answer == "Yes: at the gate."
    (own,) = conversation(actor_of(bob), policy, version, TODAY).said
    assert own.words == "Secretwords of ours" and own.url
    answers.name(by=actor_of(bob), comment=comment, shown=True)
    (one,) = conversation(actor_of(charlie), policy, version, TODAY).said
    assert (one.words, one.who) == ("Secretwords of ours", "Bob Brandt, Brandt Castings")


def test_what_is_not_published_stays_between_us(policy, version, bob, charlie, erin, actor_of):
    reply(propose(actor_of(bob), version), actor_of(erin), public=False)
    propose(actor_of(bob), version, "Still open")
    for reader in (actor_of(charlie), ANONYMOUS):
        found = conversation(reader, policy, version, TODAY)
        assert found.said == [] and found.waiting == 0
    assert len(conversation(actor_of(bob), policy, version, TODAY).said) == 2
    assert conversation(actor_of(erin), policy, version, TODAY).waiting == 1


def test_an_answer_about_a_version_for_others_is_not_shown(policy, version, bob, charlie, erin, actor_of):
    """It was asked when the text was for suppliers alone; now everybody reads the text."""
    old = issue(policy, 1, 1, audience="partners", kinds=",supplier,")
    reply(propose(actor_of(bob), old), actor_of(erin))
    assert conversation(ANONYMOUS, policy, version, TODAY).said == []
    assert len(conversation(actor_of(charlie), policy, version, TODAY).said) == 1


def test_who_is_thanked_on_the_version(policy, version, bob, charlie, erin, actor_of):
    newer = issue(policy, 2)
    for user in (bob, charlie):
        comment = propose(actor_of(user), version)
        reply(comment, actor_of(erin), public=False)
        answers.led_to(by=actor_of(erin), comment=comment, version=newer)
    assert because_words(actor_of(bob), newer) == "changed because of 2 partners, one of them you"
    assert because_words(ANONYMOUS, newer) == "changed because of 2 partners"
    assert because_words(ANONYMOUS, version) == ""
    assert len(conversation(actor_of(bob), policy, newer, TODAY).thanks) == 1
    assert conversation(ANONYMOUS, policy, newer, TODAY).thanks == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_conversation_costs_the_same_for_any_number(
    policy, version, bob, erin, actor_of, many, django_assert_num_queries
):
    for _ in range(many):
        reply(propose(actor_of(bob), version, name_shown=True), actor_of(erin))
    version = type(version).objects.select_related("owner").get(pk=version.pk)
    assert policy.content_type.model == "policypage"
    with django_assert_num_queries(1):  # the page's type is known by then
        conversation(ANONYMOUS, policy, version, TODAY)
    reader = actor_of(bob)
    with django_assert_num_queries(1):
        conversation(reader, policy, version, TODAY)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    policy, version, bob, erin, login, actor_of, many, django_assert_num_queries
):
    for _ in range(many):
        reply(propose(actor_of(bob), version), actor_of(erin))
    client = login(erin)
    client.get(reverse("cms:policy_comments"))
    with django_assert_num_queries(6):
        assert client.get(reverse("cms:policy_comments")).status_code == 200


def test_the_list_of_each_side(version, bob, charlie, erin, ed, login, actor_of):
    propose(actor_of(bob), version, "Ours alone")
    url = reverse("cms:policy_comments")
    assert "Ours alone" in login(bob).get(url).content.decode()
    assert "Ours alone" not in login(charlie).get(url).content.decode()
    assert "Ours alone" in login(erin).get(url, {"format": "csv"}).getvalue().decode()
    assert login(ed).get(url).status_code == 403
    late = login(erin).get(url, {"state": "late"}).content.decode()
    assert "Ours alone" not in late
    ours = login(erin).get(url).content.decode()
    assert "1 question or proposal about our policies waits for an answer" in ours
    assert f"version {version.number}</span>" in ours


def test_it_stands_in_the_inbox_of_who_owns_the_text(policy, bob, alice, dana, erin, login, actor_of):
    propose(actor_of(bob), policy.text_versions.get(major=1), "Erin, please")
    propose(actor_of(bob), issue(policy, 2, owner=alice), "Alice, please")
    inbox = reverse("suppliers:inbox")
    page = login(alice).get(inbox, {"kind": "policies"}).content.decode()
    assert "Alice, please" in page and "Erin, please" not in page
    assert "10 of 10 working days left" in page
    everybody = login(alice).get(inbox, {"kind": "policies", "whose": "all"}).content.decode()
    assert "Erin, please" in everybody
    home = login(erin).get(reverse("portal:home")).content.decode()
    assert "Your answer about a policy" in home


def test_the_count_of_the_navigation_is_that_of_the_inbox(policy, bob, alice, dana, actor_of):
    from suppliers.facts.inbox import count_for

    propose(actor_of(bob), issue(policy, 2, owner=alice))
    type(policy).objects.filter(pk=policy.pk).update(keeper=None)
    propose(actor_of(bob), issue(policy, 3))
    propose(actor_of(alice), issue(policy, 4), "Of our own people")
    assert count_for(actor_of(alice), date(2026, 10, 5)) == 1
    assert count_for(actor_of(dana), date(2026, 10, 5)) == 1
