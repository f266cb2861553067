"""The demo's rows as the files that an ERP would export, loaded as any file is."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

from cms.demo import desk, money, trade
from cms.demo.cast import Firm
from cms.demo.days import month_start
from cms.demo.trade import Books, Row
from portal.actors import Actor
from suppliers.actions.imports import import_file
from suppliers.actions.loading.run import Options
from suppliers.imports.problems import FileRefused

Say = Callable[[str], None]
STREETS = {"DE": "+49 30", "GB": "+44 20", "NO": "+47 22", "PL": "+48 58", "IT": "+39 02", "SE": "+46 8"}


class DemoFailed(Exception):
    """A row of the demo was refused: the demo and the importer disagree."""


def load(*, by: Actor, firms: list[Firm], as_of: date, months: int, scale: float, say: Say) -> None:
    """Partners, contacts and all trade facts through the importer."""
    books = Books()
    for firm in firms:
        if firm.monthly:
            ledger = trade.write(firm, as_of, books, months=months, scale=scale)
            desk.write(ledger)
    files: dict[str, list[Row]] = {
        "partners": [_partner(firm) for firm in firms],
        "contacts": [row for firm in firms for row in _contacts(firm)],
        "orders": books.orders,
        "promises": books.promises,
        "receipts": books.receipts,
        **money.rows_of(firms, books, as_of, months),
    }
    for dataset, rows in files.items():
        if not rows:
            continue
        say(f"{len(rows):,} {dataset}")
        _import(by, dataset, rows, f"halden-{dataset}-{as_of.isoformat()}.csv")


def _import(by: Actor, dataset: str, rows: list[Row], name: str) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    stream = io.BytesIO(text.getvalue().encode())
    try:
        report, _batch = import_file(by=by, stream=stream, name=name, options=Options(dataset))
    except FileRefused as refusal:
        raise DemoFailed(f"{name}: {refusal}") from refusal
    for tally in report.tallies.values():
        if tally.errors:
            raise DemoFailed(f"{name}: {tally.errors[0].as_json()}")


def _partner(firm: Firm) -> dict[str, Any]:
    return {
        "kind": firm.kind,
        "code": firm.code,
        "name": firm.name,
        "country": firm.country,
        "currency": "EUR",
        "segment": firm.segment,
        "status": "active",
        "since": month_start(date(firm.since, 1, 1), firm.place % 12).isoformat(),
        "owner_email": "alice@halden.example" if firm.place % 2 else "ben@halden.example",
        "email": f"office@{firm.domain}",
        "phone": f"{STREETS.get(firm.country, '+358 9')} {5500000 + 1371 * firm.place}",
        "website": f"https://{firm.domain}",
    }


def _contacts(firm: Firm) -> list[dict[str, Any]]:
    """Two people each, so that a buyer knows whom to call."""
    return [
        {
            "partner_code": firm.code,
            "name": f"{FIRST[(firm.place * step) % len(FIRST)]} {LAST[(firm.place + step) % len(LAST)]}",
            "email": f"{role.lower()}@{firm.domain}",
            "role": role,
            "preferred_channel": channel,
        }
        for step, role, channel in ((3, "Sales", "mail"), (7, "Shipping", "phone"))
    ]


FIRST = (
    "Ana",
    "Jonas",
    "Ingrid",
    "Marek",
    "Lucia",
    "Tomas",
    "Freya",
    "Pavel",
    "Nora",
    "Hugo",
    "Elif",
    "Piotr",
)
LAST = ("Lind", "Kowal", "Berger", "Rossi", "Silva", "Hansen", "Novak", "Aydin", "Meyer", "Costa", "Dahl")
