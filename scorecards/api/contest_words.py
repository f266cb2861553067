"""How the API speaks of contests: what is sent, what is answered."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter

from portal.actions.attachments import MOST
from portal.api.describing import JSON
from portal.enums import Side
from portal.models import Attachment
from scorecards.actions.contests import LONGEST, MOST_LINES
from scorecards.enums import ContestReason, ContestState, Verdict
from scorecards.models import Contest, ContestLine, Scorecard
from suppliers.api.columns import PUBLIC_ID, Schema

_MOMENT: Schema = {"type": "string", "format": "date-time", "nullable": True}
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_LINES: Schema = {"type": "array", "items": PUBLIC_ID, "minItems": 1, "maxItems": MOST_LINES}
_FILES: Schema = {"type": "array", "items": {"type": "string", "format": "binary"}, "maxItems": MOST}
_WORDS: Schema = {"type": "string", "nullable": True}
_LINE: Schema = {
    "type": "object",
    "properties": {
        "line": PUBLIC_ID,
        "number": {"type": "string"},
        "verdict": {"type": "string", "enum": [*Verdict.values, ""], "description": "Empty: it waits."},
        "note": {"type": "string"},
        "decided_at": _MOMENT,
        "before": {**_WORDS, "description": "The score before, when the card was made again."},
        "after": {**_WORDS, "description": "The score after."},
        "taken_back": {"type": "boolean"},
    },
}
CONTEST: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "partner_code": {"type": "string"},
        "card": PUBLIC_ID,
        "period": {"type": "string"},
        "reason": {"type": "string", "enum": ContestReason.values},
        "text": {"type": "string"},
        "filed_by": {"type": "string"},
        "filed_at": _MOMENT,
        "due_on": {"type": "string", "format": "date", "description": "By which we answer; never moves."},
        "state": {"type": "string", "enum": ContestState.values},
        "closed_at": _MOMENT,
        "lines": {"type": "array", "items": _LINE},
        "messages": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "at": _MOMENT,
                    "side": {"type": "string", "enum": Side.values},
                    "said_by": {"type": "string"},
                    "text": {"type": "string"},
                },
            },
        },
        "files": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "media_type": {"type": "string"},
                    "size": {"type": "integer", "description": "Bytes."},
                    "sha256": {"type": "string"},
                    "url": {"type": "string", "description": "Where a person who is logged in saves it."},
                },
            },
        },
    },
    "required": ["public_id", "card", "reason", "state", "due_on", "lines"],
}
FILING: Schema = {
    "type": "object",
    "properties": {
        "card": {**PUBLIC_ID, "description": "The newest revision of one's own card."},
        "lines": _LINES,
        "reason": {"type": "string", "enum": ContestReason.values},
        "text": _TEXT,
    },
    "required": ["card", "lines", "reason", "text"],
    "additionalProperties": False,
}
SAYING: Schema = {
    "type": "object",
    "properties": {"text": _TEXT},
    "required": ["text"],
    "additionalProperties": False,
}
DECISION: Schema = {
    "type": "object",
    "properties": {
        "lines": {**_LINES, "description": "By default all that wait."},
        "verdict": {"type": "string", "enum": Verdict.values},
        "text": {**_TEXT, "description": "The partner reads it."},
    },
    "required": ["verdict", "text"],
    "additionalProperties": False,
}
REASON: Schema = {
    "type": "object",
    "properties": {"reason": _TEXT},
    "required": ["reason"],
    "additionalProperties": False,
}
STATE = OpenApiParameter("state", {"type": "string", "enum": ContestState.values})


def with_files(schema: Schema) -> dict[str, Schema]:
    """As JSON, or as a form with files."""
    return {
        JSON: schema,
        "multipart/form-data": {**schema, "properties": {**schema["properties"], "files": _FILES}},
    }


def contest_as_json(row: Contest, files: Sequence[Attachment]) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "partner_code": row.partner.code,
        "card": row.card.public_id,
        "period": row.card.period,
        "reason": row.reason,
        "text": row.text,
        "filed_by": row.filed_by_label,
        "filed_at": row.filed_at.isoformat(),
        "due_on": row.due_on.isoformat(),
        "state": row.state,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "lines": [_line(one) for one in row.lines.all()],
        "messages": [
            {"at": one.at.isoformat(), "side": one.side, "said_by": one.said_by, "text": one.text}
            for one in row.messages.all()
        ],
        "files": [
            {
                "name": one.name,
                "media_type": one.media_type,
                "size": one.size,
                "sha256": one.sha256,
                "url": f"/files/{one.public_id}/",
            }
            for one in files
        ],
    }


def _line(row: ContestLine) -> dict[str, Any]:
    return {
        "line": row.line.public_id,
        "number": str(row.line),
        "verdict": row.verdict,
        "note": row.note,
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "before": _score(row.before),
        "after": _score(row.after),
        "taken_back": row.exclusion is not None and row.exclusion.undone_at is not None,
    }


def _score(card: Scorecard | None) -> str | None:
    return f"{card.score:f}" if card is not None and card.score is not None else None
