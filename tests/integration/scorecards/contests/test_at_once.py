"""Two people at the same moment, on either database: one is first, the other is told."""

import threading

import pytest
from django.db import connection

from scorecards.actions import contests, deciding, excluding
from scorecards.actions.contests import ContestRefused
from scorecards.actions.deciding import ContestStale
from scorecards.actions.excluding import ExclusionStale
from scorecards.enums import Verdict
from scorecards.models import Contest, Scorecard
from suppliers.models import Exclusion
from tests.integration.scorecards.contests.conftest import FILED, LATER
from tests.integration.scorecards.contests.test_excluding import SPAN

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Starts all at the same moment; returns what came of each: its answer, or what it raised."""
    found, start = [None] * len(acts), threading.Barrier(len(acts))

    def one(number):
        start.wait()
        try:
            found[number] = acts[number]()
        except (ContestStale, ContestRefused, ExclusionStale) as refused:
            found[number] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


def test_two_deciders(contest, alice, dana, late, actor_of, card):
    def decide(who, verdict):
        by = actor_of(who)
        return lambda: deciding.decide(
            by=by, contest=contest, lines=[late.public_id], verdict=verdict, text="So it is", at=LATER
        )

    found = at_once(decide(alice, Verdict.EXCUSED), decide(dana, Verdict.EXPLAINED))
    assert sorted(isinstance(one, ContestStale) for one in found) == [False, True]
    verdict = contest.lines.get().verdict
    assert Exclusion.objects.count() == (verdict == Verdict.EXCUSED)
    revisions = Scorecard.objects.filter(partner=card.partner).count()
    assert revisions == (2 if verdict == Verdict.EXCUSED else 1)


def test_two_contests_of_one_line(card, bob, late, actor_of):
    def file():
        return contests.file(
            by=actor_of(bob), card=card, lines=[late.public_id], reason="other", text="No", at=FILED
        )

    found = at_once(file, file)
    assert sorted(isinstance(one, ContestRefused) for one in found) == [False, True]
    assert Contest.objects.count() == 1


def test_an_answer_and_an_approval_that_excuse_the_same_line(contest, alice, dana, late, actor_of, card):
    by, second = actor_of(alice), actor_of(dana)
    request = excluding.propose(by=by, span=SPAN, reason="Strike", at=LATER)
    at_once(
        lambda: deciding.decide(
            by=by, contest=contest, lines=[late.public_id], verdict=Verdict.EXCUSED, text="Yes", at=LATER
        ),
        lambda: excluding.approve(by=second, request=request, at=LATER),
    )
    assert Exclusion.objects.filter(line=late, undone_at=None).count() == 1
    assert contest.lines.get().verdict == Verdict.EXCUSED
    newest = Scorecard.objects.get(partner=card.partner, is_latest=True)
    assert newest.results.get(kpi="otif_lines").excused == 7


def test_two_who_approve(alice, dana, cards, actor_of):
    request = excluding.propose(by=actor_of(alice), span=SPAN, reason="Strike", at=LATER)
    second = actor_of(dana)
    approve = lambda: excluding.approve(by=second, request=request, at=LATER)  # noqa: E731
    found = at_once(approve, approve)
    assert sorted(isinstance(one, ExclusionStale) for one in found) == [False, True]
    assert Exclusion.objects.count() == 13
