"""Every operation of the description: a stranger is 401, a token without the scope 403 by its name."""

import re

import pytest
from drf_spectacular.generators import SchemaGenerator

from portal.enums import Scope
from portal.models import ApiToken
from suppliers.api.access import scopes_of
from suppliers.imports.datasets import DATASETS
from tests.integration.api.conftest import Program

pytestmark = pytest.mark.django_db
FREE = {"root", "schema", "docs"}  # whoever is let in at all


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
    row = world.brandt.card.public_id if name == "scorecards" else row
    full = re.sub(r"\{\w+\}", row, path)
    return program.get(full) if method == "get" else getattr(program, method)(full, {})


def test_a_stranger_and_a_token_for_something_else(token, world):
    manager = world.staff["purchasing_manager"]
    stranger = Program("accord_nobody_nothing")
    wrong, asked = [], 0
    for method, path, operation in operations():
        if operation in FREE:
            continue
        scope = needed(operation, method)
        others = [one for one in Scope if one != scope]
        _made, secret = token(manager, *others)
        refused = ask(Program(secret), method, path, world)
        if refused.status_code != 403 or scope.value not in refused.json()["detail"]:
            wrong.append(f"{operation}: {refused.status_code} without {scope}")
        if asked < 15 and ask(stranger, method, path, world).status_code != 401:
            wrong.append(f"{operation}: a stranger")
        asked += 1
        token_of(secret).delete()
    assert not wrong, "\n".join(wrong)
    assert asked == 12 * 5 + 4 + 1 + 4 + 3  # datasets, promises, an order's answer, imports, scorecards


def token_of(secret):
    return ApiToken.objects.get(public_id=secret.split("_")[1])


def test_the_right_scope_alone_is_enough(token, world):
    manager = world.staff["purchasing_manager"]
    for method, path, operation in operations():
        if operation in FREE:
            continue
        _made, secret = token(manager, needed(operation, method))
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
