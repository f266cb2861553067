"""A card with the days of notice and the hours to the first answer: published, verified, read."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.actors import system_actor
from portal.engine.periods import Period
from scorecards.actions.publishing import publish
from scorecards.actions.templates import SHIPPED_BANDS, LineSpec, add_version
from scorecards.actions.verifying import Checked, verify
from scorecards.models import KpiResult
from suppliers.actions.judging import judge_lines
from tests.factories import LineFactory, OrderFactory, promise, receipt

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 9, 1, 7, tzinfo=UTC)  # a Tuesday
DUE = date(2026, 9, 15)


@pytest.fixture
def card(template, brandt, alice):
    """Six lines: answered after 1 to 6 hours; all slip, told 0 to 5 days before."""
    order = OrderFactory(partner=brandt, ordered_on=date(2026, 9, 1), sent_at=SENT)
    lines = []
    for number in range(6):
        line = LineFactory(order=order, number=str(number), requested_on=DUE)
        promise(line, DUE, at=SENT + timedelta(hours=number + 1))
        promise(line, DUE + timedelta(days=3), at=datetime(2026, 9, 15 - number, 9, tzinfo=UTC))
        receipt(line, DUE + timedelta(days=3))
        lines.append(line)
    judge_lines(by=system_actor(), line_ids=[line.pk for line in lines])
    specs = [
        LineSpec("notice_days", Decimal(50), target=Decimal(5), floor=Decimal(-5)),
        LineSpec("response_hours", Decimal(50), target=Decimal(4), floor=Decimal(24)),
    ]
    add_version(by=system_actor(), template=template, lines=specs, bands=SHIPPED_BANDS)
    publish(by=system_actor(), template=template, period=Period.parse("2026-09"), today=date(2026, 10, 20))
    return brandt.scorecards.get() if hasattr(brandt, "scorecards") else KpiResult.objects.first().card


def test_the_figures_are_on_the_card(card):
    found = {one.kpi: (one.value, one.n) for one in card.results.all()}
    assert found == {"notice_days": (Decimal("2.5"), 6), "response_hours": (Decimal("3.5"), 6)}
    assert card.score is not None


def test_they_come_out_again_from_the_rows_and_from_the_facts(card, settings):
    checked = Checked()
    assert list(verify(checked)) == []
    assert checked.figures == 2
    settings.HOLIDAYS = [date(2026, 9, 1)]  # then nobody worked: the facts say so, the card does not change
    (difference,) = verify(Checked())
    assert (difference.kpi, difference.against) == ("response_hours", "facts")


@pytest.mark.parametrize(
    ("kpi", "words"),
    [
        ("notice_days", ["Told 5 days before", "Told on the day", "2.5 days"]),
        ("response_hours", ["Working hours", "3.5 hours", "1 Sep"]),
    ],
)
def test_their_rows_can_be_read_by_the_partner(login, bob, card, kpi, words):
    page = login(bob).get(f"/scorecards/{card.public_id}/rows/{kpi}/").content.decode()
    for word in words:
        assert word in page.replace("\u00a0", " ")


@pytest.mark.parametrize("kpi", ["notice_days", "response_hours"])
def test_their_rows_are_a_file_and_an_answer_of_the_api(login, alice, card, kpi):
    client = login(alice)
    file = client.get(f"/scorecards/{card.public_id}/rows/{kpi}/?format=csv")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 7
    rows = client.get(f"/api/v1/scorecards/{card.public_id}/rows/?kpi={kpi}").json()
    assert len(rows) == 6
