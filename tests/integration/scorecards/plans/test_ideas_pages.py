"""Ideas on their pages: the clock, the answer, and who never reads a confidential one."""

import pytest
from django.urls import reverse

from portal.enums import StaffRole
from portal.models import AuditEvent, Notice
from scorecards.actions import ideas
from scorecards.enums import IdeaState
from scorecards.models import PlanIdea
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db
LIST = "/plans/ideas/"
SECRET = "quokka"


def body(response):
    """A page, or a file, as text."""
    return b"".join(response.streaming_content).decode() if response.streaming else response.text


@pytest.fixture
def idea(them, brandt):
    return ideas.propose(by=them, partner=brandt, title="Crates that come back", text="Instead of pallets")


@pytest.fixture
def secret(them, brandt):
    return ideas.propose(
        by=them, partner=brandt, title=f"{SECRET} alloy", text=f"{SECRET} melt", is_confidential=True,
        their_minor=777_100, currency="EUR", basis=f"{SECRET} trial",
    )  # fmt: skip


@pytest.fixture
def buyer(db):
    return StaffFactory(name="Ben", email="ben@halden.example", role=StaffRole.BUYER)


def test_a_partner_proposes_and_reads_who_reads_it(client, them, brandt):
    client.force_login(them.user)
    page = client.get(LIST + "new/")
    assert "only administrators, purchasing managers" in page.text
    given = {"title": "Crates", "text": "They come back", "is_confidential": "on", "their_amount": "1200.50"}
    refused = client.post(LIST + "new/", given)
    assert refused.status_code == 422 and "They come back" in refused.text
    client.post(LIST + "new/", given | {"basis": "12 months", "currency": "EUR"})
    found = PlanIdea.objects.get()
    assert (found.partner, found.their_minor, found.is_confidential) == (brandt, 120_050, True)


def test_the_list_knows_whose_turn_it_is(client, us, them, idea):
    client.force_login(us.user)
    assert "Crates that come back" in client.get(LIST).text
    assert "Crates that come back" not in client.get(LIST + "?turn=them").text
    client.force_login(them.user)
    assert "Crates that come back" not in client.get(LIST).text
    assert "Crates that come back" in client.get(LIST + "?turn=them").text
    assert "Crates that come back" in body(client.get(LIST + "?turn=them&format=csv"))


def test_a_no_says_why_and_a_yes_starts_the_plan(client, us, them, idea):
    client.force_login(us.user)
    where = reverse("scorecards:idea", args=[idea.public_id])
    refused = client.post(where + "decline/", {"answer-words": " "})
    assert refused.status_code == 422
    assert client.post(where + "accept/", {"answer-words": "Gladly"}).status_code == 302
    idea.refresh_from_db()
    assert (idea.state, idea.words) == (IdeaState.ACCEPTED, "Gladly")
    form = client.get(f"/plans/new/?idea={idea.public_id}").context["form"]
    assert form.raw["title"] == "Crates that come back"


def test_a_plan_waits_for_the_yes(client, us, idea):
    client.force_login(us.user)
    response = client.get(f"/plans/new/?idea={idea.public_id}")
    assert response.url == reverse("scorecards:idea", args=[idea.public_id])


def test_the_side_that_had_it_withdraws_and_does_not_decide(client, them, idea):
    client.force_login(them.user)
    where = reverse("scorecards:idea", args=[idea.public_id])
    assert client.post(where + "accept/").status_code == 403
    assert client.post(where + "withdraw/", {"back-words": "Solved"}).status_code == 302
    idea.refresh_from_db()
    assert idea.state == IdeaState.WITHDRAWN


def test_a_confidential_idea_is_nowhere_for_ordinary_staff(client, secret, idea, buyer, erin):
    """In no list, count, search, file, panel, inbox or history, and under no address."""
    where = reverse("scorecards:idea", args=[secret.public_id])
    for user in (buyer, erin):
        client.force_login(user)
        assert client.get(where).status_code == 404
        assert client.post(where + "accept/").status_code == 404
        assert client.get(f"/plans/new/?idea={secret.public_id}").status_code == 404
        pages = ("", "?turn=all", "?turn=all&q=melt", "?turn=all&format=csv")
        for path in (*(LIST + page for page in pages), "/home/", "/inbox/"):
            text = body(client.get(path))
            assert SECRET not in text and secret.public_id not in text, path
        tabs = client.get(LIST).context["tabs"]
        assert [tab.count for tab in tabs] == [1, 0, 0, 1]
        assert f"{SECRET} " not in client.get(f"/partners/{secret.partner.public_id}/").text
    assert not Notice.objects.filter(user__in=[buyer, erin], about=secret.public_id).exists()


def test_those_who_decide_and_the_partner_read_it(client, us, them, secret):
    for actor in (us, them):
        client.force_login(actor.user)
        page = client.get(reverse("scorecards:idea", args=[secret.public_id]))
        assert SECRET in page.text and "Confidential:" in page.text
        assert SECRET in body(client.get(LIST + "?turn=all&format=csv"))


def test_mails_and_the_trail_do_not_name_it(secret):
    assert all(SECRET not in notice.subject + notice.words for notice in Notice.objects.all())
    assert all(SECRET not in str(event.__dict__) for event in AuditEvent.objects.all())


def test_the_title_of_a_confidential_idea_does_not_become_the_plans(client, us, secret):
    ideas.accept(by=us, idea=secret)
    client.force_login(us.user)
    page = client.get(f"/plans/new/?idea={secret.public_id}")
    assert SECRET not in page.text
    assert "The idea is confidential; a plan is not." in page.text


def test_a_rival_reads_none(client, charlie, idea, secret):
    client.force_login(charlie)
    for one in (idea, secret):
        assert client.get(reverse("scorecards:idea", args=[one.public_id])).status_code == 404
        assert client.get(f"/plans/new/?idea={one.public_id}").status_code == 404
    text = client.get(LIST + "?turn=all").text
    assert SECRET not in text and "Crates" not in text


def test_a_viewer_reads_and_does_not_propose(client, viewer, idea):
    client.force_login(viewer)
    assert client.get(reverse("scorecards:idea", args=[idea.public_id])).status_code == 200
    assert client.get(LIST + "new/").status_code == 403
