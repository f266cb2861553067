"""How the API speaks of plans and gains: what is sent, what is answered."""

from decimal import Decimal
from typing import Any

from portal.enums import Side
from scorecards.engine.plan_terms import CAUSE_SECTIONS
from scorecards.enums import PlanAct, PlanActionState, PlanSource, PlanState, VersionState
from scorecards.models import (
    GainShareEntry,
    ImprovementPlan,
    PlanAction,
    PlanComment,
    PlanReview,
    PlanVersion,
)
from scorecards.policies_plans import acts_for
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.enums import Basis, DayCount

MOMENT: Schema = {"type": "string", "format": "date-time", "nullable": True}
DAY: Schema = {"type": "string", "format": "date"}
_NUMBER: Schema = {"type": "string", "nullable": True, "description": "A decimal, exact; shares are 0 to 1."}
MINOR: Schema = {"type": "integer", "format": "int64", "nullable": True, "description": "Minor units."}
WORDS: Schema = {"type": "string", "minLength": 1, "maxLength": 4000}
MAYBE_WORDS: Schema = {"type": "string", "maxLength": 4000}
SIDE: Schema = {"type": "string", "enum": Side.values}


def sent(required: list[str], **properties: Schema) -> Schema:
    """An object that is sent; without anything needed it may be empty."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


TERMS: Schema = {
    "type": "object",
    "properties": {
        "target": {"type": "string", "description": "In the KPI's unit; shares are 0 to 1."},
        "by_when": DAY,
        "hold": {"type": "integer", "minimum": 1, "maximum": 24, "description": "Periods."},
        "cause": {
            "type": "object",
            "properties": {
                "kind": {"type": "string", "enum": list(CAUSE_SECTIONS)},
                "sections": {
                    "type": "array",
                    "items": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
                },
            },
            "required": ["kind", "sections"],
        },
        "actions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "key": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,16}$"},
                    "side": SIDE,
                    "title": {"type": "string", "maxLength": 300},
                    "owner": {"type": "string", "description": "A mail address, or empty."},
                    "owner_name": {"type": "string", "maxLength": 200},
                    "due_on": DAY,
                    "waits_for": {"type": "string", "description": "The key of another action, or empty."},
                },
                "required": ["key", "side", "title", "owner", "owner_name", "due_on", "waits_for"],
            },
        },
        "obligations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"side": SIDE, "text": {"type": "string", "maxLength": 300}},
                "required": ["side", "text"],
            },
        },
        "benefits": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "side": {"type": "string", "enum": [*Side.values, "both"]},
                    "text": {"type": "string", "maxLength": 300},
                    "basis": {"type": "string", "maxLength": 500},
                    "minor": MINOR,
                },
                "required": ["side", "text", "basis", "minor"],
            },
        },
        "currency": {"type": "string", "description": "Of the company when empty."},
        "partner_share": {"type": "string", "description": "0 to 1."},
    },
    "required": [
        "target",
        "by_when",
        "hold",
        "cause",
        "actions",
        "obligations",
        "benefits",
        "currency",
        "partner_share",
    ],
}
RULE: Schema = sent(
    [],
    basis={"type": "string", "enum": Basis.values},
    early_days={"type": "integer", "nullable": True, "minimum": 0, "maximum": 366},
    late_days={"type": "integer", "minimum": 0, "maximum": 366},
    tolerance={"type": "string"},
    days={"type": "string", "enum": DayCount.values},
    months={"type": "integer", "enum": [1, 3, 12]},
    min_n={"type": "integer", "minimum": 0, "maximum": 100_000},
    grace_days={"type": "integer", "minimum": 0, "maximum": 366},
)
PLAN_ACTION: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "key": {"type": "string"},
        "side": SIDE,
        "title": {"type": "string"},
        "owner_name": {"type": "string"},
        "due_on": DAY,
        "expected_on": {**DAY, "nullable": True},
        "waits_for": {"type": "string"},
        "state": {"type": "string", "enum": PlanActionState.values},
        "evidence": {"type": "string"},
        "done_at": MOMENT,
        "done_by": {"type": "string"},
    },
}
GAIN: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "plan": PUBLIC_ID,
        "booked_on": DAY,
        "text": {"type": "string"},
        "basis": {"type": "string"},
        "total_minor": MINOR,
        "partner_minor": MINOR,
        "company_minor": MINOR,
        "currency": {"type": "string"},
        "partner_share": {"type": "string"},
        "reverses": {"type": "string", "nullable": True, "description": "The entry that this takes back."},
        "verified_by": {"type": "string"},
    },
}
_VERSION: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "number": {"type": "integer"},
        "state": {"type": "string", "enum": VersionState.values},
        "side": SIDE,
        "made_by": {"type": "string"},
        "made_at": MOMENT,
        "why": {"type": "string"},
        "words": {"type": "string"},
        "digest": {"type": "string", "description": "SHA-256 of the terms: what is signed."},
        "terms": TERMS,
        "signatures": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "side": SIDE,
                    "name": {"type": "string"},
                    "title": {"type": "string"},
                    "digest": {"type": "string"},
                    "at": MOMENT,
                },
            },
        },
    },
}
_REVIEW: Schema = {
    "type": "object",
    "properties": {
        "round": {"type": "integer"},
        "period": {"type": "string"},
        "value": _NUMBER,
        "n": {"type": "integer"},
        "low": _NUMBER,
        "high": _NUMBER,
        "holds": {"type": "boolean", "description": "It lies in the time over which the target must hold."},
        "met": {"type": "boolean", "nullable": True},
        "note": {"type": "string"},
        "verified_by": {"type": "string"},
        "verified_at": MOMENT,
    },
}
_COMMENT: Schema = {
    "type": "object",
    "properties": {
        "at": MOMENT,
        "side": SIDE,
        "said_by": {"type": "string"},
        "text": {"type": "string"},
        "staff_only": {"type": "boolean"},
    },
}
PLAN: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "reference": {"type": "string"},
        "partner_code": {"type": "string"},
        "title": {"type": "string"},
        "state": {"type": "string", "enum": PlanState.values},
        "round": {"type": "integer"},
        "source": {"type": "string", "enum": PlanSource.values},
        "kpi": {"type": "string"},
        "rule": RULE,
        "baseline": {
            "type": "object",
            "properties": {
                "from": DAY,
                "to": DAY,
                "as_of": DAY,
                "value": _NUMBER,
                "n": {"type": "integer"},
                "low": _NUMBER,
                "high": _NUMBER,
            },
        },
        "in_force": {"type": "integer", "nullable": True, "description": "The number of a version."},
        "versions": {"type": "array", "items": _VERSION},
        "actions": {"type": "array", "items": PLAN_ACTION},
        "reviews": {"type": "array", "items": _REVIEW},
        "gains": {"type": "array", "items": GAIN},
        "comments": {"type": "array", "items": _COMMENT},
        "proposed_by": {"type": "string"},
        "proposed_at": MOMENT,
        "agreed_at": MOMENT,
        "started_on": {**DAY, "nullable": True},
        "claimed_at": MOMENT,
        "decided_at": MOMENT,
        "closed_at": MOMENT,
        "learned": {"type": "string"},
        "stop_asked_by_side": {"type": "string"},
        "may": {
            "type": "array",
            "items": {"type": "string", "enum": PlanAct.values},
            "description": "What your side may do now, whoever of it.",
        },
    },
}


def plan_as_json(plan: ImprovementPlan, side: str, comments: list[PlanComment]) -> dict[str, Any]:
    """`side`: of the reader; `comments` those that the reader may see."""
    return {
        "public_id": plan.public_id,
        "reference": plan.reference,
        "partner_code": plan.partner.code,
        "title": plan.title,
        "state": plan.state,
        "round": plan.round,
        "source": plan.source,
        "kpi": plan.kpi,
        "rule": plan.rule,
        "baseline": {
            "from": plan.baseline_from,
            "to": plan.baseline_to,
            "as_of": plan.baseline_as_of,
            "value": _text(plan.baseline),
            "n": plan.baseline_n,
            "low": _text(plan.baseline_low),
            "high": _text(plan.baseline_high),
        },
        "in_force": plan.terms.number if plan.terms is not None else None,
        "versions": [_version(one) for one in plan.versions.all()],
        "actions": [action_as_json(one) for one in plan.actions.all()],
        "reviews": [_review(one) for one in plan.reviews.all()],
        "gains": [gain_as_json(one) for one in plan.gains.all()],
        "comments": [_comment(one) for one in comments],
        "proposed_by": plan.proposed_by_label,
        "proposed_at": plan.proposed_at,
        "agreed_at": plan.agreed_at,
        "started_on": plan.started_on,
        "claimed_at": plan.claimed_at,
        "decided_at": plan.decided_at,
        "closed_at": plan.closed_at,
        "learned": plan.learned,
        "stop_asked_by_side": plan.stop_asked_by_side,
        "may": [str(act) for act in acts_for(plan, side)],
    }


def action_as_json(one: PlanAction) -> dict[str, Any]:
    return {
        "public_id": one.public_id,
        "key": one.key,
        "side": one.side,
        "title": one.title,
        "owner_name": one.owner_name,
        "due_on": one.due_on,
        "expected_on": one.expected_on,
        "waits_for": one.waits_for,
        "state": one.state,
        "evidence": one.evidence,
        "done_at": one.done_at,
        "done_by": one.done_by_label,
    }


def gain_as_json(one: GainShareEntry) -> dict[str, Any]:
    return {
        "public_id": one.public_id,
        "plan": one.plan.public_id,
        "booked_on": one.booked_on,
        "text": one.text,
        "basis": one.basis,
        "total_minor": one.total_minor,
        "partner_minor": one.partner_minor,
        "company_minor": one.company_minor,
        "currency": one.currency,
        "partner_share": _text(one.partner_share),
        "reverses": one.reverses.public_id if one.reverses is not None else None,
        "verified_by": one.verified_by_label,
    }


def _version(one: PlanVersion) -> dict[str, Any]:
    return {
        "public_id": one.public_id,
        "number": one.number,
        "state": one.state,
        "side": one.side,
        "made_by": one.made_by_label,
        "made_at": one.made_at,
        "why": one.why,
        "words": one.words,
        "digest": one.digest,
        "terms": one.terms,
        "signatures": [
            {"side": by.side, "name": by.name, "title": by.title, "digest": by.digest, "at": by.at}
            for by in one.signatures.all()
        ],
    }


def _review(one: PlanReview) -> dict[str, Any]:
    return {
        "round": one.round,
        "period": one.period,
        "value": _text(one.value),
        "n": one.n,
        "low": _text(one.low),
        "high": _text(one.high),
        "holds": one.holds,
        "met": one.met,
        "note": one.note,
        "verified_by": one.verified_by_label,
        "verified_at": one.verified_at,
    }


def _comment(one: PlanComment) -> dict[str, Any]:
    return {
        "at": one.at,
        "side": one.side,
        "said_by": one.said_by,
        "text": one.text,
        "staff_only": one.staff_only,
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
