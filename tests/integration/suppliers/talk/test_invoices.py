"""Invoices: a partner sees its own, and both see how we keep our terms."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from suppliers.facts.invoices import open_sums, terms_kept
from suppliers.models import Invoice
from suppliers.presenters.invoices import paid_words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def invoice(brandt):
    def make(due, paid=None, *, partner=brandt, amount=100_00, currency="EUR", **more):
        """`due` and `paid` in days from today."""
        return Invoice.objects.create(
            partner=partner,
            number=f"RE-{Invoice.objects.count() + 1}",
            received_on=TODAY + timedelta(days=due - 30),
            due_on=TODAY + timedelta(days=due),
            paid_on=None if paid is None else TODAY + timedelta(days=paid),
            currency=currency,
            amount_minor=amount,
            **more,
        )

    return make


def test_terms_are_kept_by_the_day(invoice):
    """Paid early, on the day and 4 late; unpaid for 10; today's, disputed, credits, old, future left out."""
    invoice(-20, -25), invoice(-20, -20), invoice(-20, -16), invoice(-10)
    invoice(0), invoice(-5, disputed=True), invoice(-5, -1, amount=-100), invoice(-91, -80), invoice(5)
    kept = terms_kept(Invoice.objects.all(), TODAY)
    assert (kept.in_time, kept.late, kept.unpaid, kept.n) == (2, 1, 1, 4)
    assert (kept.share, kept.days_late) == (Decimal("0.5"), Decimal(7))


def test_what_is_paid_on_the_last_day_counts_at_once(invoice):
    invoice(0, 0)
    assert terms_kept(Invoice.objects.all(), TODAY).n == 1


def test_nothing_due_is_no_share(invoice):
    assert terms_kept(Invoice.objects.all(), TODAY).share is None


def test_sums_are_by_currency_and_never_added(invoice):
    invoice(-3, amount=200_00), invoice(5, amount=50_00), invoice(5, amount=90_00, currency="NOK")
    invoice(-3, -3, amount=999_00), invoice(2, amount=10_00, disputed=True)
    sums = open_sums(Invoice.objects.all(), TODAY)
    assert [(one.minor, one.currency) for one in sums.open] == [(260_00, "EUR"), (90_00, "NOK")]
    assert [(one.minor, one.currency) for one in sums.overdue] == [(200_00, "EUR")]
    assert (sums.count, sums.overdue_count, sums.disputed_count) == (4, 1, 1)


@pytest.mark.parametrize(
    ("paid", "words"),
    [(date(2026, 9, 1), "9 days early"), (date(2026, 9, 9), "1 day early"), (date(2026, 9, 10), "on the day"),
     (date(2026, 9, 12), "2 days late"), (None, "")],
)  # fmt: skip
def test_how_many_days_early_or_late(paid, words):
    assert paid_words(date(2026, 9, 10), paid) == words


def test_our_failures_stand_in_the_title(login, bob, alice, invoice):
    invoice(-12, amount=48_310_00), invoice(10)
    for user in (bob, alice):
        words = login(user).get("/invoices/").content.decode()
        assert "One invoice is past its day" in words
        assert "EUR\u00a048,310" in words
    assert "we are sorry" in login(bob).get("/invoices/").content.decode()


def test_paid_late_is_told_too(login, bob, invoice):
    invoice(-12, -2), invoice(-12, -13)
    words = login(bob).get("/invoices/").content.decode()
    assert "We paid 1 of 2 invoices late" in words
    assert "50.0\u00a0%" in words


@pytest.mark.parametrize(
    ("state", "count"), [("", 4), ("open", 3), ("overdue", 1), ("disputed", 1), ("paid", 1), ("late", 1)]
)
def test_states(login, bob, invoice, state, count):
    invoice(-3), invoice(3), invoice(4, disputed=True), invoice(-3, -1)
    page = login(bob).get(f"/invoices/?state={state}")
    assert page.context["table"].page.paginator.count == count


def test_a_partner_sees_its_own_and_staff_see_all(login, bob, alice, invoice, kestrel):
    mine, theirs = invoice(3), invoice(3, partner=kestrel)
    words = login(bob).get("/invoices/").content.decode()
    assert mine.number in words
    assert theirs.number not in words
    assert "Kestrel" not in words
    both = login(alice).get("/invoices/").content.decode()
    assert "Kestrel" in both
    one = login(alice).get(f"/invoices/?partner={kestrel.public_id}").content.decode()
    assert theirs.number in one
    assert f">{mine.number}<" not in one


def test_each_has_a_way_to_ask_for_who_may(login, bob, viewer, erin, invoice):
    one = invoice(3)
    ask = f"/questions/new/?invoice={one.public_id}"
    assert ask in login(bob).get("/invoices/").content.decode()
    for user in (viewer, erin):
        assert ask not in login(user).get("/invoices/").content.decode()


def test_a_file_holds_what_is_shown(login, bob, invoice):
    invoice(-3, -1)
    answer = login(bob).get("/invoices/?format=csv")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(body))
    assert (row["number"], row["amount"], row["standing"]) == ("RE-1", "100.00", "paid_late")
    assert "partner" not in row
    assert "ask" not in row


def test_an_empty_list_says_where_they_come_from(login, bob):
    assert "They come with the import" in login(bob).get("/invoices/").content.decode()


def test_the_list_costs_the_same_for_one_and_many(login, alice, invoice):
    client = login(alice)
    invoice(3)
    client.get("/invoices/")
    with CaptureQueriesContext(connection) as one:
        client.get("/invoices/")
    for number in range(20):
        invoice(number - 10)
    with CaptureQueriesContext(connection) as many:
        client.get("/invoices/")
    assert len(many) == len(one)
