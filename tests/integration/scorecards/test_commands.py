"""The commands as docs/commands.md describes them."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.actors import system_actor
from portal.db import guarding
from scorecards.engine.catalogue import CATALOGUE
from scorecards.models import Evidence, Scorecard
from scorecards.models.published import PUBLISHED
from suppliers.actions.judging import judge_lines
from tests.factories import receipt

pytestmark = pytest.mark.django_db
SPAN = ("--from=2026-09-01", "--to=2026-09-30", "--as-of=2026-10-03")
FIELDS = [
    "kpi",
    "partner",
    "partner_name",
    "basis",
    "from",
    "to",
    "as_of",
    "value",
    "numerator",
    "denominator",
    "n",
    "excused",
]


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def lines(brandt, kestrel, deliver):
    deliver(kestrel, [0, 1])
    return deliver(brandt, [0, 0, 0, 1, None, -8])


def test_kpis_for_each_partner_and_for_all(lines):
    records = json.loads(run("kpis", *SPAN, "--kpi", "otif_lines", "--json"))
    assert [list(record) for record in records] == [FIELDS] * 3
    assert {record["partner"]: (record["value"], record["numerator"], record["n"]) for record in records} == {
        "BRANDT": ("0.666666666667", 4, 6),
        "KESTREL": ("0.5", 1, 2),
        None: ("0.625", 5, 8),
    }


@pytest.mark.parametrize(
    ("options", "value"),
    [
        (["--late", "1"], "0.833333333333"),
        (["--early", "2"], "0.5"),
        (["--early", "8"], "0.666666666667"),
        (["--basis", "requested"], "0.666666666667"),
    ],
)
def test_options_of_the_rule(lines, options, value):
    records = json.loads(run("kpis", *SPAN, "--kpi", "otif_lines", "--partner", "BRANDT", "--json", *options))
    assert records[0]["value"] == value
    # of one partner alone, all together are that partner
    assert (records[1]["partner"], records[1]["value"]) == (None, value)


def test_every_kpi_is_there_by_default(lines, dana):
    records = json.loads(run("kpis", *SPAN, "--json"))
    assert len(records) == len(CATALOGUE) * 3
    assert run("kpis", *SPAN, "--csv").splitlines()[0] == ",".join(FIELDS)
    assert "(all)" in run("kpis", *SPAN)


def test_a_partner_without_data_says_so(lines):
    records = json.loads(run("kpis", *SPAN, "--kpi", "otif_lines", "--kind", "agent", "--json"))
    assert [(record["partner"], record["value"], record["n"]) for record in records] == [(None, None, 0)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("kpis", "--from=2026-09-30", "--to=2026-09-01"),
        ("kpis", *SPAN, "--early=soon"),
        ("kpis", *SPAN, "--tolerance=200"),
        ("kpis", *SPAN, "--partner=NOBODY"),
        ("kpis", "--from=yesterday", "--to=2026-09-01"),
        ("publish", "--period=2026-13"),
        ("publish", "--period=2026-09", "--template=Nothing"),
    ],
)
def test_wrong_arguments(db, arguments):
    with pytest.raises(CommandError) as refusal:
        run(*arguments)
    # The parser itself leaves with 2, too.
    assert refusal.value.returncode == 2 or "argument" in str(refusal.value)


@pytest.mark.parametrize("kpi", ["otif_lines", "lead_time_mean", "promise_kept", "overdue_quantity_days"])
def test_rows_add_up_to_the_figure(lines, kpi):
    figure = json.loads(run("kpis", *SPAN, "--kpi", kpi, "--partner", "BRANDT", "--json"))[0]
    rows = list(
        csv.DictReader(StringIO(run("kpi-rows", *SPAN, "--kpi", kpi, "--partner", "BRANDT", "--csv")))
    )
    column = {
        "otif_lines": "passed",
        "lead_time_mean": "lead_days",
        "promise_kept": "kept",
        "overdue_quantity_days": "open_quantity_days",
    }[kpi]
    assert sum(int(row[column]) for row in rows) == figure["numerator"]
    assert len(rows) == figure["n"]


def test_publish_once_and_again(lines):
    assert json.loads(run("publish", "--period=2026-09", "--as-of=2026-10-03", "--json")) == {
        "period": "2026-09",
        "published": 2,
        "unchanged": 0,
        "revised": 0,
        "refused": [],
    }
    again = json.loads(run("publish", "--period=2026-09", "--as-of=2026-12-24", "--json"))
    assert (again["published"], again["unchanged"]) == (0, 2)


def test_publish_is_refused_before_the_period_closes(lines):
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("publish", "--period=2026-09", "--as-of=2026-10-02", "--json", stdout=out)
    assert stop.value.code == 1
    assert json.loads(out.getvalue())["refused"][0]["from"] == "2026-10-03"


def test_a_card_on_the_screen(lines, tmp_path):
    run("publish", "--period=2026-09", "--as-of=2026-10-03")
    card = json.loads(run("scorecard", "BRANDT", "--period=2026-09", "--json"))
    assert (card["partner"], card["revision"], card["kpis"][0]["numerator"]) == ("BRANDT", 1, 4)
    assert "otif_lines" in run("scorecard", "BRANDT", "--period=2026-09")
    run("scorecard", "BRANDT", "--period=2026-09", "--rows", str(tmp_path / "rows.csv"))
    rows = list(csv.DictReader(StringIO((tmp_path / "rows.csv").read_text(encoding="utf-8"))))
    assert sum(row["kpi"] == "otif_lines" for row in rows) == 6
    with pytest.raises(CommandError, match="has no revision 2"):
        run("scorecard", "BRANDT", "--period=2026-09", "--revision=2")


def test_verify_finds_nothing_when_nothing_changed(lines):
    run("publish", "--period=2026-09", "--as-of=2026-10-03")
    assert "2 cards with 18 figures; 0 differ" in run("verify_scorecards")


def verified():
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("verify_scorecards", "--json", stdout=out)
    assert stop.value.code == 1
    return json.loads(out.getvalue())["differences"]


def test_verify_names_what_late_facts_changed(lines):
    run("publish", "--period=2026-09", "--as-of=2026-10-03")
    receipt(lines[4], lines[4].requested_on)
    judge_lines(by=system_actor(), line_ids=[lines[4].pk])
    found = {one["kpi"]: one for one in verified()}
    assert found["otif_lines"]["against"] == "facts"
    assert (found["otif_lines"]["published"], found["otif_lines"]["computed"]) == (
        "0.666666666667",
        "0.833333333333",
    )
    assert found["otif_lines"]["why"].startswith("0 rows new, 0 gone, 1 changed")
    assert found["lead_time_mean"]["why"].startswith("1 rows new")


def test_verify_finds_rows_that_were_touched(lines):
    run("publish", "--period=2026-09", "--as-of=2026-10-03")
    evidence = Evidence.objects.filter(card=Scorecard.objects.first(), source__startswith="promised").get()
    guarding.remove(connection, PUBLISHED)
    Evidence._base_manager.filter(pk=evidence.pk).update(rows=b"nonsense")
    found = [one for one in verified() if one["against"] == "evidence"]
    assert found[0]["kpi"] == "promise_kept"
    assert "cannot be read" in found[0]["why"]
