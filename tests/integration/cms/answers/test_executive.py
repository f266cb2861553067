"""The monthly report: its day, its mail with one sheet, its page; and what executives see first at home."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.urls import reverse

from cms.facts.executive import first_working_day, is_report_time, reviews
from cms.jobs_executive import send_reports
from cms.presenters.executive import report
from portal.engine.periods import Period
from portal.enums import MailMode, StaffRole
from portal.jobs.outbox import deliver
from portal.models import MailPreference, OutboxMessage
from suppliers.actions import recognition
from suppliers.enums import EntryRole
from suppliers.facts import contribution
from tests.answers import add_policy, issue, propose
from tests.factories import StaffFactory
from tests.integration.cms.promising import invoices, standard

pytestmark = pytest.mark.django_db


def at(month, day, hour=9):
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fonts(built_fonts):
    pass


def test_the_first_working_day_of_a_month():
    assert first_working_day(Period.parse("2026-11")) == date(2026, 11, 2)  # the first is a Sunday
    assert not is_report_time(at(11, 1)) and not is_report_time(at(11, 2, 3))
    assert is_report_time(at(11, 2)) and is_report_time(at(11, 28))


def test_each_month_is_sent_once_to_each_executive_with_one_sheet(erin, dana, time_machine):
    """Also when the day itself was missed; not to who wants no mails, nor to anybody else."""
    silent = StaffFactory(role=StaffRole.EXECUTIVE)
    MailPreference.objects.create(user=silent, mode=MailMode.NONE)
    time_machine.move_to(at(11, 1))
    send_reports()
    assert not OutboxMessage.objects.exists()
    for moment in (at(11, 4), at(11, 5), at(12, 1)):
        time_machine.move_to(moment)
        send_reports()
    sent = list(OutboxMessage.objects.order_by("pk"))
    assert [(one.to, one.attachment_name) for one in sent] == [
        (erin.email, "report-2026-10.pdf"),
        (erin.email, "report-2026-11.pdf"),
    ]
    assert deliver() == 2
    (name, content, kind) = mail.outbox[0].attachments[0]
    assert (name, kind) == ("report-2026-10.pdf", "application/pdf")
    assert content.startswith(b"%PDF") and content.count(b"/Type /Page\n") <= 1
    sent[0].refresh_from_db()
    assert sent[0].attachment is None and sent[0].text == ""


def test_the_report_says_what_waits_what_was_thanked_and_what_is_due(
    erin, alice, bob, brandt, actor_of, time_machine
):
    time_machine.move_to(at(10, 20), tick=False)
    stale = add_policy("Travel", keeper=alice, review_on=date(2026, 10, 1))
    add_policy("Paying", keeper=alice, review_on=date(2026, 11, 25))
    add_policy("Later", keeper=alice, review_on=date(2027, 11, 1))
    propose(actor_of(bob), issue(stale, owner=erin))
    recognition.thank(by=actor_of(alice), partner=brandt, text="You came on Sunday.", at=at(10, 20))
    now = at(11, 2)
    time_machine.move_to(now, tick=False)
    found = report(actor_of(erin), now)
    assert found.key == "2026-10"
    assert [(one.title, one.is_stale) for one in found.due] == [("Travel", True), ("Paying", False)]
    assert [one.words for one in found.thanks] == ["You came on Sunday."]
    assert (found.waits[0].value, found.waits[0].tone) == ("1", "bad")
    assert report(actor_of(erin), at(12, 1)).thanks == ()


def test_what_suppliers_contributed_names_the_most_and_those_that_cost_money(
    erin, brandt, kestrel, actor_of, monkeypatch
):
    made = {brandt.pk: 500_000, kestrel.pk: -20_000}
    monkeypatch.setattr(
        "cms.facts.executive.contributions",
        lambda actor, role, span: (
            made
            if (role, span) == (EntryRole.SUPPLIER, contribution.Span(date(2025, 11, 1), date(2026, 10, 31)))
            else {}
        ),
    )
    found = report(actor_of(erin), at(11, 2))
    assert [(one.name, one.is_cost) for one in found.top] == [("Brandt Castings", False)]
    assert [(one.name, one.is_cost) for one in found.bottom] == [("Kestrel Forgings", True)]


def test_the_page_and_the_sheet_are_for_executives(world, client):
    for role, status in (("executive", 200), ("administrator", 200), ("buyer", 403), ("content_editor", 403)):
        client.force_login(world.staff[role])
        assert client.get(reverse("cms:executive_report")).status_code == status
    client.force_login(world.staff["executive"])
    sheet = client.get(reverse("cms:executive_report_pdf"))
    assert sheet["Content-Type"] == "application/pdf" and sheet.content.startswith(b"%PDF")


def test_executives_see_first_what_was_not_kept_and_what_nobody_looked_at(world, client, time_machine):
    world.pages.policy.review_on = date(2026, 1, 31)
    world.pages.policy.save()
    client.force_login(world.staff["executive"])
    page = client.get(reverse("portal:home")).content.decode()
    assert "What we promised" in page and "Paid within terms" in page
    assert "Texts to look at again" in page and "since 31" in page
    client.force_login(world.staff["buyer"])
    page = client.get(reverse("portal:home")).content.decode()
    assert "What we promised" not in page and "Texts to look at again" not in page


def test_executives_begin_with_the_promises_others_with_their_lines(world, client, time_machine):
    time_machine.move_to(at(10, 20), tick=False)
    standard(title="Paid again", short="Paid")
    invoices(world.brandt.partner, 6, 4)
    client.force_login(world.staff["executive"])
    page = client.get(reverse("portal:home")).content.decode()
    assert "We did not keep" in page and "Read the month" in page
    client.force_login(world.staff["buyer"])
    assert "Read the month" not in client.get(reverse("portal:home")).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_reviews_cost_the_same_for_any_number(many, alice, django_assert_num_queries):
    for number in range(many):
        add_policy(f"Text {number}", keeper=alice, review_on=date(2026, 10, 1))
    reviews(date(2026, 11, 2))
    with django_assert_num_queries(4):
        assert len(reviews(date(2026, 11, 2))) == many
