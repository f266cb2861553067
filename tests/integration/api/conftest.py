"""Programs that hold a token."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portal.actions import tokens
from portal.permissions import scopes_of


class Program:
    """Asks with a token, as JSON; `get`, `post`, `patch` and `delete` take and give what the API does."""

    def __init__(self, secret):
        self.secret = secret
        self.client = Client(raise_request_exception=False)

    def get(self, path, **headers):
        return self._ask("get", path, None, headers)

    def post(self, path, data, **headers):
        return self._ask("post", path, data, headers)

    def patch(self, path, data, **headers):
        return self._ask("patch", path, data, headers)

    def delete(self, path, data=None, **headers):
        return self._ask("delete", path, data, headers)

    def _ask(self, method, path, data, headers):
        given = {"Authorization": f"Bearer {self.secret}"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        if data is None:
            return getattr(self.client, method)(_full(path), headers=given)
        body = data if isinstance(data, str) else json.dumps(data)
        return getattr(self.client, method)(_full(path), body, content_type="application/json", headers=given)


def _full(path):
    return path if path.startswith(("/", "http")) else f"/api/v1/{path}"


@pytest.fixture(autouse=True)
def fresh_limits():
    """Requests are counted in the cache: each test starts from none."""
    cache.clear()


@pytest.fixture
def token(actor_of):
    """`token(user, *scopes, partner=None)`: a token of theirs and its secret; all scopes by default."""

    def make(user, *scopes, partner=None, days=30):
        by = actor_of(user, partner)
        now = timezone.now()
        return tokens.create(
            by=by, name="A program", scopes=scopes or scopes_of(by), expires_at=now + timedelta(days=days)
        )

    return make


@pytest.fixture
def program(token):
    """`program(user, *scopes, partner=None)`: a program that holds such a token."""

    def make(user, *scopes, **options):
        return Program(token(user, *scopes, **options)[1])

    return make
