import pytest

from tests.answers import add_policy, issue


@pytest.fixture
def policy(erin):
    """Erin's; version 1 is in force since New Year."""
    page = add_policy(keeper=erin)
    issue(page, owner=erin)
    return page


@pytest.fixture
def version(policy):
    return policy.text_versions.get()
