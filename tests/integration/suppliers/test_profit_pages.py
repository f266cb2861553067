"""A partner's profit and loss as page, files, sheet and panel; cost rates with their effect; for whom."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from pypdf import PdfReader

from portal.actions.saving import StaleSave
from portal.actors import system_actor
from portal.engine.scaled import SCALE
from suppliers.actions import cost_rates
from suppliers.actions.judging import judge_lines
from suppliers.models import CostRate
from tests.factories import LineFactory, OrderFactory, PartnerFactory, promise, receipt
from tests.golden.booked import book

pytestmark = pytest.mark.django_db
YEAR = {"period": "2026"}
RATES = "/contribution/rates/"
SECRET = "73,911"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The 22nd of November 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 11, 22))


@pytest.fixture
def late(brandt):
    """A line ten days late in March, with two units rejected; 73,911 of revenue and 500 of trouble."""
    order = OrderFactory(partner=brandt, ordered_on=date(2026, 1, 5), currency="EUR")
    line = LineFactory(
        order=order, quantity=100 * SCALE, requested_on=date(2026, 3, 10), unit="pcs", unit_price=20 * SCALE
    )
    promise(line, date(2026, 3, 10), at=datetime(2026, 1, 6, 9, tzinfo=UTC))
    receipt(line, date(2026, 3, 20), 98, 2)
    judge_lines(by=system_actor(), line_ids=[line.pk])
    book("revenue", 73_911, date(2026, 3, 2), supplier=brandt)
    book("goods", -40_000, date(2026, 3, 2), supplier=brandt)
    book("quality", -500, date(2026, 4, 2), supplier=brandt, item_code="PH-40")
    return brandt


def url(partner, more=""):
    return f"/contribution/partners/{partner.public_id}/{more}"


def text(answer):
    page = BeautifulSoup(answer.content, "html.parser")
    return " ".join(page.get_text(" ").replace("\u00a0", " ").split())


def rate(amount, on="2026-01-01", **more):
    return CostRate.objects.create(
        kind="late_line_day", valid_from=date.fromisoformat(on), rate=amount * SCALE, **more
    )


def test_page_says_what_is_booked_and_what_is_estimated(login, alice, late):
    client = login(alice)
    before = text(client.get(url(late), YEAR))
    assert "Brandt Castings contributed EUR 33,411" in before
    assert "Nothing is estimated until somebody says what trouble costs" in before
    rate(35)
    after = text(client.get(url(late), YEAR))
    assert "plus 350 estimated from rates, kept apart" in after
    assert "Brandt Castings contributed EUR 33,411" in after
    assert "A unit of PH-40 truly costs EUR 25.00, not EUR 20.00" in after


def test_an_amount_leads_to_its_entries(login, alice, late):
    page = BeautifulSoup(login(alice).get(url(late), YEAR).content, "html.parser")
    wanted = f"/contribution/entries/?partner={late.public_id}&role=supplier&kind=quality"
    assert f"{wanted}&from=2026-01-01&to=2026-12-31" in [link["href"] for link in page.select("td a")]


@pytest.mark.parametrize("by", ["month", "quarter", "year"])
def test_files_add_up_to_their_last_row(login, alice, late, by):
    answer = login(alice).get(url(late), YEAR | {"format": "csv", "by": by})
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode())))
    assert len(rows) == {"month": 13, "quarter": 5, "year": 2}[by]
    assert sum(float(row["contribution"]) for row in rows[:-1]) == float(rows[-1]["contribution"]) == 33_411
    assert (rows[-1]["non_performance_booked"], rows[-1]["non_performance_estimated"]) == ("500.00", "")


def test_items_as_a_file(login, alice, late):
    rate(35)
    answer = login(alice).get(url(late), YEAR | {"format": "csv", "what": "items"})
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode())))
    assert [(row["item_code"], row["true_unit_cost"], row["estimated"]) for row in rows] == [
        ("PH-40", "25", "350.00")
    ]


def test_sheet_has_the_same_figures(login, alice, late, built_fonts):
    answer = login(alice).get(url(late, "pdf/"), YEAR)
    assert answer["Content-Type"] == "application/pdf"
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "33,411" in words
    assert "Halden staff only" in words


@pytest.mark.parametrize("kind", ["supplier", "distributor", "dealer", "agent"])
def test_without_an_entry_the_page_says_so(login, alice, kind):
    partner = PartnerFactory(code="QUIET", kind=kind)
    assert "Nothing is known of these days" in text(login(alice).get(url(partner)))


def test_what_cannot_be_read_in_the_address_is_said(login, alice, late):
    assert "2026-13" in text(login(alice).get(url(late), {"period": "2026-13"}))


def test_a_fixed_number_of_statements(login, alice, late, django_assert_max_num_queries):
    client = login(alice)
    client.get(url(late), YEAR)
    with django_assert_max_num_queries(25):
        client.get(url(late), YEAR)


def test_only_those_who_answer_for_the_profit(login, alice, erin, bob, charlie, late, built_fonts):
    for person, status in ((alice, 200), (erin, 200), (bob, 404), (charlie, 404)):
        client = login(person)
        for path in (url(late), url(late, "pdf/"), RATES):
            assert client.get(path).status_code == status, (person, path)


def test_panel_is_on_the_partners_page_for_them_alone(login, alice, bob, late):
    path = f"/partners/{late.public_id}/"
    assert SECRET in text(login(alice).get(path))
    assert SECRET not in text(login(bob).get(path))


# Cost rates


def test_without_rates_the_list_says_what_that_means(login, alice):
    assert "Nobody has said yet what trouble costs" in text(login(alice).get(RATES))


def test_the_effect_is_shown_before_and_after_saving(login, alice, late):
    client = login(alice)
    facts = {"kind": "late_line_day", "partner": "", "valid_from": "2026-01-01", "rate": "40"}
    shown = text(client.post(f"{RATES}new/", facts | {"preview": "1"}))
    assert "November 2025 to October 2026: EUR 400 estimated, where nothing is now." in shown
    assert not CostRate.objects.exists()
    saved = client.post(f"{RATES}new/", facts, follow=True)
    assert "November 2025 to October 2026: EUR 400 estimated now." in text(saved)
    made = CostRate.objects.get()
    edit = f"{RATES}{made.public_id}/edit/"
    again = facts | {"rate": "48.5", "version": made.version}
    assert "EUR 485 estimated instead of EUR 400." in text(client.post(edit, again | {"preview": "1"}))
    client.post(edit, again)
    made.refresh_from_db()
    assert made.rate == 48_500_000
    remove = f"{RATES}{made.public_id}/remove/"
    assert "nothing estimated any more, instead of EUR 485." in text(client.get(remove))
    client.post(remove)
    assert not CostRate.objects.exists()


def test_a_second_rate_of_the_same_day_is_refused_and_nothing_typed_is_lost(login, alice):
    rate(40)
    facts = {"kind": "late_line_day", "partner": "", "valid_from": "2026-01-01", "rate": "51.25"}
    answer = login(alice).post(f"{RATES}new/", facts)
    assert answer.status_code == 422
    assert "There is such a rate from this day on" in text(answer)
    assert b'value="51.25"' in answer.content


def test_a_stale_save_is_refused_with_both_values(login, alice, actor_of, dana):
    made = rate(40)
    facts = {"kind": "late_line_day", "partner": "", "valid_from": "2026-01-01", "version": made.version}
    cost_rates.edit(by=actor_of(dana), rate=made, version=made.version, changes={"rate": 45 * SCALE})
    answer = login(alice).post(f"{RATES}{made.public_id}/edit/", facts | {"rate": "50"})
    assert answer.status_code == 409
    assert CostRate.objects.get().rate == 45 * SCALE
    with pytest.raises(StaleSave):
        cost_rates.edit(by=actor_of(alice), rate=made, version=1, changes={"rate": 50 * SCALE})


def test_executives_look_and_change_nothing(login, erin):
    made = rate(40)
    client = login(erin)
    page = client.get(RATES)
    assert "/edit/" not in page.content.decode()
    for path in (f"{RATES}new/", f"{RATES}{made.public_id}/edit/", f"{RATES}{made.public_id}/remove/"):
        assert client.get(path).status_code == 403
        assert client.post(path).status_code == 403
    assert CostRate.objects.exists()


def test_list_tells_which_rate_holds(login, alice, brandt):
    rate(30, "2025-01-01")
    rate(40)
    rate(50, "2027-01-01")
    rate(45, partner=brandt)
    answer = login(alice).get(RATES, {"format": "csv", "sort": "valid_from"})
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode())))
    assert [(row["rate"], row["whom"], row["state"]) for row in rows] == [
        ("30", "", "no longer"),
        ("40", "", "holds now"),
        ("45", "BRANDT", "holds now"),
        ("50", "", "from a later day on"),
    ]


def test_an_estimate_leads_to_the_lines_it_is_made_of(login, alice, erin, bob, late):
    rate(35)
    page = BeautifulSoup(login(alice).get(url(late), YEAR).content, "html.parser")
    way = url(late, "trouble/?from=2026-01-01&to=2026-12-31")
    assert way in [link["href"] for link in page.select("td a")]
    answer = login(erin).get(way + "&format=csv&sort=kind")
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode())))
    assert [(row["kind"], row["quantity"], row["rate"], row["cost"]) for row in rows] == [
        ("late_line_day", "10", "35", "350.00"),
        ("rejected_unit", "2", "", ""),
    ]
    assert "350.00" in text(login(erin).get(way))
    assert login(bob).get(way).status_code == 404
