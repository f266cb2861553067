"""The description is complete, and the API does what it says: schemathesis asks every operation."""

from datetime import date

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

from tests.factories import LineFactory, OrderFactory

pytestmark = pytest.mark.django_db
EXAMPLES = 3
# A well-formed row may still be refused: its partner is unknown, its key is taken, its ETag is old.
REFUSED_BY_THE_BOOKS = ["2xx", "3xx", "400", "401", "403", "404", "409", "412", "422", "428", "429"]
WITHOUT_IF_MATCH = ["400", "401", "403", "404", "406", "415", "422", "428"]
# What is asked for fits together or not: the last day before the first, a partner that is not there.
TOGETHER = ["contribution_list", "contribution_partner", "sales_list", "what_if_ask"]


def test_it_is_written_without_a_warning(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


@pytest.fixture
def application():
    """The product itself; as in Django's own client, a request does not end the test's transaction."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield get_wsgi_application()
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def described(application, program, alice, brandt, settings):
    settings.API_TOKEN_RATE = settings.API_FAILED_RATE = "1000000/min"
    LineFactory(order=OrderFactory(partner=brandt, number="4500130"), requested_on=date(2026, 10, 16))
    ours = program(alice)
    checks = {
        "positive_data_acceptance": {"expected-statuses": REFUSED_BY_THE_BOOKS},
        "missing_required_header": {"expected-statuses": WITHOUT_IF_MATCH},
    }
    writing = {"include-method": ["POST", "PATCH"], "checks": checks}
    asking = {"include-operation-id": TOGETHER, "checks": checks}
    config = schemathesis.Config.from_dict({"operations": [writing, asking]})
    schema = schemathesis.openapi.from_wsgi(
        reverse("api-schema") + "?format=json",
        application,
        config=config,
        headers={"Authorization": f"Bearer {ours.secret}"},
    )
    schema.bearer = ours.secret
    return schema


def test_every_operation_does_what_it_says(described):
    wrong = {}
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            try:
                _ask(operation, mode, described.bearer)
            except FailureGroup as failures:
                wrong[f"{operation.label} {mode.name}"] = "\n".join(
                    map(str, (*failures.exceptions, failures))
                )
            asked += 1
    assert not wrong, "\n\n".join(f"{name}\n{why}" for name, why in wrong.items())
    assert asked > 100


def _ask(operation, mode, bearer):
    @seed(2026)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {bearer}"})

    ask()
