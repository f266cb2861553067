"""People on both sides, and their case."""

import pytest

from tests.cases import talk as people


@pytest.fixture
def talk(db):
    return people()
