"""The register of reading speaks of texts as those who were asked know them."""

from datetime import timedelta

import pytest

from tests.integration.cms.reading.conftest import START

pytestmark = pytest.mark.django_db


def test_its_filter_does_not_name_a_text_as_it_will_be_called(policy, version, issue_next, bob, login, clock):
    clock.after(0)
    policy.title = "Paying in ten days"
    policy.save()
    issue_next(2, since=START + timedelta(days=30), title="Paying in ten days")
    page = login(bob).get("/reading/").content.decode()
    assert version.title in page
    assert "Paying in ten days" not in page
    assert login(bob).get("/reading/", {"text": policy.slug}).status_code == 200
