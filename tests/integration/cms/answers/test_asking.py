"""Asking, answering, publishing and taking back."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from cms.actions import answers
from cms.actions.answers import AnswerRefused
from cms.enums import Audience, CommentDecision, CommentKind
from cms.facts.answers import because_of
from cms.models import PolicyComment, TextVersion
from portal.actions import deputies
from portal.enums import PartnerRole, StaffRole
from portal.models import AuditEvent, Notice
from tests.answers import ASKED, issue, propose
from tests.factories import MembershipFactory, PartnerFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 10, 12, 9, tzinfo=UTC)


def test_the_owner_has_ten_working_days_and_hears_of_it_at_once(version, bob, erin, actor_of):
    comment = propose(actor_of(bob), version)
    assert comment.due_on == date(2026, 10, 19)
    assert comment.owner == erin
    notice = Notice.objects.get()
    assert (notice.user, notice.scope) == (erin, comment.partner.public_id)
    assert "Bob Brandt, Brandt Castings" in notice.subject
    assert AuditEvent.objects.filter(verb="policy_comment.asked", scope=comment.partner.public_id).exists()


@pytest.mark.parametrize("role", [StaffRole.CONTENT_EDITOR, StaffRole.STAFF_VIEWER])
def test_an_owner_who_may_not_read_partners_words_never_gets_them(policy, bob, dana, erin, actor_of, role):
    owner = StaffFactory(role=role)
    comment = propose(actor_of(bob), issue(policy, 2, owner=owner))
    assert comment.owner is None
    assert {one.user for one in Notice.objects.all()} == {dana, erin}


def test_a_question_needs_words(version, bob, actor_of):
    for text in ("", "   ", "x" * 2001):
        with pytest.raises(AnswerRefused):
            answers.ask(by=actor_of(bob), version=version, kind=CommentKind.QUESTION, text=text)
    assert not PolicyComment.objects.exists()


def test_who_only_looks_and_strangers_do_not_ask(version, viewer, actor_of, ed):
    from portal.actors import ANONYMOUS

    for actor in (actor_of(viewer), actor_of(ed), ANONYMOUS):
        with pytest.raises(PermissionDenied):
            propose(actor, version)


@pytest.mark.parametrize(
    "facts",
    [
        {"audience": Audience.STAFF},
        {"audience": Audience.PARTNERS, "kinds": ",distributor,"},
    ],
)
def test_nobody_asks_about_a_text_that_is_not_theirs_to_read(policy, bob, actor_of, facts):
    with pytest.raises(TextVersion.DoesNotExist):
        propose(actor_of(bob), issue(policy, 2, **facts))


def test_an_answer_is_given_once_and_told_to_who_asked(version, bob, erin, dana, actor_of):
    comment = propose(actor_of(bob), version)
    with pytest.raises(AnswerRefused, match="Say whether"):
        answers.answer(by=actor_of(erin), comment=comment, text="You are right.")
    answers.answer(
        by=actor_of(erin), comment=comment, text="You are right.", decision=CommentDecision.TAKEN_UP, at=LATER
    )
    comment.refresh_from_db()
    assert (comment.answered_by, comment.answered_at) == (erin, LATER)
    assert Notice.objects.filter(user=bob, subject__contains="answered").count() == 1
    with pytest.raises(AnswerRefused, match="Erin Falk has answered"):
        answers.answer(by=actor_of(dana), comment=comment, text="No.", decision=CommentDecision.DECLINED)


def test_a_question_is_answered_without_a_decision(version, bob, erin, actor_of):
    comment = propose(actor_of(bob), version, kind=CommentKind.QUESTION)
    answers.answer(by=actor_of(erin), comment=comment, text="Yes.", decision=CommentDecision.TAKEN_UP)
    comment.refresh_from_db()
    assert comment.decision == ""


def test_who_answers(policy, bob, alice, dana, erin, actor_of):
    """The owner, who publishes texts, and who stands in; a colleague, the partner and an editor do not."""
    comment = propose(actor_of(bob), issue(policy, 2, owner=alice))
    buyer = StaffFactory(role=StaffRole.BUYER)
    for user in (
        buyer,
        StaffFactory(role=StaffRole.CONTENT_EDITOR),
        StaffFactory(role=StaffRole.STAFF_VIEWER),
    ):
        with pytest.raises(PermissionDenied):
            answers.answer(by=actor_of(user), comment=comment, text="x", decision=CommentDecision.LATER)
    with pytest.raises(PermissionDenied):
        answers.answer(by=actor_of(bob), comment=comment, text="x", decision=CommentDecision.LATER)


def test_who_stands_in_answers_and_hears(policy, bob, alice, actor_of, time_machine):
    time_machine.move_to(ASKED, tick=False)
    buyer = StaffFactory(role=StaffRole.BUYER)
    days = {"first_on": date(2026, 10, 5), "last_on": date(2026, 10, 9)}
    deputies.name(by=actor_of(alice), deputy=buyer, **days)
    comment = propose(actor_of(bob), issue(policy, 2, owner=alice))
    assert Notice.objects.get().user == buyer
    answers.answer(by=actor_of(buyer), comment=comment, text="Yes.", decision=CommentDecision.LATER)


def test_only_an_answer_is_published_and_not_what_was_taken_back(version, bob, erin, actor_of):
    comment = propose(actor_of(bob), version)
    with pytest.raises(AnswerRefused):
        answers.publish(by=actor_of(erin), comment=comment)
    answers.answer(by=actor_of(erin), comment=comment, text="Yes.", decision=CommentDecision.LATER)
    answers.publish(by=actor_of(erin), comment=comment)
    assert PolicyComment.objects.published().count() == 1
    answers.withdraw(by=actor_of(bob), comment=comment)
    assert not PolicyComment.objects.published().exists()
    answers.hide(by=actor_of(erin), comment=comment)
    with pytest.raises(AnswerRefused):
        answers.publish(by=actor_of(erin), comment=comment)


def test_a_colleague_takes_it_back_only_as_administrator_and_a_rival_never(
    version, brandt, bob, charlie, actor_of
):
    colleague = UserFactory()
    MembershipFactory(user=colleague, partner=brandt, role=PartnerRole.EDITOR)
    comment = propose(actor_of(bob), version)
    for user in (colleague, charlie):
        with pytest.raises(PermissionDenied):
            answers.withdraw(by=actor_of(user), comment=comment)
        with pytest.raises(PermissionDenied):
            answers.name(by=actor_of(user), comment=comment, shown=True)
    answers.name(by=actor_of(bob), comment=comment, shown=True)
    answers.withdraw(by=actor_of(bob), comment=comment)
    comment.refresh_from_db()
    assert comment.name_shown and comment.withdrawn_at is not None


def test_nobody_has_to_answer_what_was_taken_back(version, bob, erin, actor_of):
    comment = propose(actor_of(bob), version)
    answers.withdraw(by=actor_of(bob), comment=comment)
    with pytest.raises(AnswerRefused):
        answers.answer(by=actor_of(erin), comment=comment, text="Yes.", decision=CommentDecision.LATER)


def test_a_version_says_because_of_how_many_partners_it_changed(
    policy, version, bob, both, charlie, erin, kestrel, actor_of
):
    """Two words of one house count once; of two houses that became one, once as well; ours not at all."""
    merged = PartnerFactory(merged_into=kestrel)
    ours = propose(actor_of(erin), version)
    rows = [propose(actor_of(bob), version), propose(actor_of(bob), version, "Or at the dock.")]
    rows += [propose(actor_of(charlie), version), propose(actor_of(charlie), version)]
    PolicyComment.objects.filter(pk=rows[-1].pk).update(partner=merged)
    newer, other = issue(policy, 2, since=date(2026, 11, 1)), issue(policy, 1, 1)
    for row in [ours, *rows]:
        answers.answer(by=actor_of(erin), comment=row, text="Yes.", decision=CommentDecision.LATER)
        answers.led_to(by=actor_of(erin), comment=row, version=newer)
    assert because_of([newer.pk, other.pk]) == {newer.pk: 2}
    rows[0].refresh_from_db()
    assert rows[0].decision == CommentDecision.TAKEN_UP


def test_only_a_later_version_of_the_same_text_came_of_it(policy, version, bob, erin, actor_of):
    newer = issue(policy, 2)
    comment = propose(actor_of(bob), newer)
    with pytest.raises(AnswerRefused):
        answers.led_to(by=actor_of(erin), comment=comment, version=newer)
    answers.answer(by=actor_of(erin), comment=comment, text="Yes.", decision=CommentDecision.LATER)
    for wrong in (version, newer):
        with pytest.raises(AnswerRefused, match="came after"):
            answers.led_to(by=actor_of(erin), comment=comment, version=wrong)
