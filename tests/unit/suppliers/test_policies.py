"""Which status may follow which."""

import pytest
from django.core.exceptions import ValidationError

from suppliers.enums import PartnerStatus
from suppliers.policies import NEXT_STATUS, can_become, check_can_become


def test_every_status_has_ways_out_and_may_stay():
    assert set(NEXT_STATUS) == set(PartnerStatus)
    assert all(NEXT_STATUS[status] and can_become(status, status) for status in PartnerStatus)


@pytest.mark.parametrize(
    ("status", "wanted", "allowed"),
    [
        ("prospect", "active", True),
        ("active", "lost", True),
        ("lost", "active", True),
        ("active", "prospect", False),
        ("lost", "on_hold", False),
        ("onboarding", "prospect", False),
    ],
)
def test_transitions(status, wanted, allowed):
    assert can_become(status, wanted) is allowed


def test_a_refusal_names_both_and_the_ways():
    with pytest.raises(ValidationError) as refused:
        check_can_become("active", "prospect")
    assert refused.value.messages == [
        "From “Active” a partner cannot become “Prospect”. It can become: On hold, Lost."
    ]
