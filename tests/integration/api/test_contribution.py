"""What partners contribute, through the API: the same figures as everywhere else."""

import json
from datetime import date
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.core.management import call_command

from portal.enums import Scope
from tests.factories import PartnerFactory
from tests.golden.booked import book, rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked(brandt, kestrel):
    dealer = PartnerFactory(code="CARROW", name="Carrow", kind="dealer")
    rate("USD", "2025-01-01", "2")
    book("revenue", "9000.50", date(2026, 2, 3), supplier=brandt, distributor=dealer)
    book("goods", -5000, date(2026, 2, 3), supplier=brandt)
    book("revenue", 4000, date(2026, 5, 3), currency="USD", supplier=kestrel)
    book("service", -150, date(2026, 6, 2))


@pytest.fixture
def ask(program, alice):
    """Asks with a token of Alice's."""
    ours = program(alice, Scope.LEDGER_READ)

    def get(**query):
        days = {"from": "2026-01-01", "to": "2026-12-31"} | query
        return ours.get(f"/api/v1/contribution/?{urlencode(days)}")

    return get


def test_it_says_what_the_command_says(ask, booked):
    for kind in ("supplier", "distributor", "dealer", "agent"):
        out = StringIO()
        words = ("--from", "2026-01-01", "--to", "2026-12-31", "--kind", kind, "--json")
        call_command("contribution", *words, stdout=out)
        days = {"kind": kind, "from": "2026-01-01", "to": "2026-12-31"}
        assert ask(kind=kind).json() == days | json.loads(out.getvalue())


def test_it_adds_up(ask, booked):
    for currency in ("", "EUR", "USD"):
        said = ask(**({"currency": currency} if currency else {})).json()
        rows = sum(row["contribution_minor"] for row in said["rows"])
        assert rows + said["unattributed_minor"] == said["total_minor"] != 0


def test_known_already(ask, booked):
    assert ask()["ETag"] == ask()["ETag"] != ask(kind="dealer")["ETag"]


@pytest.mark.parametrize(
    ("query", "column"),
    [
        ({"from": "yesterday"}, "from"),
        ({"to": ""}, "to"),
        ({"to": "2025-01-01"}, "to"),
        ({"kind": "friend"}, "kind"),
        ({"currency": "XXX"}, "currency"),
        ({"period": "2026"}, "period"),
    ],
)
def test_what_it_does_not_understand_it_names(ask, booked, query, column):
    answer = ask(**query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["column"] == column
