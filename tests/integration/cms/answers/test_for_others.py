"""What came of a proposal is told to who may read it."""

from datetime import date

import pytest
from django.urls import reverse

from cms.actions import answers
from cms.enums import Audience, CommentDecision
from tests.answers import issue, propose


@pytest.mark.parametrize(
    "audience", [{"audience": Audience.STAFF}, {"audience": Audience.PARTNERS, "kinds": ",agent,"}]
)
def test_a_version_for_others_is_not_named_to_who_proposed_it(
    policy, version, bob, erin, actor_of, login, time_machine, audience
):
    time_machine.move_to("2026-10-05T09:00:00Z", tick=False)
    comment = propose(actor_of(bob), version)
    answers.answer(by=actor_of(erin), comment=comment, text="Yes.", decision=CommentDecision.TAKEN_UP)
    ours = issue(policy, 2, since=date(2026, 10, 1), title="How we bargain", **audience)
    answers.led_to(by=actor_of(erin), comment=comment, version=ours)
    url = reverse("cms:policy_comment", args=[comment.public_id])
    assert "Version 2" in login(erin).get(url).content.decode()
    theirs = login(bob).get(url).content.decode()
    assert "How we bargain" not in theirs
    assert "because of you" not in theirs
