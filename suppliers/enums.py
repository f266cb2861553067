"""The field's words: kinds and states of partners, lines and promises."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnerKind(models.TextChoices):
    SUPPLIER = "supplier", _("Supplier")
    DISTRIBUTOR = "distributor", _("Distributor")
    DEALER = "dealer", _("Dealer")
    AGENT = "agent", _("Agent")


class PartnerStatus(models.TextChoices):
    PROSPECT = "prospect", _("Prospect")
    ONBOARDING = "onboarding", _("Onboarding")
    ACTIVE = "active", _("Active")
    ON_HOLD = "on_hold", _("On hold")
    LOST = "lost", _("Lost")


class LineStatus(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmed")
    DRAFT = "draft", _("Draft")
    BLOCKED = "blocked", _("Blocked")
    CANCELLED_BY_US = "cancelled_by_us", _("Cancelled by us")
    CANCELLED_BY_PARTNER = "cancelled_by_partner", _("Cancelled by the partner")
    CLOSED_SHORT = "closed_short", _("Closed short by us")


class PromiseEvent(models.TextChoices):
    CONFIRM = "confirm", _("Confirmed")
    PROPOSE = "propose", _("Proposed")
    REJECT = "reject", _("Rejected")
    BUYER_CHANGE = "buyer_change", _("Changed by the buyer")
    VOID = "void", _("Taken back")
    COUNTER = "counter", _("Counter-proposal by the buyer")
    DECLINE = "decline", _("Declined by the buyer")
    AGREE = "agree", _("Refusal agreed to by the buyer")


# What the partner said; the other events are the company's, or take back.
BY_PARTNER = (PromiseEvent.CONFIRM, PromiseEvent.PROPOSE, PromiseEvent.REJECT)
# What files bring and exports hold; the rest is talk on the way there.
PROMISING = (*BY_PARTNER, PromiseEvent.BUYER_CHANGE)


class ReasonCode(models.TextChoices):
    """Why a line is promised otherwise than asked for, or refused. Some causes are the company's."""

    CAPACITY = "capacity", _("Our capacity")
    MATERIAL = "material", _("Material is late")
    MACHINE = "machine", _("Machine down")
    PEOPLE = "people", _("People away or ill")
    QUALITY = "quality", _("Found in our own inspection")
    CARRIER = "carrier", _("Carrier or customs")
    PRICE = "price", _("Price of material changed")
    DISCONTINUED = "discontinued", _("No longer made")
    FORCE_MAJEURE = "force_majeure", _("Beyond anybody’s control")
    OTHER = "other", _("Another reason: say which")
    BUYER_DRAWING = "buyer_drawing", _("Drawing changed or missing")
    BUYER_TOOL = "buyer_tool", _("Tool or sample not released")
    BUYER_MATERIAL = "buyer_material", _("Material that the buyer provides is late")
    BUYER_NOTICE = "buyer_notice", _("Asked for inside the lead time")
    BUYER_REQUEST = "buyer_request", _("The buyer asked for it")
    BUYER_PAYMENT = "buyer_payment", _("Invoices are overdue")

    @property
    def is_buyers(self) -> bool:
        """Does the cause lie with the company?"""
        return self.value.startswith("buyer_")


class Act(models.TextChoices):
    """What a partner can do with an open line."""

    ACCEPT = "accept", _("Accept as asked")
    PROMISE = "promise", _("Promise")
    KEEP = "keep", _("Still good")
    REJECT = "reject", _("Reject")
    WITHDRAW = "withdraw", _("Withdraw the proposal")


class Fate(models.TextChoices):
    """What became of an answer to a line."""

    ACCEPTED = "accepted", _("Accepted")
    WAITING = "waiting", _("Waits for the buyer")
    REJECTED = "rejected", _("Rejected")
    KEPT = "kept", _("Still good")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSED = "refused", _("Not possible")
    STALE = "stale", _("Changed in between")


class TaskKind(models.TextChoices):
    """What one mail link opens."""

    ORDER = "order", _("Answer an order")
    RADAR = "radar", _("Say whether it is still good")
    COUNTER = "counter", _("Answer a counter-proposal")
    QUESTION = "question", _("Answer a question")
    PROPOSAL = "proposal", _("Answer a proposal")
    CASE = "case", _("Answer in a case")
    CASE_MARK = "case_mark", _("Say how a case was dealt with")


class EntryKind(models.TextChoices):
    """Kinds of ledger entries (docs/numbers.md)."""

    REVENUE = "revenue", _("Revenue")
    DISCOUNT = "discount", _("Discount")
    REBATE = "rebate", _("Rebate")
    COMMISSION = "commission", _("Commission")
    GOODS = "goods", _("Goods")
    FREIGHT = "freight", _("Freight")
    DUTY = "duty", _("Duty")
    RETURNS = "returns", _("Returns")
    QUALITY = "quality", _("Quality")
    EXPEDITE = "expedite", _("Expedite")
    SERVICE = "service", _("Service")
    MARKETING = "marketing", _("Marketing")
    OTHER = "other", _("Other")


class EntryRole(models.TextChoices):
    """As what an entry names a partner; it names one of each at most."""

    SUPPLIER = "supplier", _("Supplier")
    DISTRIBUTOR = "distributor", _("Distributor or dealer")
    AGENT = "agent", _("Agent")

    @classmethod
    def of(cls, kind: str) -> "EntryRole":
        """The role in which entries name a partner of this kind."""
        return cls.DISTRIBUTOR if kind == PartnerKind.DEALER else cls(kind)

    @property
    def kinds(self) -> tuple[PartnerKind, ...]:
        """The kinds of partners that are named so."""
        return tuple(kind for kind in PartnerKind if EntryRole.of(kind) is self)


class SplitMethod(models.TextChoices):
    """How a rule splits an entry."""

    SHARES = "shares", _("By fixed shares")
    LINES = "lines", _("As the lines of the same order")


class CostRateKind(models.TextChoices):
    """What trouble costs that nobody has booked: an estimate, by rates."""

    LATE_LINE_DAY = "late_line_day", _("A line late by a day")
    REJECTED_UNIT = "rejected_unit", _("A unit rejected")
    SHORT_UNIT = "short_unit", _("A unit short")


class Quadrant(models.TextChoices):
    """Contribution against supply risk: Kraljic’s four."""

    STRATEGIC = "strategic", _("Strategic")
    LEVERAGE = "leverage", _("Leverage")
    BOTTLENECK = "bottleneck", _("Bottleneck")
    ROUTINE = "routine", _("Routine")


class AgreementBase(models.TextChoices):
    NET_REVENUE = "net_revenue", _("Net revenue")
    MARGIN = "margin", _("Margin")


class TierMethod(models.TextChoices):
    """Does a tier's rate hold for all of the base, or only for what lies in the tier?"""

    WHOLE_BASE = "whole_base", _("Whole base")
    MARGINAL = "marginal", _("Marginal")


class Basis(models.TextChoices):
    REQUESTED = "requested", _("requested date")
    FIRST_CONFIRMED = "first_confirmed", _("first promise")
    LAST_CONFIRMED = "last_confirmed", _("last promise")


class ExclusionState(models.TextChoices):
    """Where an exclusion of many lines stands."""

    PROPOSED = "proposed", _("Waits for a second person")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNDONE = "undone", _("Taken back")


class RecognitionKind(models.TextChoices):
    THANKS = "thanks", _("Thanks")
    AWARD = "award", _("Award")


class WallState(models.TextChoices):
    """May the public wall show a recognition with the partner's name? The partner decides."""

    UNASKED = "", _("Not asked")
    ASKED = "asked", _("Asked")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class DayCount(models.TextChoices):
    """In which days a window counts."""

    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days of the receiving site")


class BatchState(models.TextChoices):
    CHECKING = "checking", _("being checked")
    PREVIEW = "preview", _("waits for your word")
    LOADING = "loading", _("being saved")
    LOADED = "loaded", _("saved")
    STOPPED = "stopped", _("stopped on the way")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")
    FAILED = "failed", _("failed")
    DISCARDED = "discarded", _("thrown away")


class LineState(models.IntegerChoices):
    """Where a line stands on a day; the number sorts by urgency. Derived, never stored."""

    LATE = 1, _("Late")
    PROPOSED = 2, _("Proposed")
    CHANGED = 3, _("Changed by the buyer")
    COUNTERED = 4, _("Counter-proposal")
    TO_CONFIRM = 5, _("To confirm")
    REJECTED = 6, _("Refused")
    BLOCKED = 7, _("Blocked")
    SLIPPED = 8, _("Promised later")
    ON_TRACK = 9, _("On track")
    RECEIVED = 10, _("Received")
    DRAFT = 11, _("Draft")
    CLOSED = 12, _("Closed or cancelled")

    @property
    def key(self) -> str:
        """The word for addresses and exports."""
        return self.name.lower()


class CaseKind(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    PROBLEM = "problem", _("Problem")


class CaseArea(models.TextChoices):
    """What a case is about: trends are counted by it."""

    DELIVERY = "delivery", _("Delivery")
    QUALITY = "quality", _("Quality")
    PAYMENT = "payment", _("Paying on time")
    PRICE = "price", _("Price and terms")
    ORDERING = "ordering", _("Orders and changes")
    FORECAST = "forecast", _("Forecast")
    PAPERS = "papers", _("Papers and data")
    TALK = "talk", _("How we talk to each other")
    SYSTEM = "system", _("This portal")
    OTHER = "other", _("Something else")


class CaseStage(models.TextChoices):
    """How far a case has come; see policies.cases for what each allows to whom."""

    HEARD = "heard", _("Listened")
    ACKNOWLEDGED = "acknowledged", _("Said sorry")
    UNDERSTOOD = "understood", _("Understood")
    OFFERED = "offered", _("Remedy offered")
    AGREED = "agreed", _("Remedy agreed")
    FOLLOWED_UP = "followed_up", _("Followed up")
    CLOSED = "closed", _("Learned and closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CaseAct(models.TextChoices):
    """What is done in a case; a message keeps the act that it took."""

    SAY = "say", _("Write")
    ACKNOWLEDGE = "acknowledge", _("Say sorry")
    UNDERSTAND = "understand", _("Say what happened")
    OFFER = "offer", _("Offer a remedy")
    GRANT = "grant", _("Grant it")
    REFUSE = "refuse", _("Not grant it")
    TAKE_BACK = "take_back", _("Take the remedy back")
    AGREE = "agree", _("Agree to the remedy")
    DECLINE = "decline", _("Decline the remedy")
    FORGO = "forgo", _("No remedy needed")
    DONE = "done", _("The remedy is done")
    FOLLOW_UP = "follow_up", _("Follow up")
    LEARN = "learn", _("Write down what was learned")
    CLOSE = "close", _("Close")
    MARK = "mark", _("Say how it was dealt with")
    REOPEN = "reopen", _("Open it again")
    WITHDRAW = "withdraw", _("Withdraw the case")
    HAND_OVER = "hand_over", _("Hand over")
    HELP = "help", _("Say who helps")


class CaseParty(models.TextChoices):
    """Whose an act is: the opener has the problem, the ower owns it until it is solved."""

    OPENER = "opener", _("who opened it")
    OWER = "ower", _("the other side")
    EITHER = "either", _("either side")


class RemedyState(models.TextChoices):
    """Where a remedy stands: over somebody's limit it waits for somebody who may grant more."""

    WAITING = "waiting", _("Waits for a colleague’s yes")
    OFFERED = "offered", _("Offered")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")
    REFUSED = "refused", _("Not granted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TouchKind(models.TextChoices):
    """In which way we met."""

    VISIT = "visit", _("Visit")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    VIDEO = "video", _("Video call")
    MAIL = "mail", _("Mail")
    OTHER = "other", _("Another way")


class TouchState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Took place")
    CANCELLED = "cancelled", _("Cancelled")


class LossCause(models.TextChoices):
    """Why a partner left. Where nobody has said why, it counts as dissatisfied."""

    DISSATISFIED = "dissatisfied", _("Dissatisfied with us")
    OUR_CHOICE = "our_choice", _("We ended it")
    CLOSED_DOWN = "closed_down", _("Gave up its business")
    NO_NEED = "no_need", _("Nothing more to trade")
    OTHER = "other", _("Another cause")


class PraiseSource(models.TextChoices):
    PARTNER = "partner", _("A partner")
    CUSTOMER = "customer", _("A customer")


class RegistrationState(models.TextChoices):
    """Where somebody stands who wants to become a partner."""

    UNCONFIRMED = "unconfirmed", _("Address not confirmed")
    WAITING = "waiting", _("Waits for us")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")


class FormState(models.TextChoices):
    """Where the answers to a questionnaire stand."""

    OPEN = "open", _("To be answered")
    SENT = "sent", _("Sent")
    RETURNED = "returned", _("Sent back with a question")
    ACCEPTED = "accepted", _("Accepted")


class DataKind(models.TextChoices):
    """Data of which a change needs a second person."""

    BANK = "bank", _("Bank account")
    TAX = "tax", _("Tax number")


class DataChangeState(models.TextChoices):
    WAITING = "waiting", _("Waits for a second person")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
