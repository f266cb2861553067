"""Cases and limits as JSON: what either side may know of them, and what they are told."""

from typing import Any

from django.conf import settings

from portal.actors import Actor
from portal.enums import Channel, Side
from suppliers.actions.case_steps import LONGEST
from suppliers.actions.cases import BEST_MARK, LONGEST_TITLE, MOST_SUBJECTS, MOST_WHYS
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.values import as_json
from suppliers.enums import CaseAct, CaseArea, CaseKind, CaseStage, RemedyState
from suppliers.facts.case_lists import waited_for
from suppliers.models import Case, CaseRemedy, CaseSubject, RemedyLimit
from suppliers.permissions_cases import GRANTERS

Row = dict[str, Any]
MOMENT: Schema = {"type": "string", "format": "date-time", "nullable": True}
DAY: Schema = {"type": "string", "format": "date", "nullable": True}
WORDS: Schema = {"type": "string", "maxLength": LONGEST}
TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST}
AMOUNT: Schema = {
    "type": "integer",
    "minimum": 0,
    "maximum": 10**17 - 1,
    "nullable": True,
    "description": "In minor units.",
}
CURRENCY: Schema = {"type": "string", "maxLength": 3, "description": "ISO 4217; by default the company's."}
# Steps that are words alone.
STEPS = (
    CaseAct.ACKNOWLEDGE,
    CaseAct.UNDERSTAND,
    CaseAct.FORGO,
    CaseAct.FOLLOW_UP,
    CaseAct.CLOSE,
    CaseAct.REOPEN,
    CaseAct.WITHDRAW,
)
# What is said of a remedy.
ANSWERS = (
    CaseAct.GRANT,
    CaseAct.REFUSE,
    CaseAct.AGREE,
    CaseAct.DECLINE,
    CaseAct.TAKE_BACK,
    CaseAct.DONE,
)


def _object(needed: tuple[str, ...], **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        **({"required": list(needed)} if needed else {}),
        "additionalProperties": False,
    }


_MESSAGE: Schema = {
    "type": "object",
    "properties": {
        "at": {"type": "string", "format": "date-time"},
        "side": {"type": "string", "enum": Side.values},
        "said_by": {"type": "string"},
        "noted_by": {"type": "string"},
        "channel": {"type": "string", "enum": Channel.values},
        "act": {"type": "string", "description": "The step that it took; empty: words alone."},
        "staff_only": {"type": "boolean"},
        "text": {"type": "string"},
    },
}
_REMEDY: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "text": {"type": "string"},
        "amount_minor": {"type": "integer", "nullable": True},
        "currency": {"type": "string"},
        "done_by": DAY,
        "done_at": MOMENT,
        "state": {"type": "string", "enum": RemedyState.values},
        "side": {"type": "string", "enum": Side.values},
        "offered_by": {"type": "string"},
        "offered_at": MOMENT,
        "decided_by": {"type": "string"},
        "decided_at": MOMENT,
    },
}
CASE: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "reference": {"type": "string"},
        "partner_code": {"type": "string"},
        "title": {"type": "string"},
        "kind": {"type": "string", "enum": CaseKind.values},
        "area": {"type": "string", "enum": ["", *CaseArea.values]},
        "stage": {"type": "string", "enum": CaseStage.values},
        "opened_by_side": {"type": "string", "enum": Side.values},
        "opened_by": {"type": "string"},
        "opened_at": MOMENT,
        "owner": {"type": "string"},
        "waits_for": {"type": "string", "enum": Side.values, "nullable": True},
        "times_opened": {"type": "integer"},
        **dict.fromkeys(
            (
                *("acknowledge_by", "understand_by", "agree_by"),
                *("acknowledged_at", "understood_at", "agreed_at", "followed_up_at", "closed_at"),
            ),
            MOMENT,
        ),
        "follow_up_on": DAY,
        "cause": {"type": "string"},
        "whys": {"type": "array", "items": {"type": "string"}},
        "change": {"type": "string"},
        "changed_on": DAY,
        "satisfaction": {"type": "integer", "nullable": True, "minimum": 0, "maximum": BEST_MARK},
        "satisfaction_words": {"type": "string"},
        "about": {"type": "array", "items": {"type": "string"}},
        "helpers": {"type": "array", "items": {"type": "string"}},
        "messages": {"type": "array", "items": _MESSAGE},
        "remedies": {"type": "array", "items": _REMEDY},
    },
    "required": ["public_id", "reference", "partner_code", "title", "stage", "messages", "remedies"],
}
OPEN: Schema = _object(
    ("title", "text"),
    partner_code={"type": "string", "maxLength": 100, "description": "For staff."},
    title={"type": "string", "minLength": 1, "maxLength": LONGEST_TITLE},
    text=TEXT,
    kind={"type": "string", "enum": CaseKind.values},
    area={"type": "string", "enum": ["", *CaseArea.values]},
    lines={"type": "array", "items": PUBLIC_ID, "maxItems": MOST_SUBJECTS},
    by_phone={"type": "boolean", "description": "Staff: it is the partner's problem, told by phone."},
    heard_from={"type": "string", "maxLength": 200, "description": "Who told it by phone."},
)
SAY: Schema = _object(("text",), text=TEXT, staff_only={"type": "boolean"})
STEP: Schema = _object(("act",), act={"type": "string", "enum": [act.value for act in STEPS]}, text=WORDS)
LEARN: Schema = _object(
    (),
    cause=WORDS,
    whys={"type": "array", "items": WORDS, "maxItems": MOST_WHYS},
    change=WORDS,
    changed_on=DAY,
)
OFFER: Schema = _object(("text",), text=TEXT, amount_minor=AMOUNT, currency=CURRENCY, done_by=DAY)
ANSWER: Schema = _object(
    ("remedy", "act"),
    remedy=PUBLIC_ID,
    act={"type": "string", "enum": [act.value for act in ANSWERS]},
    text=WORDS,
)
HAND_OVER: Schema = _object(("to",), to={"type": "string", "maxLength": 254, "description": "Their address."})
MARK: Schema = _object(
    ("satisfaction",),
    satisfaction={"type": "integer", "minimum": 0, "maximum": BEST_MARK},
    words=WORDS,
)
_ROLE: Schema = {"type": "string", "enum": [role.value for role in GRANTERS]}
_UP_TO: Schema = {key: value for key, value in AMOUNT.items() if key != "nullable"}
LIMIT: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "role": _ROLE,
        "amount_minor": _UP_TO,
        "currency": {"type": "string"},
    },
    "required": ["public_id", "role", "amount_minor", "currency"],
}
SET_LIMIT: Schema = _object(("role", "amount_minor"), role=_ROLE, amount_minor=_UP_TO)
CHANGE_LIMIT: Schema = _object(("amount_minor",), amount_minor=_UP_TO)

_PLAIN = (
    *("public_id", "reference", "title", "kind", "area", "stage", "opened_by_side", "opened_at"),
    *("times_opened", "acknowledge_by", "understand_by", "agree_by", "acknowledged_at", "understood_at"),
    *("agreed_at", "follow_up_on", "followed_up_at", "closed_at", "cause", "whys", "change", "changed_on"),
    *("satisfaction", "satisfaction_words"),
)


def case_as_json(case: Case, actor: Actor) -> Row:
    """Its messages and remedies are prefetched as this reader may read them."""
    return {
        **{name: as_json(getattr(case, name)) for name in _PLAIN},
        "partner_code": case.partner.code,
        "opened_by": case.opened_by_label,
        "owner": str(case.owner) if case.owner is not None else "",
        "waits_for": waited_for(case),
        "about": [_about(one) for one in case.subjects.all()],
        "helpers": [str(one.user) for one in case.helpers.all()],
        "messages": [_message(one) for one in case.messages.all()],
        "remedies": [_remedy(one) for one in case.remedies.all()],
    }


def limit_as_json(limit: RemedyLimit) -> Row:
    return {
        "public_id": limit.public_id,
        "role": limit.role,
        "amount_minor": limit.amount_minor,
        "currency": settings.COMPANY_CURRENCY,
    }


def _about(one: CaseSubject) -> str:
    if one.line is not None:
        return f"{one.line.order.number}-{one.line.number}"
    return str(one)


def _message(one: Any) -> Row:
    return {
        "at": as_json(one.at),
        "side": one.side,
        "said_by": one.said_by,
        "noted_by": one.noted_by_label,
        "channel": one.channel,
        "act": one.act,
        "staff_only": one.staff_only,
        "text": one.text,
    }


def _remedy(one: CaseRemedy) -> Row:
    """Who of ours granted it, and with what words, is ours alone and stands on the page."""
    return {
        "public_id": one.public_id,
        "text": one.text,
        "amount_minor": one.amount_minor,
        "currency": one.currency,
        "done_by": as_json(one.done_by),
        "done_at": as_json(one.done_at),
        "state": one.state,
        "side": one.side,
        "offered_by": one.offered_by_label,
        "offered_at": as_json(one.offered_at),
        "decided_by": one.decided_by_label,
        "decided_at": as_json(one.decided_at),
    }
