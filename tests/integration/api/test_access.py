"""Every operation of the description: a stranger is 401, a token without the scope 403 by its name."""

import re

import pytest
from drf_spectacular.generators import SchemaGenerator

from portal.enums import Scope
from portal.models import ApiToken
from portal.permissions import scopes_of as scopes_of_person
from suppliers.api.access import scopes_of
from suppliers.imports.datasets import DATASETS
from tests.integration.api.conftest import Program

pytestmark = pytest.mark.django_db
FREE = {"root", "schema", "docs"}  # whoever is let in at all
TALK = ("commitments", "order_responses", "questions", "programmes")
OF_PARTNERS = ("programmes_join", "programmes_leave")  # staff join nothing


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
    if name not in DATASETS:
        return Scope.SCORECARDS_READ
    area = {"partners": "partners", "contacts": "partners"}.get(name, "orders")
    if name in ("ledger", "targets", "commission_agreements", "rates", "customer_counts"):
        area = "ledger"
    return Scope(f"{area}:{'read' if method == 'get' else 'write'}")


def ask(program, method, path, world):
    name = path.split("/")[3]
    row = world.brandt.facts.get(name, "a" * 16)
    row = world.batch.public_id if name == "imports" else row
    row = world.brandt.lines[0].public_id if name == "commitments" else row
    row = world.brandt.question.public_id if name == "questions" else row
    row = world.brandt.programme.public_id if name == "programmes" else row
    row = world.brandt.card.public_id if name == "scorecards" else row
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
    # datasets, promises, an order's answer, imports, scorecards; and what is said of the lines
    assert asked == 12 * 5 + 4 + 1 + 4 + 3 + 8 + 1 + 4 + 4


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
