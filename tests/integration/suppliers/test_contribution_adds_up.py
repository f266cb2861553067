"""Partners and what names none add up to the company, to the minor unit, wherever it is read.

100,000 entries of four kinds of partners in three currencies, some named by rules; whole and cut months.
"""

import csv
import io
import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from portal import presentation
from portal.actions.tokens import create
from portal.actors import Actor, system_actor
from portal.engine.money import Money
from suppliers.actions import attribution, attribution_rules
from suppliers.enums import EntryRole, PartnerKind, SplitMethod
from suppliers.facts.attribution import CONDITIONS
from suppliers.facts.rolled import differences, strays
from suppliers.models import Attribution, AttributionRun, LedgerEntry, Partner
from tests.bulk import make_ledger

pytestmark = pytest.mark.django_db
ENTRIES = 100_000
CURRENCIES = ("EUR", "USD", "JPY")
SPANS = {
    "whole months": (date(2025, 10, 1), date(2026, 9, 30)),
    "cut months": (date(2025, 11, 13), date(2026, 9, 7)),
    "a few days": (date(2026, 5, 11), date(2026, 5, 19)),
}
COLUMNS = "net_revenue,goods,logistics,selling,trouble,other,contribution"
ASKED = list(product(PartnerKind.values, ("", *CURRENCIES), SPANS))


def rule(name, partners, shares, **conditions):
    return attribution_rules.add(
        by=system_actor(),
        facts={
            "name": name,
            "role": EntryRole.of(partners[0].kind),
            "method": SplitMethod.SHARES,
            **{name: [] for name in CONDITIONS},
            "valid_from": None,
            "valid_until": None,
            **conditions,
        },
        shares=list(zip(partners, map(Decimal, shares), strict=True)),
    )


@pytest.fixture
def ledger(db):
    """Rules name a third more: in halves, and in parts that do not go into a cent."""
    made = make_ledger(37, ENTRIES, currencies=CURRENCIES)
    thirds = ["0.33333333", "0.33333333", "0.33333334"]
    rule("Trouble", made["supplier"][:3], thirds, kinds=["quality", "returns"])
    rule("Sales", made["agent"][:2], ["0.5", "0.5"], kinds=["revenue"])
    rule("Goods", [made["distributor"][0], made["dealer"][0]], ["0.7", "0.3"], kinds=["goods"])
    run = AttributionRun.objects.create(started_at="2026-10-01T08:00Z", by_label="Alice")
    attribution.run(by=system_actor(), run=run, progress=lambda done, total: None)
    assert Attribution.objects.count() > 10_000
    return made


@pytest.fixture
def oracle(ledger):
    """Sums that read rows one by one: {(kind of partner, currency, span): ({code: minor}, company)}."""
    rows = list(LedgerEntry.objects.values_list("pk", "date", "currency", "amount_minor", "company_minor",
                                                "supplier_id", "distributor_id", "agent_id"))  # fmt: skip
    parts = defaultdict(list)
    for entry, partner, amount, company in Attribution.objects.values_list(
        "entry_id", "partner_id", "amount_minor", "company_minor"
    ):
        parts[entry].append((partner, amount, company))
    kinds = dict(Partner.objects.values_list("pk", "kind"))
    codes = dict(Partner.objects.values_list("pk", "code"))
    found = {key: (defaultdict(int), [0]) for key in ASKED}
    for pk, on, currency, amount, company, *named in rows:
        who = [(partner, amount, company) for partner in named if partner] + parts[pk]
        for (span, (start, end)), booked_in in product(SPANS.items(), ("", currency)):
            if not start <= on <= end:
                continue
            for kind in PartnerKind.values:
                found[kind, booked_in, span][1][0] += amount if booked_in else company
            for partner, part, part_company in who:
                sums, _total = found[kinds[partner], booked_in, span]
                sums[codes[partner]] += part if booked_in else part_company
    return {key: (dict(sums), total[0]) for key, (sums, total) in found.items()}


def printed(*arguments):
    out = io.StringIO()
    call_command("contribution", *arguments, stdout=out)
    return out.getvalue()


def test_everything_adds_up_in_every_kind_and_currency(ledger, oracle, login, alice, settings, built_fonts):
    """One ledger, read in all ways: making it takes longer than reading it."""
    assert differences() == []
    assert not strays().exists()
    settings.API_TOKEN_RATE = "1000/min"
    client = login(alice)
    _made, secret = create(
        by=Actor(user=alice),
        name="Books",
        scopes=["ledger:read"],
        expires_at=timezone.now() + timedelta(days=9),
    )
    for kind, currency, span in ASKED:
        expected, total = oracle[kind, currency, span]
        asked = {"kind": kind, "from": SPANS[span][0], "to": SPANS[span][1], "currency": currency}
        check_command(asked, expected, total)
        check_api(client, secret, asked, expected, total)
        check_page(client, asked, expected, total)
        if span == "cut months":
            check_files(client, asked, expected, total)
        if span == "whole months" and currency in ("", "JPY"):
            check_pdf(client, asked, expected, total)


def check_command(asked, expected, total):
    words = [f"--{name}={value}" for name, value in asked.items() if value]
    said = json.loads(printed(*words, "--json"))
    assert {row["partner"]: row["contribution_minor"] for row in said["rows"]} == expected
    assert (said["total_minor"], sum(expected.values()) + said["unattributed_minor"]) == (total, total)
    rows = list(csv.DictReader(io.StringIO(printed(*words, "--csv"))))
    assert sum(int(row["contribution_minor"]) for row in rows) == total
    for row in rows:
        assert int(row["revenue_minor"]) + int(row["cost_minor"]) == int(row["contribution_minor"])


def check_api(client, secret, asked, expected, total):
    asked = {name: value for name, value in asked.items() if value}
    answer = client.get("/api/v1/contribution/", asked, headers={"Authorization": f"Bearer {secret}"})
    said = answer.json()
    assert {row["partner"]: row["contribution_minor"] for row in said["rows"]} == expected
    assert (said["total_minor"], sum(expected.values()) + said["unattributed_minor"]) == (total, total)


def check_page(client, asked, expected, total):
    """Every cell of an amount holds it exactly; the columns of cost add up too."""
    amounts = {}
    for number in range(1, len(expected) // 25 + 2):
        query = asked | {"cols": f"partner,{COLUMNS},code", "page": number}
        page = BeautifulSoup(client.get("/contribution/", query).content, "html.parser")
        for row in page.select(".ac-profit tbody tr"):
            *parts, whole = (int(one["value"]) for one in row.find_all("data"))
            assert sum(parts) == whole
            amounts[row.find_all("td")[-1].get_text(strip=True)] = whole
    nobody, company = (
        [int(one["value"]) for one in row.find_all("data")][-1] for row in page.select("tfoot tr")
    )
    assert amounts == expected
    assert (company, sum(amounts.values()) + nobody) == (total, total)


def check_files(client, asked, expected, total):
    money = asked["currency"] or "EUR"
    texts = b"".join(client.get("/contribution/", asked | {"format": "csv"})).decode()
    amounts = [Decimal(row["contribution"]) for row in csv.DictReader(io.StringIO(texts))]
    assert sum(amounts[:-1]) == amounts[-1] == Money(total, money).amount
    assert sorted(amounts[:-2]) == sorted(Money(minor, money).amount for minor in expected.values())
    book = load_workbook(io.BytesIO(b"".join(client.get("/contribution/", asked | {"format": "xlsx"}))))
    header, *rows = book.active.iter_rows(values_only=True)
    place = header.index("contribution")
    assert [Decimal(str(row[place])) for row in rows] == amounts


def check_pdf(client, asked, expected, total):
    """Every partner's amount is there to the unit, and so is the company's."""
    answer = client.get("/contribution/pdf/", asked)
    pages = PdfReader(io.BytesIO(answer.content)).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())
    money = asked["currency"] or "EUR"
    places = 0 if money == "JPY" else 2
    for minor in (*expected.values(), total, total - sum(expected.values())):
        assert presentation.number(Money(minor, money).amount, places) in words, (asked, minor)
