"""Many partners with a month of deliveries each, quickly: for counting statements and measuring."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.db.models import Model

from portal.actors import system_actor
from portal.db.rows import insert_rows
from portal.engine.scaled import SCALE
from portal.enums import Channel, PartnerRole
from portal.models import User, new_public_id
from suppliers.actions.judging import judge_lines
from suppliers.enums import PartnerKind, PromiseEvent
from suppliers.models import LedgerEntry, Membership, Order, OrderLine, Partner, Promise, PromisePart, Receipt

ORDERED = date(2026, 8, 3)
SENT = datetime(2026, 8, 3, 7, tzinfo=UTC)
FIRST_DUE = date(2026, 9, 1)
_serial = count()


def make_month(partners, lines_each, *, late_of=7):
    """`lines_each` lines for each of so many partners, due in September 2026, every `late_of`-th late."""
    run = next(_serial)
    users = _keep(User, (User(email=f"p{run}-{n}@example.com", name=f"P {n}") for n in range(partners)))
    made = _keep(
        Partner,
        (
            Partner(kind=PartnerKind.SUPPLIER, code=f"B{run}-{n}", name=f"Partner {n}")
            for n in range(partners)
        ),
    )
    _keep(
        Membership,
        (
            Membership(user=user, partner=partner, role=PartnerRole.ADMIN)
            for user, partner in zip(users, made, strict=True)
        ),
    )
    orders = _keep(
        Order,
        (Order(partner=one, number=f"{run}-{one.pk}", ordered_on=ORDERED, sent_at=SENT) for one in made),
    )
    lines = _keep(
        OrderLine,
        (
            OrderLine(
                order=order,
                partner_id=order.partner_id,
                number=str(n),
                quantity=(1 + n) * SCALE,
                requested_on=FIRST_DUE + timedelta(days=n % 28),
            )
            for order in orders
            for n in range(lines_each)
        ),
    )
    at = datetime(2026, 8, 4, 9, tzinfo=UTC)
    promises = _keep(
        Promise,
        (
            Promise(
                line=line,
                partner_id=line.partner_id,
                event=PromiseEvent.CONFIRM,
                made_at=at,
                channel=Channel.IMPORT,
            )
            for line in lines
        ),
    )
    _keep(
        PromisePart,
        (
            PromisePart(promise=promise, promised_on=line.requested_on, quantity=line.quantity)
            for promise, line in zip(promises, lines, strict=True)
        ),
    )
    _keep(
        Receipt,
        (
            Receipt(
                line=line,
                partner_id=line.partner_id,
                number="R1",
                received_on=line.requested_on + timedelta(days=int(index % late_of == 0)),
                accepted_quantity=line.quantity,
            )
            for index, line in enumerate(lines)
        ),
    )
    judge_lines(by=system_actor(), line_ids=[line.pk for line in lines])
    return made


def _keep(model: type[Model], rows):
    return model._default_manager.bulk_create(rows, batch_size=2000)


KINDS = (
    "revenue",
    "revenue",
    "goods",
    "goods",
    "discount",
    "freight",
    "quality",
    "returns",
    "commission",
    "other",
)
SELLERS = 40
MOMENT = "2026-10-01 08:00:00+00:00"
# The columns of an entry, as `_entry` fills them: models would take ten times as long.
ENTRY = (
    "public_id", "created_at", "updated_at", "entry_id", "date", "month", "kind", "amount_minor", "currency",
    "company_minor", "item_code", "category", "customer", "reference", "supplier_id", "distributor_id",
    "agent_id",
)  # fmt: skip


def make_ledger(partners, entries, *, months=24, last=date(2026, 9, 28), currencies=("EUR",)):
    """So many entries of so many suppliers and of some sellers, over the months up to that of `last`.

    Every ninth names no supplier, every third no distributor, every second no agent. Of a currency that is
    not the company's, 125 minor units are 100 of ours.
    """
    run = next(_serial)
    kinds = {"supplier": partners, "distributor": SELLERS, "dealer": SELLERS // 4, "agent": SELLERS // 2}
    made = {
        kind: _keep(
            Partner, (Partner(kind=kind, code=f"L{run}-{kind}-{n}", name=f"{kind} {n}") for n in range(count))
        )
        for kind, count in kinds.items()
    }
    sellers = made["distributor"] + made["dealer"]
    keys = {kind: [partner.pk for partner in of] for kind, of in (*made.items(), ("seller", sellers))}
    insert_rows(LedgerEntry, ENTRY, (_entry(run, n, keys, months, last, currencies) for n in range(entries)))
    return made


def _entry(run, n, keys, months, last, currencies):
    index = last.year * 12 + last.month - 1 - n * 7 % months
    year, month = index // 12, index % 12 + 1
    kind = KINDS[n * 31 % 97 % len(KINDS)]
    currency = currencies[n % len(currencies)]
    amount = n * 7919 % 99_991 + 1_000
    amount = amount if kind == "revenue" else -amount // 3
    of = keys["supplier"]
    return (
        new_public_id(), MOMENT, MOMENT, f"{run}-{n}", f"{year}-{month:02}-{n % 28 + 1:02}",
        year * 100 + month, kind, amount, currency,
        amount if currency == "EUR" else amount * 100 // 125, "", "", "", "",
        None if n % 9 == 0 else of[n * 13 % len(of)],
        keys["seller"][n % len(keys["seller"])] if n % 3 else None,
        keys["agent"][n % len(keys["agent"])] if n % 2 else None,
    )  # fmt: skip
