"""What reliability is worth: measured from deliveries, typed over, kept, and for nobody else to see."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.actors import Actor, system_actor
from portal.engine.scaled import SCALE
from portal.models import AuditEvent
from suppliers.actions import reliability
from suppliers.actions.judging import judge_lines
from suppliers.engine.safety_stock import Question, Supply
from suppliers.facts.reliability import Group, measured, offers
from suppliers.models import ReliabilitySum
from tests.factories import LineFactory, OrderFactory, promise, receipt
from tests.golden.booked import rate

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)
D = Decimal
VALUES = {
    "demand": "120", "demand_sd": "30", "lead": "10", "lead_sd": "3", "unit_cost": "12",
    "level": "95", "rate": "22", "lead_to": "10", "lead_sd_to": "1.5",
}  # fmt: skip


def delivered(partner, ordered, days, quantity=70, *, item="PH-40", price=12, currency="EUR", **facts):
    order = OrderFactory(partner=partner, ordered_on=ordered, currency=currency)
    line = LineFactory(
        order=order, item_code=item, quantity=quantity * SCALE, unit="pcs", unit_price=price * SCALE,
        requested_on=ordered + timedelta(days=10), **facts,
    )  # fmt: skip
    promise(line, line.requested_on, at=datetime(2026, 1, 1, tzinfo=UTC))
    if days is not None:
        receipt(line, ordered + timedelta(days=days))
    judge_lines(by=system_actor(), line_ids=[line.pk])
    return line


@pytest.fixture
def actor(alice):
    return Actor(user=alice)


def question(**changes):
    before = Supply(D(120), D(30), D(10), D(3))
    return Question(before, Supply(D(120), D(30), D(10), D("1.5")), D("0.95"), D(12), D("0.22"))


class TestMeasured:
    def test_lead_time_and_its_spread_from_what_came(self, actor, brandt, kestrel):
        for days in (8, 10, 15):
            delivered(brandt, date(2026, 8, 3), days)
        delivered(brandt, date(2026, 8, 3), None)  # still open
        delivered(brandt, date(2026, 8, 3), 40, item="PH-41")
        delivered(kestrel, date(2026, 8, 3), 90)
        found = measured(actor, brandt, Group(item_code="PH-40"), TODAY)
        assert (found.lead, found.lead_n) == (11, 3)
        assert round(found.lead_sd, 4) == D("3.6056")  # sqrt(13)

    def test_demand_is_each_weeks_quantity_by_seven(self, actor, brandt):
        # 52 weeks from 6 October 2025: 364 in one, 728 in another, nothing in fifty.
        delivered(brandt, date(2026, 8, 3), 10, 364)
        delivered(brandt, date(2026, 9, 1), 10, 728)
        found = measured(actor, brandt, Group(item_code="PH-40"), TODAY).demand
        assert (found.mean, found.weeks, found.unit) == (3, 52, "pcs")
        # daily 52 and 104 once each: (49^2 + 101^2 + 50 x 3^2) / 51 = 255.92, its root 15.998
        assert round(found.sd, 3) == D("15.998")

    def test_the_newest_price_in_our_currency(self, actor, brandt):
        rate("USD", date(2026, 8, 1), "1.25")
        delivered(brandt, date(2026, 8, 3), 10, price=12)
        delivered(brandt, date(2026, 9, 3), 10, price=20, currency="USD")
        found = measured(actor, brandt, Group(), TODAY).price
        assert (found.amount, found.ordered_on) == (16, date(2026, 9, 3))

    def test_without_deliveries_nothing_is_made_up(self, actor, brandt):
        found = measured(actor, brandt, Group(), TODAY)
        assert (found.lead, found.lead_sd, found.lead_n, found.demand, found.price) == (
            None, None, 0, None, None,
        )  # fmt: skip

    def test_a_fixed_number_of_queries(self, actor, brandt, django_assert_num_queries):
        rate("USD", date(2026, 8, 1), "1.25")
        for number in range(4):
            delivered(brandt, date(2026, 8, 3 + number), 10, item=f"PH-{number}", currency="USD")
        with django_assert_num_queries(3):
            measured(actor, brandt, Group(), TODAY)
        with django_assert_num_queries(1):
            offers(actor, brandt, TODAY)


class TestKeeping:
    def test_keeps_the_values_and_what_followed(self, actor, brandt):
        kept = reliability.keep(
            by=actor, partner=brandt, group=Group("PH-40"), question=question(), at=timezone.now()
        )
        assert round(D(kept.units) / SCALE, 1) == D("277.7")
        assert (round(kept.cash_minor, -2), round(kept.benefit_minor, -2)) == (333_200, 73_300)
        assert (kept.inputs["z"], kept.inputs["lead_sd_to"]) == ("1.6449", "1.5")
        event = AuditEvent.objects.get(verb="reliability.kept")
        assert (event.scope, event.data["benefit_minor"]) == (brandt.public_id, kept.benefit_minor)

    def test_only_who_keeps_the_ledger(self, erin, brandt):
        with pytest.raises(PermissionDenied):
            reliability.keep(
                by=Actor(user=erin), partner=brandt, group=Group(), question=question(), at=timezone.now()
            )
        assert not ReliabilitySum.objects.exists()


class TestPage:
    def tiles(self, page):
        return re.findall(r'class="val [^"]*">([^<]+)<', page.content.decode())

    def test_the_example_of_the_definition(self, client, alice, brandt):
        client.force_login(alice)
        page = client.get("/contribution/reliability/", {"partner": brandt.code, **VALUES})
        assert self.tiles(page) == ["335", "278", "3,332", "733"]
        assert "Half the deviation is worth" in page.content.decode()

    def test_a_slider_that_was_moved_holds_without_a_script(self, client, alice, brandt):
        client.force_login(alice)
        given = VALUES | {"lead_sd_to": "3", "lead_sd_to_shown": "3", "lead_sd_to_slide": "1.5"}
        page = client.get("/contribution/reliability/", {"partner": brandt.code, **given})
        assert self.tiles(page)[1] == "278"
        typed = given | {"lead_sd_to": "3.5"}  # the number was typed: it holds
        page = client.get("/contribution/reliability/", {"partner": brandt.code, **typed})
        assert "Units more to keep" in page.content.decode()

    def test_measured_values_stand_in_the_form(self, client, alice, brandt):
        today = timezone.localdate()
        for days in (8, 12):
            delivered(brandt, today - timedelta(days=60), days)
        client.force_login(alice)
        text = client.get("/contribution/reliability/", {"partner": brandt.public_id}).content.decode()
        assert re.search(r'name="lead" value="10"', text)
        assert "2 lines complete since" in text

    def test_wrong_values_are_said_and_nothing_typed_is_lost(self, client, alice, brandt):
        client.force_login(alice)
        asked = {"partner": brandt.code, **VALUES, "level": "120", "demand": "many"}
        text = client.get("/contribution/reliability/", asked).content.decode()
        assert "2 things to put right" in text
        assert 'value="many"' in text

    def test_which_partner_is_asked_when_several_fit(self, client, alice, brandt, kestrel):
        client.force_login(alice)
        text = client.get("/contribution/reliability/", {"partner": "s"}).content.decode()
        assert brandt.name in text
        assert kestrel.name in text
        text = client.get("/contribution/reliability/", {"partner": "zzz"}).content.decode()
        assert "No partner has this name or code" in text

    def test_keep_export_and_take_out(self, client, alice, brandt):
        client.force_login(alice)
        sent = client.post(
            "/contribution/reliability/", {"partner": brandt.public_id, "of": "i:PH-40", **VALUES}
        )
        kept = ReliabilitySum.objects.get()
        assert (sent.status_code, kept.item_code) == (302, "PH-40")
        assert self.tiles(client.get(sent.headers["Location"])) == ["335", "278", "3,332", "733"]
        rows = b"".join(client.get("/contribution/reliability/kept/?format=csv")).decode()
        assert f"{brandt.name}" in rows
        assert ",10,10,3,1.5," in rows
        client.post(f"/contribution/reliability/kept/{kept.public_id}/remove/")
        assert not ReliabilitySum.objects.exists()

    @pytest.mark.parametrize("who", ["bob", "charlie"])
    def test_partners_see_nothing_of_it(self, request, client, brandt, actor, who):
        kept = reliability.keep(
            by=actor, partner=brandt, group=Group("PH-40"), question=question(), at=timezone.now()
        )
        client.force_login(request.getfixturevalue(who))
        for path in ("", "kept/", f"?partner={brandt.public_id}", "kept/?format=csv"):
            assert client.get(f"/contribution/reliability/{path}").status_code == 404
        assert client.post(f"/contribution/reliability/kept/{kept.public_id}/remove/").status_code == 404
        assert ReliabilitySum.objects.exists()
