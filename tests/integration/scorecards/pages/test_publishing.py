"""Publishing in the browser: what it would do, then the job that does it; and the open period."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from portal.models import JobRun
from scorecards.models import Scorecard
from suppliers.models import Exclusion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]


@pytest.fixture
def october():
    with time_machine.travel(datetime(2026, 10, 20, 9, tzinfo=UTC), tick=False):
        yield


def address(template, period="2026-09"):
    return f"/scorecards/publish/?period={period}&template={template.public_id}"


def test_the_plan_counts_and_stores_nothing(login, alice, template, brandt, kestrel, bob, deliver):
    deliver(brandt)
    deliver(kestrel, [0, 0])
    plan = login(alice).get(address(template)).context["plan"]
    assert (plan.new, plan.revised, plan.unchanged, plan.not_graded, plan.mails) == (2, 0, 0, 1, 1)
    assert plan.can_publish
    assert plan.consequence == (
        "Publishing makes 2 new cards and 0 new revisions; 0 stay as they are. 1 person gets a mail. "
        "A published card is never changed or taken back."
    )
    assert not Scorecard.objects.exists()


def test_publishing_runs_as_a_job_and_says_what_it_did(login, alice, template, brandt, deliver):
    deliver(brandt)
    client = login(alice)
    response = client.post("/scorecards/publish/", {"period": "2026-09", "template": template.public_id})
    run = JobRun.objects.get()
    assert response.url == f"/jobs/{run.public_id}/"
    assert Scorecard.objects.get().published_by == "Alice Moreau"
    result = client.get(run.back_url)
    assert "Done. New cards: 1, new revisions: 0, unchanged: 0." in result.content.decode()
    assert not result.context["plan"].can_publish


def test_a_late_fact_makes_a_revision(login, alice, template, card, brandt):
    line = brandt.lines.filter(outcomes__passed=False).first()
    Exclusion.objects.create(line=line, partner=brandt, reason="strike", approved_by=alice)
    plan = login(alice).get(address(template)).context["plan"]
    assert (plan.new, plan.revised, plan.unchanged) == (0, 1, 1)


def test_an_open_period_is_refused_with_the_day(login, alice, template, brandt, deliver):
    deliver(brandt, due=date(2026, 10, 5))
    client = login(alice)
    plan = client.get(address(template, "2026-10")).context["plan"]
    assert not plan.can_publish
    assert "from Tue 3 Nov 2026 on" in plan.refused.replace("\u00a0", " ")
    client.post("/scorecards/publish/", {"period": "2026-10", "template": template.public_id})
    assert JobRun.objects.get().state == "failed"
    assert not Scorecard.objects.exists()


def test_bands_are_compared_with_the_period_before(login, alice, template, brandt, deliver, publish_period):
    deliver(brandt, [0] * 6, due=date(2026, 8, 10))
    publish_period("2026-08")
    deliver(brandt, [9] * 6)
    plan = login(alice).get(address(template)).context["plan"]
    assert (plan.up, plan.down) == (0, 1)
    assert plan.groups[0].title == "Would move down a band: 1"


@pytest.mark.parametrize("period", ["September", "2026-13", ""])
def test_a_text_that_is_no_period_is_explained(login, alice, template, period):
    response = login(alice).get(address(template, period))
    assert response.status_code == 200
    assert "plan" not in response.context
    assert response.context["form"].errors["period"]
    refused = login(alice).post("/scorecards/publish/", {"period": period, "template": template.public_id})
    assert refused.status_code == 422
    assert not JobRun.objects.exists()


def test_only_purchasing_publishes(login, vera, erin, bob, template):
    for user, status in ((vera, 403), (erin, 403), (bob, 404)):
        assert login(user).get("/scorecards/publish/").status_code == status
        assert login(user).post("/scorecards/publish/", {"period": "2026-09"}).status_code == status


def test_where_a_partner_stands_is_what_its_card_will_say(
    login, bob, brandt, template, deliver, publish_period
):
    deliver(brandt, [0, 0, 0, 3, 0, None])
    client = login(bob)
    page = client.get("/scorecards/preview/?period=2026-09").context["page"]
    publish_period()
    card = client.get(f"/scorecards/{Scorecard.objects.get().public_id}/").context["page"]
    assert page.standing.score == card.standing.score
    assert page.standing.band == card.standing.band
    for so_far, final in zip(page.figures, card.figures, strict=True):
        assert (so_far.value, so_far.counted, so_far.points) == (final.value, final.counted, final.points)


def test_the_preview_knows_nothing_of_tomorrow_and_nobody_else(
    login, bob, alice, kestrel, brandt, template, deliver
):
    deliver(brandt)
    deliver(kestrel)
    client = login(bob)
    own = client.get("/scorecards/preview/?period=2026-09")
    asked = client.get(f"/scorecards/preview/?period=2026-09&partner={kestrel.public_id}")
    assert own.context["page"].partner_name == asked.context["page"].partner_name == "Brandt Castings"
    assert client.get("/scorecards/preview/?period=2027-01").status_code == 404
    assert client.get("/scorecards/preview/?period=x").status_code == 404
    rows = client.get("/scorecards/preview/rows/otif_lines/?period=2026-09").context["rows"]
    assert len(rows.rows) == 6
    staff = login(alice)
    assert staff.get("/scorecards/preview/").status_code == 404
    seen = staff.get(f"/scorecards/preview/?period=2026-09&partner={kestrel.public_id}")
    assert seen.context["page"].partner_name == "Kestrel Forgings"
