"""The desk with ten thousand open lines, against the bare read of them; and 500 answers at once."""

from datetime import date, timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.actors import Actor, system_actor
from suppliers.actions import commitments
from suppliers.actions.commitments import Answer
from suppliers.actions.judging import judge_lines
from suppliers.enums import Act, Fate
from suppliers.models import LineStanding, Membership, OrderLine, Promise, Receipt
from tests.bulk import make_month

pytestmark = pytest.mark.django_db
MILLISECONDS = 300
SECONDS = 2
AT_ONCE = 500
PAGES = ("/desk/", "/desk/?tab=late", "/desk/?tab=all", "/desk/?tab=all&page=150", "/desk/?q=7")


def open_lines(lines_each):
    """Two partners, one to look at and a rival, with so many open lines each; some late, some not."""
    first, _rival = make_month(2, lines_each)
    Receipt.objects.all().delete()
    ids = list(OrderLine.objects.values_list("pk", flat=True))
    judge_lines(by=system_actor(), line_ids=ids)
    return first


def best_of(times, work):
    """The quickest of several: the others met a busy machine."""
    found = []
    for _ in range(times):
        started = perf_counter()
        work()
        found.append(perf_counter() - started)
    return min(found)


def bare_read(partner):
    """The least a database can do: all open lines of the partner, one after the other."""
    return list(LineStanding.objects.filter(partner=partner, is_open=True).values_list("line_id", "due_on"))


def test_the_desk_of_ten_thousand_lines(client):
    found = {}
    for lines_each in (100, 10_000):
        partner = open_lines(lines_each)
        client.force_login(Membership.objects.get(partner=partner).user)
        client.get(PAGES[0])
        found[lines_each] = {}
        for page in PAGES:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
                statements = len(captured)
            seconds = best_of(5, lambda page=page: client.get(page))
            found[lines_each][page] = (seconds, statements)
        bare = best_of(5, lambda partner=partner: bare_read(partner))
        print(f"\n{lines_each:,} open lines; bare read of them {bare * 1000:.0f} ms")
        for page, (seconds, statements) in found[lines_each].items():
            print(f"  {page}: {seconds * 1000:.0f} ms, {statements} statements, {seconds / bare:.1f} times")
    for page, (seconds, statements) in found[10_000].items():
        assert statements <= found[100][page][1] + 1, page
        assert seconds * 1000 < MILLISECONDS, page


def test_five_hundred_answers_at_once():
    partner = open_lines(1_000)
    membership = Membership.objects.get(partner=partner)
    by = Actor(user=membership.user, membership=membership)
    lines = list(OrderLine.objects.filter(partner=partner).order_by("pk"))
    day = date.today() + timedelta(days=40)
    for kind, chosen in (("promises", lines[:AT_ONCE]), ("promises again", lines[AT_ONCE:])):
        answers = [
            Answer(one.public_id, Act.PROMISE, parts=((one.quantity, day),), reason_code="capacity")
            for one in chosen
        ]
        before = Promise.objects.count()
        with CaptureQueriesContext(connection) as captured:
            started = perf_counter()
            said = commitments.answer(by=by, answers=answers)
            seconds = perf_counter() - started
        print(f"\n{AT_ONCE} {kind}: {seconds:.2f} s, {len(captured)} statements")
        assert {one.fate for one in said} == {Fate.WAITING}
        assert Promise.objects.count() == before + AT_ONCE
        assert seconds < SECONDS
