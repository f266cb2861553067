"""One partner with a fact of every dataset, as odd as the fields allow: for exports and what comes back."""

from datetime import UTC, date, datetime
from decimal import Decimal

from portal.engine.scaled import SCALE
from portal.models import User
from suppliers.enums import LineStatus, PartnerKind, PartnerStatus, PromiseEvent
from suppliers.models import (
    CommissionAgreement,
    CustomerCount,
    ExchangeRate,
    Invoice,
    LedgerEntry,
    OrderLine,
    Partner,
    PartnerDocument,
    PromisePart,
    Receipt,
    SalesTarget,
    ShipNotice,
)
from tests.factories import ContactFactory, LineFactory, OrderFactory, PartnerFactory, promise, receipt

ODD = "=cmd|'/C calc'!A0, \"quoted\"; ’s Grüße\nsecond line"
MOMENT = datetime(2026, 8, 4, 9, 30, 15, 123456, tzinfo=UTC)


def everything(code: str, owner: User | None = None) -> Partner:
    """A dealer with two of most facts; texts carry its code, so that one can look for them."""
    partner = PartnerFactory(
        kind=PartnerKind.DEALER,
        code=code,
        name=f"-{code} {ODD}"[:200],
        legal_name=f"@{code}",
        country="DE",
        currency="EUR",
        segment=f"{code} segment",
        status=PartnerStatus.LOST,
        since=date(2019, 3, 1),
        owner=owner,
        email=f"post@{code.lower()}.example",
        phone="+49 30 1234",
        website=f"https://{code.lower()}.example",
        tax_id=f"'={code}",
        lost_on=date(2026, 9, 30),
        lost_reason=f"{code} ''-went away",
    )
    ContactFactory(partner=partner, name=f"{code} Bob", email=f"bob@{code.lower()}.example", phone="+47 22 1")
    ContactFactory(partner=partner, name=f"={code}", role=f"{code} sales", preferred_channel="mail")
    _lines(partner)
    _money(partner)
    PartnerDocument.objects.create(partner=partner, type=f"{code} ISO 9001", expires_on=date(2028, 3, 31))
    PartnerDocument.objects.create(
        partner=partner, type="-ISO", number=f"+{code}", issued_on=date(2025, 4, 1)
    )
    return partner


def _lines(partner: Partner) -> None:
    code = partner.code
    order = OrderFactory(
        partner=partner,
        number=f"+{code}-4500",
        sent_at=MOMENT,
        currency="JPY",
        buyer_email="buyer@halden.example",
    )
    line = LineFactory(
        order=order,
        number="0010",
        description=ODD,
        category=f"{code} castings",
        quantity=1_500_000,
        unit="pcs",
        unit_price=64_123_456,
        standard_price=62 * SCALE,
        original_quantity=5 * SCALE,
        original_requested_on=date(2026, 9, 1),
        status_reason=f"{code}\ttab",
        ship_to=f"{code} dock",
    )
    bare = LineFactory(order=OrderFactory(partner=partner, number="1E5", ordered_on=None), number="1")
    LineFactory(order=order, number="90", description=f"{code} draft", status=LineStatus.DRAFT)
    _said(line, bare)
    _moved(line, bare)


def _said(line: OrderLine, bare: OrderLine) -> None:
    """Two parts; a refusal without a part; what was taken back, and said again at the same moment."""
    code = line.partner.code
    parts = promise(
        line, date(2026, 9, 10), 1, at=MOMENT, reason=f"={code}", price=61_500_000, made_by=f"{code} Bob"
    )
    PromisePart.objects.create(promise=parts, number=2, quantity=SCALE // 2, promised_on=date(2026, 9, 20))
    promise(bare, None, event=PromiseEvent.REJECT, reason=f"{code} cannot")
    wrong = promise(bare, date(2026, 9, 1), at=MOMENT, reason="taken back")
    promise(bare, None, at=MOMENT, event=PromiseEvent.VOID, voids=wrong)
    promise(bare, date(2026, 9, 2), at=MOMENT, reason="said again", take=2)


def _moved(line: OrderLine, bare: OrderLine) -> None:
    partner, code = line.partner, line.partner.code
    came = receipt(line, date(2026, 9, 11), 1, 1, number=f"-{code}-R1")
    Receipt.objects.filter(pk=came.pk).update(recorded_at=MOMENT, reject_reason=ODD[:200], site="+Moss")
    receipt(bare, date(2026, 9, 12), 1, number="R2")
    ShipNotice.objects.create(
        line=line,
        partner=partner,
        number=f"={code}-N1",
        lot="L1",
        shipped_on=date(2026, 9, 9),
        expected_on=date(2026, 9, 11),
        quantity=SCALE,
        carrier=f"{code} Frakt",
        tracking="0007712094",
    )
    ShipNotice.objects.create(
        line=bare, partner=partner, number="N2", shipped_on=date(2026, 9, 9), quantity=SCALE
    )


def _money(partner: Partner) -> None:
    code = partner.code
    Invoice.objects.create(
        partner=partner,
        number=f"{code}-1",
        order_number=f"+{code}-4500",
        issued_on=date(2026, 9, 1),
        received_on=date(2026, 9, 2),
        due_on=date(2026, 10, 2),
        paid_on=date(2026, 9, 30),
        currency="JPY",
        amount_minor=-123_456,
        disputed=True,
    )
    Invoice.objects.create(
        partner=partner,
        number="00001",
        received_on=date(2026, 9, 2),
        due_on=date(2026, 10, 2),
        currency="BHD",
        amount_minor=1_234_567,
    )
    ExchangeRate.objects.get_or_create(
        date=date(2026, 9, 1), currency="NOK", defaults={"rate": Decimal("11.427500001")}
    )
    ExchangeRate.objects.get_or_create(date=date(2026, 9, 1), currency="JPY", defaults={"rate": Decimal(160)})
    LedgerEntry.objects.create(
        entry_id=f"-{code}-1",
        date=date(2026, 9, 14),
        month=202609,
        kind="goods",
        amount_minor=-1_248_099,
        currency="NOK",
        company_minor=-109_219,
        quantity=-1_500_000,
        supplier=PartnerFactory(code=f"{code}-S"),
        distributor=partner,
        agent=PartnerFactory(code=f"{code}-A", kind=PartnerKind.AGENT),
        item_code=f"{code} item",
        category="pumps",
        customer=ODD,
        reference=f"@{code}",
    )
    LedgerEntry.objects.create(
        entry_id=f"{code}-2", date=date(2026, 9, 15), month=202609, kind="revenue", amount_minor=1,
        currency="EUR", company_minor=1,
    )  # fmt: skip
    SalesTarget.objects.create(partner=partner, year=2026, month=9, currency="EUR", revenue_minor=15_000_050)
    for tier, rate in ((0, "0.05"), (10_000_000, "0.075")):
        CommissionAgreement.objects.create(
            partner=partner,
            version=1,
            valid_from=date(2026, 1, 1),
            base="margin",
            method="marginal",
            tier_from_minor=tier,
            rate=Decimal(rate),
        )
    CustomerCount.objects.get_or_create(
        month=202609, defaults={"active_at_start": 412, "lost_dissatisfied": 3, "lost_other": 2, "won": 9}
    )
