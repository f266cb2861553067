"""The demo of a day is the same whenever and wherever it is built."""

import hashlib
import json

import pytest
from django.core.management import call_command

from cms.demo import building
from cms.models import MissionPage, PolicyPage, TextVersion
from scorecards.models import KpiResult, Response, Scorecard
from suppliers.models import (
    Enrolment,
    Membership,
    OrderLine,
    Partner,
    Promise,
    PromisePart,
    QuestionMessage,
    Receipt,
    Reconfirmation,
    ServiceProgramme,
    ShipNotice,
    Tolerance,
)
from tests.integration.cms.test_demo import DAY, SMALL

FACTS = [
    (Partner, ["code", "name", "kind", "since", "owner__email"]),
    (OrderLine, ["partner__code", "order__number", "number", "quantity", "requested_on", "status"]),
    (Promise, ["line__order__number", "line__number", "event", "made_at", "reason"]),
    (PromisePart, ["promise__line__order__number", "promise__made_at", "number", "quantity", "promised_on"]),
    (Receipt, ["line__order__number", "line__number", "number", "received_on", "accepted_quantity"]),
    (Scorecard, ["partner__code", "period", "revision", "score", "band", "published_at"]),
    (KpiResult, ["card__partner__code", "card__period", "kpi", "numerator", "denominator", "n"]),
    (Response, ["card__partner__code", "card__period", "kind", "text", "at", "by__email"]),
    (Membership, ["user__email", "partner__code", "role"]),
    (Tolerance, ["segment", "kind", "later_days", "dearer_pct"]),
    (ServiceProgramme, ["name", "categories", "lead_days"]),
    (Enrolment, ["partner__code", "programme__name", "joined_on"]),
    (ShipNotice, ["line__order__number", "line__number", "number", "quantity", "shipped_on"]),
    (QuestionMessage, ["partner__code", "text", "at", "said_by"]),
    (Reconfirmation, ["line__order__number", "line__number", "due_on", "asked_at"]),
    (MissionPage, ["title", "approved_on", "last_published_at"]),
    (PolicyPage, ["title", "in_force_from", "review_on"]),
    (TextVersion, ["title", "major", "minor", "in_force_from", "issued_at", "approved_by", "reason"]),
]


def digest():
    """Of everything a reader could see; not of random public ids or of when a row was written."""
    rows = [sorted(map(str, model.objects.values_list(*fields))) for model, fields in FACTS]
    assert all(rows)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


@pytest.mark.django_db(transaction=True)
@pytest.mark.any_engine
def test_the_same_day_gives_the_same_company():
    building.build(as_of=DAY, size=SMALL)
    first = digest()
    call_command("flush", interactive=False, verbosity=0)
    assert building.is_empty()
    building.build(as_of=DAY, size=SMALL)
    assert digest() == first
