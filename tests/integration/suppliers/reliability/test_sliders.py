"""Where the sliders end, whatever stands in the address."""

import pytest

from suppliers.presenters.contribution.reliability import slider_most


@pytest.mark.parametrize(
    ("lead", "to", "most"),
    [
        ("14", "10", "29"),
        ("2", "40", "41"),
        ("", "", "10"),
        ("1e999999", "5", "10"),
        ("Infinity", "-3", "10"),
        ("NaN", "sNaN", "10"),
        ("1001", "1000", "1001"),
        ("x", "²", "10"),
    ],
)
def test_a_slider_ends_where_the_form_does(lead, to, most):
    assert slider_most("lead_to", {"lead": lead, "lead_to": to}) == most
