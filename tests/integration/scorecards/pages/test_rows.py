"""The rows behind a figure: page, drawer and file hold the same."""

import csv
import io

import pytest

from suppliers.models import OrderLine

pytestmark = pytest.mark.django_db


def content(response):
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize(
    "kpi", ["otif_lines", "on_time_quantity", "promise_kept", "lead_time_mean", "overdue_quantity_days"]
)
def test_every_figure_opens_its_rows(login, bob, card, kpi):
    response = login(bob).get(f"/scorecards/{card.public_id}/rows/{kpi}/?show=all")
    shown = response.context["rows"]
    result = card.results.get(kpi=kpi)
    assert len(shown.rows) == result.n + result.excused
    assert all(len(row.cells) == len(shown.columns) - 3 for row in shown.rows)


def test_those_that_did_not_pass_stand_first_with_their_reason(login, bob, card):
    shown = login(bob).get(f"/scorecards/{card.public_id}/rows/otif_lines/").context["rows"]
    assert shown.title == "2 of 7 lines did not pass"
    assert {row.why.replace("\u00a0", " ") for row in shown.rows} == {
        "Nothing has come",
        "Complete on 13 Sep, 3 days late",
    }
    assert all(row.track for row in shown.rows)


def test_rows_are_sorted_as_asked(login, bob, card):
    client = login(bob)
    address = f"/scorecards/{card.public_id}/rows/otif_lines/?show=all&sort="
    for sort in ("number", "due_on", "accepted_in_window", "days_late"):
        up = [row.number for row in client.get(address + sort).context["rows"].rows]
        down = [row.number for row in client.get(f"{address}-{sort}").context["rows"].rows]
        assert sorted(up) == sorted(down)
    late = [row.cells[2].text for row in client.get(address + "-days_late").context["rows"].rows]
    assert late[0] == "3"
    assert client.get(address + "nonsense").status_code == 200


def test_the_drawer_is_one_body_of_the_table(login, bob, card):
    address = f"/scorecards/{card.public_id}/rows/otif_lines/"
    client = login(bob)
    opened = client.get(address, headers={"HX-Request": "true"}).content.decode().strip()
    assert opened.startswith('<tbody role="rowgroup" id="kpi-otif_lines">')
    assert opened.endswith("</tbody>")
    assert "Close rows" in opened
    closed = client.get(f"{address}?closed=1", headers={"HX-Request": "true"}).content.decode()
    assert "ac-drawer" not in closed


@pytest.mark.parametrize("lines", [1, 3])
def test_rows_cost_the_same_however_many(
    login, alice, brandt, deliver, publish_period, lines, django_assert_num_queries
):
    deliver(brandt, [3] * lines)
    publish_period()
    card = brandt.scorecards.get()
    client = login(alice)
    with django_assert_num_queries(20):
        client.get(f"/scorecards/{card.public_id}/rows/otif_lines/")


def test_a_kpi_that_the_card_does_not_have(login, bob, card):
    assert login(bob).get(f"/scorecards/{card.public_id}/rows/rejected_ppm/").status_code == 404
    assert login(bob).get(f"/scorecards/{card.public_id}/rows/nonsense/").status_code == 404


def test_the_file_recomputes_the_figure(login, bob, card):
    text = content(login(bob).get(f"/scorecards/{card.public_id}/rows.csv"))
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["kpi"] == "otif_lines"]
    counted = [row for row in rows if row["excused"] == "0"]
    result = card.results.get(kpi="otif_lines")
    assert len(counted) == result.n
    assert sum(int(row["passed"]) for row in counted) == result.numerator


def test_a_cell_never_runs_as_a_formula(login, alice, brandt, deliver, publish_period):
    OrderLine.objects.filter(pk__in=[line.pk for line in deliver(brandt)]).update(
        description="=cmd|'/c calc'!A1"
    )
    publish_period()
    card = brandt.scorecards.get()
    for rest in ("rows.csv", "rows/otif_lines/?format=csv"):
        text = content(login(alice).get(f"/scorecards/{card.public_id}/{rest}"))
        assert "'=cmd" in text
        assert ",=cmd" not in text


def test_an_unknown_format_is_refused(login, alice, card):
    assert login(alice).get(f"/scorecards/{card.public_id}/rows/otif_lines/?format=exe").status_code == 404
