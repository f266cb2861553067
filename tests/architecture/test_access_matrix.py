"""Every address, every method, every role: let in, or not, exactly as access_matrix.py says."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.template import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.safestring import SafeString

from tests.architecture.access_matrix import COLUMNS, PREFIXES, ROWS, Row
from tests.world import World

METHODS = ("get", "post", "patch", "delete")

JSON = ("POST", "PATCH")
# Whoever is let in is decided before a page is drawn: these see it drawn, the others are only answered.
DRAWN = ("purchasing_manager", "partner_admin", "anonymous")
# What a role may do is decided by no database: on PostgreSQL one of each side asks, and the rival.
ON_BOTH = (*DRAWN, "rival")


def reads_json(path: str) -> bool:
    """The API, but for files."""
    return path.startswith("/api/") and path not in ("/api/v1/imports/", "/api/v1/order_responses/")


class Address(NamedTuple):
    route: str
    name: str
    callback: Any


def addresses() -> list[Address]:
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, namespace: str, prefix: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(route, f"{namespace}{entry.name or ''}", entry.callback)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, route)


def methods_of(address: Address) -> set[str] | None:
    """The methods a view answers; None for a plain function, whose rows say it."""
    if actions := getattr(address.callback, "actions", None):
        return {method.upper() for method in actions if method != "head"}
    view = getattr(address.callback, "view_class", None) or getattr(address.callback, "cls", None)
    if view is None:
        return None
    wanted = METHODS if hasattr(address.callback, "view_class") else (*METHODS, "put")
    return {name.upper() for name in wanted if name in view.http_method_names and hasattr(view, name)}


def is_of_a_package(address: Address) -> bool:
    return any(address.route.startswith(prefix.prefix) for prefix in PREFIXES) and not any(
        row.name == address.name for row in ROWS
    )


def test_every_address_and_method_has_a_row():
    known = {(row.name, row.method) for row in ROWS}
    missing = []
    for address in addresses():
        if is_of_a_package(address):
            continue
        methods = methods_of(address)
        if methods is None:
            methods = set() if any(name == address.name for name, _ in known) else {"GET"}
        missing += [
            f"{address.name or address.route} {method}"
            for method in sorted(methods)
            if (address.name, method) not in known
        ]
    assert not missing, "Add a row to tests/architecture/access_matrix.py for: " + ", ".join(missing)


def test_every_row_has_an_address():
    names = {address.name for address in addresses()}
    assert [row.name for row in ROWS if row.name not in names] == []
    routes = [address.route for address in addresses()]
    assert [one.prefix for one in PREFIXES if not any(route.startswith(one.prefix) for route in routes)] == []


@pytest.fixture
def clients(world):
    people = {
        **world.staff,
        **world.brandt.people,
        "rival": world.kestrel.people["partner_admin"],
        "both": world.both,
        "anonymous": None,
    }
    made = {}
    for column in COLUMNS:
        made[column] = Client(raise_request_exception=False)
        if people[column] is not None:
            made[column].force_login(people[column])
    session = made["both"].session
    session["active_partner"] = world.kestrel.partner.public_id
    session.save()
    return made


def letter(response: Any) -> str:
    """What happened, in the letters of the matrix."""
    status = response.status_code
    if status in (301, 302) and "/login/" in response.get("Location", ""):
        return "L"
    if status < 400 or status in (400, 409, 410, 413, 422, 428):
        return "o"
    return {401: "1", 403: "3", 404: "4", 405: "5", 503: "s"}.get(status, str(status))


def ask(client: Client, method: str, path: str, data: dict[str, Any]) -> str:
    """Asks, and undoes whatever came of it."""
    with transaction.atomic():
        cookies = client.cookies.copy()
        kind = {"content_type": "application/json"} if method in JSON and reads_json(path) else {}
        response = getattr(client, method.lower())(path, data, **kind)
        if response.streaming:
            b"".join(response.streaming_content)
        client.cookies = cookies
        transaction.set_rollback(True)
    return letter(response)


def undrawn() -> Any:
    """Templates say nothing: to draw them takes longer than to decide who reads them."""
    return patch.object(Template, "_render", lambda template, context: SafeString(""))


def test_who_is_let_in(world, clients):
    wrong = [words for row in ROWS for words in _wrong(row, world, clients)]
    assert not wrong, "\n".join(wrong)


def _wrong(row: Row, world: World, clients: dict[str, Client]) -> Iterator[str]:
    path = reverse(row.name, kwargs=row.of(world))
    data = row.data(world) if callable(row.data) else row.data
    for column in COLUMNS if connection.vendor == "sqlite" else ON_BOTH:
        with nullcontext() if column in DRAWN else undrawn():
            found = ask(clients[column], row.method, path, data)
        if found != row.expected[column]:
            yield f"{row.name} {row.method}, {column}: {found}, not {row.expected[column]}"


def test_who_is_let_into_others_packages(world, clients):
    wrong = [
        f"{path}, {column}: {found}, not {expected}"
        for prefix in PREFIXES
        for path in prefix.paths
        for column, expected in prefix.expected.items()
        if (found := ask(clients[column], "GET", path, {})) != expected
    ]
    assert not wrong, "\n".join(wrong)


def test_partners_and_strangers_reach_no_address_of_the_editor(world, clients):
    routes = {address.route for address in addresses() if address.route.startswith("cms/")}
    tried = sorted({f"/{route.split('<')[0].split('(')[0].replace('^', '').rstrip('$')}" for route in routes})
    assert len(tried) > 50
    for column in ("partner_admin", "buyer", "anonymous"):
        answers = {path: ask(clients[column], "GET", path, {}) for path in tried}
        assert {path: found for path, found in answers.items() if found != "4"} == {}, column
