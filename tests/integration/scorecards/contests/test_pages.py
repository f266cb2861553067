"""The pages of contests: in the rows of a card, filing, deciding, the inbox, the lists and the homes."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.models import Attachment
from scorecards.actions import contests, deciding
from scorecards.enums import Verdict
from scorecards.models import Contest, ProposedAction, Scorecard
from suppliers.facts.inbox import count_for
from tests.integration.scorecards.contests.conftest import FILED, PDF


def url(name, thing, **more):
    return reverse(f"scorecards:{name}", args=[thing.public_id, *more.values()])


def rows_of(client, card, **headers):
    return client.get(url("rows", card, kpi="otif_lines"), headers=headers)


def ticked(*lines):
    return {"kpi": "otif_lines", "line": [line.public_id for line in lines]}


def given(*lines, **more):
    return {
        "line": [line.public_id for line in lines],
        "reason": "collected_late",
        "text": "Your carrier came late.",
        **more,
    }


@pytest.mark.parametrize("htmx", ["true", ""])
def test_bob_ticks_the_lines_that_failed(login, bob, card, late, htmx):
    page = rows_of(login(bob), card, **({"HX-Request": "true"} if htmx else {}))
    html = page.content.decode()
    assert f'value="{late.public_id}"' in html
    assert "Contest the ticked lines…" in html
    assert "Alice Moreau answers within 5 days." in html or "Alice answers within 5 days." in html


def test_who_only_looks_ticks_nothing(login, viewer, alice, card, late):
    for somebody in (viewer, alice):
        assert 'name="line"' not in rows_of(login(somebody), card).content.decode()


def test_contested_and_excused_lines_are_marked_and_not_ticked(
    login, bob, alice, contest, card, late, actor_of
):
    html = rows_of(login(bob), card).content.decode()
    assert "Contested, answer by 7\xa0Oct" in html
    assert reverse("scorecards:contest", args=[contest.public_id]) in html
    deciding.decide(
        by=actor_of(alice),
        contest=contest,
        lines=[late.public_id],
        verdict=Verdict.EXCUSED,
        text="Our carrier.",
    )
    newest = Scorecard.objects.get(partner=card.partner, is_latest=True)
    html = login(bob).get(url("rows", newest, kpi="otif_lines") + "?show=all").content.decode()
    assert "Excused" in html
    assert "Our carrier." in html
    assert f'value="{late.public_id}" data-ac-pick' not in html or "disabled" in html


def test_the_bar_says_what_a_yes_would_give(login, bob, card, late):
    html = login(bob).get(url("contest_effect", card), ticked(late)).content.decode()
    assert "Contest 1 line…" in html
    assert "this line would give <b>+" in html
    html = login(bob).get(url("contest_effect", card), ticked()).content.decode()
    assert "Contest the ticked lines…" in html


def test_the_form_shows_the_lines_their_clock_and_what_comes_of_a_yes(login, bob, card, late):
    html = login(bob).get(url("contest_new", card), ticked(late)).content.decode()
    assert str(late) in html
    assert "Complete on 13\xa0Sep, 3 days late" in html
    assert "answers within 5 days" in html
    assert "at once, as a new revision" in html
    assert 'type="file"' in html


def test_without_lines_one_is_sent_back_to_tick_some(login, bob, card):
    response = login(bob).get(url("contest_new", card), {"kpi": "otif_lines"})
    assert response.url == url("rows", card, kpi="otif_lines")


def test_filed_with_files(login, bob, card, late, missing):
    files = [SimpleUploadedFile("CMR.pdf", PDF), SimpleUploadedFile("photo.txt", b"a photo")]
    response = login(bob).post(url("contest_new", card), given(late, missing, files=files))
    contest = Contest.objects.get()
    assert response.url == url("contest", contest)
    assert Attachment.objects.filter(about=contest.public_id).count() == 2
    assert contest.lines.count() == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": ""}, "This field is required"),
        ({"reason": ""}, "This field is required"),
        ({"files": [SimpleUploadedFile("x.html", b"<html>")]}, "‘x.html’ was not taken: it is a web page"),
    ],
)
def test_what_was_typed_stays(login, bob, card, late, more, words):
    response = login(bob).post(url("contest_new", card), given(late, **{"text": "We were ready", **more}))
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert f'value="{late.public_id}"' in html
    if "text" not in more:
        assert "We were ready" in html
    assert not Contest.objects.exists()


def test_a_rivals_card_does_not_exist(login, charlie, card, late):
    client = login(charlie)
    assert client.get(url("contest_new", card), ticked(late)).status_code == 404
    assert client.post(url("contest_new", card), given(late)).status_code == 404
    assert client.get(url("contest_effect", card), ticked(late)).status_code == 404


def test_both_sides_see_the_same_page(login, bob, alice, viewer, contest):
    for somebody, acts in ((bob, ["Withdraw it", "Send"]), (alice, ["Agree, excuse the line"]), (viewer, [])):
        html = login(somebody).get(url("contest", contest)).content.decode()
        assert "Your carrier came late." in html
        assert "CMR 14 Sep, signed.pdf" in html
        assert "It was ready; your carrier came late" in html
        for act in acts:
            assert act in html
    assert "Withdraw it" not in html
    assert "Agree" not in html
    assert "<textarea" not in html


def test_alice_agrees_and_both_see_before_and_after(login, alice, bob, contest, late, card):
    data = {"line": late.public_id, "act": "agree", "decide-text": "The CMR shows 14 Sep."}
    response = login(alice).post(url("contest_decide", contest), data)
    assert response.url == url("contest", contest)
    for somebody in (alice, bob):
        html = login(somebody).get(url("contest", contest)).content.decode()
        assert "Before and after" in html
        assert f"{card.score:.1f}" in html
        newest = Scorecard.objects.get(partner=card.partner, is_latest=True)
        assert f"{newest.score:.1f}" in html
        assert "The CMR shows 14 Sep." in html
    assert newest.revision == 2


def test_alice_explains(login, alice, bob, contest, late):
    data = {"line": late.public_id, "act": "explain", "decide-text": "The CMR is of another order."}
    login(alice).post(url("contest_decide", contest), data)
    html = login(bob).get(url("contest", contest)).content.decode()
    assert "The CMR is of another order." in html
    assert "Before and after" not in html


def test_without_words_nothing_is_decided_and_the_ticks_stay(login, alice, contest, late):
    response = login(alice).post(url("contest_decide", contest), {"line": late.public_id, "act": "agree"})
    assert response.status_code == 422
    assert "Write a few words first" in response.content.decode()
    assert contest.lines.get().verdict == ""


def test_the_second_decider_is_told(login, alice, dana, contest, late):
    data = {"line": late.public_id, "act": "agree", "decide-text": "Yes."}
    login(alice).post(url("contest_decide", contest), data)
    response = login(dana).post(url("contest_decide", contest), {**data, "act": "explain"})
    assert response.status_code == 409
    assert "Alice Moreau was faster" in response.content.decode()


def test_an_act_that_there_is_not(login, alice, contest, late):
    assert login(alice).post(url("contest_decide", contest), {"act": "accept"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("contest_decide", {"alice", "dana", "buyer"}),
        ("contest_hand_over", {"alice", "dana", "buyer"}),
        ("contest_take_back", {"alice", "dana"}),
        ("contest_withdraw", {"bob"}),
        ("contest_say", {"alice", "dana", "buyer", "bob"}),
    ],
)
def test_who_may_do_what(request, login, contest, late, buyer, name, allowed):
    people = {"alice", "dana", "buyer", "erin", "bob", "viewer", "charlie"}
    refused = {}
    for who in sorted(people - allowed):
        user = request.getfixturevalue(who)
        refused[who] = (
            login(user).post(url(name, contest), {"line": late.public_id, "act": "agree"}).status_code
        )
    assert refused == {who: 404 if who == "charlie" else 403 for who in people - allowed}
    for who in sorted(allowed):
        user = request.getfixturevalue(who)
        response = login(user).post(url(name, contest), {"line": late.public_id, "act": "agree"})
        assert response.status_code in (302, 409, 422), who


def test_the_inbox_has_it_with_clock_effect_and_acts(login, alice, contest, late):
    html = login(alice).get(reverse("suppliers:inbox")).content.decode()
    assert "Brandt Castings: ‘It was ready; your carrier came late’" in html
    assert "CMR 14 Sep, signed.pdf" in html
    assert "If you agree:" in html
    assert "overdue since" in html or "left of 5" in html or "due today" in html
    data = {"line": late.public_id, "act": "agree", "decide-text": "Yes, ours."}
    response = login(alice).post(url("contest_decide", contest) + "?next=inbox", data)
    assert response.url == reverse("suppliers:inbox")
    html = login(alice).get(reverse("suppliers:inbox") + "?kind=done").content.decode()
    assert "Contest: 1 excused" in html


def test_the_inbox_asks_the_same_of_the_database_for_one_and_for_three(
    login, alice, bob, contest_of, lines, django_assert_num_queries, client
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for line in lines[4:7]:
        contest_of(bob, line)
        login(alice)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(reverse("suppliers:inbox")).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[2]


def test_the_badge_counts_contests_and_what_may_be_decided(actor_of, alice, buyer, contest):
    day = date(2026, 10, 5)
    assert ProposedAction.objects.filter(partner=contest.partner).count() == 1  # by the band of its card
    assert (count_for(actor_of(alice), day), count_for(actor_of(buyer), day)) == (2, 0)
    ProposedAction.objects.update(decision="declined", decided_at=contest.filed_at)
    assert (count_for(actor_of(alice), day), count_for(actor_of(buyer), day)) == (1, 0)
    contest.owner = None
    contest.save()
    assert count_for(actor_of(buyer), day) == 1


def test_lists_of_both_sides(login, alice, bob, charlie, contest):
    assert "It was ready" in login(alice).get(reverse("scorecards:contests")).content.decode()
    html = login(bob).get(reverse("scorecards:contests")).content.decode()
    assert url("contest", contest) in html
    html = login(charlie).get(reverse("scorecards:contests") + "?state=all").content.decode()
    assert url("contest", contest) not in html
    csv = login(alice).get(reverse("scorecards:contests") + "?format=csv")
    assert b"collected_late" in csv.content if not csv.streaming else b"".join(csv.streaming_content)


def test_homes_tell_of_it(login, alice, bob, charlie, contest):
    for somebody, words in ((alice, "Contested lines"), (bob, "Your contests")):
        html = login(somebody).get(reverse("portal:home")).content.decode()
        assert words in html
        assert url("contest", contest) in html
    assert "Your contests" not in login(charlie).get(reverse("portal:home")).content.decode()


def test_rivals_read_nothing_of_it(login, charlie, contest):
    assert login(charlie).get(url("contest", contest)).status_code == 404


def test_the_card_says_who_has_the_word(login, bob, contest, card):
    html = login(bob).get(url("card", card)).content.decode()
    assert "1 line contested" in html


def test_filing_from_an_older_revision_is_told(login, bob, card, late, contest, alice, missing, actor_of):
    deciding.decide(
        by=actor_of(alice), contest=contest, lines=[late.public_id], verdict=Verdict.EXCUSED, text="Yes"
    )
    response = login(bob).post(url("contest_new", card), given(missing))
    assert response.status_code == 422
    assert "newer revision" in response.content.decode()


def test_withdrawn_by_its_partner(login, bob, contest):
    response = login(bob).post(url("contest_withdraw", contest))
    assert response.url == url("contest", contest)
    contest.refresh_from_db()
    assert contest.state == "withdrawn"


def test_overdue_since(contest, actor_of, alice):
    from datetime import date

    from scorecards.pages.clocks import clock_of

    assert clock_of(contest, date(2026, 10, 6)).words == "1 day left of 5"
    assert clock_of(contest, date(2026, 10, 7)).words == "answer due today"
    assert clock_of(contest, date(2026, 10, 9)).words == "overdue since 7\xa0Oct"
    assert clock_of(contest, FILED.date()).words == "5 days left of 5"
    contests.withdraw(by=actor_of(contest.filed_by), contest=contest)
    assert clock_of(contest, date(2026, 10, 9)).words == "withdrawn"
