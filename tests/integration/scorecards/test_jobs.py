"""Publishing as a job: with its result, and with the reason when it is too early."""

import pytest

from portal.enums import JobState
from portal.jobs import enqueue
from scorecards.models import Scorecard

pytestmark = pytest.mark.django_db


def publish(template, alice, actor_of, today):
    return enqueue(
        "scorecards.jobs.run_publish",
        by=actor_of(alice),
        template=template.public_id,
        period="2026-09",
        today=today,
    )


def test_it_publishes(template, brandt, alice, actor_of, deliver):
    deliver(brandt)
    run = publish(template, alice, actor_of, "2026-10-20")
    assert run.state == JobState.DONE
    assert run.result["published"] == 1
    assert Scorecard.objects.get().published_by == "Alice Moreau"


def test_it_says_from_when_it_is_possible(template, brandt, alice, actor_of, deliver):
    deliver(brandt)
    run = publish(template, alice, actor_of, "2026-10-01")
    assert run.state == JobState.FAILED
    assert "3 October 2026" in run.error
