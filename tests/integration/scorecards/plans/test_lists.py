"""Plans side by side, what they gained, and where they stand on the composed pages; for both sides."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.clocks import local_day
from scorecards.actions import gains, ideas, plan_actions, plans
from suppliers.facts.inbox import count_for
from suppliers.models import Membership
from suppliers.presenters.feeds import feed_of
from tests.factories import MembershipFactory, PartnerFactory
from tests.integration.scorecards.plans.conftest import moment, propose

pytestmark = pytest.mark.django_db
COLUMNS = "cols=plan&cols=turn&cols=target&cols=by_when&cols=open_actions"
PAGES = ("/plans/", "/plans/board/", "/plans/gains/", "/home/")


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2026-08-03T08:00:00Z", tick=False):
        yield


@pytest.fixture
def rival_plan(us, kestrel):
    """Of a rival, with words of its own everywhere."""
    return propose(us, kestrel, title="Secretkestrel plan", at=moment("2026-07-01"), sign=True)


def words_of(client, path):
    return client.get(path).content.decode().replace("\xa0", " ")


def _idea(by, partner, title):
    at = moment("2026-08-01")
    return ideas.propose(by=by, partner=partner, title=title, text="Use them twice", at=at)


def rows_of(client, path):
    text = b"".join(client.get(path).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_staff_see_all_and_a_partner_its_own(login, alice, bob, running, rival_plan):
    assert {row["plan"] for row in rows_of(login(alice), "/plans/?format=csv")} == {
        "On time and in full",
        "Secretkestrel plan",
    }
    assert [row["plan"] for row in rows_of(login(bob), "/plans/?format=csv")] == ["On time and in full"]
    for path in PAGES:
        assert "Secretkestrel" not in words_of(login(bob), path)
    assert rows_of(login(bob), "/plans/?q=Secretkestrel&state=all&format=csv") == []


def test_the_list_says_figures_lateness_and_whose_turn(login, alice, bob, running):
    """Our drawing was due on 20 June, their box on 15 July: both are late."""
    words = words_of(login(alice), "/plans/?kpi=otif_lines")
    assert "44 days late" in words
    assert "Waits for you" in words
    (row,) = rows_of(
        login(bob), "/plans/?format=csv&cols=plan&cols=turn&cols=target&cols=by_when&cols=open_actions"
    )
    assert row["turn"] == "us, them"
    assert (row["target"], row["by_when"], row["open_actions"]) == ("0.9", "2026-09-30", "2")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 1),
        ("?turn=yours", 1),
        ("?late=true", 1),
        ("?late=false", 0),
        ("?state=in_progress", 1),
        ("?state=closed", 0),
        ("?state=all", 1),
        ("?q=drawing", 1),
        ("?q=drawing+nobody", 0),
        ("?kpi=paid_within_terms", 0),
    ],
)
def test_filters(login, alice, running, query, found):
    client = login(alice)
    assert len(rows_of(client, f"/plans/{query}{'&' if query else '?'}format=csv")) == found
    assert words_of(client, f"/plans/board/{query}").count('<li class="ac-card">') == found


def test_tabs_count_what_they_show(login, alice, running, rival_plan):
    page = login(alice).get("/plans/")
    for tab in page.context["tabs"]:
        assert len(rows_of(login(alice), f"/plans/{tab.url}&format=csv")) == tab.count, tab.label


def test_an_empty_list_says_how_a_plan_starts(login, alice, bob, brandt):
    for user in (alice, bob):
        assert "A plan starts from a figure" in words_of(login(user), "/plans/")


def test_a_page_costs_the_same_for_one_and_for_many(login, alice, us, running):
    client = login(alice)

    def cost(path):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    paths = ("/plans/", "/plans/board/", "/home/", f"/partners/{running.partner.public_id}/")
    propose(us, running.partner, title="Waits for us too", at=moment("2026-07-01"))
    few = [cost(path) for path in paths]
    for number in range(8):
        propose(us, PartnerFactory(), title=f"Plan {number}", at=moment("2026-07-01"))
        propose(us, running.partner, title=f"Brandt {number}", at=moment("2026-07-01"))
    assert [cost(path) for path in paths] == few


@pytest.fixture
def effective(measuring, colleague, figures):
    """July to September, verified on a day in November."""
    figures.update({"2026-07": "0.72", "2026-08": "0.85", "2026-09": "0.91"})
    for period in ("2026-07", "2026-08", "2026-09"):
        plans.verify(by=colleague, plan=measuring, period=period, at=moment("2026-11-10"))
    measuring.refresh_from_db()
    return measuring


def test_both_sides_read_what_was_gained_to_the_cent(login, alice, bob, charlie, us, effective):
    entry = gains.book(
        by=us,
        plan=effective,
        text="Fewer rush freights",
        basis="Booked freight of twelve months",
        total_minor=1_000_001,
        booked_on=date(2026, 11, 10),
        at=moment("2026-11-10"),
    )
    for user in (alice, bob):
        words = words_of(login(user), "/plans/gains/")
        for part in ("10,000.01", "5,000.01", "5,000.00"):
            assert part in words
        (row,) = rows_of(login(user), "/plans/gains/?format=csv")
        assert Decimal(row["theirs"]) + Decimal(row["ours"]) == Decimal(row["total"])
    assert rows_of(login(charlie), "/plans/gains/?format=csv") == []
    gains.take_back(by=us, entry=entry, why="Counted twice", at=moment("2026-11-11"))
    assert len(rows_of(login(bob), "/plans/gains/?format=csv")) == 2
    assert f"{effective.partner.name} EUR 0.00" in words_of(login(bob), "/plans/gains/")


def test_home_names_what_is_off_track_and_ones_own_part(login, alice, bob, charlie, running):
    assert "Plans off track" in words_of(login(alice), "/home/")
    own = words_of(login(bob), "/home/")
    assert "Your part in plans" in own
    assert "Second core box" in own
    assert "Release the drawing" not in own
    assert "core box" not in words_of(login(charlie), "/home/")


def test_a_partners_page_says_what_we_work_on_together(login, alice, bob, them, running):
    ideas.propose(
        by=them,
        partner=running.partner,
        title="Crates that return",
        text="Use them twice",
        at=moment("2026-08-01"),
    )
    path = f"/partners/{running.partner.public_id}/"
    for user, whose in ((alice, "Yours to decide"), (bob, "Waits for their word")):
        words = words_of(login(user), path)
        assert "What we work on together" in words
        assert running.reference in words
        assert "Crates that return" in words
        assert whose in words


def test_the_inbox_holds_terms_to_sign_and_ideas_to_decide(login, alice, us, them, brandt):
    plan = propose(them, brandt, title="Fewer returns", at=moment("2026-08-01"), sign=True)
    idea = ideas.propose(
        by=them, partner=brandt, title="Crates", text="Use them twice", at=moment("2026-08-01")
    )
    words = words_of(login(alice), "/inbox/")
    assert "a plan waits for our signature" in words
    assert "has an idea: Crates" in words
    assert count_for(us, local_day()) == 2
    today = timezone.now()
    plans.sign(by=us, version=plan.versions.get(), at=today)
    ideas.decline(by=us, idea=idea, words="We have no room to keep them.", at=today)
    assert count_for(us, local_day()) == 0
    assert "Plan signed: Fewer returns" in words_of(login(alice), "/inbox/?kind=done")
    assert "Idea, declined: Crates" in words_of(login(alice), "/inbox/?kind=done")


def test_a_calendar_holds_ones_own_open_actions(us, them, running, actor_of, charlie):
    both = {actor: feed_of(actor, local_day()).decode() for actor in (us, them, actor_of(charlie))}
    assert ["drawing" in text for text in both.values()] == [True, False, False]
    assert ["core box" in text for text in both.values()] == [False, True, False]
    drawing = running.actions.get(key="draw")
    plan_actions.finish(by=us, action=drawing, evidence="Revision C", at=moment("2026-08-02"))
    assert "drawing" not in feed_of(us, local_day()).decode()


def test_somebody_of_both_sees_the_plans_of_one(login, running, rival_plan, brandt, kestrel):
    both = MembershipFactory(partner=brandt).user
    MembershipFactory(partner=kestrel, user=both)
    client = login(both)
    session = client.session
    session["active_partner"] = brandt.public_id
    session.save()
    assert "Secretkestrel" not in words_of(client, "/plans/")
    assert Membership.objects.filter(user=both).count() == 2
