"""What tests of people share."""

import re

import pytest
from django.core.cache import cache

from portal.models import OutboxMessage


@pytest.fixture
def secret_of(db):
    """`secret_of(email)`: the secret in the newest mail to this address, as its reader would click it."""

    def find(email):
        text = OutboxMessage.objects.filter(to=email).latest("id").text
        return re.search(r"/invitation/([\w-]+)/", text)[1]

    return find


@pytest.fixture(autouse=True)
def fresh_limits():
    """Attempts are counted in the cache: each test starts from none."""
    cache.clear()
