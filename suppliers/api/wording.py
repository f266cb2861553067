"""Commitments, questions and programmes as JSON: what either side may know of them."""

from typing import Any

from portal.engine.scaled import from_scaled
from suppliers.actions.commitments import Said
from suppliers.api.values import as_json
from suppliers.enums import LineState
from suppliers.facts.promises import Held
from suppliers.models import Enrolment, OrderLine, Question, ServiceProgramme, ShipNotice

Row = dict[str, Any]


def _scaled(value: int | None) -> Any:
    return None if value is None else as_json(from_scaled(value))


def _parts(parts: Any) -> list[Row]:
    return [{"quantity": _scaled(part.quantity), "promised_on": as_json(part.due_on)} for part in parts]


def commitment_as_json(held: Held) -> Row:
    """A line with its conversation; the line has its state."""
    line: Any = held.line
    pending = held.talk.pending
    return {
        "line": line.public_id,
        "partner_code": line.partner.code,
        "order_number": line.order.number,
        "line_number": line.number,
        "item_code": line.item_code,
        "description": line.description,
        "unit": line.unit,
        "quantity": _scaled(line.quantity),
        "received": _scaled(held.received),
        "open_quantity": _scaled(line.open_quantity),
        "requested_on": as_json(line.requested_on),
        "due_on": as_json(line.due_on),
        "unit_price": _scaled(line.unit_price),
        "currency": line.order.currency,
        "state": LineState(line.state).key,
        "promised": _parts(held.open_parts),
        "pending": None
        if pending is None
        else {
            "event": pending.event,
            "made_at": as_json(pending.made_at),
            "made_by": pending.made_by,
            "parts": _parts(pending.parts),
            "price": _scaled(pending.price),
        },
        "seen": held.seen,
    }


def said_as_json(said: Said) -> Row:
    return {
        "line": said.line,
        "fate": said.fate.value,
        "why": said.why,
        "problems": [{"field": one.field, "message": one.message} for one in said.problems],
    }


def notice_as_json(notice: ShipNotice, line: OrderLine) -> Row:
    return {
        "public_id": notice.public_id,
        "line": line.public_id,
        "number": notice.number,
        "quantity": _scaled(notice.quantity),
        "shipped_on": as_json(notice.shipped_on),
        "expected_on": as_json(notice.expected_on),
        "carrier": notice.carrier,
        "tracking": notice.tracking,
        "lot": notice.lot,
    }


def question_as_json(question: Question) -> Row:
    """With what was said in it when that was read along."""
    return {
        "public_id": question.public_id,
        "partner_code": question.partner.code,
        "line": question.line.public_id if question.line else None,
        "order_number": question.order.number if question.order else None,
        "invoice_number": question.invoice.number if question.invoice else None,
        "asked_by": question.asked_by_side,
        "asked_at": as_json(question.asked_at),
        "answer_due_at": as_json(question.answer_due_at),
        "answered_at": as_json(question.answered_at),
        "closed_at": as_json(question.closed_at),
        "messages": [
            {"at": as_json(one.at), "side": one.side, "said_by": one.said_by, "text": one.text}
            for one in question.messages.all()
        ],
    }


def programme_as_json(programme: ServiceProgramme, enrolment: Enrolment | None) -> Row:
    """`enrolment`: the newest of the partner that reads."""
    return {
        "public_id": programme.public_id,
        "name": programme.name,
        "promise": programme.promise,
        "benefits": programme.benefits,
        "categories": programme.category_list,
        "lead_days": programme.lead_days,
        "early_days": programme.early_days,
        "late_days": programme.late_days,
        "tolerance": as_json(programme.tolerance),
        "is_offered": programme.is_offered,
        "joined_on": as_json(enrolment.joined_on) if enrolment else None,
        "left_on": as_json(enrolment.left_on) if enrolment else None,
    }
