"""Orders, what was promised, what is on its way, what came."""

from suppliers.imports.columns import (
    ChoiceColumn,
    CurrencyColumn,
    DateColumn,
    DecimalColumn,
    EmailColumn,
    IntegerColumn,
    MomentColumn,
    TextColumn,
)
from suppliers.imports.datasets.base import LINE_NUMBER, ORDER_NUMBER, PARTNER_CODE, Dataset
from suppliers.imports.messages import gettext_noop as _
from suppliers.imports.records import OrderRecord, PromiseRecord, ReceiptRecord, ShipNoticeRecord

LINE_STATES = ("confirmed", "draft", "blocked", "cancelled_by_us", "cancelled_by_partner", "closed_short")
EVENTS = ("confirm", "propose", "reject", "buyer_change")

ORDERS = Dataset(
    "orders",
    _("Orders"),
    (
        PARTNER_CODE,
        TextColumn(
            identifier="partner_name",
            example="Brandt Castings",
            help=_("Used when the row creates its partner."),
        ),
        ORDER_NUMBER,
        LINE_NUMBER,
        DateColumn(
            identifier="ordered_on",
            example="2026-09-01",
            help=_("The day of the order; without it the line leaves the lead-time figures."),
        ),
        MomentColumn(
            identifier="sent_at", example="2026-09-01T08:30:00Z", help=_("When it was sent to the partner.")
        ),
        CurrencyColumn(identifier="currency", example="EUR", help=_("ISO 4217; the company's by default.")),
        EmailColumn(identifier="buyer_email", example="alice@halden.example", help=_("Who ordered.")),
        TextColumn(identifier="item_code", example="VC-7", help=_("Our code of the item.")),
        TextColumn(identifier="description", example="Volute cover VC-7", help=_("What it is.")),
        TextColumn(identifier="category", example="castings", help=_("The group of items.")),
        DecimalColumn(
            identifier="quantity", required=True, example="60", help=_("Ordered, in units; more than 0.")
        ),
        TextColumn(identifier="unit", example="pcs", help=_("The unit of the quantity.")),
        DecimalColumn(
            identifier="unit_price", example="64.00", help=_("Price of one unit in the order's currency.")
        ),
        DecimalColumn(identifier="standard_price", example="62.00", help=_("What one unit should cost.")),
        DateColumn(
            identifier="requested_on", required=True, example="2026-10-16", help=_("The day we asked for.")
        ),
        ChoiceColumn(
            identifier="status",
            choices=LINE_STATES,
            example="confirmed",
            help=_("Where the line stands; confirmed by default."),
        ),
        TextColumn(identifier="status_reason", help=_("Why it stands there.")),
        TextColumn(identifier="ship_to", example="Moss", help=_("Where it goes.")),
    ),
    OrderRecord,
)

PROMISES = Dataset(
    "promises",
    _("Promises"),
    (
        PARTNER_CODE,
        ORDER_NUMBER,
        LINE_NUMBER,
        ChoiceColumn(
            identifier="event",
            required=True,
            key=True,
            choices=EVENTS,
            example="confirm",
            help=_("What was said."),
        ),
        MomentColumn(
            identifier="made_at",
            required=True,
            key=True,
            example="2026-09-02T10:00:00Z",
            help=_(
                "When it was said. Rows of one line, event and moment are one promise and replace all "
                "earlier parts."
            ),
        ),
        TextColumn(identifier="made_by", example="Bob Brandt", help=_("Who said it.")),
        TextColumn(identifier="reason", help=_("Why.")),
        IntegerColumn(
            identifier="part",
            key=True,
            example="1",
            help=_("Number of the part, 1 by default: 60 on the 10th, 40 on the 15th."),
        ),
        DecimalColumn(
            identifier="quantity", example="60", help=_("Of this part; the line's quantity by default.")
        ),
        DateColumn(
            identifier="promised_on",
            example="2026-10-16",
            help=_("The day of this part; the requested day by default."),
        ),
        DecimalColumn(identifier="price", help=_("Price of one unit, where it differs.")),
    ),
    PromiseRecord,
)

RECEIPTS = Dataset(
    "receipts",
    _("Receipts"),
    (
        PARTNER_CODE,
        ORDER_NUMBER,
        LINE_NUMBER,
        TextColumn(
            identifier="receipt_number",
            required=True,
            key=True,
            example="GR-1001",
            help=_("Number of the receipt."),
        ),
        DateColumn(
            identifier="received_on",
            required=True,
            example="2026-10-15",
            help=_("The local day of arrival, not the day of booking."),
        ),
        MomentColumn(identifier="recorded_at", example="2026-10-16T07:12:00Z", help=_("When it was booked.")),
        DecimalColumn(
            identifier="accepted_quantity", required=True, example="58", help=_("What was kept, in units.")
        ),
        DecimalColumn(
            identifier="rejected_quantity", example="2", help=_("What was refused, in units; 0 by default.")
        ),
        TextColumn(identifier="reject_reason", help=_("Why it was refused.")),
        TextColumn(identifier="site", example="Moss", help=_("Where it arrived.")),
    ),
    ReceiptRecord,
)

SHIP_NOTICES = Dataset(
    "ship_notices",
    _("Ship notices"),
    (
        PARTNER_CODE,
        ORDER_NUMBER,
        LINE_NUMBER,
        TextColumn(
            identifier="notice_number",
            required=True,
            key=True,
            example="DES-881",
            help=_("The partner's number of the notice."),
        ),
        TextColumn(
            identifier="lot", key=True, example="L-2210", help=_("The lot or batch, where it has one.")
        ),
        DateColumn(
            identifier="shipped_on", required=True, example="2026-10-13", help=_("The day it left them.")
        ),
        DateColumn(
            identifier="expected_on", example="2026-10-15", help=_("The day it should arrive with us.")
        ),
        DecimalColumn(
            identifier="quantity", required=True, example="60", help=_("Sent of this line and lot, in units.")
        ),
        TextColumn(identifier="carrier", example="Nordfrakt", help=_("Who carries it.")),
        TextColumn(identifier="tracking", example="NF7712094", help=_("The carrier's number to follow it.")),
    ),
    ShipNoticeRecord,
)
