"""The datasets: their columns in the documented order, and the record that a row becomes."""

from dataclasses import dataclass

from suppliers.imports.columns import (
    ChoiceColumn,
    Column,
    CountryColumn,
    CurrencyColumn,
    DateColumn,
    DecimalColumn,
    EmailColumn,
    IntegerColumn,
    MomentColumn,
    TextColumn,
    WebsiteColumn,
)
from suppliers.imports.messages import gettext_noop as _
from suppliers.imports.records import (
    ContactRecord,
    OrderRecord,
    PartnerRecord,
    PromiseRecord,
    ReceiptRecord,
    Record,
)

PARTNER_KINDS = ("supplier", "distributor", "dealer", "agent")
PARTNER_STATES = ("prospect", "onboarding", "active", "on_hold", "lost")
LINE_STATES = ("confirmed", "draft", "blocked", "cancelled_by_us", "cancelled_by_partner", "closed_short")
EVENTS = ("confirm", "propose", "reject", "buyer_change")


@dataclass(frozen=True, slots=True)
class Dataset:
    name: str
    title: str
    columns: tuple[Column, ...]
    record: type[Record]

    def column(self, identifier: str) -> Column | None:
        return next((column for column in self.columns if column.identifier == identifier), None)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.identifier for column in self.columns if column.required)


_PARTNER_CODE = TextColumn(
    identifier="partner_code", required=True, key=True, example="BRANDT", help=_("Our code of the partner.")
)
_ORDER_NUMBER = TextColumn(
    identifier="order_number", required=True, key=True, example="4500130", help=_("Number of the order.")
)
_LINE_NUMBER = TextColumn(
    identifier="line_number",
    required=True,
    key=True,
    example="10",
    help=_("Number of the line in its order."),
)

PARTNERS = Dataset(
    "partners",
    _("Partners"),
    (
        ChoiceColumn(
            identifier="kind",
            required=True,
            choices=PARTNER_KINDS,
            example="supplier",
            help=_("What they are to us."),
        ),
        TextColumn(
            identifier="code", required=True, key=True, example="BRANDT", help=_("Our code of the partner.")
        ),
        TextColumn(
            identifier="name", required=True, example="Brandt Castings", help=_("The name everybody uses.")
        ),
        TextColumn(
            identifier="legal_name", example="Brandt Castings GmbH", help=_("The name in the register.")
        ),
        CountryColumn(identifier="country", example="DE", help=_("ISO 3166, two letters.")),
        CurrencyColumn(identifier="currency", example="EUR", help=_("ISO 4217, three letters.")),
        TextColumn(identifier="segment", example="castings", help=_("The group we manage them in.")),
        ChoiceColumn(
            identifier="status",
            choices=PARTNER_STATES,
            example="active",
            help=_("Where we stand with them; active by default."),
        ),
        DateColumn(identifier="since", example="2019-03-01", help=_("Partner since.")),
        EmailColumn(
            identifier="owner_email", example="alice@halden.example", help=_("Who of us answers for them.")
        ),
        EmailColumn(identifier="email", example="office@brandt.example", help=_("Their general address.")),
        TextColumn(identifier="phone", example="+49 30 1234", help=_("Their general number.")),
        WebsiteColumn(identifier="website", example="https://brandt.example", help=_("Their web site.")),
        TextColumn(identifier="tax_id", example="DE123456789", help=_("Their tax number.")),
        DateColumn(identifier="lost_on", help=_("When we lost them.")),
        TextColumn(identifier="lost_reason", help=_("Why we lost them.")),
    ),
    PartnerRecord,
)

CONTACTS = Dataset(
    "contacts",
    _("Contacts"),
    (
        _PARTNER_CODE,
        TextColumn(
            identifier="name",
            required=True,
            key=True,
            example="Bob Brandt",
            help=_("The key where no e-mail address is given."),
        ),
        EmailColumn(
            identifier="email",
            key=True,
            example="bob@brandt.example",
            help=_("With the partner's code the key."),
        ),
        TextColumn(identifier="phone", example="+49 30 1235", help=_("A number to reach them.")),
        TextColumn(identifier="role", example="Sales", help=_("What they do.")),
        TextColumn(identifier="preferred_channel", example="mail", help=_("How they like to be reached.")),
    ),
    ContactRecord,
)

ORDERS = Dataset(
    "orders",
    _("Orders"),
    (
        _PARTNER_CODE,
        TextColumn(
            identifier="partner_name",
            example="Brandt Castings",
            help=_("Used when the row creates its partner."),
        ),
        _ORDER_NUMBER,
        _LINE_NUMBER,
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
        _PARTNER_CODE,
        _ORDER_NUMBER,
        _LINE_NUMBER,
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
        _PARTNER_CODE,
        _ORDER_NUMBER,
        _LINE_NUMBER,
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

# In the order in which they are loaded: a line before its promises, a promise before its receipts.
DATASETS = {dataset.name: dataset for dataset in (PARTNERS, CONTACTS, ORDERS, PROMISES, RECEIPTS)}
