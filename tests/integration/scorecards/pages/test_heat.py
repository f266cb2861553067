"""All partners in one table: what it shows, sorts, filters, sums up and exports, at a fixed cost."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest

from portal.models import User
from scorecards.models import KpiResult, Scorecard
from suppliers.models import Partner
from tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db
PAGE = "/scorecards/heat/"


def read(client, **asked):
    return client.get(PAGE, asked).content.decode().replace("\u00a0", " ")


def exported(client, **asked):
    body = b"".join(client.get(PAGE, {**asked, "format": "csv"}).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(body)))


def test_each_partner_with_its_figures_and_their_rows(login, alice, cards):
    text = read(login(alice))
    for card in cards.values():
        assert f"/scorecards/{card.public_id}/" in text
        assert f"/scorecards/{card.public_id}/rows/otif_lines/" in text
    assert "71.4 %" in text
    assert "All partners, September 2026" in text


def test_colour_is_never_the_only_signal(login, alice, cards):
    text = read(login(alice))
    assert 'class="ac-heat s4"' in text
    assert '</svg> 100.0<span class="vh"> met</span>' in text


def test_no_data_is_said_and_never_zero(login, alice, deliver, kestrel, publish_period):
    deliver(kestrel, [None] * 6)
    publish_period()
    text = read(login(alice))
    assert "no data" in text
    row = exported(login(alice))[0]
    assert (row["lead_time_mean"], row["lead_time_mean_points"]) == ("", "")


def test_sorted_by_any_column_and_those_without_a_value_last(login, alice, cards, deliver, publish_period):
    small = PartnerFactory(code="SMALL", name="Small")
    deliver(small, [0])
    publish_period()
    client = login(alice)
    assert [row["code"] for row in exported(client, sort="otif_lines", cols="code,otif_lines")] == [
        "BRANDT",
        "KESTREL",
        "SMALL",
    ]
    assert [row["code"] for row in exported(client, sort="-otif_lines", cols="code,otif_lines")] == [
        "KESTREL",
        "BRANDT",
        "SMALL",
    ]


def test_the_foot_is_pooled_and_no_mean_of_means(login, alice, cards):
    """Brandt 5 of 7, Kestrel 6 of 6: together 11 of 13 are 84.6 %; the mean of both would be 85.7 %."""
    foot = read(login(alice)).split("<tfoot")[1]
    assert "84.6 %" in foot
    assert "85.7 %" not in foot


def test_a_pooled_median_and_mean_come_from_all_rows(login, alice, cards):
    """Lead times from 3 August: Brandt 38 38 38 34 38 41, Kestrel six times 38: 455 / 12 = 37.9 days."""
    foot = read(login(alice)).split("<tfoot")[1]
    assert "37.9 days" in foot


def test_filters(login, alice, brandt, kestrel, cards):
    Partner.objects.filter(pk=kestrel.pk).update(owner=None)
    Partner.objects.filter(pk=brandt.pk).update(owner=alice, segment="Castings", kind="agent")
    client = login(alice)
    for asked in ({"mine": "1"}, {"kind": "agent"}, {"segment": "Castings"}, {"q": "brandt"}):
        assert [row["code"] for row in exported(client, cols="code", **asked)] == ["BRANDT"], asked
    band = cards["KESTREL"].band
    assert [row["code"] for row in exported(client, cols="code", band=band)] == ["KESTREL"]
    owner = User.objects.get(pk=alice.pk)
    assert [row["code"] for row in exported(client, cols="code", owner=owner.pk)] == ["BRANDT"]


def test_moved_down(login, alice, brandt, kestrel, deliver, publish_period):
    deliver(brandt, [0] * 6, due=date(2026, 8, 20))
    deliver(kestrel, [0, 0, 0, 0, 0, 9], due=date(2026, 8, 20))
    deliver(brandt, [0, 0, 0, 0, 9, 9])
    deliver(kestrel)
    publish_period("2026-08")
    publish_period()
    client = login(alice)
    rows = exported(client, cols="code,change", down="1")
    assert [row["code"] for row in rows] == ["BRANDT"]
    assert Decimal(rows[0]["change"]) < 0
    assert "1 of 2 partners moved down in September 2026" in read(client)
    assert {row["code"] for row in exported(client, cols="code", period="2026-08")} == {"BRANDT", "KESTREL"}


def test_the_file_holds_what_is_shown_exactly(login, alice, cards):
    rows = exported(login(alice), cols="code,otif_lines")
    brandt = next(row for row in rows if row["code"] == "BRANDT")
    result = cards["BRANDT"].results.get(kpi="otif_lines")
    assert Decimal(brandt["otif_lines"]) == result.value
    assert Decimal(brandt["otif_lines_points"]) == result.points
    assert set(brandt) == {"partner", "otif_lines", "otif_lines_points", "code"}


def test_wrong_words_in_the_address_are_no_error(login, alice, cards):
    client = login(alice)
    for asked in ({"period": "nonsense"}, {"template": "nonsense"}, {"sort": "nonsense"}, {"owner": "x"}):
        assert client.get(PAGE, asked).status_code == 200, asked


def test_nothing_published_yet(login, alice):
    assert "No card is published yet" in read(login(alice))


def test_partners_never_see_it(login, bob, cards):
    assert login(bob).get(PAGE).status_code == 404


@pytest.mark.parametrize("partners", [3, 300])
def test_the_cost_does_not_grow(login, alice, cards, partners, django_assert_num_queries, clone):
    clone(cards["KESTREL"], partners - 2)
    client = login(alice)
    client.get(PAGE)
    with django_assert_num_queries(17):
        assert client.get(PAGE).status_code == 200


@pytest.fixture
def clone():
    """`clone(card, 5)`: five further partners with the same card."""

    def make(card, times):
        partners = PartnerFactory.create_batch(times)
        kept = {
            name: getattr(card, name) for name in ("template", "version", "period", "starts_on", "ends_on")
        }
        rest = ("as_of", "score", "coverage", "band", "digest", "engine_version", "published_at")
        kept |= {name: getattr(card, name) for name in rest}
        made = Scorecard.objects.bulk_create(Scorecard(partner=one, **kept) for one in partners)
        results = [
            KpiResult(
                card=copy, line_id=one.line_id, side=one.side, position=one.position, kpi=one.kpi,
                basis=one.basis, value=one.value, numerator=one.numerator, denominator=one.denominator,
                n=one.n, points=one.points, graded=one.graded,
            )
            for copy in made for one in card.results.all()
        ]  # fmt: skip
        KpiResult.objects.bulk_create(results)
        return made

    return make
