"""All acts on a plan as a whole, for pages, the API and jobs."""

from scorecards.actions.plan_effect import claim, close, resume, start, verify
from scorecards.actions.plan_proposing import change, look_after, propose
from scorecards.actions.plan_signing import decline, sign, withdraw
from scorecards.actions.plan_stopping import agree_stop, ask_stop, keep_going
from scorecards.policies_plans import PlanRefused

__all__ = [
    "PlanRefused",
    "agree_stop",
    "ask_stop",
    "change",
    "claim",
    "close",
    "decline",
    "keep_going",
    "look_after",
    "propose",
    "resume",
    "sign",
    "start",
    "verify",
    "withdraw",
]
