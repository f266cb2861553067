"""Surveys of the world of tests: an open round, a named one that is closed, and one by link, for each side.

What the partner wrote carries its word. Nobody but the partner itself is asked.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cms.actions.surveys import close
from cms.models import SurveyInvitation, SurveyPage, SurveyReply, SurveyRound
from portal.actors import Actor

QUESTIONS = [
    {"key": "a", "type": "score", "text": "Would you recommend us?", "required": True, "nps": True},
    {"key": "b", "type": "text", "text": "What should we stop doing?"},
]
_EMPTY = {"help": "", "required": False, "low": "", "high": "", "nps": False, "options": [], "several": False}


def add_surveys(side: Any, page: SurveyPage, manager: Actor) -> None:
    """`side.survey`: open, waits for the partner; `side.old_survey`: closed, named, with its words;
    `side.link_survey` and `side.survey_secret`: by link, and the link to somebody at the partner's customer.
    """
    side.survey = _round(page, is_anonymous=True)
    SurveyInvitation.objects.create(round=side.survey, partner=side.partner)
    old = _round(page, is_anonymous=False)
    SurveyInvitation.objects.create(round=old, partner=side.partner, has_answered=True)
    for number in range(5):
        SurveyReply.objects.create(
            key=secrets.token_hex(16),
            round=old,
            answers={"a": number + 5, "b": f"{side.word} wrote this {number}"},
            who=f"{side.word} Answering",
            partner=side.partner,
        )
    side.old_survey = close(by=manager, survey_round=old, at=timezone.now())
    by_link = side.link_survey = _round(page, asked="customers")
    invitation = SurveyInvitation(round=by_link, email=f"buyer@{side.word.lower()}.example")
    side.survey_secret = invitation.secret
    invitation.secret_hash = SurveyInvitation.hash_of(invitation.secret)
    invitation.save()


def _round(page: SurveyPage, **facts: Any) -> SurveyRound:
    today = timezone.localdate()
    kept = {
        "page": page,
        "number": page.rounds.count() + 1,
        "title": page.title,
        "questions": [{**_EMPTY, **one} for one in QUESTIONS],
        "asked": "partners",
        "is_anonymous": True,
        "min_group": 5,
        "opens_on": today - timedelta(days=3),
        "closes_on": today + timedelta(days=9),
        "opened_by_label": "Staff purchasing_manager",
        "opened_at": timezone.now() - timedelta(days=3),
        **facts,
    }
    return SurveyRound.objects.create(**kept)
