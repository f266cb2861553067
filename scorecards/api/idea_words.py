"""How the API speaks of ideas."""

from typing import Any

from scorecards.api.plan_words import DAY, MINOR, MOMENT, SIDE
from scorecards.enums import IdeaState
from scorecards.models import PlanIdea
from suppliers.api.columns import PUBLIC_ID, Schema

IDEA: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "partner_code": {"type": "string"},
        "side": SIDE,
        "title": {"type": "string"},
        "text": {"type": "string"},
        "is_confidential": {"type": "boolean"},
        "their_minor": MINOR,
        "our_minor": MINOR,
        "currency": {"type": "string"},
        "basis": {"type": "string"},
        "proposed_by": {"type": "string"},
        "proposed_at": MOMENT,
        "decide_by": DAY,
        "state": {"type": "string", "enum": IdeaState.values},
        "decided_by": {"type": "string"},
        "decided_at": MOMENT,
        "words": {"type": "string"},
        "plan": {"type": "string", "nullable": True},
    },
}


def idea_as_json(idea: PlanIdea) -> dict[str, Any]:
    return {
        "public_id": idea.public_id,
        "partner_code": idea.partner.code,
        "side": idea.side,
        "title": idea.title,
        "text": idea.text,
        "is_confidential": idea.is_confidential,
        "their_minor": idea.their_minor,
        "our_minor": idea.our_minor,
        "currency": idea.currency,
        "basis": idea.basis,
        "proposed_by": idea.proposed_by_label,
        "proposed_at": idea.proposed_at,
        "decide_by": idea.decide_by,
        "state": idea.state,
        "decided_by": idea.decided_by_label,
        "decided_at": idea.decided_at,
        "words": idea.words,
        "plan": idea.plan.public_id if idea.plan is not None else None,
    }
