"""Every operation of the description: a stranger is 401, a token without the scope 403 by its name."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from portal.engine.periods import Period
from portal.engine.scaled import SCALE
from portal.enums import Scope
from portal.models import ApiToken
from portal.permissions import scopes_of as scopes_of_person
from scorecards.enums import SurveyKind
from scorecards.models import CustomKpi, ScorecardTemplate, Survey, SurveyRun
from suppliers.api.access import scopes_of
from suppliers.enums import CostRateKind
from suppliers.imports.datasets import DATASETS
from suppliers.models import (
    Assessment,
    Calendar,
    CommissionStatement,
    CostRate,
    DataChange,
    PartnerForm,
    Questionnaire,
    Registration,
    ReliabilitySum,
    RemedyLimit,
)
from tests.integration.api.conftest import Program

pytestmark = pytest.mark.django_db
FREE = {"root", "schema", "docs"}  # whoever is let in at all
# cards, contests, exclusions, proposals, ratings, thanks, packs, surveys, templates, KPIs, tiers, grants,
# calendars
OF_SCORECARDS = 6 + 7 + 7 + 4 + 2 + 4 + 3 + 3 + 5 + 4 + 4 + 4 + 4
TALK = ("commitments", "order_responses", "questions", "programmes")
# What staff do not do: join, contest, answer for a partner. Who claims an effect does not verify it.
OF_PARTNERS = (
    "programmes_join", "programmes_leave", "contests_file", "contests_withdraw", "proposals_answer",
    "surveys_answer", "plan_actions_begin", "plan_actions_finish", "plan_actions_reopen", "plans_claim",
    "ideas_withdraw", "praises_take_back", "policies_acknowledge",
)  # fmt: skip
# One row of each kind, where it is not one of the datasets.
ROWS = {
    "imports": lambda world: world.batch,
    "commitments": lambda world: world.brandt.lines[0],
    "questions": lambda world: world.brandt.question,
    "programmes": lambda world: world.brandt.programme,
    "scorecards": lambda world: world.brandt.card,
    "contests": lambda world: world.brandt.contest,
    "exclusions": lambda world: world.brandt.exclusion,
    "proposals": lambda world: world.brandt.proposal,
    "recognitions": lambda world: world.brandt.recognition,
    "reviews": lambda world: world.brandt.pack,
    "tier-grants": lambda world: world.brandt.grant,
    "tiers": lambda world: world.tier,
    "templates": lambda world: ScorecardTemplate.objects.get(),
    "custom-kpis": lambda world: CustomKpi.objects.get(),
    "calendars": lambda world: Calendar.objects.get_or_create(name="Oslo")[0],
    "surveys": lambda world: open_survey(),
    "contribution": lambda world: world.brandt.partner,
    "cost_rates": lambda world: what_a_late_day_costs(),
    "commission_statements": lambda world: a_closed_month(world),
    "assessments": lambda world: assessed(world),
    "reliability_sums": lambda world: a_kept_sum(world),
    "cases": lambda world: world.brandt.case,
    "plans": lambda world: world.brandt.plan,
    "plan_actions": lambda world: world.brandt.plan_action,
    "gain_shares": lambda world: world.brandt.gain,
    "ideas": lambda world: world.brandt.idea,
    "touchpoints": lambda world: world.brandt.touchpoint,
    "praises": lambda world: world.brandt.praise,
    "remedy_limits": lambda world: RemedyLimit.objects.get(role="buyer"),
    "survey_rounds": lambda world: world.brandt.old_survey,
    "registrations": lambda world: Registration.objects.get(),
    "questionnaires": lambda world: Questionnaire.objects.get(),
    "partner_forms": lambda world: PartnerForm.objects.get(partner=world.brandt.partner),
    "data_changes": lambda world: DataChange.objects.get(partner=world.brandt.partner),
}
# Working together: operations, and how many of them there are.
OF_RELATIONSHIP = {
    "cases": 10,
    "remedy_limits": 4,
    "plans": 16,
    "plan_actions": 6,
    "gain_shares": 3,
    "ideas": 6,
    "at_risk": 1,
    "contact_plan": 1,
    "retention": 1,
    "touchpoints": 6,
    "praises": 4,
    "data_changes": 2,
    "partner_forms": 3,
    "questionnaires": 2,
    "registrations": 2,
}


def what_a_late_day_costs():
    facts = {"kind": CostRateKind.LATE_LINE_DAY, "valid_from": date(2026, 1, 1), "rate": 40 * SCALE}
    return CostRate.objects.get_or_create(partner=None, **facts)[0]


def a_closed_month(world):
    facts = {"currency": "EUR", "commission_minor": 0, "total_minor": 0, "closed_by": "Dana"}
    return CommissionStatement.objects.get_or_create(
        partner=world.brandt.partner, month=202601, defaults={**facts, "closed_at": timezone.now()}
    )[0]


def assessed(world):
    facts = {"risk": {"sources": 4}, "at": timezone.now(), "by_label": "Dana"}
    return Assessment.objects.get_or_create(partner=world.brandt.partner, defaults=facts)[0]


def a_kept_sum(world):
    facts = {"inputs": {"demand": "120"}, "units": 0, "cash_minor": 0, "benefit_minor": 0, "currency": "EUR"}
    facts |= {"at": timezone.now(), "by_label": "Dana"}
    return ReliabilitySum.objects.get_or_create(partner=world.brandt.partner, defaults=facts)[0]


def open_survey():
    """A confidential survey that partners can answer today."""
    today = timezone.localdate()
    quarter = Period.containing(today, 3).shifted(-1)
    run, _ = SurveyRun.objects.get_or_create(
        survey=Survey.objects.get(kind=SurveyKind.CUSTOMER),
        period=quarter.key,
        defaults={
            "starts_on": quarter.start, "ends_on": quarter.end,
            "opens_on": today, "closes_on": today + timedelta(days=9),
        },
    )  # fmt: skip
    return run


# Pages, most of them found by the end of their address: operations, and how many of them there are.
OF_PAGES = {"standards": 2, "policies": 4, "survey_rounds": 2}
SLUGS = {
    "standards": lambda world: world.pages.standard.slug,
    "policies": lambda world: world.pages.supplier_policy.slug,
}

# What each partner contributes: operations, and how many of them there are.
OF_PROFIT = {
    "contribution": 2, "cost_rates": 5, "commission_statements": 3, "sales": 1, "assessments": 3,
    "reliability_sums": 4, "segments": 1, "what_if": 1,
}  # fmt: skip


def operations():
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    return [
        (method, path, operation["operationId"])
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]


def needed(operation, method):
    """The scope, by what the guide says and not by what the view does."""
    name = operation.rsplit("_", 1)[0]
    if name == "imports":
        return Scope.IMPORTS_WRITE
    if name in TALK:
        return Scope.ORDERS_READ if method == "get" else Scope.COMMITMENTS_WRITE
    if name in OF_PAGES:
        return Scope.PAGES_READ if method == "get" else Scope.PAGES_WRITE
    if name in OF_PROFIT:
        return Scope.LEDGER_READ if method == "get" else Scope.LEDGER_WRITE
    if operation.startswith(tuple(f"{one}_" for one in OF_RELATIONSHIP)):
        return Scope.RELATIONSHIP_READ if method == "get" else Scope.RELATIONSHIP_WRITE
    if name not in DATASETS:
        return Scope.SCORECARDS_READ if method == "get" else Scope.SCORECARDS_WRITE
    area = {"partners": "partners", "contacts": "partners"}.get(name, "orders")
    if name in ("ledger", "targets", "commission_agreements", "rates", "customer_counts"):
        area = "ledger"
    return Scope(f"{area}:{'read' if method == 'get' else 'write'}")


def ask(program, method, path, world):
    name = path.split("/")[3]
    known = ROWS[name](world).public_id if name in ROWS else "a" * 16
    row = world.brandt.facts.get(name, known)
    row = SLUGS[name](world) if name in SLUGS else row
    full = re.sub(r"\{\w+\}", row, path)
    return program.get(full) if method == "get" else getattr(program, method)(full, {})


def asker(operation, world):
    if operation in OF_PARTNERS:
        return world.brandt.people["partner_admin"]
    return world.staff["purchasing_manager"]


def test_a_stranger_and_a_token_for_something_else(token, world, actor_of):
    stranger = Program("accord_nobody_nothing")
    wrong, asked = [], 0
    for method, path, operation in operations():
        if operation in FREE:
            continue
        scope = needed(operation, method)
        others = [one for one in Scope if one != scope]
        own = scopes_of_person(actor_of(asker(operation, world)))
        _made, secret = token(asker(operation, world), *(one for one in others if one in own))
        refused = ask(Program(secret), method, path, world)
        if refused.status_code != 403 or scope.value not in refused.json()["detail"]:
            wrong.append(f"{operation}: {refused.status_code} without {scope}")
        if asked < 15 and ask(stranger, method, path, world).status_code != 401:
            wrong.append(f"{operation}: a stranger")
        asked += 1
        token_of(secret).delete()
    assert not wrong, "\n".join(wrong)
    # datasets, promises, an order's answer, imports; what is said of the lines; cards and all about them
    assert asked == 12 * 5 + 4 + 1 + 4 + 8 + 1 + 4 + 4 + OF_SCORECARDS + sum(
        {**OF_PROFIT, **OF_RELATIONSHIP, **OF_PAGES}.values()
    )


def token_of(secret):
    return ApiToken.objects.get(public_id=secret.split("_")[1])


def test_the_right_scope_alone_is_enough(token, world):
    for method, path, operation in operations():
        if operation in FREE:
            continue
        _made, secret = token(asker(operation, world), needed(operation, method))
        answer = ask(Program(secret), method, path, world)
        assert answer.status_code in (200, 400, 409, 415, 428), f"{operation}: {answer.content}"
        token_of(secret).delete()


def test_every_dataset_has_scopes():
    assert {scope for dataset in DATASETS for scope in scopes_of(dataset)} == {
        Scope.PARTNERS_READ,
        Scope.PARTNERS_WRITE,
        Scope.ORDERS_READ,
        Scope.ORDERS_WRITE,
        Scope.LEDGER_READ,
        Scope.LEDGER_WRITE,
    }
